//! Risk, alerts, wallboard, held messages, flags.

use super::Row;

pub(super) fn rows() -> Vec<Row> {
    Vec::new()
}

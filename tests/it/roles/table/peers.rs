//! Contact records, survey, breaks, debriefs, panic.

use super::Row;

pub(super) fn rows() -> Vec<Row> {
    Vec::new()
}

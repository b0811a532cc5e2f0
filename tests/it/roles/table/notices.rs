//! Push subscriptions.

use serde_json::json;

use super::{Access::SignedIn, Row, Subject::Nothing, row};

/// A point of the curve, as a browser's public key is one: its generator.
const POINT: &str = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

pub(super) fn rows() -> Vec<Row> {
    let endpoint = "https://push.example.org/{n}";
    let browser = json!({"endpoint": endpoint, "keys": {"p256dh": POINT, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}});
    vec![
        row("GET /push/key", Nothing, json!({}), SignedIn(200)),
        row("POST /push/subscriptions", Nothing, browser, SignedIn(201)),
        row("DELETE /push/subscriptions", Nothing, json!({"endpoint": endpoint}), SignedIn(204)),
    ]
}

//! Challenges, blocks, outreach.

use serde_json::json;

use super::{Access, Row, Subject, desk, row, supervisor};
use crate::roles::{
    callers::Caller::{Holder, Observer, OtherCounsellor, Supervisor},
    world::today,
};

pub(super) fn rows() -> Vec<Row> {
    use Subject::{Active, Block, Closed, Entry, Link, Nothing, Offered};
    const ALL: Access = desk(&[(Holder, 200), (OtherCounsellor, 200), (Supervisor, 200)]);
    const MADE: Access = desk(&[(Holder, 201), (OtherCounsellor, 201), (Supervisor, 201)]);
    let (none, wanted, why) = (json!({}), json!({"reason": "abuse", "hours": 1}), json!({"note": "a mistake"}));
    let link = json!({"label": "{n}", "site": "a school"});
    let entry = json!({"site": "a chat", "on": today(), "minutes": 30, "contacts": 2});
    vec![
        row("GET /challenge", Nothing, none.clone(), Access::Anyone(200)),
        row("POST /conversations/{id}/block", Offered, wanted.clone(), desk(&[(Supervisor, 201), (Observer, 201)])),
        row(
            "POST /conversations/{id}/block",
            Active,
            wanted.clone(),
            desk(&[(Holder, 201), (Supervisor, 201), (Observer, 201)]),
        ),
        row(
            "POST /conversations/{id}/block",
            Closed,
            wanted,
            desk(&[(Holder, 409), (Supervisor, 201), (Observer, 201)]),
        ),
        row("GET /blocks", Nothing, none.clone(), supervisor(&[(Supervisor, 200)])),
        row("POST /blocks/{id}/approve", Block, none.clone(), supervisor(&[(Supervisor, 200)])),
        row("POST /blocks/{id}/lift", Block, why, supervisor(&[(Supervisor, 200)])),
        row("GET /outreach/links", Nothing, none.clone(), ALL),
        row("POST /outreach/links", Nothing, link, MADE),
        row("GET /outreach/links/{id}/qr", Link, none.clone(), ALL),
        row(
            "POST /outreach/links/{id}/disable",
            Link,
            none.clone(),
            desk(&[(Holder, 200), (OtherCounsellor, 403), (Supervisor, 200)]),
        ),
        row("GET /outreach/log", Nothing, none.clone(), ALL),
        row("POST /outreach/log", Nothing, entry, MADE),
        row("DELETE /outreach/log/{id}", Entry, none, desk(&[(Holder, 204)])),
    ]
}

//! Risk, alerts, wallboard, held messages, flags.

use serde_json::json;
use uuid::Uuid;

use super::{Access, Row, Subject, desk, row, supervisor};
use crate::roles::callers::Caller::{Holder, Observer, Supervisor};

pub(super) fn rows() -> Vec<Row> {
    [conversations(), others()].concat()
}

fn conversations() -> Vec<Row> {
    use Subject::{Active, Closed, Offered};
    const WATCHES: Access = desk(&[(Supervisor, 200), (Observer, 200)]);
    const HERS: Access = desk(&[(Holder, 200), (Supervisor, 200), (Observer, 200)]);
    const OVER: Access = desk(&[(Holder, 409), (Supervisor, 409), (Observer, 409)]);
    const WRONG: Access = desk(&[(Holder, 422), (Supervisor, 422), (Observer, 422)]);
    const NOT_NOW: Access = supervisor(&[(Supervisor, 409), (Observer, 409)]);
    let (none, class) = (json!({}), json!({"risk": 1}));
    let flag = json!({"channel": Uuid::nil(), "seq": 1});
    vec![
        row("GET /conversations/{id}/risk", Offered, none.clone(), WATCHES),
        row("GET /conversations/{id}/risk", Active, none.clone(), HERS),
        row("GET /conversations/{id}/risk", Closed, none.clone(), HERS),
        row("POST /conversations/{id}/risk", Offered, class.clone(), WATCHES),
        row("POST /conversations/{id}/risk", Active, class.clone(), HERS),
        row("POST /conversations/{id}/risk", Closed, class, OVER),
        row("POST /conversations/{id}/flags", Active, flag.clone(), WRONG),
        row("POST /conversations/{id}/flags", Closed, flag, WRONG),
        row("POST /conversations/{id}/join", Offered, none.clone(), NOT_NOW),
        row("POST /conversations/{id}/join", Active, none.clone(), supervisor(&[(Supervisor, 200), (Observer, 200)])),
        row("POST /conversations/{id}/join", Closed, none.clone(), NOT_NOW),
        row("POST /conversations/{id}/step-out", Offered, none.clone(), supervisor(&[(Observer, 204)])),
        row("POST /conversations/{id}/step-out", Active, none.clone(), supervisor(&[(Observer, 204)])),
        row("POST /conversations/{id}/step-out", Closed, none, supervisor(&[(Observer, 204)])),
    ]
}

fn others() -> Vec<Row> {
    use Subject::{Alert, CounsellorAccount, Flag, Held, Nothing};
    const READS: Access = supervisor(&[(Supervisor, 200)]);
    let none = json!({});
    vec![
        row("GET /alerts", Nothing, none.clone(), READS),
        row("POST /alerts/{id}/answer", Alert, none.clone(), READS),
        row("GET /counsellors", Nothing, none.clone(), READS),
        row("PUT /counsellors/{id}/trust", CounsellorAccount, json!({"trust": "none"}), READS),
        row("GET /flags", Nothing, none.clone(), READS),
        row("POST /flags/{id}/review", Flag, json!({"outcome": "fine"}), READS),
        row("GET /held", Nothing, none.clone(), READS),
        row("POST /held/{id}/decide", Held, json!({"decision": "return"}), supervisor(&[(Supervisor, 204)])),
        row("GET /wallboard", Nothing, none, READS),
    ]
}

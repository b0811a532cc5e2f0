//! Contact records, survey, breaks, debriefs, panic, hiding.

use gyeot::accounts::Role;
use serde_json::json;

use super::{Access, Row, Subject, counsellor, desk, row};
use crate::roles::callers::Caller::{Admin, Council, Holder, Observer, OtherCounsellor, Supervisor};

pub(super) fn rows() -> Vec<Row> {
    [conversations(), others()].concat()
}

fn conversations() -> Vec<Row> {
    use Subject::{Active, Closed, Offered, Recorded};
    const HERS: Access = desk(&[(Holder, 200), (Supervisor, 200), (Observer, 200)]);
    let (none, record) = (json!({}), json!({"action_taken": "listened"}));
    vec![
        row("GET /conversations/{id}/record", Recorded, none.clone(), HERS),
        row("PUT /conversations/{id}/record", Offered, record.clone(), desk(&[(Supervisor, 409), (Observer, 409)])),
        row("PUT /conversations/{id}/record", Active, record.clone(), HERS),
        row("PUT /conversations/{id}/record", Closed, record, HERS),
        row("POST /conversations/{id}/panic", Offered, none.clone(), desk(&[])),
        row("POST /conversations/{id}/panic", Active, none.clone(), desk(&[(Holder, 200)])),
        row("POST /conversations/{id}/panic", Closed, none.clone(), desk(&[(Holder, 409)])),
        row("POST /conversations/{id}/hide", Offered, none.clone(), desk(&[])),
        row("POST /conversations/{id}/hide", Active, none.clone(), desk(&[(Holder, 409)])),
        row("POST /conversations/{id}/hide", Closed, none, desk(&[(Holder, 204)])),
    ]
}

fn others() -> Vec<Row> {
    use Subject::{Active, Closed, Debrief, Nothing, Offered};
    const ALL: Access = desk(&[(Holder, 200), (OtherCounsellor, 200), (Supervisor, 200)]);
    const FIGURES: Access =
        Access::Roles { roles: &[Role::Council, Role::Admin], codes: &[(Council, 200), (Admin, 200)] };
    let (none, answers) = (json!({}), json!({"helped": "yes", "safer": "same"}));
    vec![
        row("GET /record-codes", Nothing, none.clone(), ALL),
        row("GET /debriefs", Nothing, none.clone(), ALL),
        row("POST /debriefs/{id}/done", Debrief, none.clone(), desk(&[(Holder, 200), (Supervisor, 200)])),
        row("POST /desk/break", Nothing, none.clone(), counsellor(&[(Holder, 200), (OtherCounsellor, 200)])),
        row("DELETE /desk/break", Nothing, none.clone(), counsellor(&[(Holder, 409), (OtherCounsellor, 409)])),
        row("POST /visits/survey", Offered, answers.clone(), Access::Token(409)),
        row("POST /visits/survey", Active, answers.clone(), Access::Token(409)),
        row("POST /visits/survey", Closed, answers, Access::Token(204)),
        row("GET /insights/survey", Nothing, none, FIGURES),
    ]
}

//! Letters and coming back.

use serde_json::json;

use super::{
    super::callers::Caller::{Holder, OtherCounsellor, Supervisor},
    Access::{self, Token},
    Row,
    Subject::{Active, Closed, Letter, Nothing, Offered, OpenLetter, Spoken},
    counsellor, desk, row, supervisor,
};

/// Not hers to see, and not there.
const NOBODY: Access = desk(&[]);

pub(super) fn rows() -> Vec<Row> {
    let none = json!({});
    let watches = supervisor(&[(Supervisor, 200)]);
    vec![
        // Offered, and nothing said: there is nothing to answer.
        row("POST /visits/later", Offered, none.clone(), Token(409)),
        row("POST /visits/later", Active, none.clone(), Token(409)),
        row("POST /visits/later", Closed, none.clone(), Token(409)),
        row("POST /visits/later", Spoken, none.clone(), Token(204)),
        row("GET /letters", Nothing, none.clone(), desk(&[(Holder, 200), (OtherCounsellor, 200), (Supervisor, 200)])),
        // Who sits at no desk has no place for it.
        row("POST /letters/{id}/open", Letter, none.clone(), counsellor(&[(Holder, 200), (OtherCounsellor, 409)])),
        row("POST /letters/{id}/open", OpenLetter, none.clone(), counsellor(&[(Holder, 409), (OtherCounsellor, 409)])),
        row("POST /letters/{id}/open", Offered, none.clone(), counsellor(&[])),
        row("POST /letters/{id}/open", Active, none.clone(), counsellor(&[])),
        row("POST /letters/{id}/open", Closed, none.clone(), counsellor(&[])),
        row("POST /letters/{id}/answered", OpenLetter, none.clone(), desk(&[(Holder, 200)])),
        row("POST /letters/{id}/answered", Letter, none.clone(), NOBODY),
        row("POST /letters/{id}/answered", Offered, none.clone(), NOBODY),
        row("POST /letters/{id}/answered", Active, none.clone(), desk(&[(Holder, 409)])),
        row("POST /letters/{id}/answered", Closed, none.clone(), desk(&[(Holder, 409)])),
        // What is a letter is a conversation too.
        row("GET /conversations/{id}", Letter, none.clone(), desk(&[(Supervisor, 200)])),
        row("POST /conversations/{id}/open", Letter, none.clone(), counsellor(&[])),
        row("POST /conversations/{id}/observe", Letter, none.clone(), watches),
        row("POST /conversations/{id}/take-over", Letter, none, watches),
    ]
}

//! Erasure, export, readings, legal holds.

use gyeot::accounts::Role;
use serde_json::json;

use super::{
    Access, Caller, Row,
    Subject::{Active, Closed, HoldActive, HoldAsked, HoldToLift, Nothing, Offered},
    desk, row,
};

/// Whoever keeps: supervisors, and the admin.
const KEEPS: &[Role] = &[Role::Supervisor, Role::Admin];

const fn keeps(codes: &'static [(Caller, u16)]) -> Access {
    Access::Roles { roles: KEEPS, codes }
}

pub(super) fn rows() -> Vec<Row> {
    use Caller::{Admin, Holder, Observer, Supervisor};
    const READ: Access = desk(&[(Holder, 200), (Observer, 200)]);
    const MADE: Access = keeps(&[(Supervisor, 201), (Observer, 201), (Admin, 201)]);
    const ALL: Access = keeps(&[(Supervisor, 200), (Admin, 200)]);
    /// The supervisor asked, so that only another person may confirm.
    const NOT_HER_OWN: Access = keeps(&[(Supervisor, 409), (Admin, 200)]);
    let (none, reason) = (json!({}), json!({"reason": "a case"}));
    vec![
        row("POST /visits/erase", Offered, none.clone(), Access::Token(200)),
        row("POST /visits/erase", Active, none.clone(), Access::Token(200)),
        row("POST /visits/erase", Closed, none.clone(), Access::Token(200)),
        row("GET /conversations/{id}/export", Offered, none.clone(), desk(&[(Observer, 200)])),
        row("GET /conversations/{id}/export", Active, none.clone(), READ),
        row("GET /conversations/{id}/export", Closed, none.clone(), READ),
        row("GET /readings", Nothing, none.clone(), ALL),
        row("GET /legal-holds", Nothing, none.clone(), ALL),
        row("POST /conversations/{id}/legal-hold", Offered, reason.clone(), MADE),
        row("POST /conversations/{id}/legal-hold", Active, reason.clone(), MADE),
        row("POST /conversations/{id}/legal-hold", Closed, reason.clone(), MADE),
        row("POST /legal-holds/{id}/confirm", HoldAsked, none.clone(), NOT_HER_OWN),
        row("POST /legal-holds/{id}/lift", HoldActive, reason, ALL),
        row("POST /legal-holds/{id}/confirm-lift", HoldToLift, none, NOT_HER_OWN),
    ]
}

//! The table: every route, on every kind of thing that it is about.

mod guard;
mod keeping;
mod notices;
mod peers;
mod returning;
mod supervision;

use std::fmt;

use gyeot::accounts::Role;
use http::Method;
use serde_json::{Value, json};

use super::callers::Caller::{self, Holder, Observer, OtherCounsellor, Supervisor};
use crate::support::builders::PASSWORD;

/// What a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Nothing that is anybody's.
    Nothing,
    /// The session itself, opened for this call.
    FreshSession,
    /// A conversation offered to the holder.
    Offered,
    /// One that she has opened.
    Active,
    /// One that she has closed.
    Closed,
    /// One of a visitor who has said something and waits.
    Spoken,
    /// One that was left to be answered, for nobody in particular; the holder is at her desk.
    Letter,
    /// One that the holder has opened and written an answer to.
    OpenLetter,
    /// One that she has opened, with a contact record.
    Recorded,
    /// A debrief that she is owed.
    Debrief,
    /// Her own canned reply.
    OwnReply,
    /// A shared one.
    SharedReply,
    /// An alert that nobody has answered, about a conversation of the holder's.
    Alert,
    /// A message of its visitor that waits.
    Held,
    /// A flag on one that nobody has looked at.
    Flag,
    /// A counsellor's account.
    CounsellorAccount,
    /// A block that she wanted for two days: somebody is asked.
    Block,
    /// An outreach link of hers.
    Link,
    /// An entry of hers in the outreach log.
    Entry,
    /// A legal hold that the supervisor asked for.
    HoldAsked,
    /// One that the admin confirmed.
    HoldActive,
    /// One that the supervisor wants lifted.
    HoldToLift,
}

/// Who may call, and what comes of it.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Whoever calls.
    Anyone(u16),
    /// Whoever has a visitor's token; 401 for all others.
    Token(u16),
    /// Whoever has a session; 401 for all others.
    SignedIn(u16),
    /// Those with one of these roles: 401 without a session, 403 without the role, 404 for whom it is not.
    Roles { roles: &'static [Role], codes: &'static [(Caller, u16)] },
}

/// What the `Origin` header is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Nothing.
    Ignored,
    /// It must be ours where it is present.
    IfPresent,
    /// It must be present, and ours.
    Needed,
}

/// A line.
#[derive(Debug, Clone)]
pub struct Row {
    pub method: Method,
    /// Behind `/api/v1`.
    pub path: &'static str,
    pub on: Subject,
    /// What is sent; in it, `{n}` is another word each time, `{code}` a return code.
    pub body: Value,
    pub access: Access,
    pub origin: Origin,
}

impl Row {
    /// Those for whom the call makes sense.
    pub fn callers(&self) -> Vec<Caller> {
        let conversation = matches!(
            self.on,
            Subject::Offered | Subject::Active | Subject::Closed | Subject::OpenLetter | Subject::Recorded
        );
        let makes_sense = |caller: &Caller| match caller {
            Caller::Observer => conversation,
            // It is her own conversation that she would speak of.
            Caller::OtherVisitor => !matches!(self.access, Access::Token(_)),
            _ => true,
        };
        Caller::ALL.into_iter().filter(makes_sense).collect()
    }

    /// What comes of it.
    pub fn expected(&self, caller: Caller) -> u16 {
        match self.access {
            Access::Anyone(code) => code,
            Access::Token(code) => {
                if caller.has_token() {
                    code
                } else {
                    401
                }
            }
            Access::SignedIn(code) => {
                if caller.is_staff() {
                    code
                } else {
                    401
                }
            }
            Access::Roles { roles, codes } => match caller.role() {
                None => 401,
                Some(role) if !roles.contains(&role) => 403,
                Some(_) => codes.iter().find(|known| known.0 == caller).map_or(404, |known| known.1),
            },
        }
    }

    /// What comes of it with another `Origin`, or without one; `None` where that is not held to anything.
    pub fn with_origin(&self, caller: Caller, origin: Option<&str>) -> Option<u16> {
        match self.origin {
            Origin::Ignored => None,
            Origin::IfPresent => origin.map(|_| 403),
            Origin::Needed => Some(if caller.is_staff() { 403 } else { 401 }),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} on {:?}", self.method, self.path, self.on)
    }
}

const DESK: &[Role] = &[Role::Counsellor, Role::Supervisor];
const COUNSELLOR: &[Role] = &[Role::Counsellor];
const SUPERVISOR: &[Role] = &[Role::Supervisor];

/// Everybody at a desk, of things that are nobody's.
const fn desk(codes: &'static [(Caller, u16)]) -> Access {
    Access::Roles { roles: DESK, codes }
}

const fn counsellor(codes: &'static [(Caller, u16)]) -> Access {
    Access::Roles { roles: COUNSELLOR, codes }
}

const fn supervisor(codes: &'static [(Caller, u16)]) -> Access {
    Access::Roles { roles: SUPERVISOR, codes }
}

fn row(call: &'static str, on: Subject, body: Value, access: Access) -> Row {
    let (method, path) = call.split_once(' ').unwrap();
    let method: Method = method.parse().unwrap();
    let staff = matches!(access, Access::SignedIn(_) | Access::Roles { .. });
    let origin = if staff && method != Method::GET { Origin::Needed } else { Origin::Ignored };
    Row { method, path, on, body, access, origin }
}

fn if_present(row: Row) -> Row {
    Row { origin: Origin::IfPresent, ..row }
}

/// Every route.
pub fn table() -> Vec<Row> {
    [
        open_to_all(),
        sessions(),
        desks(),
        conversations(),
        notes(),
        replies(),
        supervision::rows(),
        peers::rows(),
        guard::rows(),
        returning::rows(),
        keeping::rows(),
        notices::rows(),
    ]
    .concat()
}

fn open_to_all() -> Vec<Row> {
    use Access::{Anyone, Token};
    use Subject::{Active, Closed, Nothing, Offered};
    let none = json!({});
    vec![
        row("GET /health", Nothing, none.clone(), Anyone(200)),
        row("GET /status", Nothing, none.clone(), Anyone(200)),
        // Without the headers of a handshake; whose commands the open socket takes is in `commands.rs`.
        if_present(row("GET /socket", Nothing, none.clone(), Anyone(400))),
        row("POST /visits", Nothing, json!({"language": "ko"}), Anyone(201)),
        row("POST /visits/return", Nothing, json!({"return_code": "{code}"}), Anyone(200)),
        row("POST /visits/leave", Offered, none.clone(), Token(204)),
        row("POST /visits/leave", Active, none.clone(), Token(204)),
        row("POST /visits/leave", Closed, none, Token(204)),
    ]
}

fn sessions() -> Vec<Row> {
    use Access::{Anyone, SignedIn};
    use Subject::{FreshSession, Nothing};
    let stranger = json!({"email": "{n}@example.kr", "password": PASSWORD});
    let reset = json!({"token": "{n}", "password": PASSWORD});
    let too_short = json!({"current": PASSWORD, "new": "short"});
    vec![
        if_present(row("POST /session", Nothing, stranger, Anyone(401))),
        if_present(row("POST /password-reset", Nothing, reset, Anyone(422))),
        row("GET /session", Nothing, json!({}), SignedIn(200)),
        row("DELETE /session", FreshSession, json!({}), SignedIn(204)),
        row("GET /session/second-factor", Nothing, json!({}), SignedIn(200)),
        row("POST /session/second-factor", Nothing, json!({"code": "12"}), SignedIn(422)),
        row("PUT /session/password", FreshSession, too_short, SignedIn(422)),
    ]
}

fn desks() -> Vec<Row> {
    use Subject::Nothing;
    let all = desk(&[(Holder, 200), (OtherCounsellor, 200), (Supervisor, 200)]);
    let away = json!({"state": "away", "capacity": 20});
    vec![
        row("GET /desk", Nothing, json!({}), all),
        row("PUT /desk", Nothing, away, counsellor(&[(Holder, 200), (OtherCounsellor, 200)])),
        row("GET /colleagues", Nothing, json!({}), all),
        row("GET /conversations", Nothing, json!({}), all),
    ]
}

fn conversations() -> Vec<Row> {
    use Subject::{Active, Closed, Offered};
    const HERS: Access = desk(&[(Holder, 200), (Supervisor, 200), (Observer, 200)]);
    /// A state that does not allow it, told to those who may see the conversation.
    const NOT_NOW: Access = desk(&[(Supervisor, 409), (Observer, 409)]);
    const OVER: Access = desk(&[(Holder, 409), (Supervisor, 409), (Observer, 409)]);
    const WATCHES: Access = supervisor(&[(Supervisor, 200), (Observer, 200)]);
    let (none, line) = (json!({}), json!({"to": "line"}));
    vec![
        row("GET /conversations/{id}", Offered, none.clone(), HERS),
        row("GET /conversations/{id}", Active, none.clone(), HERS),
        row("GET /conversations/{id}", Closed, none.clone(), HERS),
        row("POST /conversations/{id}/open", Offered, none.clone(), counsellor(&[(Holder, 200)])),
        row("POST /conversations/{id}/open", Active, none.clone(), counsellor(&[(Holder, 409)])),
        row("POST /conversations/{id}/open", Closed, none.clone(), counsellor(&[(Holder, 409)])),
        row("POST /conversations/{id}/transfer", Offered, line.clone(), NOT_NOW),
        row("POST /conversations/{id}/transfer", Active, line.clone(), HERS),
        row("POST /conversations/{id}/transfer", Closed, line, OVER),
        row("POST /conversations/{id}/wrap-up", Offered, none.clone(), NOT_NOW),
        row("POST /conversations/{id}/wrap-up", Active, none.clone(), HERS),
        row("POST /conversations/{id}/wrap-up", Closed, none.clone(), OVER),
        row("POST /conversations/{id}/close", Offered, none.clone(), NOT_NOW),
        row("POST /conversations/{id}/close", Active, none.clone(), HERS),
        row("POST /conversations/{id}/close", Closed, none.clone(), OVER),
        row("POST /conversations/{id}/observe", Offered, none.clone(), WATCHES),
        row("POST /conversations/{id}/observe", Active, none.clone(), WATCHES),
        row("POST /conversations/{id}/observe", Closed, none.clone(), WATCHES),
        row("POST /conversations/{id}/take-over", Offered, none.clone(), WATCHES),
        row("POST /conversations/{id}/take-over", Active, none.clone(), WATCHES),
        row("POST /conversations/{id}/take-over", Closed, none, supervisor(&[(Supervisor, 409), (Observer, 409)])),
    ]
}

fn notes() -> Vec<Row> {
    use Subject::{Active, Closed, Offered};
    let (nothing, note) = (json!({}), json!({"body": "a note"}));
    vec![
        row("GET /conversations/{id}/notes", Offered, nothing.clone(), desk(&[(Observer, 200)])),
        row("GET /conversations/{id}/notes", Active, nothing.clone(), desk(&[(Holder, 200), (Observer, 200)])),
        row("GET /conversations/{id}/notes", Closed, nothing, desk(&[(Holder, 200), (Observer, 200)])),
        row("POST /conversations/{id}/notes", Offered, note.clone(), desk(&[(Observer, 201)])),
        row("POST /conversations/{id}/notes", Active, note.clone(), desk(&[(Holder, 201), (Observer, 201)])),
        row("POST /conversations/{id}/notes", Closed, note, desk(&[(Holder, 409), (Observer, 409)])),
    ]
}

fn replies() -> Vec<Row> {
    use Subject::{Nothing, OwnReply, SharedReply};
    let reply = json!({"title": "t", "body": "b", "language": "ko"});
    let shared = json!({"title": "t", "body": "b", "language": "ko", "shared": true});
    let refused = &[(Holder, 403), (OtherCounsellor, 403), (Supervisor, 201)];
    let all = desk(&[(Holder, 200), (OtherCounsellor, 200), (Supervisor, 200)]);
    let made = desk(&[(Holder, 201), (OtherCounsellor, 201), (Supervisor, 201)]);
    vec![
        row("GET /canned-replies", Nothing, json!({}), all),
        row("POST /canned-replies", Nothing, reply.clone(), made),
        row("POST /canned-replies", Nothing, shared.clone(), desk(refused)),
        row("PUT /canned-replies/{id}", OwnReply, reply.clone(), desk(&[(Holder, 200)])),
        row("PUT /canned-replies/{id}", OwnReply, shared, desk(&[(Holder, 403)])),
        row(
            "PUT /canned-replies/{id}",
            SharedReply,
            reply,
            desk(&[(Holder, 403), (OtherCounsellor, 403), (Supervisor, 200)]),
        ),
        row("DELETE /canned-replies/{id}", OwnReply, json!({}), desk(&[(Holder, 204)])),
        row(
            "DELETE /canned-replies/{id}",
            SharedReply,
            json!({}),
            desk(&[(Holder, 403), (OtherCounsellor, 403), (Supervisor, 204)]),
        ),
    ]
}

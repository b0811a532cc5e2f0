//! The contact record: what kind of talk it was, in codes and nothing else. Codes outlive the erasure of the text.

mod model;
mod routes;
mod store;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

pub use model::Record;
pub use routes::{Api, routes};

use super::{
    model::expect_state,
    person::Person,
    store::{self as conversations, Conversation},
};
use crate::{
    accounts::{self, Account, Role},
    app::App,
    messaging::{ConversationId, protocol::ConversationState},
    platform::{Error, Result, db::Conn},
};

/// A contact record.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordView {
    /// Why she came, in the order of the codes.
    reasons: Vec<String>,
    /// How old she is.
    age_band: Option<String>,
    /// Where she is.
    district: Option<String>,
    /// What was done.
    action_taken: String,
    /// What came of it.
    outcome: Option<String>,
    /// Who wrote it last.
    by: Person,
    /// When.
    at: DateTime<Utc>,
}

/// The record of a conversation.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers, and while there is none.
pub async fn get(app: &App, by: &Account, id: ConversationId) -> Result<RecordView> {
    let mut conn = app.db.read().await?;
    theirs(&mut conn, by, id).await?;
    let found = store::get(&mut conn, id).await?.ok_or(Error::NotFound)?;
    let name = accounts::names(&mut conn, &[found.written_by]).await?.remove(&found.written_by);
    Ok(RecordView {
        reasons: model::in_order(store::reasons(&mut conn, id).await?),
        age_band: found.age_band,
        district: found.district,
        action_taken: found.action_taken,
        outcome: found.outcome,
        by: Person { id: found.written_by, name: name.unwrap_or_default() },
        at: found.written_at,
    })
}

/// Writes the record of a conversation in place of what was there. `by` has it, or had it last when it is closed; or
/// she supervises.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] while nobody has answered it; [`Error::Invalid`] for a
/// code that there is not.
pub async fn put(app: &App, by: &Account, id: ConversationId, record: Record) -> Result<RecordView> {
    let record = record.checked()?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let conversation = theirs(&mut tx, by, id).await?;
    let answered = [ConversationState::Active, ConversationState::WrapUp, ConversationState::Closed];
    expect_state(conversation.state, &answered)?;
    store::put(&mut tx, id, &record, by.id, now).await?;
    tx.commit().await?;
    Ok(RecordView {
        reasons: record.reasons,
        age_band: record.age_band,
        district: record.district,
        action_taken: record.action_taken,
        outcome: record.outcome,
        by: Person { id: by.id, name: by.name.clone() },
        at: now,
    })
}

/// The conversation, if its record is for `by`.
async fn theirs(conn: &mut Conn, by: &Account, id: ConversationId) -> Result<Conversation> {
    let found = conversations::get(conn, id).await?.ok_or(Error::NotFound)?;
    let hers = found.counsellor == Some(by.id) && found.state != ConversationState::Offered;
    if hers || by.is_any(&[Role::Supervisor]) { Ok(found) } else { Err(Error::NotFound) }
}

//! Lists of conversations, by who asks.

use uuid::Uuid;

use super::{
    cursor,
    store::{self, Conversation},
    view::{self, ConversationView},
};
use crate::{
    accounts::{Account, Role},
    app::App,
    messaging::{ConversationId, protocol::ConversationState},
    platform::{Error, Result},
};

/// A page, the newest first, and where the next one begins.
///
/// # Errors
/// [`Error::Invalid`] for a cursor that is none of ours.
pub async fn page(
    app: &App,
    by: &Account,
    state: Option<ConversationState>,
    cursor: Option<&str>,
    limit: i64,
) -> Result<(Vec<ConversationView>, Option<String>)> {
    let before = cursor.map(cursor::read).transpose()?.unwrap_or(Uuid::max());
    let mut conn = app.db.read().await?;
    let mut found: Vec<Conversation> = conn
        .query(
            "SELECT * FROM conversation
             WHERE id < $1 AND ($2 = '' OR state = $2) AND ($3 OR counsellor = $4) ORDER BY id DESC LIMIT $5",
        )
        .bind(before)
        .bind(state.map_or("", ConversationState::as_str))
        .bind(by.is_any(&[Role::Supervisor]))
        .bind(by.id)
        .bind(limit + 1)
        .fetch_all()
        .await?;
    let more = i64::try_from(found.len()).is_ok_and(|count| count > limit);
    if more {
        found.pop();
    }
    let next = found.last().filter(|_| more).map(|last| cursor::write(last.id.as_uuid()));
    let mut items = Vec::with_capacity(found.len());
    for conversation in found {
        items.push(view::full(app, &mut conn, conversation, Some(by.id)).await?);
    }
    Ok((items, next))
}

/// One conversation: hers or offered to her; for a supervisor any.
///
/// # Errors
/// [`Error::NotFound`] for all others.
pub async fn one(app: &App, by: &Account, id: ConversationId) -> Result<ConversationView> {
    let mut conn = app.db.read().await?;
    let found = store::get(&mut conn, id).await?.ok_or(Error::NotFound)?;
    if found.counsellor != Some(by.id) && !by.is_any(&[Role::Supervisor]) {
        return Err(Error::NotFound);
    }
    view::full(app, &mut conn, found, Some(by.id)).await
}

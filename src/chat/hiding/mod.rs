//! Hiding: a counsellor puts a closed conversation out of her own sight, for good. Nothing changes for anybody else.

mod routes;
mod store;

use serde_json::json;

pub use routes::{Api, routes};

use super::{
    model::expect_state,
    news::Told,
    store::{self as conversations},
};
use crate::{
    accounts::{
        Account, AccountId,
        audit::{self, Entry},
    },
    app::App,
    messaging::{ConversationId, member, protocol::ConversationState},
    platform::{
        Error, Result,
        db::{Conn, Lock},
    },
};

/// From now on `by`, who had it last, reads nothing of it on any path. Twice is once.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] when it is not closed.
pub async fn hide(app: &App, by: &Account, id: ConversationId) -> Result<()> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = conversations::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if conversation.counsellor != Some(by.id) || conversation.state == ConversationState::Offered {
        return Err(Error::NotFound);
    }
    expect_state(conversation.state, &[ConversationState::Closed])?;
    if !store::insert(&mut tx, id, by.id, now).await? {
        return Ok(());
    }
    told.changed_for(by.id.as_uuid(), id);
    member::leave(&mut tx, id, by.id.as_uuid(), now).await?;
    let entry =
        Entry { actor: Some(by.id), action: "conversation.hidden", subject: Some(id.as_uuid()), detail: json!({}) };
    audit::append(&mut tx, entry, now).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(())
}

/// Whether `account` has hidden `conversation` from herself. Whatever hands out its text has to ask.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn is_hidden(
    conn: &mut Conn,
    conversation: ConversationId,
    account: AccountId,
) -> Result<bool> {
    Ok(store::find(conn, conversation, account).await?)
}

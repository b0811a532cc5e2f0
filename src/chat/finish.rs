//! The end of a conversation: wrap-up, then close.

use super::{
    leave::{end, fade},
    model::{ClosedReason, expect_state},
    news::Told,
    store::{self, Conversation},
    transfer::mine,
    view::{self, ConversationView},
};
use crate::{
    accounts::Account,
    app::App,
    messaging::{ConversationId, protocol::ConversationState},
    platform::{Error, Result, db::Lock},
};

/// Ends the talk; her notes are left to write. `by` has the conversation, or supervises.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] when it is not active, or a letter.
pub async fn wrap_up(app: &App, by: &Account, id: ConversationId) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = mine(&mut tx, by, id).await?;
    expect_state(conversation.state, &[ConversationState::Active])?;
    expect_talk(&conversation)?;
    if !store::wrap_up(&mut tx, id, conversation.counsellor, now).await? {
        return Err(Error::conflict("the conversation moved in the meantime"));
    }
    told.changed(&mut tx, id).await?;
    told.line();
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// Closes the conversation: nobody writes from here on, and her place is free for the next. `by` has the conversation,
/// or supervises.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] when it is neither active nor in wrap-up, or a letter.
pub async fn close(app: &App, by: &Account, id: ConversationId) -> Result<ConversationView> {
    let mut told = Told::default();
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = mine(&mut tx, by, id).await?;
    expect_state(conversation.state, &[ConversationState::Active, ConversationState::WrapUp])?;
    expect_talk(&conversation)?;
    let left = conversation.visitor_left_at.is_some();
    let reason = if left { ClosedReason::Left } else { ClosedReason::Done };
    fade(app, &mut tx, conversation.visitor).await?;
    end(app, &mut tx, &conversation, reason, &mut told).await?;
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// Refuses a letter: what is closed is not what her return code leads to, and the answer that she was promised would be
/// found by nobody.
fn expect_talk(conversation: &Conversation) -> Result<()> {
    if conversation.is_letter() {
        return Err(Error::conflict("it is a letter: let it go as answered, or transfer it"));
    }
    Ok(())
}

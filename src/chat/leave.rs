//! The visitor leaves: her token dies at once, her return code does not.

use serde_json::json;

use super::{
    alerts, assign, breaks, held,
    model::{ClosedReason, VisitorId},
    news::Told,
    store::{self, Conversation},
    visit::Token,
};
use crate::{
    app::App,
    messaging::{
        channel,
        protocol::{AlertKind, ConversationState, ServerFrame},
    },
    platform::{
        Error, Result,
        db::{Lock, Tx},
    },
};

/// Ends the visit that `token` speaks for.
///
/// # Errors
/// [`Error::Unauthenticated`] when the token is dead.
pub async fn leave(app: &App, token: &str) -> Result<()> {
    let dead = Error::unauthenticated("the token is dead");
    let (now, hash, mut told) = (app.clock.now(), Token::hash(token), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let Some(visitor) = store::visitor_by_token(&mut tx, &hash, now).await? else { return Err(dead) };
    let conversation = store::get(&mut tx, visitor.conversation).await?.ok_or(Error::NotFound)?;
    store::set_token(&mut tx, visitor.id, None, conversation.id, now).await?;
    told.changed(&mut tx, conversation.id).await?;
    match conversation.state {
        ConversationState::Waiting | ConversationState::Offered => {
            end(app, &mut tx, &conversation, ClosedReason::Left, &mut told).await?;
        }
        ConversationState::Active => {
            store::set_left(&mut tx, conversation.id, Some(now)).await?;
            if !store::wrap_up(&mut tx, conversation.id, conversation.counsellor, now).await? {
                return Err(Error::Unavailable("the conversation moved in the meantime".into()));
            }
        }
        ConversationState::WrapUp => store::set_left(&mut tx, conversation.id, Some(now)).await?,
        ConversationState::Closed => {}
    }
    tx.commit().await?;
    told.signed_out(visitor.id.as_uuid());
    told.line();
    told.tell(app);
    Ok(())
}

/// Closes a conversation and gives the place at the desk to the next. The caller holds `Lock::Assignment`.
pub(super) async fn end(
    app: &App,
    tx: &mut Tx,
    conversation: &Conversation,
    reason: ClosedReason,
    told: &mut Told,
) -> Result<()> {
    let now = app.clock.now();
    if !store::close(tx, conversation.id, conversation.state, reason, now).await? {
        return Err(Error::conflict("the conversation moved in the meantime"));
    }
    held::give_back_all(tx, told, conversation, now).await?;
    channel::close(tx, conversation.id, now).await?;
    told.changed(tx, conversation.id).await?;
    alerts::end(tx, told, conversation.id, &[AlertKind::Unclaimed], None, None, now).await?;
    if let Some(counsellor) = conversation.counsellor
        && conversation.state != ConversationState::Waiting
    {
        store::free_place(tx, counsellor).await?;
        breaks::left(tx, conversation, false, now, told).await?;
        if conversation.state == ConversationState::Offered {
            told.frame(counsellor.as_uuid(), &ServerFrame::OfferGone { conversation: conversation.id });
        }
    }
    assign::assign(tx, now, told).await?;
    told.line();
    let detail = json!({ "reason": reason.as_str() });
    told.fact(tx, "conversation_closed", conversation.id, detail, now).await
}

/// Lets a visitor's token die once she has had time to read.
pub(super) async fn fade(app: &App, tx: &mut Tx, visitor: VisitorId) -> Result<()> {
    store::token_dies_at(tx, visitor, app.clock.now() + super::model::READS_AFTER_CLOSE).await?;
    Ok(())
}

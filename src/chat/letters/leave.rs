//! The visitor does not wait: she leaves what she said to be answered.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::store;
use crate::{
    app::App,
    chat::{
        alerts, assign,
        model::expect_state,
        news::Told,
        store::{self as conversations, Conversation},
        visit::Token,
    },
    messaging::protocol::{AlertKind, ConversationState, ServerFrame},
    platform::{
        Error, Result,
        db::{Lock, Tx},
    },
};

/// Makes a letter of the conversation that `token` speaks for. The token is dead from here on; the return code brings
/// her back to the answer.
///
/// # Errors
/// [`Error::Unauthenticated`] when the token is dead; [`Error::Conflict`] when somebody has answered her, or when she
/// has said nothing that could be.
pub async fn later(app: &App, token: &str) -> Result<()> {
    let (now, hash, mut told) = (app.clock.now(), Token::hash(token), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let visitor = conversations::visitor_by_token(&mut tx, &hash, now).await?;
    let visitor = visitor.ok_or(Error::unauthenticated("the token is dead"))?;
    let conversation = conversations::get(&mut tx, visitor.conversation).await?.ok_or(Error::NotFound)?;
    expect_state(conversation.state, &[ConversationState::Waiting, ConversationState::Offered])?;
    if !store::has_said(&mut tx, conversation.id).await? {
        return Err(Error::conflict("there is nothing to answer yet"));
    }
    if !store::leave(&mut tx, conversation.id, conversation.state, now).await? {
        return Err(Error::conflict("the conversation moved in the meantime"));
    }
    conversations::set_token(&mut tx, visitor.id, None, conversation.id, now).await?;
    told.changed(&mut tx, conversation.id).await?;
    if let Some(counsellor) = conversation.counsellor
        && conversation.state == ConversationState::Offered
    {
        conversations::free_place(&mut tx, counsellor).await?;
        told.frame(counsellor.as_uuid(), &ServerFrame::OfferGone { conversation: conversation.id });
        assign::assign(&mut tx, now, &mut told).await?;
    }
    alerts::end(&mut tx, &mut told, conversation.id, &[AlertKind::Unclaimed], None, None, now).await?;
    announce(&mut tx, &conversation, now, &mut told).await?;
    tx.commit().await?;
    told.signed_out(visitor.id.as_uuid());
    told.line();
    told.tell(app);
    Ok(())
}

/// Tells whoever must hear of a letter that was left. The last thing before the commit.
async fn announce(tx: &mut Tx, letter: &Conversation, now: DateTime<Utc>, told: &mut Told) -> Result<()> {
    told.fact(tx, "letter_left", letter.id, json!({ "for": letter.prefers }), now).await
}

//! The visitor's own wish: all of hers gone, at once.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Doomed, Erased, shred, store, tasks};
use crate::{
    accounts::audit::{self, Entry},
    app::App,
    chat::{
        leave, legal_holds,
        model::{ClosedReason, VisitorId},
        news::Told,
        store as chats,
        visit::Token,
    },
    messaging::{
        member,
        protocol::{ConversationNews, ConversationState, ServerFrame},
    },
    platform::{
        Error, Result,
        db::{Lock, Tx},
    },
};

/// What came of her wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Wish {
    /// So many conversations can be read by nobody from now on.
    erased: usize,
    /// So many the law keeps for now; they are erased when it no longer does.
    held: usize,
}

/// Erases every conversation of the person that `token` speaks for. One that runs is closed first.
///
/// # Errors
/// [`Error::Unauthenticated`] when the token is dead. After [`Error::Unavailable`] she may ask again; what she wished is
/// noted, and is done in any case.
pub async fn erase(app: &App, token: &str) -> Result<Wish> {
    let visitor = note(app, token).await?;
    let (now, mut erased) = (app.clock.now(), Erased::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    // Whatever began since the first half, though her code leads nowhere: all of hers is all of hers.
    store::want(&mut tx, visitor, now).await?;
    let (mut doomed, mut held) = (Vec::new(), Vec::new());
    for one in store::wanted_by(&mut tx, visitor).await? {
        close(app, &mut tx, &one, &mut erased.told).await?;
        let kept = legal_holds::holding(&mut tx, one.id, now).await?;
        if kept.is_some() { held.push(one) } else { doomed.push(one) }
    }
    let newest = chats::visitor(&mut tx, visitor).await?.ok_or(Error::NotFound)?.conversation;
    chats::set_token(&mut tx, visitor, None, newest, now).await?;
    for one in &doomed {
        tell_staff(&mut tx, one, visitor, &mut erased.told).await?;
    }
    shred(&app.vault, &mut tx, &doomed, now, &mut erased).await?;
    for one in &held {
        let subject = Some(one.id.as_uuid());
        let entry = Entry { actor: None, action: "conversation.erase_wanted", subject, detail: json!({}) };
        audit::append(&mut tx, entry, now).await?;
    }
    tx.commit().await?;
    erased.told.signed_out(visitor.as_uuid());
    tasks::tell(app, erased);
    Ok(Wish { erased: doomed.len(), held: held.len() })
}

/// Closes what runs, and notes what she wants. Her return code dies here; her token lives on for as long as after any
/// close, so that she can ask again if the rest should fail, and the background task goes on in any case.
async fn note(app: &App, token: &str) -> Result<VisitorId> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let visitor = chats::visitor_by_token(&mut tx, &Token::hash(token), now)
        .await?
        .ok_or(Error::unauthenticated("the token is dead"))?
        .id;
    store::want(&mut tx, visitor, now).await?;
    store::forget_code(&mut tx, visitor, &rand::random::<[u8; 32]>()).await?;
    leave::fade(app, &mut tx, visitor).await?;
    for one in store::wanted_by(&mut tx, visitor).await? {
        close(app, &mut tx, &one, &mut told).await?;
    }
    tx.commit().await?;
    told.tell(app);
    Ok(visitor)
}

async fn close(app: &App, tx: &mut Tx, one: &Doomed, told: &mut Told) -> Result<()> {
    match chats::get(tx, one.id).await? {
        Some(conversation) if conversation.state != ConversationState::Closed => {
            leave::end(app, tx, &conversation, ClosedReason::Erased, told).await
        }
        _ => Ok(()),
    }
}

/// Staff who are in it hear that it is closed, and why, before it is taken from them.
async fn tell_staff(tx: &mut Tx, one: &Doomed, visitor: VisitorId, told: &mut Told) -> Result<()> {
    let Some(found) = chats::get(tx, one.id).await? else { return Ok(()) };
    let closed = ServerFrame::Conversation(ConversationNews {
        conversation: found.id,
        state: found.state,
        position: None,
        estimated_wait_seconds: None,
        counsellor: None,
        channels: Vec::new(),
        visitor_present: Some(false),
        visitor_left: Some(true),
        risk: Some(found.risk),
        closed_reason: found.closed_reason,
        later: None,
        helplines: None,
    });
    for person in member::audience(tx, found.id).await? {
        if person != visitor.as_uuid() {
            told.frame(person, &closed);
        }
    }
    Ok(())
}

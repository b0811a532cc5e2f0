//! Transfer: back to the line, or to a colleague. Who lets go cannot read from that moment on.

use chrono::{DateTime, Utc};

use super::{
    assign::{self, offer_frame},
    breaks, held,
    model::{DESK_HOLDS, OFFER_LASTS, expect_state},
    news::Told,
    notes,
    store::{self, Conversation},
    view::{self, ConversationView},
};
use crate::{
    accounts::{self, Account, AccountId, Role},
    app::App,
    messaging::{ConversationId, member, protocol::ConversationState},
    platform::{
        Error, Result,
        db::{Lock, Tx},
    },
};

/// Where a conversation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To the head of its risk class.
    Line,
    /// To one colleague, and to the line if she does not open it.
    Colleague(AccountId),
}

/// Lets go of a conversation. `by` has it, or supervises.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] when it is not active, or the colleague has no place;
/// [`Error::Invalid`] for a colleague who is none.
pub async fn transfer(
    app: &App,
    by: &Account,
    id: ConversationId,
    target: Target,
    note: Option<&str>,
) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = mine(&mut tx, by, id).await?;
    expect_state(conversation.state, &[ConversationState::Active])?;
    let from = conversation.counsellor.ok_or(Error::NotFound)?;
    if let Some(note) = note {
        notes::insert(app, &mut tx, &conversation, by.id, note).await?;
    }
    told.changed(&mut tx, id).await?;
    member::leave(&mut tx, id, from.as_uuid(), now).await?;
    held::give_back_of(&mut tx, &mut told, &conversation, from, now).await?;
    store::free_place(&mut tx, from).await?;
    match target {
        Target::Line => to_head(&mut tx, &conversation, from, now).await?,
        Target::Colleague(to) => hand_to(&mut tx, &conversation, from, to, now, &mut told).await?,
    }
    breaks::left(&mut tx, &conversation, false, now, &mut told).await?;
    // As she let it go: what the line makes of it is news of its own.
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    assign::assign(&mut tx, now, &mut told).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    Ok(view)
}

/// Puts a conversation that `from` had at the head of its class.
pub(super) async fn to_head(
    tx: &mut Tx,
    conversation: &Conversation,
    from: AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    let place = store::head_of(tx, conversation.risk, now).await?;
    if store::to_line(tx, conversation, ConversationState::Active, place, Some(from), now).await? {
        Ok(())
    } else {
        Err(Error::conflict("the conversation moved in the meantime"))
    }
}

/// Offers a conversation that `from` had to one colleague.
pub(super) async fn hand_to(
    tx: &mut Tx,
    conversation: &Conversation,
    from: AccountId,
    to: AccountId,
    now: DateTime<Utc>,
    told: &mut Told,
) -> Result<()> {
    if to == from {
        return Err(Error::conflict("she has it already"));
    }
    if accounts::active_counsellor(tx, to).await?.is_none() {
        return Err(Error::invalid("to", "must be `line` or the id of a counsellor"));
    }
    if !store::take_place(tx, to, now - DESK_HOLDS, now).await? {
        return Err(Error::conflict("the colleague is away or has no place"));
    }
    let expires_at = now + OFFER_LASTS;
    let active = ConversationState::Active;
    if !store::offer(tx, conversation.id, active, to, Some(from), now, expires_at).await? {
        return Err(Error::conflict("the conversation moved in the meantime"));
    }
    // She waits anew, from now on.
    let offer = offer_frame(conversation.id, conversation.language()?, conversation.risk, now, expires_at, now);
    told.frame(to.as_uuid(), &offer);
    told.changed_for(to.as_uuid(), conversation.id);
    Ok(())
}

/// The conversation, if `by` has it or supervises.
pub(super) async fn mine(tx: &mut Tx, by: &Account, id: ConversationId) -> Result<Conversation> {
    let conversation = store::get(tx, id).await?.ok_or(Error::NotFound)?;
    let hers = conversation.counsellor == Some(by.id) && conversation.state != ConversationState::Offered;
    if hers || by.is_any(&[Role::Supervisor]) { Ok(conversation) } else { Err(Error::NotFound) }
}

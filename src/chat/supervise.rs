//! Supervisors: to read along, recorded, and to take over.

use serde_json::json;

use super::{
    alerts, breaks, desk, held, hiding,
    model::expect_state,
    news::Told,
    open::join_all,
    store,
    view::{self, ConversationView},
};
use crate::{
    accounts::{
        Account,
        audit::{self, Entry},
        ledger::{self, Reading},
    },
    app::App,
    messaging::{
        AuthorKind, ConversationId, Participant, member,
        protocol::{ConversationState, ServerFrame},
    },
    platform::{Error, Result, db::Lock},
};

fn supervisor(who: &Account) -> Participant {
    Participant { id: who.id.as_uuid(), kind: AuthorKind::Supervisor, name: who.name.clone() }
}

/// Makes a supervisor a silent reader of the conversation; in its staff channel she may whisper. The visitor is not
/// told; the reading is recorded.
///
/// # Errors
/// [`Error::NotFound`] when there is no such conversation; [`Error::Conflict`] when she answers it herself.
pub async fn observe(app: &App, by: &Account, id: ConversationId) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let answers = conversation.counsellor == Some(by.id) && conversation.state != ConversationState::Offered;
    if answers && conversation.state != ConversationState::Closed {
        return Err(Error::conflict("you have this conversation"));
    }
    if hiding::is_hidden(&mut tx, id, by.id).await? {
        return Err(Error::conflict("you have hidden this conversation from yourself"));
    }
    let before = member::marks(&mut tx, id, by.id.as_uuid()).await?;
    if before.is_empty() {
        join_all(app, &mut tx, id, &supervisor(by), false).await?;
    }
    told.changed_for(by.id.as_uuid(), id);
    alerts::seen(&mut tx, &mut told, id, by, now).await?;
    let reading = Reading { account: by.id, kind: "conversation", subject: id.as_uuid(), reason: "observed" };
    ledger::record(&mut tx, reading, now).await?;
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    record(&mut tx, by, "conversation.observed", id, now).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// Lets a supervisor speak in the conversation, beside the counsellor who has it. The visitor sees who speaks.
///
/// # Errors
/// [`Error::NotFound`] when there is no such conversation; [`Error::Conflict`] when nobody talks in it, or she answers
/// it herself.
pub async fn join(app: &App, by: &Account, id: ConversationId) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    expect_state(conversation.state, &[ConversationState::Active])?;
    if conversation.counsellor == Some(by.id) {
        return Err(Error::conflict("you have this conversation"));
    }
    join_all(app, &mut tx, id, &supervisor(by), true).await?;
    told.changed(&mut tx, id).await?;
    alerts::seen(&mut tx, &mut told, id, by, now).await?;
    let reading = Reading { account: by.id, kind: "conversation", subject: id.as_uuid(), reason: "joined" };
    ledger::record(&mut tx, reading, now).await?;
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    record(&mut tx, by, "conversation.joined", id, now).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// Ends a supervisor's observing or joining: from then on she neither hears nor speaks there.
///
/// # Errors
/// [`Error::NotFound`] when there is no such conversation, or she takes no part in it; [`Error::Conflict`] when she
/// answers it: that ends by a transfer or the close.
pub async fn step_out(app: &App, by: &Account, id: ConversationId) -> Result<()> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let answers = matches!(conversation.state, ConversationState::Active | ConversationState::WrapUp);
    if answers && conversation.counsellor == Some(by.id) {
        return Err(Error::conflict("you have this conversation"));
    }
    if member::marks(&mut tx, id, by.id.as_uuid()).await?.is_empty() {
        return Err(Error::NotFound);
    }
    told.changed(&mut tx, id).await?;
    member::leave(&mut tx, id, by.id.as_uuid(), now).await?;
    record(&mut tx, by, "conversation.stepped_out", id, now).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(())
}

/// Makes a supervisor the one who answers; whoever did before can neither read nor write from that moment on.
///
/// # Errors
/// [`Error::NotFound`] when there is no such conversation; [`Error::Conflict`] when the talk is over, or it is hers.
pub async fn take_over(app: &App, by: &Account, id: ConversationId) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let state = conversation.state;
    expect_state(state, &[ConversationState::Waiting, ConversationState::Offered, ConversationState::Active])?;
    if state == ConversationState::Active && conversation.counsellor == Some(by.id) {
        return Err(Error::conflict("you have this conversation"));
    }
    told.changed(&mut tx, id).await?;
    if let Some(before) = conversation.counsellor
        && state != ConversationState::Waiting
    {
        member::leave(&mut tx, id, before.as_uuid(), now).await?;
        held::give_back_of(&mut tx, &mut told, &conversation, before, now).await?;
        store::free_place(&mut tx, before).await?;
        breaks::left(&mut tx, &conversation, false, now, &mut told).await?;
        if state == ConversationState::Offered {
            told.frame(before.as_uuid(), &ServerFrame::OfferGone { conversation: id });
        }
    }
    store::add_load(&mut tx, &desk::empty(by), &by.name, now).await?;
    if !store::take_over(&mut tx, id, state, by.id, now).await? {
        return Err(Error::conflict("the conversation moved in the meantime"));
    }
    join_all(app, &mut tx, id, &supervisor(by), true).await?;
    told.changed_for(by.id.as_uuid(), id);
    alerts::seen(&mut tx, &mut told, id, by, now).await?;
    super::assign::assign(&mut tx, now, &mut told).await?;
    let reading = Reading { account: by.id, kind: "conversation", subject: id.as_uuid(), reason: "took over" };
    ledger::record(&mut tx, reading, now).await?;
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    record(&mut tx, by, "conversation.taken_over", id, now).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    Ok(view)
}

/// The audit chain's entry; the last thing before the commit.
async fn record(
    tx: &mut crate::platform::db::Tx,
    by: &Account,
    action: &'static str,
    id: ConversationId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let entry = Entry { actor: Some(by.id), action, subject: Some(id.as_uuid()), detail: json!({}) };
    audit::append(tx, entry, now).await?;
    Ok(())
}

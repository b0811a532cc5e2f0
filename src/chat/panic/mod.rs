//! Panic: one tap, and she is out of it. The visitor loses no line and writes on; a colleague is asked at once, and every
//! supervisor is called.

mod routes;

use chrono::{DateTime, Utc};
use serde_json::json;

pub use routes::{Api, routes};

use super::{
    alerts, assign, breaks, debriefs, held,
    model::{DESK_HOLDS, Waiting, choose, expect_state},
    news::Told,
    store::{self, Conversation},
    transfer,
    view::{self, ConversationView},
};
use crate::{
    accounts::{
        self, Account, AccountId,
        audit::{self, Entry},
    },
    app::App,
    messaging::{
        ConversationId, member,
        protocol::{AlertKind, ConversationState},
    },
    platform::{
        Error, Result,
        db::{Lock, Tx},
    },
};

/// Takes a conversation off `by`, who has it, and sends her on a break.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] when it is not active.
pub async fn panic(app: &App, by: &Account, id: ConversationId) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if conversation.counsellor != Some(by.id) || conversation.state == ConversationState::Offered {
        return Err(Error::NotFound);
    }
    expect_state(conversation.state, &[ConversationState::Active])?;
    told.changed(&mut tx, id).await?;
    member::leave(&mut tx, id, by.id.as_uuid(), now).await?;
    held::give_back_of(&mut tx, &mut told, &conversation, by.id, now).await?;
    store::free_place(&mut tx, by.id).await?;
    match colleague(&mut tx, by, &conversation, now).await? {
        Some(to) => transfer::hand_to(&mut tx, &conversation, by.id, to, now, &mut told).await?,
        None => transfer::to_head(&mut tx, &conversation, by.id, now).await?,
    }
    breaks::left(&mut tx, &conversation, true, now, &mut told).await?;
    breaks::send(&mut tx, by.id, now, &mut told).await?;
    debriefs::make(&mut tx, &mut told, by.id, id, debriefs::Why::Panic, now).await?;
    // As she let it go: what the line makes of it is news of its own.
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    assign::assign(&mut tx, now, &mut told).await?;
    alerts::raise(&mut tx, &mut told, AlertKind::Panic, &conversation, None, None, now).await?;
    let entry =
        Entry { actor: Some(by.id), action: "conversation.panic", subject: Some(id.as_uuid()), detail: json!({}) };
    audit::append(&mut tx, entry, now).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    Ok(view)
}

/// Who would be assigned it, of the others; none when nobody has a place.
async fn colleague(
    tx: &mut Tx,
    by: &Account,
    conversation: &Conversation,
    now: DateTime<Utc>,
) -> Result<Option<AccountId>> {
    // A letter has nobody who waits at her phone: it goes back to the letters.
    if conversation.is_letter() {
        return Ok(None);
    }
    let wanted = Waiting {
        conversation: conversation.id,
        language: conversation.language()?,
        risk: conversation.risk,
        place: conversation.place,
        since: now,
        let_go_by: Some(by.id),
        prefers: None,
    };
    let mut desks = store::free_desks(tx, now - DESK_HOLDS).await?;
    while let Some(best) = choose(&mut desks, &wanted).map(|desk| desk.account) {
        if accounts::active_counsellor(tx, best).await?.is_some() {
            return Ok(Some(best));
        }
        desks.retain(|desk| desk.account != best);
    }
    Ok(None)
}

//! Assignment: the server's, never a pick. Runs within the transaction that freed a place or added a visitor.

use chrono::{DateTime, Utc};

use super::{
    model::{ABSENT_AFTER, DESK_HOLDS, OFFER_LASTS, Waiting, choose},
    news::Told,
    store::{self, Conversation},
};
use crate::{
    accounts::{AccountId, Language},
    messaging::{
        ConversationId,
        protocol::{ConversationState, ServerFrame},
    },
    platform::{Error, Result, db::Tx},
};

/// Offers whoever waits to whoever has a place, until one of them runs out. The highest risk class first, within it the
/// longest waiting; the counsellor who speaks the language, is least loaded and was least recently given one. The
/// caller holds `Lock::Assignment`.
///
/// # Errors
/// As any statement; [`Error::Unavailable`] when a rival was faster, which the lock rules out.
pub async fn assign(tx: &mut Tx, now: DateTime<Utc>, told: &mut Told) -> Result<()> {
    let seen_since = now - DESK_HOLDS;
    let mut desks = store::free_desks(tx, seen_since).await?;
    let mut waiting = Vec::new();
    for language in [Language::Ko, Language::En] {
        let places: i64 =
            desks.iter().filter(|desk| desk.languages.contains(&language)).map(|desk| desk.capacity - desk.load).sum();
        if places > 0 {
            // Those who were let go by the only one with a place are looked past, so a few more than places.
            waiting.extend(store::first_waiting(tx, language, now - ABSENT_AFTER, places + LOOK_PAST).await?);
        }
    }
    waiting.sort_by_key(|one| (std::cmp::Reverse(one.risk), one.place, one.conversation));
    for one in &waiting {
        let Some(desk) = choose(&mut desks, one) else { continue };
        desk.load += 1;
        desk.assigned_at = Some(now);
        offer(tx, one, desk.account, now, told).await?;
    }
    if !waiting.is_empty() {
        told.line();
    }
    Ok(())
}

/// How many who cannot be given to anyone may stand before one who can.
const LOOK_PAST: i64 = 32;

async fn offer(tx: &mut Tx, waiting: &Waiting, to: AccountId, now: DateTime<Utc>, told: &mut Told) -> Result<()> {
    let expires_at = now + OFFER_LASTS;
    // Two guarded updates; the caller rolls back if either finds that the world has moved on.
    let offered =
        store::offer(tx, waiting.conversation, ConversationState::Waiting, to, None, waiting.since, expires_at).await?
            && store::take_place(tx, to, now - DESK_HOLDS, now).await?;
    if !offered {
        return Err(Error::Unavailable("the line moved in the meantime".into()));
    }
    told.changed(tx, waiting.conversation).await?;
    told.frame(
        to.as_uuid(),
        &offer_frame(waiting.conversation, waiting.language, waiting.risk, waiting.since, expires_at, now),
    );
    told.changed_for(to.as_uuid(), waiting.conversation);
    Ok(())
}

/// Takes an offer back: it goes to its old place in the line, a colleague's transfer to the head of its class. Says
/// whether it still stood. The caller holds `Lock::Assignment`, and assigns afterwards.
pub(super) async fn take_back(
    tx: &mut Tx,
    conversation: &Conversation,
    now: DateTime<Utc>,
    told: &mut Told,
) -> Result<bool> {
    let Some(counsellor) = conversation.counsellor else { return Ok(false) };
    let transferred_by = conversation.offered_by;
    let (place, since) = match transferred_by {
        Some(_) => (store::head_of(tx, conversation.risk, now).await?, now),
        None => (conversation.place, conversation.waiting_since),
    };
    let offered = ConversationState::Offered;
    if !store::to_line(tx, conversation, offered, place, transferred_by, since).await? {
        return Ok(false);
    }
    store::free_place(tx, counsellor).await?;
    told.frame(counsellor.as_uuid(), &ServerFrame::OfferGone { conversation: conversation.id });
    told.changed(tx, conversation.id).await?;
    Ok(true)
}

/// What the counsellor asked gets to see: no text.
#[must_use]
pub fn offer_frame(
    conversation: ConversationId,
    language: Language,
    risk: i64,
    since: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> ServerFrame {
    ServerFrame::Offer {
        conversation,
        language: language.as_str().into(),
        risk,
        waited_seconds: (now - since).num_seconds().max(0),
        expires_at,
    }
}

//! A letter that was opened and not answered goes back to the list, so that somebody else sees it.

use chrono::{DateTime, Utc};

use super::store;
use crate::{
    chat::{breaks, model::LETTER_IS_OPEN, news::Told, store as conversations, transfer::to_head},
    messaging::{member, protocol::ConversationState},
    platform::{
        Result,
        db::{Conn, Tx},
    },
};

/// How many are to go back. For the sweep, which writes only when something is due.
pub(in crate::chat) async fn lapsed_count(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize> {
    Ok(store::lapsed(conn, now - LETTER_IS_OPEN).await?.len())
}

/// Takes letters from whoever has had them for too long, or is disabled. What she wrote stays, and whoever opens it next
/// says whether it is an answer. The caller holds `Lock::Assignment`, and assigns afterwards: a place is free.
pub(in crate::chat) async fn lapse(tx: &mut Tx, now: DateTime<Utc>, told: &mut Told) -> Result<()> {
    for id in store::lapsed(tx, now - LETTER_IS_OPEN).await? {
        let Some(letter) = conversations::get(tx, id).await? else { continue };
        let Some(who) = letter.counsellor.filter(|_| letter.is_letter() && letter.state == ConversationState::Active)
        else {
            continue;
        };
        told.changed(tx, id).await?;
        member::leave(tx, id, who.as_uuid(), now).await?;
        conversations::free_place(tx, who).await?;
        // Hers no more, were it left for her; of the place it has none to take.
        to_head(tx, &letter, who, now).await?;
        breaks::left(tx, &letter, false, now, told).await?;
        told.line();
    }
    Ok(())
}

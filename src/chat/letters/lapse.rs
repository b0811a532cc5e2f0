//! A letter that was opened and not answered goes back to the list, so that somebody else sees it; and into the line,
//! when the visitor is back and whoever opened it is not there.

use chrono::{DateTime, Utc};

use super::store;
use crate::{
    accounts::AccountId,
    chat::{
        breaks, held,
        model::{DESK_HOLDS, LETTER_IS_OPEN},
        news::Told,
        store::{self as conversations, Conversation},
        transfer::to_head,
    },
    messaging::{member, protocol::ConversationState},
    platform::{
        Error, Result,
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
        let_go(tx, told, &letter, who, now).await?;
        // Hers no more, were it left for her; of the place it has none to take.
        to_head(tx, &letter, who, now).await?;
    }
    Ok(())
}

/// The visitor is back, and whoever has her letter open is not at her desk: others may take her. The caller holds
/// `Lock::Assignment`, and assigns afterwards.
pub(super) async fn free(tx: &mut Tx, told: &mut Told, letter: &Conversation, now: DateTime<Utc>) -> Result<()> {
    let Some(who) = letter.counsellor.filter(|_| letter.is_letter() && letter.state == ConversationState::Active)
    else {
        return Ok(());
    };
    if conversations::is_there(tx, who, now - DESK_HOLDS).await? {
        return Ok(());
    }
    let_go(tx, told, letter, who, now).await?;
    // Whoever is at her desk again is asked like others: she let go of nothing.
    if conversations::to_line(tx, letter, ConversationState::Active, letter.place, None, now).await? {
        Ok(())
    } else {
        Err(Error::conflict("the conversation moved in the meantime"))
    }
}

async fn let_go(tx: &mut Tx, told: &mut Told, letter: &Conversation, who: AccountId, now: DateTime<Utc>) -> Result<()> {
    told.changed(tx, letter.id).await?;
    member::leave(tx, letter.id, who.as_uuid(), now).await?;
    held::give_back_of(tx, told, letter, who, now).await?;
    conversations::free_place(tx, who).await?;
    breaks::left(tx, letter, false, now, told).await?;
    told.line();
    Ok(())
}

//! Breaks: heavy conversations are counted at the desk since her last break. After one a break is offered, after three
//! she has to take it. A conversation is heavy when its risk was 3 or more while it was hers, or when she panicked; it
//! counts when it leaves her.

mod routes;
mod store;

use chrono::{DateTime, TimeDelta, Utc};

pub use routes::{Api, routes};

use super::{
    assign, debriefs, desk,
    news::Told,
    store::{self as chat, Conversation},
};
use crate::{
    accounts::{self, Account, AccountId},
    app::App,
    messaging::protocol::{BreakState, ConversationState, DeskState},
    platform::{
        Error, Result,
        db::{Lock, Tx},
    },
};

/// How long a break is.
pub const LASTS: TimeDelta = TimeDelta::minutes(10);
/// From this risk class on a conversation is heavy.
pub const HEAVY_FROM: i64 = 3;
/// After so many heavy ones she has to take a break (S9).
pub const FORCED_AFTER: i64 = 3;

/// How a desk stands with breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::chat) struct Standing {
    /// Heavy conversations that left her since her last break.
    pub heavy: i64,
    /// What follows from that.
    pub state: BreakState,
    /// When the break that she is on is over.
    pub until: Option<DateTime<Utc>>,
}

/// How a desk with so many heavy ones, and perhaps on a break until then, stands with breaks at `now`.
#[must_use]
pub(in crate::chat) fn standing(heavy: i64, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Standing {
    match until {
        Some(until) if until > now => Standing { heavy, state: BreakState::On, until: Some(until) },
        // Over; the next sweep writes it down.
        Some(_) => Standing { heavy: 0, state: BreakState::None, until: None },
        None if heavy >= FORCED_AFTER => Standing { heavy, state: BreakState::Due, until: None },
        None if heavy > 0 => Standing { heavy, state: BreakState::Offered, until: None },
        None => Standing { heavy: 0, state: BreakState::None, until: None },
    }
}

/// Begins a break: nothing is offered to her while it lasts; what she talks in stays hers. Begun twice it is one.
///
/// # Errors
/// As any statement.
pub async fn begin(app: &App, who: &Account) -> Result<DeskState> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    store::end_due(&mut tx, now).await?;
    if chat::desk(&mut tx, who.id).await?.is_none() {
        chat::put_desk(&mut tx, &desk::empty(who), &who.name, now).await?;
    }
    send(&mut tx, who.id, now, &mut told).await?;
    assign::assign(&mut tx, now, &mut told).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    desk::get(app, who).await
}

/// Ends her break before its time, if it was only offered to her: then its reason stays, and it is offered again.
///
/// # Errors
/// [`Error::Conflict`] when she is on none, or has to take it in full.
pub async fn end(app: &App, who: &Account) -> Result<DeskState> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    store::end_due(&mut tx, now).await?;
    if !store::cut_short(&mut tx, who.id, FORCED_AFTER).await? {
        let desk = chat::desk(&mut tx, who.id).await?;
        return Err(Error::conflict(match desk.map(|desk| desk.breaks(now).state) {
            Some(BreakState::On) => "after so many heavy conversations a break is taken in full",
            _ => "there is no break to end",
        }));
    }
    tx.commit().await?;
    told.line();
    told.tell(app);
    desk::get(app, who).await
}

/// The class of a conversation moves to `to`: while somebody answers it, what was once heavy stays heavy for her.
pub(in crate::chat) async fn weigh(tx: &mut Tx, conversation: &Conversation, to: i64) -> Result<()> {
    if answers(conversation) && conversation.risk.max(to) >= HEAVY_FROM {
        store::mark(tx, conversation.id).await?;
    }
    Ok(())
}

const fn answers(conversation: &Conversation) -> bool {
    matches!(conversation.state, ConversationState::Active | ConversationState::WrapUp)
}

/// A conversation leaves who answers it, as it stood before: counts it if it was heavy, and sends her away from the
/// desk when it was one too many. The caller holds `Lock::Assignment`, and assigns afterwards.
pub(in crate::chat) async fn left(
    tx: &mut Tx,
    conversation: &Conversation,
    panicked: bool,
    now: DateTime<Utc>,
    told: &mut Told,
) -> Result<()> {
    let Some(who) = conversation.counsellor.filter(|_| answers(conversation)) else { return Ok(()) };
    let heavy = store::take_weight(tx, conversation.id, HEAVY_FROM).await?;
    // A supervisor who took over has no desk that could be set away.
    if !(heavy || panicked) || accounts::active_counsellor(tx, who).await?.is_none() {
        return Ok(());
    }
    store::end_due(tx, now).await?;
    let count = store::count(tx, who).await?;
    if count == FORCED_AFTER {
        away(tx, who, now, told).await?;
        if !panicked {
            debriefs::make(tx, who, conversation.id, debriefs::Why::Heavy, now).await?;
        }
    }
    told.line();
    Ok(())
}

/// Sets her on a break from now on, if she is on none. The caller holds `Lock::Assignment`, and assigns afterwards.
pub(in crate::chat) async fn send(tx: &mut Tx, who: AccountId, now: DateTime<Utc>, told: &mut Told) -> Result<()> {
    away(tx, who, now, told).await?;
    store::begin(tx, who, now, now + LASTS).await?;
    told.line();
    Ok(())
}

/// Ends the breaks that have had their length, and says how many that were.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn end_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    Ok(store::end_due(tx, now).await?)
}

/// Away from the desk; what is offered to her goes back.
async fn away(tx: &mut Tx, who: AccountId, now: DateTime<Utc>, told: &mut Told) -> Result<()> {
    chat::set_away(tx, who).await?;
    for conversation in chat::offered_to(tx, who).await? {
        assign::take_back(tx, &conversation, now, told).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_is_offered_after_one_due_after_three_and_over_when_it_has_had_its_length() {
        let now = DateTime::from_timestamp(100, 0).unwrap();
        let of = |heavy, until: Option<i64>| {
            let standing = standing(heavy, until.and_then(|at| DateTime::from_timestamp(at, 0)), now);
            (standing.heavy, standing.state, standing.until.map(|at| at.timestamp()))
        };
        assert_eq!(of(0, None), (0, BreakState::None, None));
        assert_eq!(of(1, None), (1, BreakState::Offered, None));
        assert_eq!(of(2, None), (2, BreakState::Offered, None));
        assert_eq!(of(3, None), (3, BreakState::Due, None));
        assert_eq!(of(9, None), (9, BreakState::Due, None));
        assert_eq!(of(3, Some(101)), (3, BreakState::On, Some(101)));
        assert_eq!(of(0, Some(101)), (0, BreakState::On, Some(101)));
        assert_eq!(of(3, Some(100)), (0, BreakState::None, None));
    }
}

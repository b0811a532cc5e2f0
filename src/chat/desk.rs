//! The desk: whether a counsellor takes conversations, and how many at once.

use chrono::{DateTime, Utc};

use super::{
    assign, breaks, line,
    model::DeskPresence,
    news::Told,
    store::{self, Desk},
};
use crate::{
    accounts::Account,
    app::App,
    messaging::protocol::{BreakState, DeskState},
    platform::{Error, Result, db::Lock},
};

/// How many conversations at once, unless she says otherwise.
pub const USUAL_CAPACITY: i64 = 4;
/// How many at the most.
pub const MOST: i64 = 20;

/// Sets how `who` sits at her desk. Whoever waits is offered to her at once.
///
/// # Errors
/// [`Error::Invalid`] for a capacity out of range; [`Error::Conflict`] when she would be available and is on a break, or
/// has to take one.
pub async fn put(app: &App, who: &Account, state: DeskPresence, capacity: i64) -> Result<DeskState> {
    if !(1..=MOST).contains(&capacity) {
        return Err(Error::invalid("capacity", format!("must be from 1 to {MOST}")));
    }
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    breaks::end_due(&mut tx, now).await?;
    if state == DeskPresence::Available
        && let Some(desk) = store::desk(&mut tx, who.id).await?
    {
        match desk.breaks(now).state {
            BreakState::On => return Err(Error::conflict("you are on a break")),
            BreakState::Due => return Err(Error::conflict("a break comes first")),
            BreakState::None | BreakState::Offered => {}
        }
    }
    let desk = Desk { state: state.as_str().into(), capacity, ..empty(who) };
    store::put_desk(&mut tx, &desk, &who.name, now).await?;
    assign::assign(&mut tx, now, &mut told).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    get(app, who).await
}

/// The desk of `who`, and the line as numbers.
///
/// # Errors
/// As any statement.
pub async fn get(app: &App, who: &Account) -> Result<DeskState> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let desk = store::desk(&mut conn, who.id).await?.unwrap_or_else(|| empty(who));
    let line = line::length(&mut conn, now).await?;
    Ok(state(&desk, line, now))
}

/// A desk as its owner sees it.
#[must_use]
pub(super) fn state(desk: &Desk, line: line::Length, now: DateTime<Utc>) -> DeskState {
    let breaks = desk.breaks(now);
    DeskState {
        state: desk.state.clone(),
        capacity: desk.capacity,
        active: desk.load,
        waiting: line.waiting,
        oldest_waiting_seconds: line.oldest_seconds,
        heavy: breaks.heavy,
        pause: breaks.state,
        break_until: breaks.until,
    }
}

/// The desk of somebody who has not sat down yet.
pub(super) fn empty(who: &Account) -> Desk {
    let languages: Vec<&str> = who.languages.iter().map(|language| language.as_str()).collect();
    Desk {
        account: who.id,
        state: DeskPresence::Away.as_str().into(),
        capacity: USUAL_CAPACITY,
        load: 0,
        languages: languages.join(","),
        assigned_at: None,
        heavy: 0,
        break_until: None,
    }
}

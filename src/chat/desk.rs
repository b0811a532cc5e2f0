//! The desk: whether a counsellor takes conversations, and how many at once.

use super::{
    assign, line,
    model::DeskPresence,
    news::Told,
    store::{self, Desk},
};
use crate::{
    accounts::Account,
    app::App,
    messaging::protocol::DeskState,
    platform::{Error, Result, db::Lock},
};

/// How many conversations at once, unless she says otherwise.
pub const USUAL_CAPACITY: i64 = 4;
/// How many at the most.
pub const MOST: i64 = 20;

/// Sets how `who` sits at her desk. Whoever waits is offered to her at once.
///
/// # Errors
/// [`Error::Invalid`] for a capacity out of range.
pub async fn put(app: &App, who: &Account, state: DeskPresence, capacity: i64) -> Result<DeskState> {
    if !(1..=MOST).contains(&capacity) {
        return Err(Error::invalid("capacity", format!("must be from 1 to {MOST}")));
    }
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
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
    let mut conn = app.db.read().await?;
    let desk = store::desk(&mut conn, who.id).await?.unwrap_or_else(|| empty(who));
    let line = line::length(&mut conn, app.clock.now()).await?;
    Ok(state(&desk, line))
}

/// A desk as its owner sees it.
#[must_use]
pub(super) fn state(desk: &Desk, line: line::Length) -> DeskState {
    DeskState {
        state: desk.state.clone(),
        capacity: desk.capacity,
        active: desk.load,
        waiting: line.waiting,
        oldest_waiting_seconds: line.oldest_seconds,
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
    }
}

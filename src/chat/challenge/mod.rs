//! Proof of work before a visit, in the shape of ALTCHA v1: a machine that wants a hundred visits has to work for a
//! hundred, a phone that wants one works for a second. Nobody is told apart by it, and nobody else is asked.
//!
//! The key is the server's own, so every node checks what any node gave out. A solution counts once.

mod load;
mod model;
mod routes;
mod store;
mod tasks;

use chrono::{DateTime, Utc};

pub use load::Load;
pub use model::{Puzzle, Solution};
pub use routes::{Api, routes};
pub(super) use tasks::run;

use super::{letters, line};
use crate::{
    app::App,
    platform::{
        Error, Result,
        config::Challenge,
        db::{Conn, Tx},
    },
};

/// A new one, harder under load.
///
/// # Errors
/// As any statement.
pub async fn give(app: &App) -> Result<Puzzle> {
    let now = app.clock.now();
    let waiting = crowd(&mut app.db.read().await?, now).await?;
    let most = model::most(app.chat.load.level(waiting, now));
    let number = rand::random_range(0..=most);
    Ok(Puzzle::new(rand::random(), number, most, now, |challenge| app.vault.mac("challenge", challenge)))
}

/// How many wait: in the line, and for somebody to open what they left. Letters are as cheap to leave as visits, and a
/// list that is full of false ones hides the true.
///
/// # Errors
/// As any statement.
pub async fn crowd(conn: &mut Conn, now: DateTime<Utc>) -> Result<i64> {
    Ok(line::length(conn, now).await?.waiting.saturating_add(letters::unopened(conn).await?))
}

/// Whether somebody who comes now has to solve one, while `waiting` wait, see [`crowd`].
#[must_use]
pub fn needed(app: &App, waiting: i64) -> bool {
    match app.config.challenge {
        Challenge::Off => false,
        Challenge::Always => true,
        // Who switched the limits off wants no machine to be kept out: a load test, or everybody behind one address.
        Challenge::Auto => app.config.limits.visits_per_minute > 0 && app.chat.load.level(waiting, app.clock.now()) > 0,
    }
}

/// Checks what somebody who comes has sent, where something is needed. It is not used up yet: see [`spend`].
///
/// # Errors
/// [`Error::ChallengeRequired`] when it is needed and missing, wrong, expired or used; [`Error::TooLong`] when no
/// solution is so long.
pub async fn check(app: &App, sent: Option<&str>) -> Result<Option<Solution>> {
    if sent.is_some_and(|sent| sent.len() > model::CAP) {
        return Err(Error::TooLong { field: "challenge".into(), cap: format!("{} bytes", model::CAP) });
    }
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    if !asked(app, &mut conn, now).await? {
        return Ok(None);
    }
    let solution = sent
        .and_then(|sent| Solution::read(sent, now, |challenge| app.vault.mac("challenge", challenge)))
        .ok_or(Error::ChallengeRequired)?;
    // A used one is refused before anything is made for it. That it is used once is seen to by `spend`.
    if store::is_spent(&mut conn, &solution).await? { Err(Error::ChallengeRequired) } else { Ok(Some(solution)) }
}

async fn asked(app: &App, conn: &mut Conn, now: DateTime<Utc>) -> Result<bool> {
    match app.config.challenge {
        Challenge::Off | Challenge::Always => Ok(needed(app, 0)),
        Challenge::Auto => Ok(needed(app, crowd(conn, now).await?)),
    }
}

/// Uses a solution up in the transaction of the visit: if the visit comes to nothing, it still counts. Of two at once,
/// on whichever nodes, one is told no.
///
/// # Errors
/// As any statement.
pub(super) async fn spend(tx: &mut Tx, solution: &Solution) -> Result<bool> {
    Ok(store::spend(tx, solution).await?)
}

/// Forgets the used ones that have expired, and says how many. Public so that a test with a clock of its own need not
/// wait.
///
/// # Errors
/// As any statement.
pub async fn sweep(app: &App) -> Result<u64> {
    let mut tx = app.db.write().await?;
    let gone = store::sweep(&mut tx, app.clock.now()).await?;
    tx.commit().await?;
    Ok(gone)
}

//! The clock is believed only as far as it went on from the last look: one that leapt a month ahead would destroy at once
//! what should be kept. A server that was off for so long looks the same, so time that certainly passed decides.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::store;
use crate::platform::{Result, db::Db};

/// So far ahead of the last look a clock is believed at once. What it erases too early is early by no more.
const LEAP: TimeDelta = TimeDelta::days(1);
/// So long servers have to run, all times and nodes together, before a clock that leapt is believed.
pub(super) const DOUBTED: Duration = Duration::from_hours(24);

/// How far the clock is ahead of the last look, if it is too far.
///
/// # Errors
/// As any statement.
pub async fn leap(db: &Db, now: DateTime<Utc>) -> Result<Option<TimeDelta>> {
    let last = store::looked_at(&mut db.read().await?).await?;
    Ok(last.map(|last| now - last).filter(|ahead| *ahead > LEAP))
}

/// Somebody says that the clock is right: it is believed from here on.
///
/// # Errors
/// As any statement.
pub async fn believe(db: &Db, now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.write().await?;
    store::note_look(&mut tx, now).await?;
    tx.commit().await
}

/// Whether the clock is believed. `ran` is how long this server has run since it last asked, by a clock that nobody can
/// set.
pub(super) async fn is_believed(db: &Db, now: DateTime<Utc>, ran: Duration) -> Result<bool> {
    if leap(db, now).await?.is_some() {
        let mut tx = db.write().await?;
        let doubted = store::doubt(&mut tx, i64::try_from(ran.as_secs()).unwrap_or(i64::MAX)).await?;
        tx.commit().await?;
        if doubted < DOUBTED.as_secs().cast_signed() {
            return Ok(false);
        }
    }
    believe(db, now).await?;
    Ok(true)
}

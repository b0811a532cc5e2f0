//! Used solutions in the database.

use chrono::{DateTime, Utc};

use super::Solution;
use crate::platform::db::{Conn, Tx};

pub(super) async fn is_spent(conn: &mut Conn, solution: &Solution) -> sqlx::Result<bool> {
    let found: Option<(DateTime<Utc>,)> = conn
        .query("SELECT expires_at FROM spent_challenge WHERE challenge = $1")
        .bind(solution.challenge.as_slice())
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}

/// Whether it was not used before. Who is second waits for the first to end, on PostgreSQL too.
pub(super) async fn spend(tx: &mut Tx, solution: &Solution) -> sqlx::Result<bool> {
    let spent = tx
        .query("INSERT INTO spent_challenge (challenge, expires_at) VALUES ($1, $2) ON CONFLICT (challenge) DO NOTHING")
        .bind(solution.challenge.as_slice())
        .bind(solution.expires_at)
        .execute()
        .await?;
    Ok(spent == 1)
}

/// Expired ones are refused for that alone. An hour more, for nodes whose clocks differ.
pub(super) async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<u64> {
    tx.query("DELETE FROM spent_challenge WHERE expires_at < $1")
        .bind(now - chrono::TimeDelta::hours(1))
        .execute()
        .await
}

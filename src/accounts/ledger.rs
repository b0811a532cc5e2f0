//! The read ledger: who read what somebody had written, when, and why.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::AccountId;
use crate::platform::db::Conn;

/// A reading.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// By whom.
    pub account: AccountId,
    /// What kind of thing: `conversation`, `note`, `report`.
    pub kind: &'a str,
    /// Which one.
    pub subject: Uuid,
    /// Why: `opened`, `observed`, `history after close`. Our own words, never a text of anybody.
    pub reason: &'a str,
}

/// Records a reading, in the transaction that allows it: what is not recorded is not read.
///
/// # Errors
/// As any statement.
pub async fn record(conn: &mut Conn, reading: Reading<'_>, at: DateTime<Utc>) -> sqlx::Result<()> {
    conn.query("INSERT INTO read_ledger (id, at, account, kind, subject, reason) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(Uuid::now_v7())
        .bind(at)
        .bind(reading.account)
        .bind(reading.kind)
        .bind(reading.subject)
        .bind(reading.reason)
        .execute()
        .await?;
    Ok(())
}

/// Whether `account` read that kind of thing about `subject` since `since`, as recorded.
///
/// # Errors
/// As any statement.
pub async fn was_read(
    conn: &mut Conn,
    account: AccountId,
    kind: &str,
    subject: Uuid,
    since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let row: Option<(Uuid,)> = conn
        .query("SELECT id FROM read_ledger WHERE subject = $1 AND at >= $2 AND account = $3 AND kind = $4 LIMIT 1")
        .bind(subject)
        .bind(since)
        .bind(account)
        .bind(kind)
        .fetch_optional()
        .await?;
    Ok(row.is_some())
}

/// A reading as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Past {
    /// By whom.
    pub account: AccountId,
    /// What kind of thing.
    pub kind: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Who read `subject`, the latest first, at most `limit` of them.
///
/// # Errors
/// As any statement.
pub async fn of(conn: &mut Conn, subject: Uuid, limit: i64) -> sqlx::Result<Vec<Past>> {
    conn.query(
        "SELECT account, kind, at, reason FROM read_ledger WHERE subject = $1 ORDER BY at DESC, id DESC LIMIT $2",
    )
    .bind(subject)
    .bind(limit)
    .fetch_all()
    .await
}

//! The read ledger: who read what somebody had written, when, and why.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::AccountId;
use crate::platform::db::{Conn, Sql};

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

/// Which readings a page is of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Of this subject alone.
    pub subject: Option<Uuid>,
    /// By this account alone.
    pub account: Option<AccountId>,
    /// Older than this one.
    pub before: Option<(DateTime<Utc>, Uuid)>,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// Which.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub account: AccountId,
    /// What kind of thing.
    pub kind: String,
    /// Which one.
    pub subject: Uuid,
    /// Why.
    pub reason: String,
}

/// The ledger, the latest first, at most `limit` lines of it.
///
/// # Errors
/// As any statement.
pub async fn page(conn: &mut Conn, wanted: Wanted, limit: i64) -> sqlx::Result<Vec<Line>> {
    // Only what is asked for is compared, so that each page is found by an index.
    let (mut clauses, mut next) = (Vec::new(), 1);
    let mut placeholder = || {
        next += 1;
        next - 1
    };
    if wanted.subject.is_some() {
        clauses.push(format!("subject = ${}", placeholder()));
    }
    if wanted.account.is_some() {
        clauses.push(format!("account = ${}", placeholder()));
    }
    if wanted.before.is_some() {
        clauses.push(format!("(at, id) < (${}, ${})", placeholder(), placeholder()));
    }
    let only = if clauses.is_empty() { String::new() } else { format!("WHERE {} ", clauses.join(" AND ")) };
    let limited = placeholder();
    let mut query = conn.query(Sql::built(format!(
        "SELECT id, at, account, kind, subject, reason FROM read_ledger {only}ORDER BY at DESC, id DESC LIMIT ${limited}"
    )));
    if let Some(subject) = wanted.subject {
        query = query.bind(subject);
    }
    if let Some(account) = wanted.account {
        query = query.bind(account);
    }
    if let Some((at, id)) = wanted.before {
        query = query.bind(at).bind(id);
    }
    query.bind(limit).fetch_all().await
}

//! Desks in the database.

use chrono::{DateTime, Utc};

use crate::{
    accounts::{AccountId, list},
    chat::{
        breaks::{self, FORCED_AFTER, Standing},
        model::FreeDesk,
    },
    platform::{
        Error, Result,
        db::{Conn, Tx},
    },
};

/// A desk.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Desk {
    pub account: AccountId,
    pub state: String,
    pub capacity: i64,
    pub load: i64,
    pub languages: String,
    pub assigned_at: Option<DateTime<Utc>>,
    pub heavy: i64,
    pub break_until: Option<DateTime<Utc>>,
}

impl Desk {
    /// How it stands with breaks.
    pub(in crate::chat) fn breaks(&self, now: DateTime<Utc>) -> Standing {
        breaks::standing(self.heavy, self.break_until, now)
    }
}

/// Takes a place at the desk, if she still is available, on no break, and has one.
pub(in crate::chat) async fn take_place(
    tx: &mut Tx,
    account: AccountId,
    seen_since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let taken = tx
        .query(
            "UPDATE desk SET load = load + 1, assigned_at = $1
             WHERE account = $2 AND state = 'available' AND load < capacity AND seen_at > $3
               AND break_until IS NULL AND heavy < $4",
        )
        .bind(now)
        .bind(account)
        .bind(seen_since)
        .bind(FORCED_AFTER)
        .execute()
        .await?;
    Ok(taken == 1)
}

/// Gives a place at the desk back.
pub(in crate::chat) async fn free_place(tx: &mut Tx, account: AccountId) -> sqlx::Result<()> {
    tx.query("UPDATE desk SET load = load - 1 WHERE account = $1 AND load > 0").bind(account).execute().await?;
    Ok(())
}

pub(in crate::chat) async fn desk(conn: &mut Conn, account: AccountId) -> sqlx::Result<Option<Desk>> {
    conn.query("SELECT account, state, capacity, load, languages, assigned_at, heavy, break_until FROM desk WHERE account = $1")
        .bind(account)
        .fetch_optional()
        .await
}

/// Whether she is at her desk and takes conversations.
pub(in crate::chat) async fn on_duty(
    conn: &mut Conn,
    account: AccountId,
    seen_since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let found: Option<(AccountId,)> = conn
        .query("SELECT account FROM desk WHERE account = $1 AND state = 'available' AND seen_at > $2")
        .bind(account)
        .bind(seen_since)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}

/// Whether she is at her desk, whether she takes conversations or not.
pub(in crate::chat) async fn is_there(
    conn: &mut Conn,
    account: AccountId,
    seen_since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let found: Option<(AccountId,)> = conn
        .query("SELECT account FROM desk WHERE account = $1 AND seen_at > $2")
        .bind(account)
        .bind(seen_since)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}

pub(in crate::chat) async fn desks(conn: &mut Conn) -> sqlx::Result<Vec<Desk>> {
    conn.query("SELECT account, state, capacity, load, languages, assigned_at, heavy, break_until FROM desk")
        .fetch_all()
        .await
}

/// Takes no conversations from now on; those that she has stay hers.
pub(in crate::chat) async fn set_away(tx: &mut Tx, account: AccountId) -> sqlx::Result<()> {
    tx.query("UPDATE desk SET state = 'away' WHERE account = $1").bind(account).execute().await?;
    Ok(())
}

/// Sits down, or changes how she sits.
pub(in crate::chat) async fn put_desk(tx: &mut Tx, desk: &Desk, name: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO desk (account, state, capacity, load, languages, name, seen_at) VALUES ($1, $2, $3, 0, $4, $5, $6)
         ON CONFLICT (account) DO UPDATE SET state = excluded.state, capacity = excluded.capacity,
           languages = excluded.languages, name = excluded.name, seen_at = excluded.seen_at",
    )
    .bind(desk.account)
    .bind(desk.state.as_str())
    .bind(desk.capacity)
    .bind(desk.languages.as_str())
    .bind(name)
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// A supervisor answers beyond any capacity: she was not assigned, she took over.
pub(in crate::chat) async fn add_load(tx: &mut Tx, desk: &Desk, name: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO desk (account, state, capacity, load, languages, name, seen_at) VALUES ($1, 'away', $2, 1, $3, $4, $5)
         ON CONFLICT (account) DO UPDATE SET load = desk.load + 1",
    )
    .bind(desk.account)
    .bind(desk.capacity)
    .bind(desk.languages.as_str())
    .bind(name)
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// Counsellors who can be given a conversation.
pub(in crate::chat) async fn free_desks(conn: &mut Conn, seen_since: DateTime<Utc>) -> Result<Vec<FreeDesk>> {
    let rows: Vec<Desk> = conn
        .query(
            "SELECT account, state, capacity, load, languages, assigned_at, heavy, break_until FROM desk
             WHERE state = 'available' AND seen_at > $1 AND load < capacity AND break_until IS NULL AND heavy < $2",
        )
        .bind(seen_since)
        .bind(FORCED_AFTER)
        .fetch_all()
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(FreeDesk {
                account: row.account,
                capacity: row.capacity,
                load: row.load,
                languages: list(&row.languages, ',').map_err(Error::Internal)?,
                assigned_at: row.assigned_at,
            })
        })
        .collect()
}

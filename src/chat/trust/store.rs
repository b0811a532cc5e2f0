//! Trust in the database.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::Trust;
use crate::{
    accounts::AccountId,
    platform::{
        Result,
        db::{Conn, Tx},
    },
};

pub(super) async fn level(conn: &mut Conn, account: AccountId) -> Result<Option<Trust>> {
    let row: Option<(String,)> =
        conn.query("SELECT level FROM trust WHERE account = $1").bind(account).fetch_optional().await?;
    row.map(|(level,)| Trust::try_from(level)).transpose()
}

/// Of those for whom it is not `none`.
pub(super) async fn levels(conn: &mut Conn) -> Result<HashMap<AccountId, Trust>> {
    let rows: Vec<(AccountId, String)> =
        conn.query("SELECT account, level FROM trust WHERE level <> 'none'").fetch_all().await?;
    rows.into_iter().map(|(account, level)| Ok((account, Trust::try_from(level)?))).collect()
}

/// Whoever is not trusted whole, or has a draft that waits.
pub(super) async fn watched(conn: &mut Conn) -> Result<HashSet<AccountId>> {
    let rows: Vec<(AccountId,)> = conn
        .query(
            "SELECT account FROM trust WHERE level <> 'none'
             UNION SELECT author FROM held WHERE state = 'open' AND reason = 'approval'",
        )
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

pub(super) async fn set(
    tx: &mut Tx,
    account: AccountId,
    trust: Trust,
    by: AccountId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO trust (account, level, set_by, set_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account) DO UPDATE SET level = excluded.level, set_by = excluded.set_by, set_at = excluded.set_at",
    )
    .bind(account)
    .bind(trust.as_str())
    .bind(by)
    .bind(at)
    .execute()
    .await?;
    Ok(())
}

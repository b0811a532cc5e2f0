//! Legal holds in the database. Each move is guarded by where the hold stands.

use chrono::{DateTime, Utc};

use super::{LegalHoldId, model::Hold};
use crate::{
    accounts::AccountId,
    messaging::ConversationId,
    platform::db::{Conn, Tx},
};

pub(super) async fn holding(
    conn: &mut Conn,
    conversation: ConversationId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<LegalHoldId>> {
    let found = conn
        .query(
            "SELECT id FROM legal_hold
             WHERE conversation = $1 AND lifted_at IS NULL AND (confirmed_at IS NOT NULL OR lapses_at > $2) LIMIT 1",
        )
        .bind(conversation)
        .bind(now)
        .fetch_optional::<(LegalHoldId,)>()
        .await?;
    Ok(found.map(|(id,)| id))
}

/// Whether she asked for one before that nobody confirmed. One that still could be is `holding`.
pub(super) async fn lapsed_by(conn: &mut Conn, conversation: ConversationId, account: AccountId) -> sqlx::Result<bool> {
    let (count,): (i64,) = conn
        .query("SELECT COUNT(*) FROM legal_hold WHERE conversation = $1 AND asked_by = $2 AND confirmed_at IS NULL")
        .bind(conversation)
        .bind(account)
        .fetch_one()
        .await?;
    Ok(count > 0)
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: LegalHoldId,
    conversation: ConversationId,
    reason: &str,
    by: AccountId,
    at: DateTime<Utc>,
    lapses_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO legal_hold (id, conversation, reason, asked_by, asked_at, lapses_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(conversation)
    .bind(reason)
    .bind(by)
    .bind(at)
    .bind(lapses_at)
    .execute()
    .await?;
    Ok(())
}

pub(super) async fn get(conn: &mut Conn, id: LegalHoldId) -> sqlx::Result<Option<Hold>> {
    conn.query("SELECT * FROM legal_hold WHERE id = $1").bind(id).fetch_optional().await
}

pub(super) async fn all(conn: &mut Conn, now: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Hold>> {
    conn.query(
        "SELECT * FROM legal_hold
         ORDER BY CASE WHEN lifted_at IS NULL AND (confirmed_at IS NOT NULL OR lapses_at > $1) THEN 0 ELSE 1 END,
           id DESC LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all()
    .await
}

pub(super) async fn confirm(tx: &mut Tx, id: LegalHoldId, by: AccountId, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE legal_hold SET confirmed_by = $1, confirmed_at = $2
             WHERE id = $3 AND confirmed_at IS NULL AND lapses_at > $2 AND asked_by <> $1",
        )
        .bind(by)
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(moved == 1)
}

pub(super) async fn ask_lift(
    tx: &mut Tx,
    id: LegalHoldId,
    by: AccountId,
    reason: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE legal_hold SET lift_asked_by = $1, lift_asked_at = $2, lift_reason = $3
             WHERE id = $4 AND confirmed_at IS NOT NULL AND lift_asked_at IS NULL AND lifted_at IS NULL",
        )
        .bind(by)
        .bind(at)
        .bind(reason)
        .bind(id)
        .execute()
        .await?;
    Ok(moved == 1)
}

pub(super) async fn lift(tx: &mut Tx, id: LegalHoldId, by: AccountId, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE legal_hold SET lifted_by = $1, lifted_at = $2
             WHERE id = $3 AND lift_asked_at IS NOT NULL AND lifted_at IS NULL AND lift_asked_by <> $1",
        )
        .bind(by)
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(moved == 1)
}

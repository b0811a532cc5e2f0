//! Debriefs in the database.

use chrono::{DateTime, Utc};

use super::{DebriefId, Why};
use crate::{
    accounts::AccountId,
    messaging::ConversationId,
    platform::db::{Conn, Tx},
};

/// A debrief as it is stored, with its conversation's label.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Debrief {
    pub(super) id: DebriefId,
    pub(super) account: AccountId,
    pub(super) conversation: ConversationId,
    pub(super) label: String,
    #[sqlx(try_from = "String")]
    pub(super) why: Why,
    pub(super) made_at: DateTime<Utc>,
    pub(super) done_at: Option<DateTime<Utc>>,
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: DebriefId,
    account: AccountId,
    conversation: ConversationId,
    why: Why,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.query("INSERT INTO debrief (id, account, conversation, why, made_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(account)
        .bind(conversation)
        .bind(why.as_str())
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

pub(super) async fn get(conn: &mut Conn, id: DebriefId) -> sqlx::Result<Option<Debrief>> {
    conn.query(
        "SELECT d.id, d.account, d.conversation, c.label, d.why, d.made_at, d.done_at
         FROM debrief d JOIN conversation c ON c.id = d.conversation WHERE d.id = $1",
    )
    .bind(id)
    .fetch_optional()
    .await
}

/// Everybody's that are open.
pub(super) async fn open(conn: &mut Conn, most: i64) -> sqlx::Result<Vec<Debrief>> {
    conn.query(
        "SELECT d.id, d.account, d.conversation, c.label, d.why, d.made_at, d.done_at
         FROM debrief d JOIN conversation c ON c.id = d.conversation
         WHERE d.done_at IS NULL ORDER BY d.made_at, d.id LIMIT $1",
    )
    .bind(most)
    .fetch_all()
    .await
}

/// Somebody's: the open ones, then the last that are done.
pub(super) async fn of(conn: &mut Conn, account: AccountId, most: i64) -> sqlx::Result<Vec<Debrief>> {
    let mut found: Vec<Debrief> = conn
        .query(
            "SELECT d.id, d.account, d.conversation, c.label, d.why, d.made_at, d.done_at
             FROM debrief d JOIN conversation c ON c.id = d.conversation
             WHERE d.account = $1 ORDER BY CASE WHEN d.done_at IS NULL THEN 0 ELSE 1 END, d.made_at DESC, d.id LIMIT $2",
        )
        .bind(account)
        .bind(most)
        .fetch_all()
        .await?;
    let open = found.iter().filter(|debrief| debrief.done_at.is_none()).count();
    found[..open].reverse();
    Ok(found)
}

pub(super) async fn done(tx: &mut Tx, id: DebriefId, by: AccountId, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let done = tx
        .query("UPDATE debrief SET done_at = $1, done_by = $2 WHERE id = $3 AND done_at IS NULL")
        .bind(at)
        .bind(by)
        .bind(id)
        .execute()
        .await?;
    Ok(done == 1)
}

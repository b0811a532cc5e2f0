//! Flags in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    accounts::AccountId,
    messaging::{ChannelId, ConversationId},
    platform::db::{Conn, Tx},
};

/// A flag, with the message that it is on.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Row {
    pub id: Uuid,
    pub conversation: ConversationId,
    pub channel_id: ChannelId,
    pub seq: i64,
    pub source: String,
    pub rule: Option<String>,
    pub note: Option<Vec<u8>>,
    pub at: DateTime<Utc>,
    pub outcome: Option<String>,
    pub review_note: Option<Vec<u8>>,
    pub reviewed_by: Option<AccountId>,
    pub reviewed_at: Option<DateTime<Utc>>,
}

/// A flag to be set.
pub(super) struct New<'a> {
    pub conversation: ConversationId,
    pub channel: i64,
    pub seq: i64,
    pub source: &'static str,
    pub rule: Option<&'a str>,
    pub by: Option<AccountId>,
    pub note: Option<&'a [u8]>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.conversation, c.id AS channel_id, f.seq, f.source, f.rule, f.note, f.at, f.outcome,
               f.review_note, f.reviewed_by, f.reviewed_at
             FROM flag f JOIN channel c ON c.no = f.channel ",
            $rest
        )
    };
}

/// Sets a flag, unless the message has one.
pub(super) async fn insert(tx: &mut Tx, id: Uuid, new: &New<'_>, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let set = tx
        .query(
            "INSERT INTO flag (id, conversation, channel, seq, source, rule, by_account, note, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(new.conversation)
        .bind(new.channel)
        .bind(new.seq)
        .bind(new.source)
        .bind(new.rule)
        .bind(new.by)
        .bind(new.note)
        .bind(at)
        .execute()
        .await?;
    Ok(set == 1)
}

pub(super) async fn exists(conn: &mut Conn, channel: i64, seq: i64) -> sqlx::Result<bool> {
    let row: Option<(i64,)> = conn
        .query("SELECT seq FROM message WHERE channel = $1 AND seq = $2")
        .bind(channel)
        .bind(seq)
        .fetch_optional()
        .await?;
    Ok(row.is_some())
}

pub(super) async fn get(conn: &mut Conn, id: Uuid) -> sqlx::Result<Option<Row>> {
    conn.query(select!("WHERE f.id = $1")).bind(id).fetch_optional().await
}

/// A page of those that are done, or not: the newest first, before `before`.
pub(super) async fn page(conn: &mut Conn, done: bool, before: Uuid, limit: i64) -> sqlx::Result<Vec<Row>> {
    conn.query(select!("WHERE (f.reviewed_at IS NOT NULL) = $1 AND f.id < $2 ORDER BY f.id DESC LIMIT $3"))
        .bind(done)
        .bind(before)
        .bind(limit)
        .fetch_all()
        .await
}

pub(super) async fn open_count(conn: &mut Conn) -> sqlx::Result<i64> {
    let (count,): (i64,) = conn.query("SELECT COUNT(*) FROM flag WHERE reviewed_at IS NULL").fetch_one().await?;
    Ok(count)
}

/// Says what a look came to, once.
pub(super) async fn review(
    tx: &mut Tx,
    id: Uuid,
    outcome: &str,
    note: Option<&[u8]>,
    by: AccountId,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = tx
        .query(
            "UPDATE flag SET outcome = $1, review_note = $2, reviewed_by = $3, reviewed_at = $4
             WHERE id = $5 AND reviewed_at IS NULL",
        )
        .bind(outcome)
        .bind(note)
        .bind(by)
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(done == 1)
}

//! Held messages in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    accounts::AccountId,
    messaging::{
        ChannelId, ConversationId, MessageId,
        log::Signature,
        protocol::{HeldOutcome, HeldReason},
    },
    platform::db::{Conn, Tx},
};

/// A held message.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Row {
    pub id: Uuid,
    pub conversation: ConversationId,
    pub channel: i64,
    pub channel_id: ChannelId,
    pub message: MessageId,
    pub author: Uuid,
    pub kind: String,
    pub reason: String,
    pub body: Vec<u8>,
    pub at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub state: String,
    pub seq: Option<i64>,
    pub delivered_at: Option<DateTime<Utc>>,
}

impl Row {
    /// Why it waits.
    pub fn reason(&self) -> HeldReason {
        if self.reason == HeldReason::Approval.as_str() { HeldReason::Approval } else { HeldReason::Contact }
    }
}

/// What is kept of a message that is to wait, beside its text.
pub(super) struct New<'a> {
    pub held: Uuid,
    pub conversation: ConversationId,
    pub channel: i64,
    pub id: MessageId,
    pub author: &'a Signature,
    pub reason: HeldReason,
    pub expires_at: Option<DateTime<Utc>>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT h.id, h.conversation, h.channel, c.id AS channel_id, h.message, h.author, h.kind, h.reason, h.body,
               h.at, h.expires_at, h.state, h.seq, h.delivered_at
             FROM held h JOIN channel c ON c.no = h.channel ",
            $rest
        )
    };
}

pub(super) async fn insert(tx: &mut Tx, new: &New<'_>, body: &[u8], at: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO held (id, conversation, channel, message, author, kind, reason, body, at, expires_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open')",
    )
    .bind(new.held)
    .bind(new.conversation)
    .bind(new.channel)
    .bind(new.id)
    .bind(new.author.id)
    .bind(new.author.kind.as_str())
    .bind(new.reason.as_str())
    .bind(body)
    .bind(at)
    .bind(new.expires_at)
    .execute()
    .await?;
    Ok(())
}

pub(super) async fn get(conn: &mut Conn, id: Uuid) -> sqlx::Result<Option<Row>> {
    conn.query(select!("WHERE h.id = $1")).bind(id).fetch_optional().await
}

pub(super) async fn by_message(conn: &mut Conn, channel: i64, id: MessageId) -> sqlx::Result<Option<Row>> {
    conn.query(select!("WHERE h.channel = $1 AND h.message = $2")).bind(channel).bind(id).fetch_optional().await
}

/// What waits, the oldest first.
pub(super) async fn open(conn: &mut Conn, limit: i64) -> sqlx::Result<Vec<Row>> {
    conn.query(select!("WHERE h.state = 'open' ORDER BY h.at, h.id LIMIT $1")).bind(limit).fetch_all().await
}

/// What somebody wrote that waits, in channels of which she is a member.
pub(super) async fn open_of(conn: &mut Conn, author: Uuid, limit: i64) -> sqlx::Result<Vec<Row>> {
    conn.query(select!(
        "JOIN member m ON m.channel = h.channel AND m.participant = h.author AND m.left_at IS NULL
         WHERE h.state = 'open' AND h.author = $1 ORDER BY h.at, h.id LIMIT $2"
    ))
    .bind(author)
    .bind(limit)
    .fetch_all()
    .await
}

/// What goes out unreviewed by now.
pub(super) async fn expired(conn: &mut Conn, now: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Row>> {
    conn.query(select!("WHERE h.state = 'open' AND h.expires_at <= $1 ORDER BY h.at, h.id LIMIT $2"))
        .bind(now)
        .bind(limit)
        .fetch_all()
        .await
}

/// A decision on a message that still waits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decided<'a> {
    pub outcome: HeldOutcome,
    pub by: Option<AccountId>,
    pub at: DateTime<Utc>,
    pub note: Option<&'a [u8]>,
}

pub(super) async fn decide(tx: &mut Tx, id: Uuid, decided: &Decided<'_>) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE held SET state = $1, decided_by = $2, decided_at = $3, note = $4 WHERE id = $5 AND state = 'open'",
        )
        .bind(decided.outcome.as_str())
        .bind(decided.by)
        .bind(decided.at)
        .bind(decided.note)
        .bind(id)
        .execute()
        .await?;
    Ok(moved == 1)
}

/// Where one that was decided on went, and when.
pub(super) async fn delivered(tx: &mut Tx, id: Uuid, seq: i64, at: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query("UPDATE held SET seq = $1, delivered_at = $2 WHERE id = $3").bind(seq).bind(at).bind(id).execute().await?;
    Ok(())
}

/// Gives back what waits in a conversation: all of it, or what one author wrote.
pub(super) async fn give_back(
    tx: &mut Tx,
    id: ConversationId,
    author: Option<Uuid>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Row>> {
    let rows: Vec<Row> = tx
        .query(select!("WHERE h.conversation = $1 AND h.state = 'open' AND COALESCE($2, h.author) = h.author"))
        .bind(id)
        .bind(author)
        .fetch_all()
        .await?;
    if !rows.is_empty() {
        tx.query(
            "UPDATE held SET state = 'returned', decided_at = $1
             WHERE conversation = $2 AND state = 'open' AND COALESCE($3, author) = author",
        )
        .bind(now)
        .bind(id)
        .bind(author)
        .execute()
        .await?;
    }
    Ok(rows)
}

/// Whether a message with this id is in the log.
pub(super) async fn is_stored(conn: &mut Conn, channel: i64, id: MessageId) -> sqlx::Result<bool> {
    let row: Option<(i64,)> = conn
        .query("SELECT seq FROM message WHERE channel = $1 AND id = $2")
        .bind(channel)
        .bind(id)
        .fetch_optional()
        .await?;
    Ok(row.is_some())
}

/// Whether somebody has said anything in a channel.
pub(super) async fn has_spoken(conn: &mut Conn, channel: i64, author: Uuid) -> sqlx::Result<bool> {
    let row: Option<(i64,)> = conn
        .query("SELECT seq FROM message WHERE channel = $1 AND author = $2 ORDER BY seq LIMIT 1")
        .bind(channel)
        .bind(author)
        .fetch_optional()
        .await?;
    Ok(row.is_some())
}

/// Whether a draft of hers waits for approval.
pub(super) async fn has_open_draft(conn: &mut Conn, channel: i64, author: Uuid) -> sqlx::Result<bool> {
    let row: Option<(i64,)> = conn
        .query(
            "SELECT channel FROM held
             WHERE channel = $1 AND author = $2 AND state = 'open' AND reason = 'approval' LIMIT 1",
        )
        .bind(channel)
        .bind(author)
        .fetch_optional()
        .await?;
    Ok(row.is_some())
}

pub(super) async fn open_count(conn: &mut Conn, channel: i64, author: Uuid) -> sqlx::Result<i64> {
    let (count,): (i64,) = conn
        .query("SELECT COUNT(*) FROM held WHERE channel = $1 AND author = $2 AND state = 'open'")
        .bind(channel)
        .bind(author)
        .fetch_one()
        .await?;
    Ok(count)
}

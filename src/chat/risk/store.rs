//! Risk classes, their history and what the rules found, in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Change;
use crate::{
    accounts::AccountId,
    chat::store::Conversation,
    messaging::ConversationId,
    platform::db::{Conn, Tx},
};

/// A change.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub from_class: i64,
    pub to_class: i64,
    pub source: String,
    pub rule: Option<String>,
    pub seq: Option<i64>,
    pub by_account: Option<AccountId>,
    pub note: Option<Vec<u8>>,
}

/// What the rules saw in a message.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Found {
    pub channel: i64,
    pub seq: i64,
    pub class: i64,
    pub rule: String,
    pub conversation: ConversationId,
}

/// Moves the class of a conversation that still has the one before.
pub(super) async fn set(tx: &mut Tx, id: ConversationId, from: i64, to: i64) -> sqlx::Result<bool> {
    let moved = tx
        .query("UPDATE conversation SET risk = $1 WHERE id = $2 AND risk = $3 AND state <> 'closed'")
        .bind(to)
        .bind(id)
        .bind(from)
        .execute()
        .await?;
    Ok(moved == 1)
}

pub(super) async fn insert(
    tx: &mut Tx,
    before: &Conversation,
    change: &Change<'_>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (id, note) = match &change.note {
        Some((id, note)) => (*id, Some(note.as_slice())),
        None => (Uuid::now_v7(), None),
    };
    tx.query(
        "INSERT INTO risk_change (id, conversation, at, from_class, to_class, source, rule, seq, by_account, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id)
    .bind(before.id)
    .bind(at)
    .bind(before.risk)
    .bind(change.to)
    .bind(change.source.as_str())
    .bind(change.rule)
    .bind(change.seq)
    .bind(change.by)
    .bind(note)
    .execute()
    .await?;
    Ok(())
}

pub(super) async fn history(conn: &mut Conn, id: ConversationId, limit: i64) -> sqlx::Result<Vec<Row>> {
    conn.query(
        "SELECT id, at, from_class, to_class, source, rule, seq, by_account, note FROM risk_change
         WHERE conversation = $1 ORDER BY at DESC, id DESC LIMIT $2",
    )
    .bind(id)
    .bind(limit)
    .fetch_all()
    .await
}

/// The rule behind the latest change, if that made the class what it is.
pub(super) async fn last_rule(conn: &mut Conn, id: ConversationId, class: i64) -> sqlx::Result<Option<String>> {
    let last: Option<(i64, Option<String>)> = conn
        .query("SELECT to_class, rule FROM risk_change WHERE conversation = $1 ORDER BY at DESC, id DESC LIMIT 1")
        .bind(id)
        .fetch_optional()
        .await?;
    Ok(last.filter(|(to, _)| *to == class).and_then(|(_, rule)| rule))
}

/// What was not acted on yet, the oldest first.
pub(super) async fn open_findings(conn: &mut Conn, limit: i64) -> sqlx::Result<Vec<Found>> {
    conn.query(
        "SELECT f.channel, f.seq, f.class, f.rule, c.conversation FROM finding f JOIN channel c ON c.no = f.channel
         WHERE f.handled = $1 ORDER BY f.at, f.channel, f.seq LIMIT $2",
    )
    .bind(false)
    .bind(limit)
    .fetch_all()
    .await
}

/// Marks the findings that change nothing as acted on: of a class that the conversation has already, or of one that is
/// over. Most are: whoever is afraid says so more than once. What is of class `from` or above is left to be looked at.
pub(super) async fn settle(tx: &mut Tx, from: i64) -> sqlx::Result<u64> {
    tx.query(
        "UPDATE finding SET handled = $1 WHERE handled = $2 AND class < $3 AND EXISTS (
           SELECT 1 FROM channel ch JOIN conversation c ON c.id = ch.conversation
           WHERE ch.no = finding.channel AND (c.risk >= finding.class OR c.state = 'closed'))",
    )
    .bind(true)
    .bind(false)
    .bind(from)
    .execute()
    .await
}

/// Marks a finding as acted on, unless another node was first.
pub(super) async fn handled(tx: &mut Tx, channel: i64, seq: i64) -> sqlx::Result<bool> {
    let marked = tx
        .query("UPDATE finding SET handled = $1 WHERE channel = $2 AND seq = $3 AND handled = $4")
        .bind(true)
        .bind(channel)
        .bind(seq)
        .bind(false)
        .execute()
        .await?;
    Ok(marked == 1)
}

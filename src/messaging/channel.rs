//! Channels: made with their conversation, closed with it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{ChannelId, ChannelKind, ConversationId};
use crate::platform::{
    crypto::{DataKey, Vault},
    db::{Conn, Engine},
    error::{Error, Result},
};

/// A channel with the key that opens it.
#[derive(Debug)]
pub struct Channel {
    /// The small number that the log's indexes use.
    pub no: i64,
    /// As clients name it.
    pub id: ChannelId,
    /// Whose it is.
    pub conversation: ConversationId,
    /// What it is for.
    pub kind: ChannelKind,
    /// Seals and opens its messages and names.
    pub key: Arc<DataKey>,
}

/// A channel as a member sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChannelMark {
    /// As clients name it.
    pub channel: ChannelId,
    /// What it is for.
    pub kind: ChannelKind,
    /// The number of its last message; 0 when there is none.
    pub last_seq: i64,
    /// How far the reader herself has read.
    pub read_seq: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    no: i64,
    id: ChannelId,
    conversation: ConversationId,
    kind: String,
    key: Uuid,
}

impl Row {
    async fn open(self, vault: &Vault) -> Result<Channel> {
        Ok(Channel {
            no: self.no,
            id: self.id,
            conversation: self.conversation,
            kind: self.kind.parse()?,
            key: vault.key(self.key).await?,
        })
    }
}

/// Makes a channel of `conversation`. `key` is the conversation's data key.
///
/// # Errors
/// As any statement.
pub async fn create(
    conn: &mut Conn,
    conversation: ConversationId,
    kind: ChannelKind,
    key: Arc<DataKey>,
) -> Result<Channel> {
    let id = ChannelId::new();
    let (no,): (i64,) = conn
        .query("INSERT INTO channel (id, conversation, kind, key) VALUES ($1, $2, $3, $4) RETURNING no")
        .bind(id)
        .bind(conversation)
        .bind(kind.as_str())
        .bind(key.id())
        .fetch_one()
        .await?;
    Ok(Channel { no, id, conversation, kind, key })
}

/// All channels of `conversation`, in the order of their numbers, so that whoever locks them does it in one order.
///
/// # Errors
/// As any statement; [`Error::NotFound`] when the conversation's key was destroyed.
pub async fn of(conn: &mut Conn, vault: &Vault, conversation: ConversationId) -> Result<Vec<Channel>> {
    let rows: Vec<Row> = conn
        .query("SELECT no, id, conversation, kind, key FROM channel WHERE conversation = $1 ORDER BY no")
        .bind(conversation)
        .fetch_all()
        .await?;
    let mut channels = Vec::with_capacity(rows.len());
    for row in rows {
        channels.push(row.open(vault).await?);
    }
    Ok(channels)
}

/// One channel.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or its key was destroyed.
pub async fn get(conn: &mut Conn, vault: &Vault, id: ChannelId) -> Result<Channel> {
    let row: Option<Row> = conn
        .query("SELECT no, id, conversation, kind, key FROM channel WHERE id = $1")
        .bind(id)
        .fetch_optional()
        .await?;
    row.ok_or(Error::NotFound)?.open(vault).await
}

/// Closes all channels of `conversation`: nobody writes from here on. The epoch moves, so that drafts authorised
/// before are looked at again.
///
/// # Errors
/// As any statement.
pub async fn close(conn: &mut Conn, conversation: ConversationId, at: DateTime<Utc>) -> Result<()> {
    lock(conn, conversation).await?;
    conn.query("UPDATE channel SET closed_at = $1, epoch = epoch + 1 WHERE conversation = $2 AND closed_at IS NULL")
        .bind(at)
        .bind(conversation)
        .execute()
        .await?;
    Ok(())
}

/// Locks the rows of all channels of `conversation` in the order of their numbers, as the log's writer does: two orders
/// would deadlock, and an `UPDATE` of several rows has none. On SQLite whoever writes is alone.
///
/// # Errors
/// As any statement.
pub async fn lock(conn: &mut Conn, conversation: ConversationId) -> Result<()> {
    if conn.engine() == Engine::Postgres {
        conn.query("SELECT no FROM channel WHERE conversation = $1 ORDER BY no FOR UPDATE")
            .bind(conversation)
            .execute()
            .await?;
    }
    Ok(())
}

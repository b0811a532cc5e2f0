//! Notes in the database.

use chrono::{DateTime, Utc};

use super::NoteId;
use crate::{
    accounts::AccountId,
    messaging::ConversationId,
    platform::db::{Conn, Tx},
};

/// A note as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Note {
    pub(super) id: NoteId,
    pub(super) author: AccountId,
    pub(super) body: Vec<u8>,
    pub(super) at: DateTime<Utc>,
}

pub(super) async fn of(conn: &mut Conn, conversation: ConversationId) -> sqlx::Result<Vec<Note>> {
    conn.query("SELECT id, author, body, at FROM note WHERE conversation = $1 ORDER BY at, id")
        .bind(conversation)
        .fetch_all()
        .await
}

/// Adds a note; says no when the conversation has `most` already. Two at once may pass it by one, which harms nobody.
pub(super) async fn insert(
    tx: &mut Tx,
    id: NoteId,
    conversation: ConversationId,
    author: AccountId,
    body: &[u8],
    at: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<bool> {
    let (count,): (i64,) =
        tx.query("SELECT COUNT(*) FROM note WHERE conversation = $1").bind(conversation).fetch_one().await?;
    if count >= most {
        return Ok(false);
    }
    tx.query("INSERT INTO note (id, conversation, author, body, at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(conversation)
        .bind(author)
        .bind(body)
        .bind(at)
        .execute()
        .await?;
    Ok(true)
}

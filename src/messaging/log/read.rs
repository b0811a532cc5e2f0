//! Reading the log back: replay, gaps, history.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::append::body_aad;
use crate::{
    messaging::{
        channel::Channel,
        member,
        model::{AuthorKind, MessageId},
        protocol::{Author, MessageFrame},
    },
    platform::{
        crypto::Vault,
        db::Conn,
        error::{Error, Result},
    },
};

/// A message read back from the log.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub seq: i64,
    /// Its author's id for it.
    pub id: MessageId,
    /// The author.
    pub author: Uuid,
    /// As whom she spoke.
    pub kind: AuthorKind,
    /// Her name at the last time that she joined.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub body: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    id: MessageId,
    author: Uuid,
    kind: String,
    at: DateTime<Utc>,
    body: Vec<u8>,
}

/// Messages numbered over `after` and up to `upto`, ascending, at most `limit`.
///
/// # Errors
/// As any statement; [`Error::Internal`] when a body does not open: somebody meddled with the database.
pub async fn between(
    conn: &mut Conn,
    vault: &Vault,
    channel: &Channel,
    after: i64,
    upto: i64,
    limit: i64,
) -> Result<Vec<Line>> {
    let rows: Vec<Row> = conn
        .query(
            "SELECT seq, id, author, kind, at, body FROM message
             WHERE channel = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4",
        )
        .bind(channel.no)
        .bind(after)
        .bind(upto)
        .bind(limit)
        .fetch_all()
        .await?;
    open(conn, vault, channel, rows).await
}

/// The last `limit` messages numbered below `before`, ascending.
///
/// # Errors
/// As [`between`].
pub async fn before(
    conn: &mut Conn,
    vault: &Vault,
    channel: &Channel,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Line>> {
    let mut rows: Vec<Row> = conn
        .query(
            "SELECT seq, id, author, kind, at, body FROM message
             WHERE channel = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
        )
        .bind(channel.no)
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all()
        .await?;
    rows.reverse();
    open(conn, vault, channel, rows).await
}

async fn open(conn: &mut Conn, vault: &Vault, channel: &Channel, rows: Vec<Row>) -> Result<Vec<Line>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names = member::names(conn, vault, channel).await?;
    rows.into_iter()
        .map(|row| {
            let body = vault.open(&channel.key, &body_aad(channel, row.id, row.seq), &row.body)?;
            let name = names.iter().find(|(id, _)| *id == row.author).map(|(_, name)| name.clone());
            Ok(Line {
                seq: row.seq,
                id: row.id,
                author: row.author,
                kind: row.kind.parse()?,
                name: name.ok_or_else(|| Error::Internal("an author who never joined".into()))?,
                at: row.at,
                body: String::from_utf8(body).map_err(|_| Error::Internal("a body is no UTF-8".into()))?,
            })
        })
        .collect()
}

/// A line as a `message` frame.
#[must_use]
pub fn to_frame(channel: &Channel, line: Line) -> MessageFrame {
    MessageFrame {
        channel: channel.id,
        seq: line.seq,
        id: line.id,
        author: Author { kind: line.kind, name: line.name },
        body: line.body,
        at: line.at,
    }
}

//! The audit chain: what was done, by whom, to what. Each row is hashed with the one before, so that none can be
//! changed, taken out or moved without breaking the rest; signed checkpoints in the data directory
//! ([`checkpoint`]) hold the end, so that none can be cut off either.

pub mod checkpoint;
mod verify;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::AccountId;
use crate::platform::db::{Conn, Lock, Tx};

pub use verify::{Report, verify};

/// The hash of a row.
pub type Hash = [u8; 32];

/// What the first row is hashed with.
const BEGINNING: Hash = [0; 32];

/// Something that was done.
#[derive(Debug, Clone)]
pub struct Entry {
    /// By whom; none: from the shell, or by the server itself.
    pub actor: Option<AccountId>,
    /// What, as `thing.verb`: `account.disabled`.
    pub action: &'static str,
    /// To what.
    pub subject: Option<Uuid>,
    /// More about it: identifiers and choices, never a text or a name.
    pub detail: Value,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    seq: i64,
    at: DateTime<Utc>,
    actor: Option<Uuid>,
    action: String,
    subject: Option<Uuid>,
    detail: String,
    hash: Vec<u8>,
}

impl Row {
    /// The hash that this row must have after `previous`. Every field has its length or a mark before it, so that no
    /// two rows hash the same text.
    fn hash_after(&self, previous: &Hash) -> Hash {
        let mut hash = Sha256::new();
        hash.update(b"gyeot audit 1");
        hash.update(previous);
        hash.update(self.seq.to_be_bytes());
        hash.update(self.at.timestamp_micros().to_be_bytes());
        for id in [self.actor, self.subject] {
            hash.update([u8::from(id.is_some())]);
            hash.update(id.unwrap_or_default().as_bytes());
        }
        for text in [&self.action, &self.detail] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        hash.finalize().into()
    }
}

/// The end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many rows there are.
    pub count: i64,
    /// The hash of the last one.
    pub hash: Hash,
}

/// Appends to the chain within the caller's transaction. Others who append wait until it ends, on every node: call it
/// last, right before the commit, and after every other row that the transaction changes (two orders would deadlock).
///
/// # Errors
/// As any statement.
pub async fn append(tx: &mut Tx, entry: Entry, at: DateTime<Utc>) -> sqlx::Result<()> {
    tx.lock(Lock::Audit).await?;
    let head = head(tx).await?;
    let mut row = Row {
        seq: head.count + 1,
        at,
        actor: entry.actor.map(AccountId::as_uuid),
        action: entry.action.to_owned(),
        subject: entry.subject,
        detail: entry.detail.to_string(),
        hash: Vec::new(),
    };
    row.hash = row.hash_after(&head.hash).to_vec();
    tx.query("INSERT INTO audit (seq, at, actor, action, subject, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(row.seq)
        .bind(row.at)
        .bind(row.actor)
        .bind(row.action)
        .bind(row.subject)
        .bind(row.detail)
        .bind(row.hash)
        .execute()
        .await?;
    Ok(())
}

/// Where the chain ends now.
///
/// # Errors
/// As any statement.
pub async fn head(conn: &mut Conn) -> sqlx::Result<Head> {
    let last = conn.query("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetch_optional().await?;
    Ok(last.map_or(Head { count: 0, hash: BEGINNING }, |(count, hash): (i64, Vec<u8>)| Head {
        count,
        // A hash of another length was not ours; as zeros it fits nothing that follows.
        hash: hash.try_into().unwrap_or(BEGINNING),
    }))
}

/// An entry as others may read it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Its number, from 1.
    pub seq: i64,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: Option<Uuid>,
    /// More about it.
    pub detail: Value,
}

/// What was appended after `seq`, at most `limit` of it.
///
/// # Errors
/// As any statement.
pub async fn after(conn: &mut Conn, seq: i64, limit: i64) -> sqlx::Result<Vec<Past>> {
    let rows = conn
        .query("SELECT seq, at, actor, action, subject, detail, hash FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2")
        .bind(seq)
        .bind(limit)
        .fetch_all::<Row>()
        .await?;
    let past = |row: Row| Past {
        seq: row.seq,
        action: row.action,
        subject: row.subject,
        detail: serde_json::from_str(&row.detail).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(past).collect())
}

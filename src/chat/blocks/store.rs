//! Blocks in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    BlockId,
    memory::Word,
    model::{Reason, Term},
};
use crate::{
    accounts::AccountId,
    chat::model::VisitorId,
    messaging::ConversationId,
    platform::{
        Error,
        db::{Conn, Tx},
    },
};

/// A block as it is stored, with what is shown of its conversation.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: BlockId,
    pub(super) visitor: VisitorId,
    pub(super) conversation: ConversationId,
    pub(super) label: String,
    pub(super) key: Uuid,
    pub(super) reason: String,
    pub(super) note: Option<Vec<u8>>,
    pub(super) made_by: AccountId,
    pub(super) made_at: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
    pub(super) wanted_until: DateTime<Utc>,
    pub(super) approved_by: Option<AccountId>,
    pub(super) lifted_by: Option<AccountId>,
    pub(super) lifted_at: Option<DateTime<Utc>>,
    pub(super) lift_note: Option<Vec<u8>>,
}

impl Row {
    pub(super) fn term(&self) -> Term {
        Term { until: self.until, wanted_until: self.wanted_until, lifted: self.lifted_at.is_some() }
    }

    pub(super) fn reason(&self) -> Result<Reason, Error> {
        [Reason::Abuse, Reason::Predator, Reason::Spam, Reason::Other]
            .into_iter()
            .find(|reason| reason.as_str() == self.reason)
            .ok_or_else(|| Error::Internal("a block has an unknown reason".into()))
    }
}

/// A block to be stored.
#[derive(Debug)]
pub(super) struct New {
    pub(super) id: BlockId,
    pub(super) visitor: VisitorId,
    pub(super) conversation: ConversationId,
    pub(super) reason: Reason,
    pub(super) note: Option<Vec<u8>>,
    pub(super) by: AccountId,
    pub(super) at: DateTime<Utc>,
    pub(super) term: Term,
}

/// Stores it, unless one that is in force holds as long already and, where more was asked for, asks for as much. What
/// was asked for and never approved is in force on its first day only.
pub(super) async fn insert(tx: &mut Tx, new: &New) -> sqlx::Result<bool> {
    let (as_long,): (i64,) = tx
        .query(
            "SELECT COUNT(*) FROM block
             WHERE visitor = $1 AND lifted_at IS NULL AND until >= $2 AND wanted_until >= $3",
        )
        .bind(new.visitor)
        .bind(new.term.until)
        .bind(new.term.wanted_until)
        .fetch_one()
        .await?;
    if as_long > 0 {
        return Ok(false);
    }
    tx.query(
        "INSERT INTO block (id, visitor, conversation, reason, note, made_by, made_at, until, wanted_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new.id)
    .bind(new.visitor)
    .bind(new.conversation)
    .bind(new.reason.as_str())
    .bind(new.note.as_deref())
    .bind(new.by)
    .bind(new.at)
    .bind(new.term.until)
    .bind(new.term.wanted_until)
    .execute()
    .await?;
    Ok(true)
}

pub(super) async fn get(conn: &mut Conn, id: BlockId) -> sqlx::Result<Option<Row>> {
    conn.query("SELECT b.*, c.label, c.key FROM block b JOIN conversation c ON c.id = b.conversation WHERE b.id = $1")
        .bind(id)
        .fetch_optional()
        .await
}

/// The newest first.
pub(super) async fn page(conn: &mut Conn, before: Uuid, limit: i64) -> sqlx::Result<Vec<Row>> {
    conn.query(
        "SELECT b.*, c.label, c.key FROM block b JOIN conversation c ON c.id = b.conversation
         WHERE b.id < $1 ORDER BY b.id DESC LIMIT $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all()
    .await
}

/// Lets it hold as long as was wanted. Never by the one who wanted it: the guard is the second person.
pub(super) async fn approve(tx: &mut Tx, id: BlockId, by: AccountId, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let approved = tx
        .query(
            "UPDATE block SET approved_by = $1, approved_at = $2, until = wanted_until
             WHERE id = $3 AND made_by <> $1 AND approved_at IS NULL AND lifted_at IS NULL
               AND until < wanted_until AND wanted_until > $2",
        )
        .bind(by)
        .bind(now)
        .bind(id)
        .execute()
        .await?;
    Ok(approved == 1)
}

/// Ends it before its time.
pub(super) async fn lift(
    tx: &mut Tx,
    id: BlockId,
    by: AccountId,
    note: Option<&[u8]>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let lifted = tx
        .query(
            "UPDATE block SET lifted_by = $1, lifted_at = $2, lift_note = $3
             WHERE id = $4 AND lifted_at IS NULL AND wanted_until > $2",
        )
        .bind(by)
        .bind(now)
        .bind(note)
        .bind(id)
        .execute()
        .await?;
    Ok(lifted == 1)
}

/// Until when she is blocked.
pub(super) async fn until(
    conn: &mut Conn,
    visitor: VisitorId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let (until,): (Option<DateTime<Utc>>,) = conn
        .query("SELECT MAX(until) FROM block WHERE visitor = $1 AND until > $2 AND lifted_at IS NULL")
        .bind(visitor)
        .bind(now)
        .fetch_one()
        .await?;
    Ok(until)
}

/// Everybody who is blocked and until when, those for longest first, at most `limit`.
pub(super) async fn in_force(conn: &mut Conn, now: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Word>> {
    let rows: Vec<(VisitorId, DateTime<Utc>)> = conn
        .query(
            "SELECT visitor, MAX(until) FROM block WHERE until > $1 AND lifted_at IS NULL
             GROUP BY visitor ORDER BY MAX(until) DESC LIMIT $2",
        )
        .bind(now)
        .bind(limit)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(visitor, until)| Word { visitor, until: Some(until) }).collect())
}

/// Blocks that would be over, and of which somebody is still asked.
pub(super) async fn moot(conn: &mut Conn, now: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<BlockId>> {
    let rows: Vec<(BlockId,)> = conn
        .query(
            "SELECT b.id FROM alert a JOIN block b ON b.id = a.subject
             WHERE a.kind = 'block' AND a.answered_at IS NULL AND b.wanted_until <= $1 ORDER BY b.id LIMIT $2",
        )
        .bind(now)
        .bind(limit)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

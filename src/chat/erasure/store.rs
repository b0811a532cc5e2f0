//! What is due, and what becomes of its rows.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Doomed, KEPT};
use crate::{
    chat::model::VisitorId,
    messaging::ConversationId,
    platform::db::{Conn, Sql, Tx},
};

/// What an erased conversation loses beside its key: each statement empties what may be empty. `$1` is the
/// conversation. A feature that keeps a sealed text that may be null adds its line here.
const EMPTIED: &[&str] = &[
    "UPDATE conversation SET nickname = NULL, topic = NULL WHERE id = $1",
    "UPDATE risk_change SET note = NULL WHERE conversation = $1 AND note IS NOT NULL",
    "UPDATE held SET note = NULL WHERE conversation = $1 AND note IS NOT NULL",
    "UPDATE flag SET note = NULL, review_note = NULL WHERE conversation = $1",
    "UPDATE block SET note = NULL, lift_note = NULL WHERE conversation = $1",
];

/// Conversations that are due and not held, behind `after`, locked until the transaction ends.
pub(super) async fn due(tx: &mut Tx, now: DateTime<Utc>, after: Uuid, limit: i64) -> sqlx::Result<Vec<Doomed>> {
    let sql = Sql::Split {
        sqlite: "SELECT id, key, erase_wanted_at IS NOT NULL AS wished FROM conversation c
             WHERE erased_at IS NULL AND state = 'closed' AND (closed_at <= $1 OR erase_wanted_at IS NOT NULL)
               AND id > $2 AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.conversation = c.id
                 AND h.lifted_at IS NULL AND (h.confirmed_at IS NOT NULL OR h.lapses_at > $3))
             ORDER BY id LIMIT $4",
        postgres: "SELECT id, key, erase_wanted_at IS NOT NULL AS wished FROM conversation c
             WHERE erased_at IS NULL AND state = 'closed' AND (closed_at <= $1 OR erase_wanted_at IS NOT NULL)
               AND id > $2 AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.conversation = c.id
                 AND h.lifted_at IS NULL AND (h.confirmed_at IS NOT NULL OR h.lapses_at > $3))
             ORDER BY id LIMIT $4 FOR UPDATE OF c SKIP LOCKED",
    };
    tx.query(sql).bind(now - KEPT).bind(after).bind(now).bind(limit).fetch_all().await
}

/// Locks a conversation's row until the transaction ends, so that it is not erased and held at one time; says whether it
/// is erased already. `None` when there is none.
pub(in crate::chat) async fn lock(tx: &mut Tx, id: ConversationId) -> sqlx::Result<Option<bool>> {
    let sql = Sql::Split {
        sqlite: "SELECT erased_at IS NOT NULL FROM conversation WHERE id = $1",
        postgres: "SELECT erased_at IS NOT NULL FROM conversation WHERE id = $1 FOR UPDATE",
    };
    Ok(tx.query(sql).bind(id).fetch_optional::<(bool,)>().await?.map(|(erased,)| erased))
}

/// Marks a conversation as erased and takes what is left of it; says no when it was already.
pub(super) async fn mark(tx: &mut Tx, id: ConversationId, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let marked = tx
        .query("UPDATE conversation SET erased_at = $1 WHERE id = $2 AND erased_at IS NULL")
        .bind(now)
        .bind(id)
        .execute()
        .await?;
    for statement in EMPTIED {
        tx.query(*statement).bind(id).execute().await?;
    }
    Ok(marked == 1)
}

/// Notes that she wants all of hers gone.
pub(super) async fn want(tx: &mut Tx, visitor: VisitorId, now: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "UPDATE conversation SET erase_wanted_at = $1
         WHERE visitor = $2 AND erased_at IS NULL AND erase_wanted_at IS NULL",
    )
    .bind(now)
    .bind(visitor)
    .execute()
    .await?;
    Ok(())
}

/// What she wants gone and is still there, locked until the transaction ends.
pub(super) async fn wanted_by(tx: &mut Tx, visitor: VisitorId) -> sqlx::Result<Vec<Doomed>> {
    let sql = Sql::Split {
        sqlite: "SELECT id, key, erase_wanted_at IS NOT NULL AS wished FROM conversation
             WHERE visitor = $1 AND erased_at IS NULL ORDER BY id",
        postgres: "SELECT id, key, erase_wanted_at IS NOT NULL AS wished FROM conversation
             WHERE visitor = $1 AND erased_at IS NULL ORDER BY id FOR UPDATE",
    };
    tx.query(sql).bind(visitor).fetch_all().await
}

/// Her return code leads nowhere from here on: nobody has the code whose trace `nobodys` is.
pub(super) async fn forget_code(tx: &mut Tx, visitor: VisitorId, nobodys: &[u8]) -> sqlx::Result<()> {
    tx.query("UPDATE visitor SET return_mac = $1, duress_mac = NULL WHERE id = $2")
        .bind(nobodys)
        .bind(visitor)
        .execute()
        .await?;
    Ok(())
}

/// When retention last looked, by the clock that it believed; `None` when it never has.
pub(super) async fn looked_at(conn: &mut Conn) -> sqlx::Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> =
        conn.query("SELECT looked_at FROM retention WHERE one = 1").fetch_optional().await?;
    Ok(row.map(|(at,)| at))
}

/// Notes a look. Never an earlier one: a clock that stood too low for a while is no measure.
pub(super) async fn note_look(tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO retention (one, looked_at, doubted_seconds) VALUES (1, $1, 0) ON CONFLICT (one) DO UPDATE SET
           looked_at = CASE WHEN retention.looked_at < excluded.looked_at THEN excluded.looked_at ELSE retention.looked_at END,
           doubted_seconds = 0",
    )
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// Notes that servers have run for so much longer with a clock that is not believed, and says for how long in all.
pub(super) async fn doubt(tx: &mut Tx, seconds: i64) -> sqlx::Result<i64> {
    let (doubted,): (i64,) = tx
        .query("UPDATE retention SET doubted_seconds = doubted_seconds + $1 WHERE one = 1 RETURNING doubted_seconds")
        .bind(seconds)
        .fetch_one()
        .await?;
    Ok(doubted)
}

/// A conversation whose time has come.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Pending {
    /// Which.
    pub id: ConversationId,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
    /// When she wished it gone, if she did.
    pub erase_wanted_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    /// What keeps it, if anything does.
    pub held: Held,
}

/// By what a conversation is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Held {
    /// The legal hold.
    #[sqlx(rename = "hold")]
    pub by: Option<Uuid>,
    /// Until when it holds if nobody confirms it; none: until it is lifted, or there is no hold.
    #[sqlx(rename = "lapses")]
    pub until: Option<DateTime<Utc>>,
}

/// What would be erased at `now`, and what is due but held, behind `after`, at most `limit`.
///
/// # Errors
/// As any statement.
pub async fn pending(conn: &mut Conn, now: DateTime<Utc>, after: Uuid, limit: i64) -> sqlx::Result<Vec<Pending>> {
    conn.query(
        "SELECT c.id, c.closed_at, c.erase_wanted_at, h.id AS hold,
           CASE WHEN h.confirmed_at IS NULL THEN h.lapses_at END AS lapses
         FROM conversation c LEFT JOIN legal_hold h ON h.conversation = c.id AND h.lifted_at IS NULL
           AND (h.confirmed_at IS NOT NULL OR h.lapses_at > $3)
         WHERE c.erased_at IS NULL AND c.state = 'closed' AND (c.closed_at <= $1 OR c.erase_wanted_at IS NOT NULL)
           AND c.id > $2 ORDER BY c.id LIMIT $4",
    )
    .bind(now - KEPT)
    .bind(after)
    .bind(now)
    .bind(limit)
    .fetch_all()
    .await
}

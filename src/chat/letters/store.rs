//! Letters in the database.

use chrono::{DateTime, Utc};

use crate::{
    accounts::{Account, AccountId, Language, Role},
    messaging::{ConversationId, protocol::ConversationState},
    platform::db::{Conn, Tx},
};

/// Closed in one go; the rest follows in the next round.
const ROUND: i64 = 200;

/// A letter that waits for an answer.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Letter {
    pub(super) id: ConversationId,
    pub(super) label: String,
    pub(super) language: String,
    pub(super) risk: i64,
    pub(super) later_at: DateTime<Utc>,
    pub(super) prefers: Option<AccountId>,
    pub(super) lines: i64,
}

/// The letters that wait for an answer and `by` may give it. Those left before `everybodys_before` are everybody's who
/// speaks the language.
pub(super) async fn shown(
    conn: &mut Conn,
    by: &Account,
    everybodys_before: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<Letter>> {
    conn.query(
        "SELECT c.id, c.label, c.language, c.risk, c.later_at, c.prefers, COUNT(*) AS lines
         FROM conversation c
         JOIN channel h ON h.conversation = c.id AND h.kind = 'main'
         JOIN message m ON m.channel = h.no AND m.seq > c.answered_seq AND m.kind = 'visitor'
         WHERE c.state = 'waiting' AND c.later_at IS NOT NULL
           AND ($1 OR c.prefers = $2
             OR ((c.prefers IS NULL OR c.later_at <= $3) AND (c.language = 'ko' AND $4 OR c.language = 'en' AND $5)))
         GROUP BY c.id, c.label, c.language, c.risk, c.later_at, c.prefers
         ORDER BY c.risk DESC, c.later_at, c.id LIMIT $6",
    )
    .bind(by.is_any(&[Role::Supervisor]))
    .bind(by.id)
    .bind(everybodys_before)
    .bind(by.languages.contains(&Language::Ko))
    .bind(by.languages.contains(&Language::En))
    .bind(most)
    .fetch_all()
    .await
}

/// How many [`shown`] would show without an end.
pub(super) async fn count_shown(conn: &mut Conn, by: &Account, everybodys_before: DateTime<Utc>) -> sqlx::Result<i64> {
    let (count,): (i64,) = conn
        .query(
            "SELECT COUNT(*) FROM conversation c
             WHERE c.state = 'waiting' AND c.later_at IS NOT NULL
               AND ($1 OR c.prefers = $2
                 OR ((c.prefers IS NULL OR c.later_at <= $3) AND (c.language = 'ko' AND $4 OR c.language = 'en' AND $5)))
               AND EXISTS (SELECT 1 FROM channel h JOIN message m ON m.channel = h.no AND m.seq > c.answered_seq
                 AND m.kind = 'visitor' WHERE h.conversation = c.id AND h.kind = 'main')",
        )
        .bind(by.is_any(&[Role::Supervisor]))
        .bind(by.id)
        .bind(everybodys_before)
        .bind(by.languages.contains(&Language::Ko))
        .bind(by.languages.contains(&Language::En))
        .fetch_one()
        .await?;
    Ok(count)
}

/// How many letters nobody has, and nobody has answered yet.
pub(super) async fn unopened(conn: &mut Conn) -> sqlx::Result<i64> {
    let (count,): (i64,) = conn
        .query(
            "SELECT COUNT(*) FROM conversation
             WHERE state = 'waiting' AND later_at IS NOT NULL AND answered_at IS NULL",
        )
        .fetch_one()
        .await?;
    Ok(count)
}

/// Whether the visitor has said anything, be it held for a while.
pub(super) async fn has_said(conn: &mut Conn, id: ConversationId) -> sqlx::Result<bool> {
    if waits_for_answer(conn, id, 0).await? {
        return Ok(true);
    }
    let held: Option<(ConversationId,)> = conn
        .query("SELECT conversation FROM held WHERE conversation = $1 AND state = 'open' AND kind = 'visitor' LIMIT 1")
        .bind(id)
        .fetch_optional()
        .await?;
    Ok(held.is_some())
}

/// Whether she has said anything after `answered_seq`.
pub(super) async fn waits_for_answer(conn: &mut Conn, id: ConversationId, answered_seq: i64) -> sqlx::Result<bool> {
    let found: Option<(i64,)> = conn
        .query(
            "SELECT m.seq FROM message m JOIN channel h ON h.no = m.channel
             WHERE h.conversation = $1 AND h.kind = 'main' AND m.seq > $2 AND m.kind = 'visitor' LIMIT 1",
        )
        .bind(id)
        .bind(answered_seq)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}

/// The number of the last line that the staff said to her; 0 when there is none.
pub(super) async fn last_of_staff(conn: &mut Conn, id: ConversationId) -> sqlx::Result<i64> {
    let (last,): (Option<i64>,) = conn
        .query(
            "SELECT MAX(m.seq) FROM message m JOIN channel h ON h.no = m.channel
             WHERE h.conversation = $1 AND h.kind = 'main' AND m.kind <> 'visitor'",
        )
        .bind(id)
        .fetch_one()
        .await?;
    Ok(last.unwrap_or(0))
}

/// Takes a conversation that still is in `from` out of the live line.
pub(super) async fn leave(
    tx: &mut Tx,
    id: ConversationId,
    from: ConversationState,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let left = tx
        .query(
            "UPDATE conversation SET state = 'waiting', later_at = $1, counsellor = NULL, offered_by = NULL,
               offer_expires_at = NULL
             WHERE id = $2 AND state = $3",
        )
        .bind(now)
        .bind(id)
        .bind(from.as_str())
        .execute()
        .await?;
    Ok(left == 1)
}

/// Gives a letter that nobody has to a counsellor.
pub(super) async fn open(tx: &mut Tx, id: ConversationId, by: AccountId, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let opened = tx
        .query(
            "UPDATE conversation SET state = 'active', counsellor = $1, opened_at = $2, offered_by = NULL
             WHERE id = $3 AND state = 'waiting' AND later_at IS NOT NULL",
        )
        .bind(by)
        .bind(now)
        .bind(id)
        .execute()
        .await?;
    Ok(opened == 1)
}

/// Puts a letter that `by` has answered up to `seq` away until the visitor is back.
pub(super) async fn answered(
    tx: &mut Tx,
    id: ConversationId,
    by: AccountId,
    prefers: Option<AccountId>,
    seq: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let put_away = tx
        .query(
            "UPDATE conversation SET state = 'waiting', counsellor = NULL, answered_at = $1, answered_seq = $2, prefers = $3
             WHERE id = $4 AND state = 'active' AND counsellor = $5 AND later_at IS NOT NULL",
        )
        .bind(now)
        .bind(seq)
        .bind(prefers)
        .bind(id)
        .bind(by)
        .execute()
        .await?;
    Ok(put_away == 1)
}

/// Makes a letter a conversation like others: one that waits is at the end of the line.
pub(super) async fn end(tx: &mut Tx, id: ConversationId, now: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "UPDATE conversation SET later_at = NULL,
           place = CASE WHEN state = 'waiting' THEN $1 ELSE place END,
           waiting_since = CASE WHEN state = 'waiting' THEN $2 ELSE waiting_since END
         WHERE id = $3 AND later_at IS NOT NULL AND state <> 'closed'",
    )
    .bind(now.timestamp_micros())
    .bind(now)
    .bind(id)
    .execute()
    .await?;
    Ok(())
}

/// Letters that were opened before `before` and not let go since, and those of disabled accounts.
pub(super) async fn lapsed(conn: &mut Conn, before: DateTime<Utc>) -> sqlx::Result<Vec<ConversationId>> {
    let rows: Vec<(ConversationId,)> = conn
        .query(
            "SELECT c.id FROM conversation c JOIN account a ON a.id = c.counsellor
             WHERE c.state = 'active' AND c.later_at IS NOT NULL AND (c.opened_at <= $1 OR a.disabled_at IS NOT NULL)
             ORDER BY c.id LIMIT $2",
        )
        .bind(before)
        .bind(ROUND)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Letters that were left, and last answered, before `before`.
pub(super) async fn forsaken(conn: &mut Conn, before: DateTime<Utc>) -> sqlx::Result<Vec<ConversationId>> {
    let rows: Vec<(ConversationId,)> = conn
        .query(
            "SELECT id FROM conversation
             WHERE state = 'waiting' AND later_at <= $1 AND (answered_at IS NULL OR answered_at <= $1)
             ORDER BY later_at, id LIMIT $2",
        )
        .bind(before)
        .bind(ROUND)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

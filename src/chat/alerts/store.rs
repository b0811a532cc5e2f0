//! Alerts in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    accounts::AccountId,
    messaging::{ConversationId, protocol::AlertKind},
    platform::db::{Conn, Tx},
};

/// An alert, with what tells its conversation from others.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Alert {
    pub id: Uuid,
    #[sqlx(try_from = "String")]
    pub kind: AlertKind,
    pub conversation: ConversationId,
    pub subject: Option<Uuid>,
    pub risk: i64,
    pub rule: Option<String>,
    pub loud: bool,
    pub raised_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub label: String,
    pub language: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.kind, a.conversation, a.subject, a.risk, a.rule, a.loud, a.raised_at, a.answered_at, c.label, c.language
             FROM alert a JOIN conversation c ON c.id = a.conversation ",
            $rest
        )
    };
}

/// Keeps an alert, unless the same one is open.
pub(super) async fn insert(tx: &mut Tx, alert: &Alert) -> sqlx::Result<bool> {
    let open: Option<(Uuid,)> = tx
        .query(
            "SELECT id FROM alert WHERE conversation = $1 AND kind = $2 AND answered_at IS NULL
               AND COALESCE(subject, $4) = COALESCE($3, $4)",
        )
        .bind(alert.conversation)
        .bind(alert.kind.as_str())
        .bind(alert.subject)
        .bind(Uuid::nil())
        .fetch_optional()
        .await?;
    if open.is_some() {
        return Ok(false);
    }
    tx.query(
        "INSERT INTO alert (id, kind, conversation, subject, risk, rule, loud, raised_at, told_at, told)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1)",
    )
    .bind(alert.id)
    .bind(alert.kind.as_str())
    .bind(alert.conversation)
    .bind(alert.subject)
    .bind(alert.risk)
    .bind(alert.rule.as_deref())
    .bind(alert.loud)
    .bind(alert.raised_at)
    .execute()
    .await?;
    Ok(true)
}

pub(super) async fn get(conn: &mut Conn, id: Uuid) -> sqlx::Result<Option<Alert>> {
    conn.query(select!("WHERE a.id = $1")).bind(id).fetch_optional().await
}

pub(super) async fn open(conn: &mut Conn, limit: i64) -> sqlx::Result<Vec<Alert>> {
    conn.query(select!("WHERE a.answered_at IS NULL ORDER BY a.loud DESC, a.raised_at, a.id LIMIT $1"))
        .bind(limit)
        .fetch_all()
        .await
}

/// Answers an alert that is open.
pub(super) async fn answer(tx: &mut Tx, id: Uuid, by: AccountId, at: DateTime<Utc>) -> sqlx::Result<Option<Alert>> {
    let answered = tx
        .query("UPDATE alert SET answered_by = $1, answered_at = $2 WHERE id = $3 AND answered_at IS NULL")
        .bind(by)
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    if answered == 1 { get(tx, id).await } else { Ok(None) }
}

/// Ends the open ones of a kind about a conversation, and about `subject` where one is named.
pub(super) async fn end(
    tx: &mut Tx,
    conversation: ConversationId,
    kind: AlertKind,
    subject: Option<Uuid>,
    by: Option<AccountId>,
    at: DateTime<Utc>,
) -> sqlx::Result<Vec<Uuid>> {
    let ended: Vec<(Uuid,)> = tx
        .query(
            "UPDATE alert SET answered_by = $1, answered_at = $2
             WHERE conversation = $3 AND kind = $4 AND answered_at IS NULL
               AND COALESCE($5, subject, $6) = COALESCE(subject, $6)
             RETURNING id",
        )
        .bind(by)
        .bind(at)
        .bind(conversation)
        .bind(kind.as_str())
        .bind(subject)
        .bind(Uuid::nil())
        .fetch_all()
        .await?;
    Ok(ended.into_iter().map(|(id,)| id).collect())
}

/// Loud ones that nobody has answered, and of which nobody was told since `before`.
pub(super) async fn due(conn: &mut Conn, before: DateTime<Utc>, times: i64) -> sqlx::Result<Vec<Uuid>> {
    let due: Vec<(Uuid,)> = conn
        .query(
            "SELECT id FROM alert WHERE answered_at IS NULL AND loud = $1 AND told_at <= $2 AND told < $3
             ORDER BY raised_at LIMIT 50",
        )
        .bind(true)
        .bind(before)
        .bind(times)
        .fetch_all()
        .await?;
    Ok(due.into_iter().map(|(id,)| id).collect())
}

/// Notes that those on duty are told once more, unless another node just did.
pub(super) async fn called(tx: &mut Tx, id: Uuid, before: DateTime<Utc>, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let noted = tx
        .query(
            "UPDATE alert SET told_at = $1, told = told + 1
             WHERE id = $2 AND answered_at IS NULL AND told_at <= $3",
        )
        .bind(now)
        .bind(id)
        .bind(before)
        .execute()
        .await?;
    Ok(noted == 1)
}

/// Whether somebody answered an alert of a kind about a conversation at `since` or later.
pub(super) async fn answered_since(
    conn: &mut Conn,
    conversation: ConversationId,
    kind: AlertKind,
    since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let row: Option<(Uuid,)> = conn
        .query(
            "SELECT id FROM alert
             WHERE conversation = $1 AND kind = $2 AND answered_by IS NOT NULL AND answered_at >= $3 LIMIT 1",
        )
        .bind(conversation)
        .bind(kind.as_str())
        .bind(since)
        .fetch_optional()
        .await?;
    Ok(row.is_some())
}

/// Who has waited since before `since`, and about whom there was no alert since then. Whoever goes from desk to desk
/// and is opened at none waits as well; whom a colleague handed on does not, until that offer lapses.
pub(super) async fn unclaimed(conn: &mut Conn, since: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<ConversationId>> {
    let rows: Vec<(ConversationId,)> = conn
        .query(
            "SELECT c.id FROM conversation c
             WHERE (c.state = 'waiting' OR c.state = 'offered' AND c.offered_by IS NULL)
               AND c.later_at IS NULL AND c.waiting_since <= $1
               AND NOT EXISTS (SELECT 1 FROM alert a
                 WHERE a.conversation = c.id AND a.kind = 'unclaimed'
                   AND (a.raised_at >= c.waiting_since OR a.answered_at IS NULL))
             ORDER BY c.waiting_since LIMIT $2",
        )
        .bind(since)
        .bind(limit)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

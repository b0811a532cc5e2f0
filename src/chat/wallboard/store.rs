//! What the wallboard shows, from the database.

use chrono::{DateTime, Utc};

use crate::{
    accounts::AccountId,
    messaging::{ConversationId, protocol::ConversationState},
    platform::db::Conn,
};

/// A conversation that somebody has.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Running {
    pub id: ConversationId,
    pub label: String,
    pub risk: i64,
    #[sqlx(try_from = "String")]
    pub state: ConversationState,
    pub opened_at: Option<DateTime<Utc>>,
    pub counsellor: AccountId,
    pub counsellor_name: Option<String>,
}

/// Somebody in the line.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct InLine {
    pub id: ConversationId,
    pub label: String,
    pub language: String,
    pub risk: i64,
    #[sqlx(try_from = "String")]
    pub state: ConversationState,
    pub waiting_since: DateTime<Utc>,
    pub counsellor_name: Option<String>,
}

/// A desk.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Desk {
    pub account: AccountId,
    pub name: String,
    pub state: String,
    pub capacity: i64,
    pub load: i64,
    pub heavy: i64,
    pub break_until: Option<DateTime<Utc>>,
    pub seen_at: DateTime<Utc>,
}

/// Counts of the day, and of what waits.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Counts {
    pub abandoned: i64,
    pub returned: i64,
    pub closed: i64,
    pub held: i64,
}

pub(super) async fn counts(conn: &mut Conn, since: DateTime<Utc>) -> sqlx::Result<Counts> {
    conn.query(
        // A letter that nobody came back for is no visitor who gave up today, nor a talk that ended.
        "SELECT (SELECT COUNT(*) FROM conversation
                   WHERE state = 'closed' AND closed_at >= $1 AND opened_at IS NULL AND later_at IS NULL) AS abandoned,
                (SELECT COUNT(*) FROM conversation WHERE continues IS NOT NULL AND created_at >= $1) AS returned,
                (SELECT COUNT(*) FROM conversation WHERE state = 'closed' AND closed_at >= $1 AND opened_at IS NOT NULL
                   AND (later_at IS NULL OR closed_reason <> 'abandoned')) AS closed,
                (SELECT COUNT(*) FROM held WHERE state = 'open') AS held",
    )
    .bind(since)
    .fetch_one()
    .await
}

pub(super) async fn running(conn: &mut Conn, limit: i64) -> sqlx::Result<Vec<Running>> {
    conn.query(
        "SELECT c.id, c.label, c.risk, c.state, c.opened_at, c.counsellor, a.name AS counsellor_name
         FROM conversation c LEFT JOIN account a ON a.id = c.counsellor
         WHERE c.state IN ('offered', 'active', 'wrap_up') ORDER BY c.created_at, c.id LIMIT $1",
    )
    .bind(limit)
    .fetch_all()
    .await
}

/// The line in its order; who is offered stands where she stood. Letters stand in no line.
pub(super) async fn line(conn: &mut Conn, limit: i64) -> sqlx::Result<Vec<InLine>> {
    conn.query(
        "SELECT c.id, c.label, c.language, c.risk, c.state, c.waiting_since, a.name AS counsellor_name
         FROM conversation c LEFT JOIN account a ON a.id = c.counsellor AND c.state = 'offered'
         WHERE c.state IN ('waiting', 'offered') AND c.later_at IS NULL ORDER BY c.risk DESC, c.place, c.id LIMIT $1",
    )
    .bind(limit)
    .fetch_all()
    .await
}

/// Desks of those who are there, and of those who have conversations, by name.
pub(super) async fn desks(conn: &mut Conn, seen_since: DateTime<Utc>) -> sqlx::Result<Vec<Desk>> {
    conn.query(
        "SELECT account, name, state, capacity, load, heavy, break_until, seen_at FROM desk
         WHERE seen_at > $1 OR load > 0 ORDER BY name, account LIMIT 500",
    )
    .bind(seen_since)
    .fetch_all()
    .await
}

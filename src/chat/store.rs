//! Conversations, visitors and desks in the database. Every change of state is one guarded statement: the guard is the
//! lock.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{ClosedReason, FreeDesk, VisitorId, Waiting};
use crate::{
    accounts::{AccountId, Language, list},
    messaging::{ConversationId, protocol::ConversationState},
    platform::{
        Error, Result,
        db::{Conn, Tx},
    },
};

/// A conversation.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Conversation {
    pub id: ConversationId,
    pub visitor: VisitorId,
    pub continues: Option<ConversationId>,
    #[sqlx(try_from = "String")]
    pub state: ConversationState,
    pub closed_reason: Option<String>,
    pub language: String,
    pub label: String,
    pub risk: i64,
    pub place: i64,
    pub counsellor: Option<AccountId>,
    pub offered_by: Option<AccountId>,
    pub offer_expires_at: Option<DateTime<Utc>>,
    pub key: Uuid,
    pub nickname: Option<Vec<u8>>,
    pub topic: Option<Vec<u8>>,
    pub safe_now: Option<String>,
    pub outreach_code: Option<String>,
    pub visitor_left_at: Option<DateTime<Utc>>,
    pub waiting_since: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
}

impl Conversation {
    /// The language that she speaks.
    pub fn language(&self) -> Result<Language> {
        self.language.parse().map_err(Error::Internal)
    }
}

/// A visitor.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Visitor {
    pub id: VisitorId,
    pub conversation: ConversationId,
    pub socket: Option<Uuid>,
    pub seen_at: DateTime<Utc>,
}

/// A desk.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Desk {
    pub account: AccountId,
    pub state: String,
    pub capacity: i64,
    pub load: i64,
    pub languages: String,
    pub assigned_at: Option<DateTime<Utc>>,
}

pub(super) async fn get(conn: &mut Conn, id: ConversationId) -> sqlx::Result<Option<Conversation>> {
    conn.query("SELECT * FROM conversation WHERE id = $1").bind(id).fetch_optional().await
}

pub(super) async fn insert(tx: &mut Tx, conversation: &Conversation) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO conversation (id, visitor, continues, state, language, label, risk, place, key, nickname, topic,
           safe_now, outreach_code, waiting_since, created_at)
         VALUES ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
    )
    .bind(conversation.id)
    .bind(conversation.visitor)
    .bind(conversation.continues)
    .bind(conversation.language.as_str())
    .bind(conversation.label.as_str())
    .bind(conversation.risk)
    .bind(conversation.place)
    .bind(conversation.key)
    .bind(conversation.nickname.as_deref())
    .bind(conversation.topic.as_deref())
    .bind(conversation.safe_now.as_deref())
    .bind(conversation.outreach_code.as_deref())
    .bind(conversation.created_at)
    .execute()
    .await?;
    Ok(())
}

pub(super) async fn insert_visitor(
    tx: &mut Tx,
    id: VisitorId,
    conversation: ConversationId,
    token_hash: &[u8],
    return_mac: &[u8],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO visitor (id, token_hash, return_mac, conversation, seen_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(id)
    .bind(token_hash)
    .bind(return_mac)
    .bind(conversation)
    .bind(at)
    .execute()
    .await?;
    Ok(())
}

pub(super) async fn visitor_by_token(
    conn: &mut Conn,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Visitor>> {
    conn.query(
        "SELECT id, conversation, socket, seen_at FROM visitor
         WHERE token_hash = $1 AND (token_dies_at IS NULL OR token_dies_at > $2)",
    )
    .bind(token_hash)
    .bind(now)
    .fetch_optional()
    .await
}

pub(super) async fn visitor_by_code(conn: &mut Conn, return_mac: &[u8]) -> sqlx::Result<Option<Visitor>> {
    conn.query("SELECT id, conversation, socket, seen_at FROM visitor WHERE return_mac = $1")
        .bind(return_mac)
        .fetch_optional()
        .await
}

pub(super) async fn visitor(conn: &mut Conn, id: VisitorId) -> sqlx::Result<Option<Visitor>> {
    conn.query("SELECT id, conversation, socket, seen_at FROM visitor WHERE id = $1").bind(id).fetch_optional().await
}

/// A new token, or none; the old one is dead.
pub(super) async fn set_token(
    tx: &mut Tx,
    id: VisitorId,
    token_hash: Option<&[u8]>,
    conversation: ConversationId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.query(
        "UPDATE visitor SET token_hash = $1, token_dies_at = NULL, conversation = $2, socket = NULL, seen_at = $3
         WHERE id = $4",
    )
    .bind(token_hash)
    .bind(conversation)
    .bind(at)
    .bind(id)
    .execute()
    .await?;
    Ok(())
}

/// Lets the token live until `at` and no longer.
pub(super) async fn token_dies_at(tx: &mut Tx, id: VisitorId, at: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query("UPDATE visitor SET token_dies_at = $1 WHERE id = $2").bind(at).bind(id).execute().await?;
    Ok(())
}

/// Puts a conversation into the line at its old place (`place` unchanged) or at a new one.
pub(super) async fn to_line(
    tx: &mut Tx,
    conversation: &Conversation,
    from: ConversationState,
    place: i64,
    let_go_by: Option<AccountId>,
    waiting_since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE conversation SET state = 'waiting', place = $1, counsellor = NULL, offered_by = $2,
               offer_expires_at = NULL, waiting_since = $3
             WHERE id = $4 AND state = $5 AND counsellor = $6",
        )
        .bind(place)
        .bind(let_go_by)
        .bind(waiting_since)
        .bind(conversation.id)
        .bind(from.as_str())
        .bind(conversation.counsellor)
        .execute()
        .await?;
    Ok(moved == 1)
}

/// The place right before the first of a risk class.
pub(super) async fn head_of(tx: &mut Tx, risk: i64, now: DateTime<Utc>) -> sqlx::Result<i64> {
    let (first,): (Option<i64>,) = tx
        .query("SELECT MIN(place) FROM conversation WHERE state IN ('waiting', 'offered') AND risk = $1")
        .bind(risk)
        .fetch_one()
        .await?;
    Ok(first.unwrap_or_else(|| now.timestamp_micros()) - 1)
}

/// Offers a conversation that still is in `from` to a counsellor. The other half of the lock is [`take_place`].
pub(super) async fn offer(
    tx: &mut Tx,
    id: ConversationId,
    from: ConversationState,
    to: AccountId,
    by: Option<AccountId>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE conversation SET state = 'offered', counsellor = $1, offered_by = $2, offer_expires_at = $3
             WHERE id = $4 AND state = $5",
        )
        .bind(to)
        .bind(by)
        .bind(expires_at)
        .bind(id)
        .bind(from.as_str())
        .execute()
        .await?;
    Ok(moved == 1)
}

/// Takes a place at the desk, if she still is available and has one.
pub(super) async fn take_place(
    tx: &mut Tx,
    account: AccountId,
    seen_since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let taken = tx
        .query(
            "UPDATE desk SET load = load + 1, assigned_at = $1
             WHERE account = $2 AND state = 'available' AND load < capacity AND seen_at > $3",
        )
        .bind(now)
        .bind(account)
        .bind(seen_since)
        .execute()
        .await?;
    Ok(taken == 1)
}

/// Gives a place at the desk back.
pub(super) async fn free_place(tx: &mut Tx, account: AccountId) -> sqlx::Result<()> {
    tx.query("UPDATE desk SET load = load - 1 WHERE account = $1 AND load > 0").bind(account).execute().await?;
    Ok(())
}

/// Opens an offer that is hers and still stands.
pub(super) async fn open(
    tx: &mut Tx,
    id: ConversationId,
    by: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Conversation>> {
    tx.query(
        "UPDATE conversation SET state = 'active', opened_at = $1, offer_expires_at = NULL, offered_by = NULL
         WHERE id = $2 AND state = 'offered' AND counsellor = $3 AND offer_expires_at > $1
         RETURNING *",
    )
    .bind(now)
    .bind(id)
    .bind(by)
    .fetch_optional()
    .await
}

/// Gives an open conversation to a supervisor.
pub(super) async fn take_over(
    tx: &mut Tx,
    id: ConversationId,
    from: ConversationState,
    by: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE conversation SET state = 'active', counsellor = $1, offered_by = NULL, offer_expires_at = NULL,
               opened_at = COALESCE(opened_at, $2)
             WHERE id = $3 AND state = $4",
        )
        .bind(by)
        .bind(now)
        .bind(id)
        .bind(from.as_str())
        .execute()
        .await?;
    Ok(moved == 1)
}

/// Ends the talk; what is left is her notes.
pub(super) async fn wrap_up(
    tx: &mut Tx,
    id: ConversationId,
    counsellor: Option<AccountId>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE conversation SET state = 'wrap_up', wrapped_at = $1
             WHERE id = $2 AND state = 'active' AND counsellor = $3",
        )
        .bind(now)
        .bind(id)
        .bind(counsellor)
        .execute()
        .await?;
    Ok(moved == 1)
}

/// Notes that the visitor said that she leaves, or that she came back.
pub(super) async fn set_left(tx: &mut Tx, id: ConversationId, at: Option<DateTime<Utc>>) -> sqlx::Result<()> {
    tx.query("UPDATE conversation SET visitor_left_at = $1 WHERE id = $2 AND state <> 'closed'")
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Closes a conversation that still is in `from`.
pub(super) async fn close(
    tx: &mut Tx,
    id: ConversationId,
    from: ConversationState,
    reason: ClosedReason,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE conversation SET state = 'closed', closed_reason = $1, closed_at = $2, offer_expires_at = NULL,
               counsellor = CASE WHEN state = 'offered' THEN NULL ELSE counsellor END
             WHERE id = $3 AND state = $4",
        )
        .bind(reason.as_str())
        .bind(now)
        .bind(id)
        .bind(from.as_str())
        .execute()
        .await?;
    Ok(moved == 1)
}

pub(super) async fn desk(conn: &mut Conn, account: AccountId) -> sqlx::Result<Option<Desk>> {
    conn.query("SELECT account, state, capacity, load, languages, assigned_at FROM desk WHERE account = $1")
        .bind(account)
        .fetch_optional()
        .await
}

pub(super) async fn desks(conn: &mut Conn) -> sqlx::Result<Vec<Desk>> {
    conn.query("SELECT account, state, capacity, load, languages, assigned_at FROM desk").fetch_all().await
}

/// Sits down, or changes how she sits.
pub(super) async fn put_desk(tx: &mut Tx, desk: &Desk, name: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO desk (account, state, capacity, load, languages, name, seen_at) VALUES ($1, $2, $3, 0, $4, $5, $6)
         ON CONFLICT (account) DO UPDATE SET state = excluded.state, capacity = excluded.capacity,
           languages = excluded.languages, name = excluded.name, seen_at = excluded.seen_at",
    )
    .bind(desk.account)
    .bind(desk.state.as_str())
    .bind(desk.capacity)
    .bind(desk.languages.as_str())
    .bind(name)
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// A supervisor answers beyond any capacity: she was not assigned, she took over.
pub(super) async fn add_load(tx: &mut Tx, desk: &Desk, name: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO desk (account, state, capacity, load, languages, name, seen_at) VALUES ($1, 'away', $2, 1, $3, $4, $5)
         ON CONFLICT (account) DO UPDATE SET load = desk.load + 1",
    )
    .bind(desk.account)
    .bind(desk.capacity)
    .bind(desk.languages.as_str())
    .bind(name)
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// Counsellors who can be given a conversation.
pub(super) async fn free_desks(conn: &mut Conn, seen_since: DateTime<Utc>) -> Result<Vec<FreeDesk>> {
    let rows: Vec<Desk> = conn
        .query(
            "SELECT account, state, capacity, load, languages, assigned_at FROM desk
             WHERE state = 'available' AND seen_at > $1 AND load < capacity",
        )
        .bind(seen_since)
        .fetch_all()
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(FreeDesk {
                account: row.account,
                capacity: row.capacity,
                load: row.load,
                languages: list(&row.languages, ',').map_err(Error::Internal)?,
                assigned_at: row.assigned_at,
            })
        })
        .collect()
}

/// The first of the line in one language, of those who are there.
pub(super) async fn first_waiting(
    conn: &mut Conn,
    language: Language,
    seen_since: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<Waiting>> {
    let rows: Vec<(ConversationId, i64, i64, DateTime<Utc>, Option<AccountId>)> = conn
        .query(
            "SELECT c.id, c.risk, c.place, c.waiting_since, c.offered_by
             FROM conversation c JOIN visitor v ON v.id = c.visitor
             WHERE c.state = 'waiting' AND c.language = $1 AND v.seen_at > $2
             ORDER BY c.risk DESC, c.place, c.id LIMIT $3",
        )
        .bind(language.as_str())
        .bind(seen_since)
        .bind(limit)
        .fetch_all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(conversation, risk, place, since, let_go_by)| Waiting {
            conversation,
            language,
            risk,
            place,
            since,
            let_go_by,
        })
        .collect())
}

//! Conversations in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    accounts::{AccountId, Language},
    chat::model::{ClosedReason, VisitorId},
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
    pub prefers: Option<AccountId>,
    pub later_at: Option<DateTime<Utc>>,
    pub answered_seq: i64,
}

impl Conversation {
    /// The language that she speaks.
    pub fn language(&self) -> Result<Language> {
        self.language.parse().map_err(Error::Internal)
    }

    /// Whether it was left to be answered in her absence, and she has not come back.
    pub fn is_letter(&self) -> bool {
        self.later_at.is_some() && self.state != ConversationState::Closed
    }
}

pub(in crate::chat) async fn get(conn: &mut Conn, id: ConversationId) -> sqlx::Result<Option<Conversation>> {
    conn.query("SELECT * FROM conversation WHERE id = $1").bind(id).fetch_optional().await
}

pub(in crate::chat) async fn insert(tx: &mut Tx, conversation: &Conversation) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO conversation (id, visitor, continues, state, language, label, risk, place, key, nickname, topic,
           safe_now, outreach_code, waiting_since, created_at, prefers)
         VALUES ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)",
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
    .bind(conversation.prefers)
    .execute()
    .await?;
    Ok(())
}

/// Opens an offer that is hers and still stands.
pub(in crate::chat) async fn open(
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

/// Gives an open conversation to a supervisor. A letter is opened anew: it is hers for so long and no longer.
pub(in crate::chat) async fn take_over(
    tx: &mut Tx,
    id: ConversationId,
    from: ConversationState,
    by: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE conversation SET state = 'active', counsellor = $1, offered_by = NULL, offer_expires_at = NULL,
               opened_at = CASE WHEN opened_at IS NULL OR later_at IS NOT NULL THEN $2 ELSE opened_at END
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
pub(in crate::chat) async fn wrap_up(
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
pub(in crate::chat) async fn set_left(tx: &mut Tx, id: ConversationId, at: Option<DateTime<Utc>>) -> sqlx::Result<()> {
    tx.query("UPDATE conversation SET visitor_left_at = $1 WHERE id = $2 AND state <> 'closed'")
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Closes a conversation that still is in `from`.
pub(in crate::chat) async fn close(
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

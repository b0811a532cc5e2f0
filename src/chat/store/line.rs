//! The line in the database.

use chrono::{DateTime, Utc};

use super::Conversation;
use crate::{
    accounts::{AccountId, Language},
    chat::model::Waiting,
    messaging::{ConversationId, protocol::ConversationState},
    platform::db::{Conn, Tx},
};

/// Puts a conversation into the line at its old place (`place` unchanged) or at a new one; a letter goes back to the
/// letters. Who let it go is not preferred any more.
pub(in crate::chat) async fn to_line(
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
               offer_expires_at = NULL, waiting_since = $3,
               prefers = CASE WHEN prefers = $2 THEN NULL ELSE prefers END
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
pub(in crate::chat) async fn head_of(tx: &mut Tx, risk: i64, now: DateTime<Utc>) -> sqlx::Result<i64> {
    let (first,): (Option<i64>,) = tx
        .query(
            "SELECT MIN(place) FROM conversation
             WHERE state IN ('waiting', 'offered') AND later_at IS NULL AND risk = $1",
        )
        .bind(risk)
        .fetch_one()
        .await?;
    Ok(first.unwrap_or_else(|| now.timestamp_micros()) - 1)
}

/// Offers a conversation that still is in `from` to a counsellor; the visitor has waited for one since `waiting_since`.
/// The other half of the lock is [`take_place`].
pub(in crate::chat) async fn offer(
    tx: &mut Tx,
    id: ConversationId,
    from: ConversationState,
    to: AccountId,
    by: Option<AccountId>,
    waiting_since: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = tx
        .query(
            "UPDATE conversation SET state = 'offered', counsellor = $1, offered_by = $2, offer_expires_at = $3,
               waiting_since = $4
             WHERE id = $5 AND state = $6",
        )
        .bind(to)
        .bind(by)
        .bind(expires_at)
        .bind(waiting_since)
        .bind(id)
        .bind(from.as_str())
        .execute()
        .await?;
    Ok(moved == 1)
}

/// What is offered to somebody; the last of the line first, so that each put back before the others keeps the order.
pub(in crate::chat) async fn offered_to(conn: &mut Conn, account: AccountId) -> sqlx::Result<Vec<Conversation>> {
    conn.query("SELECT * FROM conversation WHERE state = 'offered' AND counsellor = $1 ORDER BY place DESC")
        .bind(account)
        .fetch_all()
        .await
}

/// The first of the line in one language, of those who are there.
pub(in crate::chat) async fn first_waiting(
    conn: &mut Conn,
    language: Language,
    seen_since: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<Waiting>> {
    let rows: Vec<(ConversationId, i64, i64, DateTime<Utc>, Option<AccountId>, Option<AccountId>)> = conn
        .query(
            "SELECT c.id, c.risk, c.place, c.waiting_since, c.offered_by, c.prefers
             FROM conversation c JOIN visitor v ON v.id = c.visitor
             WHERE c.state = 'waiting' AND c.later_at IS NULL AND c.language = $1 AND v.seen_at > $2
             ORDER BY c.risk DESC, c.place, c.id LIMIT $3",
        )
        .bind(language.as_str())
        .bind(seen_since)
        .bind(limit)
        .fetch_all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(conversation, risk, place, since, let_go_by, prefers)| Waiting {
            conversation,
            language,
            risk,
            place,
            since,
            let_go_by,
            prefers,
        })
        .collect())
}

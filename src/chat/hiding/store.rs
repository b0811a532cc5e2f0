//! What is hidden, in the database.

use chrono::{DateTime, Utc};

use crate::{
    accounts::AccountId,
    messaging::ConversationId,
    platform::db::{Conn, Tx},
};

/// Says no when it was hidden before.
pub(super) async fn insert(
    tx: &mut Tx,
    conversation: ConversationId,
    account: AccountId,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let hidden = tx
        .query("INSERT INTO hidden (conversation, account, hidden_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(conversation)
        .bind(account)
        .bind(at)
        .execute()
        .await?;
    Ok(hidden == 1)
}

pub(super) async fn find(conn: &mut Conn, conversation: ConversationId, account: AccountId) -> sqlx::Result<bool> {
    let (count,): (i64,) = conn
        .query("SELECT COUNT(*) FROM hidden WHERE conversation = $1 AND account = $2")
        .bind(conversation)
        .bind(account)
        .fetch_one()
        .await?;
    Ok(count > 0)
}

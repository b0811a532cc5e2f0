//! Contact records in the database.

use chrono::{DateTime, Utc};

use super::Record;
use crate::{
    accounts::AccountId,
    messaging::ConversationId,
    platform::db::{Conn, Sql, Tx, rows},
};

/// A record as it is stored; its reasons are rows of their own, to be counted.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) age_band: Option<String>,
    pub(super) district: Option<String>,
    pub(super) action_taken: String,
    pub(super) outcome: Option<String>,
    pub(super) written_by: AccountId,
    pub(super) written_at: DateTime<Utc>,
}

pub(super) async fn get(conn: &mut Conn, conversation: ConversationId) -> sqlx::Result<Option<Stored>> {
    conn.query(
        "SELECT age_band, district, action_taken, outcome, written_by, written_at FROM contact_record
         WHERE conversation = $1",
    )
    .bind(conversation)
    .fetch_optional()
    .await
}

pub(super) async fn reasons(conn: &mut Conn, conversation: ConversationId) -> sqlx::Result<Vec<String>> {
    let rows: Vec<(String,)> =
        conn.query("SELECT code FROM contact_reason WHERE conversation = $1").bind(conversation).fetch_all().await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Writes a record in place of the one before.
pub(super) async fn put(
    tx: &mut Tx,
    conversation: ConversationId,
    record: &Record,
    by: AccountId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    // The row of the conversation first: two who write at once do so one after the other.
    tx.query(
        "INSERT INTO contact_record (conversation, age_band, district, action_taken, outcome, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (conversation) DO UPDATE SET age_band = excluded.age_band, district = excluded.district,
           action_taken = excluded.action_taken, outcome = excluded.outcome, written_by = excluded.written_by,
           written_at = excluded.written_at",
    )
    .bind(conversation)
    .bind(record.age_band.as_deref())
    .bind(record.district.as_deref())
    .bind(record.action_taken.as_str())
    .bind(record.outcome.as_deref())
    .bind(by)
    .bind(at)
    .execute()
    .await?;
    tx.query("DELETE FROM contact_reason WHERE conversation = $1").bind(conversation).execute().await?;
    if record.reasons.is_empty() {
        return Ok(());
    }
    let text = format!("INSERT INTO contact_reason (conversation, code) VALUES {}", rows(1, record.reasons.len(), 2));
    let mut insert = tx.query(Sql::built(text));
    for reason in &record.reasons {
        insert = insert.bind(conversation).bind(reason.as_str());
    }
    insert.execute().await?;
    Ok(())
}

//! The read ledger as a list: who read what, when and why. Identifiers alone; what was read is not in it.

mod routes;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use routes::{Api, routes};

use super::person::Person;
use crate::{
    accounts::{
        self, AccountId,
        ledger::{self, Wanted},
    },
    app::App,
    messaging::ConversationId,
    platform::{
        Error, Result,
        db::{Conn, Sql, rows},
    },
};

/// A reading.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingView {
    /// When.
    at: DateTime<Utc>,
    /// Who read.
    account: Person,
    /// What kind of thing: `conversation`, `note`.
    kind: String,
    /// Of which conversation; null for what is of none.
    conversation: Option<ConversationId>,
    /// Four digits that tell two visitors apart.
    label: Option<String>,
    /// Why, in one of our own words: `observed`, `exported`, `history after close`.
    reason: String,
}

/// A page of the ledger, the latest first, and where the next one begins.
///
/// # Errors
/// [`Error::Invalid`] for a cursor that is none of ours.
pub async fn page(
    app: &App,
    conversation: Option<ConversationId>,
    account: Option<AccountId>,
    cursor: Option<&str>,
    limit: i64,
) -> Result<(Vec<ReadingView>, Option<String>)> {
    let before = cursor.map(read_cursor).transpose()?;
    let wanted = Wanted { subject: conversation.map(ConversationId::as_uuid), account, before };
    let mut conn = app.db.read().await?;
    let mut lines = ledger::page(&mut conn, wanted, limit + 1).await?;
    let more = i64::try_from(lines.len()).is_ok_and(|count| count > limit);
    if more {
        lines.pop();
    }
    let next = lines.last().filter(|_| more).map(|last| write_cursor(last.at, last.id));
    let readers: Vec<_> = lines.iter().map(|line| line.account).collect();
    let names = accounts::names(&mut conn, &readers).await?;
    let labels = labels(&mut conn, lines.iter().map(|line| line.subject)).await?;
    let view = |line: ledger::Line| {
        let label = labels.get(&line.subject).cloned();
        let name = names.get(&line.account).cloned().unwrap_or_default();
        ReadingView {
            at: line.at,
            account: Person { id: line.account, name },
            kind: line.kind,
            conversation: label.is_some().then(|| ConversationId::from_uuid(line.subject)),
            label,
            reason: line.reason,
        }
    };
    Ok((lines.into_iter().map(view).collect(), next))
}

async fn labels(conn: &mut Conn, subjects: impl Iterator<Item = Uuid>) -> sqlx::Result<HashMap<Uuid, String>> {
    let mut subjects: Vec<_> = subjects.collect();
    subjects.sort_unstable();
    subjects.dedup();
    if subjects.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!("SELECT id, label FROM conversation WHERE id IN {}", rows(1, 1, subjects.len()));
    Ok(conn.query(Sql::built(sql)).bind_all(subjects).fetch_all::<(Uuid, String)>().await?.into_iter().collect())
}

fn write_cursor(at: DateTime<Utc>, id: Uuid) -> String {
    BASE64URL_NOPAD.encode(&[&at.timestamp_micros().to_be_bytes()[..], id.as_bytes()].concat())
}

fn read_cursor(text: &str) -> Result<(DateTime<Utc>, Uuid)> {
    let read = || {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (at, id) = bytes.split_at_checked(8)?;
        let at = DateTime::from_timestamp_micros(i64::from_be_bytes(at.try_into().ok()?))?;
        // What both engines can compare; no cursor of ours lies beyond.
        let sane = (0..=9999).contains(&chrono::Datelike::year(&at));
        Some((at, Uuid::from_slice(id).ok()?)).filter(|_| sane)
    };
    read().ok_or_else(|| Error::invalid("cursor", "must be `next` of another page"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is() {
        let (at, id) = (DateTime::from_timestamp_micros(1_764_223_299_123_456).unwrap(), Uuid::now_v7());
        assert_eq!(read_cursor(&write_cursor(at, id)).unwrap(), (at, id));
        for text in ["", "x", "AAAA", &"A".repeat(100), &BASE64URL_NOPAD.encode(&[0x7f; 24])] {
            assert!(matches!(read_cursor(text), Err(Error::Invalid { .. })), "{text}");
        }
    }
}

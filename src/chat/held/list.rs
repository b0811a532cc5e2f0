//! What waits: for supervisors, who decide, and for authors, who see where theirs is.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use gyeot_rules::contact;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{open_body, signature, store};
use crate::{
    accounts::{
        Account, AccountId,
        ledger::{self, Reading},
    },
    app::App,
    chat::{store as conversations, view::key_of},
    messaging::{
        AuthorKind, ChannelId, ConversationId, channel,
        protocol::{Author, HeldReason, ServerFrame},
    },
    platform::{Error, Result, db::Conn},
};

/// Listed at the most: a hundred that wait are more than anybody gets through.
const LISTED: i64 = 100;

/// Contact details, or an invitation to go elsewhere, as found in a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundView {
    /// `phone`, `messenger`, `link`, `email` or `invitation`.
    kind: contact::Kind,
    /// The part of the message.
    text: String,
}

/// A message that waits, for whoever decides.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldView {
    /// Which.
    id: Uuid,
    /// In which conversation.
    conversation: ConversationId,
    /// In which channel.
    channel: ChannelId,
    /// Four digits that tell two visitors apart.
    label: String,
    /// The visitor's language: `ko` or `en`.
    language: String,
    /// Who wrote it.
    author: Author,
    /// Her account; null for a visitor.
    account: Option<AccountId>,
    /// Why it waits.
    reason: HeldReason,
    /// What was found in it.
    found: Vec<FoundView>,
    /// What was written.
    body: String,
    /// Since when it waits.
    held_at: DateTime<Utc>,
    /// When it goes out without anybody having looked; null: never by itself.
    expires_at: Option<DateTime<Utc>>,
}

/// What waits, the oldest first. The reading is recorded, once a supervisor and message.
///
/// # Errors
/// As any statement.
pub async fn list(app: &App, by: &Account) -> Result<Vec<HeldView>> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let rows = store::open(&mut tx, LISTED).await?;
    let mut views = Vec::with_capacity(rows.len());
    let mut channels = HashMap::new();
    for row in rows {
        let Some(conversation) = conversations::get(&mut tx, row.conversation).await? else { continue };
        if let std::collections::hash_map::Entry::Vacant(entry) = channels.entry(row.channel) {
            match channel::get(&mut tx, &app.vault, row.channel_id).await {
                Ok(channel) => drop(entry.insert(channel)),
                // Erased a moment ago.
                Err(Error::NotFound) => continue,
                Err(error) => return Err(error),
            }
        }
        let Some(channel) = channels.get(&row.channel) else { continue };
        let body = open_body(&app.vault, &channel.key, &row, &conversation)?;
        let author = signature(&mut tx, &app.vault, channel, &row).await?;
        let subject = conversation.id.as_uuid();
        if !ledger::was_read(&mut tx, by.id, "held", subject, row.at).await? {
            let reading = Reading { account: by.id, kind: "held", subject, reason: "read a held message" };
            ledger::record(&mut tx, reading, now).await?;
        }
        let found = contact::find(body.as_str());
        views.push(HeldView {
            id: row.id,
            conversation: conversation.id,
            channel: row.channel_id,
            label: conversation.label,
            language: conversation.language,
            account: (author.kind != AuthorKind::Visitor).then(|| AccountId::from_uuid(author.id)),
            author: Author { kind: author.kind, name: author.name },
            reason: row.reason(),
            found: found.into_iter().map(|one| FoundView { kind: one.kind, text: one.text }).collect(),
            body: body.as_str().to_owned(),
            held_at: row.at,
            expires_at: row.expires_at,
        });
    }
    tx.commit().await?;
    Ok(views)
}

/// What somebody wrote that still waits, as she is told after `welcome`.
pub(in crate::chat) async fn frames(app: &App, conn: &mut Conn, author: Uuid) -> Result<Vec<ServerFrame>> {
    let mut frames = Vec::new();
    for row in store::open_of(conn, author, LISTED).await? {
        let Some(conversation) = conversations::get(conn, row.conversation).await? else { continue };
        let Some(key) = key_of(app, conversation.key).await? else { continue };
        let body = open_body(&app.vault, &key, &row, &conversation)?;
        frames.push(ServerFrame::Held {
            reference: None,
            channel: row.channel_id,
            id: row.message,
            reason: row.reason(),
            body: Some(body.as_str().to_owned()),
            at: row.at,
            expires_at: row.expires_at,
        });
    }
    Ok(frames)
}

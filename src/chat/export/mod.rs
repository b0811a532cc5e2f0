//! A conversation taken along: all that its reader may read of it, in one document, and recorded.

mod routes;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

pub use routes::{Api, routes};

use super::{
    notes::{self, NoteView},
    view::{self, ConversationView},
};
use crate::{
    accounts::{
        Account,
        ledger::{self, Reading},
    },
    app::App,
    messaging::{ChannelId, ChannelKind, ConversationId, channel, log, member, protocol::MessageFrame},
    platform::{Error, Result, db::Conn},
};

/// Messages read at a time.
const PAGE: i64 = 500;
/// Of a channel at most so many are given, the latest: a visitor's socket says at most 100 a minute, so that is three
/// hours without a pause.
const MOST: usize = 20_000;

/// A conversation as it was when it was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Export {
    /// What is known of it.
    conversation: ConversationView,
    /// When it was taken.
    exported_at: DateTime<Utc>,
    /// What was said, in each channel that the reader is a member of; nothing when it is erased.
    channels: Vec<ExportedChannel>,
    /// The private notes, the oldest first.
    notes: Vec<NoteView>,
}

/// What was said in a channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedChannel {
    /// Which.
    channel: ChannelId,
    /// What it is for.
    kind: ChannelKind,
    /// In order.
    messages: Vec<MessageFrame>,
    /// Whether there are earlier ones that are not in it; it holds 20,000 at most.
    more: bool,
}

/// Exports a conversation: for its counsellor, while she has it or had it last, and for a supervisor who is in it. The
/// reading is recorded in the transaction that allows it.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers to read.
pub async fn export(app: &App, by: &Account, id: ConversationId) -> Result<Export> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let found = notes::readable(&mut tx, by, id).await?;
    let reading = Reading { account: by.id, kind: "conversation", subject: id.as_uuid(), reason: "exported" };
    ledger::record(&mut tx, reading, now).await?;
    tx.commit().await?;
    let mut conn = app.db.read().await?;
    let notes = notes::read(app, &mut conn, &found).await?;
    let mut channels = Vec::new();
    for mark in member::marks(&mut conn, id, by.id.as_uuid()).await? {
        channels.extend(said(app, &mut conn, mark.channel, mark.kind).await?);
    }
    // Read again, last: who was let go of while we read gets nothing.
    let found = notes::readable(&mut conn, by, id).await?;
    let conversation = view::full(app, &mut conn, found, Some(by.id)).await?;
    Ok(Export { conversation, exported_at: now, channels, notes })
}

/// What was said in a channel; nothing when it was erased.
async fn said(app: &App, conn: &mut Conn, id: ChannelId, kind: ChannelKind) -> Result<Option<ExportedChannel>> {
    let channel = match channel::get(conn, &app.vault, id).await {
        Ok(channel) => channel,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let (mut pages, mut count, mut before) = (Vec::new(), 0, None);
    let mut more = false;
    loop {
        let page = log::before(conn, &app.vault, &channel, before, PAGE).await?;
        let Some(first) = page.first() else { break };
        if count + page.len() > MOST {
            more = true;
            break;
        }
        (before, count) = (Some(first.seq), count + page.len());
        pages.push(page);
    }
    let messages = pages.into_iter().rev().flatten().map(|line| log::to_frame(&channel, line)).collect();
    Ok(Some(ExportedChannel { channel: id, kind, messages, more }))
}

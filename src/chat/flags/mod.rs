//! Flags: messages that somebody should look at again. Set by the rules for the highest risk, by staff, and on drafts
//! that went out without anybody having looked.

mod list;
mod routes;
mod store;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use list::{FlagView, Outcome, page, review};
pub use routes::{Api, routes};

use super::{
    alerts,
    news::Told,
    store::{self as conversations, Conversation},
    transfer::mine,
};
use crate::{
    accounts::Account,
    app::App,
    messaging::{ChannelId, ConversationId, channel, model::check_text, protocol::AlertKind},
    platform::{
        Error, Result,
        crypto::Aad,
        db::{Conn, Lock, Tx},
    },
};

/// Longest word on a flag, in Unicode scalar values.
const NOTE_CAP: usize = 1000;

/// The rules saw the highest risk in a message. One flag a message: a second is the same.
pub(in crate::chat) async fn by_rule(
    tx: &mut Tx,
    conversation: ConversationId,
    channel: i64,
    seq: i64,
    rule: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let new = store::New { conversation, channel, seq, source: "rule", rule: Some(rule), by: None, note: None };
    store::insert(tx, Uuid::now_v7(), &new, now).await?;
    Ok(())
}

/// A draft went out without anybody having looked.
pub(in crate::chat) async fn unreviewed(
    tx: &mut Tx,
    told: &mut Told,
    conversation: &Conversation,
    channel: i64,
    seq: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let id = Uuid::now_v7();
    let new = store::New {
        conversation: conversation.id,
        channel,
        seq,
        source: "unreviewed",
        rule: None,
        by: None,
        note: None,
    };
    if store::insert(tx, id, &new, now).await? {
        alerts::raise(tx, told, AlertKind::Flag, conversation, Some(id), None, now).await?;
    }
    Ok(())
}

/// Flags a message. `by` has the conversation, or supervises.
///
/// # Errors
/// [`Error::NotFound`] when the conversation is not hers; [`Error::Invalid`] for a channel or a number that it does not
/// have; [`Error::Conflict`] when the message is flagged already.
pub async fn add(
    app: &App,
    by: &Account,
    id: ConversationId,
    channel: ChannelId,
    seq: i64,
    note: Option<&str>,
) -> Result<FlagView> {
    if let Some(note) = note {
        check_text("note", note, NOTE_CAP)?;
    }
    let (now, flag, mut told) = (app.clock.now(), Uuid::now_v7(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = mine(&mut tx, by, id).await?;
    let channels = match channel::of(&mut tx, &app.vault, id).await {
        Ok(channels) => channels,
        Err(Error::NotFound) => return Err(Error::conflict("the conversation was erased")),
        Err(error) => return Err(error),
    };
    let channel = channels
        .into_iter()
        .find(|known| known.id == channel)
        .ok_or_else(|| Error::invalid("channel", "must be one of the conversation's"))?;
    if !store::exists(&mut tx, channel.no, seq).await? {
        return Err(Error::invalid("seq", "must be a message of the channel"));
    }
    let sealed = note.map(|note| app.vault.seal(&channel.key, &note_place(flag, id), note.as_bytes()));
    let new = store::New {
        conversation: id,
        channel: channel.no,
        seq,
        source: "staff",
        rule: None,
        by: Some(by.id),
        note: sealed.as_deref(),
    };
    if !store::insert(&mut tx, flag, &new, now).await? {
        return Err(Error::conflict("this message is flagged already"));
    }
    alerts::raise(&mut tx, &mut told, AlertKind::Flag, &conversation, Some(flag), None, now).await?;
    let row = store::get(&mut tx, flag).await?.ok_or(Error::NotFound)?;
    // Who flags it has it before her; what it says is not repeated to her here.
    let shown = list::Shown::to(&mut tx, by, id, list::Shown::WithoutBody).await?;
    let view = list::view(app, &mut tx, row, shown).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// How many nobody has looked at.
pub(in crate::chat) async fn open_count(conn: &mut Conn) -> Result<i64> {
    Ok(store::open_count(conn).await?)
}

fn note_place(flag: Uuid, conversation: ConversationId) -> Aad {
    Aad::new("flag.note", flag, conversation.as_uuid())
}

fn review_place(flag: Uuid, conversation: ConversationId) -> Aad {
    Aad::new("flag.review_note", flag, conversation.as_uuid())
}

async fn conversation_of(conn: &mut Conn, id: ConversationId) -> Result<Conversation> {
    conversations::get(conn, id).await?.ok_or(Error::NotFound)
}

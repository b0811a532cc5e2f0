//! Private notes on a conversation, for those who answer and watch over it. Sealed under the conversation's own key, so
//! that erasing it erases them.

mod routes;
mod store;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

pub use routes::{Api, routes};

use super::{
    hiding,
    store::{self as conversations, Conversation},
};
use crate::{
    accounts::{
        self, Account, AccountId, Role,
        ledger::{self, Reading},
    },
    app::App,
    messaging::{ConversationId, member, model::check_text, protocol::ConversationState},
    platform::{
        Error, Result,
        crypto::{Aad, DataKey},
        db::{Conn, Tx},
    },
};

crate::id_type! {
    /// Identifies a note.
    NoteId
}

/// Longest note, in Unicode scalar values.
pub const CAP: usize = 4000;
/// A conversation has at most so many: the list of them is never cut.
const MOST: i64 = 500;

/// A note.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteView {
    /// Which.
    id: NoteId,
    /// Who wrote it.
    author: NoteAuthor,
    /// What she wrote.
    body: String,
    /// When.
    at: DateTime<Utc>,
}

/// Who wrote a note.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteAuthor {
    /// Her account.
    id: AccountId,
    /// Her name.
    name: String,
}

/// The notes on a conversation, the oldest first. Of a closed one, the reading is recorded.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers to read.
pub async fn list(app: &App, by: &Account, id: ConversationId) -> Result<Vec<NoteView>> {
    let mut conn = app.db.read().await?;
    let mut conversation = readable(&mut conn, by, id).await?;
    if conversation.state == ConversationState::Closed {
        // No second connection while holding one: a pool of which everybody has one and wants another stands still.
        drop(conn);
        let mut tx = app.db.write().await?;
        conversation = readable(&mut tx, by, id).await?;
        let reading = Reading { account: by.id, kind: "note", subject: id.as_uuid(), reason: "notes after close" };
        ledger::record(&mut tx, reading, app.clock.now()).await?;
        tx.commit().await?;
        conn = app.db.read().await?;
    }
    read(app, &mut conn, &conversation).await
}

/// The notes on a conversation, for whom it was found to be [`readable`].
///
/// # Errors
/// As any statement.
pub(super) async fn read(app: &App, conn: &mut Conn, conversation: &Conversation) -> Result<Vec<NoteView>> {
    let id = conversation.id;
    let key = match app.vault.key(conversation.key).await {
        Ok(key) => key,
        // Erased: nobody can read them any more.
        Err(Error::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let notes = store::of(conn, id).await?;
    let authors: Vec<_> = notes.iter().map(|note| note.author).collect();
    let names = accounts::names(conn, &authors).await?;
    let view = |note: store::Note| {
        let body = app.vault.open(&key, &place(note.id, id), &note.body)?;
        let body = String::from_utf8(body).map_err(|_| Error::Internal("a note is no UTF-8".into()))?;
        let name = names.get(&note.author).cloned().unwrap_or_default();
        Ok(NoteView { id: note.id, author: NoteAuthor { id: note.author, name }, body, at: note.at })
    };
    notes.into_iter().map(view).collect()
}

/// Writes a note.
///
/// # Errors
/// [`Error::NotFound`] when the conversation is not hers to read; [`Error::Conflict`] when it is closed or has too many
/// notes; [`Error::Invalid`] and [`Error::TooLong`] for the text.
pub async fn add(app: &App, by: &Account, id: ConversationId, body: String) -> Result<NoteView> {
    check_text("body", &body, CAP)?;
    let mut tx = app.db.write().await?;
    let conversation = readable(&mut tx, by, id).await?;
    if conversation.state == ConversationState::Closed {
        return Err(Error::conflict("the conversation is closed"));
    }
    let (note, at) = put(app, &mut tx, &conversation, by.id, &body).await?;
    tx.commit().await?;
    Ok(NoteView { id: note, author: NoteAuthor { id: by.id, name: by.name.clone() }, body, at })
}

/// Writes the note that goes along with something else, in its transaction. The text is checked and the writer is
/// allowed already.
///
/// # Errors
/// [`Error::Conflict`] when the conversation has too many notes.
pub(super) async fn insert(
    app: &App,
    tx: &mut Tx,
    conversation: &Conversation,
    by: AccountId,
    body: &str,
) -> Result<()> {
    put(app, tx, conversation, by, body).await.map(drop)
}

async fn put(
    app: &App,
    tx: &mut Tx,
    conversation: &Conversation,
    by: AccountId,
    body: &str,
) -> Result<(NoteId, DateTime<Utc>)> {
    let (note, at) = (NoteId::new(), app.clock.now());
    let key = app.vault.key(conversation.key).await?;
    let sealed = seal(app, &key, note, conversation.id, body);
    if store::insert(tx, note, conversation.id, by, &sealed, at, MOST).await? {
        Ok((note, at))
    } else {
        Err(Error::conflict(format!("a conversation has at most {MOST} notes")))
    }
}

fn seal(app: &App, key: &DataKey, note: NoteId, conversation: ConversationId, body: &str) -> Vec<u8> {
    app.vault.seal(key, &place(note, conversation), body.as_bytes())
}

fn place(note: NoteId, conversation: ConversationId) -> Aad {
    Aad::new("note.body", note.as_uuid(), conversation.as_uuid())
}

/// The conversation, if its notes are for `by`: she has it, or had it last; or she supervises and has joined it.
pub(super) async fn readable(conn: &mut Conn, by: &Account, id: ConversationId) -> Result<Conversation> {
    let found = conversations::get(conn, id).await?.ok_or(Error::NotFound)?;
    let talks =
        matches!(found.state, ConversationState::Active | ConversationState::WrapUp | ConversationState::Closed);
    let hers = talks && found.counsellor == Some(by.id) && !hiding::is_hidden(conn, id, by.id).await?;
    let joined = by.is_any(&[Role::Supervisor]) && !member::marks(conn, id, by.id.as_uuid()).await?.is_empty();
    if hers || joined { Ok(found) } else { Err(Error::NotFound) }
}

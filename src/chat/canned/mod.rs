//! Canned replies: what a counsellor says often, kept at hand. Her own, and those that all share.

mod routes;
mod store;

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

pub use routes::{Api, routes};

use crate::{
    accounts::{
        Account, Language, Role,
        audit::{self, Entry},
    },
    app::App,
    messaging::model::check_text,
    platform::{Error, Result, db::Tx},
};

crate::id_type! {
    /// Identifies a canned reply.
    CannedReplyId
}

/// Longest title, in Unicode scalar values.
const TITLE_CAP: usize = 80;
/// Longest reply: as long as a message.
const BODY_CAP: usize = 4000;
/// How many of her own somebody has at most.
const OWN: i64 = 200;
/// How many are shared at most.
const SHARED: i64 = 500;

/// A canned reply.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CannedReply {
    /// Which.
    id: CannedReplyId,
    /// Whether it is everybody's; otherwise the reader's own.
    shared: bool,
    /// In which language it is.
    language: Language,
    /// What it is found by.
    title: String,
    /// What is said.
    body: String,
}

/// A canned reply as somebody writes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannedText {
    /// What it is found by, at most 80 characters.
    title: String,
    /// What is said, at most 4,000 characters.
    body: String,
    /// In which language it is.
    language: Language,
    /// Whether it is everybody's, which only a supervisor decides. Left out: no for a new one, as it was for one that
    /// is there.
    shared: Option<bool>,
}

impl CannedText {
    fn check(&self) -> Result<()> {
        check_text("title", &self.title, TITLE_CAP)?;
        if self.title.contains(char::is_control) {
            return Err(Error::invalid("title", "must be one line"));
        }
        check_text("body", &self.body, BODY_CAP)
    }

    fn with(self, id: CannedReplyId, shared: bool) -> CannedReply {
        CannedReply { id, shared, language: self.language, title: self.title, body: self.body }
    }
}

/// Her own and the shared ones, by their titles.
///
/// # Errors
/// As any statement.
pub async fn list(app: &App, by: &Account) -> Result<Vec<CannedReply>> {
    let mut items = store::of(&mut app.db.read().await?, by.id).await?;
    // Here and not in the statement: the engines sort letters differently.
    items.sort_by(|one, other| (&one.title, one.id).cmp(&(&other.title, other.id)));
    items.into_iter().map(store::Row::reply).collect()
}

/// Makes one.
///
/// # Errors
/// [`Error::Forbidden`] for a shared one, unless she supervises; [`Error::Conflict`] when there are too many;
/// [`Error::Invalid`] and [`Error::TooLong`] for the text.
pub async fn create(app: &App, by: &Account, text: CannedText) -> Result<CannedReply> {
    text.check()?;
    let shared = text.shared.unwrap_or(false);
    may(by, shared)?;
    let (id, now) = (CannedReplyId::new(), app.clock.now());
    let owner = (!shared).then_some(by.id);
    let mut tx = app.db.write().await?;
    room(&mut tx, by, shared).await?;
    store::insert(&mut tx, id, owner, &text, now).await?;
    if shared {
        record(app, &mut tx, by, "canned_reply.created", id).await?;
    }
    tx.commit().await?;
    Ok(text.with(id, shared))
}

/// Writes one anew.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is another's own; [`Error::Forbidden`] when it is or becomes shared,
/// unless she supervises; else as [`create`].
pub async fn replace(app: &App, by: &Account, id: CannedReplyId, text: CannedText) -> Result<CannedReply> {
    text.check()?;
    let mut tx = app.db.write().await?;
    let was_shared = writable(&mut tx, by, id).await?;
    let shared = text.shared.unwrap_or(was_shared);
    may(by, shared)?;
    if shared != was_shared {
        room(&mut tx, by, shared).await?;
    }
    let owner = (!shared).then_some(by.id);
    if !store::update(&mut tx, id, by.id, was_shared, owner, &text, app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    if shared || was_shared {
        record(app, &mut tx, by, "canned_reply.changed", id).await?;
    }
    tx.commit().await?;
    Ok(text.with(id, shared))
}

/// Takes one away.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is another's own; [`Error::Forbidden`] when it is shared, unless she
/// supervises.
pub async fn delete(app: &App, by: &Account, id: CannedReplyId) -> Result<()> {
    let mut tx = app.db.write().await?;
    let shared = writable(&mut tx, by, id).await?;
    if !store::delete(&mut tx, id, by.id, shared).await? {
        return Err(Error::NotFound);
    }
    if shared {
        record(app, &mut tx, by, "canned_reply.deleted", id).await?;
    }
    tx.commit().await
}

/// Whether the reply, which `by` may write, is shared.
async fn writable(tx: &mut Tx, by: &Account, id: CannedReplyId) -> Result<bool> {
    match store::owner(tx, id).await? {
        Some(None) => may(by, true).map(|()| true),
        Some(Some(owner)) if owner == by.id => Ok(false),
        _ => Err(Error::NotFound),
    }
}

fn may(by: &Account, shared: bool) -> Result<()> {
    if shared && !by.is_any(&[Role::Supervisor]) {
        return Err(Error::Forbidden("only a supervisor writes shared replies"));
    }
    Ok(())
}

/// Two at once may pass the bound by one, which harms nobody: it keeps the list short enough to be sent whole.
async fn room(tx: &mut Tx, by: &Account, shared: bool) -> Result<()> {
    let (owner, most, whose) = if shared { (None, SHARED, "shared") } else { (Some(by.id), OWN, "own") };
    if store::count(tx, owner).await? < most {
        Ok(())
    } else {
        Err(Error::conflict(format!("there are {most} {whose} replies already")))
    }
}

/// A shared reply reaches visitors through every counsellor: who changed it is on record.
async fn record(app: &App, tx: &mut Tx, by: &Account, action: &'static str, id: CannedReplyId) -> Result<()> {
    let entry = Entry { actor: Some(by.id), action, subject: Some(id.as_uuid()), detail: json!({}) };
    Ok(audit::append(tx, entry, app.clock.now()).await?)
}

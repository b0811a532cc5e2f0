//! Legal holds: what may not be erased, by two people's word. One asks, another confirms; one asks to lift, another
//! confirms that. From the asking on it holds for 72 hours, so that no deadline passes meanwhile.

mod model;
mod routes;
mod store;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

pub use model::{HoldState, PROVISIONAL};
pub use routes::{Api, routes};

use self::model::Hold;
use super::{erasure, person::Person, store as chats};
use crate::{
    accounts::{
        self, Account, AccountId,
        audit::{self, Entry},
    },
    app::App,
    messaging::{ConversationId, model::check_text},
    platform::{
        Error, Result,
        db::{Conn, Tx},
    },
};

crate::id_type! {
    /// Identifies a legal hold.
    LegalHoldId
}

/// Longest reason, in Unicode scalar values.
pub const REASON_CAP: usize = 200;
/// A list holds at most so many, those that hold first.
const MOST: i64 = 200;

/// A legal hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct LegalHoldView {
    /// Which.
    id: LegalHoldId,
    /// What it keeps.
    conversation: ConversationId,
    /// Four digits that tell two visitors apart.
    label: String,
    /// Why, in staff's own words. It is not sealed, since it must outlast the conversation's key: it names nobody.
    reason: String,
    /// Where it stands.
    state: HoldState,
    /// Who asked for it.
    asked_by: Person,
    /// When.
    asked_at: DateTime<Utc>,
    /// Until when it holds if nobody confirms it; null once somebody did.
    lapses_at: Option<DateTime<Utc>>,
    /// Who confirmed it.
    confirmed_by: Option<Person>,
    /// When.
    confirmed_at: Option<DateTime<Utc>>,
    /// Why it should be lifted; not sealed either.
    lift_reason: Option<String>,
    /// Who asked for it to be lifted.
    lift_asked_by: Option<Person>,
    /// Who agreed; null too when it lapsed for want of a second person.
    lifted_by: Option<Person>,
    /// When it ended.
    lifted_at: Option<DateTime<Utc>>,
}

/// The hold that keeps a conversation at `now`, if one does. Whoever is about to erase it has locked its row.
pub(super) async fn holding(
    conn: &mut Conn,
    conversation: ConversationId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<LegalHoldId>> {
    store::holding(conn, conversation, now).await
}

/// Asks for a hold. It holds from here on for [`PROVISIONAL`].
///
/// # Errors
/// [`Error::NotFound`] when there is no such conversation; [`Error::Conflict`] when it is erased or held already, or when
/// she asked before and nobody confirmed; [`Error::Invalid`] and [`Error::TooLong`] for the reason.
pub async fn ask(app: &App, by: &Account, conversation: ConversationId, reason: &str) -> Result<LegalHoldView> {
    check_text("reason", reason, REASON_CAP)?;
    let (id, now) = (LegalHoldId::new(), app.clock.now());
    let mut tx = app.db.write().await?;
    if erasure::lock(&mut tx, conversation).await?.ok_or(Error::NotFound)? {
        return Err(Error::conflict("the conversation is erased"));
    }
    if store::holding(&mut tx, conversation, now).await?.is_some() {
        return Err(Error::conflict("the conversation is held already"));
    }
    // Or one person could keep it for ever, three days at a time.
    if store::lapsed_by(&mut tx, conversation, by.id).await? {
        return Err(Error::conflict("you asked before and nobody confirmed it: somebody else must ask"));
    }
    store::insert(&mut tx, id, conversation, reason, by.id, now, now + PROVISIONAL).await?;
    finish(app, tx, id, by, "legal_hold.asked").await
}

/// Confirms a hold that somebody else asked for.
///
/// # Errors
/// [`Error::NotFound`] when there is none; [`Error::Conflict`] when it is not asked for, or by herself.
pub async fn confirm(app: &App, by: &Account, id: LegalHoldId) -> Result<LegalHoldView> {
    let mut tx = app.db.write().await?;
    let hold = found(&mut tx, id).await?;
    // Whoever erases locks the same row: by a clock that is ahead of ours it may have lapsed already.
    if erasure::lock(&mut tx, hold.conversation).await?.ok_or(Error::NotFound)? {
        return Err(Error::conflict("the conversation is erased"));
    }
    let now = app.clock.now();
    hold.expect(HoldState::Asked, Some(hold.asked_by), by.id, now)?;
    moved(store::confirm(&mut tx, id, by.id, now).await?)?;
    finish(app, tx, id, by, "legal_hold.confirmed").await
}

/// Asks for a hold to be lifted. It holds on.
///
/// # Errors
/// [`Error::NotFound`] when there is none; [`Error::Conflict`] when it is not active; [`Error::Invalid`] and
/// [`Error::TooLong`] for the reason.
pub async fn lift(app: &App, by: &Account, id: LegalHoldId, reason: &str) -> Result<LegalHoldView> {
    check_text("reason", reason, REASON_CAP)?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    found(&mut tx, id).await?.expect(HoldState::Active, None, by.id, now)?;
    moved(store::ask_lift(&mut tx, id, by.id, reason, now).await?)?;
    finish(app, tx, id, by, "legal_hold.lift_asked").await
}

/// Lifts a hold, as somebody else asked. What is due is erased within five minutes.
///
/// # Errors
/// [`Error::NotFound`] when there is none; [`Error::Conflict`] when nobody asked, or she herself.
pub async fn confirm_lift(app: &App, by: &Account, id: LegalHoldId) -> Result<LegalHoldView> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let hold = found(&mut tx, id).await?;
    hold.expect(HoldState::LiftAsked, hold.lift_asked_by, by.id, now)?;
    moved(store::lift(&mut tx, id, by.id, now).await?)?;
    finish(app, tx, id, by, "legal_hold.lifted").await
}

/// All holds: those that hold first, then those that are over, the newest first; 200 at most.
///
/// # Errors
/// As any statement.
pub async fn list(app: &App) -> Result<Vec<LegalHoldView>> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let mut items = Vec::new();
    for hold in store::all(&mut conn, now, MOST).await? {
        items.push(view(&mut conn, hold, now).await?);
    }
    Ok(items)
}

async fn found(tx: &mut Tx, id: LegalHoldId) -> Result<Hold> {
    store::get(tx, id).await?.ok_or(Error::NotFound)
}

fn moved(did: bool) -> Result<()> {
    if did { Ok(()) } else { Err(Error::conflict("the legal hold moved in the meantime")) }
}

/// Writes to the audit chain, commits, and shows what has become of it.
async fn finish(app: &App, mut tx: Tx, id: LegalHoldId, by: &Account, action: &'static str) -> Result<LegalHoldView> {
    let now = app.clock.now();
    let hold = found(&mut tx, id).await?;
    let detail = json!({ "conversation": hold.conversation });
    let view = view(&mut tx, hold, now).await?;
    let entry = Entry { actor: Some(by.id), action, subject: Some(id.as_uuid()), detail };
    audit::append(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(view)
}

async fn view(conn: &mut Conn, hold: Hold, now: DateTime<Utc>) -> Result<LegalHoldView> {
    let label = chats::get(conn, hold.conversation).await?.ok_or(Error::NotFound)?.label;
    let people: Vec<AccountId> =
        [Some(hold.asked_by), hold.confirmed_by, hold.lift_asked_by, hold.lifted_by].into_iter().flatten().collect();
    let names = accounts::names(conn, &people).await?;
    let person = |id: AccountId| Person { id, name: names.get(&id).cloned().unwrap_or_default() };
    Ok(LegalHoldView {
        id: hold.id,
        conversation: hold.conversation,
        label,
        state: hold.state(now),
        asked_by: person(hold.asked_by),
        asked_at: hold.asked_at,
        lapses_at: hold.confirmed_at.is_none().then_some(hold.lapses_at),
        confirmed_by: hold.confirmed_by.map(person),
        confirmed_at: hold.confirmed_at,
        lift_asked_by: hold.lift_asked_by.map(person),
        lifted_by: hold.lifted_by.map(person),
        lifted_at: hold.ended_at(now),
        reason: hold.reason,
        lift_reason: hold.lift_reason,
    })
}

//! Blocks: keeping somebody out for a while who abuses, or who poses as a person in need. By her visit, as far as her
//! return code leads to her; and by her network, in the memory of the nodes that saw it, until its hash means nothing
//! any more. More than a day takes a second person.

mod memory;
mod model;
mod routes;
mod store;
mod tasks;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

pub use memory::Memory;
pub use model::{BlockId, Reason, State};
pub use routes::{Api, routes};
pub(super) use tasks::start;
pub use tasks::sweep;

use self::{
    memory::Word,
    model::{LONGEST, NOTE_CAP, Term},
};
use super::{
    alerts,
    leave::end,
    model::{ClosedReason, VisitorId, expect_state},
    news::Told,
    person::{People, Person},
    store::{self as conversations},
    transfer::mine,
};
use crate::{
    accounts::{
        Account, Role,
        audit::{self, Entry},
    },
    app::App,
    messaging::{
        ConversationId,
        model::check_text,
        protocol::{AlertKind, ConversationState},
    },
    platform::{
        Error, Result,
        crypto::{Aad, DataKey},
        db::{Conn, Lock, Tx},
        http::Caller,
    },
};

/// The topic on which the nodes tell each other who is blocked: a visitor and a time, never a network.
const BLOCKS: &str = "block";

/// A block.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Block)]
pub struct BlockView {
    /// Which.
    id: BlockId,
    /// The talk that it was for.
    conversation: ConversationId,
    /// That talk's four digits.
    label: String,
    /// Why.
    reason: Reason,
    /// More about it; null where nothing was written, and when the talk was erased.
    note: Option<String>,
    /// Who wanted it.
    by: Person,
    /// When.
    at: DateTime<Utc>,
    /// It holds until here.
    until: DateTime<Utc>,
    /// It was wanted until here: later than `until` while somebody else has to approve.
    wanted_until: DateTime<Utc>,
    /// Where it stands.
    state: State,
    /// Who approved more than a day.
    approved_by: Option<Person>,
    /// Who ended it before its time.
    lifted_by: Option<Person>,
    /// Why; null as `note`.
    lift_note: Option<String>,
}

/// What somebody wants.
#[derive(Debug)]
pub struct Wanted {
    /// Why.
    pub reason: Reason,
    /// More about it.
    pub note: Option<String>,
    /// How long.
    pub hours: i64,
}

/// Blocks the visitor of a conversation: her token dies, what she has open is closed, and she does not come back before
/// it ends. `by` talks with her, or supervises.
///
/// # Errors
/// [`Error::NotFound`] when the conversation is not hers; [`Error::Conflict`] when it is over and she does not supervise,
/// or the visitor is blocked for as long already; [`Error::Invalid`] and [`Error::TooLong`] for what she wants.
pub async fn block(app: &App, by: &Account, id: ConversationId, wanted: Wanted) -> Result<BlockView> {
    if !(1..=LONGEST).contains(&wanted.hours) {
        return Err(Error::invalid("hours", format!("must be 1 to {LONGEST}")));
    }
    check_note(wanted.note.as_deref())?;
    let (now, block, mut told) = (app.clock.now(), BlockId::new(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = mine(&mut tx, by, id).await?;
    if !by.is_any(&[Role::Supervisor]) {
        expect_state(conversation.state, &[ConversationState::Active, ConversationState::WrapUp])?;
    }
    let term = Term::begin(wanted.hours, now);
    let note = match &wanted.note {
        Some(note) => Some(Texts::of(app, conversation.key, id).await?.seal(app, "block.note", block, note)),
        None => None,
    };
    let new = store::New {
        id: block,
        visitor: conversation.visitor,
        conversation: id,
        reason: wanted.reason,
        note,
        by: by.id,
        at: now,
        term,
    };
    if !store::insert(&mut tx, &new).await? {
        return Err(Error::conflict("she is blocked for as long already"));
    }
    show_out(app, &mut tx, conversation.visitor, &mut told).await?;
    if term.asks() {
        alerts::raise(&mut tx, &mut told, AlertKind::Block, &conversation, Some(block.as_uuid()), None, now).await?;
    }
    let view = one(app, &mut tx, block).await?;
    let detail = json!({ "block": block, "reason": wanted.reason.as_str(), "hours": wanted.hours });
    record(&mut tx, by, "conversation.blocked", id.as_uuid(), detail, now).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    tell(app, conversation.visitor, Some(term.until));
    Ok(view)
}

/// Ends all that she has open.
async fn show_out(app: &App, tx: &mut Tx, id: VisitorId, told: &mut Told) -> Result<()> {
    let visitor = conversations::visitor(tx, id).await?.ok_or(Error::NotFound)?;
    // What leads to her is her newest conversation; those before are closed.
    let newest = conversations::get(tx, visitor.conversation).await?.ok_or(Error::NotFound)?;
    conversations::set_token(tx, id, None, newest.id, app.clock.now()).await?;
    told.changed(tx, newest.id).await?;
    told.signed_out(id.as_uuid());
    if newest.state != ConversationState::Closed {
        end(app, tx, &newest, ClosedReason::Done, told).await?;
    }
    Ok(())
}

/// Lets a block hold as long as was wanted. If its first day is over she may be back: what she has open ends.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when nothing is asked for, or `by` asked for it herself.
pub async fn approve(app: &App, by: &Account, id: BlockId) -> Result<BlockView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    if !store::approve(&mut tx, id, by.id, now).await? {
        let known = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let hers = known.made_by == by.id && known.term().state(now) == State::Asked;
        return Err(Error::conflict(if hers {
            "somebody else has to approve it"
        } else {
            "there is nothing to approve"
        }));
    }
    let known = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let until = store::until(&mut tx, known.visitor, now).await?;
    show_out(app, &mut tx, known.visitor, &mut told).await?;
    seen_to(&mut tx, &mut told, &known, Some(by), now).await?;
    let view = one(app, &mut tx, id).await?;
    record(&mut tx, by, "block.approved", id.as_uuid(), json!({}), now).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    tell(app, known.visitor, until);
    Ok(view)
}

/// Ends a block before its time.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it has ended; [`Error::Invalid`] and [`Error::TooLong`] for the note.
pub async fn lift(app: &App, by: &Account, id: BlockId, note: &str) -> Result<BlockView> {
    check_note(Some(note))?;
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    let known = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    // Of an erased talk no text is written any more; that it was lifted, and by whom, is.
    let sealed = match Texts::of(app, known.key, known.conversation).await {
        Ok(texts) => Some(texts.seal(app, "block.lift_note", id, note)),
        Err(Error::Conflict(_)) => None,
        Err(error) => return Err(error),
    };
    if !store::lift(&mut tx, id, by.id, sealed.as_deref(), now).await? {
        return Err(Error::conflict("it has ended"));
    }
    let until = store::until(&mut tx, known.visitor, now).await?;
    seen_to(&mut tx, &mut told, &known, Some(by), now).await?;
    let view = one(app, &mut tx, id).await?;
    record(&mut tx, by, "block.lifted", id.as_uuid(), json!({}), now).await?;
    tx.commit().await?;
    told.tell(app);
    tell(app, known.visitor, until);
    Ok(view)
}

/// A page of them, the newest first, and where the next one begins.
///
/// # Errors
/// As any statement.
pub async fn page(app: &App, before: Option<Uuid>, limit: i64) -> Result<(Vec<BlockView>, Option<Uuid>)> {
    let mut conn = app.db.read().await?;
    let mut rows = store::page(&mut conn, before.unwrap_or(Uuid::max()), limit + 1).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|last| last.id.as_uuid());
    Ok((views(app, &mut conn, rows).await?, next))
}

/// Refuses who comes from a network that somebody blocked came from; as everybody where networks are not counted
/// (`GYEOT_LIMIT_VISITS_PER_MINUTE=0`), since then all may come from one.
///
/// # Errors
/// [`Error::SlowDown`], as for anybody who is too fast.
pub fn check_network(app: &App, from: Caller) -> Result<()> {
    if app.config.limits.visits_per_minute == 0 {
        return Ok(());
    }
    app.chat.blocked.check(from, app.clock.now())
}

/// Refuses a visitor who is blocked. To be asked under `Lock::Assignment`, which blocking takes too.
///
/// # Errors
/// [`Error::SlowDown`], as for anybody who is too fast.
pub(super) async fn check_visitor(conn: &mut Conn, visitor: VisitorId, now: DateTime<Utc>) -> Result<()> {
    memory::refuse_until(store::until(conn, visitor, now).await?, now)
}

/// What was asked of supervisors about a block needs nobody any more.
async fn seen_to(
    tx: &mut Tx,
    told: &mut Told,
    block: &store::Row,
    by: Option<&Account>,
    now: DateTime<Utc>,
) -> Result<()> {
    alerts::end(tx, told, block.conversation, &[AlertKind::Block], Some(block.id.as_uuid()), by, now).await
}

fn tell(app: &App, visitor: VisitorId, until: Option<DateTime<Utc>>) {
    // Two fields that always serialise.
    app.bus.publish(BLOCKS, serde_json::to_vec(&Word { visitor, until }).unwrap_or_default());
}

fn check_note(note: Option<&str>) -> Result<()> {
    note.map_or(Ok(()), |note| check_text("note", note, NOTE_CAP))
}

/// The audit chain's entry; the last thing before the commit.
async fn record(
    tx: &mut Tx,
    by: &Account,
    action: &'static str,
    subject: Uuid,
    detail: serde_json::Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let entry = Entry { actor: Some(by.id), action, subject: Some(subject), detail };
    Ok(audit::append(tx, entry, now).await?)
}

/// What seals and opens the notes of a conversation's blocks.
struct Texts {
    key: std::sync::Arc<DataKey>,
    conversation: ConversationId,
}

impl Texts {
    /// [`Error::Conflict`] when the conversation was erased.
    async fn of(app: &App, key: Uuid, conversation: ConversationId) -> Result<Self> {
        match app.vault.key(key).await {
            Ok(key) => Ok(Self { key, conversation }),
            Err(Error::NotFound) => Err(Error::conflict("the conversation was erased: nothing is written about it")),
            Err(error) => Err(error),
        }
    }

    fn place(&self, column: &'static str, block: BlockId) -> Aad {
        Aad::new(column, block.as_uuid(), self.conversation.as_uuid())
    }

    fn seal(&self, app: &App, column: &'static str, block: BlockId, text: &str) -> Vec<u8> {
        app.vault.seal(&self.key, &self.place(column, block), text.as_bytes())
    }

    fn open(&self, app: &App, column: &'static str, block: BlockId, sealed: Option<&[u8]>) -> Result<Option<String>> {
        let Some(sealed) = sealed else { return Ok(None) };
        let text = app.vault.open(&self.key, &self.place(column, block), sealed)?;
        String::from_utf8(text).map(Some).map_err(|_| Error::Internal("a note is no UTF-8".into()))
    }
}

async fn one(app: &App, conn: &mut Conn, id: BlockId) -> Result<BlockView> {
    let row = store::get(conn, id).await?.ok_or(Error::NotFound)?;
    views(app, conn, vec![row]).await?.pop().ok_or(Error::NotFound)
}

async fn views(app: &App, conn: &mut Conn, rows: Vec<store::Row>) -> Result<Vec<BlockView>> {
    let staff = rows.iter().flat_map(|row| [Some(row.made_by), row.approved_by, row.lifted_by]).flatten().collect();
    let people = People::find(conn, staff).await?;
    let now = app.clock.now();
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let texts = match Texts::of(app, row.key, row.conversation).await {
            Ok(texts) => Some(texts),
            Err(Error::Conflict(_)) => None,
            Err(error) => return Err(error),
        };
        let open = |column, sealed: Option<&[u8]>| match &texts {
            Some(texts) => texts.open(app, column, row.id, sealed),
            None => Ok(None),
        };
        views.push(BlockView {
            note: open("block.note", row.note.as_deref())?,
            lift_note: open("block.lift_note", row.lift_note.as_deref())?,
            id: row.id,
            conversation: row.conversation,
            reason: row.reason()?,
            state: row.term().state(now),
            by: people.person(row.made_by),
            at: row.made_at,
            until: row.until,
            wanted_until: row.wanted_until,
            approved_by: row.approved_by.map(|id| people.person(id)),
            lifted_by: row.lifted_by.map(|id| people.person(id)),
            label: row.label,
        });
    }
    Ok(views)
}

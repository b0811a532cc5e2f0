//! Risk: the class of a conversation, and why it is what it is. Anybody of the staff raises it, rules do, a word under
//! duress does; only a supervisor lowers it, with a reason.

mod findings;
mod routes;
mod store;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub(in crate::chat) use findings::{of_answer, reason_of, see};
pub use routes::{Api, routes};

use super::{
    alerts, assign, breaks, hiding,
    news::Told,
    person::Person,
    store::{self as conversations, Conversation},
    transfer::mine,
    view::{self, ConversationView},
};
use crate::{
    accounts::{
        self, Account, AccountId, Role,
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
        crypto::Aad,
        db::{Lock, Tx},
        text::Text2,
    },
};

/// From this class on, visitors are shown numbers to call, and every supervisor is called.
pub const HIGHEST: i64 = 4;
/// For so long after a supervisor answered a call about a conversation its next highest words call nobody: she is looking.
const LOOKED_AT: TimeDelta = TimeDelta::minutes(5);
/// A word under duress counts at least so much.
pub const DURESS: i64 = 3;
/// Longest reason, in Unicode scalar values.
const NOTE_CAP: usize = 1000;
/// Changes listed at the most: more than a talk has by far.
const MOST: i64 = 200;
/// Findings acted on in one transaction.
const ROUND: i64 = 50;

/// What moved the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A rule fired on something that the visitor wrote.
    Message,
    /// What she answered before the talk.
    Answers,
    /// Somebody of the staff.
    Staff,
    /// She came back with her duress word.
    Duress,
    /// It was so when she was here the last time.
    Returned,
}

impl Source {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Answers => "answers",
            Self::Staff => "staff",
            Self::Duress => "duress",
            Self::Returned => "returned",
        }
    }
}

/// A change to be made.
#[derive(Debug, Clone)]
pub(in crate::chat) struct Change<'a> {
    pub to: i64,
    pub source: Source,
    pub rule: Option<&'a str>,
    /// The message of the main channel behind it.
    pub seq: Option<i64>,
    pub by: Option<AccountId>,
    /// Sealed, see [`place`].
    pub note: Option<(Uuid, Vec<u8>)>,
}

/// A change as it is read back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// When.
    at: DateTime<Utc>,
    /// The class before, 0 to 4.
    from: i64,
    /// The class after.
    to: i64,
    /// `message`, `answers`, `staff`, `duress` or `returned`.
    source: String,
    /// Which rule fired (`assets/risk`); null where none did.
    rule: Option<String>,
    /// What that rule looks for, in plain words.
    reason: Option<Text2>,
    /// Why, in her words; null where nothing was said, once the conversation was erased, and to whom has hidden it from
    /// herself.
    note: Option<String>,
    /// Who of the staff; null for rules.
    by: Option<Person>,
    /// The message of the main channel that the rule fired on.
    seq: Option<i64>,
}

/// A conversation's class, and how it came to be.
#[derive(Debug, Serialize, ToSchema)]
pub struct RiskView {
    /// 0 to 4.
    risk: i64,
    /// The latest first.
    items: Vec<ChangeView>,
}

/// Raises a conversation's class; says whether that was a raise. The caller holds `Lock::Assignment`, and assigns
/// afterwards: she may be the first of the line now.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn raise(
    tx: &mut Tx,
    told: &mut Told,
    conversation: &Conversation,
    to: i64,
    source: Source,
    rule: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let change = Change { to, source, rule, seq: None, by: None, note: None };
    if to <= conversation.risk { Ok(false) } else { apply(tx, told, conversation, change, now).await }
}

/// Makes a change, up or down; says whether it was one.
pub(in crate::chat) async fn apply(
    tx: &mut Tx,
    told: &mut Told,
    conversation: &Conversation,
    change: Change<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let (to, rule) = (change.to, change.rule);
    if !store::set(tx, conversation.id, conversation.risk, to).await? {
        return Ok(false);
    }
    breaks::weigh(tx, conversation, to).await?;
    store::insert(tx, conversation, &change, now).await?;
    told.changed(tx, conversation.id).await?;
    told.line();
    if to == HIGHEST {
        let raised = Conversation { risk: to, ..conversation.clone() };
        alerts::raise(tx, told, AlertKind::Risk, &raised, None, rule, now).await?;
    }
    Ok(true)
}

/// Keeps why a conversation began with the class that it has, and calls for help where that is the highest.
pub(in crate::chat) async fn begin(
    tx: &mut Tx,
    told: &mut Told,
    conversation: &Conversation,
    change: Change<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let before = Conversation { risk: 0, ..conversation.clone() };
    store::insert(tx, &before, &change, now).await?;
    if change.to == HIGHEST {
        alerts::raise(tx, told, AlertKind::Risk, conversation, None, change.rule, now).await?;
    }
    Ok(())
}

/// Acts on what the rules saw in a visitor's words: raises the class where it is higher, and calls for help for the
/// highest whether that is news or not. She may say it again an hour after the last call was answered, or as her last
/// words before she goes. The caller holds `Lock::Assignment`, and assigns afterwards.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn heard(
    tx: &mut Tx,
    told: &mut Told,
    conversation: &Conversation,
    class: i64,
    rule: &str,
    seq: Option<i64>,
    now: DateTime<Utc>,
) -> Result<()> {
    if class > conversation.risk && conversation.state != ConversationState::Closed {
        let change = Change { to: class, source: Source::Message, rule: Some(rule), seq, by: None, note: None };
        if apply(tx, told, conversation, change, now).await? {
            return Ok(());
        }
    }
    if class == HIGHEST && !alerts::answered_since(tx, conversation.id, AlertKind::Risk, now - LOOKED_AT).await? {
        let conversation = Conversation { risk: HIGHEST, ..conversation.clone() };
        alerts::raise(tx, told, AlertKind::Risk, &conversation, None, Some(rule), now).await?;
    }
    Ok(())
}

/// Acts on what the rules saw in messages that were stored since; says on how many. Each once: the guard is the mark.
///
/// # Errors
/// As any statement; what was not acted on is tried again.
pub(in crate::chat) async fn act(app: &App) -> Result<usize> {
    if store::open_findings(&mut app.db.read().await?, 1).await?.is_empty() {
        return Ok(0);
    }
    // Without the lock of the line, which these do not touch.
    let mut tx = app.db.write().await?;
    let settled = usize::try_from(store::settle(&mut tx, HIGHEST).await?).unwrap_or(usize::MAX);
    tx.commit().await?;
    if store::open_findings(&mut app.db.read().await?, 1).await?.is_empty() {
        return Ok(settled);
    }
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let found = store::open_findings(&mut tx, ROUND).await?;
    for one in &found {
        if !store::handled(&mut tx, one.channel, one.seq).await? {
            continue;
        }
        let Some(conversation) = conversations::get(&mut tx, one.conversation).await? else { continue };
        heard(&mut tx, &mut told, &conversation, one.class, &one.rule, Some(one.seq), now).await?;
        if one.class == HIGHEST {
            super::flags::by_rule(&mut tx, one.conversation, one.channel, one.seq, &one.rule, now).await?;
        }
    }
    assign::assign(&mut tx, now, &mut told).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(settled.saturating_add(found.len()))
}

/// Sets the class by hand. `by` has the conversation, or supervises; `seen` is the class that she decided on, if she says.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Forbidden`] when she may not lower it; [`Error::Invalid`] for a
/// class out of range, or one that is lowered without a reason; [`Error::Conflict`] when the talk is over, or the class
/// is not the one that she saw.
pub async fn set(
    app: &App,
    by: &Account,
    id: ConversationId,
    to: i64,
    seen: Option<i64>,
    note: Option<&str>,
) -> Result<ConversationView> {
    if !(0..=HIGHEST).contains(&to) {
        return Err(Error::invalid("risk", format!("must be from 0 to {HIGHEST}")));
    }
    if let Some(note) = note {
        check_text("note", note, NOTE_CAP)?;
    }
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let conversation = mine(&mut tx, by, id).await?;
    if conversation.state == ConversationState::Closed {
        return Err(Error::conflict("the conversation is closed"));
    }
    // Else she would undo, unread, what raised it meanwhile.
    if seen.is_some_and(|seen| seen != conversation.risk) {
        return Err(Error::conflict("the class has moved since you saw it"));
    }
    if to < conversation.risk {
        if !by.is_any(&[Role::Supervisor]) {
            return Err(Error::Forbidden("only a supervisor lowers the class"));
        }
        if note.is_none() {
            return Err(Error::invalid("note", "say why it is lowered"));
        }
    }
    if to != conversation.risk {
        let key = app.vault.key(conversation.key).await?;
        let change_id = Uuid::now_v7();
        let note = note.map(|note| (change_id, app.vault.seal(&key, &place(change_id, id), note.as_bytes())));
        let change = Change { to, source: Source::Staff, rule: None, seq: None, by: Some(by.id), note };
        if !apply(&mut tx, &mut told, &conversation, change, now).await? {
            return Err(Error::conflict("the conversation moved in the meantime"));
        }
        assign::assign(&mut tx, now, &mut told).await?;
    }
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    if to != conversation.risk {
        let detail = serde_json::json!({ "from": conversation.risk, "to": to });
        let entry = Entry { actor: Some(by.id), action: "risk.set", subject: Some(id.as_uuid()), detail };
        audit::append(&mut tx, entry, now).await?;
    }
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// A conversation's class and its history.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers to see.
pub async fn history(app: &App, by: &Account, id: ConversationId) -> Result<RiskView> {
    let mut conn = app.db.read().await?;
    let found = conversations::get(&mut conn, id).await?.ok_or(Error::NotFound)?;
    let hers = found.counsellor == Some(by.id) && found.state != ConversationState::Offered;
    if !hers && !by.is_any(&[Role::Supervisor]) {
        return Err(Error::NotFound);
    }
    let hidden = hiding::is_hidden(&mut conn, id, by.id).await?;
    let key = if hidden { None } else { view::key_of(app, found.key).await? };
    let rows = store::history(&mut conn, id, MOST).await?;
    let people: Vec<AccountId> = rows.iter().filter_map(|row| row.by_account).collect();
    let names = accounts::names(&mut conn, &people).await?;
    let items = rows
        .into_iter()
        .map(|row| {
            let note = match (&key, &row.note) {
                (Some(key), Some(sealed)) => {
                    let text = app.vault.open(key, &place(row.id, id), sealed)?;
                    Some(String::from_utf8(text).map_err(|_| Error::Internal("a reason is no UTF-8".into()))?)
                }
                _ => None,
            };
            Ok(ChangeView {
                at: row.at,
                from: row.from_class,
                to: row.to_class,
                source: row.source,
                reason: row.rule.as_deref().and_then(reason_of),
                rule: row.rule,
                note,
                by: row.by_account.and_then(|id| names.get(&id).map(|name| Person { id, name: name.clone() })),
                seq: row.seq,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(RiskView { risk: found.risk, items })
}

/// The rule that raised the class to what it is, in plain words.
pub(in crate::chat) async fn reason(
    conn: &mut crate::platform::db::Conn,
    conversation: &Conversation,
) -> Result<Option<Text2>> {
    if conversation.risk == 0 {
        return Ok(None);
    }
    let rule = store::last_rule(conn, conversation.id, conversation.risk).await?;
    Ok(rule.as_deref().and_then(reason_of))
}

/// Where a reason lies.
fn place(change: Uuid, conversation: ConversationId) -> Aad {
    Aad::new("risk_change.note", change, conversation.as_uuid())
}

//! Looking at what was flagged. What a message said is shown to supervisors, and each look is recorded.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{conversation_of, note_place, review_place, store};
use crate::{
    accounts::{
        self, Account,
        audit::{self, Entry},
        ledger::{self, Reading},
    },
    app::App,
    chat::{alerts, cursor, hiding, news::Told, person::Person, risk, view::key_of},
    messaging::{
        ChannelId, ConversationId, channel, log,
        protocol::{AlertKind, Author},
    },
    platform::{
        Error, Result,
        db::{Conn, Lock},
        text::Text2,
    },
};

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was well.
    Fine,
    /// It is talked over with the counsellor.
    Talk,
    /// It has consequences.
    Serious,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Talk => "talk",
            Self::Serious => "serious",
        }
    }
}

/// How much of a flag its reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All of it.
    All,
    /// All but what the message says.
    WithoutBody,
    /// That there is one: she has hidden the conversation from herself, and no text of it is opened for her.
    Hidden,
}

impl Shown {
    /// What `by` sees of flags of a conversation: `otherwise`, unless she has hidden it.
    pub(super) async fn to(conn: &mut Conn, by: &Account, id: ConversationId, otherwise: Self) -> Result<Self> {
        Ok(if hiding::is_hidden(conn, id, by.id).await? { Self::Hidden } else { otherwise })
    }
}

/// A message that was flagged.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlagView {
    /// Which.
    id: Uuid,
    /// In which conversation.
    conversation: ConversationId,
    /// In which channel.
    channel: ChannelId,
    /// The message's number there.
    seq: i64,
    /// Four digits that tell two visitors apart.
    label: String,
    /// Who wrote it; null once the conversation was erased, and to whom has hidden it from herself, as are the texts.
    author: Option<Author>,
    /// `rule`, `staff`, or `unreviewed`: a draft that went out without anybody having looked.
    source: String,
    /// What the rule looks for, in plain words; null where no rule fired.
    reason: Option<Text2>,
    /// Why, in the words of whoever flagged it.
    note: Option<String>,
    /// What the message says; null once the conversation was erased.
    body: Option<String>,
    /// When it was flagged.
    at: DateTime<Utc>,
    /// `fine`, `talk` or `serious`; null while nobody has looked.
    outcome: Option<String>,
    /// What whoever looked says of it.
    review_note: Option<String>,
    /// Who looked.
    reviewed_by: Option<Person>,
    /// When.
    reviewed_at: Option<DateTime<Utc>>,
}

/// A page of flags, the newest first, and where the next one begins. The reading is recorded.
///
/// # Errors
/// [`Error::Invalid`] for a cursor that is none of ours.
pub async fn page(
    app: &App,
    by: &Account,
    done: bool,
    cursor: Option<&str>,
    limit: i64,
) -> Result<(Vec<FlagView>, Option<String>)> {
    let before = cursor.map(cursor::read).transpose()?.unwrap_or(Uuid::max());
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let mut rows = store::page(&mut tx, done, before, limit + 1).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|last| cursor::write(last.id));
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let subject = row.conversation.as_uuid();
        let shown = Shown::to(&mut tx, by, row.conversation, Shown::All).await?;
        if shown != Shown::Hidden && !ledger::was_read(&mut tx, by.id, "flag", subject, row.at).await? {
            let reading = Reading { account: by.id, kind: "flag", subject, reason: "reviewed what was flagged" };
            ledger::record(&mut tx, reading, now).await?;
        }
        items.push(view(app, &mut tx, row, shown).await?);
    }
    tx.commit().await?;
    Ok((items, next))
}

/// Says what a look at a flag came to.
///
/// # Errors
/// [`Error::NotFound`] when there is none; [`Error::Conflict`] when somebody else was first.
pub async fn review(app: &App, by: &Account, id: Uuid, outcome: Outcome, note: Option<&str>) -> Result<FlagView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let row = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let conversation = conversation_of(&mut tx, row.conversation).await?;
    let sealed = match (note, key_of(app, conversation.key).await?) {
        (Some(note), Some(key)) => Some(app.vault.seal(&key, &review_place(id, conversation.id), note.as_bytes())),
        // Erased meanwhile: there is no key any more that a word could be kept under.
        _ => None,
    };
    if !store::review(&mut tx, id, outcome.as_str(), sealed.as_deref(), by.id, now).await? {
        return Err(Error::conflict("somebody has looked at it already"));
    }
    alerts::end(&mut tx, &mut told, conversation.id, &[AlertKind::Flag], Some(id), Some(by), now).await?;
    let row = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let subject = conversation.id.as_uuid();
    let reading = Reading { account: by.id, kind: "flag", subject, reason: "reviewed what was flagged" };
    ledger::record(&mut tx, reading, now).await?;
    let shown = Shown::to(&mut tx, by, conversation.id, Shown::All).await?;
    let view = view(app, &mut tx, row, shown).await?;
    let detail = json!({ "outcome": outcome.as_str() });
    audit::append(&mut tx, Entry { actor: Some(by.id), action: "flag.reviewed", subject: Some(id), detail }, now)
        .await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// A flag as it is shown. What is not shown is not opened either.
pub(super) async fn view(app: &App, conn: &mut Conn, row: store::Row, shown: Shown) -> Result<FlagView> {
    let conversation = conversation_of(conn, row.conversation).await?;
    let (mut author, mut body, mut note, mut review_note) = (None, None, None, None);
    let key = if shown == Shown::Hidden { None } else { key_of(app, conversation.key).await? };
    if let Some(key) = key {
        let channel = channel::get(conn, &app.vault, row.channel_id).await?;
        if let Some(line) = log::between(conn, &app.vault, &channel, row.seq - 1, row.seq, 1).await?.pop() {
            author = Some(Author { kind: line.kind, name: line.name });
            body = (shown == Shown::All).then_some(line.body);
        }
        let text = |place, sealed: Option<&Vec<u8>>| -> Result<Option<String>> {
            let Some(sealed) = sealed else { return Ok(None) };
            let text = app.vault.open(&key, &place, sealed)?;
            String::from_utf8(text).map(Some).map_err(|_| Error::Internal("a word on a flag is no UTF-8".into()))
        };
        note = text(note_place(row.id, conversation.id), row.note.as_ref())?;
        review_note = text(review_place(row.id, conversation.id), row.review_note.as_ref())?;
    }
    let reviewed_by = match row.reviewed_by {
        Some(id) => accounts::names(conn, &[id]).await?.remove(&id).map(|name| Person { id, name }),
        None => None,
    };
    Ok(FlagView {
        id: row.id,
        conversation: conversation.id,
        channel: row.channel_id,
        seq: row.seq,
        label: conversation.label,
        author,
        source: row.source,
        reason: row.rule.as_deref().and_then(risk::reason_of),
        note,
        body,
        at: row.at,
        outcome: row.outcome,
        review_note,
        reviewed_by,
        reviewed_at: row.reviewed_at,
    })
}

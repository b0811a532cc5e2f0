//! A conversation as somebody may see it, read within the caller's transaction or on its own.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    helplines, line,
    model::ABSENT_AFTER,
    person::Person,
    risk,
    store::{self, Conversation},
    visit::open_text,
};
use crate::{
    accounts::{self, AccountId},
    app::App,
    messaging::{
        ChannelMark, ConversationId, member,
        protocol::{ConversationNews, ConversationState, CounsellorName, HelplineNews},
        socket::Who,
    },
    platform::{Error, Result, db::Conn, text::Text2},
};

/// A conversation, to staff.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationView {
    /// Which.
    pub id: ConversationId,
    /// Where it stands.
    pub state: ConversationState,
    /// Why it was closed: `done`, `left`, `abandoned` or `erased`; null while it is not.
    pub closed_reason: Option<String>,
    /// The visitor's language: `ko` or `en`.
    pub language: String,
    /// Risk class, 0 to 4.
    pub risk: i64,
    /// The rule that raised it to what it is, in plain words; null where no rule did.
    pub risk_reason: Option<Text2>,
    /// Her place in the line, from 1; null when not waiting, and for a letter.
    pub position: Option<i64>,
    /// An honest estimate; null when there is no place.
    pub estimated_wait_seconds: Option<i64>,
    /// Since when she waits, or waited.
    pub waiting_since: DateTime<Utc>,
    /// When a counsellor last opened it.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// Who has it: offered to, answers, or answered last.
    pub counsellor: Option<Person>,
    /// The channels that the reader is a member of.
    pub channels: Vec<ChannelMark>,
    /// Four digits that tell two visitors apart.
    pub label: String,
    /// What she is called; only to members.
    pub visitor_name: Option<String>,
    /// What it is about; only to members.
    pub topic: Option<String>,
    /// Her answer to "are you safe now?"; only to members.
    pub safe_now: Option<String>,
    /// Whether she has a socket.
    pub visitor_present: bool,
    /// Whether she said that she leaves.
    pub visitor_left: bool,
    /// The earlier conversation of the same person.
    pub continues: Option<ConversationId>,
    /// When an offer goes to somebody else.
    pub offer_expires_at: Option<DateTime<Utc>>,
    /// Whether she left it to be answered in her absence, and has not come back: a letter.
    pub later: bool,
}

/// A conversation as `reader` sees it. Whether she may is the caller's to decide.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn conversation(
    app: &App,
    conn: &mut Conn,
    id: ConversationId,
    reader: Option<AccountId>,
) -> Result<ConversationView> {
    let found = store::get(conn, id).await?.ok_or(Error::NotFound)?;
    full(app, conn, found, reader).await
}

pub(super) async fn full(
    app: &App,
    conn: &mut Conn,
    found: Conversation,
    reader: Option<AccountId>,
) -> Result<ConversationView> {
    let channels = match reader {
        Some(reader) => member::marks(conn, found.id, reader.as_uuid()).await?,
        None => Vec::new(),
    };
    let (position, estimate) = place(app, conn, &found).await?;
    let counsellor = match found.counsellor {
        Some(id) => accounts::names(conn, &[id]).await?.remove(&id).map(|name| Person { id, name }),
        None => None,
    };
    let (mut visitor_name, mut topic, mut safe_now) = (None, None, None);
    if !channels.is_empty() {
        // Text is for those who are in it.
        if let Some(key) = key_of(app, found.key).await? {
            let nickname = found.nickname.as_deref();
            visitor_name = open_text(&app.vault, &key, "conversation.nickname", found.id, nickname)?
                .or_else(|| found.language().ok().map(|language| super::model::unnamed(language, &found.label)));
            topic = open_text(&app.vault, &key, "conversation.topic", found.id, found.topic.as_deref())?;
        }
        safe_now.clone_from(&found.safe_now);
    }
    let present = present(app, conn, &found).await?;
    let later = found.is_letter();
    let risk_reason = risk::reason(conn, &found).await?;
    Ok(ConversationView {
        id: found.id,
        state: found.state,
        closed_reason: found.closed_reason,
        language: found.language,
        risk: found.risk,
        risk_reason,
        position,
        estimated_wait_seconds: estimate,
        waiting_since: found.waiting_since,
        opened_at: found.opened_at,
        created_at: found.created_at,
        counsellor,
        channels,
        label: found.label,
        visitor_name,
        topic,
        safe_now,
        visitor_present: present,
        visitor_left: found.visitor_left_at.is_some(),
        continues: found.continues,
        offer_expires_at: found.offer_expires_at,
        later,
    })
}

/// A conversation as the socket tells of it; `None` when it is not hers to see.
pub(super) async fn news(
    app: &App,
    conn: &mut Conn,
    who: &Who,
    id: ConversationId,
) -> Result<Option<ConversationNews>> {
    let Some(found) = store::get(conn, id).await? else { return Ok(None) };
    let channels = member::marks(conn, id, who.id()).await?;
    let visitor = who.is_visitor();
    let offered = !visitor
        && found.state == ConversationState::Offered
        && found.counsellor.map(AccountId::as_uuid) == Some(who.id());
    if channels.is_empty() && !offered {
        return Ok(None);
    }
    let (position, estimated_wait_seconds) = place(app, conn, &found).await?;
    let answers = !matches!(found.state, ConversationState::Waiting | ConversationState::Offered);
    let counsellor = match found.counsellor {
        Some(id) if answers => accounts::names(conn, &[id]).await?.remove(&id).map(|name| CounsellorName { name }),
        _ => None,
    };
    let present = if visitor { None } else { Some(present(app, conn, &found).await?) };
    let later = found.is_letter();
    Ok(Some(ConversationNews {
        conversation: id,
        state: found.state,
        position,
        estimated_wait_seconds,
        counsellor,
        channels,
        visitor_present: present,
        visitor_left: (!visitor).then_some(found.visitor_left_at.is_some()),
        risk: (!visitor).then_some(found.risk),
        closed_reason: found.closed_reason,
        later: (!visitor || later).then_some(later),
        helplines: if visitor { helplines(found.risk, &found.language) } else { None },
    }))
}

/// Numbers for a visitor to call now: while her class is the highest.
pub(super) fn helplines(class: i64, language: &str) -> Option<Vec<HelplineNews>> {
    let language = language.parse().ok()?;
    (class == risk::HIGHEST).then(|| helplines::of(language).into_iter().map(Into::into).collect())
}

async fn place(app: &App, conn: &mut Conn, found: &Conversation) -> Result<(Option<i64>, Option<i64>)> {
    if found.state != ConversationState::Waiting || found.is_letter() {
        return Ok((None, None));
    }
    let position = line::position(conn, found).await?;
    let pace = line::pace(conn, app.clock.now()).await?;
    Ok((Some(position), Some(pace.estimate(position))))
}

/// A socket, seen within a minute: a node that died does not say so.
async fn present(app: &App, conn: &mut Conn, found: &Conversation) -> Result<bool> {
    let visitor = store::visitor(conn, found.visitor).await?;
    Ok(visitor.is_some_and(|visitor| {
        visitor.conversation == found.id && visitor.socket.is_some() && visitor.seen_at > app.clock.now() - ABSENT_AFTER
    }))
}

/// A conversation's key; `None` when it was destroyed.
pub(in crate::chat) async fn key_of(
    app: &App,
    id: Uuid,
) -> Result<Option<std::sync::Arc<crate::platform::crypto::DataKey>>> {
    match app.vault.key(id).await {
        Ok(key) => Ok(Some(key)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

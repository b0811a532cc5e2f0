//! Debriefs: talks that somebody owes her who panicked, or who had so many heavy conversations that a break was forced
//! on her. A task of hers and of every supervisor, until one of them has done it.

mod routes;
mod store;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

pub use routes::{Api, routes};

use super::{alerts, news::Told, person::Person};
use crate::{
    accounts::{
        self, Account, AccountId, Role,
        audit::{self, Entry},
    },
    app::App,
    messaging::ConversationId,
    notifications::{self, Occasion},
    platform::{
        Error, Result,
        db::{Conn, Tx},
    },
};

crate::id_type! {
    /// Identifies a debrief.
    DebriefId
}

/// A list of them has at most so many.
const MOST: i64 = 200;

/// Why somebody is owed a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A break was forced on her.
    Heavy,
    /// She handed a conversation over in one tap.
    Panic,
}

impl Why {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Heavy => "heavy",
            Self::Panic => "panic",
        }
    }
}

impl TryFrom<String> for Why {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        match text.as_str() {
            "heavy" => Ok(Self::Heavy),
            "panic" => Ok(Self::Panic),
            other => Err(Error::Internal(format!("unknown reason of a debrief {other}"))),
        }
    }
}

/// A talk that somebody is owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct DebriefView {
    /// Which.
    id: DebriefId,
    /// Who is owed it.
    account: Person,
    /// Four digits that name the conversation after which it was made.
    label: String,
    /// That conversation.
    conversation: ConversationId,
    /// Why.
    why: Why,
    /// Since when.
    at: DateTime<Utc>,
    /// When they had it; null while they have not.
    done_at: Option<DateTime<Utc>>,
}

/// Owes `account` a talk about `conversation`; supervisors on duty hear that one is owed.
///
/// # Errors
/// As any statement.
pub(super) async fn make(
    tx: &mut Tx,
    told: &mut Told,
    account: AccountId,
    conversation: ConversationId,
    why: Why,
    now: DateTime<Utc>,
) -> Result<()> {
    let id = DebriefId::new();
    store::insert(tx, id, account, conversation, why, now).await?;
    for supervisor in alerts::on_call(tx, now).await? {
        told.notify(tx, supervisor, Occasion::Debrief, id.as_uuid(), now).await?;
    }
    Ok(())
}

/// Those that are open, the oldest first: a supervisor sees everybody's. A counsellor sees her own, done ones after
/// them. At most 200.
///
/// # Errors
/// As any statement.
pub async fn list(app: &App, by: &Account) -> Result<Vec<DebriefView>> {
    let mut conn = app.db.read().await?;
    let found = if by.is_any(&[Role::Supervisor]) {
        store::open(&mut conn, MOST).await?
    } else {
        store::of(&mut conn, by.id, MOST).await?
    };
    views(&mut conn, found).await
}

/// They have had it. `by` is who was owed it, or a supervisor.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] when it is done already.
pub async fn done(app: &App, by: &Account, id: DebriefId) -> Result<DebriefView> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let found = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if found.account != by.id && !by.is_any(&[Role::Supervisor]) {
        return Err(Error::NotFound);
    }
    if !store::done(&mut tx, id, by.id, now).await? {
        return Err(Error::conflict("it is done already"));
    }
    notifications::withdraw(&mut tx, id.as_uuid()).await?;
    let view = views(&mut tx, vec![store::Debrief { done_at: Some(now), ..found }]).await?.pop();
    let detail = json!({});
    let entry = Entry { actor: Some(by.id), action: "debrief.done", subject: Some(id.as_uuid()), detail };
    audit::append(&mut tx, entry, now).await?;
    tx.commit().await?;
    view.ok_or(Error::NotFound)
}

async fn views(conn: &mut Conn, found: Vec<store::Debrief>) -> Result<Vec<DebriefView>> {
    let ids: Vec<_> = found.iter().map(|debrief| debrief.account).collect();
    let names = accounts::names(conn, &ids).await?;
    let view = |debrief: store::Debrief| DebriefView {
        id: debrief.id,
        account: Person { id: debrief.account, name: names.get(&debrief.account).cloned().unwrap_or_default() },
        label: debrief.label,
        conversation: debrief.conversation,
        why: debrief.why,
        at: debrief.made_at,
        done_at: debrief.done_at,
    };
    Ok(found.into_iter().map(view).collect())
}

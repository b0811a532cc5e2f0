//! Alerts: what a supervisor has to know of. Loud ones ring at every supervisor's desk, and reach those on duty by other
//! ways too, until one of them answers.

mod routes;
mod store;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use routes::{Api, routes};

use super::{
    news::Told,
    person::Person,
    risk,
    store::{self as conversations, Conversation},
};
use crate::{
    accounts::{
        self, Account, AccountId, Role,
        audit::{self, Entry},
    },
    app::App,
    messaging::{
        ConversationId,
        protocol::{AlertKind, AlertNews, ConversationState, ServerFrame},
    },
    notifications::Occasion,
    platform::{
        Error, Result,
        db::{Conn, Lock, Tx},
    },
};

/// Open alerts shown at the most; beyond it nobody reads a list.
const MOST: i64 = 200;
/// Those on duty are told again, by other ways than the desk, so often.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);
/// And so many times: for half an hour.
const TIMES: i64 = 30;

/// An alert, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlertView {
    /// What it is.
    #[serde(flatten)]
    pub news: AlertNews,
    /// Who answered; null while nobody has.
    pub answered_by: Option<Person>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
}

/// Raises an alert, unless the same one is open. The last thing before the caller's audit entry and commit.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn raise(
    tx: &mut Tx,
    told: &mut Told,
    kind: AlertKind,
    conversation: &Conversation,
    subject: Option<Uuid>,
    rule: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let alert = store::Alert {
        id: Uuid::now_v7(),
        kind,
        conversation: conversation.id,
        subject,
        risk: conversation.risk,
        rule: rule.map(str::to_owned),
        loud: kind.is_loud(),
        raised_at: now,
        answered_at: None,
        label: conversation.label.clone(),
        language: conversation.language.clone(),
    };
    if !store::insert(tx, &alert).await? {
        return Ok(());
    }
    let frame = ServerFrame::Alert(news(&alert));
    for supervisor in accounts::with_role(tx, Role::Supervisor).await? {
        told.frame(supervisor.as_uuid(), &frame);
    }
    told.line();
    if alert.loud {
        call(tx, told, alert.id, now).await?;
    } else if matches!(kind, AlertKind::Held | AlertKind::Block) {
        // Somebody waits for a supervisor's word.
        for account in on_call(tx, now).await? {
            told.notify(tx, account, Occasion::Approval, alert.id, now).await?;
        }
    }
    Ok(())
}

/// Ends the open alerts about a conversation (and `subject`, where one is named) that are of one of these kinds: they
/// are moot, or `by` has seen to them.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn end(
    tx: &mut Tx,
    told: &mut Told,
    conversation: ConversationId,
    kinds: &[AlertKind],
    subject: Option<Uuid>,
    by: Option<&Account>,
    now: DateTime<Utc>,
) -> Result<()> {
    for kind in kinds {
        let ended = store::end(tx, conversation, *kind, subject, by.map(|by| by.id), now).await?;
        for alert in ended {
            tell_gone(tx, told, alert, by).await?;
        }
    }
    Ok(())
}

/// What a supervisor has seen to who looks into a conversation.
pub(in crate::chat) const SEEN: &[AlertKind] =
    &[AlertKind::Risk, AlertKind::Duress, AlertKind::Panic, AlertKind::Unclaimed, AlertKind::Flag];

async fn tell_gone(tx: &mut Tx, told: &mut Told, alert: Uuid, by: Option<&Account>) -> Result<()> {
    let frame = ServerFrame::AlertGone { alert, by: by.map(|by| by.name.clone()) };
    for supervisor in accounts::with_role(tx, Role::Supervisor).await? {
        told.frame(supervisor.as_uuid(), &frame);
    }
    told.withdraw(tx, alert).await?;
    told.line();
    Ok(())
}

/// The open ones, the loud first, then the oldest.
///
/// # Errors
/// As any statement.
pub async fn open(conn: &mut Conn) -> Result<Vec<AlertView>> {
    Ok(store::open(conn, MOST).await?.into_iter().map(|alert| view(&alert, None)).collect())
}

/// Whether a supervisor answered an alert of this kind about a conversation at `since` or later: she is looking.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn answered_since(
    conn: &mut Conn,
    conversation: ConversationId,
    kind: AlertKind,
    since: DateTime<Utc>,
) -> Result<bool> {
    Ok(store::answered_since(conn, conversation, kind, since).await?)
}

/// Their frames, for a supervisor who has just said hello.
pub(in crate::chat) async fn frames(conn: &mut Conn) -> Result<Vec<ServerFrame>> {
    Ok(store::open(conn, MOST).await?.iter().map(|alert| ServerFrame::Alert(news(alert))).collect())
}

/// A supervisor says that she sees to it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such alert; [`Error::Conflict`] when it was answered, or is moot.
pub async fn answer(app: &App, by: &Account, id: Uuid) -> Result<AlertView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    // Several alerts may end at once elsewhere, in another order: one at a time, as all that moves the line.
    tx.lock(Lock::Assignment).await?;
    let Some(alert) = store::answer(&mut tx, id, by.id, now).await? else {
        return Err(match store::get(&mut tx, id).await? {
            Some(_) => Error::conflict("it was answered already"),
            None => Error::NotFound,
        });
    };
    tell_gone(&mut tx, &mut told, id, Some(by)).await?;
    let detail = serde_json::json!({ "kind": alert.kind.as_str(), "conversation": alert.conversation });
    audit::append(&mut tx, Entry { actor: Some(by.id), action: "alert.answered", subject: Some(id), detail }, now)
        .await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view(&alert, Some(by)))
}

/// Calls those on duty again for loud alerts that nobody has answered.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn call_again(app: &App) -> Result<()> {
    let now = app.clock.now();
    if store::due(&mut app.db.read().await?, now - AGAIN_AFTER, TIMES).await?.is_empty() {
        return Ok(());
    }
    let mut told = Told::default();
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    for alert in store::due(&mut tx, now - AGAIN_AFTER, TIMES).await? {
        // The guard: of several nodes one calls.
        if store::called(&mut tx, alert, now - AGAIN_AFTER, now).await? {
            call(&mut tx, &mut told, alert, now).await?;
        }
    }
    tx.commit().await?;
    told.tell(app);
    Ok(())
}

/// Raises an alert for each visitor who has waited for longer than `after` and for whom nobody was called yet.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn unclaimed(
    tx: &mut Tx,
    told: &mut Told,
    after: TimeDelta,
    now: DateTime<Utc>,
) -> Result<()> {
    for id in store::unclaimed(tx, now - after, MOST).await? {
        if let Some(conversation) = conversations::get(tx, id).await?
            && matches!(conversation.state, ConversationState::Waiting | ConversationState::Offered)
        {
            raise(tx, told, AlertKind::Unclaimed, &conversation, None, None, now).await?;
        }
    }
    Ok(())
}

/// How many visitors have waited for longer than `after` without anybody having been called.
pub(in crate::chat) async fn unclaimed_count(conn: &mut Conn, after: TimeDelta, now: DateTime<Utc>) -> Result<usize> {
    Ok(store::unclaimed(conn, now - after, 1).await?.len())
}

fn news(alert: &store::Alert) -> AlertNews {
    AlertNews {
        alert: alert.id,
        kind: alert.kind,
        loud: alert.loud,
        conversation: alert.conversation,
        label: alert.label.clone(),
        language: alert.language.clone(),
        risk: alert.risk,
        reason: alert.rule.as_deref().and_then(risk::reason_of),
        raised_at: alert.raised_at,
    }
}

fn view(alert: &store::Alert, by: Option<&Account>) -> AlertView {
    AlertView {
        news: news(alert),
        answered_by: by.map(|by| Person { id: by.id, name: by.name.clone() }),
        answered_at: alert.answered_at,
    }
}

/// Calls those on duty, by other ways than the desk too.
async fn call(tx: &mut Tx, told: &mut Told, alert: Uuid, now: DateTime<Utc>) -> Result<()> {
    for account in on_call(tx, now).await? {
        told.notify(tx, account, Occasion::Alert, alert, now).await?;
    }
    Ok(())
}

/// Who is called for a loud alert: supervisors on duty; all of them when none is.
pub(in crate::chat) async fn on_call(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<AccountId>> {
    let on_duty = accounts::on_duty(conn, Role::Supervisor, now).await?;
    Ok(if on_duty.is_empty() { accounts::with_role(conn, Role::Supervisor).await? } else { on_duty })
}

/// A supervisor took a look into the conversation: what rang for it is answered.
pub(in crate::chat) async fn seen(
    tx: &mut Tx,
    told: &mut Told,
    conversation: ConversationId,
    by: &Account,
    now: DateTime<Utc>,
) -> Result<()> {
    end(tx, told, conversation, SEEN, None, Some(by), now).await
}

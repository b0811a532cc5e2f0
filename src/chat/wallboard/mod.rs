//! The wallboard: the whole floor at a glance, for supervisors. Made from the database each time, so that it is right
//! after a restart and on every node; no text of anybody in it.

mod routes;
mod store;

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, FixedOffset, NaiveTime, TimeZone, Utc};
use dashmap::DashMap;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

pub use routes::{Api, routes};

use super::{
    alerts::{self, AlertView},
    breaks, flags, line,
    model::DESK_HOLDS,
    trust::{self, Trust},
};
use crate::{
    accounts::{AccountId, Role},
    app::App,
    messaging::{
        ConversationId, News, Who,
        hub::{Handle, Item, SocketId},
        protocol::{BreakState, ConversationState, ServerFrame},
    },
    platform::{Error, Result, db::Conn},
};

/// The hour in which counters turn is that of Seoul, which has had no summer time since 1988.
const SEOUL_SECONDS: i32 = 9 * 60 * 60;
/// Rows of the line shown at the most.
const LINE_SHOWN: i64 = 100;
/// Chats shown at the most: two hundred counsellors with five each.
const CHATS_SHOWN: i64 = 1000;

/// The floor at one moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    /// When this was read.
    at: DateTime<Utc>,
    /// When the counters of the day turned: midnight in Seoul.
    day_began_at: DateTime<Utc>,
    /// How many wait in the line.
    waiting: i64,
    /// How long the first of them has; 0 when nobody does.
    oldest_waiting_seconds: i64,
    /// The conversation with the highest risk class above 0 that is waiting, offered or active; of several, the one
    /// that has waited or lasted longest.
    highest: Option<Highest>,
    /// Counsellors who are at their desks now, set away or not; not those who left with a conversation open.
    on_duty: i64,
    /// Of those, who take conversations and have a place.
    available: i64,
    /// Of those, who take conversations and have none.
    full: i64,
    /// Of those, who are on a break.
    on_break: i64,
    /// Conversations that are active.
    talking: i64,
    /// How long those have lasted on average; 0 when there is none.
    average_talk_seconds: i64,
    /// Visitors who waited in vain today: stayed away, or left before anybody had opened.
    abandoned_today: i64,
    /// Visitors who came back with their code today.
    returned_today: i64,
    /// Conversations that were closed today after a talk.
    closed_today: i64,
    /// Who is at a desk, or has conversations: by name.
    counsellors: Vec<CounsellorRow>,
    /// The line, in its order; at most 100.
    line: Vec<LineRow>,
    /// How many messages wait for a supervisor.
    held: i64,
    /// How many flags nobody has looked at.
    flags: i64,
    /// What nobody has answered yet.
    alerts: Vec<AlertView>,
}

/// The conversation with the highest risk.
#[derive(Debug, Serialize, ToSchema)]
pub struct Highest {
    /// Its class, 1 to 4.
    risk: i64,
    /// Which.
    conversation: ConversationId,
    /// Four digits that tell two visitors apart.
    label: String,
    /// Where it stands.
    state: ConversationState,
    /// How long she has waited, or talked.
    waited_seconds: i64,
    /// Who has it, or is asked; null while it waits.
    counsellor: Option<String>,
}

/// A counsellor.
#[derive(Debug, Serialize, ToSchema)]
pub struct CounsellorRow {
    /// Her account.
    id: AccountId,
    /// Her name.
    name: String,
    /// `available`, `away` or `break`.
    state: &'static str,
    /// Whether she was at her desk a moment ago; counted, not sent: `away` says it.
    #[serde(skip)]
    present: bool,
    /// How many conversations she has: offered, active and in wrap-up.
    active: i64,
    /// How many she takes at once.
    capacity: i64,
    /// Heavy ones since her last break.
    heavy: i64,
    /// `none`, `offered`, `due` or `on`.
    #[serde(rename = "break")]
    pause: BreakState,
    /// How much of what she writes waits for a supervisor.
    trust: Trust,
    /// How long her longest talk has lasted; null when she has none.
    oldest_talk_seconds: Option<i64>,
    /// The highest risk class among her conversations.
    highest_risk: i64,
    /// Her conversations, the oldest first.
    chats: Vec<ChatRow>,
}

/// A conversation that somebody has.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatRow {
    /// Which.
    conversation: ConversationId,
    /// Four digits that tell two visitors apart.
    label: String,
    /// Its risk class, 0 to 4.
    risk: i64,
    /// `offered`, `active` or `wrap_up`.
    state: ConversationState,
    /// Since when they talk; null while it is only offered.
    opened_at: Option<DateTime<Utc>>,
}

/// Somebody in the line.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineRow {
    /// Which.
    conversation: ConversationId,
    /// Four digits that tell two visitors apart.
    label: String,
    /// `ko` or `en`.
    language: String,
    /// Her risk class, 0 to 4.
    risk: i64,
    /// `waiting` or `offered`.
    state: ConversationState,
    /// Since when she waits.
    waiting_since: DateTime<Utc>,
    /// Who is asked; null while nobody is.
    counsellor: Option<String>,
}

/// Sockets of this node that hear the wallboard. Nothing that could not be lost: who comes back asks again.
#[derive(Debug, Default)]
pub struct Watchers(DashMap<SocketId, Arc<Handle>>);

impl Watchers {
    /// A socket has gone.
    pub fn forget(&self, socket: SocketId) {
        self.0.remove(&socket);
    }

    /// Whether anybody looks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Lets a supervisor's socket hear the wallboard, or no longer.
///
/// # Errors
/// [`Error::Forbidden`] for all others.
pub(in crate::chat) async fn watch(
    app: &App,
    who: &Who,
    socket: Arc<Handle>,
    active: bool,
) -> Result<Option<Arc<RawValue>>> {
    let Who::Staff { account, .. } = who else { return Err(Error::Forbidden("only for supervisors")) };
    if !account.is_any(&[Role::Supervisor]) {
        return Err(Error::Forbidden("only for supervisors"));
    }
    if !active {
        app.chat.watchers.forget(socket.id);
        return Ok(None);
    }
    // First heard, then read: what changes in between is told once more.
    app.chat.watchers.0.insert(socket.id, socket);
    Ok(Some(raw(&read(app).await?)?))
}

/// Tells those who watch how things are now.
pub(in crate::chat) async fn tell(app: &App) -> Result<()> {
    if app.chat.watchers.is_empty() {
        return Ok(());
    }
    let board = raw(&read(app).await?)?;
    let json = ServerFrame::Wallboard { reference: None, board }.to_json();
    let news = Arc::new(News::Frame { json });
    for watcher in &app.chat.watchers.0 {
        watcher.value().give(Item::News(news.clone()));
    }
    Ok(())
}

fn raw(board: &Board) -> Result<Arc<RawValue>> {
    let raw = serde_json::value::to_raw_value(board).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Arc::from(raw))
}

/// The floor as it is now.
///
/// # Errors
/// As any statement.
pub async fn read(app: &App) -> Result<Board> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let length = line::length(&mut conn, now).await?;
    let today = midnight(now);
    let counts = store::counts(&mut conn, today).await?;
    let chats = store::running(&mut conn, CHATS_SHOWN).await?;
    let line = store::line(&mut conn, LINE_SHOWN).await?;
    let highest = highest(&chats, &line, now);
    let talks: Vec<i64> = chats
        .iter()
        .filter(|chat| chat.state == ConversationState::Active)
        .filter_map(|chat| Some((now - chat.opened_at?).num_seconds()))
        .collect();
    let talking = i64::try_from(talks.len()).unwrap_or(i64::MAX);
    let counsellors = counsellors(&mut conn, chats, now).await?;
    let count = |wanted: fn(&CounsellorRow) -> bool| {
        i64::try_from(counsellors.iter().filter(|row| wanted(row)).count()).unwrap_or(i64::MAX)
    };
    Ok(Board {
        at: now,
        day_began_at: today,
        waiting: length.waiting,
        oldest_waiting_seconds: length.oldest_seconds,
        highest,
        on_duty: count(|row| row.present),
        available: count(|row| row.state == "available" && row.active < row.capacity),
        full: count(|row| row.state == "available" && row.active >= row.capacity),
        on_break: count(|row| row.present && row.state == "break"),
        talking,
        average_talk_seconds: if talking == 0 { 0 } else { talks.iter().sum::<i64>() / talking },
        abandoned_today: counts.abandoned,
        returned_today: counts.returned,
        closed_today: counts.closed,
        line: line
            .into_iter()
            .map(|row| LineRow {
                conversation: row.id,
                label: row.label,
                language: row.language,
                risk: row.risk,
                state: row.state,
                waiting_since: row.waiting_since,
                counsellor: row.counsellor_name,
            })
            .collect(),
        held: counts.held,
        flags: flags::open_count(&mut conn).await?,
        alerts: alerts::open(&mut conn).await?,
        counsellors,
    })
}

/// Those who were at their desks a moment ago, and whoever has conversations.
async fn counsellors(conn: &mut Conn, chats: Vec<store::Running>, now: DateTime<Utc>) -> Result<Vec<CounsellorRow>> {
    let trust = trust::levels(conn).await?;
    let mut of: HashMap<AccountId, Vec<store::Running>> = HashMap::new();
    for chat in chats {
        of.entry(chat.counsellor).or_default().push(chat);
    }
    let mut rows = Vec::new();
    let seen_since = now - DESK_HOLDS;
    for desk in store::desks(conn, seen_since).await? {
        let present = desk.seen_at > seen_since;
        let chats = of.remove(&desk.account).unwrap_or_default();
        let breaks = breaks::standing(desk.heavy, desk.break_until, now);
        rows.push(CounsellorRow {
            id: desk.account,
            name: desk.name,
            state: match (breaks.state, desk.state.as_str()) {
                (BreakState::On, _) => "break",
                (_, "available") if present => "available",
                _ => "away",
            },
            present,
            active: desk.load,
            capacity: desk.capacity,
            heavy: breaks.heavy,
            pause: breaks.state,
            trust: trust.get(&desk.account).copied().unwrap_or_default(),
            oldest_talk_seconds: chats
                .iter()
                .filter(|chat| chat.state == ConversationState::Active)
                .filter_map(|chat| Some((now - chat.opened_at?).num_seconds().max(0)))
                .max(),
            highest_risk: chats.iter().map(|chat| chat.risk).max().unwrap_or_default(),
            chats: chats
                .into_iter()
                .map(|chat| ChatRow {
                    conversation: chat.id,
                    label: chat.label,
                    risk: chat.risk,
                    state: chat.state,
                    opened_at: chat.opened_at,
                })
                .collect(),
        });
    }
    Ok(rows)
}

fn highest(chats: &[store::Running], line: &[store::InLine], now: DateTime<Utc>) -> Option<Highest> {
    let waiting = line.iter().map(|row| Highest {
        risk: row.risk,
        conversation: row.id,
        label: row.label.clone(),
        state: row.state,
        waited_seconds: (now - row.waiting_since).num_seconds().max(0),
        counsellor: row.counsellor_name.clone(),
    });
    let talking = chats.iter().filter(|chat| chat.state == ConversationState::Active).map(|chat| Highest {
        risk: chat.risk,
        conversation: chat.id,
        label: chat.label.clone(),
        state: chat.state,
        waited_seconds: chat.opened_at.map_or(0, |since| (now - since).num_seconds().max(0)),
        counsellor: chat.counsellor_name.clone(),
    });
    // Of equals, whom nobody talks with yet.
    waiting
        .chain(talking)
        .filter(|one| one.risk > 0)
        .max_by_key(|one| (one.risk, one.state != ConversationState::Active, one.waited_seconds))
}

/// The last midnight in Seoul.
fn midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    let seoul = FixedOffset::east_opt(SEOUL_SECONDS).expect("nine hours are an offset");
    let day = now.with_timezone(&seoul).date_naive().and_time(NaiveTime::MIN);
    seoul.from_local_datetime(&day).single().map_or(now, |midnight| midnight.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_seoul() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(midnight(at("2026-11-27T14:59:59Z")), at("2026-11-26T15:00:00Z"));
        assert_eq!(midnight(at("2026-11-27T15:00:00Z")), at("2026-11-27T15:00:00Z"));
        assert_eq!(midnight(at("2026-11-27T15:00:01Z")), at("2026-11-27T15:00:00Z"));
    }
}

//! The line: how long it is, who stands where in it, and how long it takes.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::sleep;
use uuid::Uuid;

use super::{
    desk,
    model::{DESK_HOLDS, VisitorId, estimate},
    store::{self, Conversation, Desk},
    wallboard,
};
use crate::{
    app::App,
    messaging::{ConversationId, News, protocol::ServerFrame},
    platform::{Result, db::Conn},
};

/// The pace of the line is that of so long.
const WINDOW: TimeDelta = TimeDelta::hours(1);
/// News of the line are told at most this often: when 500 wait, each move of the head is 500 frames.
const CALM: Duration = Duration::from_millis(250);
/// Estimates and waiting times change by themselves.
const ANYWAY: Duration = Duration::from_secs(10);

/// The line as numbers only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Length {
    /// How many wait.
    pub waiting: i64,
    /// How long the first of them has, in seconds.
    pub oldest_seconds: i64,
}

/// What an estimate is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Conversations opened within the window.
    pub opened: i64,
    /// Places at the desks of those who are there.
    pub places: i64,
    /// Counsellors who are there.
    pub on_duty: i64,
}

impl Pace {
    /// How long the visitor at `position` will wait, in seconds.
    #[must_use]
    pub fn estimate(self, position: i64) -> i64 {
        estimate(position, self.opened, WINDOW, self.places)
    }
}

/// How long the line is.
///
/// # Errors
/// As any statement.
pub async fn length(conn: &mut Conn, now: DateTime<Utc>) -> Result<Length> {
    let (waiting, oldest): (i64, Option<DateTime<Utc>>) = conn
        .query("SELECT COUNT(*), MIN(waiting_since) FROM conversation WHERE state = 'waiting' AND later_at IS NULL")
        .fetch_one()
        .await?;
    Ok(Length { waiting, oldest_seconds: oldest.map_or(0, |since| (now - since).num_seconds().max(0)) })
}

/// How fast it moves. Letters are no part of it.
///
/// # Errors
/// As any statement.
pub async fn pace(conn: &mut Conn, now: DateTime<Utc>) -> Result<Pace> {
    let (opened,): (i64,) = conn
        .query("SELECT COUNT(*) FROM conversation WHERE state <> 'waiting' AND later_at IS NULL AND opened_at > $1")
        .bind(now - WINDOW)
        .fetch_one()
        .await?;
    let (places, on_duty): (i64, i64) = conn
        .query(
            "SELECT CAST(COALESCE(SUM(capacity), 0) AS BIGINT), COUNT(*) FROM desk
             WHERE state = 'available' AND seen_at > $1",
        )
        .bind(now - DESK_HOLDS)
        .fetch_one()
        .await?;
    Ok(Pace { opened, places, on_duty })
}

/// Her place, from 1.
///
/// # Errors
/// As any statement.
pub async fn position(conn: &mut Conn, conversation: &Conversation) -> Result<i64> {
    let (before,): (i64,) = conn
        .query(
            "SELECT COUNT(*) FROM conversation WHERE state = 'waiting' AND later_at IS NULL
               AND (risk > $1 OR (risk = $1 AND (place < $2 OR (place = $2 AND id < $3))))",
        )
        .bind(conversation.risk)
        .bind(conversation.place)
        .bind(conversation.id)
        .fetch_one()
        .await?;
    Ok(before + 1)
}

/// Tells this node's people of the line as it moves: visitors their place, staff its numbers. Runs until the server
/// stops.
pub async fn run(app: App) {
    let mut told = Known::default();
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = app.chat.line_moved.notified() => {}
            () = sleep(ANYWAY) => {}
        }
        if let Err(error) = told.tell(&app).await {
            tracing::warn!(reason = %error, "the line could not be told");
        }
        if let Err(error) = wallboard::tell(&app).await {
            tracing::warn!(reason = %error, "the wallboard could not be told");
        }
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = sleep(CALM) => {}
        }
    }
}

/// What this node's people were told last.
#[derive(Default)]
struct Known {
    places: HashMap<ConversationId, (i64, i64)>,
    desks: HashMap<Uuid, crate::messaging::protocol::DeskState>,
}

impl Known {
    async fn tell(&mut self, app: &App) -> Result<()> {
        let now = app.clock.now();
        let mut conn = app.db.read().await?;
        let rows: Vec<(ConversationId, VisitorId)> = conn
            .query(
                "SELECT id, visitor FROM conversation WHERE state = 'waiting' AND later_at IS NULL
                 ORDER BY risk DESC, place, id",
            )
            .fetch_all()
            .await?;
        let pace = pace(&mut conn, now).await?;
        let length = length(&mut conn, now).await?;
        let desks: HashMap<Uuid, Desk> =
            store::desks(&mut conn).await?.into_iter().map(|desk| (desk.account.as_uuid(), desk)).collect();
        drop(conn);
        let mut places = HashMap::with_capacity(rows.len());
        for ((conversation, visitor), position) in rows.into_iter().zip(1..) {
            let standing = (position, pace.estimate(position));
            if app.hub.is_here(visitor.as_uuid()) {
                // Told once more to somebody new: between her `welcome` and now the line may have moved.
                if self.places.get(&conversation) != Some(&standing) {
                    let news = News::Place { conversation, position: standing.0, estimate: standing.1 };
                    app.hub.tell_here(visitor.as_uuid(), news);
                }
                places.insert(conversation, standing);
            }
        }
        self.places = places;
        let mut frames = HashMap::new();
        for account in app.chat.staff_here() {
            let own = desks.get(&account.id.as_uuid()).cloned().unwrap_or_else(|| desk::empty(&account));
            let state = desk::state(&own, length, now);
            if self.desks.get(&account.id.as_uuid()) != Some(&state) {
                let frame = ServerFrame::Desk(state.clone());
                app.hub.tell_here(account.id.as_uuid(), News::Frame { json: frame.to_json() });
            }
            frames.insert(account.id.as_uuid(), state);
        }
        self.desks = frames;
        app.metrics.waiting.set(length.waiting);
        Ok(())
    }
}

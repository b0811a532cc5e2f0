//! Durable facts: rows written in the transaction of what they tell, handed on at least once and in order to whoever
//! registered for their kind. This is how news travel upward between features without an import.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde_json::Value;
use sqlx::types::Json;
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

use super::{
    bus::Bus,
    db::{Conn, Db, Lock, Sql, Tx, rows},
    error::Result,
};

/// The topic that says that there are new events.
const TOPIC: &str = "events";
/// Events read at a time.
const BATCH: i64 = 100;
/// How often to look without being told: the telling may get lost.
const POLL: Duration = Duration::from_secs(10);
/// The longest wait after errors in a row.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// A fact.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Event {
    /// Its number: events are numbered in the order in which they were committed, with holes.
    pub seq: i64,
    /// What happened, e.g. `conversation_closed`.
    pub kind: String,
    /// To what.
    pub subject: Uuid,
    /// What a handler needs to know, never a text of a person.
    pub detail: Json<Value>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Writes a fact in the transaction of what it tells. Do it last: from here to the commit no other transaction can
/// write one, which is what makes their order the order of the commits. After the commit, [`announce`] it.
///
/// # Errors
/// As any statement.
pub async fn append(
    tx: &mut Tx,
    kind: &'static str,
    subject: Uuid,
    detail: Value,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.lock(Lock::Events).await?;
    tx.query("INSERT INTO event (kind, subject, detail, at) VALUES ($1, $2, $3, $4)")
        .bind(kind)
        .bind(subject)
        .bind(Json(detail))
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// Tells the handlers of all nodes to look, after the commit. Forgotten or lost, they look by themselves a little later.
pub fn announce(bus: &Bus) {
    bus.publish(TOPIC, "");
}

type Handle = Arc<dyn for<'a> Fn(&'a mut Tx, &'a Event) -> BoxFuture<'a, Result<()>> + Send + Sync>;

/// The handlers of a node. Every node registers the same ones; each event is handled on one of them.
#[derive(Default)]
pub struct Handlers(BTreeMap<&'static str, Handler>);

struct Handler {
    kinds: &'static [&'static str],
    handle: Handle,
}

impl Handlers {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers a handler for some kinds of events. It works in the transaction that also remembers that the event was
    /// handled, and may be called again for an event whose transaction did not commit. While it fails, later events of
    /// its kinds wait.
    ///
    /// `name` is kept in the database for ever: a new name is handed every event there ever was.
    #[must_use]
    pub fn on<F>(mut self, name: &'static str, kinds: &'static [&'static str], handle: F) -> Self
    where
        F: for<'a> Fn(&'a mut Tx, &'a Event) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
    {
        self.0.insert(name, Handler { kinds, handle: Arc::new(handle) });
        self
    }

    /// Starts handing on events, in a task a handler, until `stop`. An event that is being handled is finished.
    pub fn start(self, db: &Db, bus: &Bus, tasks: &TaskTracker, stop: &CancellationToken) {
        let news = watch::Sender::new(());
        let told = news.clone();
        bus.on(TOPIC, move |_, _| told.send_modify(|()| ()));
        bus.subscribe(TOPIC);
        for (name, handler) in self.0 {
            let runner = Runner { name, handler, db: db.clone(), news: news.clone() };
            tasks.spawn(runner.run(stop.clone()));
        }
    }
}

impl fmt::Debug for Handlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

struct Runner {
    name: &'static str,
    handler: Handler,
    db: Db,
    /// A sender, so that the channel lives as long as we, whatever becomes of the bus.
    news: watch::Sender<()>,
}

impl Runner {
    async fn run(self, stop: CancellationToken) {
        let mut news = self.news.subscribe();
        let mut failures = 0;
        loop {
            news.mark_unchanged();
            let wait = match self.hand_on(&stop).await {
                Ok(()) => {
                    failures = 0;
                    POLL
                }
                Err((event, error)) => {
                    failures += 1;
                    // Without the error's text: it may come from a handler that has read texts of persons.
                    let handler = self.name;
                    tracing::warn!(handler, event, failures, code = error.code(), "an event was not handled");
                    Duration::from_millis(100 << failures.min(12)).min(LONGEST_WAIT)
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                // After an error, news are no reason to try again sooner.
                () = sleep(wait), if failures > 0 => {}
                _ = timeout(wait, news.changed()), if failures == 0 => {}
            }
        }
    }

    /// Hands on all there is. An error comes with the number of the event that it happened at, or 0.
    async fn hand_on(&self, stop: &CancellationToken) -> Result<(), (i64, super::Error)> {
        loop {
            let mut conn = self.db.read().await.map_err(|error| (0, error))?;
            let (mut cursor, events, end) = self.next(&mut conn).await.map_err(|error| (0, error.into()))?;
            drop(conn);
            for event in &events {
                if stop.is_cancelled() {
                    return Ok(());
                }
                if !self.handle(cursor, event).await.map_err(|error| (event.seq, error))? {
                    break;
                }
                cursor = event.seq;
            }
            if events.is_empty() {
                if end > cursor {
                    // Nothing for us up to there: the next look begins behind it.
                    self.skip(cursor, end).await.map_err(|error| (0, error))?;
                }
                return Ok(());
            }
        }
    }

    /// Where we are, the next events of our kinds, and the number of the last event of any kind.
    async fn next(&self, conn: &mut Conn) -> sqlx::Result<(i64, Vec<Event>, i64)> {
        let cursor = conn
            .query("SELECT seq FROM event_cursor WHERE handler = $1")
            .bind(self.name)
            .fetch_optional::<(i64,)>()
            .await?
            .map_or(0, |(seq,)| seq);
        // Before the events: one that commits in between is of the next look.
        let (end,) = conn.query("SELECT COALESCE(MAX(seq), 0) FROM event").fetch_one::<(i64,)>().await?;
        let kinds = rows(4, 1, self.handler.kinds.len());
        let events = conn
            .query(Sql::built(format!(
                "SELECT seq, kind, subject, detail, at FROM event
                 WHERE seq > $1 AND seq <= $2 AND kind IN {kinds} ORDER BY seq LIMIT $3"
            )))
            .bind(cursor)
            .bind(end)
            .bind(BATCH)
            .bind_all(self.handler.kinds.iter().copied())
            .fetch_all()
            .await?;
        Ok((cursor, events, end))
    }

    /// Handles one event, unless another node was first: then it says no.
    async fn handle(&self, cursor: i64, event: &Event) -> Result<bool> {
        let mut tx = self.db.write().await?;
        // Before the handler: it is the lock that keeps other nodes from handing on the same or the next event.
        if !self.advance(&mut tx, cursor, event.seq).await? {
            return Ok(false);
        }
        (self.handler.handle)(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn skip(&self, cursor: i64, end: i64) -> Result<()> {
        let mut tx = self.db.write().await?;
        if self.advance(&mut tx, cursor, end).await? {
            tx.commit().await?;
        }
        Ok(())
    }

    async fn advance(&self, conn: &mut Conn, from: i64, to: i64) -> sqlx::Result<bool> {
        let moved = conn
            .query(
                "INSERT INTO event_cursor (handler, seq) VALUES ($1, $3)
                 ON CONFLICT (handler) DO UPDATE SET seq = $3 WHERE event_cursor.seq = $2",
            )
            .bind(self.name)
            .bind(from)
            .bind(to)
            .execute()
            .await?;
        Ok(moved == 1)
    }
}

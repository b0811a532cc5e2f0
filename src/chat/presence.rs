//! Presence: who has a socket. A row with a time on it, so that a node that dies takes nobody with it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use super::{
    assign, blocks, challenge,
    model::VisitorId,
    news::{LINE, Told},
    store,
    trust::Watched,
    wallboard::Watchers,
};
use crate::{
    accounts::{self, AccountId, SessionId},
    app::App,
    messaging::{News, hub::SocketId, socket::Who},
    platform::{
        Error, Result,
        db::{self, Lock, Sql},
        http::{
            Caller,
            limits::{Buckets, Delays, Growth},
        },
    },
};

/// How often a node says who is there.
const BEAT: Duration = Duration::from_secs(10);
/// How often it asks whether their sessions are alive, in beats.
const RENEW: u32 = 6;
/// How long a `hello` waits for a database that cannot be written to.
const NOTED_WITHIN: Duration = Duration::from_secs(3);
/// People named in a statement.
const CHUNK: usize = 512;

/// A socket of hers said `hello`. While nothing can be written, a full disk, a locked database, she is let in all the
/// same: she can still read.
///
/// # Errors
/// As any statement, where the fault does not pass by itself.
pub async fn connected(app: &App, who: &Who, socket: SocketId) -> Result<()> {
    if let Who::Staff { account, session, .. } = who {
        app.chat.arrived(socket, account.clone(), *session);
    }
    let noted = match tokio::time::timeout(NOTED_WITHIN, note_arrival(app, who, socket)).await {
        Ok(noted) => noted,
        Err(_) => Err(Error::Unavailable("it took too long".into())),
    };
    match noted {
        Err(Error::Unavailable(reason)) => tracing::warn!(%reason, "it could not be noted who came"),
        noted => noted?,
    }
    if who.is_visitor() {
        // Of several sockets the newest wins.
        app.hub.tell(who.id(), News::Replaced { by: socket });
    }
    Ok(())
}

async fn note_arrival(app: &App, who: &Who, socket: SocketId) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    match who {
        Who::Visitor(me) => {
            let mut told = Told::default();
            tx.lock(Lock::Assignment).await?;
            tx.query("UPDATE visitor SET socket = $1, seen_at = $2 WHERE id = $3")
                .bind(socket)
                .bind(now)
                .bind(me.id)
                .execute()
                .await?;
            let visitor = store::visitor(&mut tx, VisitorId::from_uuid(me.id)).await?.ok_or(Error::NotFound)?;
            for person in crate::messaging::member::audience(&mut tx, visitor.conversation).await? {
                if person != me.id {
                    told.changed_for(person, visitor.conversation);
                }
            }
            // She may have been passed over while she was away.
            assign::assign(&mut tx, now, &mut told).await?;
            tx.commit().await?;
            told.tell(app);
        }
        Who::Staff { account, .. } => {
            tx.query("UPDATE desk SET seen_at = $1 WHERE account = $2").bind(now).bind(account.id).execute().await?;
            tx.commit().await?;
            app.bus.publish(LINE, "");
        }
    }
    Ok(())
}

/// A socket of hers is gone.
///
/// # Errors
/// As any statement.
pub async fn disconnected(app: &App, who: &Who, socket: SocketId) -> Result<()> {
    let now = app.clock.now();
    match who {
        Who::Visitor(me) => {
            let mut told = Told::default();
            let mut tx = app.db.write().await?;
            let was_hers = tx
                .query("UPDATE visitor SET socket = NULL, seen_at = $1 WHERE id = $2 AND socket = $3")
                .bind(now)
                .bind(me.id)
                .bind(socket)
                .execute()
                .await?;
            if was_hers == 1
                && let Some(visitor) = store::visitor(&mut tx, VisitorId::from_uuid(me.id)).await?
            {
                for person in crate::messaging::member::audience(&mut tx, visitor.conversation).await? {
                    told.changed_for(person, visitor.conversation);
                }
            }
            tx.commit().await?;
            told.tell(app);
        }
        Who::Staff { account, .. } => {
            app.chat.departed(socket);
            let mut tx = app.db.write().await?;
            tx.query("UPDATE desk SET seen_at = $1 WHERE account = $2").bind(now).bind(account.id).execute().await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// Whether `socket` is the one that speaks for a visitor: not if a newer one said hello, or her token died.
///
/// # Errors
/// As any statement.
pub async fn is_current(app: &App, who: &Who, socket: SocketId) -> Result<bool> {
    let Who::Visitor(me) = who else { return Ok(true) };
    let visitor = store::visitor(&mut app.db.read().await?, VisitorId::from_uuid(me.id)).await?;
    Ok(visitor.is_some_and(|visitor| visitor.socket == Some(socket.as_uuid())))
}

/// Says, every few seconds, who is here. Runs until the server stops.
pub async fn run(app: App) {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut count: u32 = 0;
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = beats.tick() => {}
        }
        count = count.wrapping_add(1);
        if let Err(error) = beat(&app).await {
            tracing::warn!(reason = %error, "it could not be noted who is here");
        }
        if count.is_multiple_of(RENEW) {
            renew(&app).await;
        }
    }
}

/// One round of it. Public so that a test with a clock of its own need not wait.
///
/// # Errors
/// As any statement.
pub async fn beat(app: &App) -> Result<()> {
    let now = app.clock.now();
    let people = app.hub.people_here();
    for chunk in people.chunks(CHUNK) {
        let list = db::rows(2, chunk.len(), 1).replace(['(', ')'], "");
        let mut tx = app.db.write().await?;
        // It locks rows of many people, in no order: whoever else does holds this too.
        tx.lock(Lock::Assignment).await?;
        for text in [
            format!("UPDATE visitor SET seen_at = $1 WHERE id IN ({list})"),
            format!("UPDATE desk SET seen_at = $1 WHERE account IN ({list})"),
        ] {
            tx.query(Sql::built(text)).bind(now).bind_all(chunk.iter().copied()).execute().await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Closes the sockets whose sessions have ended, should the news of it have been lost.
async fn renew(app: &App) {
    let sessions: HashMap<SessionId, AccountId> = app.chat.sessions_here();
    for (session, account) in sessions {
        match accounts::renew(app, session).await {
            Err(Error::Unauthenticated { .. }) => {
                let news = News::SignedOut { session: Some(session.as_uuid()) };
                app.hub.tell_here(account.as_uuid(), news);
            }
            Err(error) => tracing::warn!(reason = %error, "a session could not be renewed"),
            Ok(()) => {}
        }
    }
}

/// What the chat keeps in memory: nothing that could not be lost.
#[derive(Debug)]
pub struct State {
    /// How many visits a network may begin.
    pub visits: Buckets<Caller>,
    /// How wrong return codes slow a network down.
    pub returns: Delays<Caller>,
    /// How busy this node is.
    pub load: challenge::Load,
    /// From which networks blocked visitors came.
    pub blocked: Arc<blocks::Memory>,
    /// Set off when the line or a desk is not what it was.
    pub line_moved: Arc<tokio::sync::Notify>,
    /// Set off when the rules saw something, or somebody's trust is another.
    pub care_moved: Arc<tokio::sync::Notify>,
    /// How much of what each counsellor writes waits.
    pub watched: Watched,
    /// Who looks at the wallboard.
    pub watchers: Watchers,
    staff: dashmap::DashMap<SocketId, (accounts::Account, SessionId)>,
}

/// Five wrong codes are free, people mistype; then each answer comes later (S4).
const WRONG_CODES: Growth =
    Growth { free: 5, first: Duration::from_secs(1), most: Duration::from_secs(10), forget: Duration::from_mins(15) };

impl State {
    /// Nobody is here yet.
    #[must_use]
    pub fn new(visits_per_minute: u32) -> Self {
        Self {
            visits: Buckets::new(visits_per_minute, visits_per_minute),
            returns: Delays::new(WRONG_CODES),
            load: challenge::Load::default(),
            blocked: Arc::default(),
            line_moved: Arc::default(),
            care_moved: Arc::default(),
            watched: Watched::default(),
            watchers: Watchers::default(),
            staff: dashmap::DashMap::new(),
        }
    }

    fn arrived(&self, socket: SocketId, account: accounts::Account, session: SessionId) {
        self.staff.insert(socket, (account, session));
    }

    fn departed(&self, socket: SocketId) {
        self.staff.remove(&socket);
        self.watchers.forget(socket);
    }

    fn sessions_here(&self) -> HashMap<SessionId, AccountId> {
        self.staff.iter().map(|entry| (entry.value().1, entry.value().0.id)).collect()
    }

    /// Staff with a socket on this node.
    #[must_use]
    pub fn staff_here(&self) -> Vec<accounts::Account> {
        let mut known = HashMap::<Uuid, accounts::Account>::new();
        for entry in &self.staff {
            known.entry(entry.value().0.id.as_uuid()).or_insert_with(|| entry.value().0.clone());
        }
        known.into_values().collect()
    }
}

//! The pieces of one node put together, from its start to its end.

use std::{
    fs::{DirBuilder, File, TryLockError},
    net::SocketAddr,
    ops::Deref,
    os::unix::fs::DirBuilderExt,
    path::Path,
    sync::Arc,
    time::Duration,
};

use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

use crate::{
    accounts::{self, audit},
    chat, jobs,
    messaging::{Hub, Log, Owner, log::Means, socket::Paces},
    notifications,
    platform::{
        Bus, Clock, Config, Error, Result,
        crypto::Vault,
        db::{self, Db, Purpose},
        http::{Networks, Origins, cookie::SessionCookie},
        telemetry::Metrics,
    },
};

/// How long running commands and open sockets may take to end when the server stops.
pub const ENDS_WITHIN: Duration = Duration::from_secs(10);
/// How long another process may be opening the same data directory (migrations, a new master key).
const OPENS_WITHIN: Duration = Duration::from_secs(30);
/// Held by a server on an embedded database.
const SERVER_LOCK: &str = "gyeot.lock";
/// Held by whoever opens the databases.
const OPENING_LOCK: &str = "opening.lock";

/// One node: what every handler and task works with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
#[derive(Debug)]
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// What people reach the server by.
    pub public_url: Url,
    /// The time.
    pub clock: Clock,
    /// All data.
    pub db: Db,
    /// The keys to its texts.
    pub vault: Vault,
    /// Live news.
    pub bus: Bus,
    /// Figures.
    pub metrics: Metrics,
    /// Whose pages may give commands.
    pub origins: Origins,
    /// Callers without their addresses.
    pub networks: Networks,
    /// How the session cookie is named and marked.
    pub cookie: SessionCookie,
    /// What accounts keep in memory.
    pub accounts: accounts::State,
    /// What the chat keeps in memory.
    pub chat: chat::State,
    /// What notifications keep in memory.
    pub notifications: notifications::State,
    /// Who listens on this node.
    pub hub: Hub,
    /// How fast visitors speak on this node.
    pub paces: Paces,
    /// The way to this node's writer.
    pub log: Log,
    /// The sockets, which end before the writer does.
    pub sockets: TaskTracker,
    /// The writer, which ends when the sockets have.
    pub writer: TaskTracker,
    /// Cancelled when the server stops: sockets and tasks end.
    pub stop: CancellationToken,
    /// Everything that has to end before the databases are closed: commands, sockets, tasks.
    pub tasks: TaskTracker,
    stop_writer: CancellationToken,
    keys: Db,
    /// Held as long as the node lives.
    _lock: Option<File>,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The databases and the vault, as the server and the command line open them.
#[derive(Debug, Clone)]
pub struct Stores {
    /// All data.
    pub db: Db,
    /// The key store's database, which the vault keeps its keys in.
    pub keys: Db,
    /// The keys to its texts.
    pub vault: Vault,
}

impl Stores {
    /// Opens the databases, brings them up to date and unlocks the vault. Several processes may do so at once.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words: the folder, a database or the master key is not to be had.
    pub async fn open(config: &Config, clock: &Clock) -> Result<Self> {
        make_folder(&config.data_dir)?;
        let _alone = alone(&config.data_dir.join(OPENING_LOCK)).await?;
        let db = Db::connect(&config.database_url, Purpose::Data).await?;
        let keys = Db::connect(&config.keys_url, Purpose::Keys).await?;
        // Keys that are only elsewhere would outlive every erasure here, and what is said here would be lost there.
        if Vault::is_new(&keys).await? && audit::head(&mut db.read().await?).await?.count > 0 {
            return Err(Error::Unavailable(format!(
                "the key store {} is empty and the data are not: give GYEOT_KEYS_URL the store that belongs to them, or \
                 restore it from its backup with gyeot restore --keys",
                config.keys_url
            )));
        }
        let vault = Vault::unlock(keys.clone(), &config.master_key_file, clock.clone()).await?;
        Ok(Self { db, keys, vault })
    }

    /// Closes the databases.
    pub async fn close(self) {
        self.db.close().await;
        self.keys.close().await;
    }
}

/// Keeps every server on an embedded database, and every command, off a data directory as long as it lives.
#[derive(Debug)]
pub struct Hold(#[expect(dead_code, reason = "the locks are held by being there")] [File; 2]);

impl Hold {
    /// Takes hold of the data directory, which is made if need be.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when a server runs on it.
    pub async fn take(config: &Config) -> Result<Self> {
        make_folder(&config.data_dir)?;
        let server = only_server(&config.data_dir.join(SERVER_LOCK))?;
        Ok(Self([server, alone(&config.data_dir.join(OPENING_LOCK)).await?]))
    }
}

impl App {
    /// Starts a node that listens at `listening`: opens what it needs and starts its background tasks.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when something that it needs is not to be had.
    pub async fn start(config: Config, clock: Clock, listening: SocketAddr) -> Result<Self> {
        if config.require_shift {
            return Err(Error::Unavailable(
                "GYEOT_REQUIRE_SHIFT=true lets only those on a shift be assigned, and this version has no shifts yet: \
                 use false"
                    .into(),
            ));
        }
        make_folder(&config.data_dir)?;
        let embedded = [&config.database_url, &config.keys_url].iter().any(|url| matches!(url, db::Url::Sqlite(_)));
        let lock = if embedded { Some(only_server(&config.data_dir.join(SERVER_LOCK))?) } else { None };
        let stores = Stores::open(&config, &clock).await?;
        let bus = match &config.nats_url {
            Some(url) => Bus::nats(url.as_str()).await?,
            None => Bus::memory(),
        };
        let public_url = config.public_url_at(listening);
        let notifications = notifications::State::new(&config, &public_url)?;
        let (metrics, hub) = (Metrics::new(), Hub::new(bus.clone()));
        let (writer, stop_writer) = (TaskTracker::new(), CancellationToken::new());
        let log = Log::start(
            Means {
                db: stores.db.clone(),
                vault: stores.vault.clone(),
                clock: clock.clone(),
                hub: hub.clone(),
                metrics: metrics.clone(),
            },
            &writer,
            stop_writer.clone(),
        );
        let app = Self(Arc::new(Parts {
            origins: Origins::new(&public_url, listening),
            networks: Networks::new(clock.clone(), config.trusted_proxies.clone()),
            cookie: SessionCookie::new(public_url.scheme() == "https"),
            public_url,
            clock,
            db: stores.db,
            vault: stores.vault,
            keys: stores.keys,
            bus,
            metrics,
            chat: chat::State::new(config.limits.visits_per_minute),
            notifications,
            hub,
            paces: Paces::new(config.limits.frames_per_minute),
            log,
            sockets: TaskTracker::new(),
            writer,
            stop_writer,
            accounts: accounts::State::new(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            config,
            _lock: lock,
        }));
        jobs::start(&app);
        Ok(app)
    }

    /// Ends the node: what runs is let finish, but not for ever, and the databases are closed.
    pub async fn end(&self) {
        self.stop.cancel();
        self.sockets.close();
        // Sockets first: what they were sent is still stored and answered.
        if tokio::time::timeout(ENDS_WITHIN, self.sockets.wait()).await.is_err() {
            tracing::warn!(sockets = self.sockets.len(), "some sockets did not end in time");
        }
        self.stop_writer.cancel();
        self.writer.close();
        self.tasks.close();
        if tokio::time::timeout(ENDS_WITHIN, self.writer.wait()).await.is_err() {
            tracing::warn!("the log's writer did not end in time");
        }
        if tokio::time::timeout(ENDS_WITHIN, self.tasks.wait()).await.is_err() {
            tracing::warn!(tasks = self.tasks.len(), "some tasks did not end in time");
        }
        // A task that hangs with a connection must not keep the process.
        let closing = async { tokio::join!(self.db.close(), self.keys.close()) };
        if tokio::time::timeout(ENDS_WITHIN, closing).await.is_err() {
            tracing::warn!("the databases did not close in time");
        }
    }

    /// The feature that owns conversations, as the conversation core below it knows it.
    #[must_use]
    pub fn owner(&self) -> &'static dyn Owner {
        &chat::Chats
    }

    /// Whether the databases answer.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when one does not.
    pub async fn health(&self) -> Result<()> {
        for db in [&self.db, &self.keys] {
            db.read().await?.query("SELECT 1").execute().await?;
        }
        Ok(())
    }
}

fn make_folder(path: &Path) -> Result<()> {
    // For us alone: it holds everything.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|error| Error::Unavailable(format!("cannot make the data directory {}: {error}", path.display())))
}

fn open_lock(path: &Path) -> Result<File> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|error| Error::Unavailable(format!("cannot open {}: {error}", path.display())))
}

/// Two servers on one embedded database would each keep the line and the sockets to themselves.
fn only_server(path: &Path) -> Result<File> {
    let file = open_lock(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Unavailable(format!(
            "another server runs on this data directory ({} is locked): stop it, or use PostgreSQL for several nodes",
            path.display()
        ))),
        Err(TryLockError::Error(error)) => Err(Error::Unavailable(format!("cannot lock {}: {error}", path.display()))),
    }
}

/// Waits until no other process holds the lock: two that both make the tables would each find the other's half done.
async fn alone(path: &Path) -> Result<File> {
    let file = open_lock(path)?;
    let trying = async {
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(TryLockError::Error(error)) => {
                    return Err(Error::Unavailable(format!("cannot lock {}: {error}", path.display())));
                }
            }
        }
    };
    tokio::time::timeout(OPENS_WITHIN, trying)
        .await
        .map_err(|_| Error::Unavailable(format!("another process holds {}", path.display())))??;
    Ok(file)
}

//! Opening a database and bringing its schema up to date.

use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

use sqlx::{
    Connection as _, SqliteConnection,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Db, Engine, load};
use crate::platform::error::{Error, Result};

/// Readers of an embedded database: more than cores, since a reader may wait for the disk.
const SQLITE_READERS: u32 = 8;
/// Connections of one node to PostgreSQL. A dozen nodes stay below its default of 100.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long to wait for a connection before saying "unavailable".
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long another process (`gyeot admin` beside a running server) may hold SQLite's write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

static DATA_SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static DATA_POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");
static KEYS_SQLITE: Migrator = sqlx::migrate!("migrations/keys/sqlite");
static KEYS_POSTGRES: Migrator = sqlx::migrate!("migrations/keys/postgres");

/// Which of the two databases: the data, or the key store that must never be in the same backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// All data.
    Data,
    /// Wrapped data keys.
    Keys,
}

/// Where a database is: a file of our own, or `postgres://…`. Its text never shows a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Url {
    /// The path of an SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL address.
    Postgres(url::Url),
}

impl FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let url = url::Url::parse(text).map_err(|error| format!("not a PostgreSQL address: {error}"))?;
            PgConnectOptions::from_str(text).map_err(|error| format!("not a PostgreSQL address: {error}"))?;
            return Ok(Self::Postgres(url));
        }
        if let Some(path) = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")) {
            let path = path.split('?').next().unwrap_or_default();
            if path.is_empty() || path == ":memory:" {
                return Err("an SQLite database needs a file".into());
            }
            return Ok(Self::Sqlite(path.into()));
        }
        Err("must start with postgres:// or sqlite:".into())
    }
}

impl Url {
    /// Which engine is there.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                write!(f, "postgres://{}{}", url.host_str().unwrap_or("socket"), url.path())
            }
        }
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Db {
    /// Opens a database and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with the reason in plain words when it cannot be reached, or when its schema is newer
    /// than this binary.
    pub async fn connect(url: &Url, purpose: Purpose) -> Result<Self> {
        let db = Self::open(url, purpose, true).await.map_err(|error| cannot_open(url, &error))?;
        if load::is_half_restored(&db).await.map_err(|error| cannot_open(url, &error))? {
            db.close().await;
            return Err(Error::Unavailable(format!(
                "a restore into {url} was cut short, or still runs: run gyeot restore again; it begins anew"
            )));
        }
        db.migrate(url, purpose).await?;
        Ok(db)
    }

    /// Opens a database that is there already, and leaves its schema as it is.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with the reason in plain words when there is none, or it cannot be reached.
    pub async fn look(url: &Url, purpose: Purpose) -> Result<Self> {
        if let Url::Sqlite(path) = url
            && !path.exists()
        {
            return Err(Error::Unavailable(format!("there is no database at {}", path.display())));
        }
        Self::open(url, purpose, false).await.map_err(|error| cannot_open(url, &error))
    }

    /// Brings the schema up to date.
    pub(super) async fn migrate(&self, url: &Url, purpose: Purpose) -> Result<()> {
        let migrated = match (self, purpose) {
            (Self::Sqlite { writer, .. }, Purpose::Data) => DATA_SQLITE.run(writer).await,
            (Self::Sqlite { writer, .. }, Purpose::Keys) => KEYS_SQLITE.run(writer).await,
            (Self::Postgres(pool), Purpose::Data) => DATA_POSTGRES.run(pool).await,
            (Self::Postgres(pool), Purpose::Keys) => KEYS_POSTGRES.run(pool).await,
        };
        migrated.map_err(|error| Error::Unavailable(format!("cannot bring {url} up to date: {error}")))
    }

    pub(super) async fn open(url: &Url, purpose: Purpose, create: bool) -> sqlx::Result<Self> {
        match url {
            Url::Sqlite(path) => {
                let mut options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(create)
                    .journal_mode(SqliteJournalMode::Wal)
                    // A commit is on disk: the promise behind `stored`.
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(BUSY_TIMEOUT)
                    .statement_cache_capacity(256)
                    .pragma("cache_size", "-65536")
                    .pragma("temp_store", "memory")
                    // Rarer checkpoints: each one syncs the database file while writers wait.
                    .pragma("wal_autocheckpoint", "8000")
                    .pragma("journal_size_limit", "67108864");
                if purpose == Purpose::Keys {
                    // A destroyed key is overwritten with zeros, not only unlinked.
                    options = options.pragma("secure_delete", "on");
                }
                let writer = SqlitePoolOptions::new()
                    .max_connections(1)
                    .min_connections(1)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .after_release(|connection, _| Box::pin(is_whole(connection)))
                    .connect_with(options.clone())
                    .await?;
                let readers = SqlitePoolOptions::new()
                    .max_connections(SQLITE_READERS)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_with(options.create_if_missing(false).read_only(true).pragma("cache_size", "-8192"))
                    .await?;
                Ok(Self::Sqlite { readers, writer })
            }
            Url::Postgres(url) => {
                let options = PgConnectOptions::from_str(url.as_str())?.application_name("gyeot").options([
                    ("synchronous_commit", "on"),
                    ("lock_timeout", "10s"),
                    ("statement_timeout", "30s"),
                ]);
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_with(options)
                    .await?;
                Ok(Self::Postgres(pool))
            }
        }
    }
}

/// The schema that this program brings: the number of its newest migration.
#[must_use]
pub fn newest_schema(engine: Engine, purpose: Purpose) -> i64 {
    let migrator = match (engine, purpose) {
        (Engine::Sqlite, Purpose::Data) => &DATA_SQLITE,
        (Engine::Sqlite, Purpose::Keys) => &KEYS_SQLITE,
        (Engine::Postgres, Purpose::Data) => &DATA_POSTGRES,
        (Engine::Postgres, Purpose::Keys) => &KEYS_POSTGRES,
    };
    migrator.iter().map(|migration| migration.version).max().unwrap_or_default()
}

fn cannot_open(url: &Url, error: &sqlx::Error) -> Error {
    Error::Unavailable(format!("cannot open {url}: {error}"))
}

/// Whether a connection that comes back can be used again. When the disk is full (and on some other errors), SQLite rolls
/// back by itself; sqlx's own rollback then fails and it believes ever after that a transaction is open, so that every
/// later `BEGIN` is refused. Such a connection is closed, and the next writer gets a new one.
async fn is_whole(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    if connection.is_in_transaction() {
        // A transaction that was dropped rolls back in its turn: the answer comes after it.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

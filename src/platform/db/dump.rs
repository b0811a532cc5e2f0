//! A copy of a whole database in one file, as it stood at one moment, while others go on writing to it.

use std::{collections::BTreeMap, fs::File, path::Path, str::FromStr as _};

use serde::{Deserialize, Serialize};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use super::{
    Conn, Db, Engine, Purpose, Sql, Url,
    load::{self, MARK},
    tools,
};
use crate::platform::error::{Error, Result};

/// What a database holds, to compare by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The number of the newest migration that it has.
    pub schema: i64,
    /// How many rows each table has.
    pub rows: BTreeMap<String, i64>,
}

/// Copies the database at `url` into the file `into`, which is there and empty, and gives back what is in the copy.
/// `look` reads from the same moment. It changes nothing, and brings no schema up to date.
///
/// # Errors
/// [`Error::Unavailable`] in plain words: the database, the disk or `pg_dump` is not to be had.
pub async fn dump<T>(
    url: &Url,
    purpose: Purpose,
    into: &Path,
    pg_dump: &Path,
    look: impl AsyncFnOnce(&mut Conn) -> Result<T>,
) -> Result<(Contents, T)> {
    let db = Db::look(url, purpose).await?;
    if load::is_half_restored(&db).await? {
        db.close().await;
        return Err(Error::conflict(format!(
            "a restore into {url} was cut short, or still runs: a backup of it could not be restored"
        )));
    }
    let done = match (&db, url) {
        (Db::Sqlite { .. }, _) => sqlite(&db, into, look).await,
        (Db::Postgres(_), Url::Postgres(url)) => postgres(&db, url, into, pg_dump, look).await,
        (Db::Postgres(_), Url::Sqlite(_)) => Err(Error::Internal("a database of another engine".into())),
    };
    db.close().await;
    let done = done?;
    // SQLite does not, and pg_dump of some versions neither.
    File::open(into).and_then(|file| file.sync_all()).map_err(|error| disk(into, &error))?;
    Ok(done)
}

async fn sqlite<T>(db: &Db, into: &Path, look: impl AsyncFnOnce(&mut Conn) -> Result<T>) -> Result<(Contents, T)> {
    let Db::Sqlite { readers, .. } = db else { return Err(Error::Internal("not SQLite".into())) };
    let Some(file) = into.to_str() else {
        return Err(Error::Unavailable(format!("{} is no name in UTF-8", into.display())));
    };
    sqlx::query("VACUUM INTO $1").bind(file).execute(readers).await?;
    let copy = frozen(into).await?;
    let mut conn = copy.read().await?;
    let seen = (contents(&mut conn).await?, look(&mut conn).await?);
    drop(conn);
    copy.close().await;
    Ok(seen)
}

async fn postgres<T>(
    db: &Db,
    url: &url::Url,
    into: &Path,
    pg_dump: &Path,
    look: impl AsyncFnOnce(&mut Conn) -> Result<T>,
) -> Result<(Contents, T)> {
    // Kept open while the tool runs: what it dumps and what we count are of one moment.
    let mut tx = db.write().await?;
    tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute().await?;
    tx.query("SET LOCAL statement_timeout = 0").execute().await?;
    let (snapshot,): (String,) = tx.query("SELECT pg_export_snapshot()").fetch_one().await?;
    let file = format!("--file={}", into.display());
    let snapshot = format!("--snapshot={snapshot}");
    let arguments = ["--format=custom", "--no-owner", "--no-privileges", &*snapshot, &*file];
    tools::run(pg_dump, arguments, url).await?;
    Ok((contents(&mut tx).await?, look(&mut tx).await?))
}

/// A file that nobody writes to, opened without leaving a trace in it or beside it.
pub(super) async fn frozen(path: &Path) -> Result<Db> {
    let options = SqliteConnectOptions::from_str("sqlite:")?.filename(path).read_only(true).immutable(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    Ok(Db::Sqlite { readers: pool.clone(), writer: pool })
}

/// What a database holds.
///
/// # Errors
/// [`Error::Unavailable`] in plain words when it is no database of ours.
pub async fn contents(conn: &mut Conn) -> Result<Contents> {
    let tables = tables(conn).await?;
    if !tables.iter().any(|table| table == MIGRATIONS) {
        return Err(Error::Unavailable("it is no database of Gyeot's".into()));
    }
    let (schema,): (i64,) =
        conn.query("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success").fetch_one().await?;
    let mut rows = BTreeMap::new();
    for table in tables.into_iter().filter(|table| table != MIGRATIONS && table != MARK) {
        let sql = Sql::built(format!("SELECT COUNT(*) FROM {}", quoted(&table)));
        let (count,): (i64,) = conn.query(sql).fetch_one().await?;
        rows.insert(table, count);
    }
    Ok(Contents { schema, rows })
}

const MIGRATIONS: &str = "_sqlx_migrations";

/// The tables of a database, ours or not.
pub(super) async fn tables(conn: &mut Conn) -> Result<Vec<String>> {
    let sql = Sql::Split {
        sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'",
        postgres: "SELECT relname::text FROM pg_class
             WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')",
    };
    let rows: Vec<(String,)> = conn.query(sql).fetch_all().await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

pub(super) fn disk(path: &Path, error: &std::io::Error) -> Error {
    Error::Unavailable(format!("{}: {error}", path.display()))
}

impl Engine {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

//! A copy put back in the place of a database. Until it is published it is not there, or, on PostgreSQL, marked, so that
//! no server takes what is half done for the whole.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use super::{
    Conn, Db, Lock, Purpose, Sql, Url,
    dump::{Contents, contents, disk, frozen, quoted, tables},
    tools,
};
use crate::platform::error::{Error, Result};

/// The table that marks a database in which a restore runs, or was cut short.
pub(super) const MARK: &str = "gyeot_restoring";

/// A database that is restored and not yet in its place.
#[derive(Debug)]
pub struct Staged {
    url: Url,
    purpose: Purpose,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// Beside where it belongs.
    File(PathBuf),
    /// Where it belongs, marked. The connection holds [`Lock::Restore`].
    Marked { db: Db, conn: Conn },
}

/// Puts the copy in the file `from` beside the place of the database at `url`, which must be empty.
///
/// # Errors
/// [`Error::Conflict`] when there is something already; [`Error::Unavailable`] in plain words when the database, the disk
/// or `pg_restore` is not to be had. Nothing has changed then.
pub async fn stage(url: &Url, purpose: Purpose, from: &Path, pg_restore: &Path) -> Result<Staged> {
    let place = match url {
        Url::Sqlite(path) => Place::File(copy(path, from)?),
        Url::Postgres(address) => fill(url, address, purpose, from, pg_restore).await?,
    };
    Ok(Staged { url: url.clone(), purpose, place })
}

impl Staged {
    /// What came out of the copy, before anything is done to it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be read.
    pub async fn contents(&mut self) -> Result<Contents> {
        match &mut self.place {
            Place::File(path) => {
                let db = frozen(path).await?;
                let seen = contents(&mut db.read().await?).await;
                db.close().await;
                seen
            }
            Place::Marked { conn, .. } => contents(conn).await,
        }
    }

    /// Opens it and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be opened or is newer than this program.
    pub async fn open(&self) -> Result<Db> {
        match &self.place {
            Place::File(path) => Db::connect(&Url::Sqlite(path.clone()), self.purpose).await,
            Place::Marked { .. } => {
                let db = Db::open(&self.url, self.purpose, false).await?;
                db.migrate(&self.url, self.purpose).await?;
                Ok(db)
            }
        }
    }

    /// Puts it in its place. Whoever opened it has closed it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk or the database cannot; it is then not in its place.
    pub async fn publish(self) -> Result<()> {
        match (self.place, &self.url) {
            (Place::File(staged), Url::Sqlite(path)) => {
                let left = beside(&staged, "-wal");
                if fs::metadata(&left).is_ok_and(|left| left.len() > 0) {
                    return Err(Error::Unavailable(format!("{} was not written back", left.display())));
                }
                for suffix in ["-wal", "-shm"] {
                    remove(&beside(&staged, suffix))?;
                }
                empty(path)?;
                File::open(&staged).and_then(|file| file.sync_all()).map_err(|error| disk(&staged, &error))?;
                fs::rename(&staged, path)
                    .and_then(|()| File::open(folder(path))?.sync_all())
                    .map_err(|e| disk(path, &e))
            }
            (Place::Marked { db, mut conn }, _) => {
                conn.query(Sql::built(format!("DROP TABLE {MARK}"))).execute().await?;
                drop(conn);
                db.close().await;
                Ok(())
            }
            (Place::File(_), Url::Postgres(_)) => Err(Error::Internal("a file for another engine".into())),
        }
    }

    /// Takes it away again.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when that is not possible; it is still not in its place, or marked.
    pub async fn discard(self) -> Result<()> {
        match self.place {
            Place::File(staged) => sweep(&staged),
            Place::Marked { db, mut conn } => {
                clear(&mut conn).await?;
                drop(conn);
                db.close().await;
                Ok(())
            }
        }
    }
}

/// Whether a restore into a database was cut short, or still runs.
pub(super) async fn is_half_restored(db: &Db) -> sqlx::Result<bool> {
    let Db::Postgres(pool) = db else { return Ok(false) };
    let (marked,): (bool,) = sqlx::query_as("SELECT to_regclass($1) IS NOT NULL").bind(MARK).fetch_one(pool).await?;
    Ok(marked)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Refuses to put anything where something is.
fn empty(path: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-journal"] {
        let there = beside(path, suffix);
        if there.exists() {
            return Err(Error::conflict(format!(
                "{} is there already: a restore goes only where nothing is; move it away first",
                there.display()
            )));
        }
    }
    Ok(())
}

fn copy(path: &Path, from: &Path) -> Result<PathBuf> {
    empty(path)?;
    let staged = beside(path, ".restoring");
    // What an earlier restore that was cut short left behind.
    sweep(&staged)?;
    let copied = || {
        let mut into = File::options().write(true).create_new(true).mode(0o600).open(&staged)?;
        io::copy(&mut File::open(from)?, &mut into)?;
        into.sync_all()
    };
    copied().map_err(|error| disk(&staged, &error))?;
    Ok(staged)
}

fn sweep(staged: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        remove(&beside(staged, suffix))?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(disk(path, &error)),
        _ => Ok(()),
    }
}

async fn fill(url: &Url, address: &url::Url, purpose: Purpose, from: &Path, pg_restore: &Path) -> Result<Place> {
    let db = Db::open(url, purpose, false)
        .await
        .map_err(|error| Error::Unavailable(format!("cannot open {url}: {error}")))?;
    let mut conn = db.read().await?;
    // Counting what came out may take long.
    conn.query("SET statement_timeout = 0").execute().await?;
    let lock = "SELECT pg_try_advisory_lock($1)";
    let (alone,): (bool,) = conn.query(lock).bind(Lock::Restore as i64).fetch_one().await?;
    if !alone {
        return Err(Error::conflict(format!("another restore into {url} runs")));
    }
    let there = tables(&mut conn).await?;
    if there.iter().any(|table| table == MARK) {
        // Nobody holds the lock: it was cut short.
        clear(&mut conn).await?;
    } else if !there.is_empty() {
        return Err(Error::conflict(format!(
            "{url} has tables already: a restore goes only into an empty database; make a new one"
        )));
    }
    conn.query(Sql::built(format!("CREATE TABLE {MARK} (no INTEGER)"))).execute().await?;
    let arguments = [
        "--single-transaction".into(),
        "--exit-on-error".into(),
        "--no-owner".into(),
        "--no-privileges".into(),
        format!("--dbname={}", tools::database(address)?).into(),
        from.as_os_str().to_owned(),
    ];
    if let Err(error) = tools::run(pg_restore, arguments, address).await {
        clear(&mut conn).await?;
        return Err(error);
    }
    Ok(Place::Marked { db, conn })
}

/// Takes all tables out of a database that is marked, and what their triggers run; the mark goes with the tables, in one
/// statement.
async fn clear(conn: &mut Conn) -> Result<()> {
    let all: Vec<_> = tables(conn).await?.iter().map(|table| quoted(table)).collect();
    if all.iter().any(|table| *table == quoted(MARK)) {
        let functions: Vec<(String,)> = conn
            .query(
                "SELECT p.oid::regprocedure::text FROM pg_proc p
                 WHERE p.pronamespace = current_schema()::regnamespace AND p.prorettype = 'trigger'::regtype
                   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')",
            )
            .fetch_all()
            .await?;
        for (function,) in functions {
            conn.query(Sql::built(format!("DROP FUNCTION {function} CASCADE"))).execute().await?;
        }
        conn.query(Sql::built(format!("DROP TABLE {} CASCADE", all.join(", ")))).execute().await?;
    }
    Ok(())
}

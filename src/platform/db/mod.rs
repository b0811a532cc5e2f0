//! One facade over two engines: embedded SQLite (the default) and PostgreSQL.
//!
//! Store functions take [`Conn`] and write one SQL text with `$1` placeholders that both engines accept; where the
//! texts must differ, [`Sql::Split`] says so. See `docs/architecture.md`, Storage, for the rules that were measured.

mod connect;
pub mod dump;
pub mod load;
mod query;
mod tools;

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction, pool::PoolConnection};

pub use connect::{Purpose, Url, newest_schema};
pub use query::{Param, Query, Record, Sql, rows};

use super::error::{Error, Result};

/// Which engine is behind a [`Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Embedded, in one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Db {
    /// Embedded: many readers, one writer (SQLite has one write lock; queueing for it in our pool is fair, and
    /// cheaper than its busy handler).
    Sqlite {
        /// Read-only connections.
        readers: SqlitePool,
        /// The one connection that writes.
        writer: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// A connection to read with, or the inside of a [`Tx`].
#[derive(Debug)]
pub struct Conn(Inner);

#[derive(Debug)]
enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// A transaction that may write. Dropped without [`Tx::commit`], it is rolled back.
#[derive(Debug)]
#[must_use = "a transaction that is not committed is rolled back"]
pub struct Tx(Conn);

impl Db {
    /// Which engine it is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// A connection to read with; what it reads is what was committed.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when none is free in time or the database is away.
    pub async fn read(&self) -> Result<Conn> {
        Ok(Conn(match self {
            Self::Sqlite { readers, .. } => Inner::Sqlite(readers.acquire().await?),
            Self::Postgres(pool) => Inner::Postgres(pool.acquire().await?),
        }))
    }

    /// A transaction that may write. On SQLite there is one at a time: asking for a second while holding the first
    /// waits for ever, so pass the [`Tx`] down.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when none is to be had in time or the database is away.
    pub async fn write(&self) -> Result<Tx> {
        let db = self.clone();
        // In a task of its own: sqlx 0.9.0 leaves a connection in an unknown state when a `begin` is dropped half-way,
        // and callers are dropped whenever a client goes away. A transaction that nobody waits for rolls back.
        let begun = tokio::spawn(async move {
            Ok::<_, sqlx::Error>(match db {
                Self::Sqlite { writer, .. } => Inner::SqliteTx(writer.begin_with("BEGIN IMMEDIATE").await?),
                Self::Postgres(pool) => Inner::PostgresTx(pool.begin().await?),
            })
        });
        match begun.await {
            Ok(inner) => Ok(Tx(Conn(inner?))),
            Err(gone) => Err(Error::Unavailable(format!("the runtime ends: {gone}"))),
        }
    }

    /// Closes every connection, after those in use are given back.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Conn {
    /// A statement to bind to and run.
    pub fn query(&mut self, sql: impl Into<Sql>) -> Query<'_> {
        Query::new(&mut self.0, sql.into())
    }

    /// Which engine it talks to.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.0 {
            Inner::Sqlite(_) | Inner::SqliteTx(_) => Engine::Sqlite,
            Inner::Postgres(_) | Inner::PostgresTx(_) => Engine::Postgres,
        }
    }
}

impl Tx {
    /// Makes it last. When this returns, the data is on disk: SQLite runs at `synchronous=FULL`, PostgreSQL at
    /// `synchronous_commit=on`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database could not: whether it lasted is then unknown, and the caller must not
    /// say that it did.
    pub async fn commit(self) -> Result<()> {
        match self.0.0 {
            Inner::SqliteTx(tx) => tx.commit().await?,
            Inner::PostgresTx(tx) => tx.commit().await?,
            Inner::Sqlite(_) | Inner::Postgres(_) => {
                return Err(Error::Internal("a transaction without a transaction".into()));
            }
        }
        Ok(())
    }

    /// Keeps others who take the same lock out until this transaction ends, on every node. On SQLite a write
    /// transaction is alone anyway.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock(&mut self, name: Lock) -> sqlx::Result<()> {
        if self.engine() == Engine::Postgres {
            self.query("SELECT pg_advisory_xact_lock($1)").bind(name as i64).execute().await?;
        }
        Ok(())
    }
}

/// What [`Tx::lock`] can be taken on. The numbers are ours alone in the database and must not be used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i64)]
pub enum Lock {
    /// The line and the desks: one assignment at a time keeps the order of the line.
    Assignment = 0x6779_0001,
    /// The audit chain: each row hashes the one before.
    Audit = 0x6779_0002,
    /// Durable facts are numbered in the order in which they commit.
    Events = 0x6779_0003,
    /// Held through a whole restore, by its connection.
    Restore = 0x6779_0004,
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

//! The key store: wrapped data keys, in a database of its own.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::{
    db::{Conn, Db, Sql, Tx, rows},
    error::Result,
};

/// Keys read at a time when all are wrapped anew.
const PAGE: i64 = 500;

/// A data key as it lies in the store.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) owner: Uuid,
    pub(super) wrapped: Vec<u8>,
}

/// The sealed root secret, or nothing when the store is new.
pub(super) async fn root(conn: &mut Conn) -> sqlx::Result<Option<Vec<u8>>> {
    let row = conn.query("SELECT sealed FROM master_check WHERE id = 1").fetch_optional::<(Vec<u8>,)>().await?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Keeps the sealed root secret, unless another node was first.
pub(super) async fn put_root(conn: &mut Conn, sealed: &[u8]) -> sqlx::Result<()> {
    conn.query("INSERT INTO master_check (id, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING")
        .bind(sealed)
        .execute()
        .await?;
    Ok(())
}

/// The sealed root secret, which stays as it is until this transaction ends.
pub(super) async fn hold_root(tx: &mut Tx) -> sqlx::Result<Option<Vec<u8>>> {
    let sql = Sql::Split {
        sqlite: "SELECT sealed FROM master_check WHERE id = 1",
        postgres: "SELECT sealed FROM master_check WHERE id = 1 FOR SHARE",
    };
    Ok(tx.query(sql).fetch_optional::<(Vec<u8>,)>().await?.map(|(sealed,)| sealed))
}

/// Replaces the sealed root secret, unless somebody else did; from here to the end of the transaction nobody can put a
/// key. Says whether it did.
pub(super) async fn replace_root(tx: &mut Tx, old: &[u8], new: &[u8]) -> sqlx::Result<bool> {
    let replaced = tx
        .query("UPDATE master_check SET sealed = $1 WHERE id = 1 AND sealed = $2")
        .bind(new)
        .bind(old)
        .execute()
        .await?;
    Ok(replaced == 1)
}

/// The keys behind `after`, in the order of their ids.
pub(super) async fn page(conn: &mut Conn, after: Uuid) -> sqlx::Result<Vec<(Uuid, Uuid, Vec<u8>)>> {
    conn.query("SELECT id, owner, wrapped FROM data_key WHERE id > $1 ORDER BY id LIMIT $2")
        .bind(after)
        .bind(PAGE)
        .fetch_all()
        .await
}

pub(super) async fn rewrap(conn: &mut Conn, id: Uuid, wrapped: &[u8]) -> sqlx::Result<()> {
    conn.query("UPDATE data_key SET wrapped = $1 WHERE id = $2").bind(wrapped).bind(id).execute().await?;
    Ok(())
}

pub(super) async fn is_empty(conn: &mut Conn) -> sqlx::Result<bool> {
    Ok(conn.query("SELECT owner FROM data_key LIMIT 1").fetch_optional::<(Uuid,)>().await?.is_none())
}

pub(super) async fn put(conn: &mut Conn, id: Uuid, owner: Uuid, wrapped: &[u8], at: DateTime<Utc>) -> sqlx::Result<()> {
    conn.query("INSERT INTO data_key (id, owner, wrapped, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(owner)
        .bind(wrapped)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

pub(super) async fn get(conn: &mut Conn, id: Uuid) -> sqlx::Result<Option<Stored>> {
    conn.query("SELECT owner, wrapped FROM data_key WHERE id = $1").bind(id).fetch_optional().await
}

/// Which of these are there.
pub(super) async fn present(conn: &mut Conn, ids: &[Uuid]) -> sqlx::Result<HashSet<Uuid>> {
    let mut found = HashSet::with_capacity(ids.len());
    for ids in ids.chunks(1_000) {
        let sql = Sql::built(format!("SELECT id FROM data_key WHERE id IN {}", rows(1, 1, ids.len())));
        let page = conn.query(sql).bind_all(ids.iter().copied()).fetch_all::<(Uuid,)>().await?;
        found.extend(page.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

pub(super) async fn delete(conn: &mut Conn, id: Uuid) -> sqlx::Result<u64> {
    conn.query("DELETE FROM data_key WHERE id = $1").bind(id).execute().await
}

/// Gets rid of what deleted keys left behind: the copies in SQLite's write-ahead log (the page itself is overwritten,
/// `secure_delete`), the dead rows in PostgreSQL's table.
pub(super) async fn scrub(db: &Db) -> Result<()> {
    match db {
        Db::Sqlite { writer, .. } => sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await.map(drop)?,
        Db::Postgres(pool) => sqlx::query("VACUUM data_key").execute(pool).await.map(drop)?,
    }
    Ok(())
}

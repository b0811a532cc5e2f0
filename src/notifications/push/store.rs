//! Push subscriptions and the push key in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::SubscriptionId;
use crate::{
    accounts::AccountId,
    platform::db::{Conn, Tx},
};

/// A subscription as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::notifications) struct Stored {
    pub(in crate::notifications) id: SubscriptionId,
    pub(super) account: AccountId,
    pub(super) sealed: Vec<u8>,
}

/// The key pair as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct StoredKey {
    pub(super) id: Uuid,
    pub(super) public_key: Vec<u8>,
    /// Sealed.
    pub(super) private_key: Vec<u8>,
}

pub(in crate::notifications) async fn get(conn: &mut Conn, id: SubscriptionId) -> sqlx::Result<Option<Stored>> {
    conn.query("SELECT id, account, sealed FROM push_subscription WHERE id = $1").bind(id).fetch_optional().await
}

pub(super) async fn by_endpoint(conn: &mut Conn, mac: &[u8]) -> sqlx::Result<Option<Stored>> {
    conn.query("SELECT id, account, sealed FROM push_subscription WHERE endpoint_mac = $1")
        .bind(mac)
        .fetch_optional()
        .await
}

pub(super) async fn count(conn: &mut Conn, account: AccountId) -> sqlx::Result<i64> {
    let (count,) =
        conn.query("SELECT COUNT(*) FROM push_subscription WHERE account = $1").bind(account).fetch_one().await?;
    Ok(count)
}

/// Adds one; says no when the endpoint was just added by somebody else.
pub(super) async fn insert(tx: &mut Tx, new: &Stored, mac: &[u8], at: DateTime<Utc>) -> sqlx::Result<bool> {
    let made = tx
        .query(
            "INSERT INTO push_subscription (id, account, endpoint_mac, sealed, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
        )
        .bind(new.id)
        .bind(new.account)
        .bind(mac)
        .bind(&*new.sealed)
        .bind(at)
        .execute()
        .await?;
    Ok(made > 0)
}

/// Removes one, and what was still to be delivered to it; says no when it was gone already.
pub(super) async fn delete(tx: &mut Tx, id: SubscriptionId) -> sqlx::Result<bool> {
    Ok(tx.query("DELETE FROM push_subscription WHERE id = $1").bind(id).execute().await? > 0)
}

pub(super) async fn key(conn: &mut Conn) -> sqlx::Result<Option<StoredKey>> {
    conn.query("SELECT id, public_key, private_key FROM push_key").fetch_optional().await
}

/// Forgets a key pair.
pub(super) async fn delete_key(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    tx.query("DELETE FROM push_key WHERE id = $1").bind(id).execute().await?;
    Ok(())
}

/// Keeps a key pair, unless there is one.
pub(super) async fn put_key(tx: &mut Tx, key: &StoredKey, at: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO push_key (one, id, public_key, private_key, made_at) VALUES (1, $1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(key.id)
    .bind(&*key.public_key)
    .bind(&*key.private_key)
    .bind(at)
    .execute()
    .await?;
    Ok(())
}

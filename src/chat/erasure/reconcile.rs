//! After a restore: what has no key is erased, and what is erased has no key.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store;
use crate::{
    chat::model::VisitorId,
    messaging::{ConversationId, channel, member},
    platform::{
        Result,
        crypto::Vault,
        db::{Db, Tx},
    },
};

/// Conversations looked at in one go.
const PAGE: i64 = 500;

/// What was found and put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// So many conversations of the backup have no key any more: they were erased after it was made.
    pub erased: u64,
    /// So many keys belonged to conversations that are erased: they are destroyed.
    pub destroyed: u64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ConversationId,
    visitor: VisitorId,
    key: Uuid,
    erased: bool,
}

/// How many conversations of the data a key store could open, and how many not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needed {
    /// So many conversations are not erased: each needs its key.
    pub conversations: u64,
    /// The keys of so many of them are not there.
    pub lacking: u64,
}

/// Looks which keys the data need are in the vault. Changes nothing.
///
/// # Errors
/// As any statement.
pub async fn needed(db: &Db, vault: &Vault) -> Result<Needed> {
    let (mut needed, mut after) = (Needed::default(), Uuid::nil());
    loop {
        let page: Vec<(ConversationId, Uuid)> = db
            .read()
            .await?
            .query("SELECT id, key FROM conversation WHERE erased_at IS NULL AND id > $1 ORDER BY id LIMIT $2")
            .bind(after)
            .bind(PAGE)
            .fetch_all()
            .await?;
        let Some((last, _)) = page.last() else { return Ok(needed) };
        after = last.as_uuid();
        let keys: Vec<_> = page.iter().map(|(_, key)| *key).collect();
        needed.conversations += keys.len() as u64;
        needed.lacking += (keys.len() - vault.present(&keys).await?.len()) as u64;
    }
}

/// Makes data and keys agree, so that a restored backup does not pretend: neither that a conversation is there whose key
/// is gone, nor, by an old backup of the keys, that one can be read which is erased. For a server that does not run.
///
/// # Errors
/// As any statement. It can be called again.
pub async fn reconcile(db: &Db, vault: &Vault, now: DateTime<Utc>) -> Result<Reconciled> {
    let (mut done, mut after) = (Reconciled::default(), Uuid::nil());
    loop {
        let mut tx = db.write().await?;
        let rows: Vec<Row> = tx
            .query(
                "SELECT id, visitor, key, erased_at IS NOT NULL AS erased FROM conversation
                 WHERE id > $1 ORDER BY id LIMIT $2",
            )
            .bind(after)
            .bind(PAGE)
            .fetch_all()
            .await?;
        let Some(last) = rows.last() else { return Ok(done) };
        after = last.id.as_uuid();
        let keys: Vec<_> = rows.iter().map(|row| row.key).collect();
        let present = vault.present(&keys).await?;
        let risen: Vec<_> =
            rows.iter().filter(|row| row.erased && present.contains(&row.key)).map(|row| row.key).collect();
        done.destroyed += vault.destroy_all(&risen).await?;
        for row in rows.iter().filter(|row| !row.erased && !present.contains(&row.key)) {
            bury(&mut tx, row, now).await?;
            done.erased += 1;
        }
        tx.commit().await?;
    }
}

/// Destroys the keys of conversations that are erased: an old backup of the keys has them again. Says what it did.
///
/// # Errors
/// As any statement.
pub async fn destroy_risen(db: &Db, vault: &Vault) -> Result<Reconciled> {
    let (mut done, mut after) = (Reconciled::default(), Uuid::nil());
    loop {
        let page: Vec<(ConversationId, Uuid)> = db
            .read()
            .await?
            .query("SELECT id, key FROM conversation WHERE erased_at IS NOT NULL AND id > $1 ORDER BY id LIMIT $2")
            .bind(after)
            .bind(PAGE)
            .fetch_all()
            .await?;
        let Some((last, _)) = page.last() else { return Ok(done) };
        after = last.as_uuid();
        let keys: Vec<_> = page.iter().map(|(_, key)| *key).collect();
        done.destroyed += vault.destroy_all(&keys).await?;
    }
}

/// After a restore nobody is there: desks are left, and visitors' tokens are dead, since who left after the backup was
/// made must not be let in by an old one. Their return codes bring them back.
///
/// # Errors
/// As any statement.
pub async fn let_nobody_stay(tx: &mut Tx) -> Result<()> {
    tx.query("UPDATE visitor SET token_hash = NULL, token_dies_at = NULL, socket = NULL").execute().await?;
    tx.query("UPDATE desk SET state = 'away'").execute().await?;
    Ok(())
}

/// As if it had been erased here. Had it run when the backup was made, it ends.
async fn bury(tx: &mut Tx, row: &Row, now: DateTime<Utc>) -> Result<()> {
    tx.query(
        "UPDATE desk SET load = load - 1 WHERE load > 0 AND account =
           (SELECT counsellor FROM conversation WHERE id = $1 AND state IN ('offered', 'active', 'wrap_up'))",
    )
    .bind(row.id)
    .execute()
    .await?;
    tx.query(
        "UPDATE conversation SET state = 'closed', closed_reason = 'erased', closed_at = $1, offer_expires_at = NULL,
           counsellor = CASE WHEN state = 'offered' THEN NULL ELSE counsellor END
         WHERE id = $2 AND state <> 'closed'",
    )
    .bind(now)
    .bind(row.id)
    .execute()
    .await?;
    channel::close(tx, row.id, now).await?;
    member::end_all(tx, row.id, now).await?;
    store::mark(tx, row.id, now).await?;
    // Where all of hers is gone she may have wished it, and then her code leads nowhere.
    let (left,): (i64,) = tx
        .query("SELECT COUNT(*) FROM conversation WHERE visitor = $1 AND erased_at IS NULL")
        .bind(row.visitor)
        .fetch_one()
        .await?;
    if left == 0 {
        store::forget_code(tx, row.visitor, &rand::random::<[u8; 32]>()).await?;
    }
    Ok(())
}

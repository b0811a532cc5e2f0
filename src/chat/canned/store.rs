//! Canned replies in the database. Every write is guarded by whose the reply is.

use chrono::{DateTime, Utc};

use super::{CannedReply, CannedReplyId, CannedText};
use crate::{
    accounts::AccountId,
    platform::{
        Error, Result,
        db::{Conn, Tx},
    },
};

/// A reply as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: CannedReplyId,
    owner: Option<AccountId>,
    language: String,
    pub(super) title: String,
    body: String,
}

impl Row {
    pub(super) fn reply(self) -> Result<CannedReply> {
        Ok(CannedReply {
            id: self.id,
            shared: self.owner.is_none(),
            language: self.language.parse().map_err(Error::Internal)?,
            title: self.title,
            body: self.body,
        })
    }
}

/// Those of `owner`, and the shared ones.
pub(super) async fn of(conn: &mut Conn, owner: AccountId) -> sqlx::Result<Vec<Row>> {
    conn.query("SELECT id, owner, language, title, body FROM canned_reply WHERE owner = $1 OR owner IS NULL")
        .bind(owner)
        .fetch_all()
        .await
}

/// Whose a reply is: `Some(None)` when it is shared.
pub(super) async fn owner(conn: &mut Conn, id: CannedReplyId) -> sqlx::Result<Option<Option<AccountId>>> {
    let row = conn.query("SELECT owner FROM canned_reply WHERE id = $1").bind(id).fetch_optional().await?;
    Ok(row.map(|(owner,)| owner))
}

/// How many `owner` has; of nobody, how many are shared.
pub(super) async fn count(conn: &mut Conn, owner: Option<AccountId>) -> sqlx::Result<i64> {
    let query = match owner {
        Some(owner) => conn.query("SELECT COUNT(*) FROM canned_reply WHERE owner = $1").bind(owner),
        None => conn.query("SELECT COUNT(*) FROM canned_reply WHERE owner IS NULL"),
    };
    let (count,) = query.fetch_one().await?;
    Ok(count)
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: CannedReplyId,
    owner: Option<AccountId>,
    text: &CannedText,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.query("INSERT INTO canned_reply (id, owner, language, title, body, updated_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(owner)
        .bind(text.language.as_str())
        .bind(text.title.as_str())
        .bind(text.body.as_str())
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// Writes a reply of `by`, or a shared one, anew and gives it to `owner`; says no when it is not so any more.
pub(super) async fn update(
    tx: &mut Tx,
    id: CannedReplyId,
    by: AccountId,
    shared: bool,
    owner: Option<AccountId>,
    text: &CannedText,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let changed = tx
        .query(
            "UPDATE canned_reply SET owner = $1, language = $2, title = $3, body = $4, updated_at = $5
             WHERE id = $6 AND (CASE WHEN $7 THEN owner IS NULL ELSE owner = $8 END)",
        )
        .bind(owner)
        .bind(text.language.as_str())
        .bind(text.title.as_str())
        .bind(text.body.as_str())
        .bind(at)
        .bind(id)
        .bind(shared)
        .bind(by)
        .execute()
        .await?;
    Ok(changed > 0)
}

/// Takes away a reply of `by`, or a shared one; says no when it is not so any more.
pub(super) async fn delete(tx: &mut Tx, id: CannedReplyId, by: AccountId, shared: bool) -> sqlx::Result<bool> {
    let gone = tx
        .query("DELETE FROM canned_reply WHERE id = $1 AND (CASE WHEN $2 THEN owner IS NULL ELSE owner = $3 END)")
        .bind(id)
        .bind(shared)
        .bind(by)
        .execute()
        .await?;
    Ok(gone > 0)
}

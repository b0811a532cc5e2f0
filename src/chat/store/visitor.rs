//! Visitors in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    chat::model::VisitorId,
    messaging::ConversationId,
    platform::db::{Conn, Tx},
};

/// A visitor.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Visitor {
    pub id: VisitorId,
    pub conversation: ConversationId,
    pub socket: Option<Uuid>,
    pub seen_at: DateTime<Utc>,
}

/// Whom six words lead to, and which way.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Found {
    #[sqlx(flatten)]
    pub visitor: Visitor,
    return_mac: Vec<u8>,
}

impl Found {
    /// Whether these are her code, and not its duress spelling.
    pub fn is_code(&self, mac: &[u8]) -> bool {
        self.return_mac == mac
    }
}

/// Stores a visitor under the code and the duress spelling of these macs; says no when somebody has one of the two, as
/// either. The caller holds `Lock::Assignment`, so that nobody takes them in between; the unique indexes are the proof.
pub(in crate::chat) async fn insert_visitor(
    tx: &mut Tx,
    id: VisitorId,
    conversation: ConversationId,
    token_hash: &[u8],
    macs: &[[u8; 32]; 2],
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let [return_mac, duress_mac] = macs.each_ref().map(<[u8; 32]>::as_slice);
    let made = tx
        .query(
            "INSERT INTO visitor (id, token_hash, return_mac, duress_mac, conversation, seen_at, created_at)
             SELECT $1, $2, $3, $4, $5, $6, $6
             WHERE NOT EXISTS (SELECT 1 FROM visitor WHERE return_mac IN ($3, $4) OR duress_mac IN ($3, $4))",
        )
        .bind(id)
        .bind(token_hash)
        .bind(return_mac)
        .bind(duress_mac)
        .bind(conversation)
        .bind(at)
        .execute()
        .await?;
    Ok(made == 1)
}

pub(in crate::chat) async fn visitor_by_token(
    conn: &mut Conn,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Visitor>> {
    conn.query(
        "SELECT id, conversation, socket, seen_at FROM visitor
         WHERE token_hash = $1 AND (token_dies_at IS NULL OR token_dies_at > $2)",
    )
    .bind(token_hash)
    .bind(now)
    .fetch_optional()
    .await
}

pub(in crate::chat) async fn visitor_by_code(conn: &mut Conn, mac: &[u8]) -> sqlx::Result<Option<Found>> {
    conn.query(
        "SELECT id, conversation, socket, seen_at, return_mac FROM visitor WHERE return_mac = $1 OR duress_mac = $1",
    )
    .bind(mac)
    .fetch_optional()
    .await
}

pub(in crate::chat) async fn visitor(conn: &mut Conn, id: VisitorId) -> sqlx::Result<Option<Visitor>> {
    conn.query("SELECT id, conversation, socket, seen_at FROM visitor WHERE id = $1").bind(id).fetch_optional().await
}

/// A new token, or none; the old one is dead.
pub(in crate::chat) async fn set_token(
    tx: &mut Tx,
    id: VisitorId,
    token_hash: Option<&[u8]>,
    conversation: ConversationId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.query(
        "UPDATE visitor SET token_hash = $1, token_dies_at = NULL, conversation = $2, socket = NULL, seen_at = $3
         WHERE id = $4",
    )
    .bind(token_hash)
    .bind(conversation)
    .bind(at)
    .bind(id)
    .execute()
    .await?;
    Ok(())
}

/// Lets the token live until `at` and no longer.
pub(in crate::chat) async fn token_dies_at(tx: &mut Tx, id: VisitorId, at: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query("UPDATE visitor SET token_dies_at = $1 WHERE id = $2").bind(at).bind(id).execute().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::{Db, Purpose, Url};

    #[tokio::test]
    async fn nobody_gets_a_code_that_is_somebodys_code_or_duress_spelling() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::connect(&Url::Sqlite(folder.path().join("gyeot.db")), Purpose::Data).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let mut token = 0_u8;
        for (macs, free) in [
            ([1, 2], true),
            ([3, 4], true),
            ([1, 5], false),
            ([5, 1], false),
            ([5, 2], false),
            ([2, 5], false),
            ([4, 3], false),
            ([5, 6], true),
        ] {
            token += 1;
            let (id, conversation) = (VisitorId::new(), ConversationId::new());
            let macs = macs.map(|mac| [mac; 32]);
            let at = DateTime::UNIX_EPOCH;
            assert_eq!(
                insert_visitor(&mut tx, id, conversation, &[token; 32], &macs, at).await.unwrap(),
                free,
                "{macs:?}"
            );
            for (mac, is_code) in [(macs[0], true), (macs[1], false)].into_iter().filter(|_| free) {
                let found = visitor_by_code(&mut tx, &mac).await.unwrap().unwrap();
                assert_eq!((found.visitor.id, found.is_code(&mac)), (id, is_code));
            }
        }
    }
}

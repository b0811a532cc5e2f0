//! Desks with room, in the database.

use chrono::{DateTime, Utc};

use crate::{accounts::AccountId, platform::db::Conn};

/// A desk with room.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Desk {
    pub(super) account: AccountId,
    pub(super) name: String,
    pub(super) languages: String,
    pub(super) state: String,
    pub(super) capacity: i64,
    pub(super) load: i64,
}

/// At most `most` desks with room and a socket seen after `seen_after`, but for that of `except`.
pub(super) async fn free(
    conn: &mut Conn,
    except: AccountId,
    seen_after: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<Desk>> {
    conn.query(
        "SELECT account, name, languages, state, capacity, load FROM desk
         WHERE state = 'available' AND seen_at > $1 AND load < capacity AND account <> $2
         ORDER BY load, account LIMIT $3",
    )
    .bind(seen_after)
    .bind(except)
    .bind(most)
    .fetch_all()
    .await
}

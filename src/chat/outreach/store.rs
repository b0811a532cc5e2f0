//! Links and the log in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{EntryId, LinkId, NewEntry, NewLink};
use crate::{
    accounts::AccountId,
    platform::db::{Conn, Tx},
};

/// A link as it is stored, with its tally.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Link {
    pub(super) id: LinkId,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) site: String,
    pub(super) embed_origins: String,
    pub(super) made_by: AccountId,
    pub(super) made_at: DateTime<Utc>,
    pub(super) disabled_at: Option<DateTime<Utc>>,
    pub(super) visits: i64,
    pub(super) chats: i64,
}

/// Links with what came of them, counted from the conversations: those that began after a link was disabled are not
/// its own. Referrals will be counted here too, once there are any.
macro_rules! links {
    ($where:literal) => {
        concat!(
            "SELECT l.id, l.code, l.label, l.site, l.embed_origins, l.made_by, l.made_at, l.disabled_at,
               COUNT(c.id) AS visits, COUNT(c.opened_at) AS chats
             FROM outreach_link l
             LEFT JOIN conversation c
               ON c.outreach_code = l.code AND (l.disabled_at IS NULL OR c.created_at < l.disabled_at) ",
            $where,
            " GROUP BY l.id ORDER BY l.id DESC"
        )
    };
}

/// All there are; so many are never made that this is too long ([`super::MOST`]).
pub(super) async fn links(conn: &mut Conn) -> sqlx::Result<Vec<Link>> {
    conn.query(links!("")).fetch_all().await
}

pub(super) async fn link(conn: &mut Conn, id: LinkId) -> sqlx::Result<Option<Link>> {
    conn.query(links!("WHERE l.id = $1")).bind(id).fetch_optional().await
}

pub(super) async fn count_links(conn: &mut Conn) -> sqlx::Result<i64> {
    let (count,): (i64,) = conn.query("SELECT COUNT(*) FROM outreach_link").fetch_one().await?;
    Ok(count)
}

/// Whether the code was free.
pub(super) async fn insert_link(
    tx: &mut Tx,
    id: LinkId,
    code: &str,
    new: &NewLink,
    by: AccountId,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let made = tx
        .query(
            "INSERT INTO outreach_link (id, code, label, site, embed_origins, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (code) DO NOTHING",
        )
        .bind(id)
        .bind(code)
        .bind(new.label.as_str())
        .bind(new.site.as_str())
        .bind(new.embed_origins.join(" "))
        .bind(by)
        .bind(at)
        .execute()
        .await?;
    Ok(made == 1)
}

pub(super) async fn disable_link(tx: &mut Tx, id: LinkId, by: AccountId, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let disabled = tx
        .query("UPDATE outreach_link SET disabled_by = $1, disabled_at = $2 WHERE id = $3 AND disabled_at IS NULL")
        .bind(by)
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(disabled == 1)
}

/// Whose pages may frame the page of a code; none for one that is not there or was disabled.
pub(super) async fn origins(conn: &mut Conn, code: &str) -> sqlx::Result<Option<String>> {
    let found: Option<(String,)> = conn
        .query("SELECT embed_origins FROM outreach_link WHERE code = $1 AND disabled_at IS NULL")
        .bind(code)
        .fetch_optional()
        .await?;
    Ok(found.map(|(origins,)| origins))
}

/// An entry as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Entry {
    pub(super) id: EntryId,
    pub(super) account: AccountId,
    pub(super) site: String,
    pub(super) day: String,
    pub(super) minutes: i64,
    pub(super) contacts: i64,
    pub(super) written_at: DateTime<Utc>,
}

/// The newest first; one account's, or all.
pub(super) async fn entries(
    conn: &mut Conn,
    of: Option<AccountId>,
    before: Uuid,
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    conn.query(
        "SELECT id, account, site, day, minutes, contacts, written_at FROM outreach_log
         WHERE id < $1 AND ($2 OR account = $3) ORDER BY id DESC LIMIT $4",
    )
    .bind(before)
    .bind(of.is_none())
    .bind(of)
    .bind(limit)
    .fetch_all()
    .await
}

pub(super) async fn entry(conn: &mut Conn, id: EntryId) -> sqlx::Result<Option<Entry>> {
    conn.query("SELECT id, account, site, day, minutes, contacts, written_at FROM outreach_log WHERE id = $1")
        .bind(id)
        .fetch_optional()
        .await
}

/// Whether she has written fewer than `most` since `since`.
pub(super) async fn has_room(conn: &mut Conn, by: AccountId, since: DateTime<Utc>, most: i64) -> sqlx::Result<bool> {
    let (count,): (i64,) = conn
        .query("SELECT COUNT(*) FROM outreach_log WHERE account = $1 AND written_at > $2")
        .bind(by)
        .bind(since)
        .fetch_one()
        .await?;
    Ok(count < most)
}

pub(super) async fn insert_entry(
    tx: &mut Tx,
    id: EntryId,
    by: AccountId,
    new: &NewEntry,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO outreach_log (id, account, site, day, minutes, contacts, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(by)
    .bind(new.site.as_str())
    .bind(new.on.to_string())
    .bind(new.minutes)
    .bind(new.contacts)
    .bind(at)
    .execute()
    .await?;
    Ok(())
}

pub(super) async fn delete_entry(tx: &mut Tx, id: EntryId, by: AccountId) -> sqlx::Result<bool> {
    let gone = tx.query("DELETE FROM outreach_log WHERE id = $1 AND account = $2").bind(id).bind(by).execute().await?;
    Ok(gone == 1)
}

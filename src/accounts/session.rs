//! Sessions: who is signed in. They live in the database, so that they survive a restart and end on every node at once.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    model::{Account, AccountId},
    store,
};
use crate::{
    app::App,
    platform::{Error, Result, db::Conn},
};

crate::id_type! {
    /// Identifies a session. It opens nothing: the token does.
    SessionId
}

/// Without a request and without a socket for so long, a session ends.
pub(super) const IDLE: TimeDelta = TimeDelta::minutes(30);
/// However busy, it ends after this.
const MOST: TimeDelta = TimeDelta::hours(12);
/// It is noted at most this often that a session is in use.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// Who.
    pub account: Account,
    /// Must enrol a second factor first, and may do nothing else.
    pub enrolling: bool,
    /// Whether she has a second factor.
    pub has_factor: bool,
    /// When it ends, however busy.
    pub expires_at: DateTime<Utc>,
}

/// Told on [`topic`] after a session has ended: its sockets close with 4401. News may be lost, so a socket also asks
/// [`renew`] every minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// Which session.
    pub session: SessionId,
}

/// The bus topic where the end of an account's sessions is told.
#[must_use]
pub fn topic(account: AccountId) -> String {
    format!("account.{account}")
}

/// Tells that sessions have ended. Only after the commit that ended them.
pub(super) fn tell_ended(app: &App, account: AccountId, sessions: &[SessionId]) {
    for session in sessions {
        // Two plain fields always serialise.
        if let Ok(news) = serde_json::to_vec(&SessionEnded { session: *session }) {
            app.bus.publish(&topic(account), news);
        }
    }
}

/// What a browser holds.
#[derive(Debug, Clone)]
pub(super) struct Token(String);

impl Token {
    pub(super) fn new() -> Self {
        Self(BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(text: &str) -> [u8; 32] {
        // 256 random bits need no slow hash.
        Sha256::digest(text.as_bytes()).into()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    session: SessionId,
    enrolling: bool,
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    factor_on_since: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    account: Account,
}

/// Who sent a request, by its cookie: for every call and for the socket.
///
/// # Errors
/// [`Error::Unauthenticated`] without a session that is alive, and for one that must enrol a second factor first.
pub async fn authenticate(app: &App, headers: &HeaderMap) -> Result<Session> {
    let session = identify(app, headers).await?;
    if session.enrolling { Err(Error::unauthenticated("enrol a second factor first")) } else { Ok(session) }
}

/// As [`authenticate`], also for a session that must enrol a second factor first.
pub(super) async fn identify(app: &App, headers: &HeaderMap) -> Result<Session> {
    let nobody = Error::unauthenticated("sign in first");
    let Some(token) = app.cookie.read(headers) else { return Err(nobody) };
    let now = app.clock.now();
    let found = by_token(&mut app.db.read().await?, token).await?;
    let Some(row) = found.filter(|row| is_alive(row, now)) else { return Err(nobody) };
    if now - row.seen_at >= NOTED_EVERY {
        note_seen(app, row.session, now);
    }
    Ok(Session {
        id: row.session,
        account: row.account,
        enrolling: row.enrolling,
        has_factor: row.factor_on_since.is_some(),
        expires_at: row.expires_at,
    })
}

async fn by_token(conn: &mut Conn, token: &str) -> sqlx::Result<Option<Row>> {
    conn.query(concat!(
        "SELECT s.id AS session, s.enrolling, s.seen_at, s.expires_at, a.factor_on_since, ",
        store::account_columns!(),
        " FROM session s JOIN account a ON a.id = s.account WHERE s.token = $1"
    ))
    .bind(Token::hash(token).to_vec())
    .fetch_optional()
    .await
}

fn is_alive(row: &Row, now: DateTime<Utc>) -> bool {
    row.account.disabled_at.is_none() && now < row.expires_at && now < row.seen_at + IDLE
}

/// In a task of its own: reading goes on when writing fails, on a full disk for one.
fn note_seen(app: &App, session: SessionId, now: DateTime<Utc>) {
    let task_app = app.clone();
    app.tasks.spawn(async move {
        if let Err(error) = see(&task_app, session, now).await {
            tracing::warn!(%session, %error, "a session in use was not noted");
        }
    });
}

async fn see(app: &App, session: SessionId, now: DateTime<Utc>) -> Result<()> {
    let mut tx = app.db.write().await?;
    tx.query("UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at <= $3")
        .bind(now)
        .bind(session)
        .bind(now - NOTED_EVERY)
        .execute()
        .await?;
    tx.commit().await
}

/// Keeps a session alive that has a socket, and says whether it still lives. A socket asks this every minute.
///
/// # Errors
/// [`Error::Unauthenticated`] when it has ended: close the socket with 4401. [`Error::Unavailable`] when that cannot be
/// told now: keep the socket and ask again.
pub async fn renew(app: &App, session: SessionId) -> Result<()> {
    let now = app.clock.now();
    let found = app
        .db
        .read()
        .await?
        .query(concat!(
            "SELECT s.id AS session, s.enrolling, s.seen_at, s.expires_at, a.factor_on_since, ",
            store::account_columns!(),
            " FROM session s JOIN account a ON a.id = s.account WHERE s.id = $1"
        ))
        .bind(session)
        .fetch_optional::<Row>()
        .await?;
    match found.filter(|row| is_alive(row, now)) {
        Some(row) if now - row.seen_at >= NOTED_EVERY => see(app, session, now).await,
        Some(_) => Ok(()),
        None => Err(Error::unauthenticated("this session has ended")),
    }
}

/// When a session that is opened at `now` ends at the latest.
pub(super) fn expires_at(now: DateTime<Utc>) -> DateTime<Utc> {
    now + MOST
}

pub(super) async fn insert(
    conn: &mut Conn,
    account: AccountId,
    token: &Token,
    enrolling: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<SessionId> {
    let id = SessionId::new();
    conn.query(
        "INSERT INTO session (id, token, account, enrolling, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6)",
    )
    .bind(id)
    .bind(Token::hash(token.as_str()).to_vec())
    .bind(account)
    .bind(enrolling)
    .bind(now)
    .bind(expires_at(now))
    .execute()
    .await?;
    Ok(id)
}

/// A session that had to enrol a second factor may now do everything; says no when it has ended meanwhile.
pub(super) async fn complete(conn: &mut Conn, id: SessionId) -> sqlx::Result<bool> {
    Ok(conn.query("UPDATE session SET enrolling = $1 WHERE id = $2").bind(false).bind(id).execute().await? > 0)
}

/// Ends one session; says no when it had ended.
pub(super) async fn end(conn: &mut Conn, id: SessionId) -> sqlx::Result<bool> {
    Ok(conn.query("DELETE FROM session WHERE id = $1").bind(id).execute().await? > 0)
}

/// Ends the sessions of an account, but one, and says which.
pub(super) async fn end_all(
    conn: &mut Conn,
    account: AccountId,
    but: Option<SessionId>,
) -> sqlx::Result<Vec<SessionId>> {
    let ended = conn
        .query("DELETE FROM session WHERE account = $1 AND id <> $2 RETURNING id")
        .bind(account)
        .bind(but.unwrap_or(SessionId::from_uuid(uuid::Uuid::nil())))
        .fetch_all::<(SessionId,)>()
        .await?;
    Ok(ended.into_iter().map(|(id,)| id).collect())
}

/// Forgets sessions and reset tokens that have ended by themselves.
pub(super) async fn sweep(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    tx.query("DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2")
        .bind(now)
        .bind(now - IDLE)
        .execute()
        .await?;
    tx.query("DELETE FROM password_reset WHERE expires_at <= $1").bind(now).execute().await?;
    tx.commit().await
}

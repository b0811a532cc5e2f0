//! Changing a password: one's own, or by a token that an administrator gave out.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{
    AccountId,
    audit::{self, Entry},
    factor,
    password::{self, Password},
    session::{self, Session, SessionId, Token},
    sign_in::{self, Factor},
    store,
};
use crate::{
    app::App,
    platform::{Error, Result, db::Tx},
};

/// How long a reset token may be used.
pub(super) const RESET_WITHIN: TimeDelta = TimeDelta::hours(24);

/// Changes one's own password. All other sessions end.
///
/// # Errors
/// [`Error::Invalid`] naming `current` or `new`, [`Error::SlowDown`] after several wrong ones.
pub(super) async fn change(app: &App, session: &Session, current: &Password, new: &Password) -> Result<()> {
    let account = &session.account;
    let attempt = sign_in::attempt(app, &account.email).await?;
    let known = store::credentials(&mut app.db.read().await?, account.id).await?.ok_or(Error::NotFound)?;
    password::check(new, &known.email_key, "new")?;
    if !app.accounts.hasher.verify(current, Some(&known.password)).await? {
        sign_in::failed(app, attempt);
        return Err(Error::invalid("current", "is not your password"));
    }
    if **current == **new {
        return Err(Error::invalid("new", "is the one that you have"));
    }
    let hash = app.accounts.hasher.hash(new).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let ended = replace(&mut tx, account.id, &hash, Some(session.id)).await?;
    record(&mut tx, account.id, "account.password_changed", &ended, now).await?;
    tx.commit().await?;
    attempt.succeeded();
    tell(app, account.id, &ended);
    Ok(())
}

/// Sets a new password by a reset token, which is good once. All sessions end. The second factor stays, and has to be
/// shown.
///
/// # Errors
/// [`Error::Invalid`] for a token that is unknown, used or too old, or a password that will not do;
/// [`Error::Unauthenticated`] for a missing or wrong code.
pub(super) async fn reset(app: &App, token: &str, new: &Password, code: Option<&str>) -> Result<()> {
    let now = app.clock.now();
    let hash = Token::hash(token.trim());
    let mut conn = app.db.read().await?;
    let id = store::reset_account(&mut conn, &hash, now).await?.ok_or_else(no_such_token)?;
    let known = store::credentials(&mut conn, id).await?.ok_or_else(no_such_token)?;
    drop(conn);
    password::check(new, &known.email_key, "password")?;
    let attempt = sign_in::attempt(app, &known.account.email).await?;
    let code = match sign_in::second_factor(app, &known, code, now).await? {
        Factor::Off => None,
        Factor::Given(code) => Some(code),
        Factor::Missing => return Err(sign_in::MISSING),
        Factor::Wrong => {
            sign_in::failed(app, attempt);
            return Err(sign_in::WRONG);
        }
    };
    let password = app.accounts.hasher.hash(new).await?;
    let mut tx = app.db.write().await?;
    if !store::take_reset(&mut tx, &hash).await? {
        return Err(no_such_token());
    }
    if let Some(code) = &code
        && !factor::take(&mut tx, id, code).await?
    {
        drop(tx);
        sign_in::failed(app, attempt);
        return Err(sign_in::WRONG);
    }
    let ended = replace(&mut tx, id, &password, None).await?;
    record(&mut tx, id, "account.password_reset", &ended, now).await?;
    tx.commit().await?;
    attempt.succeeded();
    tell(app, id, &ended);
    Ok(())
}

fn no_such_token() -> Error {
    Error::invalid("token", "is unknown, was used, or is older than 24 hours")
}

async fn replace(tx: &mut Tx, id: AccountId, hash: &str, but: Option<SessionId>) -> Result<Vec<SessionId>> {
    store::set_password(tx, id, hash).await?;
    store::drop_resets(tx, id).await?;
    Ok(session::end_all(tx, id, but).await?)
}

async fn record(
    tx: &mut Tx,
    id: AccountId,
    action: &'static str,
    ended: &[SessionId],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let detail = json!({"account": id, "ended": ended});
    audit::append(tx, Entry { actor: Some(id), action, subject: Some(id.as_uuid()), detail }, now).await
}

fn tell(app: &App, id: AccountId, ended: &[SessionId]) {
    app.accounts.audited.notify_one();
    session::tell_ended(app, id, ended);
}

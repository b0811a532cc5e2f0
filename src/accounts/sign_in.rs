//! Signing in and out.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use super::{
    audit::{self, Entry},
    factor::{self, Code},
    model::email_key,
    password::{Hasher, Password},
    session::{self, Session, Token},
    store::{self, Credentials},
};
use crate::{
    app::App,
    platform::{
        Error, Result,
        http::{Attempt, Delays, Growth},
    },
};

/// Four mistakes are free; then a second, doubling to a minute, and a minute from there on. It is per account, so more
/// than a minute would let anybody keep a counsellor out for long.
const GROWTH: Growth =
    Growth { free: 4, first: Duration::from_secs(1), most: Duration::from_mins(1), forget: Duration::from_hours(1) };

/// The key that failures are counted under: known addresses and unknown ones alike, and short, however long they are.
type Whom = [u8; 32];

/// What accounts keep in a node's memory.
#[derive(Debug)]
pub struct State {
    /// Hashes passwords.
    pub(super) hasher: Hasher,
    failures: Delays<Whom>,
    /// Wakes the task that follows the audit chain.
    pub(super) audited: Notify,
}

impl State {
    /// Nobody has tried yet.
    #[must_use]
    pub fn new() -> Self {
        Self { hasher: Hasher::new(), failures: Delays::new(GROWTH), audited: Notify::new() }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// Begins a try to prove that one is `typed`, whose turn comes after the tries before it.
pub(super) async fn attempt<'a>(app: &'a App, typed: &str) -> Result<Attempt<'a, Whom>> {
    let whom = Sha256::digest(email_key(typed).as_bytes()).into();
    app.accounts.failures.attempt(whom, || app.clock.now()).await
}

/// Counts a wrong password or code.
pub(super) fn failed(app: &App, attempt: Attempt<'_, Whom>) {
    app.metrics.sign_in_failures.inc();
    attempt.failed(app.clock.now());
}

/// Opens a session for who knows the password and has the second factor.
///
/// # Errors
/// [`Error::Unauthenticated`] for a wrong e-mail or password, which are not told apart, and for a wrong or missing
/// code; [`Error::SlowDown`] after failures.
pub(super) async fn sign_in(
    app: &App,
    email: &str,
    password: &Password,
    code: Option<&str>,
) -> Result<(Session, Token)> {
    let attempt = attempt(app, email).await?;
    let known = store::credentials_by_email(&mut app.db.read().await?, &email_key(email)).await?;
    let right = app.accounts.hasher.verify(password, known.as_ref().map(|known| &*known.password)).await?;
    let Some(known) = known.filter(|known| right && known.account.disabled_at.is_none()) else {
        failed(app, attempt);
        return Err(Error::unauthenticated("e-mail or password is wrong"));
    };
    let now = app.clock.now();
    let code = match second_factor(app, &known, code, now).await? {
        Factor::Off => None,
        Factor::Given(code) => Some(code),
        // Neither a success nor a failure: were it a success, whoever knows the password could try codes for ever.
        Factor::Missing => return Err(MISSING),
        Factor::Wrong => {
            failed(app, attempt);
            return Err(WRONG);
        }
    };
    let Some(opened) = open(app, known, code, now).await? else {
        failed(app, attempt);
        return Err(WRONG);
    };
    attempt.succeeded();
    Ok(opened)
}

/// The password was right, the code is missing.
pub(super) const MISSING: Error = Error::Unauthenticated {
    detail: "send the code of your authenticator, or a recovery code",
    second_factor_required: true,
};
/// The password was right, the code is wrong or was used.
pub(super) const WRONG: Error =
    Error::Unauthenticated { detail: "this code is wrong or was used before", second_factor_required: true };

/// What was found of the second factor.
pub(super) enum Factor {
    /// She has none.
    Off,
    /// She has one and sent nothing.
    Missing,
    /// What she sent cannot be right.
    Wrong,
    /// What she sent is right if it was not used before.
    Given(Code),
}

pub(super) async fn second_factor(
    app: &App,
    of: &Credentials,
    code: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Factor> {
    if of.factor_on_since.is_none() {
        return Ok(Factor::Off);
    }
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else { return Ok(Factor::Missing) };
    Ok(factor::look(&app.vault, of, code, now).await?.map_or(Factor::Wrong, Factor::Given))
}

/// Opens the session and uses the code up, both or neither; nothing when the code was used before.
async fn open(
    app: &App,
    known: Credentials,
    code: Option<Code>,
    now: DateTime<Utc>,
) -> Result<Option<(Session, Token)>> {
    let token = Token::new();
    let has_factor = known.factor_on_since.is_some();
    let enrolling = app.config.require_second_factor && !has_factor;
    let account = known.account;
    let mut tx = app.db.write().await?;
    if let Some(code) = &code
        && !factor::take(&mut tx, account.id, code).await?
    {
        return Ok(None);
    }
    let id = session::insert(&mut tx, account.id, &token, enrolling, now).await?;
    let by_recovery = matches!(code, Some(Code::Recovery(_)));
    let detail = json!({"session": id, "recovery_code": by_recovery, "enrolling": enrolling});
    let entry =
        Entry { actor: Some(account.id), action: "session.opened", subject: Some(account.id.as_uuid()), detail };
    audit::append(&mut tx, entry, now).await?;
    tx.commit().await?;
    app.accounts.audited.notify_one();
    let expires_at = session::expires_at(now);
    Ok(Some((Session { id, account, enrolling, has_factor, expires_at }, token)))
}

/// Ends a session, with its sockets.
///
/// # Errors
/// When the database cannot.
pub(super) async fn sign_out(app: &App, session: &Session) -> Result<()> {
    let (account, now) = (session.account.id, app.clock.now());
    let mut tx = app.db.write().await?;
    if session::end(&mut tx, session.id).await? {
        let detail = json!({"account": account, "ended": [session.id]});
        let entry = Entry { actor: Some(account), action: "session.closed", subject: Some(account.as_uuid()), detail };
        audit::append(&mut tx, entry, now).await?;
    }
    tx.commit().await?;
    app.accounts.audited.notify_one();
    session::tell_ended(app, account, &[session.id]);
    Ok(())
}

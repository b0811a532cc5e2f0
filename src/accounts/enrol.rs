//! Enrolling a second factor: a secret is shown, a first code confirms it, recovery codes are given once.

use serde_json::json;

use super::{
    audit::{self, Entry},
    factor::{self, Enrolment},
    session::{self, Session},
    sign_in, store,
};
use crate::{
    app::App,
    platform::{Error, Result},
};

fn already_on() -> Error {
    Error::conflict("the second factor is on; who lost it has it taken off by gyeot admin reset --second-factor")
}

/// Shows the secret to feed an authenticator with: until it is confirmed, the same one each time.
///
/// # Errors
/// [`Error::Conflict`] when the second factor is on.
pub(super) async fn begin(app: &App, session: &Session) -> Result<Enrolment> {
    let account = &session.account;
    let pending = || async {
        let known = store::credentials(&mut app.db.read().await?, account.id).await?.ok_or(Error::NotFound)?;
        if known.factor_on_since.is_some() { Err(already_on()) } else { Ok(known.factor_secret) }
    };
    let sealed = if let Some(sealed) = pending().await? {
        sealed
    } else {
        let sealed = factor::new_secret(&app.vault, account.id).await?;
        let mut tx = app.db.write().await?;
        let kept = factor::offer(&mut tx, account.id, &sealed).await?;
        tx.commit().await?;
        if kept {
            sealed
        } else {
            // Another tab was first: its secret counts for both.
            factor::destroy(&app.vault, &sealed).await?;
            pending().await?.ok_or_else(already_on)?
        }
    };
    factor::show(&app.vault, account.id, &account.email, &sealed).await
}

/// Turns the second factor on with a first code, and gives the recovery codes, this once.
///
/// # Errors
/// [`Error::Invalid`] for a wrong code, [`Error::SlowDown`] after several, [`Error::Conflict`] when it is on or no
/// secret was shown.
pub(super) async fn confirm(app: &App, session: &Session, code: &str) -> Result<Vec<String>> {
    let account = &session.account;
    let attempt = sign_in::attempt(app, &account.email).await?;
    let known = store::credentials(&mut app.db.read().await?, account.id).await?.ok_or(Error::NotFound)?;
    if known.factor_on_since.is_some() {
        return Err(already_on());
    }
    let sealed = known.factor_secret.ok_or_else(|| Error::conflict("ask for the secret first"))?;
    let now = app.clock.now();
    let Some(step) = factor::step(&app.vault, account.id, &sealed, code, now).await? else {
        sign_in::failed(app, attempt);
        return Err(Error::invalid("code", "is not the one that the authenticator shows now"));
    };
    let codes = factor::recovery_codes();
    let hashes = codes.iter().filter_map(|code| factor::recovery_hash(&app.vault, account.id, code));
    let mut tx = app.db.write().await?;
    if !factor::turn_on(&mut tx, account.id, hashes, now).await? {
        return Err(already_on());
    }
    factor::take(&mut tx, account.id, &factor::Code::Step(step)).await?;
    if !session::complete(&mut tx, session.id).await? {
        return Err(Error::unauthenticated("this session has ended"));
    }
    // Other sessions knew the password alone.
    let ended = session::end_all(&mut tx, account.id, Some(session.id)).await?;
    let detail = json!({"account": account.id, "ended": ended});
    let (actor, subject) = (Some(account.id), Some(account.id.as_uuid()));
    audit::append(&mut tx, Entry { actor, action: "account.second_factor_on", subject, detail }, now).await?;
    tx.commit().await?;
    attempt.succeeded();
    app.accounts.audited.notify_one();
    session::tell_ended(app, account.id, &ended);
    Ok(codes)
}

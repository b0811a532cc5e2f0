//! What an administrator does from the shell, before the first start or beside a running server.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    AccountId,
    audit::{self, Entry},
    factor,
    model::NewAccount,
    password::{self, Hasher, Password},
    passwords::RESET_WITHIN,
    session::{self, Token},
    store::{self, Credentials},
};
use crate::platform::{
    Clock, Error, Result,
    crypto::Vault,
    db::{Db, Tx},
};

/// An account to be made, with its password.
#[derive(Debug)]
pub struct Applicant {
    /// Who.
    pub account: NewAccount,
    /// Her password.
    pub password: Password,
    /// Where she stands in a list that is imported, for what is told about her.
    pub line: Option<u64>,
}

impl Applicant {
    fn fault(&self, error: Error) -> Error {
        let Some(line) = self.line else { return error };
        Error::Conflict(format!("line {line}: {}", plainly(&error)))
    }
}

/// An error as one line.
fn plainly(error: &Error) -> String {
    match error {
        Error::Invalid { field, detail } => format!("{field}: {detail}"),
        Error::Conflict(detail) | Error::Unavailable(detail) | Error::Internal(detail) => detail.clone(),
        other => other.to_string(),
    }
}

/// Makes accounts, all of them or none, and says their ids.
///
/// # Errors
/// What is wrong with the first that cannot be made, with its line where it has one.
pub async fn add(db: &Db, clock: &Clock, applicants: &[Applicant]) -> Result<Vec<AccountId>> {
    for applicant in applicants {
        password::check(&applicant.password, applicant.account.email.key(), "password")
            .map_err(|error| applicant.fault(error))?;
    }
    let hasher = Hasher::new();
    // Before the transaction: hashing is slow, and a server may be waiting to write.
    let passwords =
        futures_util::future::try_join_all(applicants.iter().map(|applicant| hasher.hash_in_turn(&applicant.password)))
            .await?;
    let now = clock.now();
    let mut tx = db.write().await?;
    let mut ids = Vec::with_capacity(applicants.len());
    for (applicant, password) in applicants.iter().zip(&passwords) {
        let id = AccountId::new();
        if !store::insert(&mut tx, id, &applicant.account, password, now).await? {
            return Err(applicant.fault(Error::conflict("email: there is an account with this address already")));
        }
        ids.push(id);
    }
    for (applicant, id) in applicants.iter().zip(&ids) {
        let NewAccount { roles, languages, .. } = &applicant.account;
        record(&mut tx, *id, "account.added", json!({"roles": roles, "languages": languages}), now).await?;
    }
    tx.commit().await?;
    Ok(ids)
}

/// Disables an account: her sessions end, her sockets close, and she cannot sign in.
///
/// # Errors
/// [`Error::Conflict`] when there is no such account or it is disabled already.
pub async fn disable(db: &Db, clock: &Clock, email: &str) -> Result<AccountId> {
    let (now, mut tx) = (clock.now(), db.write().await?);
    let id = find(&mut tx, email).await?.account.id;
    if !store::set_disabled(&mut tx, id, Some(now)).await? {
        return Err(Error::conflict("this account is disabled already"));
    }
    let ended = session::end_all(&mut tx, id, None).await?;
    store::drop_resets(&mut tx, id).await?;
    record(&mut tx, id, "account.disabled", json!({"account": id, "ended": ended}), now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes a disabling back.
///
/// # Errors
/// [`Error::Conflict`] when there is no such account or it is not disabled.
pub async fn enable(db: &Db, clock: &Clock, email: &str) -> Result<AccountId> {
    let (now, mut tx) = (clock.now(), db.write().await?);
    let id = find(&mut tx, email).await?.account.id;
    if !store::set_disabled(&mut tx, id, None).await? {
        return Err(Error::conflict("this account is not disabled"));
    }
    record(&mut tx, id, "account.enabled", json!({}), now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives out a token by which she sets herself a new password within 24 hours. An older one is void. Nothing else
/// changes until she uses it, and the second factor not even then.
///
/// # Errors
/// [`Error::Conflict`] when there is no such account or it is disabled.
pub async fn reset_password(db: &Db, clock: &Clock, email: &str) -> Result<String> {
    let (now, mut tx) = (clock.now(), db.write().await?);
    let known = find(&mut tx, email).await?;
    if known.account.disabled_at.is_some() {
        return Err(Error::conflict("this account is disabled"));
    }
    let (id, token) = (known.account.id, Token::new());
    store::put_reset(&mut tx, &Token::hash(token.as_str()), id, now, now + RESET_WITHIN).await?;
    record(&mut tx, id, "account.reset_given", json!({}), now).await?;
    tx.commit().await?;
    Ok(token.as_str().to_owned())
}

/// Takes the second factor off an account whose owner lost it. Her password stays needed, her sessions end, and where
/// a second factor is required she enrols one at her next sign-in.
///
/// # Errors
/// [`Error::Conflict`] when there is no such account or it has no second factor.
pub async fn reset_second_factor(db: &Db, vault: &Vault, clock: &Clock, email: &str) -> Result<AccountId> {
    let (now, mut tx) = (clock.now(), db.write().await?);
    let known = find(&mut tx, email).await?;
    let id = known.account.id;
    let Some(secret) = known.factor_secret else {
        return Err(Error::conflict("this account has no second factor"));
    };
    factor::turn_off(&mut tx, id).await?;
    let ended = session::end_all(&mut tx, id, None).await?;
    record(&mut tx, id, "account.second_factor_off", json!({"account": id, "ended": ended}), now).await?;
    tx.commit().await?;
    factor::destroy(vault, &secret).await?;
    Ok(id)
}

/// Ends every session and every token for a new password, and says how many sessions that were: in a restored backup
/// there may be some that were ended since it was made.
///
/// # Errors
/// As any statement.
pub async fn end_all_sessions(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.query("UPDATE password_reset SET expires_at = $1 WHERE expires_at > $1").bind(now).execute().await?;
    // They are swept up later: nothing that was restored goes missing here.
    Ok(tx.query("UPDATE session SET expires_at = $1 WHERE expires_at > $1").bind(now).execute().await?)
}

async fn find(tx: &mut Tx, email: &str) -> Result<Credentials> {
    store::credentials_by_email(tx, &super::model::email_key(email))
        .await?
        .ok_or_else(|| Error::conflict("there is no account with this address"))
}

/// By nobody who is known to us: whoever has the shell.
async fn record(
    tx: &mut Tx,
    id: AccountId,
    action: &'static str,
    detail: Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    audit::append(tx, Entry { actor: None, action, subject: Some(id.as_uuid()), detail }, now).await
}

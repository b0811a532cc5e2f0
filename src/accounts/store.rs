//! Accounts in the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::model::{Account, AccountId, NewAccount, Role};
use crate::platform::db::{Conn, Sql, rows};

/// The columns of an [`Account`], with `a` for the account.
macro_rules! account_columns {
    () => {
        "a.id, a.email, a.name, a.disabled_at,
         COALESCE((SELECT string_agg(role, ',') FROM account_role WHERE account = a.id), '') AS roles,
         COALESCE((SELECT string_agg(language, ',') FROM account_language WHERE account = a.id), '') AS languages"
    };
}
pub(super) use account_columns;

/// An account with what it signs in by.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Credentials {
    #[sqlx(flatten)]
    pub(super) account: Account,
    pub(super) email_key: String,
    pub(super) password: String,
    pub(super) factor_secret: Option<Vec<u8>>,
    pub(super) factor_on_since: Option<DateTime<Utc>>,
}

pub(super) async fn account(conn: &mut Conn, id: AccountId) -> sqlx::Result<Option<Account>> {
    conn.query(concat!("SELECT ", account_columns!(), " FROM account a WHERE a.id = $1"))
        .bind(id)
        .fetch_optional()
        .await
}

/// Those with a role who are not disabled, in the order of their ids.
pub(super) async fn with_role(conn: &mut Conn, role: Role) -> sqlx::Result<Vec<AccountId>> {
    let rows: Vec<(AccountId,)> = conn
        .query(
            "SELECT a.id FROM account a JOIN account_role r ON r.account = a.id
             WHERE r.role = $1 AND a.disabled_at IS NULL ORDER BY a.id",
        )
        .bind(role.as_str())
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Those of them with a session that is not over at `now` and was used since `seen_since`.
pub(super) async fn on_duty(
    conn: &mut Conn,
    role: Role,
    now: DateTime<Utc>,
    seen_since: DateTime<Utc>,
) -> sqlx::Result<Vec<AccountId>> {
    let rows: Vec<(AccountId,)> = conn
        .query(
            "SELECT DISTINCT a.id FROM account a JOIN account_role r ON r.account = a.id JOIN session s ON s.account = a.id
             WHERE r.role = $1 AND a.disabled_at IS NULL AND s.enrolling = $2 AND s.expires_at > $3 AND s.seen_at > $4
             ORDER BY a.id",
        )
        .bind(role.as_str())
        .bind(false)
        .bind(now)
        .bind(seen_since)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(super) async fn credentials(conn: &mut Conn, id: AccountId) -> sqlx::Result<Option<Credentials>> {
    conn.query(concat!(
        "SELECT ",
        account_columns!(),
        ", a.email_key, a.password, a.factor_secret, a.factor_on_since FROM account a WHERE a.id = $1"
    ))
    .bind(id)
    .fetch_optional()
    .await
}

pub(super) async fn credentials_by_email(conn: &mut Conn, key: &str) -> sqlx::Result<Option<Credentials>> {
    conn.query(concat!(
        "SELECT ",
        account_columns!(),
        ", a.email_key, a.password, a.factor_secret, a.factor_on_since FROM account a WHERE a.email_key = $1"
    ))
    .bind(key)
    .fetch_optional()
    .await
}

/// Makes an account; says no when the address is taken.
pub(super) async fn insert(
    conn: &mut Conn,
    id: AccountId,
    new: &NewAccount,
    password: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let made = conn
        .query(
            "INSERT INTO account (id, email, email_key, name, password, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(new.email.given())
        .bind(new.email.key())
        .bind(&*new.name)
        .bind(password)
        .bind(at)
        .execute()
        .await?;
    if made == 0 {
        return Ok(false);
    }
    for role in &new.roles {
        conn.query("INSERT INTO account_role (account, role) VALUES ($1, $2)")
            .bind(id)
            .bind(role.as_str())
            .execute()
            .await?;
    }
    for language in &new.languages {
        conn.query("INSERT INTO account_language (account, language) VALUES ($1, $2)")
            .bind(id)
            .bind(language.as_str())
            .execute()
            .await?;
    }
    Ok(true)
}

pub(super) async fn set_password(conn: &mut Conn, id: AccountId, password: &str) -> sqlx::Result<()> {
    conn.query("UPDATE account SET password = $1 WHERE id = $2").bind(password).bind(id).execute().await?;
    Ok(())
}

/// Disables an account, or enables it again; says no when it was so already.
pub(super) async fn set_disabled(conn: &mut Conn, id: AccountId, at: Option<DateTime<Utc>>) -> sqlx::Result<bool> {
    let changed = conn
        .query("UPDATE account SET disabled_at = $1 WHERE id = $2 AND (disabled_at IS NULL) = ($1 IS NOT NULL)")
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(changed > 0)
}

pub(super) async fn names(conn: &mut Conn, ids: &[AccountId]) -> sqlx::Result<HashMap<AccountId, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    // SQLite takes 32,766 values a statement, PostgreSQL 65,535.
    for ids in ids.chunks(1_000) {
        let list = rows(1, 1, ids.len());
        let found = conn
            .query(Sql::built(format!("SELECT id, name FROM account WHERE id IN {list}")))
            .bind_all(ids.iter().copied())
            .fetch_all::<(AccountId, String)>()
            .await?;
        names.extend(found);
    }
    Ok(names)
}

pub(super) async fn put_reset(
    conn: &mut Conn,
    token: &[u8],
    id: AccountId,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    drop_resets(conn, id).await?;
    conn.query("INSERT INTO password_reset (token, account, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token)
        .bind(id)
        .bind(at)
        .bind(expires_at)
        .execute()
        .await?;
    Ok(())
}

pub(super) async fn reset_account(conn: &mut Conn, token: &[u8], at: DateTime<Utc>) -> sqlx::Result<Option<AccountId>> {
    let row = conn
        .query("SELECT account FROM password_reset WHERE token = $1 AND expires_at > $2")
        .bind(token)
        .bind(at)
        .fetch_optional::<(AccountId,)>()
        .await?;
    Ok(row.map(|(account,)| account))
}

/// Takes a token; says no when somebody else just did.
pub(super) async fn take_reset(conn: &mut Conn, token: &[u8]) -> sqlx::Result<bool> {
    Ok(conn.query("DELETE FROM password_reset WHERE token = $1").bind(token).execute().await? > 0)
}

pub(super) async fn drop_resets(conn: &mut Conn, id: AccountId) -> sqlx::Result<()> {
    conn.query("DELETE FROM password_reset WHERE account = $1").bind(id).execute().await?;
    Ok(())
}

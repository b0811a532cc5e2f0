//! Staff: who they are, how they sign in, and what they did (audit chain, read ledger).

pub mod admin;
pub mod audit;
mod enrol;
mod extract;
mod factor;
pub mod ledger;
mod model;
mod password;
mod passwords;
mod routes;
mod session;
mod sign_in;
mod store;
pub mod tasks;

use std::collections::HashMap;

use chrono::{DateTime, Utc};

pub use extract::{
    Admin, CaseOfficer, Council, CouncilOrAdmin, Counsellor, CounsellorOrSupervisor, Monitor, Operator, Professional,
    SignedIn, Staff, Supervisor, SupervisorOrAdmin, Verifier,
};
pub use model::{Account, AccountId, Email, Language, NewAccount, Role, list};
pub use password::Password;
pub use routes::{Api, routes};
pub use session::{Session, SessionEnded, SessionId, authenticate, renew, topic};
pub use sign_in::State;

use crate::platform::db::Conn;

/// The account with this id, disabled or not.
///
/// # Errors
/// As any statement.
pub async fn get(conn: &mut Conn, id: AccountId) -> sqlx::Result<Option<Account>> {
    store::account(conn, id).await
}

/// The names of these accounts; those that do not exist are left out.
///
/// # Errors
/// As any statement.
pub async fn names(conn: &mut Conn, ids: &[AccountId]) -> sqlx::Result<HashMap<AccountId, String>> {
    store::names(conn, ids).await
}

/// Everybody who has this role and may work.
///
/// # Errors
/// As any statement.
pub async fn with_role(conn: &mut Conn, role: Role) -> sqlx::Result<Vec<AccountId>> {
    store::with_role(conn, role).await
}

/// Those of them who have a session that lives: the others have gone home.
///
/// # Errors
/// As any statement.
pub async fn on_duty(conn: &mut Conn, role: Role, now: DateTime<Utc>) -> sqlx::Result<Vec<AccountId>> {
    store::on_duty(conn, role, now, now - session::IDLE).await
}

/// The account with this id, if it is a counsellor's who may work.
///
/// # Errors
/// As any statement.
pub async fn active_counsellor(conn: &mut Conn, id: AccountId) -> sqlx::Result<Option<Account>> {
    let account = store::account(conn, id).await?;
    Ok(account.filter(|account| account.disabled_at.is_none() && account.is_any(&[Role::Counsellor])))
}

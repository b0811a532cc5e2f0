//! Trust: how much of what a counsellor writes waits for a supervisor before the visitor sees it.

mod routes;
mod store;

use std::{
    collections::{HashMap, HashSet},
    sync::{PoisonError, RwLock},
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use routes::{Api, routes};

use crate::{
    accounts::{
        self, Account, AccountId,
        audit::{self, Entry},
    },
    app::App,
    platform::{Error, Result, db::Conn},
};

/// The topic on which every node hears that somebody's trust is another.
pub const TRUST: &str = "trust";

/// How much waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Nothing.
    #[default]
    None,
    /// What the rules for risk see something grave in.
    Flagged,
    /// The first message of each talk.
    First,
    /// Every message.
    All,
}

impl Trust {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Flagged => "flagged",
            Self::First => "first",
            Self::All => "all",
        }
    }
}

impl TryFrom<String> for Trust {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        [Self::None, Self::Flagged, Self::First, Self::All]
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| Error::Internal(format!("unknown trust {text}")))
    }
}

/// Whose words may have to wait, as far as this node knows, for a look at each message without asking the database:
/// whoever is not trusted whole, and whoever has a draft that waits, behind which her next lines wait too. Read anew when
/// somebody's trust changes, and every few seconds should the news of that get lost; [`of`] asks the database itself.
#[derive(Debug, Default)]
pub struct Watched(RwLock<HashSet<AccountId>>);

impl Watched {
    /// Whether what `account` writes may have to wait.
    #[must_use]
    pub fn contains(&self, account: AccountId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(&account)
    }

    fn set(&self, accounts: HashSet<AccountId>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = accounts;
    }
}

/// A counsellor, and how much of what she writes waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrustView {
    /// Her account.
    id: AccountId,
    /// Her name.
    name: String,
    /// `none`, `flagged`, `first` or `all`.
    trust: Trust,
}

/// Reads anew whose words may have to wait.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn refresh(app: &App) -> Result<()> {
    let accounts = store::watched(&mut app.db.read().await?).await?;
    app.chat.watched.set(accounts);
    Ok(())
}

/// How much of what `account` writes waits.
pub(in crate::chat) async fn of(conn: &mut Conn, account: AccountId) -> Result<Trust> {
    Ok(store::level(conn, account).await?.unwrap_or_default())
}

/// Everybody's.
pub(in crate::chat) async fn levels(conn: &mut Conn) -> Result<HashMap<AccountId, Trust>> {
    store::levels(conn).await
}

/// All counsellors, by name.
///
/// # Errors
/// As any statement.
pub async fn list(app: &App) -> Result<Vec<TrustView>> {
    let mut conn = app.db.read().await?;
    let counsellors = accounts::with_role(&mut conn, accounts::Role::Counsellor).await?;
    let names = accounts::names(&mut conn, &counsellors).await?;
    let levels = store::levels(&mut conn).await?;
    let mut list: Vec<TrustView> = counsellors
        .into_iter()
        .filter_map(|id| {
            let name = names.get(&id)?.clone();
            Some(TrustView { id, name, trust: levels.get(&id).copied().unwrap_or_default() })
        })
        .collect();
    list.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(list)
}

/// Sets how much of what a counsellor writes waits, from her next message on.
///
/// # Errors
/// [`Error::NotFound`] when she is no counsellor; [`Error::Conflict`] for oneself.
pub async fn set(app: &App, by: &Account, id: AccountId, trust: Trust) -> Result<TrustView> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let account = accounts::active_counsellor(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if id == by.id {
        return Err(Error::conflict("another supervisor sets your own"));
    }
    store::set(&mut tx, id, trust, by.id, now).await?;
    let detail = serde_json::json!({ "trust": trust.as_str() });
    audit::append(&mut tx, Entry { actor: Some(by.id), action: "trust.set", subject: Some(id.as_uuid()), detail }, now)
        .await?;
    tx.commit().await?;
    // This node at once, the others by the news.
    refresh(app).await?;
    app.bus.publish(TRUST, "");
    app.bus.publish(super::news::LINE, "");
    Ok(TrustView { id, name: account.name, trust })
}

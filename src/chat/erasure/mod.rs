//! Keeping no longer than was promised: thirty days after its close, or at her own wish at once, a conversation's key is
//! destroyed, and with it all that was said in it, in every backup too. A legal hold keeps it until it ends. Coded facts
//! and counts stay.

mod guard;
mod reconcile;
mod routes;
mod store;
mod tasks;
mod wish;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::news::Told;
use crate::{
    accounts::audit::{self, Entry},
    messaging::{ConversationId, member},
    platform::{
        Result,
        crypto::Vault,
        db::{Db, Tx},
    },
};

pub use guard::{believe, leap};
pub use reconcile::{Needed, Reconciled, destroy_risen, let_nobody_stay, needed, reconcile};
pub use routes::{Api, routes};
pub(super) use store::lock;
pub use store::{Held, Pending, pending};
pub use tasks::{KEYS, erase_due, look, run};

/// A closed conversation is kept for so long; the visitor page says so, and S22.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// Erased in one transaction; the rest follows in the next.
const ROUND: i64 = 100;

/// What was erased.
#[derive(Debug, Default)]
pub struct Erased {
    /// How many conversations.
    pub conversations: u64,
    /// The keys that are gone: other nodes have to forget them.
    pub keys: Vec<Uuid>,
    told: Told,
}

/// Erases all that is due at `now` and not held, round by round, until `stopped` says so. For the command line too,
/// beside a running server: the audit chain tells the nodes which keys to forget.
///
/// # Errors
/// As any statement. What was erased before the error stays erased; the rest is tried again by the next call.
pub async fn erase_all_due(db: &Db, vault: &Vault, now: DateTime<Utc>, stopped: impl Fn() -> bool) -> Result<Erased> {
    let (mut all, mut after) = (Erased::default(), Uuid::nil());
    while !stopped() {
        let mut tx = db.write().await?;
        let found = store::due(&mut tx, now, after, ROUND).await?;
        let Some(last) = found.last() else { break };
        after = last.id.as_uuid();
        // Once more, now that nobody else can ask for a hold on them.
        let mut doomed = Vec::with_capacity(found.len());
        for one in found {
            if super::legal_holds::holding(&mut tx, one.id, now).await?.is_none() {
                doomed.push(one);
            }
        }
        shred(vault, &mut tx, &doomed, now, &mut all).await?;
        tx.commit().await?;
    }
    Ok(all)
}

/// A conversation that is to be erased; its row is locked.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Doomed {
    id: ConversationId,
    key: Uuid,
    /// She wished it, or the time has come.
    wished: bool,
}

/// Destroys the keys of `doomed` and marks the rows. The last thing before the commit: it writes to the audit chain.
///
/// The keys go first: should we stop before the commit, the rows are found again, and there is nothing left to open.
async fn shred(vault: &Vault, tx: &mut Tx, doomed: &[Doomed], now: DateTime<Utc>, erased: &mut Erased) -> Result<()> {
    let keys: Vec<_> = doomed.iter().map(|one| one.key).collect();
    vault.destroy_all(&keys).await?;
    let mut gone = Vec::with_capacity(doomed.len());
    for one in doomed {
        erased.told.changed(tx, one.id).await?;
        member::end_all(tx, one.id, now).await?;
        if store::mark(tx, one.id, now).await? {
            gone.push(one);
        }
    }
    for one in &gone {
        let why = if one.wished { "wish" } else { "retention" };
        let detail = json!({ "destroyed_key": one.key, "why": why });
        let entry = Entry { actor: None, action: "conversation.erased", subject: Some(one.id.as_uuid()), detail };
        audit::append(tx, entry, now).await?;
    }
    erased.conversations += gone.len() as u64;
    erased.keys.extend(keys);
    Ok(())
}

//! Notifications: that something waits for somebody who is not looking. An outbox, written in the transaction of what
//! it tells of and delivered at least once, by web push to each of her browsers and by mail.
//!
//! What is sent says that something waits, and nothing else: the screen may lie where others see it.

mod deliver;
mod mail;
mod model;
mod push;
mod store;
pub mod tasks;

use tokio::sync::{OnceCell, watch};
use url::Url;
use uuid::Uuid;

pub use model::Occasion;
pub use push::{Api, SubscriptionId, routes};

use self::{mail::Mailer, push::Vapid};
use crate::{
    accounts::AccountId,
    app::App,
    platform::{Bus, Config, Result, db::Tx, http::Outward},
};
use chrono::{DateTime, Utc};

/// The topic that says that there is something to deliver.
const TOPIC: &str = "notifications";
/// Notifications that are kept for one person; the oldest make room. All of them say the same.
const MOST: i64 = 100;

/// What notifications keep in memory.
#[derive(Debug)]
pub struct State {
    /// Wakes the deliverers. A sender, so that it lives as long as we, whatever becomes of the bus.
    news: watch::Sender<()>,
    outward: Outward,
    mailer: Option<Mailer>,
    vapid: OnceCell<Vapid>,
}

impl State {
    /// Nothing to deliver yet.
    ///
    /// # Errors
    /// [`crate::platform::Error::Unavailable`] in plain words when mail is configured and cannot be set up.
    pub fn new(config: &Config, public_url: &Url) -> Result<Self> {
        Ok(Self {
            news: watch::Sender::new(()),
            outward: Outward::new(config.push_to_loopback)?,
            mailer: config.mail.as_ref().map(|mail| Mailer::new(mail, public_url)).transpose()?,
            vapid: OnceCell::new(),
        })
    }

    async fn vapid(&self, app: &App) -> Result<&Vapid> {
        self.vapid.get_or_try_init(|| Vapid::load(app)).await
    }
}

/// Tells `to` that something waits, in the transaction of what it is: by web push to each of her browsers and by mail.
/// Told about the same `subject` on the same occasion within a minute, she is told once. After the commit,
/// [`announce`] it. Tell several people in the order of their ids: two transactions that lock in two orders get stuck.
///
/// # Errors
/// As any statement.
pub async fn put(tx: &mut Tx, to: AccountId, occasion: Occasion, subject: Uuid, at: DateTime<Utc>) -> sqlx::Result<()> {
    let repeats = at - model::REPEATS_WITHIN;
    if let Some(notification) = store::note(tx, to, occasion, subject, at, repeats).await? {
        store::spread(tx, notification, to, at).await?;
        store::bound(tx, to, MOST).await?;
    }
    Ok(())
}

/// What waited was dealt with: nobody needs to be told of it any more. What is on its way already arrives.
///
/// # Errors
/// As any statement.
pub async fn withdraw(tx: &mut Tx, subject: Uuid) -> sqlx::Result<()> {
    store::withdraw(tx, subject).await
}

/// Has what was [`put`] delivered at once, after the commit. Forgotten or lost, it is delivered a few seconds later.
pub fn announce(bus: &Bus) {
    bus.publish(TOPIC, "");
}

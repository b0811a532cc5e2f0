//! One try of one delivery, and what comes of it.

use std::time::Duration;

use super::{
    model::{MOST_TRIES, backoff},
    push,
    store::{self, Taken},
};
use crate::{
    accounts::{self, Language},
    app::App,
    platform::Result,
};

/// A way to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To one of her browsers.
    Push,
    /// To her mailbox.
    Mail,
}

impl Way {
    /// Deliveries that a node tries at one time. A mail server is one, and wants few connections.
    pub(super) const fn at_once(self) -> usize {
        match self {
            Self::Push => 32,
            Self::Mail => 4,
        }
    }
}

/// What came of a try. The reasons are our own words: they are logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is on its way.
    Delivered,
    /// It was withdrawn, or there is nobody and nothing to tell any more.
    NotNeeded,
    /// The browser takes no more pushes.
    Gone,
    /// It may go well later.
    Later {
        /// What was wrong.
        why: &'static str,
        /// When the other side wants to be asked again.
        after: Option<Duration>,
    },
    /// It never will.
    Never(&'static str),
}

/// Tries a delivery that was taken, and notes what came of it. Whatever goes wrong here, it is due again later.
pub(super) async fn go(app: App, taken: Taken) {
    let outcome = match attempt(&app, &taken).await {
        Ok(outcome) => outcome,
        Err(error) => {
            tracing::warn!(delivery = %taken.id, code = error.code(), "a notification was not tried");
            Outcome::Later { why: "not tried", after: None }
        }
    };
    if let Err(error) = note(&app, &taken, outcome).await {
        tracing::warn!(delivery = %taken.id, code = error.code(), "what became of a notification was not noted");
    }
}

async fn attempt(app: &App, taken: &Taken) -> Result<Outcome> {
    let mut conn = app.db.read().await?;
    let Some(notice) = store::notice(&mut conn, taken).await? else { return Ok(Outcome::NotNeeded) };
    let account = accounts::get(&mut conn, notice.account).await?;
    let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
        return Ok(Outcome::NotNeeded);
    };
    if notice.seconds_left(app.clock.now()) == 0 {
        return Ok(Outcome::Never("too late"));
    }
    let Some(id) = taken.subscription else {
        drop(conn);
        return Ok(match &app.notifications.mailer {
            Some(mailer) => mailer.send(&account, &notice).await,
            None => Outcome::NotNeeded,
        });
    };
    let subscription = push::store::get(&mut conn, id).await?;
    drop(conn);
    let language = account.languages.first().copied().unwrap_or(Language::Ko);
    match subscription {
        Some(subscription) => push::send(app, &subscription, &notice, language).await,
        None => Ok(Outcome::NotNeeded),
    }
}

async fn note(app: &App, taken: &Taken, outcome: Outcome) -> Result<()> {
    let Taken { id, notification, tries, .. } = *taken;
    match outcome {
        Outcome::Delivered | Outcome::NotNeeded => {}
        Outcome::Gone => {
            if let Some(subscription) = taken.subscription {
                return forget(app, subscription).await;
            }
        }
        Outcome::Later { why, after } if tries < MOST_TRIES => {
            tracing::info!(delivery = %id, %notification, tries, why, "a notification is tried again later");
            let mut tx = app.db.write().await?;
            store::put_off(&mut tx, taken, app.clock.now() + backoff(tries, after)).await?;
            return tx.commit().await;
        }
        Outcome::Later { why, .. } | Outcome::Never(why) => {
            tracing::warn!(delivery = %id, %notification, tries, why, "a notification was given up");
        }
    }
    let mut tx = app.db.write().await?;
    store::finish(&mut tx, taken).await?;
    tx.commit().await
}

async fn forget(app: &App, subscription: push::SubscriptionId) -> Result<()> {
    let stored = push::store::get(&mut app.db.read().await?, subscription).await?;
    if let Some(stored) = stored {
        push::forget(app, &stored).await?;
        tracing::info!(%subscription, "a browser takes no more pushes");
    }
    Ok(())
}

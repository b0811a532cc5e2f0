//! The look at what is due, for as long as the server runs.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use super::{Erased, erase_all_due};
use crate::{app::App, platform::Result};

/// What was wished for under a hold goes soon after it ends.
const LOOK_EVERY: Duration = Duration::from_mins(5);
/// The topic on which every node hears of a key that was destroyed.
pub const KEYS: &str = "keys";

/// Runs until the server stops.
pub async fn run(app: App) {
    let mut looks = interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = looks.tick() => {}
        }
        match erase_due(&app).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "conversations were erased when their time had come"),
            Err(error) => tracing::error!(reason = %error, "conversations that are due could not be erased"),
        }
    }
}

/// Erases what is due, and says how many conversations that were. Public so that a test with a clock of its own need
/// not wait.
///
/// # Errors
/// As any statement. What was erased before the error stays erased; the rest is tried again.
pub async fn erase_due(app: &App) -> Result<u64> {
    let erased = erase_all_due(&app.db, &app.vault, app.clock.now(), || app.stop.is_cancelled()).await?;
    let count = erased.conversations;
    tell(app, erased);
    Ok(count)
}

/// Tells who heard of them, and the other nodes.
pub(super) fn tell(app: &App, erased: Erased) {
    forget(app, &erased.keys);
    erased.told.tell(app);
}

fn forget(app: &App, keys: &[Uuid]) {
    for key in keys {
        app.bus.publish(KEYS, key.to_string());
    }
}

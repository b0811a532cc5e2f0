//! The look at what is due, for as long as the server runs.

use std::time::{Duration, Instant};

use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use super::{Erased, erase_all_due, guard};
use crate::{app::App, platform::Result};

/// What was wished for under a hold goes soon after it ends.
const LOOK_EVERY: Duration = Duration::from_mins(5);
/// The topic on which every node hears of a key that was destroyed.
pub const KEYS: &str = "keys";

/// Runs until the server stops.
pub async fn run(app: App) {
    let mut looks = interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut last, mut believed) = (Instant::now(), true);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = looks.tick() => {}
        }
        let looked = look(&app, last.elapsed()).await;
        last = Instant::now();
        match looked {
            Ok(None) if believed => tracing::error!(
                hours = guard::DOUBTED.as_secs() / 3600,
                "the clock is more than a day ahead of the last look at what is due: was the server off, or is the clock \
                 wrong? Nothing is erased until it has run for so long; `gyeot erase --clock-is-right` ends the wait"
            ),
            Ok(Some(_)) if !believed => tracing::warn!("the clock is believed, and what is due is erased again"),
            _ => {}
        }
        if let Ok(looked) = &looked {
            believed = looked.is_some();
            app.metrics.clock_doubted.set(i64::from(!believed));
        }
        match looked {
            Ok(None | Some(0)) => {}
            Ok(Some(erased)) => tracing::info!(erased, "conversations were erased when their time had come"),
            Err(error) => tracing::error!(reason = %error, "conversations that are due could not be erased"),
        }
    }
}

/// One look: erases what is due if the clock is to be believed, else nothing (`None`). `ran` is how long this server has
/// run since its last look. Public so that a test with a clock of its own need not wait.
///
/// # Errors
/// As [`erase_due`].
pub async fn look(app: &App, ran: Duration) -> Result<Option<u64>> {
    if guard::is_believed(&app.db, app.clock.now(), ran).await? { erase_due(app).await.map(Some) } else { Ok(None) }
}

/// Erases what is due, and says how many conversations that were. Believes the clock. Public so that a test with a clock
/// of its own need not wait.
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

//! What happens by itself: used solutions are forgotten.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;

const EVERY: Duration = Duration::from_mins(10);

/// Runs until the server stops.
pub async fn run(app: App) {
    let mut rounds = interval(EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = rounds.tick() => {}
        }
        if let Err(error) = super::sweep(&app).await {
            tracing::warn!(reason = %error, "used challenges could not be forgotten");
        }
    }
}

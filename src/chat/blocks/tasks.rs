//! What happens by itself: a node hears of blocks, and makes good what it did not hear.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{BLOCKS, store};
use crate::{
    app::App,
    platform::{Result, db::Conn},
};

/// News between nodes may be lost; this often the database is asked, and after a gap.
const EVERY: Duration = Duration::from_mins(1);
/// As many as a node keeps in memory.
const MOST: i64 = 4_096;

/// Starts them.
pub fn start(app: &App) {
    // Not the app itself, which holds the bus: neither would ever end.
    let (chat, clock) = (app.chat.blocked.clone(), app.clock.clone());
    app.bus.on(BLOCKS, move |_, word| {
        if let Ok(word) = serde_json::from_slice(&word) {
            chat.hear(word, clock.now());
        }
    });
    app.bus.subscribe(BLOCKS);
    if app.bus.reaches_others() {
        app.tasks.spawn(run(app.clone()));
    }
}

async fn run(app: App) {
    let mut rounds = interval(EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut gaps = app.bus.gaps();
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = rounds.tick() => {}
            Ok(()) = gaps.changed() => {}
        }
        if let Err(error) = settle(&app).await {
            tracing::warn!(reason = %error, "it could not be made good what was not heard of blocks");
        }
    }
}

async fn settle(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut conn: Conn = app.db.read().await?;
    let in_force = store::in_force(&mut conn, now, MOST).await?;
    drop(conn);
    app.chat.blocked.settle(&in_force, now);
    Ok(())
}

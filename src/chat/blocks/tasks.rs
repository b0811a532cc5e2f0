//! What happens by itself: a node hears of blocks and makes good what it did not hear; what nobody approved is moot.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{BLOCKS, seen_to, store};
use crate::{app::App, chat::news::Told, platform::Result};

/// News between nodes may be lost; this often the database is asked, and after a gap.
const EVERY: Duration = Duration::from_mins(1);
/// As many as a node keeps in memory.
const MOST: i64 = 4_096;
/// Ended in one go; the rest follows in the next round.
const ROUND: i64 = 50;

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
    app.tasks.spawn(run(app.clone()));
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
        if let Err(error) = sweep(&app).await {
            tracing::warn!(reason = %error, "blocks are not kept in order");
        }
    }
}

/// One round of it. Public so that a test with a clock of its own need not wait.
///
/// # Errors
/// As any statement.
pub async fn sweep(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let in_force = store::in_force(&mut conn, now, MOST).await?;
    let moot = store::moot(&mut conn, now, ROUND).await?;
    drop(conn);
    app.chat.blocked.settle(&in_force, now);
    if moot.is_empty() {
        return Ok(());
    }
    // Nobody approved them, and now they would be over.
    let mut told = Told::default();
    let mut tx = app.db.write().await?;
    for id in moot {
        if let Some(block) = store::get(&mut tx, id).await? {
            seen_to(&mut tx, &mut told, &block, None, now).await?;
        }
    }
    tx.commit().await?;
    told.tell(app);
    Ok(())
}

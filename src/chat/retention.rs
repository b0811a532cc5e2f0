//! Keeping no longer than was promised: thirty days after its close, a conversation's key is destroyed, and with it all
//! that was said in it, in every backup too. Coded facts and counts stay.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use crate::{app::App, messaging::ConversationId, platform::Result};

/// The visitor page says so, and S22.
const KEPT: TimeDelta = TimeDelta::days(30);
const LOOK_EVERY: Duration = Duration::from_hours(1);
/// The topic on which every node hears of a key that was destroyed.
pub const KEYS: &str = "keys";
/// Erased in one go; the rest follows in the next round.
const ROUND: i64 = 200;

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
    let now = app.clock.now();
    let mut erased = 0;
    loop {
        let due: Vec<(ConversationId, Uuid)> = app
            .db
            .read()
            .await?
            .query(
                "SELECT id, key FROM conversation
                 WHERE state = 'closed' AND closed_at <= $1 AND erased_at IS NULL ORDER BY id LIMIT $2",
            )
            .bind(now - KEPT)
            .bind(ROUND)
            .fetch_all()
            .await?;
        if due.is_empty() {
            return Ok(erased);
        }
        for (id, key) in due {
            if app.stop.is_cancelled() {
                return Ok(erased);
            }
            // The key first: should we stop between the two, the row is found again, and there is nothing left to open.
            app.vault.destroy(key).await?;
            app.bus.publish(KEYS, key.to_string());
            let mut tx = app.db.write().await?;
            erased += tx
                .query(
                    "UPDATE conversation SET erased_at = $1, nickname = NULL, topic = NULL
                     WHERE id = $2 AND erased_at IS NULL",
                )
                .bind(now)
                .bind(id)
                .execute()
                .await?;
            tx.commit().await?;
        }
    }
}

//! Repair: the log is the truth, news may be lost. Whoever listens on this node is told how far each channel goes,
//! when there is a reason to think that news were missed and, beside other nodes, every few seconds.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{hub::News, model::ChannelId};
use crate::{
    app::App,
    platform::{
        db::{self, Sql},
        error::Result,
    },
};

/// How often a commit that gave no clear answer is looked into.
const DOUBT: Duration = Duration::from_secs(1);
/// How often, beside other nodes, all channels that somebody listens to are compared with the log.
const COMPARE: u32 = 5;
/// How often, beside other nodes, every socket looks at all that is its person's.
const REFRESH: u32 = 60;
/// Channels asked about at a time.
const CHUNK: usize = 256;

/// Runs until the server stops.
pub async fn run(app: App) {
    let mut ticks = interval(DOUBT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut gaps = app.bus.gaps();
    let mut count: u32 = 0;
    loop {
        let missed = tokio::select! {
            () = app.stop.cancelled() => return,
            changed = gaps.changed() => changed.is_ok(),
            _ = ticks.tick() => false,
        };
        count = count.wrapping_add(1);
        let doubtful: Vec<ChannelId> = app.log.take_doubtful().into_iter().collect();
        let others = app.bus.reaches_others();
        let channels =
            if missed || (others && count.is_multiple_of(COMPARE)) { app.hub.channels_here() } else { doubtful };
        if let Err(error) = repair(&app, &channels).await {
            tracing::warn!(reason = %error, "channels could not be compared with the log");
            app.log.doubt(channels);
        }
        if missed {
            // A key may have been destroyed elsewhere meanwhile.
            app.vault.forget_all();
        }
        if missed || (others && count.is_multiple_of(REFRESH)) {
            for person in app.hub.people_here() {
                app.hub.tell_here(person, News::Refresh);
            }
        }
    }
}

async fn repair(app: &App, channels: &[ChannelId]) -> Result<()> {
    for chunk in channels.chunks(CHUNK) {
        let text = format!(
            "SELECT id, last_seq, epoch FROM channel WHERE id IN ({})",
            db::rows(1, chunk.len(), 1).replace(['(', ')'], "")
        );
        let mut conn = app.db.read().await?;
        let rows: Vec<(ChannelId, i64, i64)> =
            conn.query(Sql::built(text)).bind_all(chunk.iter().copied()).fetch_all().await?;
        for (channel, seq, epoch) in rows {
            app.hub.tail(channel, seq, epoch);
        }
    }
    Ok(())
}

//! Background work: delivering what is due, and sweeping up what is not worth it any more.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    TOPIC,
    deliver::{self, Way},
    model::KEPT,
    store::{self, Taken},
};
use crate::{app::App, platform::Result};

/// How often to look without being told: the telling may get lost, and tries come due.
const LOOK_EVERY: Duration = Duration::from_secs(3);
const SWEEP_EVERY: Duration = Duration::from_mins(10);
/// For so long a delivery is the node's that took it. Longer than any try; a node that died in one is waited for.
const LEASE: TimeDelta = TimeDelta::seconds(50);
/// What is on its way when the server stops may still get there.
const ENDS_WITHIN: Duration = Duration::from_secs(5);

/// Starts it.
pub fn start(app: &App) {
    // Not the app itself, which holds the bus: neither would ever end.
    let news = app.notifications.news.clone();
    app.bus.on(TOPIC, move |_, _| news.send_modify(|()| ()));
    app.bus.subscribe(TOPIC);
    app.tasks.spawn(run(app.clone(), Way::Push));
    app.tasks.spawn(run(app.clone(), Way::Mail));
    app.tasks.spawn(sweep(app.clone()));
}

async fn run(app: App, way: Way) {
    let mut news = app.notifications.news.subscribe();
    // Tasks of their own: a try that got the database's one writer must not wait for us, who wait for that writer.
    let mut going = JoinSet::new();
    let mut well = true;
    loop {
        news.mark_unchanged();
        let free = way.at_once() - going.len();
        match take(&app, way, free).await {
            Ok(taken) => {
                for taken in taken {
                    going.spawn(deliver::go(app.clone(), taken));
                }
                if !well {
                    tracing::info!(?way, "notifications are delivered again");
                }
                well = true;
            }
            Err(error) => {
                if well {
                    tracing::error!(?way, code = error.code(), "notifications are not delivered");
                }
                well = false;
            }
        }
        tokio::select! {
            () = app.stop.cancelled() => break,
            Some(_) = going.join_next() => {}
            _ = news.changed() => {}
            () = sleep(LOOK_EVERY) => {}
        }
    }
    // What is not through by then is due again when its lease ends.
    let _ = timeout(ENDS_WITHIN, async { while going.join_next().await.is_some() {} }).await;
}

async fn take(app: &App, way: Way, most: usize) -> Result<Vec<Taken>> {
    let now = app.clock.now();
    if most == 0 || !store::is_due(&mut app.db.read().await?, way, now).await? {
        return Ok(Vec::new());
    }
    let mut tx = app.db.write().await?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let taken = store::take(&mut tx, way, now, now + LEASE, most).await?;
    tx.commit().await?;
    Ok(taken)
}

async fn sweep(app: App) {
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = sleep(SWEEP_EVERY) => {}
        }
        if let Err(error) = sweep_up(&app).await {
            tracing::warn!(code = error.code(), "old notifications were not swept up");
        }
    }
}

/// One round of sweeping. Public so that a test with a clock of its own need not wait.
///
/// # Errors
/// As any statement.
pub async fn sweep_up(app: &App) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::sweep(&mut tx, app.clock.now() - KEPT).await?;
    tx.commit().await
}

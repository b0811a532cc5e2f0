//! Background work: following the audit chain, and sweeping up what has ended.

use std::time::Duration;

use uuid::Uuid;

use super::{
    AccountId, audit,
    audit::checkpoint,
    session::{self, SessionId},
};
use crate::{app::App, platform::Result};

/// How soon what another process did (`gyeot admin`, another node) takes effect here.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const SWEEP_EVERY: Duration = Duration::from_mins(10);
/// Entries read at once.
const PAGE: i64 = 500;

/// Starts them.
pub fn start(app: &App) {
    app.tasks.spawn(follow(app.clone()));
    app.tasks.spawn(sweep(app.clone()));
}

/// Follows the audit chain. It is the one place where every process says what it did, so it carries three more things
/// than the proof: the end of sessions that `gyeot admin` ended beside us, keys that were destroyed beside us, and when
/// to sign a new checkpoint.
async fn follow(app: App) {
    let mut seen = Seen::default();
    let mut well = true;
    loop {
        let went_on = step(&app, &mut seen).await;
        match &went_on {
            Err(error) if well => tracing::error!(%error, "the audit chain is not followed"),
            Ok(()) if !well => tracing::info!("the audit chain is followed again"),
            _ => {}
        }
        well = went_on.is_ok();
        if app.stop.is_cancelled() {
            return;
        }
        tokio::select! {
            () = app.stop.cancelled() => {}
            () = app.accounts.audited.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// How far the chain was followed.
#[derive(Debug, Default)]
struct Seen {
    /// The last entry that was acted on.
    last: Option<i64>,
    /// The last entry that a checkpoint was signed at. Until one is, each step tries again and says that it cannot.
    signed: Option<i64>,
}

async fn step(app: &App, seen: &mut Seen) -> Result<()> {
    let mut conn = app.db.read().await?;
    let mut seq = match seen.last {
        Some(seq) => seq,
        // What was done before we started needs no telling: nobody is connected yet.
        None => audit::head(&mut conn).await?.count,
    };
    loop {
        let page = audit::after(&mut conn, seq, PAGE).await?;
        let Some(end) = page.last() else { break };
        seq = end.seq;
        for entry in &page {
            if let Some((account, ended)) = ended(&entry.detail) {
                session::tell_ended(app, account, &ended);
            }
            if let Some(key) = destroyed(&entry.detail) {
                app.vault.forget(key);
            }
        }
    }
    drop(conn);
    seen.last = Some(seq);
    if seen.signed != Some(seq) {
        checkpoint::note(&app.config.data_dir, &app.db, &app.vault, app.clock.now()).await?;
        seen.signed = Some(seq);
    }
    Ok(())
}

/// The sessions that an entry says have ended.
fn ended(detail: &serde_json::Value) -> Option<(AccountId, Vec<SessionId>)> {
    let account = detail.get("account")?.as_str()?.parse().ok()?;
    let ended = detail.get("ended")?.as_array()?;
    Some((account, ended.iter().filter_map(|id| id.as_str()?.parse().ok()).collect()))
}

/// The key that an entry says was destroyed.
fn destroyed(detail: &serde_json::Value) -> Option<Uuid> {
    detail.get("destroyed_key")?.as_str()?.parse().ok()
}

async fn sweep(app: App) {
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(SWEEP_EVERY) => {}
        }
        if let Err(error) = session::sweep(&app).await {
            tracing::warn!(%error, "ended sessions were not swept up");
        }
    }
}

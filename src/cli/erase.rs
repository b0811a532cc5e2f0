//! `gyeot erase`: what is due goes now, or is only shown.

use std::io::{self, Write};

use uuid::Uuid;

use super::{Failure, block_on, settings_quietly};
use crate::{
    accounts::audit::checkpoint,
    app::Stores,
    chat::erasure::{self, Pending},
    platform::{Clock, Config, Error, Result, config::Flags, db::Url},
};

/// Conversations read at a time.
const PAGE: i64 = 500;

/// How to erase.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print what would go and what is held, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Erase even if the clock is more than a day ahead of the server's last look at what is due, because the server was
    /// off for so long.
    #[arg(long)]
    clock_is_right: bool,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = settings_quietly(args.flags)?;
    let clock = Clock::system();
    block_on(async {
        there(&config)?;
        let stores = Stores::open(&config, &clock).await?;
        let done = if args.dry_run {
            show(&stores, &clock).await
        } else {
            erase(&config, &stores, &clock, args.clock_is_right).await
        };
        stores.close().await;
        done
    })?
}

/// A wrong folder must not pass as one in which nothing is due.
fn there(config: &Config) -> Result<()> {
    for url in [&config.database_url, &config.keys_url] {
        if let Url::Sqlite(file) = url
            && !file.exists()
        {
            return Err(Error::Unavailable(format!("there is no database at {}", file.display())));
        }
    }
    Ok(())
}

async fn erase(config: &Config, stores: &Stores, clock: &Clock, believed: bool) -> Result<(), Failure> {
    if believed {
        erasure::believe(&stores.db, clock.now()).await?;
    } else if let Some(ahead) = erasure::leap(&stores.db, clock.now()).await? {
        return Err(Error::Unavailable(format!(
            "it is {} by the clock, {} hours after the server last looked at what is due: if it is wrong, what should be kept \
             would be destroyed. If it is right, add --clock-is-right",
            clock.now().format("%Y-%m-%d %H:%M:%SZ"),
            ahead.num_hours()
        ))
        .into());
    }
    let erased = erasure::erase_all_due(&stores.db, &stores.vault, clock.now(), || false).await?;
    // What was asked for is done, whatever comes of this.
    if let Err(error) = checkpoint::note(&config.data_dir, &stores.db, &stores.vault, clock.now()).await {
        tracing::warn!(%error, "no audit checkpoint was signed");
    }
    writeln!(io::stdout(), "{} erased", conversations(erased.conversations))?;
    Ok(())
}

async fn show(stores: &Stores, clock: &Clock) -> Result<(), Failure> {
    let (now, mut after, mut out) = (clock.now(), Uuid::nil(), io::stdout().lock());
    let (mut goes, mut held) = (0, 0);
    loop {
        let page = erasure::pending(&mut stores.db.read().await?, now, after, PAGE).await.map_err(Error::from)?;
        let Some(last) = page.last() else { break };
        after = last.id.as_uuid();
        for one in &page {
            *(if one.held.by.is_some() { &mut held } else { &mut goes }) += 1;
            writeln!(out, "{}", line(one))?;
        }
    }
    writeln!(out, "{} would be erased, {held} due and held; nothing was changed", conversations(goes))?;
    Ok(())
}

fn conversations(count: u64) -> String {
    format!("{count} conversation{}", if count == 1 { "" } else { "s" })
}

fn line(one: &Pending) -> String {
    let why = if one.erase_wanted_at.is_some() { "her wish" } else { "its time has come" };
    let closed = one.closed_at.format("%Y-%m-%d %H:%M:%SZ");
    match (one.held.by, one.held.until) {
        (None, _) => format!("{}  goes  closed {closed}, {why}", one.id),
        (Some(hold), None) => format!("{}  held  closed {closed}, {why}; by legal hold {hold}", one.id),
        (Some(hold), Some(until)) => format!(
            "{}  held  closed {closed}, {why}; by legal hold {hold}, which nobody confirmed yet, until {}",
            one.id,
            until.format("%Y-%m-%d %H:%M:%SZ")
        ),
    }
}

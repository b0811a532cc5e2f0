//! `gyeot keys`: the master key.

use std::io::{self, Write};

use clap::Subcommand;

use super::{Failure, block_on, settings_quietly};
use crate::{
    app::Stores,
    platform::{Clock, Config, Error, Result, config::Flags, db::Url},
};

/// What to do with keys.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new master key and wrap all data keys by it; also beside a running server. No text is touched.
    Rotate {
        #[command(flatten)]
        flags: Flags,
    },
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let Command::Rotate { flags } = args.command;
    let config = settings_quietly(flags)?;
    let rotated = block_on(rotate(&config))??;
    writeln!(
        io::stdout(),
        "the master key {} is new; {rotated} data keys were wrapped by it",
        config.master_key_file.display()
    )?;
    Ok(())
}

async fn rotate(config: &Config) -> Result<u64> {
    // A wrong folder must not get a new, empty key store whose rotation then looks like a success.
    if let Url::Sqlite(file) = &config.keys_url
        && !file.exists()
    {
        return Err(Error::Unavailable(format!("there is no key store at {}", file.display())));
    }
    let stores = Stores::open(config, &Clock::system()).await?;
    let rotated = stores.vault.rotate().await?;
    stores.close().await;
    Ok(rotated)
}

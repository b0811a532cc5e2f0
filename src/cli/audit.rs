//! `gyeot audit`: is the record of what was done whole?

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Subcommand;

use super::{Failure, block_on, settings_quietly};
use crate::{
    accounts::audit::{self, Report, checkpoint::Checkpoint},
    app::Stores,
    platform::{Clock, Config, Error, Result, config::Flags, db::Url},
};

/// What to do with the audit chain.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the whole chain; exits with 1 when an entry was changed, removed, moved or cut off.
    Verify(Verify),
}

#[derive(Debug, clap::Args)]
struct Verify {
    /// Hold the chain against this checkpoint, such as a copy kept elsewhere [default: the data directory's own].
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let Command::Verify(verify) = args.command;
    let config = settings_quietly(verify.flags)?;
    let path = verify.checkpoint.unwrap_or_else(|| Checkpoint::path(&config.data_dir));
    let report = block_on(check(&config, &path))??;
    if report.faults.is_empty() {
        writeln!(io::stdout(), "the audit chain is whole: {} entries", report.head.count)?;
        Ok(())
    } else {
        Err(Failure::Found(report.faults.join("\n")))
    }
}

async fn check(config: &Config, path: &std::path::Path) -> Result<Report> {
    // A wrong folder must not pass as an empty, and therefore whole, chain.
    if let Url::Sqlite(file) = &config.database_url
        && !file.exists()
    {
        return Err(Error::Unavailable(format!("there is no database at {}", file.display())));
    }
    let clock = Clock::system();
    let stores = Stores::open(config, &clock).await?;
    // The checkpoint first: a running server may append meanwhile, and the chain then goes further than it, not less.
    let (checkpoint, unusable) = match Checkpoint::read(path, &stores.vault) {
        Ok(checkpoint) => (checkpoint, None),
        Err(error) => (None, Some(super::plainly(&error))),
    };
    let mut report = audit::verify(&mut stores.db.read().await?, checkpoint.as_ref()).await?;
    report.faults.extend(unusable);
    stores.close().await;
    Ok(report)
}

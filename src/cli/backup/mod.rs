//! `gyeot backup`: a copy of the data, or of the key store, as it stood at one moment. Never both: see [`folder`].

mod folder;
pub(super) mod manifest;

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use self::{
    folder::Folder,
    manifest::{Audit, Kind, Manifest, Mark},
};
use super::{Failure, block_on, settings_quietly};
use crate::{
    accounts::audit::{self, checkpoint::Checkpoint},
    platform::{
        Clock, Config, Error, Result,
        config::Flags,
        db::{Engine, dump},
    },
};

/// The checkpoint's name in a backup.
pub(super) const CHECKPOINT: &str = "audit.checkpoint";

/// What to back up, and where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A new folder is made in this one, for us alone.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// Back up the key store, and not the data. The two never go into one folder.
    #[arg(long)]
    keys: bool,
    /// PostgreSQL's `pg_dump`, as new as the server or newer.
    #[arg(long, env = "GYEOT_PG_DUMP", default_value = "pg_dump", value_name = "PROGRAM")]
    pg_dump: PathBuf,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let kind = if args.keys { Kind::Keys } else { Kind::Data };
    let config = settings_quietly(args.flags)?;
    let (whole, manifest) = block_on(back_up(&config, kind, &args.to, &args.pg_dump))??;
    let mut out = io::stdout();
    writeln!(out, "{}", whole.display())?;
    let rows: i64 = manifest.contents.rows.values().sum();
    writeln!(out, "{} bytes, {rows} rows, schema {}", manifest.file.bytes, manifest.contents.schema)?;
    let said = match kind {
        Kind::Data => "no key is in it: back up the key store too (gyeot backup --keys), to another place",
        Kind::Keys => {
            "the master key is not in it: keep that elsewhere. Keep only the newest backup of the keys and destroy older \
             ones: a key that is erased lives on in them"
        }
    };
    writeln!(out, "{said}")?;
    Ok(())
}

async fn back_up(
    config: &Config,
    kind: Kind,
    to: &std::path::Path,
    pg_dump: &std::path::Path,
) -> Result<(PathBuf, Manifest)> {
    let (url, made_at) = match kind {
        Kind::Data => (&config.database_url, Clock::system().now()),
        Kind::Keys => (&config.keys_url, Clock::system().now()),
    };
    let folder = Folder::begin(to, kind, made_at)?;
    // Before the data: the chain in the copy then goes as far as the checkpoint, or further.
    let checkpoint = match kind {
        Kind::Data => checkpoint(config, &folder)?,
        Kind::Keys => None,
    };
    let name = match url.engine() {
        Engine::Sqlite => format!("{kind}.db"),
        Engine::Postgres => format!("{kind}.dump"),
    };
    let (_, path) = folder.file(&name)?;
    let (contents, audit) = dump::dump(url, kind.purpose(), &path, pg_dump, async |conn| {
        if kind == Kind::Keys {
            return Ok(None);
        }
        let head = audit::head(conn).await?;
        Ok(Some(Audit { entries: head.count, head: data_encoding::HEXLOWER.encode(&head.hash) }))
    })
    .await?;
    let file = Mark::of(folder.path(), &name)?;
    let manifest = Manifest { audit, checkpoint, ..Manifest::new(kind, url.engine(), made_at, file, contents) };
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| Error::Internal(error.to_string()))?;
    // Last: a folder without it is no backup.
    folder.write(manifest::FILE, text.as_bytes())?;
    Ok((folder.finish()?, manifest))
}

fn checkpoint(config: &Config, folder: &Folder) -> Result<Option<Mark>> {
    let path = Checkpoint::path(&config.data_dir);
    match fs::read(&path) {
        Ok(bytes) => {
            folder.write(CHECKPOINT, &bytes)?;
            Ok(Some(Mark::of(folder.path(), CHECKPOINT)?))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::Unavailable(format!("{}: {error}", path.display()))),
    }
}

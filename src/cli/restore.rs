//! `gyeot restore`: a backup goes where nothing is yet. Data and keys are made to agree: what was erased stays erased.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    Failure,
    backup::{
        CHECKPOINT,
        manifest::{Kind, Manifest},
    },
    block_on, settings_quietly,
};
use crate::{
    accounts::{
        self,
        audit::{self, Entry, checkpoint, checkpoint::Checkpoint},
    },
    app::Hold,
    chat::erasure::{self, Reconciled},
    platform::{
        Clock, Config, Error, Result,
        config::Flags,
        crypto::Vault,
        db::{Db, Purpose, Url, dump, load, load::Staged, newest_schema},
    },
};

/// What to restore.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of a backup, as `gyeot backup` printed it.
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// It is a backup of the key store.
    #[arg(long)]
    keys: bool,
    /// With --keys: put back keys that are older than the data beside them, and mark as erased every conversation whose key
    /// is not among them. Nothing brings their texts back then.
    #[arg(long, requires = "keys")]
    accept_loss: bool,
    /// PostgreSQL's `pg_restore`, as new as the `pg_dump` that made it or newer.
    #[arg(long, env = "GYEOT_PG_RESTORE", default_value = "pg_restore", value_name = "PROGRAM")]
    pg_restore: PathBuf,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = settings_quietly(args.flags)?;
    let told = block_on(async {
        if args.keys {
            keys(&config, &args.from, &args.pg_restore, args.accept_loss).await
        } else {
            data(&config, &args.from, &args.pg_restore).await
        }
    })??;
    let mut out = io::stdout();
    for line in &told.lines {
        writeln!(out, "{line}")?;
    }
    if told.faults.is_empty() { Ok(()) } else { Err(Failure::Found(told.faults.join("\n"))) }
}

/// What is said at the end.
struct Told {
    lines: Vec<String>,
    /// It is restored, but not as it should be.
    faults: Vec<String>,
}

/// Checks the backup against itself and against where it is to go, before anything is touched.
fn checked(from: &Path, kind: Kind, url: &Url) -> Result<Manifest> {
    let manifest = Manifest::checked(from, kind)?;
    if manifest.engine != url.engine() {
        return Err(Error::Unavailable(format!(
            "the backup was made on {} and {url} is {}: it goes back only to the engine that it came from",
            manifest.engine.as_str(),
            url.engine().as_str()
        )));
    }
    let newest = newest_schema(url.engine(), kind.purpose());
    if manifest.contents.schema > newest {
        return Err(Error::Unavailable(format!(
            "the backup has schema {} and this version knows {newest}: use gyeot {} or newer",
            manifest.contents.schema, manifest.gyeot
        )));
    }
    Ok(manifest)
}

async fn data(config: &Config, from: &Path, pg_restore: &Path) -> Result<Told> {
    let url = &config.database_url;
    let manifest = checked(from, Kind::Data, url)?;
    let _hold = Hold::take(config).await?;
    let clock = Clock::system();
    let (keys, vault) = open_keys(config, &clock).await?;
    let mut staged = load::stage(url, Purpose::Data, &from.join(&manifest.file.name), pg_restore).await?;
    let settled = match same(&mut staged, &manifest).await {
        Ok(()) => settle(config, from, &manifest, &staged, &vault, clock.now()).await,
        Err(error) => Err(error),
    };
    keys.close().await;
    match settled {
        Ok(told) => {
            staged.publish().await?;
            Ok(told)
        }
        Err(error) => {
            staged.discard().await?;
            Err(error)
        }
    }
}

/// The key store as it must be there: without it nothing could be read, and everything would be taken for erased.
async fn open_keys(config: &Config, clock: &Clock) -> Result<(Db, Vault)> {
    let url = &config.keys_url;
    let first = || {
        Error::Unavailable(format!(
            "there is no key store at {url}: restore the keys first (gyeot restore --keys); without them nothing can be \
             read"
        ))
    };
    let there = match Db::look(url, Purpose::Keys).await {
        Ok(db) => {
            let seen = dump::contents(&mut db.read().await?).await;
            db.close().await;
            seen.is_ok_and(|seen| seen.rows.get("master_check").is_some_and(|count| *count > 0))
        }
        Err(error) if matches!(url, Url::Postgres(_)) => return Err(error),
        Err(_) => false,
    };
    if !there {
        return Err(first());
    }
    let keys = Db::connect(url, Purpose::Keys).await?;
    let vault = Vault::unlock(keys.clone(), &config.master_key_file, clock.clone()).await?;
    Ok((keys, vault))
}

/// What came out must be what went in.
async fn same(staged: &mut Staged, manifest: &Manifest) -> Result<()> {
    let found = staged.contents().await?;
    if found == manifest.contents {
        Ok(())
    } else {
        Err(Error::Unavailable("what came out of the copy is not what the manifest counts".into()))
    }
}

async fn settle(
    config: &Config,
    from: &Path,
    manifest: &Manifest,
    staged: &Staged,
    vault: &Vault,
    now: DateTime<Utc>,
) -> Result<Told> {
    let db = staged.open().await?;
    let settled = settle_in(config, from, manifest, &db, vault, now).await;
    db.close().await;
    settled
}

async fn settle_in(
    config: &Config,
    from: &Path,
    manifest: &Manifest,
    db: &Db,
    vault: &Vault,
    now: DateTime<Utc>,
) -> Result<Told> {
    let (checkpoint, mut faults) = match Checkpoint::read(&from.join(CHECKPOINT), vault) {
        Ok(checkpoint) => (checkpoint, Vec::new()),
        Err(error) => (None, vec![super::plainly(&error)]),
    };
    let report = audit::verify(&mut db.read().await?, checkpoint.as_ref()).await?;
    faults.extend(report.faults);
    let done = erasure::reconcile(db, vault, now).await?;
    let replaced = put_checkpoint(config, from, manifest, now)?;
    let mut tx = db.write().await?;
    erasure::let_nobody_stay(&mut tx).await?;
    let sessions = accounts::admin::end_all_sessions(&mut tx, now).await?;
    let detail = json!({
        "made_at": manifest.made_at, "entries": report.head.count, "erased": done.erased,
        "destroyed": done.destroyed, "earlier_checkpoint": replaced,
    });
    audit::append(&mut tx, Entry { actor: None, action: "backup.restored", subject: None, detail }, now).await?;
    tx.commit().await?;
    if faults.is_empty() {
        checkpoint::note(&config.data_dir, db, vault, now).await?;
    }
    let mut lines = summary(manifest, done);
    lines.push(format!("all sessions have ended ({sessions}), and visitors come back by their return codes"));
    if let Some(name) = replaced {
        lines.push(format!("the audit checkpoint that was in the data directory is now {name}"));
    }
    lines.push(if faults.is_empty() {
        format!("the audit chain is whole: {} entries, and one for this restore", report.head.count)
    } else {
        "THE AUDIT CHAIN IS NOT WHOLE: the data are restored all the same".into()
    });
    Ok(Told { lines, faults })
}

/// Puts the backup's checkpoint into the data directory. One that is there goes aside: it may go further than the chain
/// that comes back, and is the proof of what was lost.
fn put_checkpoint(config: &Config, from: &Path, manifest: &Manifest, now: DateTime<Utc>) -> Result<Option<String>> {
    let path = Checkpoint::path(&config.data_dir);
    let failed = |error: io::Error| Error::Unavailable(format!("{}: {error}", path.display()));
    let mut aside = None;
    if path.exists() {
        let name = format!("{CHECKPOINT}.before-restore-{}", now.format("%Y%m%dT%H%M%SZ"));
        fs::rename(&path, config.data_dir.join(&name)).map_err(failed)?;
        aside = Some(name);
    }
    if let Some(mark) = &manifest.checkpoint {
        fs::copy(from.join(&mark.name), &path).map_err(failed)?;
    }
    Ok(aside)
}

fn summary(manifest: &Manifest, done: Reconciled) -> Vec<String> {
    let count = |table: &str| manifest.contents.rows.get(table).copied().unwrap_or_default();
    let mut lines = vec![format!(
        "restored the {} of {} (gyeot {}, schema {}): {} rows in {} tables",
        manifest.kind,
        manifest.made_at.format("%Y-%m-%d %H:%M:%SZ"),
        manifest.gyeot,
        manifest.contents.schema,
        manifest.contents.rows.values().sum::<i64>(),
        manifest.contents.rows.len()
    )];
    if manifest.kind == Kind::Data {
        lines.push(format!(
            "{} conversations, {} messages, {} accounts",
            count("conversation"),
            count("message"),
            count("account")
        ));
    }
    if manifest.kind == Kind::Data || done.erased > 0 {
        lines.push(format!("{} of the conversations have no key any more and are marked as erased", done.erased));
    }
    if done.destroyed > 0 {
        lines.push(format!("{} keys of erased conversations were destroyed again", done.destroyed));
    }
    lines
}

async fn keys(config: &Config, from: &Path, pg_restore: &Path, accept_loss: bool) -> Result<Told> {
    let url = &config.keys_url;
    let manifest = checked(from, Kind::Keys, url)?;
    let _hold = Hold::take(config).await?;
    if !config.master_key_file.exists() {
        return Err(Error::Unavailable(format!(
            "the master key {} is missing: put it there first; it is in no backup",
            config.master_key_file.display()
        )));
    }
    let mut staged = load::stage(url, Purpose::Keys, &from.join(&manifest.file.name), pg_restore).await?;
    let settled = match same(&mut staged, &manifest).await {
        Ok(()) => unlock(config, &staged, &manifest, accept_loss).await,
        Err(error) => Err(error),
    };
    match settled {
        Ok(done) => {
            staged.publish().await?;
            Ok(Told { lines: summary(&manifest, done), faults: Vec::new() })
        }
        Err(error) => {
            staged.discard().await?;
            Err(error)
        }
    }
}

/// Proves that the master key opens them, and that the data, where they are there, need none that is not among them.
/// Destroys those of conversations that the data have as erased.
async fn unlock(config: &Config, staged: &Staged, manifest: &Manifest, accept_loss: bool) -> Result<Reconciled> {
    let keys = staged.open().await?;
    let clock = Clock::system();
    let agreed = async {
        let vault = Vault::unlock(keys.clone(), &config.master_key_file, clock.clone()).await?;
        let url = &config.database_url;
        if matches!(url, Url::Sqlite(path) if !path.exists()) {
            return Ok(Reconciled::default());
        }
        let db = Db::look(url, Purpose::Data).await?;
        // Not restored yet: then its own restore does this.
        let done = match holds_conversations(&db).await {
            Ok(true) => agree(config, &db, &vault, manifest, accept_loss.then(|| clock.now())).await,
            Ok(false) => Ok(Reconciled::default()),
            Err(error) => Err(error),
        };
        db.close().await;
        done
    };
    let agreed = agreed.await;
    keys.close().await;
    agreed
}

/// Makes the data beside agree with the keys that come back. Where they need keys that are not among these, it refuses, or
/// marks those conversations as erased at `given_up`: a key store that has them could still open them, until then.
async fn agree(
    config: &Config,
    db: &Db,
    vault: &Vault,
    manifest: &Manifest,
    given_up: Option<DateTime<Utc>>,
) -> Result<Reconciled> {
    let needed = erasure::needed(db, vault).await?;
    if needed.lacking == 0 {
        return erasure::destroy_risen(db, vault).await;
    }
    let Some(now) = given_up else {
        return Err(Error::Unavailable(format!(
            "this backup of {} lacks the keys of {} of the {} conversations that the data beside it hold: nobody could ever \
             read those again. Restore a newer backup of the keys; if there is none, --accept-loss puts this one back and \
             marks them as erased",
            manifest.made_at.format("%Y-%m-%d %H:%M:%SZ"),
            needed.lacking,
            needed.conversations
        )));
    };
    // Up to date, as the server would make it: the data may be of an older release.
    let db = Db::connect(&config.database_url, Purpose::Data).await?;
    let given = async {
        let done = erasure::reconcile(&db, vault, now).await?;
        let mut tx = db.write().await?;
        let detail = json!({ "keys_made_at": manifest.made_at, "erased": done.erased, "destroyed": done.destroyed });
        audit::append(&mut tx, Entry { actor: None, action: "keys.restored", subject: None, detail }, now).await?;
        tx.commit().await?;
        Ok(done)
    };
    let given = given.await;
    db.close().await;
    given
}

async fn holds_conversations(db: &Db) -> Result<bool> {
    let seen = dump::contents(&mut db.read().await?).await;
    Ok(seen.is_ok_and(|seen| seen.rows.contains_key("conversation")))
}

//! Signed notes of where the audit chain ended, kept outside the database: who can write there but holds no key cannot
//! cut the chain's end off, nor write it anew.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Hash, Head, verify::continues};
use crate::platform::{Error, Result, crypto::Vault, db::Db};

/// The note's name in the data directory.
const FILE: &str = "audit.checkpoint";

/// Where the chain ended at some time, by our own signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Where it ended.
    pub head: Head,
    /// When that was noted.
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    count: i64,
    head: String,
    at: DateTime<Utc>,
    mac: String,
}

fn sign(vault: &Vault, head: &Head, at: DateTime<Utc>) -> Hash {
    let signed = [&head.count.to_be_bytes()[..], &head.hash, &at.timestamp_micros().to_be_bytes()].concat();
    vault.mac("audit checkpoint", &signed)
}

impl Checkpoint {
    /// Where a data directory keeps it.
    #[must_use]
    pub fn path(data_dir: &Path) -> PathBuf {
        data_dir.join(FILE)
    }

    /// Reads it, if there is one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when it cannot be read, or was not signed by this server's key.
    pub fn read(path: &Path, vault: &Vault) -> Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(broken(path, &error.to_string())),
        };
        let note: Note = serde_json::from_str(&text).map_err(|error| broken(path, &error.to_string()))?;
        let hash = |hex: &str| -> Option<Hash> { data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok() };
        let (Some(head), Some(mac)) = (hash(&note.head), hash(&note.mac)) else {
            return Err(broken(path, "it holds no hash"));
        };
        let head = Head { count: note.count, hash: head };
        if subtle::ConstantTimeEq::ct_eq(&sign(vault, &head, note.at)[..], &mac[..]).into() {
            Ok(Some(Self { head, at: note.at }))
        } else {
            Err(broken(path, "it was not signed by this server, or was changed"))
        }
    }

    /// Writes this in the place of `last`, unless another is there by now: a server and `gyeot admin` may both note, and
    /// this one was only held against `last`.
    fn replace(&self, last: Option<&Self>, path: &Path, vault: &Vault) -> Result<bool> {
        let lock = lock_beside(path)?;
        let as_it_was = Self::read(path, vault)?.as_ref() == last;
        if as_it_was {
            self.write(path, vault)?;
        }
        drop(lock);
        Ok(as_it_was)
    }

    fn write(&self, path: &Path, vault: &Vault) -> Result<()> {
        let note = Note {
            count: self.head.count,
            head: data_encoding::HEXLOWER.encode(&self.head.hash),
            at: self.at,
            mac: data_encoding::HEXLOWER.encode(&sign(vault, &self.head, self.at)),
        };
        let text = serde_json::to_string(&note).map_err(|error| Error::Internal(error.to_string()))?;
        replace(path, &text).map_err(|error| broken(path, &error.to_string()))
    }
}

/// Notes where the chain ends now, after checking that it still goes on from the last note.
///
/// # Errors
/// [`Error::Unavailable`] in plain words when the chain does not go on from there: it was tampered with, and the old
/// note is kept as the proof.
pub async fn note(data_dir: &Path, db: &Db, vault: &Vault, at: DateTime<Utc>) -> Result<()> {
    let path = Checkpoint::path(data_dir);
    loop {
        let last = {
            let (path, vault) = (path.clone(), vault.clone());
            blocking(move || Checkpoint::read(&path, &vault)).await?
        };
        let from = last.as_ref().map_or(Head { count: 0, hash: super::BEGINNING }, |last| last.head);
        let mut conn = db.read().await?;
        let Some(head) = continues(&mut conn, from).await? else {
            return Err(Error::Unavailable(format!(
                "the audit chain does not go on from its checkpoint at entry {}: run gyeot audit verify",
                from.count
            )));
        };
        drop(conn);
        if last.as_ref().is_some_and(|last| last.head == head) {
            return Ok(());
        }
        if last.is_none() && head.count > 1 {
            tracing::warn!(
                entries = head.count,
                "there was no audit checkpoint: whether the end was cut off cannot be told"
            );
        }
        let (path, vault) = (path.clone(), vault.clone());
        let written = blocking(move || Checkpoint { head, at }.replace(last.as_ref(), &path, &vault)).await?;
        if written {
            return Ok(());
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|gone| Error::Unavailable(gone.to_string()))?
}

fn broken(path: &Path, why: &str) -> Error {
    Error::Unavailable(format!("the audit checkpoint {} is of no use: {why}", path.display()))
}

fn lock_beside(path: &Path) -> Result<File> {
    let lock = path.with_extension("checkpoint.lock");
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| broken(&lock, &error.to_string()))
}

/// All of it or nothing, and on disk when this returns.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let draft = path.with_extension("checkpoint.new");
    let mut file = File::create(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{
        Clock,
        db::{Purpose, Url},
    };

    #[tokio::test]
    async fn a_note_that_was_held_against_another_one_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let (path, clock) = (Checkpoint::path(folder.path()), Clock::system());
        let keys = Db::connect(&Url::Sqlite(folder.path().join("keys.db")), Purpose::Keys).await.unwrap();
        let vault = Vault::unlock(keys, &folder.path().join("master.key"), clock.clone()).await.unwrap();
        let at = clock.now();
        let note = |count, hash| Checkpoint { head: Head { count, hash: [hash; 32] }, at };
        assert!(note(5, 5).replace(None, &path, &vault).unwrap());
        // Whoever looked before that, when there was none, and found a chain that was written anew since.
        assert!(!note(7, 7).replace(None, &path, &vault).unwrap());
        assert_eq!(Checkpoint::read(&path, &vault).unwrap(), Some(note(5, 5)));
        assert!(note(6, 6).replace(Some(&note(5, 5)), &path, &vault).unwrap());
        assert_eq!(Checkpoint::read(&path, &vault).unwrap(), Some(note(6, 6)));
    }
}

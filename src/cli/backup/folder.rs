//! The folder of a backup: for us alone, whole or not there.

use std::{
    fs::{self, DirBuilder, File, TryLockError},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::manifest::{self, Kind};
use crate::platform::{Error, Result};

/// A backup that is being written. Dropped before it is [`Folder::finish`]ed, it is gone.
#[derive(Debug)]
pub struct Folder {
    parent: PathBuf,
    unfinished: PathBuf,
    name: String,
    kept: bool,
    /// The place is ours as long as this lives, where the file system can do that.
    _alone: Option<File>,
}

impl Folder {
    /// Begins one in `parent`, which is made if need be.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the other kind of backup lies there; [`Error::Unavailable`] when the disk says no.
    pub fn begin(parent: &Path, kind: Kind, at: DateTime<Utc>) -> Result<Self> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(parent);
        made.map_err(|error| failed(parent, &error))?;
        apart(parent, kind)?;
        let alone = alone(parent)?;
        if alone.is_some() {
            tidy(parent)?;
        }
        let name = format!("gyeot-{kind}-{}", at.format("%Y%m%dT%H%M%SZ"));
        let unfinished = parent.join(format!(".{name}.unfinished"));
        if parent.join(&name).exists() {
            return Err(Error::conflict(format!("{} is there already", parent.join(name).display())));
        }
        DirBuilder::new().mode(0o700).create(&unfinished).map_err(|error| failed(&unfinished, &error))?;
        Ok(Self { parent: parent.to_owned(), unfinished, name, kept: false, _alone: alone })
    }

    /// Where its files are written to.
    pub fn path(&self) -> &Path {
        &self.unfinished
    }

    /// Makes an empty file in it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk says no.
    pub fn file(&self, name: &str) -> Result<(File, PathBuf)> {
        let path = self.unfinished.join(name);
        let made = File::options().write(true).create_new(true).mode(0o600).open(&path);
        Ok((made.map_err(|error| failed(&path, &error))?, path))
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk says no.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let (mut file, path) = self.file(name)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| failed(&path, &error))
    }

    /// Gives it its name: from here on it is whole.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk says no.
    pub fn finish(mut self) -> Result<PathBuf> {
        let whole = self.parent.join(&self.name);
        let named = || -> io::Result<()> {
            File::open(&self.unfinished)?.sync_all()?;
            fs::rename(&self.unfinished, &whole)?;
            File::open(&self.parent)?.sync_all()
        };
        named().map_err(|error| failed(&whole, &error))?;
        self.kept = true;
        Ok(whole)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = fs::remove_dir_all(&self.unfinished)
        {
            tracing::warn!(folder = %self.unfinished.display(), %error, "what was begun could not be removed");
        }
    }
}

/// Whoever gets hold of both can read everything that the master key opens, and an old copy of the keys beside an old
/// copy of the data brings back what was erased: they must not lie in one place.
fn apart(parent: &Path, kind: Kind) -> Result<()> {
    let other = match kind {
        Kind::Data => Kind::Keys,
        Kind::Keys => Kind::Data,
    };
    let mut places = vec![parent.to_owned()];
    for entry in fs::read_dir(parent).map_err(|error| failed(parent, &error))? {
        places.push(entry.map_err(|error| failed(parent, &error))?.path());
    }
    for place in places {
        let Ok(text) = fs::read_to_string(place.join(manifest::FILE)) else { continue };
        let found: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        if found["kind"] == other.as_str() {
            return Err(Error::conflict(format!(
                "{} is a backup of the {other}: data and keys must not lie together, since whoever finds both, and the \
                 master key, can read what was erased in between; choose another place, on another disk",
                place.display()
            )));
        }
    }
    Ok(())
}

/// Keeps other backups out of `parent`. None where the file system knows no locks.
fn alone(parent: &Path) -> Result<Option<File>> {
    let folder = File::open(parent).map_err(|error| failed(parent, &error))?;
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Err(Error::conflict(format!("another backup into {} runs", parent.display()))),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Removes what earlier ones left that were killed: a copy of keys must not outlive those who destroy the old backups
/// by their names.
fn tidy(parent: &Path) -> Result<()> {
    for entry in fs::read_dir(parent).map_err(|error| failed(parent, &error))? {
        let entry = entry.map_err(|error| failed(parent, &error))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with(".gyeot-") && name.ends_with(".unfinished") {
            fs::remove_dir_all(entry.path()).map_err(|error| failed(&entry.path(), &error))?;
        }
    }
    Ok(())
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::Unavailable(format!("{}: {error}", path.display()))
}

//! Where a demo keeps its data.

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use crate::cli::Failure;

/// A folder that may go at the end.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    kept: bool,
}

impl Folder {
    /// A fresh one, removed when this is dropped.
    pub fn temporary() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("gyeot-demo-{:016x}", rand::random::<u64>()));
        // Not a folder that somebody else has made there for us.
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(|error| Failure::Found(format!("cannot make {}: {error}", path.display())))?;
        Ok(Self { path, kept: false })
    }

    /// One that stays.
    pub const fn keep(path: PathBuf) -> Self {
        Self { path, kept: true }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub const fn is_kept(&self) -> bool {
        self.kept
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = fs::remove_dir_all(&self.path)
        {
            eprintln!("gyeot: {} could not be removed: {error}", self.path.display());
        }
    }
}

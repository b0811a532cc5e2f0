//! What a backup says of itself, and whether it is what it says.

use std::{
    fmt,
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::platform::{
    Error, Result,
    db::{Engine, Purpose, dump::Contents},
};

/// The manifest's name in a backup.
pub const FILE: &str = "manifest.json";
/// The format that this program writes.
const FORMAT: u32 = 1;

/// What a backup is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// All data, and no key.
    Data,
    /// The key store, its keys sealed by the master key.
    Keys,
}

impl Kind {
    /// Which database that is.
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Data => Purpose::Data,
            Self::Keys => Purpose::Keys,
        }
    }

    /// As it is written in names of folders.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Keys => "keys",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// How this is to be read.
    pub format: u32,
    /// What it is of.
    pub kind: Kind,
    /// The version that made it.
    pub gyeot: String,
    /// The engine that it came from, and that it goes back to.
    pub engine: Engine,
    /// When it was begun: what was committed before is in it.
    pub made_at: DateTime<Utc>,
    /// The copy itself.
    pub file: Mark,
    /// What is in it.
    pub contents: Contents,
    /// Where the audit chain ends in it; only of data.
    pub audit: Option<Audit>,
    /// The signed checkpoint of the audit chain as it was, where there was one.
    pub checkpoint: Option<Mark>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Its name in the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Where the audit chain ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// How many entries it has.
    pub entries: i64,
    /// The hash of the last one, in hexadecimal.
    pub head: String,
}

impl Manifest {
    /// One of a backup made now.
    pub fn new(kind: Kind, engine: Engine, made_at: DateTime<Utc>, file: Mark, contents: Contents) -> Self {
        let gyeot = env!("CARGO_PKG_VERSION").into();
        Self { format: FORMAT, kind, gyeot, engine, made_at, file, contents, audit: None, checkpoint: None }
    }

    /// Reads a backup's manifest, and every file that it names, to the last byte.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when it is no backup of this kind, newer than we read, or damaged.
    pub fn checked(folder: &Path, kind: Kind) -> Result<Self> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path)
            .map_err(|error| bad(&path, &format!("is this the folder of a backup? {error}")))?;
        let loosely: serde_json::Value = serde_json::from_str(&text).map_err(|error| bad(&path, &error.to_string()))?;
        if loosely["format"] != FORMAT {
            return Err(bad(&path, &format!("its format is {}, this version reads {FORMAT}", loosely["format"])));
        }
        let manifest: Self = serde_json::from_str(&text).map_err(|error| bad(&path, &error.to_string()))?;
        if manifest.kind != kind {
            let hint = match kind {
                Kind::Data => "gyeot restore --keys takes it",
                Kind::Keys => "gyeot restore without --keys takes it",
            };
            return Err(bad(&path, &format!("it is a backup of the {}: {hint}", manifest.kind)));
        }
        for mark in [Some(&manifest.file), manifest.checkpoint.as_ref()].into_iter().flatten() {
            if Path::new(&mark.name).file_name() != Some(mark.name.as_ref()) {
                return Err(bad(&path, "it names a file elsewhere"));
            }
            let found = Mark::of(folder, &mark.name)?;
            if found != *mark {
                return Err(bad(&folder.join(&mark.name), "it is not what was backed up: damaged, or changed since"));
            }
        }
        Ok(manifest)
    }
}

impl Mark {
    /// That of a file in `folder`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be read.
    pub fn of(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let measure = || -> io::Result<(u64, String)> {
            let (mut file, mut hash, mut bytes) = (File::open(&path)?, Sha256::new(), 0);
            let mut block = vec![0; 1 << 20];
            loop {
                match file.read(&mut block)? {
                    0 => break,
                    read => {
                        hash.update(&block[..read]);
                        bytes += read as u64;
                    }
                }
            }
            Ok((bytes, data_encoding::HEXLOWER.encode(&hash.finalize())))
        };
        let (bytes, sha256) = measure().map_err(|error| bad(&path, &error.to_string()))?;
        Ok(Self { name: name.into(), bytes, sha256 })
    }
}

fn bad(path: &Path, why: &str) -> Error {
    Error::Unavailable(format!("{}: {why}", path.display()))
}

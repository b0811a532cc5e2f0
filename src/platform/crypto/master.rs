//! The master key: 32 bytes in a file that never lies beside a backup.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::cipher::{NONCE, decrypt, encrypt};
use crate::platform::error::{Error, Result};

const LENGTH: usize = 32;
/// The first byte of everything wrapped. Another layout takes another number.
const FORMAT: u8 = 1;
const FINGERPRINT: usize = 8;
/// Format, fingerprint of the master key, nonce.
const HEADER: usize = 1 + FINGERPRINT + NONCE;

/// The key that wraps all others. Wiped from memory when dropped.
pub struct MasterKey {
    cipher: XChaCha20Poly1305,
    /// Tells one master key from another without giving it away, so that a rotation can re-wrap key by key.
    fingerprint: [u8; FINGERPRINT],
}

impl MasterKey {
    /// The key in the file at `path`, or nothing when there is no such file.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when the file cannot be read or holds no key.
    pub fn load(path: &Path) -> Result<Option<Self>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(refused(path, &error.to_string())),
        };
        let about = file.metadata().map_err(|error| refused(path, &error.to_string()))?;
        if about.len() != LENGTH as u64 {
            let why = format!("it must hold exactly {LENGTH} bytes and holds {}", about.len());
            return Err(refused(path, &why));
        }
        if about.mode() & 0o077 != 0 {
            // Not refused: secrets mounted into a container often come readable to a group.
            tracing::warn!(file = %path.display(), mode = format!("{:o}", about.mode() & 0o777), "others on this machine may read the master key: chmod 600");
        }
        let mut secret = Zeroizing::new([0; LENGTH]);
        io::Read::read_exact(&mut &file, &mut *secret).map_err(|error| refused(path, &error.to_string()))?;
        if secret.iter().all(|byte| *byte == secret[0]) {
            return Err(refused(path, "it holds one byte over and over, which is no key"));
        }
        Ok(Some(Self::from_secret(&secret)))
    }

    /// Makes a new one and keeps it in a file that only we can read. If another process was first, its key is it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when the file cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        let secret = Zeroizing::new(rand::random::<[u8; LENGTH]>());
        match write_once(path, &*secret) {
            Ok(()) => Ok(Self::from_secret(&secret)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Self::load(path)?.ok_or_else(|| refused(path, "it came and went while we started"))
            }
            Err(error) => Err(Error::Unavailable(format!("cannot write the master key {}: {error}", path.display()))),
        }
    }

    /// The key that opens `sealed`, and what it opens: the one at `path`, or the one that a rotation was about to put
    /// there when it was cut short.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when neither does.
    pub(super) fn find(path: &Path, sealed: &[u8]) -> Result<(Self, Zeroizing<[u8; 32]>)> {
        let at_path = Self::load(path)?;
        let there = at_path.is_some();
        let opened = at_path.map(|master| (master.unwrap(Uuid::nil(), Uuid::nil(), sealed), master));
        if let Some((Ok(root), master)) = opened {
            return Ok((master, root));
        }
        let next = next_to(path);
        if let Some(master) = Self::load(&next)?
            && let Ok(root) = master.unwrap(Uuid::nil(), Uuid::nil(), sealed)
        {
            replace(&next, path)?;
            return Ok((master, root));
        }
        Err(Error::Unavailable(match opened {
            None if !there => format!(
                "the master key {} is missing and the key store has keys wrapped by it: put it back (a new one would \
                 open none of the texts)",
                path.display()
            ),
            Some((Err(Refused::Altered), _)) => "the key store is damaged: its root secret was altered".into(),
            _ => format!("wrong master key: {} is not the one that wrapped the keys in this key store", path.display()),
        }))
    }

    /// The key to rotate to, in a file beside `path`: one that an earlier rotation left there, or a new one.
    pub(super) fn next(path: &Path) -> Result<Self> {
        Self::create(&next_to(path))
    }

    /// Keeps every other rotation on this machine away from the file at `path` as long as it lives.
    ///
    /// # Errors
    /// [`Error::Conflict`] when another one runs; [`Error::Unavailable`] when the file is not there.
    pub(super) fn alone(path: &Path) -> Result<File> {
        let folder = folder_of(path);
        let place = File::open(folder).map_err(|error| refused(folder, &error.to_string()))?;
        match place.try_lock() {
            Ok(()) => Ok(place),
            Err(fs::TryLockError::WouldBlock) => {
                Err(Error::conflict("the master key is being rotated by somebody else"))
            }
            Err(fs::TryLockError::Error(error)) => Err(refused(folder, &error.to_string())),
        }
    }

    /// Puts the key rotated to in its place, unless a server that needed it already did.
    pub(super) fn settle(path: &Path) -> Result<()> {
        let next = next_to(path);
        match replace(&next, path) {
            Err(_) if !next.exists() => Ok(()),
            other => other,
        }
    }

    fn from_secret(secret: &[u8; LENGTH]) -> Self {
        let mut fingerprint = [0; FINGERPRINT];
        Hkdf::<Sha256>::new(None, secret)
            .expand(b"gyeot master key fingerprint", &mut fingerprint)
            .expect("8 bytes are within what HKDF gives");
        Self { cipher: XChaCha20Poly1305::new(secret.into()), fingerprint }
    }

    /// Wraps a secret, bound to its id and owner.
    pub(super) fn wrap(&self, id: Uuid, owner: Uuid, secret: &[u8; 32]) -> Vec<u8> {
        let nonce: [u8; NONCE] = rand::random();
        let mut wrapped = Vec::with_capacity(HEADER + secret.len() + 16);
        wrapped.push(FORMAT);
        wrapped.extend_from_slice(&self.fingerprint);
        wrapped.extend_from_slice(&nonce);
        encrypt(&self.cipher, &nonce, &self.associated(id, owner), secret, &mut wrapped);
        wrapped
    }

    /// Unwraps what [`MasterKey::wrap`] wrapped for the same id and owner.
    pub(super) fn unwrap(&self, id: Uuid, owner: Uuid, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, Refused> {
        let (header, body) = wrapped.split_at_checked(HEADER).ok_or(Refused::Altered)?;
        if header[0] != FORMAT {
            return Err(Refused::Altered);
        }
        if header[1..=FINGERPRINT] != self.fingerprint {
            return Err(Refused::OtherMasterKey);
        }
        let nonce = header.last_chunk::<NONCE>().ok_or(Refused::Altered)?;
        let secret = decrypt(&self.cipher, nonce, &self.associated(id, owner), body).ok_or(Refused::Altered)?;
        let mut fixed = Zeroizing::new([0; 32]);
        if secret.len() != fixed.len() {
            return Err(Refused::Altered);
        }
        fixed.copy_from_slice(&secret);
        Ok(fixed)
    }

    fn associated(&self, id: Uuid, owner: Uuid) -> Vec<u8> {
        [b"data_key", &[FORMAT][..], &self.fingerprint, id.as_bytes(), owner.as_bytes()].concat()
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey")
    }
}

/// Why a wrapped key does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It was wrapped by another master key.
    OtherMasterKey,
    /// It is not what was wrapped.
    Altered,
}

fn refused(path: &Path, why: &str) -> Error {
    Error::Unavailable(format!("cannot use the master key {}: {why}", path.display()))
}

/// Writes the whole file or none, and never over an existing one: a half-written master key would look like a wrong
/// one, an overwritten one is the loss of all texts.
fn write_once(path: &Path, secret: &[u8]) -> io::Result<()> {
    let draft = draft_beside(path);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let linked = file
        .write_all(secret)
        .and_then(|()| file.sync_all())
        // A hard link fails where a rename would replace.
        .and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft)?;
    linked?;
    File::open(folder_of(path))?.sync_all()
}

/// Puts the file at `from` in the place of the one at `to`, for good.
fn replace(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to)
        .and_then(|()| File::open(folder_of(to))?.sync_all())
        .map_err(|error| Error::Unavailable(format!("cannot put the new master key at {}: {error}", to.display())))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn next_to(path: &Path) -> PathBuf {
    with_suffix(path, "next")
}

fn draft_beside(path: &Path) -> PathBuf {
    with_suffix(path, &Uuid::new_v4().simple().to_string())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn a_new_key_is_kept_where_only_we_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        assert!(MasterKey::load(&path).unwrap().is_none());
        let made = MasterKey::create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&path).unwrap().len(), 32);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
        let wrapped = made.wrap(id(1), id(2), &[9; 32]);
        let loaded = MasterKey::load(&path).unwrap().unwrap();
        assert_eq!(*loaded.unwrap(id(1), id(2), &wrapped).unwrap(), [9; 32]);
    }

    #[test]
    fn creating_twice_keeps_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let first = MasterKey::create(&path).unwrap();
        let second = MasterKey::create(&path).unwrap();
        assert_eq!(first.fingerprint, second.fingerprint);
    }

    #[test]
    fn a_file_that_holds_no_key_is_refused_in_plain_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        for (content, why) in [
            (vec![], "exactly 32 bytes and holds 0"),
            (vec![1; 33], "exactly 32 bytes and holds 33"),
            (vec![0; 32], "one byte over and over"),
        ] {
            fs::write(&path, content).unwrap();
            let error = MasterKey::load(&path).unwrap_err().to_string();
            assert!(error.contains(why) && error.contains("master.key"), "{error}");
        }
    }

    #[test]
    fn a_wrapped_key_opens_only_as_itself() {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::create(&folder.path().join("a")).unwrap();
        let other = MasterKey::create(&folder.path().join("b")).unwrap();
        let wrapped = master.wrap(id(1), id(2), &[9; 32]);
        assert_eq!(master.unwrap(id(3), id(2), &wrapped), Err(Refused::Altered));
        assert_eq!(master.unwrap(id(1), id(3), &wrapped), Err(Refused::Altered));
        assert_eq!(other.unwrap(id(1), id(2), &wrapped), Err(Refused::OtherMasterKey));
        for bit in 0..wrapped.len() * 8 {
            let mut altered = wrapped.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(master.unwrap(id(1), id(2), &altered).is_err(), "bit {bit}");
        }
    }
}

//! The vault: data keys made, found, remembered and destroyed; texts sealed and opened.

use std::{
    collections::HashSet,
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use quick_cache::sync::Cache;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    cipher::{Aad, DataKey},
    master::{MasterKey, Refused},
    store,
};
use crate::platform::{
    clock::Clock,
    db::Db,
    error::{Error, Result},
};

/// Data keys kept unwrapped in memory: more than the conversations that run at one time, a few megabytes.
const CACHED: usize = 10_000;

/// Seals and opens texts, and keeps their keys. Cheap to clone.
#[derive(Clone)]
pub struct Vault(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) db: Db,
    clock: Clock,
    pub(super) path: PathBuf,
    current: RwLock<Arc<Current>>,
    /// The secret behind [`Vault::mac`]. Wrapped by the master key and not derived from it, so that rotating the
    /// master key leaves return codes valid.
    pub(super) root: Zeroizing<[u8; 32]>,
    cache: Cache<Uuid, Arc<DataKey>>,
    /// How often a key was dropped from the cache: tells a loading task that its key may have gone meanwhile.
    dropped: AtomicU64,
}

/// The master key of now, and the root secret as it sealed it: another one in the store tells of a rotation.
pub(super) struct Current {
    pub(super) master: MasterKey,
    pub(super) sealed: Vec<u8>,
}

impl Vault {
    /// Opens the key store in `db` with the master key in the file at `path`, which is made on the first start.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when the master key is missing, unreadable or not the one that wrapped
    /// the keys in this store. It never makes a new one where there are keys already.
    pub async fn unlock(db: Db, path: &Path, clock: Clock) -> Result<Self> {
        let mut conn = db.read().await?;
        let sealed = store::root(&mut conn).await?;
        let empty = store::is_empty(&mut conn).await?;
        drop(conn);
        let sealed = match sealed {
            Some(sealed) => sealed,
            None if empty => {
                let master = MasterKey::load(path)?.map_or_else(|| MasterKey::create(path), Ok)?;
                new_root(&db, &master).await?
            }
            None => {
                return Err(Error::Unavailable(
                    "the key store is damaged: it has keys and no root secret; restore it from its backup".into(),
                ));
            }
        };
        let (master, root) = MasterKey::find(path, &sealed)?;
        let current = RwLock::new(Arc::new(Current { master, sealed }));
        let (cache, dropped) = (Cache::new(CACHED), AtomicU64::new(0));
        Ok(Self(Arc::new(Inner { db, clock, path: path.to_owned(), current, root, cache, dropped })))
    }

    /// Whether nobody has ever kept a key in `db`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be read.
    pub async fn is_new(db: &Db) -> Result<bool> {
        let mut conn = db.read().await?;
        Ok(store::root(&mut conn).await?.is_none() && store::is_empty(&mut conn).await?)
    }

    /// A new key for the texts of `owner`, already on disk: what is sealed by it can be opened after a crash.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the key store cannot keep it.
    pub async fn new_key(&self, owner: Uuid) -> Result<Arc<DataKey>> {
        let id = Uuid::now_v7();
        let secret = Zeroizing::new(rand::random::<[u8; 32]>());
        let mut tx = self.0.db.write().await?;
        let current = self.0.current(store::hold_root(&mut tx).await?)?;
        store::put(&mut tx, id, owner, &current.master.wrap(id, owner, &secret), self.0.clock.now()).await?;
        tx.commit().await?;
        let key = Arc::new(DataKey::new(id, owner, &secret));
        self.0.cache.insert(id, Arc::clone(&key));
        Ok(key)
    }

    /// Takes as long as [`Vault::new_key`] does and leaves no key, so that none has to be scrubbed.
    ///
    /// # Errors
    /// As [`Vault::new_key`].
    pub async fn as_if_new_key(&self, owner: Uuid) -> Result<()> {
        let id = Uuid::now_v7();
        let secret = Zeroizing::new(rand::random::<[u8; 32]>());
        let mut tx = self.0.db.write().await?;
        let current = self.0.current(store::hold_root(&mut tx).await?)?;
        store::put(&mut tx, id, owner, &current.master.wrap(id, owner, &secret), self.0.clock.now()).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The key with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it was destroyed or never was.
    pub async fn key(&self, id: Uuid) -> Result<Arc<DataKey>> {
        if let Some(key) = self.0.cache.get(&id) {
            return Ok(key);
        }
        loop {
            let before = self.0.dropped.load(Ordering::SeqCst);
            let key = Arc::new(self.load(id).await?);
            self.0.cache.insert(id, Arc::clone(&key));
            if self.0.dropped.load(Ordering::SeqCst) == before {
                return Ok(key);
            }
            // Destroyed, maybe, between our reading and our remembering it: look again.
            self.0.cache.remove(&id);
        }
    }

    /// Destroys a key: nothing that it sealed can be opened again, in no backup either. Other nodes must be told to
    /// [`Vault::forget`] it. Says whether there was one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the key store cannot; the key may then still be there.
    pub async fn destroy(&self, id: Uuid) -> Result<bool> {
        let mut tx = self.0.db.write().await?;
        let gone = store::delete(&mut tx, id).await?;
        tx.commit().await?;
        self.forget(id);
        store::scrub(&self.0.db).await?;
        Ok(gone > 0)
    }

    /// As [`Vault::destroy`], for many at once; says how many there were.
    ///
    /// # Errors
    /// As [`Vault::destroy`]: all of them may then still be there.
    pub async fn destroy_all(&self, ids: &[Uuid]) -> Result<u64> {
        if ids.is_empty() {
            return Ok(0);
        }
        let (mut tx, mut gone) = (self.0.db.write().await?, 0);
        for id in ids {
            gone += store::delete(&mut tx, *id).await?;
        }
        tx.commit().await?;
        for id in ids {
            self.forget(*id);
        }
        store::scrub(&self.0.db).await?;
        Ok(gone)
    }

    /// Which of these keys are in the store; asks the store, not the memory.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the key store cannot be read.
    pub async fn present(&self, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
        Ok(store::present(&mut self.0.db.read().await?, ids).await?)
    }

    /// Drops a key from this node's memory: another node destroyed it.
    pub fn forget(&self, id: Uuid) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
        self.0.cache.remove(&id);
    }

    /// Drops all keys from this node's memory: it may have missed which ones another node destroyed.
    pub fn forget_all(&self) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
        self.0.cache.clear();
    }

    /// Seals `plaintext` for its place, see [`DataKey::seal`].
    #[must_use]
    pub fn seal(&self, key: &DataKey, place: &Aad, plaintext: &[u8]) -> Vec<u8> {
        key.seal(place, plaintext)
    }

    /// Opens what was sealed for the same place, see [`DataKey::open`].
    ///
    /// # Errors
    /// [`Error::Internal`] when it was altered, moved, or sealed by another key.
    pub fn open(&self, key: &DataKey, place: &Aad, sealed: &[u8]) -> Result<Vec<u8>> {
        key.open(place, sealed)
    }

    /// HMAC-SHA256 of `data` under a secret of the server's that no database alone gives away, another one for each
    /// `purpose`. Rotating the master key does not change it.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "neither of its two can happen")]
    pub fn mac(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        let mut subkey = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, &*self.0.root)
            .expand_multi_info(&[b"gyeot mac ", purpose.as_bytes()], &mut *subkey)
            .expect("32 bytes are within what HKDF gives");
        let mut mac = Hmac::<Sha256>::new_from_slice(&*subkey).expect("HMAC takes a key of any length");
        mac.update(data);
        mac.finalize().into_bytes().into()
    }

    async fn load(&self, id: Uuid) -> Result<DataKey> {
        let mut conn = self.0.db.read().await?;
        // The root first: a rotation between the two reads is then noticed as a key wrapped by another master key, and
        // the caller may try again.
        let current = self.0.current(store::root(&mut conn).await?)?;
        let stored = store::get(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let secret = unwrap(&current.master, id, stored.owner, &stored.wrapped)?;
        Ok(DataKey::new(id, stored.owner, &secret))
    }
}

impl Inner {
    /// The master key that goes with the root secret in the store, from its file again when it was rotated.
    pub(super) fn current(&self, sealed: Option<Vec<u8>>) -> Result<Arc<Current>> {
        let sealed = sealed.ok_or_else(|| Error::Unavailable("the key store has lost its root secret".into()))?;
        let current = Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner));
        if current.sealed == sealed {
            return Ok(current);
        }
        let (master, root) = MasterKey::find(&self.path, &sealed)?;
        if root != self.root {
            return Err(Error::Unavailable("the key store was replaced by another one: restart".into()));
        }
        Ok(self.set(Current { master, sealed }))
    }

    pub(super) fn set(&self, current: Current) -> Arc<Current> {
        let current = Arc::new(current);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&current);
        current
    }
}

/// Unwraps a data key.
pub(super) fn unwrap(master: &MasterKey, id: Uuid, owner: Uuid, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
    master.unwrap(id, owner, wrapped).map_err(|refused| match refused {
        Refused::OtherMasterKey => Error::Unavailable(format!("data key {id} was wrapped by another master key")),
        Refused::Altered => Error::Internal(format!("data key {id} was altered in the key store")),
    })
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

/// Makes the root secret of a new key store. Two nodes may start at once: the first one's counts for both.
async fn new_root(db: &Db, master: &MasterKey) -> Result<Vec<u8>> {
    let secret = Zeroizing::new(rand::random::<[u8; 32]>());
    let mut tx = db.write().await?;
    store::put_root(&mut tx, &master.wrap(Uuid::nil(), Uuid::nil(), &secret)).await?;
    let kept = store::root(&mut tx).await?;
    tx.commit().await?;
    kept.ok_or_else(|| Error::Internal("the key store kept no root secret".into()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;
    use crate::platform::db::{Purpose, Url};

    async fn store(folder: &TempDir) -> Db {
        Db::connect(&Url::Sqlite(folder.path().join("keys.db")), Purpose::Keys).await.unwrap()
    }

    async fn unlock(folder: &TempDir) -> Result<Vault> {
        Vault::unlock(store(folder).await, &folder.path().join("master.key"), Clock::system()).await
    }

    fn owner() -> Uuid {
        Uuid::from_u128(5)
    }

    fn place() -> Aad {
        Aad::new("note", Uuid::from_u128(6), owner())
    }

    #[tokio::test]
    async fn a_text_opens_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let vault = unlock(&folder).await.unwrap();
        let key = vault.new_key(owner()).await.unwrap();
        let sealed = vault.seal(&key, &place(), "곁".as_bytes());
        let mac = vault.mac("return code", b"six words");

        let vault = unlock(&folder).await.unwrap();
        let key = vault.key(crate::platform::crypto::key_of(&sealed).unwrap()).await.unwrap();
        assert_eq!(key.owner(), owner());
        assert_eq!(vault.open(&key, &place(), &sealed).unwrap(), "곁".as_bytes());
        assert_eq!(vault.mac("return code", b"six words"), mac);
    }

    #[tokio::test]
    async fn a_mac_depends_on_purpose_data_and_server() {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (here, there) = (unlock(&here).await.unwrap(), unlock(&there).await.unwrap());
        let mac = here.mac("a", b"data");
        assert_eq!(mac, here.mac("a", b"data"));
        assert_ne!(mac, here.mac("b", b"data"));
        assert_ne!(mac, here.mac("a", b"date"));
        assert_ne!(mac, there.mac("a", b"data"));
    }

    #[tokio::test]
    async fn a_destroyed_key_opens_nothing_and_leaves_no_trace_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let vault = unlock(&folder).await.unwrap();
        let key = vault.new_key(owner()).await.unwrap();
        let id = key.id();
        drop(key);
        assert!(vault.destroy(id).await.unwrap());
        assert!(matches!(vault.key(id).await, Err(Error::NotFound)));
        assert!(!vault.destroy(id).await.unwrap(), "a second time there is none");
        assert!(matches!(unlock(&folder).await.unwrap().key(id).await, Err(Error::NotFound)));
        for file in ["keys.db", "keys.db-wal"] {
            let bytes = fs::read(folder.path().join(file)).unwrap_or_default();
            assert!(!bytes.windows(16).any(|window| window == id.as_bytes()), "{file} still has the key's row");
        }
    }

    #[tokio::test]
    async fn a_forgotten_key_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (unlock(&folder).await.unwrap(), unlock(&folder).await.unwrap());
        let id = one.new_key(owner()).await.unwrap().id();
        other.key(id).await.unwrap();
        one.destroy(id).await.unwrap();
        assert!(other.key(id).await.is_ok(), "the other node has not heard yet");
        other.forget(id);
        assert!(matches!(other.key(id).await, Err(Error::NotFound)));
        other.forget_all();
        assert!(matches!(other.key(id).await, Err(Error::NotFound)));
    }

    #[tokio::test]
    async fn a_wrong_master_key_is_refused_at_start() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        unlock(&folder).await.unwrap();
        unlock(&other).await.unwrap();
        fs::copy(other.path().join("master.key"), folder.path().join("master.key")).unwrap();
        let error = unlock(&folder).await.unwrap_err().to_string();
        assert!(error.contains("wrong master key"), "{error}");
    }

    #[tokio::test]
    async fn a_missing_master_key_is_never_replaced_silently() {
        let folder = tempfile::tempdir().unwrap();
        unlock(&folder).await.unwrap();
        fs::remove_file(folder.path().join("master.key")).unwrap();
        let error = unlock(&folder).await.unwrap_err().to_string();
        assert!(error.contains("is missing"), "{error}");
        assert!(!folder.path().join("master.key").exists());
    }

    #[tokio::test]
    async fn a_key_moved_to_another_row_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let vault = unlock(&folder).await.unwrap();
        let (one, two) = (vault.new_key(owner()).await.unwrap().id(), vault.new_key(owner()).await.unwrap().id());
        let mut tx = vault.0.db.write().await.unwrap();
        tx.query("UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE id = $1) WHERE id = $2")
            .bind(one)
            .bind(two)
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
        vault.forget_all();
        assert!(vault.key(one).await.is_ok());
        assert!(matches!(vault.key(two).await, Err(Error::Internal(_))));
    }

    #[tokio::test]
    async fn two_nodes_that_start_at_once_agree() {
        let folder = tempfile::tempdir().unwrap();
        let db = store(&folder).await;
        let path = folder.path().join("master.key");
        let start = || Vault::unlock(db.clone(), &path, Clock::system());
        let (one, two) = tokio::join!(start(), start());
        assert_eq!(one.unwrap().mac("a", b"b"), two.unwrap().mac("a", b"b"));
    }
}

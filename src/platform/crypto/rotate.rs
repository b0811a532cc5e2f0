//! Rotating the master key: every data key wrapped anew, no text touched.

use uuid::Uuid;

use super::{
    master::MasterKey,
    store,
    vault::{Current, Vault, unwrap},
};
use crate::platform::error::{Error, Result};

impl Vault {
    /// Wraps every key by a new master key, which takes the place of the old one in its file; says how many. Texts stay
    /// as they are, and so does [`Vault::mac`]. A server that runs meanwhile notices and reads the file again; other
    /// machines have to be given it. Cut short at any point, it has happened whole or not at all.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the file or the key store cannot be written, [`Error::Conflict`] when another
    /// rotation was faster, [`Error::Internal`] when a key in the store is damaged. Nothing has changed then.
    pub async fn rotate(&self) -> Result<u64> {
        let inner = &self.0;
        // The file of the next key is one for all who rotate: a second one must not put its own into the first one's.
        let _alone = MasterKey::alone(&inner.path)?;
        let mut tx = inner.db.write().await?;
        let old = inner.current(store::root(&mut tx).await?)?;
        let master = MasterKey::next(&inner.path)?;
        let sealed = master.wrap(Uuid::nil(), Uuid::nil(), &inner.root);
        if !store::replace_root(&mut tx, &old.sealed, &sealed).await? {
            return Err(Error::conflict("the master key is being rotated by somebody else"));
        }
        let (mut rotated, mut after) = (0, Uuid::nil());
        loop {
            let keys = store::page(&mut tx, after).await?;
            let Some(&(last, ..)) = keys.last() else { break };
            after = last;
            for (id, owner, wrapped) in keys {
                let secret = unwrap(&old.master, id, owner, &wrapped)?;
                store::rewrap(&mut tx, id, &master.wrap(id, owner, &secret)).await?;
                rotated += 1;
            }
        }
        tx.commit().await?;
        MasterKey::settle(&inner.path)?;
        inner.set(Current { master, sealed });
        store::scrub(&inner.db).await?;
        Ok(rotated)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;
    use crate::platform::{
        clock::Clock,
        crypto::Aad,
        db::{Db, Purpose, Url},
    };

    async fn unlock(folder: &TempDir) -> Result<Vault> {
        let db = Db::connect(&Url::Sqlite(folder.path().join("keys.db")), Purpose::Keys).await.unwrap();
        Vault::unlock(db, &folder.path().join("master.key"), Clock::system()).await
    }

    fn owner() -> Uuid {
        Uuid::from_u128(5)
    }

    fn place() -> Aad {
        Aad::new("note", Uuid::from_u128(6), owner())
    }

    #[tokio::test]
    async fn rotating_the_master_key_touches_no_text_and_no_code() {
        let folder = tempfile::tempdir().unwrap();
        let (here, running) = (unlock(&folder).await.unwrap(), unlock(&folder).await.unwrap());
        let mut sealed = Vec::new();
        for number in 0..1_100 {
            let key = here.new_key(Uuid::from_u128(number)).await.unwrap();
            sealed.push((key.id(), key.seal(&place(), b"text")));
        }
        let (mac, before) = (here.mac("return code", b"words"), fs::read(folder.path().join("master.key")).unwrap());

        assert_eq!(here.rotate().await.unwrap(), 1_100);

        assert_ne!(fs::read(folder.path().join("master.key")).unwrap(), before);
        assert!(!folder.path().join("master.key.next").exists());
        let made_beside = running.new_key(owner()).await.unwrap().id();
        for vault in [&here, &running, &unlock(&folder).await.unwrap()] {
            vault.forget_all();
            for (id, text) in &sealed {
                assert_eq!(vault.key(*id).await.unwrap().open(&place(), text).unwrap(), b"text");
            }
            vault.key(made_beside).await.unwrap();
            assert_eq!(vault.mac("return code", b"words"), mac);
        }
        fs::write(folder.path().join("master.key"), before).unwrap();
        let error = unlock(&folder).await.unwrap_err().to_string();
        assert!(error.contains("wrong master key"), "the old key still opens: {error}");
    }

    #[tokio::test]
    async fn a_rotation_cut_short_before_or_after_its_commit_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let vault = unlock(&folder).await.unwrap();
        let id = vault.new_key(owner()).await.unwrap().id();

        // Before: the next key lies there and the store knows nothing of it.
        MasterKey::next(&path).unwrap();
        let next = fs::read(folder.path().join("master.key.next")).unwrap();
        unlock(&folder).await.unwrap().key(id).await.unwrap();
        vault.rotate().await.unwrap();
        assert_eq!(fs::read(&path).unwrap(), next, "the next try goes on with it");

        // After: the store has the next key and the file is not yet in its place.
        let old = fs::read(&path).unwrap();
        vault.rotate().await.unwrap();
        fs::rename(&path, folder.path().join("master.key.next")).unwrap();
        fs::write(&path, old).unwrap();
        unlock(&folder).await.unwrap().key(id).await.unwrap();
        assert!(!folder.path().join("master.key.next").exists());
    }

    #[tokio::test]
    async fn two_rotations_never_run_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let vault = unlock(&folder).await.unwrap();
        let id = vault.new_key(owner()).await.unwrap().id();
        let other = MasterKey::alone(&path).unwrap();
        assert!(matches!(vault.rotate().await, Err(Error::Conflict(..))));
        assert!(!folder.path().join("master.key.next").exists());
        drop(other);
        assert_eq!(vault.rotate().await.unwrap(), 1);
        unlock(&folder).await.unwrap().key(id).await.unwrap();
    }

    #[tokio::test]
    async fn a_damaged_key_stops_a_rotation_that_then_changed_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let vault = unlock(&folder).await.unwrap();
        let (good, bad) = (vault.new_key(owner()).await.unwrap().id(), vault.new_key(owner()).await.unwrap().id());
        let mut tx = vault.0.db.write().await.unwrap();
        let damage = "UPDATE data_key SET owner = $1 WHERE id = $2";
        tx.query(damage).bind(Uuid::from_u128(99)).bind(bad).execute().await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(vault.rotate().await, Err(Error::Internal(_))));
        for vault in [&vault, &unlock(&folder).await.unwrap()] {
            vault.forget_all();
            vault.key(good).await.unwrap();
        }
    }
}

//! How push services know this server: one key pair for all nodes, and a short-lived token for each service (RFC 8292).

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::json;
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::store::{self, StoredKey};
use crate::{
    app::App,
    platform::{
        Error, Result,
        crypto::{Aad, key_of},
    },
};

/// How long a token may be used. RFC 8292 allows a day.
const HOLDS: TimeDelta = TimeDelta::hours(12);

/// The key pair, opened.
pub(in crate::notifications) struct Vapid {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl fmt::Debug for Vapid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vapid")
    }
}

fn place(id: Uuid) -> Aad {
    Aad::new("push_key.private_key", id, id)
}

impl Vapid {
    /// The key pair of this service, made when there is none yet.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when a database is away; [`Error::Internal`] when the stored pair was altered.
    pub(in crate::notifications) async fn load(app: &App) -> Result<Self> {
        let stored = store::key(&mut app.db.read().await?).await?;
        let stored = match stored {
            Some(stored) => stored,
            None => make(app).await?,
        };
        let (stored, key) = match app.vault.key(key_of(&stored.private_key)?).await {
            Ok(key) => (stored, key),
            // The key store came back from a backup that is older than the pair: without this nobody is pushed to again.
            Err(Error::NotFound) => {
                tracing::warn!("the push key cannot be opened any more: a new one is made, browsers subscribe anew");
                let anew = replace(app, stored.id).await?;
                let key = app.vault.key(key_of(&anew.private_key)?).await?;
                (anew, key)
            }
            Err(error) => return Err(error),
        };
        let private = Zeroizing::new(app.vault.open(&key, &place(stored.id), &stored.private_key)?);
        let vapid = Self::open(&private)?;
        if vapid.public() != stored.public_key {
            return Err(Error::Internal("the two halves of the push key do not fit".into()));
        }
        Ok(vapid)
    }

    fn open(private: &[u8]) -> Result<Self> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private, &random)
            .map_err(|error| Error::Internal(format!("the push key is of no use: {error}")))?;
        Ok(Self { pair, random })
    }

    /// The public half: an uncompressed point.
    pub(in crate::notifications) fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// The public half as browsers take it.
    pub(in crate::notifications) fn public_text(&self) -> String {
        BASE64URL_NOPAD.encode(self.public())
    }

    /// What an `Authorization` header says to the service behind `endpoint`. `contact` is where its people may write.
    ///
    /// # Errors
    /// [`Error::Internal`] when nothing can be signed.
    pub(super) fn authorization(&self, endpoint: &Url, contact: Option<&str>, now: DateTime<Utc>) -> Result<String> {
        let mut claims = json!({
            "aud": endpoint.origin().ascii_serialization(),
            "exp": (now + HOLDS).timestamp(),
        });
        if let Some(contact) = contact {
            claims["sub"] = json!(contact);
        }
        let part = |part: &serde_json::Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
        let signed = format!("{}.{}", part(&json!({"typ": "JWT", "alg": "ES256"})), part(&claims));
        let signature = self
            .pair
            .sign(&self.random, signed.as_bytes())
            .map_err(|_| Error::Internal("a push token was not signed".into()))?;
        let signature = BASE64URL_NOPAD.encode(signature.as_ref());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public_text()))
    }
}

/// Makes a pair in the place of one that nobody can open.
async fn replace(app: &App, lost: Uuid) -> Result<StoredKey> {
    let mut tx = app.db.write().await?;
    store::delete_key(&mut tx, lost).await?;
    tx.commit().await?;
    make(app).await
}

/// Makes the pair. Two nodes may at once: the first one's counts for both.
async fn make(app: &App) -> Result<StoredKey> {
    let random = SystemRandom::new();
    let private = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
        .map_err(|_| Error::Internal("no push key was made".into()))?;
    let id = Uuid::now_v7();
    let key = app.vault.new_key(id).await?;
    let ours = StoredKey {
        id,
        public_key: Vapid::open(private.as_ref())?.public().to_vec(),
        private_key: app.vault.seal(&key, &place(id), private.as_ref()),
    };
    let mut tx = app.db.write().await?;
    store::put_key(&mut tx, &ours, app.clock.now()).await?;
    let kept = store::key(&mut tx).await?;
    tx.commit().await?;
    let kept = kept.ok_or_else(|| Error::Internal("the push key was not kept".into()))?;
    if kept.id != id {
        app.vault.destroy(key.id()).await?;
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};

    use super::*;

    #[test]
    fn a_token_is_signed_for_one_service_and_not_for_long() {
        let random = SystemRandom::new();
        let private = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let vapid = Vapid::open(private.as_ref()).unwrap();
        let endpoint: Url = "https://push.example:8443/a/secret?b".parse().unwrap();
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let header = vapid.authorization(&endpoint, Some("mailto:desk@gyeot.kr"), now).unwrap();
        assert!(!header.contains("secret"));
        let (token, key) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let key = VerifyingKey::from_sec1_bytes(&BASE64URL_NOPAD.decode(key.as_bytes()).unwrap()).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = Signature::from_slice(&BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap()).unwrap();
        key.verify(signed.as_bytes(), &signature).unwrap();
        let claims = signed.split_once('.').unwrap().1;
        let claims: serde_json::Value =
            serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).unwrap()).unwrap();
        assert_eq!(
            claims,
            json!({"aud": "https://push.example:8443", "exp": 1_800_043_200, "sub": "mailto:desk@gyeot.kr"})
        );
    }
}

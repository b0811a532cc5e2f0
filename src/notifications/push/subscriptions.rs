//! Subscribing and unsubscribing a browser. Whoever knows an endpoint and its keys can write to that browser: they lie
//! sealed, each under a key of its own, which goes with it.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    SubscriptionId,
    encrypt::{AUTH, is_key},
    store::{self, Stored},
};
use crate::{
    accounts::AccountId,
    app::App,
    platform::{
        Error, Result,
        crypto::{Aad, Vault, key_of},
    },
};

/// Browsers that one person may be reached at.
const MOST: i64 = 10;
/// The longest endpoint, in bytes; those of today have some 200.
pub(super) const ENDPOINT_CAP: usize = 2048;

/// What a browser gave.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Subscription {
    pub(super) endpoint: String,
    pub(super) p256dh: String,
    pub(super) auth: String,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription")
    }
}

impl Subscription {
    pub(super) fn key(&self) -> Result<Vec<u8>> {
        decode("keys.p256dh", &self.p256dh)
    }

    pub(super) fn auth(&self) -> Result<Vec<u8>> {
        decode("keys.auth", &self.auth)
    }

    /// Refuses what can never be written to.
    fn check(&self, app: &App) -> Result<()> {
        if self.endpoint.len() > ENDPOINT_CAP {
            return Err(Error::TooLong { field: "endpoint".into(), cap: format!("{ENDPOINT_CAP} bytes") });
        }
        let url: Url = self.endpoint.parse().map_err(|_| Error::invalid("endpoint", "not a URL"))?;
        app.notifications.outward.check(&url).map_err(|fault| Error::invalid("endpoint", fault))?;
        if !is_key(&self.key()?) {
            return Err(Error::invalid("keys.p256dh", "must be an uncompressed point of P-256 in base64url"));
        }
        if self.auth()?.len() != AUTH {
            return Err(Error::invalid("keys.auth", "must be 16 bytes in base64url"));
        }
        Ok(())
    }
}

/// Some browsers pad, some do not.
fn decode(field: &str, text: &str) -> Result<Vec<u8>> {
    BASE64URL_NOPAD
        .decode(text.trim_end_matches('=').as_bytes())
        .map_err(|_| Error::invalid(field, "must be base64url"))
}

fn mac(vault: &Vault, endpoint: &str) -> [u8; 32] {
    vault.mac("push endpoint", endpoint.as_bytes())
}

fn place(id: SubscriptionId, account: AccountId) -> Aad {
    Aad::new("push_subscription.sealed", id.as_uuid(), account.as_uuid())
}

/// What a stored subscription says.
///
/// # Errors
/// [`Error::NotFound`] when its key was destroyed; [`Error::Internal`] when it was altered.
pub(super) async fn open(vault: &Vault, stored: &Stored) -> Result<Subscription> {
    let key = vault.key(key_of(&stored.sealed)?).await?;
    let text = vault.open(&key, &place(stored.id, stored.account), &stored.sealed)?;
    serde_json::from_slice(&text).map_err(|_| Error::Internal("a push subscription is of another shape".into()))
}

/// Lets `by` be reached at this browser. Again, it changes nothing; a browser that somebody else was reached at is hers
/// from now on.
///
/// # Errors
/// [`Error::Invalid`] or [`Error::TooLong`] naming the field; [`Error::Conflict`] when she has [`MOST`] already.
pub(super) async fn add(app: &App, by: AccountId, new: &Subscription) -> Result<SubscriptionId> {
    new.check(app)?;
    let mac = mac(&app.vault, &new.endpoint);
    let known = store::by_endpoint(&mut app.db.read().await?, &mac).await?;
    if let Some(known) = &known
        && known.account == by
        && matches!(open(&app.vault, known).await, Ok(same) if same == *new)
    {
        return Ok(known.id);
    }
    let text = serde_json::to_vec(new).map_err(|error| Error::Internal(error.to_string()))?;
    let (id, key) = (SubscriptionId::new(), app.vault.new_key(by.as_uuid()).await?);
    let stored = Stored { id, account: by, sealed: app.vault.seal(&key, &place(id, by), &text) };
    let added = replace(app, &stored, &mac, known.as_ref()).await;
    let unused = match &added {
        Ok(()) => known.map(|known| key_of(&known.sealed)).transpose()?,
        Err(_) => Some(key.id()),
    };
    if let Some(unused) = unused {
        app.vault.destroy(unused).await?;
    }
    added.map(|()| id)
}

async fn replace(app: &App, new: &Stored, mac: &[u8], old: Option<&Stored>) -> Result<()> {
    let mut tx = app.db.write().await?;
    if let Some(old) = old {
        store::delete(&mut tx, old.id).await?;
    }
    if store::count(&mut tx, new.account).await? >= MOST {
        return Err(Error::conflict(format!("notifications go to {MOST} browsers of yours already")));
    }
    if !store::insert(&mut tx, new, mac, app.clock.now()).await? {
        return Err(Error::conflict("this browser was just subscribed: try again"));
    }
    tx.commit().await
}

/// Reaches `by` at this browser no more. Of a browser that is not hers it changes nothing, and does not tell.
///
/// # Errors
/// [`Error::Unavailable`] when a database is away.
pub(super) async fn end(app: &App, by: AccountId, endpoint: &str) -> Result<()> {
    let known = store::by_endpoint(&mut app.db.read().await?, &mac(&app.vault, endpoint)).await?;
    match known.filter(|known| known.account == by) {
        Some(known) => remove(app, &known).await,
        None => Ok(()),
    }
}

/// Removes it with its key.
pub(super) async fn remove(app: &App, stored: &Stored) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::delete(&mut tx, stored.id).await?;
    tx.commit().await?;
    app.vault.destroy(key_of(&stored.sealed)?).await?;
    Ok(())
}

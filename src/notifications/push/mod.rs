//! Web push: a browser says where it can be reached, and gets a message there that only it can read (RFC 8030, 8291,
//! 8292).

mod encrypt;
mod routes;
pub(super) mod store;
mod subscriptions;
mod vapid;

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;
use url::Url;

pub use routes::{Api, routes};
pub(super) use vapid::Vapid;

use self::encrypt::Recipient;
use super::{
    deliver::Outcome,
    model::{Notice, Occasion},
};
use crate::{
    accounts::Language,
    app::App,
    platform::{Error, Result, crypto::Vault, http::outward::Failed},
};

crate::id_type! {
    /// Identifies a push subscription.
    SubscriptionId
}

/// The length of a `Topic` (RFC 8030, 5.4: at most 32 letters), in bytes before they are written as letters.
const TOPIC: usize = 24;

/// Pushes that something waits to one browser.
///
/// # Errors
/// [`Error::Unavailable`] when a database is away.
pub(super) async fn send(app: &App, to: &store::Stored, notice: &Notice, language: Language) -> Result<Outcome> {
    let subscription = match subscriptions::open(&app.vault, to).await {
        Ok(subscription) => subscription,
        // Its key is destroyed: an unsubscribing that got half-way.
        Err(Error::NotFound) => return Ok(Outcome::Gone),
        Err(error) => return Err(error),
    };
    let Ok(endpoint) = subscription.endpoint.parse::<Url>() else { return Ok(Outcome::Never("no endpoint")) };
    let (key, auth) = (subscription.key()?, subscription.auth()?);
    // One word, as long in either language: no more than this lies in the message, and its length says nothing.
    let text = json!({"language": language.as_str()}).to_string();
    let body = encrypt::seal(Recipient { key: &key, auth: &auth }, text.as_bytes())?;
    let now = app.clock.now();
    let authorization = app.notifications.vapid(app).await?.authorization(&endpoint, contact(app).as_deref(), now)?;
    let headers = headers(&authorization, notice, &topic(&app.vault, to.id, notice.occasion), now)?;
    Ok(match app.notifications.outward.post(&endpoint, headers, body.into()).await {
        Ok(answer) => match answer.status {
            status if status.is_success() => Outcome::Delivered,
            StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::Gone,
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {
                Outcome::Later { why: "the push service is busy", after: answer.retry_after }
            }
            status if status.is_client_error() => Outcome::Never("the push service refused it"),
            _ => Outcome::Later { why: "the push service failed", after: answer.retry_after },
        },
        Err(Failed::Refused(why)) => Outcome::Never(why),
        Err(Failed::NoAnswer(why)) => Outcome::Later { why, after: None },
    })
}

/// Forgets a subscription that its push service does not know any more.
///
/// # Errors
/// [`Error::Unavailable`] when a database is away.
pub(super) async fn forget(app: &App, subscription: &store::Stored) -> Result<()> {
    subscriptions::remove(app, subscription).await
}

fn headers(authorization: &str, notice: &Notice, topic: &str, now: DateTime<Utc>) -> Result<HeaderMap> {
    let told = |value: &str| {
        HeaderValue::from_str(value).map_err(|_| Error::Internal("a header of a push cannot be sent".into()))
    };
    let mut authorization = told(authorization)?;
    authorization.set_sensitive(true);
    Ok(HeaderMap::from_iter([
        (header::AUTHORIZATION, authorization),
        (header::CONTENT_ENCODING, HeaderValue::from_static("aes128gcm")),
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (HeaderName::from_static("ttl"), told(&notice.seconds_left(now).to_string())?),
        (HeaderName::from_static("urgency"), HeaderValue::from_static(notice.occasion.urgency())),
        (HeaderName::from_static("topic"), told(topic)?),
    ]))
}

/// What repeats collapse by while her browser cannot be reached: one push an occasion. The service must not learn
/// which occasion it is, or that two of her browsers are one person's.
fn topic(vault: &Vault, subscription: SubscriptionId, occasion: Occasion) -> String {
    let of = [subscription.as_uuid().as_bytes(), occasion.as_str().as_bytes()].concat();
    BASE64URL_NOPAD.encode(&vault.mac("push topic", &of)[..TOPIC])
}

/// Where a push service's people may write.
fn contact(app: &App) -> Option<String> {
    let public = &app.public_url;
    match &app.config.mail {
        Some(mail) => Some(format!("mailto:{}", mail.from.email)),
        None if public.scheme() == "https" => Some(public.origin().ascii_serialization()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_of_letters_that_every_push_service_takes() {
        assert_eq!(BASE64URL_NOPAD.encode_len(TOPIC), 32);
    }
}

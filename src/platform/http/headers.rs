//! The headers that every answer carries, errors too.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

/// The policy of a page that may be framed by `$ancestors` only.
macro_rules! policy {
    ($ancestors:literal) => {
        concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
             connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors ",
            $ancestors,
            "; require-trusted-types-for 'script'"
        )
    };
}

const CONTENT_SECURITY_POLICY: &str = policy!("'none'");

/// What a browser can grant and no page of ours uses. Left out, so that a page may: a sound when an offer comes
/// (`autoplay`), copying the return code (`clipboard-write`).
const PERMISSIONS_POLICY: &str = "accelerometer=(), bluetooth=(), browsing-topics=(), camera=(), clipboard-read=(), \
    compute-pressure=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), \
    geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), keyboard-map=(), \
    local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), picture-in-picture=(), \
    publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), \
    sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()";

/// A year. Without `includeSubDomains`: the neighbours under the city's domain are not ours to decide for.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=31536000";

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const EVERYWHERE: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // For browsers that do not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// What the headers depend on.
#[derive(Debug, Clone, Copy)]
pub struct Transport {
    /// People reach the server by https, so browsers may be told to insist on it.
    pub tls: bool,
}

/// What pages of others may do with an answer; laid into its extensions by its handler. All else is ours alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Abroad {
    /// Run it as a script.
    Script,
    /// Show it in a frame: those with these origins, each checked before, with a space between them. Empty: nobody.
    Frame(String),
}

/// Puts the headers on. Only the handler of hashed assets sets `Cache-Control` itself; all else is `no-store`.
pub async fn put(transport: Transport, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return response;
    }
    let abroad = response.extensions_mut().remove::<Abroad>();
    let headers = response.headers_mut();
    for (name, value) in EVERYWHERE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(abroad) = abroad {
        go_abroad(&abroad, headers);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if transport.tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT_SECURITY));
    }
    response
}

fn go_abroad(abroad: &Abroad, headers: &mut HeaderMap) {
    let Abroad::Frame(origins) = abroad else {
        headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        return;
    };
    let framed = format!(policy!("{}"), origins);
    // What is no header is framed by nobody.
    if let Ok(policy) = HeaderValue::from_str(&framed)
        && !origins.is_empty()
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        // A partner's page may itself insist on being told that it may use what it loads.
        headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        headers.remove(header::X_FRAME_OPTIONS);
    }
}

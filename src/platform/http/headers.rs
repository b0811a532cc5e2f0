//! The headers that every answer carries, errors too.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderName, HeaderValue, StatusCode, header};

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

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

const EVERYWHERE: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// What the headers depend on.
#[derive(Debug, Clone, Copy)]
pub struct Transport {
    /// People reach the server by https, so browsers may be told to insist on it.
    pub tls: bool,
}

/// Puts the headers on. Only the handler of hashed assets sets `Cache-Control` itself; all else is `no-store`.
pub async fn put(transport: Transport, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return response;
    }
    let headers = response.headers_mut();
    for (name, value) in EVERYWHERE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if transport.tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT_SECURITY));
    }
    response
}

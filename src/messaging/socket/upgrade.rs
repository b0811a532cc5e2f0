//! From HTTP to WebSocket. Done by hand on hyper's upgrade, since ending a socket after a frame that is too large needs
//! the stream below (`wire.rs`).

use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use utoipa::OpenApi;

use super::{Wire, session};
use crate::{
    app::App,
    messaging::protocol::{ClientFrame, SUBPROTOCOL, ServerFrame},
    platform::{
        error::{Error, Result},
        http::Problem,
    },
};

/// The socket's route.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/socket", get(upgrade))
}

/// Their description, with the frames of the socket.
#[derive(Debug, OpenApi)]
#[openapi(paths(upgrade), components(schemas(ClientFrame, ServerFrame)))]
pub struct Api;

/// The socket: a WebSocket with the subprotocol `gyeot.v1`, one JSON object (`ClientFrame`, `ServerFrame`) a text
/// frame. Staff are known by their cookie, a visitor by the token in her `hello`. `docs/asyncapi.yaml` describes it.
#[utoipa::path(get, path = "/api/v1/socket", tag = "socket", responses(
    (status = 101, description = "the socket is open: say `hello` within 10 s"),
    (status = 400, description = "no WebSocket handshake, or subprotocols without `gyeot.v1`", body = Problem),
    (status = 403, description = "an `Origin` that is not on the allow-list", body = Problem),
))]
async fn upgrade(State(app): State<App>, mut request: Request) -> Result<Response> {
    app.origins.check_if_present(request.headers())?;
    let (answer, upgrading) = accept(&mut request)?;
    let cookies: HeaderMap =
        request.headers().get_all(header::COOKIE).iter().map(|cookie| (header::COOKIE, cookie.clone())).collect();
    if app.stop.is_cancelled() {
        return Err(Error::Unavailable("the server stops".into()));
    }
    let sockets = app.sockets.clone();
    sockets.spawn(async move {
        // A connection that ends before it is upgraded is of no interest to anyone.
        if let Ok(stream) = upgrading.await {
            let wire = Wire::server(TokioIo::new(stream)).await;
            session::run(app, wire, cookies).await;
        }
    });
    Ok(answer)
}

/// Checks the handshake of RFC 6455 and answers it with 101.
///
/// # Errors
/// [`Error::Malformed`] for a request that is no such handshake, or offers subprotocols without ours.
pub fn accept(request: &mut Request) -> Result<(Response, OnUpgrade)> {
    let refused = |detail: &str| Error::Malformed(detail.into());
    let headers = request.headers();
    if !has_token(headers, &header::CONNECTION, "upgrade") || !has_token(headers, &header::UPGRADE, "websocket") {
        return Err(refused("this is a WebSocket: ask for an upgrade"));
    }
    if headers.get(header::SEC_WEBSOCKET_VERSION).map(HeaderValue::as_bytes) != Some(b"13") {
        return Err(refused("Sec-WebSocket-Version must be 13"));
    }
    let key = headers
        .get(header::SEC_WEBSOCKET_KEY)
        .filter(|key| key.len() == 24)
        .ok_or_else(|| refused("Sec-WebSocket-Key is missing or ill-formed"))?;
    let accept = HeaderValue::from_str(&derive_accept_key(key.as_bytes()))
        .map_err(|_| refused("Sec-WebSocket-Key is missing or ill-formed"))?;
    let offers = headers.contains_key(header::SEC_WEBSOCKET_PROTOCOL);
    // To the letter: a browser drops the connection when the answer is not one of its offers.
    if offers && !names(headers, &header::SEC_WEBSOCKET_PROTOCOL).any(|offer| offer == SUBPROTOCOL) {
        return Err(refused("of the subprotocols, only gyeot.v1 is spoken here"));
    }
    let upgrading =
        request.extensions_mut().remove::<OnUpgrade>().ok_or_else(|| refused("this connection cannot be upgraded"))?;
    let mut answer = StatusCode::SWITCHING_PROTOCOLS.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    if offers {
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
    }
    Ok((answer, upgrading))
}

/// Whether a header's comma-separated list names `token`.
fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    names(headers, name).any(|value| value.eq_ignore_ascii_case(token))
}

/// What a header's comma-separated list names.
fn names<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

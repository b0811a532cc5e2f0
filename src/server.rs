//! Listening: connections in, requests to the router, an orderly end.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::{Router, extract::State, response::IntoResponse, routing::get};
use axum_server::{
    Handle,
    accept::NoDelayAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use http::{StatusCode, header};
use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::conn::auto::Builder,
};

use crate::{
    app::{App, ENDS_WITHIN},
    platform::{Error, Result, telemetry::Metrics},
    router,
};

/// A client that connects and says nothing, or says it byte by byte, is let go after this.
const HEADERS_WITHIN: Duration = Duration::from_secs(20);

/// Takes an address to listen on.
///
/// # Errors
/// [`Error::Unavailable`] in plain words: in use, not ours, or not allowed.
pub fn bind(key: &str, address: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let bound = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    });
    bound.map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AddrInUse => "another program listens there already".to_owned(),
            _ => error.to_string(),
        };
        Error::Unavailable(format!("cannot listen on {address} ({key}): {why}"))
    })
}

/// Serves until `app.stop` is cancelled; then lets the requests that run finish, but not for ever.
///
/// # Errors
/// When accepting connections fails for good.
pub async fn serve(app: &App, listener: TcpListener, tls: Option<Arc<rustls::ServerConfig>>) -> io::Result<()> {
    run(app, router::router(app), listener, tls).await
}

/// Serves the figures as Prometheus text, on a listener of their own that visitors never reach.
///
/// # Errors
/// As [`serve`].
pub async fn serve_metrics(app: &App, listener: TcpListener) -> io::Result<()> {
    let router = Router::new().route("/metrics", get(metrics)).with_state(app.metrics.clone());
    run(app, router, listener, None).await
}

async fn metrics(State(metrics): State<Metrics>) -> impl IntoResponse {
    match metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
            .into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn run(
    app: &App,
    router: Router,
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
) -> io::Result<()> {
    let handle = Handle::new();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopping = {
        let (handle, stopping) = (handle.clone(), app.stop.clone());
        async move {
            stopping.cancelled().await;
            handle.graceful_shutdown(Some(ENDS_WITHIN));
            std::future::pending::<io::Result<()>>().await
        }
    };
    let serving = async {
        // Without it the kernel holds a small frame back until the one before is acknowledged: 40 ms and more, for
        // whoever is told `stored` and hears a message at the same moment.
        let acceptor = NoDelayAcceptor::new();
        if let Some(tls) = tls {
            let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(tls)).acceptor(acceptor);
            let mut server = axum_server::from_tcp(listener)?.acceptor(acceptor).handle(handle);
            *server.http_builder() = connections();
            server.serve(service).await
        } else {
            let mut server = axum_server::from_tcp(listener)?.acceptor(acceptor).handle(handle);
            *server.http_builder() = connections();
            server.serve(service).await
        }
    };
    tokio::select! {
        ended = serving => ended,
        never = stopping => never,
    }
}

/// HTTP/1.1 alone, set here and not by axum-server's own `http1_only`, which would switch upgrades off.
fn connections() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN).max_buf_size(64 * 1024);
    builder
}

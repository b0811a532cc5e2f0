//! `gyeot serve`: a server, until it is told to stop.

use std::io::Write;

use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, block_on, settings};
use crate::{
    app::App,
    platform::{
        Clock, Config,
        config::Flags,
        http::{origin, tls},
        telemetry,
    },
    server,
};

/// How to serve.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the settings that would hold and stop; touches no database.
    #[arg(long)]
    check_config: bool,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = settings(args.flags)?;
    if args.check_config {
        if let Some(files) = &config.tls {
            tls::load(files)?;
        }
        std::io::stdout().write_all(config.printed().as_bytes())?;
        return Ok(());
    }
    telemetry::start(&config);
    block_on(serve(config))?
}

async fn serve(config: Config) -> Result<(), Failure> {
    let tls = config.tls.as_ref().map(tls::load).transpose()?;
    // Before anything is opened: a second start by mistake must change nothing.
    let (listener, listening) = server::bind("GYEOT_LISTEN", config.listen)?;
    let metrics = config.metrics_listen.map(|address| server::bind("GYEOT_METRICS_LISTEN", address)).transpose()?;
    let app = App::start(config, Clock::system(), listening).await?;
    warn_of_plain_http(&app);
    // Some tenths of a second of work, beside everything else, so that nobody's first message waits for it.
    app.tasks.spawn_blocking(gyeot_rules::prepare);
    tokio::spawn(stop_on_signal(app.clone()));
    if let Some((listener, address)) = metrics {
        tracing::info!(%address, "metrics are served");
        let app = app.clone();
        tokio::spawn(async move { server::serve_metrics(&app, listener).await });
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    // The one line on standard output: whoever started us on port 0 reads the port from it.
    writeln!(std::io::stdout(), "listening on {scheme}://{listening}")?;
    std::io::stdout().flush()?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), public_url = %app.public_url, "started");
    let served = server::serve(&app, listener, tls).await;
    app.end().await;
    tracing::info!("stopped");
    Ok(served?)
}

fn warn_of_plain_http(app: &App) {
    if app.public_url.scheme() == "http" && !origin::is_loopback(&app.public_url) {
        tracing::warn!(
            "GYEOT_PUBLIC_URL is plain http beyond this machine: everything can be read on the way. Use https, here \
             (GYEOT_TLS_CERT) or at a proxy in front"
        );
    }
}

/// Stops the server on Ctrl-C and on a service manager's word.
pub(super) async fn stop_on_signal(app: App) {
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        tracing::error!("cannot listen for signals: only kill -9 stops this server");
        return;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
    app.stop.cancel();
}

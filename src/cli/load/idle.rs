//! Sockets that only keep themselves alive, and what each of them costs the server.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use futures_util::future::try_join_all;
use http::Method;
use serde_json::json;
use tokio::time::{Instant, sleep, sleep_until};

use super::{
    Args,
    figures::Figures,
    machine::Process,
    people::{ask, hello},
    report::IdleReport,
    wire::{Came, Wire},
};
use crate::cli::{
    Failure,
    client::{Answer, As, Site},
};

/// How many visitors come at the same time.
const COMING: usize = 8;
/// How often a socket pings, as the protocol wants it.
const BEAT: Duration = Duration::from_secs(20);
/// What the server's allocator may need to come to rest.
const REST: Duration = Duration::from_secs(3);

pub(super) async fn run(
    args: &Args,
    site: &Site,
    count: usize,
    server: Option<Process>,
) -> Result<IdleReport, Failure> {
    let server =
        server.ok_or_else(|| Failure::Found("--idle needs the server on this machine: name it by --pid".into()))?;
    let memory = || server.resident().ok_or_else(|| Failure::Found("the server is gone".into()));
    let tokens = visits(site, count).await?;
    sleep(REST).await;
    let before = memory()?;
    let figures = Arc::new(Figures::new());
    let next = AtomicUsize::new(0);
    let opening = async || {
        while let Some(token) = tokens.get(next.fetch_add(1, Relaxed)) {
            let wire = hello(site, As::Visitor(token)).await?;
            tokio::spawn(keep_alive(wire, figures.clone()));
        }
        Ok::<_, Failure>(())
    };
    try_join_all((0..COMING).map(|_| opening())).await?;
    sleep(REST).await;
    let open = memory()?;
    eprintln!("{count} sockets are open; they are held for {} s", args.seconds);
    let cpu = server.cpu_seconds();
    sleep(Duration::from_secs(args.seconds)).await;
    let held = memory()?;
    let cpu_seconds = server.cpu_seconds().zip(cpu).map_or(0.0, |(after, before)| after - before);
    figures.over.store(true, Relaxed);
    leave(site, &tokens).await?;
    let more = open.max(held).saturating_sub(before) * 1024;
    Ok(IdleReport {
        sockets: count as u64,
        seconds: args.seconds,
        pid: server.id(),
        resident_kb_before: before,
        resident_kb_open: open,
        resident_kb_held: held,
        bytes_per_socket: more / count.max(1) as u64,
        cpu_seconds,
        troubles: figures.troubles(),
    })
}

async fn visits(site: &Site, count: usize) -> Result<Vec<String>, Failure> {
    let next = AtomicUsize::new(0);
    let coming = async || {
        let (mut http, mut tokens) = (site.http(), Vec::new());
        while next.fetch_add(1, Relaxed) < count {
            let visit = ask(&mut http, Method::POST, "/visits", As::Anyone, &json!({"language": "ko"})).await?;
            tokens.push(Answer::text(&visit, "token")?);
        }
        Ok::<_, Failure>(tokens)
    };
    let came = try_join_all((0..COMING).map(|_| coming())).await?;
    Ok(came.into_iter().flatten().collect())
}

async fn leave(site: &Site, tokens: &[String]) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let leaving = async || {
        let mut http = site.http();
        while let Some(token) = tokens.get(next.fetch_add(1, Relaxed)) {
            ask(&mut http, Method::POST, "/visits/leave", As::Visitor(token), &json!({})).await?;
        }
        Ok::<_, Failure>(())
    };
    try_join_all((0..COMING).map(|_| leaving())).await.map(drop)
}

async fn keep_alive(mut wire: Wire, figures: Arc<Figures>) {
    let mut beat = Instant::now() + BEAT;
    while !figures.over.load(Relaxed) {
        tokio::select! {
            turned = wire.turn() => {
                if let Err(error) = turned {
                    return figures.trouble(format!("an idle socket broke: {error}"));
                }
                loop {
                    match wire.next() {
                        Ok(Some(Came::Text(_))) => {}
                        Ok(Some(Came::Close(code))) => {
                            return figures.trouble(format!("the server closed an idle socket with {code}"));
                        }
                        Ok(None) => break,
                        Err(error) => return figures.trouble(format!("an idle socket broke: {error}")),
                    }
                }
            }
            () = sleep_until(beat) => {
                wire.say(br#"{"type":"ping"}"#);
                beat = Instant::now() + BEAT;
                if let Err(error) = wire.flush() {
                    return figures.trouble(format!("an idle socket broke: {error}"));
                }
            }
        }
    }
}

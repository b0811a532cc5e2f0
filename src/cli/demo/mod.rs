//! `gyeot demo`: a server of its own with made-up people, to look around in.

mod folder;
mod script;
mod staff;
mod visitor;

use std::{
    fmt::Write as _,
    io::{self, Write},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    time::Duration,
};

use super::{Failure, block_on, client::Site, serve};
use crate::{
    app::App,
    platform::{
        Clock, Config,
        config::{Flags, Sources},
        telemetry,
    },
    server,
};
use folder::Folder;
use script::SCRIPTS;
use staff::PEOPLE;
use visitor::Parts;

/// How many ports are tried from the wanted one on.
const PORTS: u16 = 50;
/// How many visitors there are at a time.
const VISITORS: u16 = 4;
/// How long after each other they come at first, in seconds.
const APART: u64 = 4;

/// How to run the demo.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen; the next free port when it is taken.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Keep what is written in this folder [default: a temporary one, removed at the end].
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let (listener, listening) = listen(args.listen)?;
    let folder = match args.keep {
        Some(path) => Folder::keep(path),
        None => Folder::temporary()?,
    };
    let config = settings(&folder, listening)?;
    telemetry::start(&config);
    block_on(play(config, listener, listening, &folder))?
}

/// Takes the wanted port, or the next free one.
fn listen(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let mut address = wanted;
    loop {
        match TcpListener::bind(address) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                let listening = listener.local_addr()?;
                if address != wanted {
                    eprintln!("port {} is taken; the demo is on port {} instead", wanted.port(), listening.port());
                }
                return Ok((listener, listening));
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                match address.port().checked_add(1).filter(|port| *port < wanted.port().saturating_add(PORTS)) {
                    Some(port) => address.set_port(port),
                    None => {
                        return Err(Failure::Found(format!(
                            "ports {} to {} are all taken: name another one by --listen",
                            wanted.port(),
                            address.port()
                        )));
                    }
                }
            }
            Err(error) => return Err(Failure::Found(format!("cannot listen on {address}: {error}"))),
        }
    }
}

/// The demo's own settings: nothing of the environment and no file is read, so that it never touches a real server's
/// data.
fn settings(folder: &Folder, listening: SocketAddr) -> Result<Config, Failure> {
    let text = |value: &str| Some(value.to_owned());
    let flags = Flags {
        listen: Some(listening.to_string()),
        data_dir: Some(folder.path().display().to_string()),
        require_second_factor: text("false"),
        challenge: text("off"),
        limit_visits_per_minute: text("0"),
        log: text("warn"),
        ..Flags::default()
    };
    Ok(Sources { flags, ..Sources::default() }.config()?)
}

async fn play(config: Config, listener: TcpListener, listening: SocketAddr, folder: &Folder) -> Result<(), Failure> {
    let app = App::start(config, Clock::system(), listening).await?;
    tokio::spawn(serve::stop_on_signal(app.clone()));
    let serving = tokio::spawn({
        let app = app.clone();
        async move { server::serve(&app, listener, None).await }
    });
    let prepared = prepare(&app, folder).await;
    if prepared.is_err() {
        app.stop.cancel();
    }
    let served = serving.await.map_err(|error| Failure::Found(error.to_string()))?;
    app.end().await;
    prepared?;
    Ok(served?)
}

/// Brings everybody in, and says where they are.
async fn prepare(app: &App, folder: &Folder) -> Result<(), Failure> {
    staff::hire(app).await?;
    let url = app.public_url.origin().ascii_serialization();
    let site = Site::parse(&url, None)?;
    staff::share_replies(&site).await?;
    let parts = Parts::new(SCRIPTS);
    for number in 0..VISITORS {
        let after = Duration::from_secs(APART * u64::from(number));
        let living = visitor::live(site.clone(), parts.clone(), after);
        let stop = app.stop.clone();
        app.tasks.spawn(async move { stop.run_until_cancelled(living).await });
    }
    let mut out = io::stdout();
    out.write_all(table(&url, folder).as_bytes())?;
    out.flush()?;
    Ok(())
}

fn table(url: &str, folder: &Folder) -> String {
    let mut table = format!(
        "\nGyeot demo. Everybody in it is made up; the visitors answer when you write to them.\n\n  \
         for a visitor   {url}/\n  for staff       {url}/desk\n\n  {:<24}{:<20}{:<14}name\n",
        "e-mail", "password", "role"
    );
    for person in PEOPLE {
        let row = (person.email, person.password, person.role, person.name);
        writeln!(table, "  {:<24}{:<20}{:<14}{}", row.0, row.1, row.2, row.3).expect("writing to a String cannot fail");
    }
    let fate = if folder.is_kept() { "is kept" } else { "is removed at the end" };
    write!(
        table,
        "\nSign in as a counsellor, make yourself available, and open the chat that is offered.\n\
         Its data is in {} and {fate}. Ctrl-C ends it.\n\n",
        folder.path().display()
    )
    .expect("writing to a String cannot fail");
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_makes_way_for_the_next_free_one() {
        let (first, taken) = listen(([127, 0, 0, 1], 0).into()).unwrap();
        let (_second, next) = listen(taken).unwrap();
        assert!(next.port() > taken.port() && next.ip() == taken.ip());
        drop(first);
        assert_eq!(listen(taken).unwrap().1, taken);
    }

    #[test]
    fn a_temporary_folder_goes_and_a_kept_one_stays() {
        let folder = Folder::temporary().unwrap();
        let path = folder.path().to_owned();
        std::fs::write(path.join("x"), "x").unwrap();
        drop(folder);
        assert!(!path.exists());
        let kept = tempfile::tempdir().unwrap();
        drop(Folder::keep(kept.path().to_owned()));
        assert!(kept.path().exists());
    }

    #[test]
    fn its_settings_are_its_own() {
        let folder = Folder::temporary().unwrap();
        let config = settings(&folder, ([127, 0, 0, 1], 8080).into()).unwrap();
        assert_eq!(config.data_dir, folder.path());
        assert!(!config.require_second_factor);
    }
}

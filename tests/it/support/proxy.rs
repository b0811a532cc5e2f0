//! A link that can be bad: slow, deaf in one direction or both, or cut.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    time::sleep,
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// How the link behaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weather {
    /// What the client sends vanishes, its end of the connection too.
    pub drop_up: bool,
    /// What the server sends vanishes, its end of the connection too.
    pub drop_down: bool,
    /// Each piece takes so much longer.
    pub delay: Duration,
}

/// A proxy in front of a server.
pub struct Proxy {
    address: SocketAddr,
    weather: watch::Sender<Weather>,
    _stop: DropGuard,
}

impl Proxy {
    /// Starts one on a free port, in good weather.
    pub async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (weather, stop) = (watch::Sender::default(), CancellationToken::new());
        let (seen, stopped) = (weather.subscribe(), stop.clone());
        tokio::spawn(stopped.run_until_cancelled_owned(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(link(client, server, seen.clone()));
            }
        }));
        Self { address, weather, _stop: stop.drop_guard() }
    }

    /// Where clients connect.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes how it behaves, for connections that there are too.
    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }
}

async fn link(client: TcpStream, server: SocketAddr, weather: watch::Receiver<Weather>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::join!(
        carry(from_client, to_server, weather.clone(), |weather| weather.drop_up),
        carry(from_server, to_client, weather, |weather| weather.drop_down),
    );
}

async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut weather: watch::Receiver<Weather>,
    dropping: fn(&Weather) -> bool,
) {
    let mut piece = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut piece).await.unwrap_or(0);
        let now = *weather.borrow_and_update();
        sleep(now.delay).await;
        if dropping(&now) {
            if read == 0 {
                // The other side does not hear of the end before the link is good again.
                let _ = weather.wait_for(|weather| !dropping(weather)).await;
                return;
            }
        } else if read == 0 || to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
}

//! The real server in the test's own process, on a free port, with databases of its own.

use std::{net::SocketAddr, ops::Deref, sync::Arc};

use gyeot::{
    app::App,
    platform::{Clock, Config, config::Challenge, config::Limits, db::Engine},
    server,
};
use tokio::task::JoinHandle;

use super::{client::Client, db::Databases, engines::Fixture};

/// What a server is started with. Without a change: no limits, no second factor, no challenge, the machine's clock.
pub struct Settings {
    /// The settings.
    pub config: Config,
    /// The time.
    pub clock: Clock,
}

/// A running server. It ends when it is dropped, its databases with the last server on them.
pub struct TestApp {
    app: App,
    serving: JoinHandle<std::io::Result<()>>,
    address: SocketAddr,
    databases: Arc<Databases>,
}

impl TestApp {
    /// A server on fresh databases, with other settings.
    pub async fn with(engine: Engine, change: impl FnOnce(&mut Settings)) -> Self {
        Self::on(Arc::new(Databases::create(engine).await), change).await
    }

    /// A server on databases that are there: another node, or the same one started anew.
    pub async fn on(databases: Arc<Databases>, change: impl FnOnce(&mut Settings)) -> Self {
        let mut config = Config::in_folder(&databases.folder()).unwrap();
        config.database_url = databases.data().clone();
        config.keys_url = databases.keys().clone();
        config.require_second_factor = false;
        config.challenge = Challenge::Off;
        config.limits = Limits { visits_per_minute: 0, frames_per_minute: 0, staff_frames_per_minute: 0 };
        let mut settings = Settings { config, clock: Clock::system() };
        change(&mut settings);
        let (listener, address) = server::bind("GYEOT_LISTEN", settings.config.listen).unwrap();
        let app = App::start(settings.config, settings.clock, address).await.unwrap();
        let serving = tokio::spawn({
            let app = app.clone();
            async move { server::serve(&app, listener, None).await }
        });
        Self { app, serving, address, databases }
    }

    /// Its databases, for another server on them.
    pub fn databases(&self) -> Arc<Databases> {
        self.databases.clone()
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a browser that opened its page sends as `Origin`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Somebody whom the server does not know.
    pub fn anyone(&self) -> Client {
        Client::new(self.address)
    }

    /// Stops it in order, as on SIGTERM.
    pub async fn stop(mut self) {
        self.app.stop.cancel();
        (&mut self.serving).await.unwrap().unwrap();
        self.app.end().await;
    }
}

impl Deref for TestApp {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl Fixture for TestApp {
    async fn start(engine: Engine) -> Self {
        Self::with(engine, |_| ()).await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.app.stop.cancel();
    }
}

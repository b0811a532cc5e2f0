//! A fresh database of a test's own, on the engine asked for.

use std::{env, path::PathBuf};

use gyeot::platform::db::{Db, Engine, Purpose, Url};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

use super::engines::Fixture;

/// Two fresh databases, data and keys, and a folder. They end with this.
pub struct Databases {
    data: Url,
    keys: Url,
    /// Names of PostgreSQL databases to drop.
    created: Vec<String>,
    folder: TempDir,
}

impl Databases {
    /// Makes them. They have no schema yet: the first to connect brings it.
    pub async fn create(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (data, keys, created) = match engine {
            Engine::Sqlite => {
                (Url::Sqlite(folder.path().join("gyeot.db")), Url::Sqlite(folder.path().join("keys.db")), Vec::new())
            }
            Engine::Postgres => {
                let name = format!("t{}", uuid::Uuid::new_v4().simple());
                let names = vec![name.clone(), name + "_keys"];
                let mut server =
                    PgConnection::connect(&server()).await.expect("the PostgreSQL of GYEOT_TEST_POSTGRES_URL");
                for name in &names {
                    run(&mut server, format!("CREATE DATABASE {name}")).await;
                }
                (on_server(&names[0]), on_server(&names[1]), names)
            }
        };
        Self { data, keys, created, folder }
    }

    /// Where the data are.
    pub const fn data(&self) -> &Url {
        &self.data
    }

    /// Where the keys are.
    pub const fn keys(&self) -> &Url {
        &self.keys
    }

    /// As the configuration has it.
    pub fn text(url: &Url) -> String {
        match url {
            Url::Sqlite(path) => format!("sqlite:{}", path.display()),
            Url::Postgres(url) => url.to_string(),
        }
    }

    /// The data directory.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Opens the data.
    pub async fn open_data(&self) -> Db {
        Db::connect(&self.data, Purpose::Data).await.unwrap()
    }
}

impl Fixture for Databases {
    async fn start(engine: Engine) -> Self {
        Self::create(engine).await
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        let names = std::mem::take(&mut self.created);
        if names.is_empty() {
            return;
        }
        // In a thread of its own: the test's runtime may be ending, and `drop` cannot wait in it.
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
                let mut server = PgConnection::connect(&server()).await.unwrap();
                for name in names {
                    run(&mut server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
                }
            });
        });
        let _ = dropped.join();
    }
}

fn server() -> String {
    env::var("GYEOT_TEST_POSTGRES_URL").expect("no GYEOT_TEST_POSTGRES_URL: run the tests with `make test`")
}

fn on_server(database: &str) -> Url {
    let mut url = url::Url::parse(&server()).unwrap();
    url.set_path(database);
    Url::Postgres(url)
}

async fn run(server: &mut PgConnection, sql: String) {
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(server).await.unwrap();
}

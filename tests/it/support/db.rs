//! A fresh database of a test's own, on the engine asked for.

use std::{
    collections::BTreeMap,
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

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
    /// Makes them. On PostgreSQL they have the schema already, copied from databases that were brought up to date once:
    /// that is four times as fast as bringing each one up to date. On SQLite the first to connect brings it.
    pub async fn create(engine: Engine) -> Self {
        Self::made(engine, true).await
    }

    /// Makes them without a schema.
    pub async fn bare(engine: Engine) -> Self {
        Self::made(engine, false).await
    }

    async fn made(engine: Engine, schema: bool) -> Self {
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
                for (name, purpose) in names.iter().zip([Purpose::Data, Purpose::Keys]) {
                    let of = if schema { template(&mut server, purpose).await } else { "template1".into() };
                    run(&mut server, format!("CREATE DATABASE {name} TEMPLATE {of} STRATEGY FILE_COPY")).await;
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

/// A database with today's schema and nothing in it, made by the first test that wants it.
async fn template(server: &mut PgConnection, purpose: Purpose) -> String {
    let name = format!("template_{:016x}", schema_mark(purpose));
    if exists(server, &name).await {
        return name;
    }
    // Each test is a process: one of them makes it, the others wait.
    run(server, "SELECT pg_advisory_lock(7340)".into()).await;
    if !exists(server, &name).await {
        let making = format!("{name}_new");
        run(server, format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await;
        run(server, format!("CREATE DATABASE {making}")).await;
        Db::connect(&on_server(&making), purpose).await.unwrap().close().await;
        run(server, format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    }
    run(server, "SELECT pg_advisory_unlock(7340)".into()).await;
    name
}

async fn exists(server: &mut PgConnection, name: &str) -> bool {
    let found = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(name).fetch_optional(server).await;
    found.unwrap().is_some()
}

/// Other migrations, another template: the server may be older than they are.
fn schema_mark(purpose: Purpose) -> u64 {
    let folder = if purpose == Purpose::Data { "migrations/postgres" } else { "migrations/keys/postgres" };
    let files: BTreeMap<_, _> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    hasher.finish()
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

//! A PostgreSQL of a test's own that may be killed.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt as _, chown},
        process::CommandExt as _,
    },
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use sqlx::Connection as _;
use tempfile::TempDir;

/// How long it may take to come back, recovery included.
const START: Duration = Duration::from_mins(1);

/// A PostgreSQL server, durable as in real life: fsync is on.
pub struct Server {
    folder: TempDir,
    port: u16,
    postmaster: Option<Child>,
}

impl Server {
    /// Makes and starts one on a free port.
    pub async fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("gyeot-pg").tempdir().unwrap();
        if let Some((uid, gid)) = lowly() {
            chown(folder.path(), Some(uid), Some(gid)).unwrap();
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { folder, port, postmaster: None };
        let made = server
            .command("initdb")
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(server.data())
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        server.restart().await;
        server
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes a database and gives back its address.
    pub async fn create(&self, database: &str) -> String {
        let mut connection = sqlx::PgConnection::connect(&self.url("postgres")).await.unwrap();
        let sql = format!("CREATE DATABASE {database}");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        self.url(database)
    }

    /// Kills the postmaster without a warning; its children see that it is gone and end.
    pub fn kill(&mut self) {
        if let Some(mut postmaster) = self.postmaster.take() {
            postmaster.kill().unwrap();
            postmaster.wait().unwrap();
        }
    }

    /// Starts it again on the same data and port, and waits until it has recovered.
    pub async fn restart(&mut self) {
        self.kill();
        let begun = Instant::now();
        loop {
            let log = fs::File::create(self.folder.path().join("log")).unwrap();
            let folder = self.folder.path().display().to_string();
            let mut child = self
                .command("postgres")
                .args(["-p", &self.port.to_string(), "-k", &folder, "-c", "listen_addresses=127.0.0.1"])
                .args(["-c", "max_connections=60", "-D"])
                .arg(self.data())
                .stdout(Stdio::null())
                .stderr(log)
                .spawn()
                .unwrap();
            // It refuses to start while a child of the killed one still lives: then again.
            while child.try_wait().unwrap().is_none() {
                if let Ok(connection) = sqlx::PgConnection::connect(&self.url("postgres")).await {
                    let _ = connection.close().await;
                    self.postmaster = Some(child);
                    return;
                }
                assert!(begun.elapsed() < START, "PostgreSQL did not come: {}", self.log());
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            assert!(begun.elapsed() < START, "PostgreSQL did not start: {}", self.log());
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(programs().join(program));
        command.current_dir(self.folder.path()).env("LC_ALL", "C.UTF-8");
        if let Some((uid, gid)) = lowly() {
            command.uid(uid).gid(gid);
        }
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Where its programs are: told by `make test`, on PATH, or where Debian keeps them.
fn programs() -> PathBuf {
    if let Some(folder) = env::var_os("GYEOT_TEST_POSTGRES_BIN") {
        return folder.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    env::split_paths(&path)
        .chain(debian)
        .find(|folder| folder.join("initdb").exists())
        .expect("no PostgreSQL programs: run the tests with `make test`")
}

/// Whom to run it as when we are root, which it refuses to be: user and group.
fn lowly() -> Option<(u32, u32)> {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    ["postgres", "nobody"].iter().find_map(|name| {
        let line = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        let fields: Vec<_> = line.split(':').collect();
        Some((fields[2].parse().unwrap(), fields[3].parse().unwrap()))
    })
}

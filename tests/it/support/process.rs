//! The real binary in a process of its own, to be killed as a power cut would.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// How long a start may take, recovery of the databases included.
const START: Duration = Duration::from_mins(1);

/// A server process and its data directory.
pub struct Process {
    folder: TempDir,
    environment: Vec<(String, String)>,
    child: Option<Child>,
    address: SocketAddr,
    starts: usize,
}

impl Process {
    /// Starts one on a fresh data directory.
    pub fn start(environment: &[(&str, &str)]) -> Self {
        let mut process = Self {
            folder: tempfile::tempdir().unwrap(),
            environment: environment.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect(),
            child: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            starts: 0,
        };
        process.restart();
        process
    }

    /// Where it listens: the same place after every restart.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its data directory.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Its process id, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Changes its environment for the next start.
    pub fn set(&mut self, key: &str, value: &str) {
        self.environment.retain(|(known, _)| known != key);
        self.environment.push((key.into(), value.into()));
    }

    /// Everything it logged, over all starts.
    pub fn log(&self) -> String {
        (1..=self.starts).filter_map(|start| fs::read_to_string(self.log_file(start)).ok()).collect()
    }

    /// Kills it without a warning.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Asks it to stop, as whoever runs it does.
    pub fn terminate(&self) {
        let id = self.id().expect("it runs").to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// How it ended after [`Self::terminate`].
    pub fn ended_within(&mut self, limit: Duration) -> ExitStatus {
        let begun = Instant::now();
        let mut child = self.child.take().expect("it runs");
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return status;
            }
            if begun.elapsed() > limit {
                self.child = Some(child);
                panic!("it did not end within {limit:?}: {}", self.log());
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Starts it again, on the same data and the same port.
    pub fn restart(&mut self) {
        assert!(self.try_start(), "the server did not start: {}", self.log());
    }

    /// Starts it when it must refuse to, and gives back what it said.
    pub fn refusal(&mut self) -> String {
        let before = self.log().len();
        assert!(!self.try_start(), "the server started");
        let status = self.child.take().unwrap().wait().unwrap();
        assert!(!status.success(), "it said that all was well");
        self.log().split_off(before)
    }

    /// Says whether it came to listen.
    fn try_start(&mut self) -> bool {
        self.kill();
        self.starts += 1;
        let log = File::create(self.log_file(self.starts)).unwrap();
        let mut child = self
            .command("serve")
            .env("GYEOT_LISTEN", self.address.to_string())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        self.child = Some(child);
        let listening = listening(stdout);
        self.address = listening.unwrap_or(self.address);
        listening.is_some()
    }

    /// Runs another command of the binary on the same data, with `input`, and gives back what it printed.
    pub fn run(&self, arguments: &[&str], input: &str) -> String {
        use std::io::Write as _;
        let mut child = self
            .command(arguments[0])
            .args(&arguments[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "gyeot {arguments:?}: {said}{failed}");
        said.into_owned()
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gyeot"));
        for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("GYEOT_")) {
            command.env_remove(key);
        }
        command
            .arg(name)
            .current_dir(self.folder.path())
            .env("GYEOT_DATA_DIR", self.folder.path())
            .env("GYEOT_REQUIRE_SECOND_FACTOR", "false")
            .env("GYEOT_CHALLENGE", "off")
            .env("GYEOT_LIMIT_VISITS_PER_MINUTE", "0")
            .env("GYEOT_LIMIT_FRAMES_PER_MINUTE", "0")
            .env("GYEOT_LIMIT_STAFF_FRAMES_PER_MINUTE", "0")
            .envs(self.environment.iter().map(|(key, value)| (key, value)));
        command
    }

    fn log_file(&self, start: usize) -> PathBuf {
        self.folder.path().join(format!("server-{start}.log"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The address in the line that the server prints once it listens; nothing when it ended instead.
fn listening(stdout: ChildStdout) -> Option<SocketAddr> {
    let (found, address) = mpsc::channel();
    thread::spawn(move || {
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let _ = found.send(lines.by_ref().find_map(|line| line.strip_prefix("listening on http://")?.parse().ok()));
        // Read on, or the server would stop at a full pipe.
        lines.for_each(drop);
    });
    address.recv_timeout(START).ok().flatten()
}

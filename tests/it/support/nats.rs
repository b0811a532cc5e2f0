//! NATS: a corner of the shared server, or a server of one's own that may be killed.

use std::{
    env,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use super::wait;

/// An address on the shared NATS server where no other test is heard.
pub fn url() -> String {
    let server = env::var("GYEOT_TEST_NATS_URL").expect("no GYEOT_TEST_NATS_URL: run the tests with `make test`");
    format!("{}/t{}", server.trim_end_matches('/'), uuid::Uuid::new_v4().simple())
}

/// A NATS server of one's own.
pub struct Server {
    address: SocketAddr,
    folder: TempDir,
    child: Option<Child>,
}

impl Server {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut server = Self { address: free, folder: tempfile::tempdir().unwrap(), child: None };
        server.restart().await;
        server
    }

    /// The address for a node.
    pub fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Kills it as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Starts it again on the same port.
    pub async fn restart(&mut self) {
        self.kill();
        let log = std::fs::File::create(self.folder.path().join("nats.log")).unwrap();
        let child = Command::new(program())
            .args(["-a", "127.0.0.1", "-p", &self.address.port().to_string()])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("no nats-server: run the tests with `make test`");
        self.child = Some(child);
        let address = self.address;
        wait::until("nats-server", || async move { tokio::net::TcpStream::connect(address).await.ok() }).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Debian keeps it in /usr/sbin, which is not on everyone's PATH.
fn program() -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/local/sbin".into()])
        .map(|folder| folder.join("nats-server"))
        .find(|program| program.exists())
        .unwrap_or_else(|| "nats-server".into())
}

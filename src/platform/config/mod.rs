//! The settings: from flags, the environment and `gyeot.toml`, in this order; else the defaults. Every bad value is
//! told, each in a line that names its key.

mod read;
mod sources;

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use chrono::TimeDelta;
pub use sources::{Flags, Sources};
use url::Url;

use crate::platform::{db, http::caller::Network};

/// The settings of a server, all of them valid.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen. Port 0 takes any free one.
    pub listen: SocketAddr,
    /// What people reach the server by; without it, [`Config::public_url_at`].
    pub public_url: Option<Url>,
    /// Databases, master key and uploads, unless named elsewhere.
    pub data_dir: PathBuf,
    /// All data.
    pub database_url: db::Url,
    /// The key store, never the same database as the data.
    pub keys_url: db::Url,
    /// The news between nodes; without it, this is the only one.
    pub nats_url: Option<Url>,
    /// Only who is on shift is assigned.
    pub require_shift: bool,
    /// Staff must enrol a second factor.
    pub require_second_factor: bool,
    /// Proof of work for visitors.
    pub challenge: Challenge,
    /// How fast clients may be.
    pub limits: Limits,
    /// How long people wait for supervisors.
    pub care: Care,
    /// Where to serve Prometheus metrics, if anywhere.
    pub metrics_listen: Option<SocketAddr>,
    /// What to log, as `tracing` directives.
    pub log: String,
    /// How to log.
    pub log_format: LogFormat,
    /// The file with the master key, made on the first start.
    pub master_key_file: PathBuf,
    /// Certificate and key, when this server speaks TLS itself.
    pub tls: Option<TlsFiles>,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
}

/// How long people wait for supervisors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Care {
    /// A counsellor's draft goes out unreviewed after so long.
    pub draft_wait: TimeDelta,
    /// Supervisors are told of a visitor whom nobody has taken after so long.
    pub unclaimed_after: TimeDelta,
}

/// How fast clients may be; 0 = as fast as they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Visits that one network may start.
    pub visits_per_minute: u32,
    /// Frames that a visitor's socket may send.
    pub frames_per_minute: u32,
    /// Frames that a staff socket may send.
    pub staff_frames_per_minute: u32,
}

/// When a visitor has to solve a challenge before she can start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Challenge {
    /// Never.
    Off,
    /// Under load.
    Auto,
    /// Each time.
    Always,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For programs: one JSON object a line.
    Json,
}

/// PEM files for TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate chain, the server's own first.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// What is wrong with the settings: a line for each, naming its key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Refused(pub Vec<String>);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl FromStr for Challenge {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self::Off),
            "auto" => Ok(Self::Auto),
            "always" => Ok(Self::Always),
            _ => Err("must be off, auto or always".into()),
        }
    }
}

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "off",
            Self::Auto => "auto",
            Self::Always => "always",
        })
    }
}

impl FromStr for LogFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "pretty" => Ok(Self::Pretty),
            "json" => Ok(Self::Json),
            _ => Err("must be pretty or json".into()),
        }
    }
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pretty => "pretty",
            Self::Json => "json",
        })
    }
}

impl Config {
    /// The defaults with everything in `data_dir`, on any free port of loopback: what tests start from.
    ///
    /// # Errors
    /// [`Refused`] when the folder's name cannot stand in a setting.
    pub fn in_folder(data_dir: &std::path::Path) -> Result<Self, Refused> {
        let flags = Flags {
            listen: Some("127.0.0.1:0".into()),
            data_dir: Some(data_dir.display().to_string()),
            ..Flags::default()
        };
        Sources { flags, ..Sources::default() }.config()
    }

    /// What people reach the server by, once it is known where it really listens (port 0).
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "an address and a port make a URL")]
    pub fn public_url_at(&self, listening: SocketAddr) -> Url {
        if let Some(url) = &self.public_url {
            return url.clone();
        }
        let mut reachable = listening;
        if listening.ip().is_unspecified() {
            // "Everywhere" is no address to go to; this machine is one of the places.
            reachable.set_ip(if listening.is_ipv4() { [127, 0, 0, 1].into() } else { [0, 0, 0, 0, 0, 0, 0, 1].into() });
        }
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        Url::parse(&format!("{scheme}://{reachable}")).expect("an address and a port make a URL")
    }

    /// The settings as lines of a `gyeot.toml`, without passwords.
    #[must_use]
    pub fn printed(&self) -> String {
        let listed = |proxies: &[Network]| proxies.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let mut lines = Vec::new();
        let mut line = |key: &str, value: toml::Value| lines.push(format!("{key} = {value}\n"));
        let path = |path: &std::path::Path| path.display().to_string();
        line("GYEOT_LISTEN", self.listen.to_string().into());
        line("GYEOT_PUBLIC_URL", origin(&self.public_url_at(self.listen)).into());
        line("GYEOT_DATA_DIR", path(&self.data_dir).into());
        line("GYEOT_DATABASE_URL", self.database_url.to_string().into());
        line("GYEOT_KEYS_URL", self.keys_url.to_string().into());
        line("GYEOT_MASTER_KEY_FILE", path(&self.master_key_file).into());
        if let Some(url) = &self.nats_url {
            line("GYEOT_NATS_URL", without_password(url).into());
        }
        line("GYEOT_REQUIRE_SHIFT", self.require_shift.into());
        line("GYEOT_REQUIRE_SECOND_FACTOR", self.require_second_factor.into());
        line("GYEOT_CHALLENGE", self.challenge.to_string().into());
        line("GYEOT_LIMIT_VISITS_PER_MINUTE", i64::from(self.limits.visits_per_minute).into());
        line("GYEOT_LIMIT_FRAMES_PER_MINUTE", i64::from(self.limits.frames_per_minute).into());
        line("GYEOT_LIMIT_STAFF_FRAMES_PER_MINUTE", i64::from(self.limits.staff_frames_per_minute).into());
        line("GYEOT_DRAFT_WAIT_SECONDS", self.care.draft_wait.num_seconds().into());
        line("GYEOT_UNCLAIMED_SECONDS", self.care.unclaimed_after.num_seconds().into());
        if let Some(listen) = self.metrics_listen {
            line("GYEOT_METRICS_LISTEN", listen.to_string().into());
        }
        line("GYEOT_LOG", self.log.clone().into());
        line("GYEOT_LOG_FORMAT", self.log_format.to_string().into());
        if let Some(tls) = &self.tls {
            line("GYEOT_TLS_CERT", path(&tls.certificate).into());
            line("GYEOT_TLS_KEY", path(&tls.key).into());
        }
        if !self.trusted_proxies.is_empty() {
            line("GYEOT_TRUSTED_PROXIES", listed(&self.trusted_proxies).into());
        }
        lines.concat()
    }
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn without_password(url: &Url) -> String {
    let mut url = url.clone();
    // Fails for URLs without a host, which have no user either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

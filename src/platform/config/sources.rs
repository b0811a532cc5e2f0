//! Where a setting comes from: a flag, the environment, the file.

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

use super::{Config, Refused, read};

/// The file that is read when no other is named.
const FILE: &str = "gyeot.toml";

/// Declares the flags and keeps each beside its key, so that neither can be forgotten.
macro_rules! flags {
    ($($(#[$doc:meta])* $field:ident = $key:literal $value:literal;)*) => {
        /// The settings as flags. They are kept as text: all bad values are told together, whatever their source.
        #[derive(Debug, Clone, Default, clap::Args)]
        #[command(next_help_heading = "Settings (also in the environment as GYEOT_…, and in gyeot.toml)")]
        pub struct Flags {
            /// Read the settings from this file, not from gyeot.toml in the working directory.
            #[arg(long, value_name = "FILE")]
            pub config: Option<PathBuf>,
            $($(#[$doc])* #[arg(long, value_name = $value)] pub $field: Option<String>,)*
        }

        /// Every key there is.
        pub(super) const KEYS: &[&str] = &[$($key),*];

        impl Flags {
            fn value(&self, key: &str) -> Option<&str> {
                match key {
                    $($key => self.$field.as_deref(),)*
                    _ => None,
                }
            }
        }
    };
}

flags! {
    /// Where to listen; port 0 takes any free one [default: 127.0.0.1:8080]
    listen = "GYEOT_LISTEN" "ADDRESS:PORT";
    /// What people reach the server by [default: http://<listen>]
    public_url = "GYEOT_PUBLIC_URL" "URL";
    /// Databases, master key and uploads [default: ./data]
    data_dir = "GYEOT_DATA_DIR" "FOLDER";
    /// postgres://… or sqlite:… [default: gyeot.db in the data directory]
    database_url = "GYEOT_DATABASE_URL" "URL";
    /// The key store, in a database of its own [default: keys.db in the data directory]
    keys_url = "GYEOT_KEYS_URL" "URL";
    /// nats://… for several nodes [default: none, one node]
    nats_url = "GYEOT_NATS_URL" "URL";
    /// Only who is on shift is assigned [default: false]
    require_shift = "GYEOT_REQUIRE_SHIFT" "BOOL";
    /// Staff must enrol a second factor [default: true]
    require_second_factor = "GYEOT_REQUIRE_SECOND_FACTOR" "BOOL";
    /// Proof of work for visitors: off, auto (under load) or always [default: auto]
    challenge = "GYEOT_CHALLENGE" "WHEN";
    /// Visits that one network may start, 0 = any number [default: 10]
    limit_visits_per_minute = "GYEOT_LIMIT_VISITS_PER_MINUTE" "NUMBER";
    /// Frames that a visitor's socket may send, 0 = any number [default: 100]
    limit_frames_per_minute = "GYEOT_LIMIT_FRAMES_PER_MINUTE" "NUMBER";
    /// Frames that a staff socket may send, 0 = any number [default: 1000]
    limit_staff_frames_per_minute = "GYEOT_LIMIT_STAFF_FRAMES_PER_MINUTE" "NUMBER";
    /// How long a counsellor's draft waits for a supervisor before it goes out unreviewed, in seconds [default: 120]
    draft_wait_seconds = "GYEOT_DRAFT_WAIT_SECONDS" "SECONDS";
    /// After how long a wait supervisors are told of it, in seconds [default: 180]
    unclaimed_seconds = "GYEOT_UNCLAIMED_SECONDS" "SECONDS";
    /// Where to serve Prometheus metrics [default: nowhere]
    metrics_listen = "GYEOT_METRICS_LISTEN" "ADDRESS:PORT";
    /// What to log, as tracing directives [default: info]
    log = "GYEOT_LOG" "DIRECTIVES";
    /// How to log: pretty or json [default: pretty]
    log_format = "GYEOT_LOG_FORMAT" "FORMAT";
    /// The file with the master key, made on the first start [default: master.key in the data directory]
    master_key_file = "GYEOT_MASTER_KEY_FILE" "FILE";
    /// A PEM file with the certificate chain [default: none, plain http]
    tls_cert = "GYEOT_TLS_CERT" "FILE";
    /// A PEM file with the certificate's private key
    tls_key = "GYEOT_TLS_KEY" "FILE";
    /// Reverse proxies, as addresses or networks with commas between, whose X-Forwarded-For is believed [default: none]
    trusted_proxies = "GYEOT_TRUSTED_PROXIES" "NETWORKS";
}

/// All that was said about the settings.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// From the command line.
    pub flags: Flags,
    /// From the environment, `GYEOT_…` alone.
    pub environment: BTreeMap<String, OsString>,
    /// From the file, as its text.
    pub file: Option<String>,
}

impl Sources {
    /// Collects what the process was given.
    ///
    /// # Errors
    /// [`Refused`] when the file is there and cannot be read, or is named and is not there.
    pub fn of_process(flags: Flags) -> Result<Self, Refused> {
        let environment = std::env::vars_os()
            .filter_map(|(key, value)| key.into_string().ok().map(|key| (key, value)))
            .filter(|(key, _)| key.starts_with("GYEOT_"))
            .collect();
        let path = flags.config.clone().unwrap_or_else(|| FILE.into());
        let file = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && flags.config.is_none() => None,
            Err(error) => return Err(Refused(vec![format!("cannot read {}: {error}", path.display())])),
        };
        Ok(Self { flags, environment, file })
    }

    /// Reads them all.
    ///
    /// # Errors
    /// [`Refused`] with a line for each bad value.
    pub fn config(&self) -> Result<Config, Refused> {
        let mut faults = Vec::new();
        let file = self.file.as_deref().map(|text| in_file(text, &mut faults)).unwrap_or_default();
        let mut values = BTreeMap::new();
        for key in KEYS {
            let value = if let Some(value) = self.flags.value(key) {
                value.to_owned()
            } else if let Some(value) = self.environment.get(*key) {
                let Some(value) = value.to_str() else {
                    faults.push(format!("{key}: not UTF-8"));
                    continue;
                };
                value.to_owned()
            } else if let Some(value) = file.get(*key) {
                value.clone()
            } else {
                continue;
            };
            // Taking it for the default would start on an empty database when a secret did not arrive.
            if value.trim().is_empty() {
                faults.push(format!("{key}: is empty; leave it out for the default"));
            } else {
                values.insert(*key, value.trim().to_owned());
            }
        }
        read::config(&values, faults)
    }
}

fn in_file(text: &str, faults: &mut Vec<String>) -> BTreeMap<String, String> {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            faults.push(format!("{FILE}: {}", toml_fault(text, &error)));
            return BTreeMap::new();
        }
    };
    let mut values = BTreeMap::new();
    for (key, value) in table {
        if !KEYS.contains(&key.as_str()) {
            faults.push(format!("{key}: no such key (in the configuration file)"));
            continue;
        }
        match value {
            toml::Value::String(text) => {
                values.insert(key, text);
            }
            toml::Value::Integer(_) | toml::Value::Boolean(_) => {
                values.insert(key, value.to_string());
            }
            _ => faults.push(format!("{key}: must be a text, a whole number, true or false")),
        }
    }
    values
}

/// Where it went wrong; the text itself may hold a password and is not repeated.
fn toml_fault(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(1, |span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1);
    format!("line {line}: {}", error.message().replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(flag: Option<&str>, environment: Option<&str>, file: Option<&str>) -> Sources {
        Sources {
            flags: Flags { challenge: flag.map(Into::into), ..Flags::default() },
            environment: environment.map(|value| ("GYEOT_CHALLENGE".to_owned(), value.into())).into_iter().collect(),
            file: file.map(|value| format!("GYEOT_CHALLENGE = \"{value}\"")),
        }
    }

    #[test]
    fn a_flag_wins_over_the_environment_and_that_over_the_file() {
        let challenge = |sources: Sources| sources.config().unwrap().challenge.to_string();
        assert_eq!(challenge(sources(None, None, None)), "auto");
        assert_eq!(challenge(sources(None, None, Some("off"))), "off");
        assert_eq!(challenge(sources(None, Some("always"), Some("off"))), "always");
        assert_eq!(challenge(sources(Some("auto"), Some("always"), Some("off"))), "auto");
    }

    #[test]
    fn numbers_and_truths_in_the_file_may_be_bare() {
        let file = "GYEOT_REQUIRE_SHIFT = true\nGYEOT_LIMIT_FRAMES_PER_MINUTE = 7".to_owned();
        let config = Sources { file: Some(file), ..Sources::default() }.config().unwrap();
        assert!(config.require_shift);
        assert_eq!(config.limits.frames_per_minute, 7);
    }

    #[test]
    fn unknown_keys_and_faults_of_the_file_are_told() {
        let refused = |file: &str| Sources { file: Some(file.into()), ..Sources::default() }.config().unwrap_err().0;
        assert_eq!(refused("GYEOT_LISTN = \"x\""), ["GYEOT_LISTN: no such key (in the configuration file)"]);
        assert_eq!(refused("listen = \"x\""), ["listen: no such key (in the configuration file)"]);
        assert_eq!(refused("GYEOT_LISTEN = 1.5"), ["GYEOT_LISTEN: must be a text, a whole number, true or false"]);
        let broken = refused("GYEOT_LOG = \"info\"\nGYEOT_DATABASE_URL = postgres://gyeot:hunter2@db/gyeot");
        assert_eq!(broken.len(), 1);
        assert!(broken[0].starts_with("gyeot.toml: line 2: "), "{broken:?}");
        assert!(!broken[0].contains("hunter2"), "{broken:?}");
    }

    #[test]
    fn an_empty_value_is_no_default() {
        assert_eq!(
            sources(None, Some(" "), Some("off")).config().unwrap_err().0,
            ["GYEOT_CHALLENGE: is empty; leave it out for the default"]
        );
    }
}

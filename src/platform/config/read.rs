//! From texts to settings.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    str::FromStr,
};

use chrono::TimeDelta;
use tracing_subscriber::EnvFilter;
use url::Url;

use super::{Care, Config, Limits, Mail, Refused, TlsFiles};
use crate::platform::{db, http::caller::Network};

struct Reader<'a> {
    values: &'a BTreeMap<&'static str, String>,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn read<T>(&mut self, key: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        match parse(self.values.get(key)?) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push(format!("{key}: {fault}"));
                None
            }
        }
    }

    fn path(&mut self, key: &str) -> Option<PathBuf> {
        self.read(key, |text| Ok(text.into()))
    }
}

pub(super) fn config(values: &BTreeMap<&'static str, String>, faults: Vec<String>) -> Result<Config, Refused> {
    let mut from = Reader { values, faults };
    let data_dir = from.path("GYEOT_DATA_DIR").unwrap_or_else(|| "./data".into());
    let in_data_dir = |name: &str| db::Url::Sqlite(data_dir.join(name));
    let config = Config {
        listen: from
            .read("GYEOT_LISTEN", address)
            .unwrap_or_else(|| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080)),
        public_url: from.read("GYEOT_PUBLIC_URL", public_url),
        database_url: from.read("GYEOT_DATABASE_URL", db::Url::from_str).unwrap_or_else(|| in_data_dir("gyeot.db")),
        keys_url: from.read("GYEOT_KEYS_URL", db::Url::from_str).unwrap_or_else(|| in_data_dir("keys.db")),
        nats_url: from.read("GYEOT_NATS_URL", |text| url(text, &["nats", "tls"])),
        require_shift: from.read("GYEOT_REQUIRE_SHIFT", truth).unwrap_or(false),
        require_second_factor: from.read("GYEOT_REQUIRE_SECOND_FACTOR", truth).unwrap_or(true),
        challenge: from.read("GYEOT_CHALLENGE", str::parse).unwrap_or(super::Challenge::Auto),
        limits: Limits {
            visits_per_minute: from.read("GYEOT_LIMIT_VISITS_PER_MINUTE", number).unwrap_or(10),
            frames_per_minute: from.read("GYEOT_LIMIT_FRAMES_PER_MINUTE", number).unwrap_or(100),
            staff_frames_per_minute: from.read("GYEOT_LIMIT_STAFF_FRAMES_PER_MINUTE", number).unwrap_or(1000),
        },
        care: Care {
            draft_wait: from.read("GYEOT_DRAFT_WAIT_SECONDS", seconds).unwrap_or(TimeDelta::minutes(2)),
            unclaimed_after: from.read("GYEOT_UNCLAIMED_SECONDS", seconds).unwrap_or(TimeDelta::minutes(3)),
        },
        metrics_listen: from.read("GYEOT_METRICS_LISTEN", address),
        log: from.read("GYEOT_LOG", directives).unwrap_or_else(|| "info".into()),
        log_format: from.read("GYEOT_LOG_FORMAT", str::parse).unwrap_or(super::LogFormat::Pretty),
        master_key_file: from.path("GYEOT_MASTER_KEY_FILE").unwrap_or_else(|| data_dir.join("master.key")),
        tls: tls(&mut from),
        trusted_proxies: from.read("GYEOT_TRUSTED_PROXIES", networks).unwrap_or_default(),
        mail: mail(&mut from),
        push_to_loopback: false,
        data_dir,
    };
    together(&config, &mut from.faults);
    if from.faults.is_empty() { Ok(config) } else { Err(Refused(from.faults)) }
}

/// What is wrong between two settings that are each right.
fn together(config: &Config, faults: &mut Vec<String>) {
    if same_database(&config.database_url, &config.keys_url) {
        faults.push(
            "GYEOT_KEYS_URL: must be another database than GYEOT_DATABASE_URL, or a backup would carry the keys to \
             its own texts"
                .into(),
        );
    }
    if config.tls.is_some() && config.public_url.as_ref().is_some_and(|url| url.scheme() == "http") {
        faults.push("GYEOT_PUBLIC_URL: must be https when GYEOT_TLS_CERT is set".into());
    }
    if config.metrics_listen.is_some_and(|metrics| metrics == config.listen && metrics.port() != 0) {
        faults.push("GYEOT_METRICS_LISTEN: must be another address than GYEOT_LISTEN".into());
    }
}

fn same_database(data: &db::Url, keys: &db::Url) -> bool {
    match (data, keys) {
        (db::Url::Sqlite(data), db::Url::Sqlite(keys)) => place(data) == place(keys),
        (db::Url::Postgres(data), db::Url::Postgres(keys)) => {
            let port = |url: &Url| url.port().unwrap_or(5432);
            // The socket's folder is a parameter; two spellings of one host are beyond us, one spelling is not.
            (data.host_str(), port(data), data.path(), parameter(data, "host"), parameter(data, "dbname"))
                == (keys.host_str(), port(keys), keys.path(), parameter(keys, "host"), parameter(keys, "dbname"))
        }
        _ => false,
    }
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// A file's one true name, as far as it exists already.
fn place(path: &Path) -> PathBuf {
    if let Ok(place) = path.canonicalize() {
        return place;
    }
    let (folder, name) = (path.parent(), path.file_name());
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.into());
    // `absolute` keeps "..", which matters only where the folder does not exist yet.
    name.map_or(folder.clone(), |name| folder.join(name))
}

/// From ten seconds to an hour: nobody looks in less, and no visitor waits for longer.
fn seconds(text: &str) -> Result<TimeDelta, String> {
    let seconds: i64 = text.parse().map_err(|_| "must be a whole number of seconds".to_owned())?;
    if (10..=3600).contains(&seconds) { Ok(TimeDelta::seconds(seconds)) } else { Err("must be from 10 to 3600".into()) }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let spelled = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    spelled
        .as_deref()
        .unwrap_or(text)
        .parse()
        .map_err(|_| "must be an address and a port, such as 127.0.0.1:8080 or [::]:8080".into())
}

fn url(text: &str, schemes: &[&str]) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("not a URL: {error}"))?;
    if schemes.contains(&url.scheme()) && url.has_host() {
        Ok(url)
    } else {
        Err(format!("must start with {}://", schemes.join(":// or ")))
    }
}

fn public_url(text: &str) -> Result<Url, String> {
    let url = url(text, &["https", "http"])?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if bare && url.username().is_empty() && url.password().is_none() {
        Ok(url)
    } else {
        Err("must be scheme, host and port alone, such as https://gyeot.example.kr".into())
    }
}

/// A mail server. What is not on this machine is spoken to over TLS: by smtps from the start, by smtp after STARTTLS.
fn smtp(text: &str) -> Result<Url, String> {
    // Without the parser's own words, which could repeat a piece of the password.
    let url = Url::parse(text).map_err(|_| "not a URL; a password's special characters must be %-encoded")?;
    if !["smtp", "smtps"].contains(&url.scheme()) || !url.has_host() {
        return Err("must start with smtps:// or smtp://".into());
    }
    if matches!(url.host(), Some(url::Host::Ipv6(_))) {
        return Err("must name its host, or have an IPv4 address".into());
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(
            "must be scheme, name, password, host and port alone, such as smtps://name:word@mail.example.kr".into()
        );
    }
    if url.username().is_empty() != url.password().is_none() {
        return Err("must carry both name and password, or neither".into());
    }
    Ok(url)
}

fn mail(from: &mut Reader<'_>) -> Option<Mail> {
    let given = ["GYEOT_SMTP_URL", "GYEOT_MAIL_FROM"].map(|key| from.values.contains_key(key));
    let server = from.read("GYEOT_SMTP_URL", smtp);
    let sender = from.read("GYEOT_MAIL_FROM", |text| {
        text.parse()
            .map_err(|_| "must be an address, such as desk@gyeot.example.kr or Gyeot <desk@gyeot.example.kr>".into())
    });
    match given {
        [true, false] => from.faults.push("GYEOT_MAIL_FROM: needed when GYEOT_SMTP_URL is set".into()),
        [false, true] => from.faults.push("GYEOT_SMTP_URL: needed when GYEOT_MAIL_FROM is set".into()),
        _ => {}
    }
    Some(Mail { smtp: server?, from: sender? })
}

fn truth(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "must be true or false".into())
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "must be a whole number, 0 = no limit".into())
}

fn directives(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map_err(|error| format!("not a log filter: {error}"))?;
    Ok(text.into())
}

fn networks(text: &str) -> Result<Vec<Network>, String> {
    text.split(',').map(|network| network.trim().parse()).collect()
}

fn tls(from: &mut Reader<'_>) -> Option<TlsFiles> {
    match (from.path("GYEOT_TLS_CERT"), from.path("GYEOT_TLS_KEY")) {
        (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
        (None, None) => None,
        (None, Some(_)) => {
            from.faults.push("GYEOT_TLS_CERT: needed when GYEOT_TLS_KEY is set".into());
            None
        }
        (Some(_), None) => {
            from.faults.push("GYEOT_TLS_KEY: needed when GYEOT_TLS_CERT is set".into());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(&'static str, &str)]) -> Result<Config, Refused> {
        config(&values.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(), Vec::new())
    }

    #[test]
    fn the_defaults_are_the_documented_ones() {
        let config = read(&[]).unwrap();
        assert_eq!(
            config.printed(),
            "GYEOT_LISTEN = \"127.0.0.1:8080\"\n\
             GYEOT_PUBLIC_URL = \"http://127.0.0.1:8080\"\n\
             GYEOT_DATA_DIR = \"./data\"\n\
             GYEOT_DATABASE_URL = \"sqlite:./data/gyeot.db\"\n\
             GYEOT_KEYS_URL = \"sqlite:./data/keys.db\"\n\
             GYEOT_MASTER_KEY_FILE = \"./data/master.key\"\n\
             GYEOT_REQUIRE_SHIFT = false\n\
             GYEOT_REQUIRE_SECOND_FACTOR = true\n\
             GYEOT_CHALLENGE = \"auto\"\n\
             GYEOT_LIMIT_VISITS_PER_MINUTE = 10\n\
             GYEOT_LIMIT_FRAMES_PER_MINUTE = 100\n\
             GYEOT_LIMIT_STAFF_FRAMES_PER_MINUTE = 1000\n\
             GYEOT_DRAFT_WAIT_SECONDS = 120\n\
             GYEOT_UNCLAIMED_SECONDS = 180\n\
             GYEOT_LOG = \"info\"\n\
             GYEOT_LOG_FORMAT = \"pretty\"\n"
        );
    }

    #[test]
    fn every_bad_value_is_told_by_its_key() {
        let bad = [
            ("GYEOT_LISTEN", "8080"),
            ("GYEOT_PUBLIC_URL", "https://gyeot.kr/chat"),
            ("GYEOT_DATABASE_URL", "mysql://db"),
            ("GYEOT_KEYS_URL", "sqlite::memory:"),
            ("GYEOT_NATS_URL", "http://nats"),
            ("GYEOT_REQUIRE_SHIFT", "yes"),
            ("GYEOT_REQUIRE_SECOND_FACTOR", "1"),
            ("GYEOT_CHALLENGE", "sometimes"),
            ("GYEOT_LIMIT_VISITS_PER_MINUTE", "-1"),
            ("GYEOT_LIMIT_FRAMES_PER_MINUTE", "ten"),
            ("GYEOT_LIMIT_STAFF_FRAMES_PER_MINUTE", "4294967296"),
            ("GYEOT_DRAFT_WAIT_SECONDS", "9"),
            ("GYEOT_UNCLAIMED_SECONDS", "3601"),
            ("GYEOT_METRICS_LISTEN", "metrics"),
            ("GYEOT_LOG", "info,=="),
            ("GYEOT_LOG_FORMAT", "xml"),
            ("GYEOT_TLS_KEY", "key.pem"),
            ("GYEOT_TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
            ("GYEOT_SMTP_URL", "http://mail.example.kr"),
            ("GYEOT_MAIL_FROM", "the desk"),
        ];
        let told = read(&bad).unwrap_err().0;
        for (key, _) in bad {
            let key = if key == "GYEOT_TLS_KEY" { "GYEOT_TLS_CERT" } else { key };
            assert_eq!(told.iter().filter(|line| line.starts_with(&format!("{key}: "))).count(), 1, "{key}: {told:#?}");
        }
        assert_eq!(told.len(), bad.len(), "{told:#?}");
        assert!(told.iter().all(|line| !line.contains('\n')));
    }

    #[test]
    fn the_keys_never_lie_in_the_data_database() {
        for (data, keys) in [
            ("sqlite:./x.db", "sqlite:x.db"),
            ("sqlite:/nowhere/x.db", "sqlite:///nowhere/x.db"),
            ("postgres://a:b@db/gyeot", "postgresql://c@db:5432/gyeot?sslmode=require"),
            ("postgres:///gyeot?host=/run/pg", "postgres:///gyeot?host=/run/pg"),
        ] {
            let told = read(&[("GYEOT_DATABASE_URL", data), ("GYEOT_KEYS_URL", keys)]).unwrap_err().0;
            assert!(told[0].starts_with("GYEOT_KEYS_URL: "), "{data} {keys}: {told:?}");
        }
        for (data, keys) in [
            ("postgres://a@db/gyeot", "postgres://a@db/keys"),
            ("postgres://a@db/gyeot", "postgres://a@keys/gyeot"),
            ("postgres:///gyeot?host=/run/pg", "postgres:///gyeot?host=/run/other"),
        ] {
            assert!(read(&[("GYEOT_DATABASE_URL", data), ("GYEOT_KEYS_URL", keys)]).is_ok(), "{data} {keys}");
        }
    }

    #[test]
    fn what_is_printed_can_be_read_again_and_has_no_password() {
        let config = read(&[
            ("GYEOT_DATABASE_URL", "postgres://gyeot:hunter2@db/gyeot"),
            ("GYEOT_NATS_URL", "nats://gyeot:hunter2@nats:4222"),
            ("GYEOT_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
            ("GYEOT_METRICS_LISTEN", "[::1]:9090"),
            ("GYEOT_TLS_CERT", "chain.pem"),
            ("GYEOT_TLS_KEY", "key.pem"),
            ("GYEOT_SMTP_URL", "smtps://desk:hunter2@mail.example.kr"),
            ("GYEOT_MAIL_FROM", "곁 <desk@gyeot.example.kr>"),
        ])
        .unwrap();
        assert!(!format!("{:?}", config.mail).contains("hunter2"));
        let printed = config.printed();
        assert!(!printed.contains("hunter2"), "{printed}");
        let again = super::super::Sources { file: Some(printed.clone()), ..Default::default() }.config().unwrap();
        assert_eq!(again.printed(), printed);
        assert_eq!(again.trusted_proxies.len(), 2);
    }

    #[test]
    fn mail_needs_a_server_and_a_sender_and_its_password_is_never_repeated() {
        let refused = |values: &[(&'static str, &str)]| read(values).unwrap_err().0;
        let from = ("GYEOT_MAIL_FROM", "desk@gyeot.example.kr");
        let server = ("GYEOT_SMTP_URL", "smtps://desk:hunter2@mail.example.kr:465");
        assert_eq!(refused(&[from]), ["GYEOT_SMTP_URL: needed when GYEOT_MAIL_FROM is set"]);
        assert_eq!(refused(&[server]), ["GYEOT_MAIL_FROM: needed when GYEOT_SMTP_URL is set"]);
        for bad in [
            "smtps://desk:hunter2@mail.example.kr/path",
            "smtps://desk:hunter2@mail.example.kr?tls=none",
            "smtps://hunter2@mail.example.kr",
            "smtps://desk:hunter2/#@mail.example.kr",
            "smtp://desk:hunter2@[::1]",
            "smtp:hunter2",
        ] {
            let told = refused(&[from, ("GYEOT_SMTP_URL", bad)]);
            assert_eq!(told.len(), 1, "{bad}: {told:?}");
            assert!(told[0].starts_with("GYEOT_SMTP_URL: ") && !told[0].contains("hunter2"), "{bad}: {told:?}");
        }
        let mail = |url| read(&[from, ("GYEOT_SMTP_URL", url)]).unwrap().mail.unwrap();
        for here in ["smtp://127.0.0.1:2525", "smtp://localhost", "smtp://127.8.8.8"] {
            assert!(mail(here).stays_here(), "{here}");
        }
        for elsewhere in ["smtp://mail.example.kr", "smtp://10.0.0.1", "smtps://127.0.0.1.example.kr"] {
            assert!(!mail(elsewhere).stays_here(), "{elsewhere}");
        }
        assert!(read(&[]).unwrap().mail.is_none());
    }

    #[test]
    fn without_a_public_url_it_is_where_the_server_listens() {
        let config = read(&[("GYEOT_LISTEN", "0.0.0.0:0")]).unwrap();
        assert_eq!(config.public_url_at("0.0.0.0:4711".parse().unwrap()).as_str(), "http://127.0.0.1:4711/");
        assert_eq!(config.public_url_at("[::1]:4711".parse().unwrap()).as_str(), "http://[::1]:4711/");
    }
}

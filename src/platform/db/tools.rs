//! PostgreSQL's own tools. They learn where to connect from their environment: arguments can be read by everybody on the
//! machine.

use std::{ffi::OsStr, path::Path, process::Stdio, str::FromStr};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::process::Command;

use crate::platform::error::{Error, Result};

/// So much of what a tool says is told.
const SAID: usize = 2_000;

/// Runs a tool on the database at `url` to its end.
pub(super) async fn run<A: AsRef<OsStr>>(
    tool: &Path,
    arguments: impl IntoIterator<Item = A>,
    url: &url::Url,
) -> Result<()> {
    let output = Command::new(tool)
        .arg("--no-password")
        .args(arguments)
        .envs(environment(url)?)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| {
            Error::Unavailable(format!(
                "cannot run {}: {error}; PostgreSQL's client tools are needed (GYEOT_PG_DUMP and GYEOT_PG_RESTORE name \
                 them where they are not on the PATH)",
                tool.display()
            ))
        })?;
    if output.status.success() {
        return Ok(());
    }
    let said: String = String::from_utf8_lossy(&output.stderr).trim().chars().take(SAID).collect();
    Err(Error::Unavailable(format!("{} failed: {said}", tool.display())))
}

/// The name of the database at `url`.
pub(super) fn database(url: &url::Url) -> Result<String> {
    let options = options(url)?;
    Ok(options.get_database().unwrap_or_else(|| options.get_username()).to_owned())
}

fn options(url: &url::Url) -> Result<PgConnectOptions> {
    PgConnectOptions::from_str(url.as_str())
        .map_err(|error| Error::Unavailable(format!("not a PostgreSQL address: {error}")))
}

/// What the address says, as libpq reads it. What it does not say stays as it is in our own environment (`PGSERVICE`,
/// `PGPASSFILE`).
fn environment(url: &url::Url) -> Result<Vec<(&'static str, String)>> {
    let options = options(url)?;
    let host = options.get_socket().map_or_else(|| options.get_host().to_owned(), |path| path.display().to_string());
    let mut environment = vec![
        ("PGHOST", host),
        ("PGPORT", options.get_port().to_string()),
        ("PGUSER", options.get_username().to_owned()),
        ("PGDATABASE", database(url)?),
        ("PGAPPNAME", "gyeot backup".to_owned()),
        ("PGCONNECT_TIMEOUT", "10".to_owned()),
    ];
    let mode = match options.get_ssl_mode() {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    };
    environment.push(("PGSSLMODE", mode.to_owned()));
    let asked = |names: &[&str]| {
        url.query_pairs().find(|(name, _)| names.contains(&&**name)).map(|(_, value)| value.into_owned())
    };
    let password = asked(&["password"]).or_else(|| url.password().map(decoded));
    for (name, value) in [
        ("PGPASSWORD", password),
        ("PGSSLROOTCERT", asked(&["sslrootcert", "ssl-root-cert", "ssl-ca"])),
        ("PGSSLCERT", asked(&["sslcert", "ssl-cert"])),
        ("PGSSLKEY", asked(&["sslkey", "ssl-key"])),
    ] {
        environment.extend(value.map(|value| (name, value)));
    }
    Ok(environment)
}

/// A part of an address without its percent signs.
fn decoded(part: &str) -> String {
    // As in a form, but for the plus sign, which stands for itself here.
    let pair = format!("x={}", part.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;

    fn told(url: &str, name: &str) -> Option<String> {
        let environment = environment(&url.parse().unwrap()).unwrap();
        environment.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    #[test]
    fn the_address_becomes_the_environment() {
        let url = "postgres://gyeot:p%40ss+w%26rd@db.example:5433/chat?sslmode=verify-full&sslrootcert=/etc/ca.pem";
        for (name, value) in [
            ("PGHOST", "db.example"),
            ("PGPORT", "5433"),
            ("PGUSER", "gyeot"),
            ("PGDATABASE", "chat"),
            ("PGPASSWORD", "p@ss+w&rd"),
            ("PGSSLMODE", "verify-full"),
            ("PGSSLROOTCERT", "/etc/ca.pem"),
        ] {
            assert_eq!(told(url, name).as_deref(), Some(value), "{name}");
        }
        assert_eq!(told("postgres://gyeot@db/chat?password=other", "PGPASSWORD").as_deref(), Some("other"));
        assert_eq!(told("postgres://gyeot@db/chat", "PGPASSWORD"), None);
        assert_eq!(
            told("postgres:///chat?host=/run/postgresql&user=gyeot", "PGHOST").as_deref(),
            Some("/run/postgresql")
        );
    }

    #[tokio::test]
    async fn a_password_is_in_no_argument_and_a_tool_that_fails_is_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let tool = folder.path().join("tool");
        fs::write(&tool, "#!/bin/sh\necho \"args: $*; password of ${#PGPASSWORD}\" >&2\nexit 3\n").unwrap();
        fs::set_permissions(&tool, fs::Permissions::from_mode(0o700)).unwrap();
        let url = "postgres://gyeot:hunter22@db/chat".parse().unwrap();
        let error = run(&tool, ["--format=custom"], &url).await.unwrap_err().to_string();
        assert!(error.contains("args: --no-password --format=custom; password of 8"), "{error}");
        assert!(!error.contains("hunter22"), "{error}");
        let error = run(&folder.path().join("none"), [""; 0], &url).await.unwrap_err().to_string();
        assert!(error.contains("client tools are needed"), "{error}");
    }
}

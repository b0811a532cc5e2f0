//! The binary's commands, run to their end on databases of a test's own.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::db::Databases;

/// Where commands find data, keys and master key.
#[derive(Clone)]
pub struct Shell {
    environment: Vec<(&'static str, String)>,
    folder: PathBuf,
}

/// What a command said, and whether it was content.
#[derive(Debug)]
pub struct Said {
    /// Its exit code was 0.
    pub well: bool,
    /// On standard output.
    pub out: String,
    /// On standard error.
    pub err: String,
}

impl Shell {
    /// On these.
    pub fn on(databases: &Databases) -> Self {
        Self::at(&databases.folder(), databases)
    }

    /// On these, with another data directory.
    pub fn at(folder: &Path, databases: &Databases) -> Self {
        let environment = vec![
            ("GYEOT_DATA_DIR", folder.display().to_string()),
            ("GYEOT_DATABASE_URL", Databases::text(databases.data())),
            ("GYEOT_KEYS_URL", Databases::text(databases.keys())),
        ];
        Self { environment, folder: folder.to_owned() }
    }

    /// With another setting.
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.environment.retain(|(known, _)| *known != key);
        self.environment.push((key, value.into()));
        self
    }

    /// Runs a command.
    pub async fn run(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gyeot"));
        for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("GYEOT_")) {
            command.env_remove(key);
        }
        command.args(arguments).current_dir(&self.folder).envs(self.environment.iter().cloned());
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        Said {
            well: output.status.success(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command that must do what is asked, and gives back what it said.
    pub async fn ok(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments).await;
        assert!(said.well, "gyeot {arguments:?}: {said:#?}");
        said.out
    }

    /// Runs a command that must refuse, and gives back why.
    pub async fn refusal(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments).await;
        assert!(!said.well, "gyeot {arguments:?} did it: {said:#?}");
        said.err
    }

    /// Backs up, and gives back the folder.
    pub async fn back_up(&self, to: &Path, keys: bool) -> PathBuf {
        let to = to.display().to_string();
        let arguments: &[&str] = if keys { &["backup", "--keys", "--to", &to] } else { &["backup", "--to", &to] };
        let said = self.ok(arguments).await;
        PathBuf::from(said.lines().next().unwrap())
    }

    /// Restores, and gives back what was said.
    pub async fn restore(&self, from: &Path, keys: bool) -> Said {
        let from = from.display().to_string();
        let arguments: &[&str] =
            if keys { &["restore", "--keys", "--from", &from] } else { &["restore", "--from", &from] };
        self.run(arguments).await
    }
}

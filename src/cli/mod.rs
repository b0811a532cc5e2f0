//! The command line, one command a file.

mod admin;
mod audit;
mod backup;
mod client;
mod demo;
mod erase;
mod keys;
mod load;
mod openapi;
mod restore;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::platform::{
    Config, Error,
    config::{Flags, LogFormat, Refused, Sources},
    telemetry,
};

/// Live, anonymous peer counselling for adolescents, and the programme around it.
#[derive(Debug, Parser)]
#[command(name = "gyeot", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a server.
    Serve(serve::Args),
    /// Run a server with made-up people, to look around in.
    Demo(demo::Args),
    /// Make, disable and reset staff accounts; also beside a running server.
    Admin(admin::Args),
    /// Check the audit chain.
    Audit(audit::Args),
    /// Erase what is due now, or print what would go; also beside a running server.
    Erase(erase::Args),
    /// Copy the data, or the key store, into a new folder; also beside a running server.
    Backup(backup::Args),
    /// Put a backup into a place where nothing is yet.
    Restore(restore::Args),
    /// Rotate the master key.
    Keys(keys::Args),
    /// Put load on a running server, and follow every message to its place in the history.
    Load(load::Args),
    /// Print the HTTP interface as an OpenAPI document.
    Openapi,
}

/// Why a command did not do what was asked, in plain words.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Bad settings, a line each.
    #[error(transparent)]
    Settings(#[from] Refused),
    /// Something was refused or is not to be had.
    #[error("{}", plainly(.0))]
    App(#[from] Error),
    /// What was asked about is not as it should be.
    #[error("{0}")]
    Found(String),
    /// Reading or writing failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// On the command line the one who reads it runs the server: here, and only here, the inside is told.
fn plainly(error: &Error) -> String {
    match error {
        Error::Unavailable(text) | Error::Internal(text) | Error::Conflict(text) => text.clone(),
        Error::Invalid { field, detail } => format!("{field}: {detail}"),
        Error::TooLong { field, cap } => format!("{field}: too long, at most {cap}"),
        other => other.to_string(),
    }
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(args) => serve::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Admin(args) => admin::run(args),
        Command::Audit(args) => audit::run(args),
        Command::Erase(args) => erase::run(args),
        Command::Backup(args) => backup::run(args),
        Command::Restore(args) => restore::run(args),
        Command::Keys(args) => keys::run(args),
        Command::Load(args) => load::run(args),
        Command::Openapi => openapi::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            for line in failure.to_string().lines() {
                eprintln!("gyeot: {line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The runtime that a command runs in.
fn block_on<F: Future>(future: F) -> Result<F::Output, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future))
}

/// The settings of the process.
fn settings(flags: Flags) -> Result<Config, Failure> {
    Ok(Sources::of_process(flags)?.config()?)
}

/// The settings for a command that runs to its end and speaks in plain lines: of the log, only what went wrong.
fn settings_quietly(flags: Flags) -> Result<Config, Failure> {
    let config = settings(flags)?;
    telemetry::start(&Config { log: "warn".into(), log_format: LogFormat::Pretty, ..config.clone() });
    Ok(config)
}

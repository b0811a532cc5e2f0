//! `gyeot admin`: staff accounts, before the first start or beside a running server.

use std::{
    io::{self, Read, Write},
    path::PathBuf,
};

use clap::Subcommand;
use zeroize::Zeroizing;

use super::{Failure, block_on, settings_quietly};
use crate::{
    accounts::{
        NewAccount, Password,
        admin::{self, Applicant},
        audit::checkpoint,
    },
    app::Stores,
    platform::{Clock, Error, Result, config::Flags},
};

/// What to do with accounts.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an account and print its id.
    Add(Add),
    /// Make many accounts, all or none, and print their ids.
    Import(Import),
    /// Disable an account: its sessions end and its sockets close at once.
    Disable(Whom),
    /// Enable a disabled account again.
    Enable(Whom),
    /// Print a token with which its owner sets a new password within 24 hours.
    Reset(Reset),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The address that she signs in with.
    #[arg(long)]
    email: String,
    /// Her name, as colleagues and visitors see it.
    #[arg(long)]
    name: String,
    /// Her roles, with commas between: counsellor, supervisor, professional, operator, verifier, `case_officer`,
    /// monitor, council, admin.
    #[arg(long, alias = "roles")]
    role: String,
    /// What she speaks, with commas between: ko, en.
    #[arg(long, alias = "languages")]
    language: String,
    /// Read the password from standard input; a newline at its end is dropped.
    #[arg(long, required = true)]
    password_stdin: bool,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, clap::Args)]
struct Import {
    /// A CSV file with the columns email, name, roles, languages, password; lists with semicolons between.
    file: PathBuf,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, clap::Args)]
struct Whom {
    /// Her address.
    #[arg(long)]
    email: String,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, clap::Args)]
struct Reset {
    /// Her address.
    #[arg(long)]
    email: String,
    /// She lost her second factor: take it off. The password stays needed, and no token is printed.
    #[arg(long)]
    second_factor: bool,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let clock = Clock::system();
    let said = match args.command {
        Command::Add(add) => {
            let account = NewAccount::parse(&add.email, &add.name, &add.role, &add.language, ',')?;
            let applicant = Applicant { account, password: read_password(io::stdin())?, line: None };
            with_stores(add.flags, &clock, async |stores| made(stores, &clock, &[applicant]).await)?
        }
        Command::Import(import) => {
            let text = std::fs::read_to_string(&import.file)
                .map_err(|error| Failure::Found(format!("cannot read {}: {error}", import.file.display())))?;
            let applicants = read_list(&text)?;
            with_stores(import.flags, &clock, async |stores| made(stores, &clock, &applicants).await)?
        }
        Command::Disable(Whom { email, flags }) => with_stores(flags, &clock, async |stores| {
            admin::disable(&stores.db, &clock, &email).await.map(|id| id.to_string())
        })?,
        Command::Enable(Whom { email, flags }) => with_stores(flags, &clock, async |stores| {
            admin::enable(&stores.db, &clock, &email).await.map(|id| id.to_string())
        })?,
        Command::Reset(Reset { email, second_factor: true, flags }) => with_stores(flags, &clock, async |stores| {
            let id = admin::reset_second_factor(&stores.db, &stores.vault, &clock, &email).await?;
            Ok(id.to_string())
        })?,
        Command::Reset(Reset { email, second_factor: false, flags }) => {
            with_stores(flags, &clock, async |stores| admin::reset_password(&stores.db, &clock, &email).await)?
        }
    };
    writeln!(io::stdout(), "{said}")?;
    Ok(())
}

async fn made(stores: &Stores, clock: &Clock, applicants: &[Applicant]) -> Result<String> {
    let ids = admin::add(&stores.db, clock, applicants).await?;
    Ok(ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Opens the databases, does what is to be done, and signs where the audit chain then ends.
fn with_stores(
    flags: Flags,
    clock: &Clock,
    work: impl AsyncFnOnce(&Stores) -> Result<String>,
) -> Result<String, Failure> {
    let config = settings_quietly(flags)?;
    let said = block_on(async {
        let stores = Stores::open(&config, clock).await?;
        let said = work(&stores).await?;
        // What was asked for is done, whatever comes of this.
        if let Err(error) = checkpoint::note(&config.data_dir, &stores.db, &stores.vault, clock.now()).await {
            tracing::warn!(%error, "no audit checkpoint was signed");
        }
        stores.close().await;
        Ok::<_, Error>(said)
    })??;
    Ok(said)
}

fn read_password(mut from: impl Read) -> Result<Password, Failure> {
    let mut password = Zeroizing::new(String::new());
    from.read_to_string(&mut password)?;
    if password.ends_with('\n') {
        password.pop();
        if password.ends_with('\r') {
            password.pop();
        }
    }
    Ok(password)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    email: String,
    name: String,
    roles: String,
    languages: String,
    password: String,
}

/// Reads a list of people; every line that is wrong is told, by its number.
fn read_list(text: &str) -> Result<Vec<Applicant>, Failure> {
    // Spreadsheets put a byte-order mark before UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| Failure::Found(error.to_string()))?.clone();
    let mut people = Vec::new();
    let mut faults = Vec::new();
    for record in reader.records() {
        let read = record.map_err(|error| match error.position() {
            Some(position) => format!("line {}: {}", position.line(), csv_fault(&error)),
            None => csv_fault(&error),
        });
        match read.and_then(|record| applicant(&record, &headers)) {
            Ok(applicant) => people.push(applicant),
            Err(fault) => faults.push(fault),
        }
    }
    for (index, one) in people.iter().enumerate() {
        let same = |other: &&Applicant| other.account.email.key() == one.account.email.key();
        if let (Some(line), Some(first)) = (one.line, people[..index].iter().find(same).and_then(|other| other.line)) {
            faults.push(format!("line {line}: email: the same address is on line {first}"));
        }
    }
    if people.is_empty() && faults.is_empty() {
        faults.push("the file lists nobody".into());
    }
    if faults.is_empty() { Ok(people) } else { Err(Failure::Found(faults.join("\n"))) }
}

fn applicant(record: &csv::StringRecord, headers: &csv::StringRecord) -> Result<Applicant, String> {
    let number = record.position().map(csv::Position::line);
    let at = |fault: String| format!("line {}: {fault}", number.unwrap_or_default());
    let line: Line = record.deserialize(Some(headers)).map_err(|error| at(csv_fault(&error)))?;
    let account = NewAccount::parse(&line.email, &line.name, &line.roles, &line.languages, ';')
        .map_err(|error| at(super::plainly(&error)))?;
    Ok(Applicant { account, password: Zeroizing::new(line.password), line: number })
}

/// What is wrong, without the texts of the line: one of them is a password.
fn csv_fault(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} columns, the first line has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "not UTF-8".into(),
        csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_password_only_the_last_newline_is_dropped() {
        for (given, kept) in [("kettle moss\n", "kettle moss"), ("a\r\n", "a"), ("a\n\n", "a\n"), (" a ", " a ")] {
            assert_eq!(read_password(given.as_bytes()).unwrap().as_str(), kept);
        }
    }

    const HEADER: &str = "email,name,roles,languages,password\n";

    #[test]
    fn people_are_read_with_their_lines() {
        let list = format!(
            "\u{feff}{HEADER}mina@example.kr,Mina,counsellor;supervisor,ko;en,kettle moss\n\
             joon@example.kr,\"Joon,\nthe second\",admin,ko,\"a \"\"b\"\" c, d e\"\n"
        );
        // A line break in a quoted name is refused, and at the line where its record begins.
        let told = read_list(&list).unwrap_err().to_string();
        assert_eq!(told, "line 3: name: must be a name");
        let people = read_list(&list.replace(",\nthe", " the")).unwrap();
        assert_eq!(people.len(), 2);
        assert_eq!(people[1].line, Some(3));
        assert_eq!(people[1].password.as_str(), "a \"b\" c, d e");
    }

    #[test]
    fn every_wrong_line_is_told_and_no_password_with_it() {
        let list = format!(
            "{HEADER}mina@example.kr,Mina,counsellor,ko,s3cret one\nno address,Joon,counsellor,ko,s3cret two\n\
             joon@example.kr,Joon,chief,ko,s3cret three\nshort,line\nMINA@example.kr,Mina,counsellor,ko,s3cret four\n"
        );
        let told = read_list(&list).unwrap_err().to_string();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 4, "{told}");
        assert!(lines[0].starts_with("line 3: email: "), "{told}");
        assert!(lines[1].starts_with("line 4: role: "), "{told}");
        assert!(lines[2].starts_with("line 5: "), "{told}");
        assert!(lines[3].starts_with("line 6: email: the same address is on line 2"), "{told}");
        assert!(!told.contains("s3cret"));
    }

    #[test]
    fn missing_and_unknown_columns_are_told() {
        let told = |list: &str| read_list(list).unwrap_err().to_string();
        assert!(told("email,name,roles,languages\na@b.kr,A,admin,ko\n").contains("password"));
        assert!(told("email,name,roles,languages,password,phone\na@b.kr,A,admin,ko,x,y\n").contains("phone"));
        assert_eq!(told(HEADER), "the file lists nobody");
    }
}

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use uuid::Uuid;

use super::people::try_sign_in;
use crate::support::{builders::PASSWORD, client::Client, process::Process};

/// Runs the binary on a data directory, with an input, and nothing from our own environment.
fn gyeot(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gyeot"));
    for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("GYEOT_")) {
        command.env_remove(key);
    }
    let mut child = command
        .args(arguments)
        .current_dir(data.parent().unwrap())
        .env("GYEOT_DATA_DIR", data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails early does not read it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn add<'a>(email: &'a str, role: &'a str, language: &'a str) -> Vec<&'a str> {
    vec!["admin", "add", "--email", email, "--name", "민아", "--role", role, "--language", language, "--password-stdin"]
}

#[tokio::test]
async fn accounts_are_made_before_the_first_start_and_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let early = said(&gyeot(&folder.path().join("data"), &add("a@b.kr", "counsellor", "ko"), &format!("{PASSWORD}\n")));
    early.trim().parse::<Uuid>().unwrap();

    let server = Process::start(&[]);
    let id = said(&gyeot(server.data(), &add("a@b.kr", "supervisor,counsellor", "en,ko"), &format!("{PASSWORD}\r\n")));
    let view = try_sign_in(&Client::new(server.address()), "a@b.kr", PASSWORD, None).await.expect(200);
    assert_eq!(view["account"]["id"], id.trim());
    assert_eq!(view["account"]["name"], "민아");
    assert_eq!(view["roles"], serde_json::json!(["counsellor", "supervisor"]));
}

#[test]
fn a_bad_account_is_told_plainly_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    said(&gyeot(&data, &add("a@b.kr", "counsellor", "ko"), PASSWORD));
    for (arguments, password, expected) in [
        (add("A@b.kr ", "counsellor", "ko"), PASSWORD, "gyeot: email: there is an account with this address already\n"),
        (add("no address", "counsellor", "ko"), PASSWORD, "gyeot: email: not an e-mail address\n"),
        (add("c@b.kr", "counsellor", "jp"), PASSWORD, "gyeot: language: must be of ko, en, and \"jp\" is none\n"),
        (add("c@b.kr", "counsellor", "ko"), "short\n", "gyeot: password: must have at least 10 characters\n"),
    ] {
        assert_eq!(refused(&gyeot(&data, &arguments, password)), expected);
    }
    let told = refused(&gyeot(&data, &add("c@b.kr", "chief", "ko"), PASSWORD));
    assert!(
        told.starts_with("gyeot: role: must be of counsellor, ") && told.ends_with("and \"chief\" is none\n"),
        "{told}"
    );
    let without_password = ["admin", "add", "--email", "c@b.kr", "--name", "x", "--role", "admin", "--language", "ko"];
    assert!(refused(&gyeot(&data, &without_password, "")).contains("--password-stdin"));
}

#[tokio::test]
async fn an_import_is_all_or_nothing_and_tells_the_line() {
    let server = Process::start(&[]);
    let file = server.data().join("people.csv");
    let import = ["admin", "import", file.to_str().unwrap()];
    let header = "email,name,roles,languages,password\n";
    fs::write(&file, format!("{header}a@b.kr,A,admin,ko,{PASSWORD}\nb@b.kr,B,counsellor;supervisor,ko;en,short\n"))
        .unwrap();
    let told = refused(&gyeot(server.data(), &import, ""));
    assert_eq!(told, "gyeot: line 3: password: must have at least 10 characters\n");
    let client = Client::new(server.address());
    try_sign_in(&client, "a@b.kr", PASSWORD, None).await.problem(401, "unauthenticated");

    fs::write(
        &file,
        format!("{header}a@b.kr,A,admin,ko,{PASSWORD}\nb@b.kr,B,counsellor;supervisor,ko;en,{PASSWORD}\n"),
    )
    .unwrap();
    let ids = said(&gyeot(server.data(), &import, ""));
    let ids: Vec<Uuid> = ids.lines().map(|id| id.parse().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    let view: Value = try_sign_in(&client, "b@b.kr", PASSWORD, None).await.expect(200);
    assert_eq!(view["account"]["id"], ids[1].to_string());

    fs::write(&file, format!("{header}c@b.kr,C,admin,ko,{PASSWORD}\nB@b.kr,B,admin,ko,{PASSWORD}\n")).unwrap();
    let told = refused(&gyeot(server.data(), &import, ""));
    assert_eq!(told, "gyeot: line 3: email: there is an account with this address already\n");
    try_sign_in(&client, "c@b.kr", PASSWORD, None).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn disabling_from_the_shell_ends_sessions_and_enabling_lets_her_in_again() {
    let server = Process::start(&[]);
    said(&gyeot(server.data(), &add("a@b.kr", "counsellor", "ko"), PASSWORD));
    let client = Client::new(server.address());
    try_sign_in(&client, "a@b.kr", PASSWORD, None).await.expect(200);
    said(&gyeot(server.data(), &["admin", "disable", "--email", "A@b.kr"], ""));
    client.get("/session").await.problem(401, "unauthenticated");
    try_sign_in(&client, "a@b.kr", PASSWORD, None).await.problem(401, "unauthenticated");
    let told = refused(&gyeot(server.data(), &["admin", "disable", "--email", "a@b.kr"], ""));
    assert_eq!(told, "gyeot: this account is disabled already\n");
    let told = refused(&gyeot(server.data(), &["admin", "disable", "--email", "nobody@b.kr"], ""));
    assert_eq!(told, "gyeot: there is no account with this address\n");
    said(&gyeot(server.data(), &["admin", "enable", "--email", "a@b.kr"], ""));
    try_sign_in(&client, "a@b.kr", PASSWORD, None).await.expect(200);
}

#[tokio::test]
async fn a_token_from_the_shell_resets_a_password() {
    let server = Process::start(&[]);
    said(&gyeot(server.data(), &add("a@b.kr", "counsellor", "ko"), PASSWORD));
    let token = said(&gyeot(server.data(), &["admin", "reset", "--email", "a@b.kr"], ""));
    let client = Client::new(server.address());
    let body = serde_json::json!({"token": token, "password": "five loud herons at noon"});
    client.post("/password-reset", body).await.expect(204);
    try_sign_in(&client, "a@b.kr", "five loud herons at noon", None).await.expect(200);
}

#[test]
fn the_shell_finds_what_was_done_to_the_audit_chain() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let told = refused(&gyeot(&data, &["audit", "verify"], ""));
    assert!(told.starts_with("gyeot: there is no database at "), "{told}");
    assert!(!data.exists(), "looking makes nothing");
    for email in ["a@b.kr", "c@b.kr", "d@b.kr"] {
        said(&gyeot(&data, &add(email, "counsellor", "ko"), PASSWORD));
    }
    assert_eq!(said(&gyeot(&data, &["audit", "verify"], "")), "the audit chain is whole: 3 entries\n");
    let copy = folder.path().join("kept-elsewhere");
    fs::copy(data.join("audit.checkpoint"), &copy).unwrap();
    fs::remove_file(data.join("audit.checkpoint")).unwrap();
    assert!(refused(&gyeot(&data, &["audit", "verify"], "")).contains("there is no checkpoint"));
    let against = ["audit", "verify", "--checkpoint", copy.to_str().unwrap()];
    assert_eq!(said(&gyeot(&data, &against, "")), "the audit chain is whole: 3 entries\n");
}

#[tokio::test]
async fn the_master_key_is_rotated_beside_a_running_server() {
    let server = Process::start(&[]);
    let before = fs::read(server.data().join("master.key")).unwrap();
    said(&gyeot(server.data(), &add("a@b.kr", "counsellor", "ko"), PASSWORD));
    let told = said(&gyeot(server.data(), &["keys", "rotate"], ""));
    assert!(told.ends_with("is new; 0 data keys were wrapped by it\n"), "{told}");
    assert_ne!(fs::read(server.data().join("master.key")).unwrap(), before);
    said(&gyeot(server.data(), &["audit", "verify"], ""));
    try_sign_in(&Client::new(server.address()), "a@b.kr", PASSWORD, None).await.expect(200);
    let nowhere = server.data().join("nowhere");
    assert!(refused(&gyeot(&nowhere, &["keys", "rotate"], "")).contains("there is no key store at "));
}

#[test]
fn many_first_commands_at_once_all_succeed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let emails: Vec<String> = (0..6).map(|number| format!("p{number}@b.kr")).collect();
    std::thread::scope(|scope| {
        for email in &emails {
            let data = &data;
            scope.spawn(move || said(&gyeot(data, &add(email, "counsellor", "ko"), PASSWORD)));
        }
    });
    assert_eq!(said(&gyeot(&data, &["audit", "verify"], "")), "the audit chain is whole: 6 entries\n");
}

#[test]
fn settings_are_checked_without_touching_anything() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let printed = said(&gyeot(&data, &["serve", "--check-config", "--listen", "127.0.0.1:9"], ""));
    assert!(printed.contains("GYEOT_LISTEN = \"127.0.0.1:9\"\n"), "{printed}");
    fs::write(folder.path().join("gyeot.toml"), "GYEOT_LISTEN = \"nowhere\"\nGYEOT_LISTN = 5\n").unwrap();
    let told = refused(&gyeot(&data, &["serve", "--check-config", "--log-format", "xml"], ""));
    let mut lines: Vec<_> = told.lines().map(|line| line.split(": ").nth(1).unwrap()).collect();
    lines.sort_unstable();
    assert_eq!(lines, ["GYEOT_LISTEN", "GYEOT_LISTN", "GYEOT_LOG_FORMAT"]);
    let named = refused(&gyeot(&data, &["serve", "--check-config", "--config", "other.toml"], ""));
    assert!(named.contains("cannot read other.toml"), "{named}");
    assert!(!data.exists());
}

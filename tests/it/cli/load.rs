//! `gyeot load`: every message of a run is accounted for, and what is in its way is told.

use std::process::Command;

use serde_json::Value;

use crate::support::process::Process;

fn load(server: &Process, arguments: &[&str]) -> (bool, String, String) {
    let url = format!("http://{}", server.address());
    let output = Command::new(env!("CARGO_BIN_EXE_gyeot"))
        .args(["load", "--url", &url, "--data-dir", server.data().to_str().unwrap()])
        .args(arguments)
        .current_dir(server.data())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[test]
fn every_message_of_a_run_is_stored_delivered_and_read_back() {
    let server = Process::start(&[]);
    let run = ["--conversations", "30", "--rate", "100", "--seconds", "2", "--warm-up", "1", "--json"];
    let (clean, said, failed) = load(&server, &run);
    assert!(clean, "{said}{failed}");
    let report: Value = serde_json::from_str(&said).unwrap();
    for count in ["sent", "stored", "delivered", "read_back"] {
        assert_eq!(report[count], 300, "{count} in {report}");
    }
    assert_eq!(report["counsellors"], 2);
    assert!(report["send_to_delivered"]["p50"].as_f64().unwrap() > 0.0);
    assert_eq!(report["server"]["pid"], server.id().unwrap());
    // The server is left as it was: a second run finds nobody on duty and nobody waiting.
    let (clean, said, failed) = load(&server, &["--conversations", "1", "--seconds", "1", "--warm-up", "0"]);
    assert!(clean && said.contains("every message was stored once"), "{said}{failed}");
}

#[test]
fn idle_sockets_are_held_and_their_memory_is_told() {
    let server = Process::start(&[]);
    let (clean, said, failed) = load(&server, &["--idle", "20", "--seconds", "1", "--json"]);
    assert!(clean, "{said}{failed}");
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["sockets"], 20);
    assert!(report["resident_kb_open"].as_u64().unwrap() > 1000);
}

#[test]
fn what_is_in_the_way_is_told_plainly() {
    let server = Process::start(&[("GYEOT_LIMIT_VISITS_PER_MINUTE", "3")]);
    let (clean, _, failed) = load(&server, &["--conversations", "30", "--counsellors", "1"]);
    assert!(!clean && failed.contains("need at least 2"), "{failed}");
    let (clean, _, failed) = load(&server, &["--staff", "nobody.csv"]);
    assert!(!clean && failed.contains("nobody.csv"), "{failed}");
    // Last: it leaves a counsellor at her desk, for as long as a desk outlives its socket.
    let (clean, _, failed) = load(&server, &["--conversations", "10"]);
    assert!(!clean && failed.contains("GYEOT_LIMIT_VISITS_PER_MINUTE"), "{failed}");
}

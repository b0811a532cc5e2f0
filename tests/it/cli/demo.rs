//! `gyeot demo`: alive at first sight, and gone without a trace.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{client::Client, socket::Socket, wait::until_true};

/// A running demo, and what it printed.
struct Demo {
    child: Child,
    printed: Vec<String>,
}

impl Demo {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gyeot"))
            .args(["demo", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut printed = Vec::new();
        for line in lines {
            let last = line.contains("Ctrl-C");
            printed.push(line);
            if last {
                return Self { child, printed };
            }
        }
        panic!("it ended early: {printed:?}");
    }

    /// The word after `before` in what it printed.
    fn word(&self, before: &str) -> String {
        let line = self.printed.iter().find_map(|line| line.split_once(before)).unwrap();
        line.1.split_whitespace().next().unwrap().to_owned()
    }

    fn address(&self) -> SocketAddr {
        self.word("for a visitor").trim_start_matches("http://").trim_end_matches('/').parse().unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn its_visitors_wait_answer_and_go_with_everything_at_ctrl_c() {
    let mut demo = Demo::start();
    let folder = PathBuf::from(demo.word("Its data is in"));
    assert!(folder.join("gyeot.db").exists());

    let client = Client::new(demo.address());
    let (email, password) = ("seoyeon@demo.example", demo.word("seoyeon@demo.example"));
    client.post("/session", json!({"email": email, "password": password})).await.expect(200);
    let mut socket = Socket::open(&client).await;
    socket.hello(None, &[]).await;
    client.put("/desk", json!({"state": "available", "capacity": 1})).await.expect(200);
    let offer = socket.frame("offer").await;
    let conversation = offer["conversation"].as_str().unwrap();
    client.post(&format!("/conversations/{conversation}/open"), json!({})).await.expect(200);
    let news = socket
        .wait("the open conversation", |frame| frame["type"] == "conversation" && frame["state"] == "active")
        .await;
    let main = news["channels"].as_array().unwrap().iter().find(|channel| channel["kind"] == "main").unwrap();
    let channel: Uuid = main["channel"].as_str().unwrap().parse().unwrap();

    socket.store(channel, "안녕하세요, 이야기 들을게요").await;
    let theirs =
        |kind: &'static str| move |frame: &Value| frame["type"] == kind && frame["author"]["kind"] == "visitor";
    socket.wait("her typing", theirs("typing")).await;
    socket.wait("her answer", theirs("message")).await;
    assert!(!client.get("/canned-replies").await.expect(200)["items"].as_array().unwrap().is_empty());

    Command::new("kill").args(["-INT", &demo.child.id().to_string()]).status().unwrap();
    until_true("the demo to end", || demo.child.try_wait().unwrap().is_some()).await;
    assert!(!folder.exists());
}

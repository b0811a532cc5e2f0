//! The socket's commands: who may give which, in whose channel.

use std::collections::BTreeSet;

use gyeot::{
    api,
    messaging::protocol::{Command, parse},
    platform::db::Engine,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    callers::Caller::{self, Council, Holder, Nobody, Observer, Visitor},
    table::Subject,
    world::{Thing, World},
};
use crate::{
    both_engines,
    support::{client::Client, socket::Socket},
};

/// A command in a kind of channel, of a conversation that the holder has opened, with those who may give it.
/// `not_a_member` for all others who have a socket.
const TABLE: &[(&str, &str, &[Caller])] = &[
    ("send", "main", &[Visitor, Holder]),
    ("send", "staff", &[Holder, Observer]),
    ("typing", "main", &[Visitor, Holder]),
    ("typing", "staff", &[Holder, Observer]),
    ("read", "main", &[Visitor, Holder, Observer]),
    ("read", "staff", &[Holder, Observer]),
    ("history", "main", &[Visitor, Holder, Observer]),
    ("history", "staff", &[Holder, Observer]),
];

/// Commands that are about no channel: whoever has said hello may give them.
const ANY: &[&str] = &["hello", "ping", "watch"];

fn frame(kind: &str, channel: Uuid) -> Value {
    let mut frame = json!({"type": kind, "protocol": 1, "channel": channel, "active": true, "seq": 1, "body": "곁"});
    frame["id"] = json!(Uuid::new_v4());
    frame
}

/// A new command does not compile before it has a name here, and fails before it has a line above.
const fn name(command: &Command) -> &'static str {
    match command {
        Command::Hello(_) => "hello",
        Command::Send { .. } => "send",
        Command::Typing { .. } => "typing",
        Command::Read { .. } => "read",
        Command::History { .. } => "history",
        Command::Watch { .. } => "watch",
        Command::Ping => "ping",
    }
}

#[test]
fn every_command_is_in_the_table_and_every_line_of_the_table_is_a_command() {
    let table: BTreeSet<_> = TABLE.iter().map(|line| line.0).chain(ANY.iter().copied()).collect();
    for kind in &table {
        let (_, command) =
            parse(&frame(kind, Uuid::nil()).to_string()).unwrap_or_else(|fault| panic!("{kind}: {fault:?}"));
        assert_eq!(name(&command), *kind);
    }
    let document: Value = serde_json::from_str(&api::document()).unwrap();
    let described = document["components"]["schemas"]["ClientFrame"]["oneOf"].as_array().unwrap();
    let described: BTreeSet<_> =
        described.iter().map(|frame| frame["properties"]["type"]["enum"][0].as_str().unwrap()).collect();
    assert_eq!(table, described);
}

/// The close code of who may not even say hello.
const fn turned_away(caller: Caller) -> Option<u16> {
    match caller {
        Caller::Nobody | Caller::SignedOut => Some(4401),
        Caller::Operator
        | Caller::Verifier
        | Caller::CaseOfficer
        | Caller::Monitor
        | Caller::Council
        | Caller::Admin => Some(4403),
        _ => None,
    }
}

async fn say_hello(client: &Client) -> Socket {
    let mut socket = Socket::open(client).await;
    let mut hello = json!({"type": "hello", "ref": 0, "protocol": 1});
    if let Some(token) = &client.token {
        hello["token"] = json!(token);
    }
    socket.send(hello).await;
    socket
}

async fn channel(world: &World, thing: &Thing, kind: &str) -> Uuid {
    let mut conn = world.app.db.read().await.unwrap();
    let query = conn.query("SELECT id FROM channel WHERE conversation = $1 AND kind = $2").bind(thing.id).bind(kind);
    query.fetch_one::<(Uuid,)>().await.unwrap().0
}

/// Gives a command and says what came of it: `ok`, or the code of the error.
async fn give(socket: &mut Socket, kind: &str, channel: Uuid) -> (String, Value) {
    let reference = socket.reference();
    let mut frame = frame(kind, channel);
    frame["ref"] = json!(reference);
    socket.send(frame).await;
    if kind == "send" || kind == "history" {
        // Answered when it is on disk, or read from there.
        let answer = socket.wait("an answer", |frame| frame["ref"] == reference).await;
        let outcome = match answer["type"].as_str().unwrap() {
            "error" => answer["code"].as_str().unwrap().to_owned(),
            "stored" | "history" => "ok".to_owned(),
            other => panic!("{kind} was answered by {other}"),
        };
        return (outcome, answer);
    }
    let came = socket.settle().await;
    let error = came.into_iter().find(|frame| frame["ref"] == reference && frame["type"] == "error");
    error.map_or_else(|| ("ok".into(), Value::Null), |error| (error["code"].as_str().unwrap().to_owned(), error))
}

both_engines! {
    async fn everybody_may_command_what_the_table_says_and_nothing_else(engine: Engine) {
        let world = World::new(engine).await;
        let mut wrong = Vec::new();
        for caller in Caller::ALL {
            let thing = world.make(Subject::Active, caller).await;
            let mut socket = say_hello(&world.client(caller, &thing)).await;
            if let Some(code) = turned_away(caller) {
                socket.closed(code).await;
                continue;
            }
            socket.frame("welcome").await;
            for (kind, of, may) in TABLE {
                let (outcome, error) = give(&mut socket, kind, channel(&world, &thing, of).await).await;
                let expected = if may.contains(&caller) { "ok" } else { "not_a_member" };
                if outcome != expected {
                    wrong.push(format!("{caller:?} {kind} in {of}: {outcome} and not {expected}"));
                }
                // What is somebody else's looks as what is not there at all.
                if expected != "ok" && *kind == "history" && !matches!(caller, Visitor | Observer) {
                    let (_, nothing) = give(&mut socket, kind, Uuid::now_v7()).await;
                    if nothing["detail"] != error["detail"] {
                        wrong.push(format!("{caller:?} {kind} in {of}: {error} tells that it is there, not {nothing}"));
                    }
                }
            }
            socket.close().await;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn who_is_only_offered_a_conversation_hears_nothing_of_it(engine: Engine) {
        let world = World::new(engine).await;
        let thing = world.make(Subject::Offered, Holder).await;
        let mut socket = say_hello(&world.client(Holder, &thing)).await;
        socket.frame("welcome").await;
        for (kind, of, _) in TABLE {
            let (outcome, _) = give(&mut socket, kind, channel(&world, &thing, of).await).await;
            assert_eq!(outcome, "not_a_member", "{kind} in {of}");
        }
    }

    async fn after_the_close_it_is_read_by_whose_it_was_and_written_by_nobody(engine: Engine) {
        let world = World::new(engine).await;
        for (caller, reads) in [(Visitor, true), (Holder, true), (Caller::OtherCounsellor, false)] {
            let thing = world.make(Subject::Closed, caller).await;
            let mut socket = say_hello(&world.client(caller, &thing)).await;
            socket.frame("welcome").await;
            let main = channel(&world, &thing, "main").await;
            let (outcome, _) = give(&mut socket, "history", main).await;
            assert_eq!(outcome, if reads { "ok" } else { "not_a_member" }, "{caller:?}");
            let (outcome, _) = give(&mut socket, "send", main).await;
            assert_eq!(outcome, if reads { "closed" } else { "not_a_member" }, "{caller:?}");
            socket.close().await;
        }
    }

    async fn before_hello_no_command_is_taken(engine: Engine) {
        let world = World::new(engine).await;
        let thing = world.make(Subject::Active, Nobody).await;
        for caller in [Nobody, Visitor, Holder, Council] {
            let mut socket = Socket::open(&world.client(caller, &thing)).await;
            let main = channel(&world, &thing, "main").await;
            for kind in TABLE.iter().map(|line| line.0).chain(["ping"]) {
                let reference = socket.reference();
                let mut frame = frame(kind, main);
                frame["ref"] = json!(reference);
                socket.send(frame).await;
                socket.error(reference, "hello_first").await;
            }
        }
    }
}

//! An orderly stop, and what outlives it.

use std::time::Duration;

use serde_json::json;
use tokio::task::block_in_place;

use super::people;
use crate::support::{
    process::Process,
    socket::{Came, Socket},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_told_to_stop_answers_what_it_was_sent_and_closes_with_1001() {
    let mut server = Process::start(&[]);
    let staff = people::counsellors(&server, 1).await.remove(0);
    let visitor = people::pair(server.address(), &staff, 1).await;
    let (mut asks, _) = visitor.connect(0).await;
    let (mut answers, _) = staff.connect().await;
    for number in 0..40 {
        asks.say(visitor.channel, &format!("{number}")).await;
    }
    // It has read them all once it answers what came after them.
    asks.send(json!({"type": "ping", "ref": 9000})).await;
    let mut stored = 0;
    let mut pong = false;
    while !pong {
        let Came::Frame(frame) = asks.next().await else { panic!("closed before it was told to") };
        stored += usize::from(frame["type"] == "stored");
        pong |= frame["ref"] == 9000;
    }
    server.terminate();
    let code = loop {
        match asks.next().await {
            Came::Frame(frame) => stored += usize::from(frame["type"] == "stored"),
            Came::Closed(code) => break code,
        }
    };
    assert_eq!((stored, code), (40, Some(1001)));
    answers.closed(1001).await;
    let ended = block_in_place(|| server.ended_within(Duration::from_secs(15)));
    assert!(ended.success(), "{ended}: {}", server.log());

    block_in_place(|| server.restart());
    // The cookie and the token are as good as before.
    staff.client.get("/session").await.expect(200);
    let (mut asks, welcome) = visitor.connect(0).await;
    assert_eq!(welcome["conversations"][0]["state"], "active");
    let caught_up = asks.frame("caught_up").await;
    assert_eq!(caught_up["seq"], 40);
    let mut answers = Socket::open(&staff.client).await;
    answers.hello(None, &[(visitor.channel, 40)]).await;
    asks.store(visitor.channel, "다시").await;
    assert_eq!(answers.frame("message").await["seq"], 41);
}

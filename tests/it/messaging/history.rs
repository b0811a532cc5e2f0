//! History, page by page.

use serde_json::{Value, json};

use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor, socket::Socket},
};

async fn page(socket: &mut Socket, mut frame: Value) -> (Vec<i64>, bool) {
    let reference = socket.reference();
    frame["type"] = "history".into();
    frame["ref"] = reference.into();
    socket.send(frame).await;
    let page = socket.wait("history", |frame| frame["type"] == "history" && frame["ref"] == reference).await;
    let numbers = page["messages"].as_array().unwrap().iter().map(|message| message["seq"].as_i64().unwrap()).collect();
    (numbers, page["more"].as_bool().unwrap())
}

fn numbers(first: i64, last: i64) -> Vec<i64> {
    (first..=last).collect()
}

both_engines! {
    async fn pages_are_ascending_exclusive_of_before_and_clamped(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        assert_eq!(page(&mut socket, json!({"channel": visitor.channel})).await, (vec![], false));
        for number in 1..=210 {
            socket.say(visitor.channel, &format!("{number}")).await;
        }
        socket.wait("the last", |frame| frame["seq"] == 210).await;
        let channel = visitor.channel;
        for (asked, first, last, more) in [
            (json!({"channel": channel}), 161, 210, true),
            (json!({"channel": channel, "before": 40, "limit": 50}), 1, 39, false),
            (json!({"channel": channel, "before": 40, "limit": 39}), 1, 39, false),
            (json!({"channel": channel, "before": 40, "limit": 38}), 2, 39, true),
            (json!({"channel": channel, "limit": 1000}), 11, 210, true),
            (json!({"channel": channel, "before": 100_000, "limit": 2}), 209, 210, true),
            (json!({"channel": channel, "before": null, "limit": null}), 161, 210, true),
            (json!({"channel": channel, "before": 1}), 1, 0, false),
        ] {
            assert_eq!(page(&mut socket, asked.clone()).await, (numbers(first, last), more), "{asked}");
        }
    }

    async fn a_page_carries_whole_messages(app: TestApp) {
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "nickname": "별이", "first_message": "안녕"})).await;
        let (mut socket, _) = visitor.connect(0).await;
        let first = socket.frame("message").await;
        socket.send(json!({"type": "history", "channel": visitor.channel})).await;
        let page = socket.frame("history").await;
        assert_eq!((&page["channel"], &page["messages"], page.get("ref")), (&json!(visitor.channel), &json!([first]), None));
    }

    async fn a_bad_page_is_refused(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        for (frame, code) in [
            (json!({"channel": visitor.channel, "before": "9"}), "malformed"),
            (json!({"channel": visitor.channel, "before": -1}), "invalid"),
            (json!({"channel": visitor.channel, "limit": "9"}), "malformed"),
            (json!({"channel": visitor.channel, "limit": 1.5}), "invalid"),
            (json!({"channel": 9}), "malformed"),
            (json!({}), "invalid"),
        ] {
            let (reference, mut frame) = (socket.reference(), frame);
            frame["type"] = "history".into();
            frame["ref"] = reference.into();
            socket.send(frame).await;
            socket.error(reference, code).await;
        }
    }

    async fn a_page_of_long_messages_stays_within_what_clients_take(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        for _ in 0..60 {
            socket.say(visitor.channel, &"가".repeat(4000)).await;
        }
        socket.wait("the last", |frame| frame["seq"] == 60).await;
        let (mut seen, mut before) = (Vec::new(), 61);
        loop {
            let (mut found, more) = page(&mut socket, json!({"channel": visitor.channel, "before": before, "limit": 200})).await;
            assert!((1..=51).contains(&found.len()), "{}", found.len());
            before = found[0];
            found.extend(seen);
            seen = found;
            if !more {
                break;
            }
        }
        assert_eq!(seen, numbers(1, 60));
    }
}

//! Sending: ids, bodies, and who may.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::talk,
    support::{
        app::TestApp,
        builders::Visitor,
        socket::{Came, Socket},
    },
};

fn send(reference: i64, channel: Uuid, id: impl Into<Value>, body: &str) -> Value {
    json!({"type": "send", "ref": reference, "channel": channel, "id": id.into(), "body": body})
}

both_engines! {
    async fn a_message_is_stored_and_heard_exactly_as_sent(app: TestApp) {
        let mut talk = talk(&app).await;
        for (number, body) in [(1, " 안녕\n\t👩‍👩‍👧 "), (2, "e\u{301}"), (3, "\u{feff}<b>&"), (4, "\\u0041")] {
            let stored = talk.hers.store(talk.channel, body).await;
            assert_eq!((&stored["seq"], &stored["channel"]), (&json!(number), &json!(talk.channel)));
            let message = talk.theirs.frame("message").await;
            assert_eq!((&message["body"], &message["author"]["kind"]), (&json!(body), &json!("visitor")));
            assert_eq!((&message["at"], &message["id"]), (&stored["at"], &stored["id"]));
        }
        let reference = talk.theirs.reference();
        talk.theirs.send(send(reference, talk.channel, Uuid::new_v4().to_string(), "네")).await;
        assert_eq!(talk.theirs.frame("stored").await["ref"], reference);
        assert_eq!(talk.hers.frame("message").await["author"], json!({"kind": "counsellor", "name": "Mina"}));
    }

    async fn a_bad_body_or_id_is_refused_and_takes_no_number(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        let id = || Uuid::new_v4().to_string();
        for (frame, code) in [
            (send(0, visitor.channel, id(), ""), "invalid"),
            (send(0, visitor.channel, id(), " \n\t\u{3000}"), "invalid"),
            (send(0, visitor.channel, id(), "a\u{0}"), "invalid"),
            (send(0, visitor.channel, id(), "a\r\n"), "invalid"),
            (send(0, visitor.channel, id(), &"가".repeat(4001)), "too_long"),
            (send(0, visitor.channel, "nope", "x"), "invalid"),
            (send(0, visitor.channel, "", "x"), "invalid"),
            (send(0, visitor.channel, 7, "x"), "malformed"),
            (json!({"type": "send", "channel": visitor.channel, "id": id()}), "invalid"),
            (json!({"type": "send", "channel": visitor.channel, "id": id(), "body": 1}), "malformed"),
            (json!({"type": "send", "channel": visitor.channel, "id": id(), "body": null}), "malformed"),
            (json!({"type": "send", "channel": "x", "id": id(), "body": "x"}), "invalid"),
            (json!({"type": "send", "id": id(), "body": "x"}), "invalid"),
            (send(0, Uuid::new_v4(), id(), "x"), "not_a_member"),
        ] {
            let (reference, mut frame) = (socket.reference(), frame);
            frame["ref"] = reference.into();
            socket.send(frame).await;
            let error = socket.error(reference, code).await;
            assert_eq!(error["retry"], false);
            assert!(error["detail"].is_string());
        }
        let mut frame = send(90, visitor.channel, id(), &"가".repeat(4000));
        frame["unknown"] = json!({"is": "ignored"});
        socket.send(frame).await;
        assert_eq!(socket.frame("stored").await["seq"], 1);
    }

    async fn the_same_id_again_answers_the_same_and_another_body_or_author_is_a_conflict(app: TestApp) {
        let mut talk = talk(&app).await;
        let id = Uuid::new_v4().to_string();
        talk.hers.send(send(1, talk.channel, id.as_str(), "하나")).await;
        let first = talk.hers.frame("stored").await;
        talk.hers.store(talk.channel, "둘").await;
        talk.hers.send(send(2, talk.channel, id.as_str(), "하나")).await;
        let again = talk.hers.frame("stored").await;
        assert_eq!((&again["seq"], &again["at"], &again["id"], &again["ref"]), (&first["seq"], &first["at"], &first["id"], &json!(2)));
        talk.hers.send(send(3, talk.channel, id.as_str(), "다른 말")).await;
        let error = talk.hers.error(3, "conflict").await;
        assert_eq!((&error["channel"], &error["id"]), (&json!(talk.channel), &json!(id)));
        talk.theirs.send(send(4, talk.channel, id.as_str(), "하나")).await;
        talk.theirs.error(4, "conflict").await;
        // In another channel it is another message.
        talk.theirs.send(send(5, talk.staff, id.as_str(), "하나")).await;
        assert_eq!(talk.theirs.frame("stored").await["seq"], 1);
        // After a reconnect, too: as the replay's own and as an answer.
        let (mut back, _) = talk.visitor.connect(2).await;
        back.send(send(6, talk.channel, id.as_str(), "하나")).await;
        assert_eq!(back.frame("stored").await["at"], first["at"]);
        let bodies: Vec<Value> = {
            back.send(json!({"type": "history", "channel": talk.channel})).await;
            back.frame("history").await["messages"].as_array().unwrap().iter().map(|one| one["body"].clone()).collect()
        };
        assert_eq!(bodies, ["하나", "둘"]);
    }

    async fn the_same_id_many_times_at_once_is_one_message(app: TestApp) {
        let mut talk = talk(&app).await;
        let id = Uuid::new_v4().to_string();
        for reference in 100..120 {
            talk.hers.send(send(reference, talk.channel, id.as_str(), "하나")).await;
        }
        talk.hers.send(send(120, talk.channel, id.as_str(), "둘")).await;
        for reference in 100..120 {
            let stored = talk.hers.wait("stored", |frame| frame["ref"] == reference).await;
            assert_eq!((&stored["type"], &stored["seq"]), (&json!("stored"), &json!(1)));
        }
        talk.hers.error(120, "conflict").await;
        assert_eq!(talk.theirs.frame("message").await["seq"], 1);
        talk.hers.store(talk.channel, "둘").await;
        assert_eq!(talk.theirs.frame("message").await["seq"], 2);
    }

    async fn an_id_is_known_after_a_restart(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        let stored = socket.store(visitor.channel, "하나").await;
        let databases = app.databases();
        app.stop().await;
        socket.closed(1001).await;
        let again = TestApp::on(databases, |_| ()).await;
        let mut socket = Socket::open(&again.anyone()).await;
        let welcome = socket.hello(Some(&visitor.token), &[(visitor.channel, 1)]).await;
        assert_eq!(welcome["conversations"][0]["channels"][0]["last_seq"], 1);
        socket.send(send(8, visitor.channel, stored["id"].clone(), "하나")).await;
        assert_eq!(socket.frame("stored").await["at"], stored["at"]);
        socket.send(send(9, visitor.channel, stored["id"].clone(), "둘")).await;
        socket.error(9, "conflict").await;
    }

    async fn what_was_sent_before_a_stop_is_stored_and_answered_or_can_be_sent_again(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        let mut sent = Vec::new();
        for number in 0..100 {
            sent.push(socket.say(visitor.channel, &format!("{number}")).await);
        }
        let databases = app.databases();
        let stopping = tokio::spawn(app.stop());
        let mut stored = Vec::new();
        let code = loop {
            match socket.next().await {
                Came::Frame(frame) if frame["type"] == "stored" => stored.push(frame),
                Came::Frame(_) => {}
                Came::Closed(code) => break code,
            }
        };
        assert_eq!(code, Some(1001));
        stopping.await.unwrap();
        let again = TestApp::on(databases, |_| ()).await;
        let mut socket = Socket::open(&again.anyone()).await;
        socket.hello(Some(&visitor.token), &[(visitor.channel, 0)]).await;
        let end = socket.frame("caught_up").await["seq"].as_i64().unwrap();
        let mut replayed = Vec::new();
        for number in 1..=end {
            replayed.push(socket.wait("a message", |frame| frame["type"] == "message" && frame["seq"] == number).await["id"].clone());
        }
        for frame in &stored {
            assert_eq!(replayed[usize::try_from(frame["seq"].as_i64().unwrap()).unwrap() - 1], frame["id"], "{frame}");
        }
        let ids: Vec<Value> = sent.iter().map(|id| json!(id)).collect();
        assert_eq!(replayed, ids[..replayed.len()], "in the order sent, each once");
    }

    async fn a_stranger_s_channel_is_as_if_it_were_not_there(app: TestApp) {
        let mut talk = talk(&app).await;
        let stranger = Visitor::arrive(app.address()).await;
        let (mut socket, _) = stranger.connect(0).await;
        for (reference, frame) in [
            (1, send(1, talk.channel, Uuid::new_v4().to_string(), "x")),
            (2, json!({"type": "typing", "ref": 2, "channel": talk.channel, "active": true})),
            (3, json!({"type": "read", "ref": 3, "channel": talk.channel, "seq": 1})),
            (4, json!({"type": "history", "ref": 4, "channel": talk.channel})),
            (5, send(5, talk.staff, Uuid::new_v4().to_string(), "x")),
        ] {
            socket.send(frame).await;
            socket.error(reference, "not_a_member").await;
        }
        // The visitor neither hears nor reaches the staff's channel.
        talk.hers.send(send(6, talk.staff, Uuid::new_v4().to_string(), "x")).await;
        talk.hers.error(6, "not_a_member").await;
        talk.theirs.store(talk.staff, "귓속말").await;
        assert!(talk.hers.settle().await.iter().all(|frame| !frame.to_string().contains("귓속말")));
    }
}

//! Coming back with the return code.

use gyeot::platform::db::Engine;
use serde_json::{Value, json};

use super::people::{at_leisure, command, counsellor, hears, pass, see, supervisor, talk};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor, socket::Socket},
};

async fn come_back(app: &TestApp, code: &str) -> Value {
    app.anyone().post("/visits/return", json!({"return_code": code})).await.expect(200)
}

async fn hello(app: &TestApp, token: &Value) -> (Socket, Value) {
    let mut socket = Socket::open(&app.anyone()).await;
    let welcome = socket.hello(token.as_str(), &[]).await;
    (socket, welcome)
}

both_engines! {
    async fn who_waits_and_returns_keeps_her_conversation_and_gets_a_new_token(app: TestApp) {
        let first = Visitor::ask(app.address(), json!({"language": "ko", "nickname": "별이"})).await;
        let second = Visitor::arrive(app.address()).await;
        let (mut old, _) = first.connect(0).await;
        let back = come_back(&app, &first.return_code).await;
        assert_eq!((&back["conversation"], &back["channel"]), (&json!(first.conversation), &json!(first.channel)));
        assert_ne!(back["token"], json!(first.token));
        assert!(back.get("return_code").is_none());
        old.closed(4401).await;
        first.client.post("/visits/leave", json!({})).await.problem(401, "unauthenticated");
        let (_socket, welcome) = hello(&app, &back["token"]).await;
        assert_eq!(welcome["you"], json!({"kind": "visitor", "name": "별이"}));
        assert_eq!(welcome["conversations"][0]["position"], 1, "her place is kept");
        drop(second);
    }

    async fn who_left_while_talking_returns_to_the_same_conversation(app: TestApp) {
        let mut talk = talk(&app).await;
        talk.visitor.client.post("/visits/leave", json!({})).await;
        hears(&mut talk.theirs, "wrap_up").await;
        let back = come_back(&app, &talk.visitor.return_code).await;
        assert_eq!(back["conversation"], json!(talk.conversation));
        let (mut socket, welcome) = hello(&app, &back["token"]).await;
        assert_eq!(welcome["conversations"][0]["state"], "wrap_up");
        talk.theirs.wait("back", |frame| frame["visitor_left"] == false && frame["visitor_present"] == true).await;
        socket.store(talk.channel, "다시 왔어요").await;
        assert_eq!(talk.theirs.frame("message").await["body"], "다시 왔어요");
    }

    async fn returning_after_the_close_puts_a_new_conversation_that_continues_it_in_the_line(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::ask(app.address(), json!({"language": "en", "nickname": "Star", "first_message": "x"})).await;
        visitor.client.post("/visits/leave", json!({})).await;
        let back = come_back(&app, &visitor.return_code).await;
        let fresh = back["conversation"].as_str().unwrap().parse().unwrap();
        assert_ne!(fresh, visitor.conversation);
        assert_ne!(back["channel"], json!(visitor.channel));
        let seen = see(&boss, fresh).await;
        assert_eq!((&seen["state"], &seen["continues"], &seen["language"]),
            (&json!("waiting"), &json!(visitor.conversation), &json!("en")));
        // The code goes on leading to the newest, however often.
        assert_eq!(come_back(&app, &visitor.return_code).await["conversation"], back["conversation"]);
        let again = come_back(&app, &visitor.return_code).await;
        let (mut socket, welcome) = hello(&app, &again["token"]).await;
        assert_eq!(welcome["you"]["name"], "Star");
        assert_eq!(welcome["conversations"].as_array().unwrap().len(), 1, "{welcome}");
        assert_eq!(welcome["conversations"][0]["channels"][0]["last_seq"], 0);
        // The old one's channel is not hers to write to any more by this token's standing: it is over.
        socket.send(json!({"type": "send", "ref": 5, "channel": visitor.channel, "id": uuid::Uuid::new_v4(), "body": "x"})).await;
        socket.error(5, "closed").await;
    }

    async fn a_wrong_code_is_not_found(app: TestApp) {
        let wrong = app.anyone().post("/visits/return", json!({"return_code": "one two three four five six"})).await;
        wrong.problem(404, "not_found");
        app.anyone().post("/visits/return", json!({})).await.problem(422, "invalid");
        app.anyone().post("/visits/return", json!({"return_code": 1})).await.problem(400, "malformed");
        app.anyone().post("/visits/return", json!({"return_code": "x", "y": 1})).await.problem(422, "invalid");
    }

    async fn after_the_close_she_reads_for_ten_minutes_and_does_not_write(engine: Engine) {
        let app = at_leisure(engine).await;
        let mut talk = talk(&app).await;
        let said = talk.hers.store(talk.channel, "마지막 말").await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        let news = hears(&mut talk.hers, "closed").await;
        assert_eq!((&news["closed_reason"], &news["channels"][0]["last_seq"]), (&json!("done"), &json!(1)));
        pass(&app, 590).await;
        let (mut socket, welcome) = talk.visitor.connect(0).await;
        assert_eq!(welcome["conversations"][0]["state"], "closed");
        assert_eq!(socket.frame("message").await["id"], said["id"]);
        assert_eq!(socket.frame("caught_up").await["seq"], 1);
        socket.send(json!({"type": "history", "ref": 7, "channel": talk.channel})).await;
        assert_eq!(socket.frame("history").await["messages"].as_array().unwrap().len(), 1);
        socket.send(json!({"type": "send", "ref": 8, "channel": talk.channel, "id": uuid::Uuid::new_v4(), "body": "x"})).await;
        socket.error(8, "closed").await;
        socket.send(json!({"type": "typing", "ref": 9, "channel": talk.channel, "active": true})).await;
        socket.error(9, "closed").await;
        // The promise behind an id outlives the close.
        socket.send(json!({"type": "send", "ref": 10, "channel": talk.channel, "id": said["id"], "body": "마지막 말"})).await;
        let again = socket.frame("stored").await;
        assert_eq!((&again["seq"], &again["at"], &again["ref"]), (&said["seq"], &said["at"], &json!(10)));
        pass(&app, 10).await;
        socket.closed(4401).await;
        let mut late = Socket::open(&app.anyone()).await;
        late.send(json!({"type": "hello", "ref": 1, "protocol": 1, "token": talk.visitor.token})).await;
        late.error(1, "unauthenticated").await;
        late.closed(4401).await;
        let back = come_back(&app, &talk.visitor.return_code).await;
        assert_ne!(back["conversation"], json!(talk.conversation), "the code lives on");
    }

    async fn a_newcomer_is_not_passed_by_who_returns_to_a_closed_conversation(app: TestApp) {
        let first = Visitor::arrive(app.address()).await;
        first.client.post("/visits/leave", json!({})).await;
        let second = Visitor::arrive(app.address()).await;
        let back = come_back(&app, &first.return_code).await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        mina.open(second.conversation).await;
        let (_socket, welcome) = hello(&app, &back["token"]).await;
        assert_eq!(welcome["conversations"][0]["state"], "waiting");
    }
}

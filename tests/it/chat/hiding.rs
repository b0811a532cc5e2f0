//! Hiding: a closed conversation is out of her own sight for good, and in nobody else's way.

use serde_json::{Value, json};

use super::people::{command, counsellor, see, staff, supervisor, talk};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        socket::Socket,
    },
};

async fn history(socket: &mut Socket, channel: uuid::Uuid) -> Value {
    let reference = socket.reference();
    socket.send(json!({"type": "history", "ref": reference, "channel": channel})).await;
    socket.wait("an answer", |frame| frame["ref"] == reference).await
}

/// That nothing of the text is hers on any path.
async fn reads_nothing(who: &Staff, conversation: uuid::Uuid, channels: &[uuid::Uuid]) {
    let (mut socket, _) = who.connect().await;
    for channel in channels {
        assert_eq!(history(&mut socket, *channel).await["code"], "not_a_member");
        let mut again = Socket::open(&who.client).await;
        again.hello(None, &[(*channel, 0)]).await;
        let error = again.wait("error", |frame| frame["channel"] == json!(channel)).await;
        assert_eq!((&error["type"], &error["code"]), (&json!("error"), &json!("not_a_member")));
    }
    who.client.get(&format!("/conversations/{conversation}/notes")).await.problem(404, "not_found");
    let export = who.client.get(&format!("/conversations/{conversation}/export")).await;
    assert_ne!(export.status, 200, "{}", export.body);
    let seen = see(who, conversation).await;
    assert_eq!((&seen["channels"], &seen["visitor_name"], &seen["topic"]), (&json!([]), &json!(null), &json!(null)));
    let list = who.client.get("/conversations").await.expect(200);
    let item = list["items"].as_array().unwrap().iter().find(|item| item["id"] == json!(conversation)).unwrap();
    assert_eq!((&item["channels"], &item["visitor_name"]), (&json!([]), &json!(null)));
}

both_engines! {
    async fn who_hides_a_closed_talk_reads_it_on_no_path_and_all_others_do(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        command(&boss, talk.conversation, "observe").await.expect(200);
        talk.hers.store(talk.channel, "하나").await;
        talk.theirs.frame("message").await;
        let notes = format!("/conversations/{}/notes", talk.conversation);
        let risk = format!("/conversations/{}/risk", talk.conversation);
        talk.counsellor.client.post(&risk, json!({"risk": 2, "note": "하나 때문에"})).await.expect(200);
        talk.counsellor.client.post(&notes, json!({"body": "메모"})).await.expect(201);
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        assert_eq!(history(&mut talk.theirs, talk.channel).await["messages"][0]["body"], "하나");
        assert_eq!(command(&talk.counsellor, talk.conversation, "hide").await.expect(204), Value::Null);
        // At once, on the socket that she has open too.
        let error = talk.theirs.wait("the end", |frame| frame["type"] == "error" && frame["channel"] == json!(talk.channel)).await;
        assert_eq!(error["code"], "not_a_member");
        reads_nothing(&talk.counsellor, talk.conversation, &[talk.channel, talk.staff]).await;
        let classes = talk.counsellor.client.get(&risk).await.expect(200);
        assert_eq!((&classes["risk"], &classes["items"][0]["note"]), (&json!(2), &json!(null)));
        assert_eq!(boss.client.get(&risk).await.expect(200)["items"][0]["note"], "하나 때문에");
        // Again is the same, and nothing that she has brings it back.
        command(&talk.counsellor, talk.conversation, "hide").await.expect(204);
        for verb in ["open", "wrap-up", "close", "panic"] {
            command(&talk.counsellor, talk.conversation, verb).await.problem(409, "conflict");
        }
        reads_nothing(&talk.counsellor, talk.conversation, &[talk.channel]).await;
        let (mut theirs, _) = boss.connect().await;
        assert_eq!(history(&mut theirs, talk.channel).await["messages"][0]["body"], "하나");
        assert_eq!(boss.client.get(&notes).await.expect(200)["items"][0]["body"], "메모");
        assert_eq!(history(&mut talk.hers, talk.channel).await["messages"][0]["body"], "하나");
        let mut conn = app.db.read().await.unwrap();
        let (entries,): (i64,) = conn.query("SELECT COUNT(*) FROM audit WHERE action = 'conversation.hidden' AND actor = $1")
            .bind(talk.counsellor.id).fetch_one().await.unwrap();
        assert_eq!(entries, 1);
    }

    async fn a_supervisor_who_had_it_cannot_get_it_back_by_observing(app: TestApp) {
        let both = staff(&app, "Both", "counsellor,supervisor", "ko").await;
        let visitor = Visitor::arrive(app.address()).await;
        command(&both, visitor.conversation, "take-over").await.expect(200);
        command(&both, visitor.conversation, "close").await.expect(200);
        command(&both, visitor.conversation, "hide").await.expect(204);
        command(&both, visitor.conversation, "observe").await.problem(409, "conflict");
        reads_nothing(&both, visitor.conversation, &[visitor.channel]).await;
    }

    async fn who_supervises_too_does_not_read_it_in_a_flag(app: TestApp) {
        let both = staff(&app, "Both", "counsellor,supervisor", "ko").await;
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::arrive(app.address()).await;
        command(&both, visitor.conversation, "take-over").await.expect(200);
        let (mut hers, _) = visitor.connect(0).await;
        hers.store(visitor.channel, "하나").await;
        let flag = json!({"channel": visitor.channel, "seq": 1, "note": "하나라고 했어요"});
        both.client.post(&format!("/conversations/{}/flags", visitor.conversation), flag).await.expect(201);
        command(&both, visitor.conversation, "close").await.expect(200);
        let read = both.client.get("/flags").await.expect(200)["items"][0].clone();
        assert_eq!((&read["body"], &read["note"], &read["author"]["kind"]), (&json!("하나"), &json!("하나라고 했어요"), &json!("visitor")));
        command(&both, visitor.conversation, "hide").await.expect(204);
        let of = |page: Value| page["items"][0].clone();
        let reads_none = |flag: &Value| {
            assert_eq!((&flag["id"], &flag["source"]), (&read["id"], &json!("staff")), "that there is one she may know");
            for text in ["body", "note", "review_note", "author"] {
                assert_eq!(flag[text], json!(null), "{text} of {flag}");
            }
        };
        reads_none(&of(both.client.get("/flags").await.expect(200)));
        let theirs = of(boss.client.get("/flags").await.expect(200));
        assert_eq!((&theirs["body"], &theirs["note"]), (&json!("하나"), &json!("하나라고 했어요")));
        let review = format!("/flags/{}/review", read["id"].as_str().unwrap());
        boss.client.post(&review, json!({"outcome": "talk", "note": "하나에 대해 이야기함"})).await.expect(200);
        reads_none(&of(both.client.get("/flags?state=done").await.expect(200)));
        assert_eq!(of(boss.client.get("/flags?state=done").await.expect(200))["review_note"], "하나에 대해 이야기함");
    }

    async fn only_ones_own_closed_talks_are_hidden(app: TestApp) {
        let talk = talk(&app).await;
        let jiho = counsellor(&app, "Jiho").await;
        let boss = supervisor(&app, "Boss").await;
        command(&talk.counsellor, talk.conversation, "hide").await.problem(409, "conflict");
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        for other in [&jiho, &boss] {
            command(other, talk.conversation, "hide").await.problem(404, "not_found");
            command(other, uuid::Uuid::now_v7(), "hide").await.problem(404, "not_found");
        }
        assert_eq!(see(&talk.counsellor, talk.conversation).await["channels"].as_array().unwrap().len(), 2);
    }
}

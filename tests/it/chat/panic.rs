//! Panic: one tap, and she is out; the visitor loses no line.

use gyeot::platform::db::Engine;
use serde_json::json;

use super::people::{
    at_leisure, becomes, channel_of, command, counsellor, desk, hears, pass, see, staff, supervisor, talk,
};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn she_is_out_at_once_and_a_colleague_goes_on_without_a_line_lost(app: TestApp) {
        let mut talk = talk(&app).await;
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(4).await;
        let (mut his, _) = jiho.connect().await;
        talk.hers.store(talk.channel, "하나").await;
        talk.theirs.frame("message").await;
        let seen = command(&talk.counsellor, talk.conversation, "panic").await.expect(200);
        assert_eq!((&seen["state"], &seen["counsellor"]["name"]), (&json!("offered"), &json!("Jiho")));
        assert_eq!((&seen["channels"], &seen["visitor_name"]), (&json!([]), &json!(null)));
        // Out on every path.
        let error = talk.theirs.wait("the end", |frame| frame["type"] == "error" && frame["channel"] == json!(talk.channel)).await;
        assert_eq!(error["code"], "not_a_member");
        for channel in [talk.channel, talk.staff] {
            let reference = talk.theirs.reference();
            talk.theirs.send(json!({"type": "history", "ref": reference, "channel": channel})).await;
            talk.theirs.error(reference, "not_a_member").await;
            let reference = talk.theirs.reference();
            let body = json!({"type": "send", "ref": reference, "channel": channel, "id": uuid::Uuid::new_v4(), "body": "x"});
            talk.theirs.send(body).await;
            talk.theirs.error(reference, "not_a_member").await;
        }
        for path in ["", "/notes", "/record", "/risk", "/export"] {
            let path = format!("/conversations/{}{path}", talk.conversation);
            assert_eq!(talk.counsellor.client.get(&path).await.status, 404, "{path}");
        }
        command(&talk.counsellor, talk.conversation, "panic").await.problem(404, "not_found");
        // The visitor writes on, on the socket that she has.
        talk.hers.store(talk.channel, "둘").await;
        let offer = his.frame("offer").await;
        assert_eq!(offer["conversation"], json!(talk.conversation));
        let opened = jiho.open(talk.conversation).await;
        assert_eq!(channel_of(&opened, "main"), talk.channel);
        hears(&mut his, "active").await;
        let news = talk.hers.wait("her name", |frame| frame["counsellor"]["name"] == "Jiho").await;
        assert_eq!(news["state"], "active");
        his.store(talk.channel, "저는 지호예요").await;
        assert_eq!(talk.hers.frame("message").await["seq"], 3);
        let reference = his.reference();
        his.send(json!({"type": "history", "ref": reference, "channel": talk.channel})).await;
        let lines = his.wait("history", |frame| frame["ref"] == reference).await;
        let lines: Vec<_> = lines["messages"].as_array().unwrap().iter().map(|line| line["body"].clone()).collect();
        assert_eq!(lines, ["하나", "둘", "저는 지호예요"]);
        assert!(talk.theirs.settle().await.iter().all(|frame| frame["type"] != "message"));
    }

    async fn it_rings_at_every_supervisors_desk_and_is_on_record_and_owed_a_talk(app: TestApp) {
        let (boss, other) = (supervisor(&app, "Boss").await, supervisor(&app, "Other").await);
        let (mut one, _) = boss.connect().await;
        let (mut two, _) = other.connect().await;
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "panic").await.expect(200);
        for socket in [&mut one, &mut two] {
            let alert = socket.frame("alert").await;
            assert_eq!((&alert["kind"], &alert["loud"]), (&json!("panic"), &json!(true)));
            assert_eq!(alert["conversation"], json!(talk.conversation));
        }
        let owed = boss.client.get("/debriefs").await.expect(200);
        assert_eq!(owed["items"].as_array().unwrap().len(), 1, "{owed}");
        assert_eq!((&owed["items"][0]["why"], &owed["items"][0]["account"]["name"]), (&json!("panic"), &json!("Mina")));
        let mut conn = app.db.read().await.unwrap();
        let (entries,): (i64,) = conn.query("SELECT COUNT(*) FROM audit WHERE action = 'conversation.panic' AND subject = $1")
            .bind(talk.conversation).fetch_one().await.unwrap();
        assert_eq!(entries, 1);
    }

    async fn without_a_colleague_it_stands_at_the_head_of_its_class(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let talk = talk(&app).await;
        talk.counsellor.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        app.clock.advance(std::time::Duration::from_secs(1));
        let before = Visitor::arrive(app.address()).await;
        let (_before, _) = before.connect(0).await;
        let seen = command(&talk.counsellor, talk.conversation, "panic").await.expect(200);
        assert_eq!((&seen["state"], &seen["position"]), (&json!("waiting"), &json!(1)));
        assert_eq!(see(&boss, before.conversation).await["position"], 2);
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(1).await;
        assert_eq!(see(&jiho, talk.conversation).await["state"], "offered");
    }

    async fn an_offer_that_nobody_opens_goes_to_the_head_and_not_back_to_her(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let talk = talk(&app).await;
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(1).await;
        command(&talk.counsellor, talk.conversation, "panic").await.expect(200);
        assert_eq!(see(&boss, talk.conversation).await["counsellor"]["name"], "Jiho");
        pass(&app, 30).await;
        let seen = becomes(&boss, talk.conversation, "waiting").await;
        assert_eq!(seen["position"], 1);
        pass(&app, 300).await;
        assert_eq!(see(&boss, talk.conversation).await["state"], "waiting");
    }

    async fn the_best_colleague_speaks_her_language_and_has_the_least(app: TestApp) {
        let talk = talk(&app).await;
        talk.counsellor.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        let busy = counsellor(&app, "Busy").await;
        busy.available(4).await;
        let other = Visitor::arrive(app.address()).await;
        busy.open(other.conversation).await;
        let english = staff(&app, "English", "counsellor", "en").await;
        english.available(4).await;
        let free = counsellor(&app, "Free").await;
        free.available(4).await;
        let seen = command(&talk.counsellor, talk.conversation, "panic").await.expect(200);
        assert_eq!(seen["counsellor"]["name"], "Free");
    }

    async fn she_goes_on_a_break_her_other_talks_stay_hers_and_what_was_offered_goes_back(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let mut talk = talk(&app).await;
        let stays = Visitor::arrive(app.address()).await;
        talk.counsellor.open(stays.conversation).await;
        let asked = Visitor::arrive(app.address()).await;
        let (_asked, _) = asked.connect(0).await;
        assert_eq!(see(&boss, asked.conversation).await["state"], "offered");
        talk.theirs.wait("offer", |frame| frame["type"] == "offer" && frame["conversation"] == json!(asked.conversation)).await;
        command(&talk.counsellor, talk.conversation, "panic").await.expect(200);
        let gone = talk.theirs.frame("offer_gone").await;
        assert_eq!(gone["conversation"], json!(asked.conversation));
        assert_eq!(see(&boss, asked.conversation).await["state"], "waiting");
        assert_eq!(see(&boss, stays.conversation).await["state"], "active");
        let hers = desk(&talk.counsellor).await;
        assert_eq!((&hers["state"], &hers["break"], &hers["heavy"], &hers["active"]),
            (&json!("away"), &json!("on"), &json!(1), &json!(1)));
        talk.counsellor.client.put("/desk", json!({"state": "available", "capacity": 4})).await.problem(409, "conflict");
    }

    async fn only_who_talks_in_it_can_panic(app: TestApp) {
        let talk = talk(&app).await;
        let jiho = counsellor(&app, "Jiho").await;
        let boss = supervisor(&app, "Boss").await;
        for other in [&jiho, &boss] {
            command(other, talk.conversation, "panic").await.problem(404, "not_found");
        }
        let waiting = Visitor::ask(app.address(), json!({"language": "en"})).await;
        command(&boss, waiting.conversation, "panic").await.problem(404, "not_found");
        command(&talk.counsellor, talk.conversation, "wrap-up").await.expect(200);
        command(&talk.counsellor, talk.conversation, "panic").await.problem(409, "conflict");
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        command(&talk.counsellor, talk.conversation, "panic").await.problem(409, "conflict");
        assert_eq!(desk(&talk.counsellor).await["break"], "none");
    }
}

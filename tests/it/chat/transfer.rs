//! Transfer: to the line, to a colleague, and what is lost by it.

use gyeot::platform::db::Engine;
use serde_json::json;

use super::people::{at_leisure, command, counsellor, desk, hears, pass, see, supervisor, talk, transfer};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn to_the_line_means_to_its_head_and_to_somebody_else(app: TestApp) {
        let mut talk = talk(&app).await;
        talk.counsellor.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        let other = Visitor::arrive(app.address()).await;
        let moved = transfer(&talk.counsellor, talk.conversation, "line").await.expect(200);
        assert_eq!((&moved["state"], &moved["position"], &moved["channels"]), (&json!("waiting"), &json!(1), &json!([])));
        assert!(moved["counsellor"].is_null());
        let news = hears(&mut talk.hers, "waiting").await;
        assert_eq!((&news["position"], &news["counsellor"]), (&json!(1), &json!(null)));
        assert_eq!(desk(&talk.counsellor).await["active"], 0);
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(1).await;
        jiho.open(talk.conversation).await;
        let boss = supervisor(&app, "Boss").await;
        assert_eq!(see(&boss, other.conversation).await["state"], "waiting");
    }

    async fn who_let_go_is_told_and_can_neither_read_nor_write(app: TestApp) {
        let mut talk = talk(&app).await;
        talk.theirs.store(talk.channel, "안녕").await;
        talk.hers.frame("message").await;
        let (mut second, _) = talk.counsellor.connect().await;
        transfer(&talk.counsellor, talk.conversation, "line").await.expect(200);
        for socket in [&mut talk.theirs, &mut second] {
            for channel in [talk.channel, talk.staff] {
                let error = socket.wait("error", |frame| frame["type"] == "error" && frame["channel"] == json!(channel)).await;
                assert_eq!((&error["code"], &error["ref"]), (&json!("not_a_member"), &json!(null)));
            }
            socket.send(json!({"type": "send", "ref": 71, "channel": talk.channel, "id": uuid::Uuid::new_v4(), "body": "x"})).await;
            socket.error(71, "not_a_member").await;
            socket.send(json!({"type": "history", "ref": 72, "channel": talk.channel})).await;
            socket.error(72, "not_a_member").await;
            socket.send(json!({"type": "typing", "ref": 73, "channel": talk.channel, "active": true})).await;
            socket.error(73, "not_a_member").await;
            socket.send(json!({"type": "read", "ref": 74, "channel": talk.channel, "seq": 1})).await;
            socket.error(74, "not_a_member").await;
        }
        talk.hers.store(talk.channel, "아직 있나요").await;
        for socket in [&mut talk.theirs, &mut second] {
            let came = socket.settle().await;
            assert!(came.iter().all(|frame| frame["type"] != "message"), "{came:#?}");
        }
        talk.counsellor.client.get(&format!("/conversations/{}", talk.conversation)).await.problem(404, "not_found");
    }

    async fn who_let_go_is_asked_again_after_three_minutes_if_nobody_else_is_there(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        transfer(&talk.counsellor, talk.conversation, "line").await.expect(200);
        let boss = supervisor(&app, "Boss").await;
        pass(&app, 170).await;
        assert_eq!(see(&boss, talk.conversation).await["state"], "waiting");
        pass(&app, 10).await;
        assert_eq!(see(&boss, talk.conversation).await["state"], "offered");
    }

    async fn to_a_colleague_means_offered_to_her_alone(app: TestApp) {
        let mut talk = talk(&app).await;
        let jiho = counsellor(&app, "Jiho").await;
        let (mut his, _) = jiho.connect().await;
        let to = jiho.id.to_string();
        transfer(&talk.counsellor, talk.conversation, &to).await.problem(409, "conflict");
        jiho.available(1).await;
        let body = json!({"to": to, "note": "조심스럽게"});
        let path = format!("/conversations/{}/transfer", talk.conversation);
        let moved = talk.counsellor.client.post(&path, body).await.expect(200);
        assert_eq!(moved["state"], "offered");
        assert_eq!(his.frame("offer").await["conversation"], json!(talk.conversation));
        assert!(hears(&mut talk.hers, "offered").await["counsellor"].is_null());
        command(&talk.counsellor, talk.conversation, "open").await.problem(404, "not_found");
        jiho.open(talk.conversation).await;
        assert_eq!(hears(&mut talk.hers, "active").await["counsellor"]["name"], "Jiho");
    }

    async fn who_is_offered_to_a_colleague_waits_from_that_moment_on(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let (boss, jiho) = (supervisor(&app, "Boss").await, counsellor(&app, "Jiho").await);
        let began = see(&boss, talk.conversation).await["waiting_since"].clone();
        pass(&app, 120).await;
        jiho.available(1).await;
        let moved = transfer(&talk.counsellor, talk.conversation, &jiho.id.to_string()).await.expect(200);
        assert_eq!(moved["waiting_since"], json!(app.clock.now()), "and not {began}");
        let board = boss.client.get("/wallboard").await.expect(200);
        assert_eq!(board["line"][0]["waiting_since"], json!(app.clock.now()), "{board}");
        // She who is asked hears the same after a reconnect.
        app.clock.advance(std::time::Duration::from_secs(7));
        let (mut his, _) = jiho.connect().await;
        assert_eq!(his.frame("offer").await["waited_seconds"], 7);
    }

    async fn a_colleague_who_does_not_open_it_loses_it_to_the_line(engine: Engine) {
        let app = at_leisure(engine).await;
        let mut talk = talk(&app).await;
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(1).await;
        let (mut his, _) = jiho.connect().await;
        // No place is left for anybody else, or she would be offered at once.
        talk.counsellor.client.put("/desk", json!({"state": "away", "capacity": 1})).await.expect(200);
        transfer(&talk.counsellor, talk.conversation, &jiho.id.to_string()).await.expect(200);
        let other = Visitor::arrive(app.address()).await;
        pass(&app, 29).await;
        assert_eq!(see(&jiho, talk.conversation).await["state"], "offered");
        pass(&app, 1).await;
        his.frame("offer_gone").await;
        let news = hears(&mut talk.hers, "waiting").await;
        assert_eq!(news["position"], 1, "before who came in the meantime");
        assert_eq!(desk(&jiho).await["state"], "away");
        drop(other);
    }

    async fn a_transfer_that_cannot_be_is_refused_and_changes_nothing(app: TestApp) {
        let talk = talk(&app).await;
        let (boss, mina) = (supervisor(&app, "Boss").await, &talk.counsellor);
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(1).await;
        let waiting = Visitor::arrive(app.address()).await;
        jiho.open(waiting.conversation).await;
        for (to, status, code) in [
            (uuid::Uuid::new_v4().to_string(), 422, "invalid"),
            (boss.id.to_string(), 422, "invalid"),
            ("nobody".into(), 422, "invalid"),
            (mina.id.to_string(), 409, "conflict"),
            (jiho.id.to_string(), 409, "conflict"),
        ] {
            transfer(mina, talk.conversation, &to).await.problem(status, code);
        }
        let path = format!("/conversations/{}/transfer", talk.conversation);
        mina.client.post(&path, json!({})).await.problem(422, "invalid");
        mina.client.post(&path, json!({"to": 1})).await.problem(400, "malformed");
        mina.client.post(&path, json!({"to": "line", "now": true})).await.problem(422, "invalid");
        mina.client.post(&path, json!({"to": "line", "note": "가".repeat(4001)})).await.problem(413, "too_long");
        transfer(mina, waiting.conversation, "line").await.problem(404, "not_found");
        assert_eq!(see(mina, talk.conversation).await["state"], "active");
        assert_eq!(desk(mina).await["active"], 1);
        command(mina, talk.conversation, "wrap-up").await.expect(200);
        transfer(mina, talk.conversation, "line").await.problem(409, "conflict");
    }

    async fn a_supervisor_may_move_what_is_not_hers(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let moved = transfer(&boss, talk.conversation, "line").await.expect(200);
        assert_eq!(moved["state"], "waiting");
        let error = talk.theirs.frame("error").await;
        assert_eq!(error["code"], "not_a_member");
        assert_eq!(desk(&talk.counsellor).await["active"], 0);
    }
}

//! Supervisors: to read along unseen and on record, and to take over.

use serde_json::json;

use super::people::{channel_of, command, counsellor, desk, hears, see, staff, supervisor, talk};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn who_observes_reads_along_and_is_not_seen_by_the_visitor(app: TestApp) {
        let mut talk = talk(&app).await;
        talk.hers.store(talk.channel, "하나").await;
        talk.theirs.frame("message").await;
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        talk.hers.settle().await;
        let seen = command(&boss, talk.conversation, "observe").await.expect(200);
        assert_eq!(seen["channels"].as_array().unwrap().len(), 2);
        hears(&mut socket, "active").await;
        socket.send(json!({"type": "history", "ref": 2, "channel": talk.channel})).await;
        assert_eq!(socket.frame("history").await["messages"][0]["body"], "하나");
        talk.hers.store(talk.channel, "둘").await;
        assert_eq!(socket.frame("message").await["body"], "둘");
        socket.send(json!({"type": "read", "channel": talk.channel, "seq": 2})).await;
        for (reference, frame) in [
            (11, json!({"type": "send", "ref": 11, "channel": talk.channel, "id": uuid::Uuid::new_v4(), "body": "x"})),
            (12, json!({"type": "typing", "ref": 12, "channel": talk.channel, "active": true})),
        ] {
            socket.send(frame).await;
            socket.error(reference, "not_a_member").await;
        }
        // In the staff channel she may whisper; the counsellor hears it, the visitor does not.
        socket.store(talk.staff, "잘 하고 있어요").await;
        let whisper = talk.theirs.wait("whisper", |frame| frame["channel"] == json!(talk.staff)).await;
        assert_eq!((&whisper["author"]["kind"], &whisper["body"]), (&json!("supervisor"), &json!("잘 하고 있어요")));
        let came = talk.hers.settle().await;
        assert!(came.iter().all(|frame| !frame.to_string().contains("Boss") && frame["type"] != "read"), "{came:#?}");
        let (_, welcome) = boss.connect().await;
        assert_eq!(welcome["conversations"][0]["channels"][0]["read_seq"], 2);
        let mut conn = app.db.read().await.unwrap();
        let (readings,): (i64,) = conn.query("SELECT COUNT(*) FROM read_ledger WHERE reason = 'observed' AND account = $1")
            .bind(boss.id).fetch_one().await.unwrap();
        assert_eq!(readings, 1);
    }

    async fn who_takes_over_is_its_counsellor_and_speaks_as_supervisor(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        command(&boss, talk.conversation, "observe").await.expect(200);
        let seen = command(&boss, talk.conversation, "take-over").await.expect(200);
        assert_eq!((&seen["state"], &seen["counsellor"]["name"]), (&json!("active"), &json!("Boss")));
        let error = talk.theirs.wait("error", |frame| frame["type"] == "error" && frame["channel"] == json!(talk.channel)).await;
        assert_eq!(error["code"], "not_a_member");
        talk.hers.wait("her name", |frame| frame["counsellor"]["name"] == "Boss").await;
        socket.wait("her own", |frame| frame["counsellor"]["name"] == "Boss").await;
        socket.store(talk.channel, "제가 이어 갈게요").await;
        let message = talk.hers.frame("message").await;
        assert_eq!(message["author"], json!({"kind": "supervisor", "name": "Boss"}));
        talk.hers.store(talk.channel, "네").await;
        socket.frame("message").await;
        assert!(talk.theirs.settle().await.iter().all(|frame| frame["type"] != "message"));
        assert_eq!((&desk(&talk.counsellor).await["active"], &desk(&boss).await["active"]), (&json!(0), &json!(1)));
        command(&talk.counsellor, talk.conversation, "close").await.problem(404, "not_found");
        command(&boss, talk.conversation, "take-over").await.problem(409, "conflict");
        command(&boss, talk.conversation, "observe").await.problem(409, "conflict");
        command(&boss, talk.conversation, "close").await.expect(200);
        assert_eq!(desk(&boss).await["active"], 0);
    }

    async fn a_waiting_and_an_offered_one_can_be_taken_over(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let waiting = Visitor::arrive(app.address()).await;
        let seen = command(&boss, waiting.conversation, "take-over").await.expect(200);
        assert_eq!(seen["state"], "active");
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        let (mut socket, _) = mina.connect().await;
        let offered = Visitor::arrive(app.address()).await;
        socket.frame("offer").await;
        command(&boss, offered.conversation, "take-over").await.expect(200);
        assert_eq!(socket.frame("offer_gone").await["conversation"], json!(offered.conversation));
        command(&mina, offered.conversation, "open").await.problem(404, "not_found");
        assert_eq!(desk(&mina).await["active"], 0);
    }

    async fn observing_and_taking_over_are_for_supervisors(app: TestApp) {
        let talk = talk(&app).await;
        let jiho = counsellor(&app, "Jiho").await;
        for verb in ["observe", "take-over"] {
            command(&jiho, talk.conversation, verb).await.problem(403, "forbidden");
            let path = format!("/conversations/{}/{verb}", talk.conversation);
            app.anyone().post(&path, json!({})).await.problem(401, "unauthenticated");
        }
        let boss = supervisor(&app, "Boss").await;
        for verb in ["observe", "take-over", "close", "wrap-up"] {
            command(&boss, uuid::Uuid::new_v4(), verb).await.problem(404, "not_found");
        }
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        command(&boss, talk.conversation, "take-over").await.problem(409, "conflict");
        assert_eq!(see(&boss, talk.conversation).await["counsellor"]["name"], "Mina");
    }

    async fn who_is_both_speaks_as_counsellor_where_she_was_asked(app: TestApp) {
        let both = staff(&app, "Both", "counsellor,supervisor", "ko").await;
        let (mut socket, welcome) = both.connect().await;
        assert_eq!(welcome["you"]["kind"], "counsellor");
        both.available(1).await;
        let visitor = Visitor::arrive(app.address()).await;
        let (mut hers, _) = visitor.connect(0).await;
        socket.frame("offer").await;
        // To read what she is offered she observes, and then answers it all the same.
        command(&both, visitor.conversation, "observe").await.expect(200);
        let opened = both.open(visitor.conversation).await;
        assert_eq!(channel_of(&opened, "main"), visitor.channel);
        socket.wait("active", |frame| frame["state"] == "active").await;
        socket.store(visitor.channel, "안녕").await;
        assert_eq!(hers.frame("message").await["author"]["kind"], "counsellor");
    }

    async fn an_observed_conversation_stays_readable_through_transfers_and_ends_with_the_close(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        command(&boss, talk.conversation, "observe").await.expect(200);
        hears(&mut socket, "active").await;
        talk.counsellor.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        crate::chat::people::transfer(&talk.counsellor, talk.conversation, "line").await.expect(200);
        hears(&mut socket, "waiting").await;
        talk.hers.store(talk.channel, "누구 있나요").await;
        assert_eq!(socket.frame("message").await["body"], "누구 있나요");
    }
}

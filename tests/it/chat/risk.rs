//! Risk: rules and people raise it, the line moves at once, only a supervisor lowers it, and supervisors are called.

use gyeot::{chat, platform::db::Engine};
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{at_leisure, channel_of, counsellor, pass, see, supervisor, talk};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        socket::Socket,
        wait,
    },
};

/// A phrase that every version of the rules must see the highest risk in.
const NOW: &str = "지금 죽고 싶어요. 옥상에 올라왔어요";

async fn risk_of(staff: &Staff, conversation: Uuid) -> Value {
    staff.client.get(&format!("/conversations/{conversation}/risk")).await.expect(200)
}

async fn set(staff: &Staff, conversation: Uuid, risk: i64, note: Option<&str>) -> crate::support::client::Answer {
    let mut body = json!({"risk": risk});
    if let Some(note) = note {
        body["note"] = json!(note);
    }
    staff.client.post(&format!("/conversations/{conversation}/risk"), body).await
}

async fn alert(socket: &mut Socket, kind: &str) -> Value {
    socket.wait(kind, |frame| frame["type"] == "alert" && frame["kind"] == kind).await
}

both_engines! {
    async fn words_written_while_waiting_move_her_to_the_head_of_the_line_and_ring(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let (mut desk, _) = boss.connect().await;
        let first = Visitor::arrive(app.address()).await;
        let second = Visitor::arrive(app.address()).await;
        let (_hers, _) = first.connect(0).await;
        let (mut socket, welcome) = second.connect(0).await;
        assert_eq!(welcome["conversations"][0]["position"], 2);
        assert!(welcome["conversations"][0].get("helplines").is_none(), "{welcome}");
        assert_eq!(socket.store(second.channel, NOW).await["seq"], 1, "what she says is stored, never held back");

        let rung = alert(&mut desk, "risk").await;
        assert_eq!((&rung["conversation"], &rung["risk"], &rung["loud"]), (&json!(second.conversation), &json!(4), &json!(true)));
        assert!(rung["reason"]["ko"].is_string() && !rung.to_string().contains("옥상에"), "{rung}");
        let told = socket.wait("numbers to call", |frame| frame["type"] == "conversation" && frame["position"] == 1 && frame["helplines"].is_array()).await;
        let numbers: Vec<_> = told["helplines"].as_array().unwrap().iter().map(|line| line["number"].as_str().unwrap()).collect();
        for number in ["112", "117", "1388", "1366"] {
            assert!(numbers.contains(&number), "{told}");
        }
        assert!(told.get("risk").is_none(), "she is never told a class: {told}");
        let (_, welcome) = second.connect(1).await;
        assert!(welcome["conversations"][0]["helplines"].is_array(), "{welcome}");

        let seen = see(&boss, second.conversation).await;
        assert_eq!((&seen["risk"], &seen["position"]), (&json!(4), &json!(1)));
        assert!(seen["risk_reason"]["en"].is_string(), "{seen}");
        let history = risk_of(&boss, second.conversation).await;
        let change = &history["items"][0];
        assert_eq!((&change["from"], &change["to"], &change["source"], &change["seq"]), (&json!(0), &json!(4), &json!("message"), &json!(1)));
        assert!(change["rule"].is_string() && change["by"].is_null(), "{change}");

        // The one with the highest class is offered first, whoever came first.
        let mina = counsellor(&app, "Mina").await;
        let (mut hers, _) = mina.connect().await;
        mina.available(1).await;
        assert_eq!(hers.frame("offer").await["conversation"], json!(second.conversation));
    }

    async fn what_she_answers_and_says_first_counts_from_the_start(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let calm = Visitor::ask(app.address(), json!({"language": "ko", "safe_now": "yes", "first_message": "안녕하세요"})).await;
        let unsafe_ = Visitor::ask(app.address(), json!({"language": "ko", "safe_now": "no"})).await;
        let urgent = Visitor::ask(app.address(), json!({"language": "ko", "safe_now": "unsure", "first_message": NOW})).await;
        assert_eq!(see(&boss, calm.conversation).await["risk"], 0);
        let seen = see(&boss, unsafe_.conversation).await;
        assert_eq!((&seen["risk"], &seen["position"]), (&json!(3), &json!(2)));
        assert_eq!(risk_of(&boss, unsafe_.conversation).await["items"][0]["source"], "answers");
        let seen = see(&boss, urgent.conversation).await;
        assert_eq!((&seen["risk"], &seen["position"]), (&json!(4), &json!(1)));
        let change = &risk_of(&boss, urgent.conversation).await["items"][0];
        assert_eq!((&change["source"], &change["seq"]), (&json!("message"), &json!(1)));
        let alerts = boss.client.get("/alerts").await.expect(200);
        assert_eq!(alerts["items"].as_array().unwrap().len(), 1, "{alerts}");
        let flags = boss.client.get("/flags").await.expect(200);
        assert_eq!(flags["items"][0]["source"], "rule", "{flags}");
    }

    async fn words_in_a_talk_are_seen_by_its_counsellor_and_never_lower_the_class(app: TestApp) {
        let mut talk = talk(&app).await;
        talk.hers.store(talk.channel, NOW).await;
        let told = talk.theirs.wait("the class", |frame| frame["type"] == "conversation" && frame["risk"] == 4).await;
        assert_eq!(told["conversation"], json!(talk.conversation));
        talk.hers.store(talk.channel, "이제 괜찮아요. 고마워요").await;
        chat::tasks::tend(&app).await.unwrap();
        assert_eq!(see(&talk.counsellor, talk.conversation).await["risk"], 4);
    }

    async fn a_counsellor_raises_and_only_a_supervisor_lowers_with_a_reason(app: TestApp) {
        let talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let other = counsellor(&app, "Other").await;
        let id = talk.conversation;
        assert_eq!(set(&talk.counsellor, id, 2, None).await.expect(200)["risk"], 2);
        set(&talk.counsellor, id, 1, Some("이제 괜찮아요")).await.problem(403, "forbidden");
        set(&boss, id, 1, None).await.problem(422, "invalid");
        set(&boss, id, 5, None).await.problem(422, "invalid");
        set(&boss, id, -1, Some("왜")).await.problem(422, "invalid");
        set(&boss, id, 1, Some(&"가".repeat(1001))).await.problem(413, "too_long");
        set(&other, id, 3, None).await.problem(404, "not_found");
        assert_eq!(see(&boss, id).await["risk"], 2, "nothing of it changed anything");
        assert_eq!(set(&boss, id, 1, Some("어머니와 통화했어요")).await.expect(200)["risk"], 1);
        let history = risk_of(&talk.counsellor, id).await;
        let lowered = &history["items"][0];
        assert_eq!((&lowered["from"], &lowered["to"], &lowered["by"]["name"], &lowered["note"]),
            (&json!(2), &json!(1), &json!("Boss"), &json!("어머니와 통화했어요")));
        other.client.get(&format!("/conversations/{id}/risk")).await.problem(404, "not_found");
        // The reason is text about her: it is sealed.
        let mut conn = app.db.read().await.unwrap();
        let (sealed,): (Vec<u8>,) = conn.query("SELECT note FROM risk_change WHERE note IS NOT NULL").fetch_one().await.unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("어머니"));
        let (entries,): (i64,) = conn.query("SELECT COUNT(*) FROM audit WHERE action = 'risk.set'").fetch_one().await.unwrap();
        assert_eq!(entries, 2);
        drop(conn);
        talk.counsellor.client.post(&format!("/conversations/{id}/close"), json!({})).await.expect(200);
        set(&boss, id, 4, None).await.problem(409, "conflict");
    }

    async fn a_class_that_moved_since_she_saw_it_is_left_as_it_is(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let path = format!("/conversations/{}/risk", talk.conversation);
        set(&talk.counsellor, talk.conversation, 2, None).await.expect(200);
        // She decides on what she sees, and meanwhile a word of the visitor's raises it.
        talk.hers.store(talk.channel, NOW).await;
        talk.theirs.wait("the class", |frame| frame["type"] == "conversation" && frame["risk"] == 4).await;
        let stale = json!({"risk": 1, "note": "어머니와 통화했어요", "from": 2});
        boss.client.post(&path, stale).await.problem(409, "conflict");
        talk.counsellor.client.post(&path, json!({"risk": 4, "from": 2})).await.problem(409, "conflict");
        let history = risk_of(&boss, talk.conversation).await;
        assert_eq!((&history["risk"], history["items"].as_array().unwrap().len()), (&json!(4), 2), "{history}");
        let mut conn = app.db.read().await.unwrap();
        let (entries,): (i64,) = conn.query("SELECT COUNT(*) FROM audit WHERE action = 'risk.set'").fetch_one().await.unwrap();
        assert_eq!(entries, 1);
        drop(conn);
        // Having seen that, she may still lower it.
        let seen = json!({"risk": 1, "note": "어머니와 통화했어요", "from": 4});
        assert_eq!(boss.client.post(&path, seen).await.expect(200)["risk"], 1);
    }

    async fn it_rings_until_one_answers_and_then_nowhere(app: TestApp) {
        let (boss, chief) = (supervisor(&app, "Boss").await, supervisor(&app, "Chief").await);
        let mina = counsellor(&app, "Mina").await;
        let (mut one, _) = boss.connect().await;
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "first_message": NOW})).await;
        let rung = alert(&mut one, "risk").await;
        // Who comes later hears it too.
        let (mut two, _) = chief.connect().await;
        assert_eq!(alert(&mut two, "risk").await["alert"], rung["alert"]);
        let (mut three, _) = mina.connect().await;
        let path = format!("/alerts/{}/answer", rung["alert"].as_str().unwrap());
        mina.client.post(&path, json!({})).await.problem(403, "forbidden");
        let answered = chief.client.post(&path, json!({})).await.expect(200);
        assert_eq!((&answered["answered_by"]["name"], &answered["kind"]), (&json!("Chief"), &json!("risk")));
        for socket in [&mut one, &mut two] {
            let gone = socket.frame("alert_gone").await;
            assert_eq!((&gone["alert"], &gone["by"]), (&rung["alert"], &json!("Chief")));
        }
        boss.client.post(&path, json!({})).await.problem(409, "conflict");
        boss.client.post(&format!("/alerts/{}/answer", Uuid::now_v7()), json!({})).await.problem(404, "not_found");
        assert!(three.settle().await.iter().all(|frame| frame["type"] != "alert" && frame["type"] != "alert_gone"));
        let (mut again, _) = boss.connect().await;
        assert!(again.settle().await.iter().all(|frame| frame["type"] != "alert"));
        assert_eq!(boss.client.get("/alerts").await.expect(200)["items"], json!([]));
        // Raised again for the same visitor it rings again: the first call was answered.
        boss.client.post(&format!("/conversations/{}/risk", visitor.conversation), json!({"risk": 1, "note": "괜찮대요"})).await.expect(200);
        boss.client.post(&format!("/conversations/{}/risk", visitor.conversation), json!({"risk": 4})).await.expect(200);
        alert(&mut two, "risk").await;
        // Who looks into the conversation has answered.
        boss.client.post(&format!("/conversations/{}/observe", visitor.conversation), json!({})).await.expect(200);
        assert_eq!(two.frame("alert_gone").await["by"], "Boss");
    }

    async fn a_wait_that_nobody_takes_comes_to_the_supervisors(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        let visitor = Visitor::arrive(app.address()).await;
        let (_hers, _) = visitor.connect(0).await;
        pass(&app, 170).await;
        assert!(socket.settle().await.iter().all(|frame| frame["type"] != "alert"), "not yet");
        pass(&app, 20).await;
        let raised = alert(&mut socket, "unclaimed").await;
        assert_eq!((&raised["conversation"], &raised["loud"]), (&json!(visitor.conversation), &json!(false)));
        pass(&app, 200).await;
        assert!(socket.settle().await.iter().all(|frame| frame["type"] != "alert"), "once is enough");
        let mina = counsellor(&app, "Mina").await;
        let (_desk, _) = mina.connect().await;
        mina.available(1).await;
        mina.open(visitor.conversation).await;
        assert_eq!(socket.frame("alert_gone").await["alert"], raised["alert"]);
    }

    async fn a_wait_counts_while_she_is_offered_from_desk_to_desk(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        let visitor = Visitor::arrive(app.address()).await;
        let (_hers, _) = visitor.connect(0).await;
        pass(&app, 170).await;
        let mina = counsellor(&app, "Mina").await;
        let (mut desk, _) = mina.connect().await;
        mina.available(1).await;
        desk.frame("offer").await;
        pass(&app, 20).await;
        assert_eq!(see(&boss, visitor.conversation).await["state"], "offered");
        assert_eq!(alert(&mut socket, "unclaimed").await["conversation"], json!(visitor.conversation));
        assert!(socket.settle().await.iter().all(|frame| frame["type"] != "alert"), "once is enough");
    }

    async fn the_highest_class_rings_whenever_it_is_said(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        let visitor = Visitor::arrive(app.address()).await;
        let (mut hers, _) = visitor.connect(0).await;
        let answer = async |rung: Value| {
            boss.client.post(&format!("/alerts/{}/answer", rung["alert"].as_str().unwrap()), json!({})).await.expect(200);
        };
        hers.store(visitor.channel, NOW).await;
        chat::tasks::tend(&app).await.unwrap();
        answer(alert(&mut socket, "risk").await).await;
        // Who has just answered is looking: she is not called once more for each line.
        hers.store(visitor.channel, NOW).await;
        chat::tasks::tend(&app).await.unwrap();
        assert!(socket.settle().await.iter().all(|frame| frame["type"] != "alert"));
        // A while later it is news, though the class is as high as it was.
        pass(&app, 400).await;
        hers.store(visitor.channel, NOW).await;
        chat::tasks::tend(&app).await.unwrap();
        let rung = alert(&mut socket, "risk").await;
        assert_eq!((&rung["risk"], &rung["loud"]), (&json!(4), &json!(true)));
        answer(rung).await;
        // The same of one that is held for the number in it.
        pass(&app, 400).await;
        let reference = hers.reference();
        let body = format!("{NOW} 010-1234-5678");
        hers.send(json!({"type": "send", "ref": reference, "channel": visitor.channel, "id": Uuid::new_v4(), "body": body})).await;
        assert_eq!(hers.wait("an answer", |frame| frame["ref"] == reference).await["type"], "held");
        answer(alert(&mut socket, "risk").await).await;
        // And of her last words before she went, even when nobody acted on them until then.
        visitor.client.post("/visits/leave", json!({})).await.expect(204);
        pass(&app, 400).await;
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE finding SET handled = $1").bind(false).execute().await.unwrap();
        tx.commit().await.unwrap();
        chat::tasks::tend(&app).await.unwrap();
        let rung = alert(&mut socket, "risk").await;
        assert_eq!(see(&boss, visitor.conversation).await["state"], "closed");
        boss.client.post(&format!("/conversations/{}/observe", visitor.conversation), json!({})).await.expect(200);
        assert_eq!(socket.wait("the answer", |frame| frame["type"] == "alert_gone" && frame["alert"] == rung["alert"]).await["by"], "Boss");
    }

    async fn what_the_rules_saw_is_acted_on_after_a_restart_too(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        socket.store(visitor.channel, NOW).await;
        wait::until("the class", || async { (see(&boss, visitor.conversation).await["risk"] == 4).then_some(()) }).await;
        // As if the node had died between the commit and the act.
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE finding SET handled = $1").bind(false).execute().await.unwrap();
        tx.query("UPDATE conversation SET risk = 0").execute().await.unwrap();
        tx.query("UPDATE alert SET answered_at = raised_at").execute().await.unwrap();
        tx.commit().await.unwrap();
        let databases = app.databases();
        socket.close().await;
        app.stop().await;
        let app = TestApp::on(databases, |_| ()).await;
        let boss = Staff::sign_in(app.address(), &boss.email).await;
        wait::until("the class", || async { (see(&boss, visitor.conversation).await["risk"] == 4).then_some(()) }).await;
        let open = boss.client.get("/alerts").await.expect(200);
        assert_eq!(open["items"].as_array().unwrap().len(), 1, "{open}");
    }

    async fn what_staff_write_and_whisper_is_not_judged(app: TestApp) {
        let mut talk = talk(&app).await;
        talk.theirs.store(talk.channel, "죽고 싶다는 생각이 들 때가 있어요?").await;
        talk.theirs.store(talk.staff, NOW).await;
        chat::tasks::tend(&app).await.unwrap();
        let seen = see(&talk.counsellor, talk.conversation).await;
        assert_eq!((&seen["risk"], channel_of(&seen, "main")), (&json!(0), talk.channel));
    }
}

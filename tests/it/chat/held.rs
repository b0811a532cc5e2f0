//! Held messages: contact details of either side, and drafts of counsellors who are still learning.

use std::time::Duration;

use gyeot::{chat, platform::db::Engine};
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{Talk, at_leisure, command, counsellor, pass, staff, supervisor, talk, talk_of, transfer};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        client::Answer,
        socket::Socket,
    },
};

const PHONE: &str = "제 번호는 010-1234-5678 이에요";

async fn trust(boss: &Staff, whom: Uuid, level: &str) {
    boss.client.put(&format!("/counsellors/{whom}/trust"), json!({"trust": level})).await.expect(200);
}

/// Says something and gives back its id and the answer, whatever it is.
async fn say(socket: &mut Socket, channel: Uuid, body: &str) -> (Uuid, Value) {
    let id = Uuid::new_v4();
    (id, send(socket, channel, id, body).await)
}

async fn send(socket: &mut Socket, channel: Uuid, id: Uuid, body: &str) -> Value {
    let reference = socket.reference();
    socket.send(json!({"type": "send", "ref": reference, "channel": channel, "id": id, "body": body})).await;
    socket.wait("an answer", |frame| frame["ref"] == reference).await
}

async fn held(boss: &Staff) -> Vec<Value> {
    boss.client.get("/held").await.expect(200)["items"].as_array().unwrap().clone()
}

async fn decide(boss: &Staff, item: &Value, decision: Value) -> Answer {
    boss.client.post(&format!("/held/{}/decide", item["id"].as_str().unwrap()), decision).await
}

/// The numbers of the main channel as its history has them.
async fn numbers(socket: &mut Socket, channel: Uuid) -> Vec<(i64, String)> {
    let reference = socket.reference();
    socket.send(json!({"type": "history", "ref": reference, "channel": channel})).await;
    let page = socket.wait("history", |frame| frame["ref"] == reference).await;
    let line = |line: &Value| (line["seq"].as_i64().unwrap(), line["body"].as_str().unwrap().to_owned());
    page["messages"].as_array().unwrap().iter().map(line).collect()
}

both_engines! {
    async fn a_number_from_either_side_is_held_told_to_the_other_and_reported(app: TestApp) {
        let Talk { mut hers, mut theirs, channel, conversation, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut desk, _) = boss.connect().await;
        for (from, to, kind) in [(&mut hers, &mut theirs, "visitor")] {
            let (id, answer) = say(from, channel, PHONE).await;
            assert_eq!((&answer["type"], &answer["reason"], &answer["id"]), (&json!("held"), &json!("contact"), &json!(id)));
            assert!(answer["expires_at"].is_null() && answer["at"].is_string(), "{answer}");
            let withheld = to.frame("withheld").await;
            assert_eq!((&withheld["author"]["kind"], &withheld["id"]), (&json!(kind), &json!(id)));
            assert!(!withheld.to_string().contains("1234"), "{withheld}");
        }
        let (_, answer) = say(&mut theirs, channel, "카톡 아이디 haru_peer 로 연락해요").await;
        assert_eq!(answer["type"], "held", "{answer}");
        assert_eq!(hers.frame("withheld").await["author"]["kind"], "counsellor");
        for _ in 0..2 {
            let told = desk.wait("a report", |frame| frame["type"] == "alert" && frame["kind"] == "contact").await;
            assert_eq!((&told["conversation"], &told["loud"]), (&json!(conversation), &json!(false)));
        }
        // Neither has a number of the channel: the other side's have no hole, before and after.
        assert_eq!(hers.store(channel, "그럼 여기서 말할게요").await["seq"], 1);
        assert_eq!(numbers(&mut theirs, channel).await, [(1, "그럼 여기서 말할게요".to_owned())]);
        let items = held(&boss).await;
        assert_eq!(items.len(), 2, "{items:#?}");
        assert_eq!((&items[0]["body"], &items[0]["author"]["kind"], &items[0]["account"]), (&json!(PHONE), &json!("visitor"), &json!(null)));
        assert_eq!(items[0]["found"][0]["kind"], "phone");
        assert_eq!(items[1]["found"][0]["kind"], "messenger");
        let mut conn = app.db.read().await.unwrap();
        let (readings,): (i64,) = conn.query("SELECT COUNT(*) FROM read_ledger WHERE kind = 'held' AND account = $1 AND subject = $2")
            .bind(boss.id).bind(conversation).fetch_one().await.unwrap();
        assert!(readings >= 1, "what she read is on record");
        let (body,): (Vec<u8>,) = conn.query("SELECT body FROM held ORDER BY at LIMIT 1").fetch_one().await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("1234"), "it is sealed");
    }

    async fn a_held_number_is_released_edited_or_returned(app: TestApp) {
        let Talk { mut hers, mut theirs, channel, visitor, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let (first, _) = say(&mut hers, channel, PHONE).await;
        let (second, _) = say(&mut hers, channel, "엄마 번호는 010-2222-3333").await;
        let (third, _) = say(&mut hers, channel, "인스타 아이디는 abc_def 예요").await;
        hers.store(channel, "하나").await;
        let items = held(&boss).await;
        decide(&boss, &items[0], json!({"decision": "edit"})).await.problem(422, "invalid");
        decide(&boss, &items[0], json!({"decision": "release", "body": "x"})).await.problem(422, "invalid");
        decide(&boss, &items[0], json!({"decision": "edit", "body": "  "})).await.problem(422, "invalid");
        decide(&boss, &items[0], json!({"decision": "release", "by": "me"})).await.problem(422, "invalid");
        assert_eq!(held(&boss).await.len(), 3, "nothing of it changed anything");
        decide(&boss, &items[0], json!({"decision": "release"})).await.expect(204);
        let done = hers.frame("held_done").await;
        assert_eq!((&done["id"], &done["outcome"]), (&json!(first), &json!("released")));
        for socket in [&mut hers, &mut theirs] {
            let message = socket.wait("the message", |frame| frame["type"] == "message" && frame["id"] == json!(first)).await;
            assert_eq!((&message["seq"], &message["body"], &message["author"]["kind"]), (&json!(2), &json!(PHONE), &json!("visitor")));
        }
        decide(&boss, &items[0], json!({"decision": "release"})).await.problem(409, "conflict");
        decide(&boss, &items[1], json!({"decision": "edit", "body": "엄마 번호가 있어요"})).await.expect(204);
        let message = theirs.wait("other words", |frame| frame["id"] == json!(second) && frame["type"] == "message").await;
        assert_eq!((&message["seq"], &message["body"]), (&json!(3), &json!("엄마 번호가 있어요")));
        decide(&boss, &items[2], json!({"decision": "return", "note": "여기서 이야기해요"})).await.expect(204);
        let done = hers.wait("the note", |frame| frame["type"] == "held_done" && frame["id"] == json!(third)).await;
        assert_eq!((&done["outcome"], &done["note"]), (&json!("returned"), &json!("여기서 이야기해요")));
        let expected = ["하나", PHONE, "엄마 번호가 있어요"];
        let lines = numbers(&mut theirs, channel).await;
        assert_eq!(lines.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(lines.iter().map(|(_, body)| body.as_str()).collect::<Vec<_>>(), expected);
        // The same send again is answered by what became of it.
        let again = send(&mut hers, channel, first, PHONE).await;
        assert_eq!((&again["type"], &again["seq"]), (&json!("stored"), &json!(2)));
        let again = send(&mut hers, channel, second, "엄마 번호는 010-2222-3333").await;
        assert_eq!((&again["type"], &again["seq"]), (&json!("stored"), &json!(3)));
        let again = send(&mut hers, channel, third, "인스타 아이디는 abc_def 예요").await;
        assert_eq!((&again["type"], &again["outcome"]), (&json!("held_done"), &json!("returned")));
        let other = send(&mut hers, channel, first, "010-9999-8888 로 해요").await;
        assert_eq!((&other["type"], &other["code"]), (&json!("error"), &json!("conflict")));
        decide(&boss, &json!({"id": Uuid::now_v7()}), json!({"decision": "release"})).await.problem(404, "not_found");
        let (_, welcome) = visitor.connect(3).await;
        assert_eq!(welcome["conversations"][0]["channels"][0]["last_seq"], 3);
    }

    async fn what_waits_is_sent_again_after_each_welcome_and_survives_a_restart(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let Talk { mut hers, channel, visitor, .. } = talk(&app).await;
        let (id, _) = say(&mut hers, channel, PHONE).await;
        let again = send(&mut hers, channel, id, PHONE).await;
        assert_eq!((&again["type"], &again["id"]), (&json!("held"), &json!(id)), "the same send, the same answer");
        let (databases, email) = (app.databases(), "boss@example.kr".to_owned());
        supervisor(&app, "Boss").await;
        hers.close().await;
        app.stop().await;
        let app = TestApp::on(databases, |_| ()).await;
        let mut socket = Socket::open(&app.anyone()).await;
        socket.hello(Some(&visitor.token), &[(channel, 0)]).await;
        let waits = socket.frame("held").await;
        assert_eq!((&waits["id"], &waits["body"], waits.get("ref")), (&json!(id), &json!(PHONE), None));
        let boss = Staff::sign_in(app.address(), &email).await;
        let items = held(&boss).await;
        decide(&boss, &items[0], json!({"decision": "release"})).await.expect(204);
        assert_eq!(socket.frame("message").await["id"], json!(id));
    }

    async fn a_number_in_the_first_message_waits_too(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "first_message": PHONE})).await;
        let (mut hers, welcome) = visitor.connect(0).await;
        assert_eq!(welcome["conversations"][0]["channels"][0]["last_seq"], 0);
        assert_eq!(hers.frame("held").await["body"], PHONE);
        assert_eq!(hers.store(visitor.channel, "안녕하세요").await["seq"], 1);
        assert_eq!(held(&boss).await.len(), 1);
    }

    async fn every_draft_of_a_new_counsellor_waits_and_goes_out_in_her_name(app: TestApp) {
        let Talk { mut hers, mut theirs, channel, counsellor, conversation, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut desk, _) = boss.connect().await;
        trust(&boss, counsellor.id, "all").await;
        let (id, answer) = say(&mut theirs, channel, "안녕하세요, 미나예요").await;
        assert_eq!((&answer["type"], &answer["reason"]), (&json!("held"), &json!("approval")));
        assert!(answer["expires_at"].is_string(), "{answer}");
        let told = desk.wait("a draft", |frame| frame["type"] == "alert" && frame["kind"] == "held").await;
        assert_eq!(told["conversation"], json!(conversation));
        assert!(hers.settle().await.iter().all(|frame| frame["type"] != "withheld" && frame["type"] != "message"),
            "the visitor sees nothing of it");
        let items = held(&boss).await;
        assert_eq!((&items[0]["account"], &items[0]["author"]["name"]), (&json!(counsellor.id), &json!("Mina")));
        decide(&boss, &items[0], json!({"decision": "release"})).await.expect(204);
        let message = hers.frame("message").await;
        assert_eq!((&message["id"], &message["seq"], &message["author"]["name"]), (&json!(id), &json!(1), &json!("Mina")));
        assert_eq!(theirs.frame("held_done").await["outcome"], "released");
        desk.frame("alert_gone").await;
        // Whispers have no other side.
        let (_, welcome) = counsellor.connect().await;
        let staff: Uuid = welcome["conversations"][0]["channels"][1]["channel"].as_str().unwrap().parse().unwrap();
        assert_eq!(say(&mut theirs, staff, "도와주세요").await.1["type"], "stored");
        trust(&boss, counsellor.id, "none").await;
        assert_eq!(say(&mut theirs, channel, "계속할게요").await.1["type"], "stored");
    }

    async fn only_the_first_message_or_only_what_is_grave_waits(app: TestApp) {
        let Talk { mut theirs, channel, counsellor, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        trust(&boss, counsellor.id, "first").await;
        assert_eq!(say(&mut theirs, channel, "첫 마디").await.1["type"], "held");
        assert_eq!(say(&mut theirs, channel, "둘째 마디").await.1["type"], "held", "behind one that waits the next waits too");
        for item in held(&boss).await {
            decide(&boss, &item, json!({"decision": "release"})).await.expect(204);
        }
        assert_eq!(say(&mut theirs, channel, "셋째 마디").await.1["seq"], 3);
        trust(&boss, counsellor.id, "flagged").await;
        assert_eq!(say(&mut theirs, channel, "오늘 어땠어요?").await.1["type"], "stored");
        assert_eq!(say(&mut theirs, channel, "나도 지금 죽고 싶어요").await.1["type"], "held");
    }

    async fn a_draft_that_nobody_looks_at_goes_out_and_is_flagged(engine: Engine) {
        let app = at_leisure(engine).await;
        let Talk { mut hers, mut theirs, channel, counsellor, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        trust(&boss, counsellor.id, "all").await;
        let (id, answer) = say(&mut theirs, channel, "기다리게 해서 미안해요").await;
        let (_, contact) = say(&mut hers, channel, PHONE).await;
        assert!(contact["expires_at"].is_null());
        pass(&app, 110).await;
        assert!(hers.settle().await.iter().all(|frame| frame["type"] != "message"));
        pass(&app, 20).await;
        let message = hers.frame("message").await;
        assert_eq!((&message["id"], &message["body"]), (&json!(id), &json!("기다리게 해서 미안해요")));
        assert!(answer["expires_at"].as_str().unwrap() <= message["at"].as_str().unwrap());
        assert_eq!(theirs.frame("held_done").await["outcome"], "released");
        let flags = boss.client.get("/flags").await.expect(200);
        assert_eq!((&flags["items"][0]["source"], &flags["items"][0]["body"]), (&json!("unreviewed"), &json!("기다리게 해서 미안해요")));
        assert_eq!(held(&boss).await.len(), 1, "a number never goes out by itself");
        app.clock.advance(Duration::from_mins(20));
        assert_eq!(held(&boss).await.len(), 1);
    }

    async fn what_waits_goes_back_when_its_author_lets_go_or_the_talk_ends(app: TestApp) {
        let Talk { mut hers, mut theirs, channel, counsellor, conversation, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        trust(&boss, counsellor.id, "all").await;
        let (draft, _) = say(&mut theirs, channel, "잠깐만요").await;
        let (number, _) = say(&mut hers, channel, PHONE).await;
        let items = held(&boss).await;
        transfer(&counsellor, conversation, "line").await.expect(200);
        decide(&boss, &items[0], json!({"decision": "release"})).await.problem(409, "conflict");
        let done = theirs.wait("her draft", |frame| frame["type"] == "held_done").await;
        assert_eq!((&done["id"], &done["outcome"]), (&json!(draft), &json!("returned")));
        command(&boss, conversation, "take-over").await.expect(200);
        command(&boss, conversation, "close").await.expect(200);
        let done = hers.wait("her number", |frame| frame["type"] == "held_done").await;
        assert_eq!((&done["id"], &done["outcome"]), (&json!(number), &json!("returned")));
        assert_eq!(held(&boss).await, Vec::<Value>::new());
        decide(&boss, &items[1], json!({"decision": "release"})).await.problem(409, "conflict");
        assert_eq!(numbers(&mut hers, channel).await, []);
        assert_eq!(boss.client.get("/alerts").await.expect(200)["items"], json!([]));
    }

    async fn nobody_decides_on_her_own_and_trust_is_set_by_another(app: TestApp) {
        let both = staff(&app, "Both", "counsellor,supervisor", "ko").await;
        let boss = supervisor(&app, "Boss").await;
        let other = counsellor(&app, "Other").await;
        both.client.put(&format!("/counsellors/{}/trust", both.id), json!({"trust": "none"})).await.problem(409, "conflict");
        boss.client.put(&format!("/counsellors/{}/trust", boss.id), json!({"trust": "all"})).await.problem(404, "not_found");
        boss.client.put(&format!("/counsellors/{}/trust", other.id), json!({"trust": "some"})).await.problem(422, "invalid");
        other.client.put(&format!("/counsellors/{}/trust", other.id), json!({"trust": "none"})).await.problem(403, "forbidden");
        trust(&boss, both.id, "all").await;
        let listed = boss.client.get("/counsellors").await.expect(200);
        let levels: Vec<_> = listed["items"].as_array().unwrap().iter().map(|one| (one["name"].clone(), one["trust"].clone())).collect();
        assert_eq!(levels, [(json!("Both"), json!("all")), (json!("Other"), json!("none"))]);
        both.available(1).await;
        let (mut theirs, _) = both.connect().await;
        let visitor = Visitor::arrive(app.address()).await;
        let (_hers, _) = visitor.connect(0).await;
        both.open(visitor.conversation).await;
        theirs.wait("active", |frame| frame["type"] == "conversation" && frame["state"] == "active").await;
        assert_eq!(say(&mut theirs, visitor.channel, "안녕하세요").await.1["type"], "held");
        let item = &held(&both).await[0];
        decide(&both, item, json!({"decision": "release"})).await.problem(409, "conflict");
        decide(&boss, item, json!({"decision": "release"})).await.expect(204);
    }

    async fn harmless_words_of_other_clients_are_never_held(app: TestApp) {
        let Talk { mut hers, channel, .. } = talk(&app).await;
        for (number, body) in [
            "message 12345", "m-0197f3f0-7b1e-7c3d-8a4b-3f5e6d7c8b9a", "2026-11-27T05:40:07Z", "112에 전화했어요",
            "1388", "😀😀😀", "a", "1234567890", "line one\nline two\ttab", "seq=17 of 500", "엄마랑 카톡했어요",
        ].into_iter().enumerate() {
            let (_, answer) = say(&mut hers, channel, body).await;
            assert_eq!((&answer["type"], &answer["seq"]), (&json!("stored"), &json!(number + 1)), "{body}: {answer}");
        }
    }

    async fn who_sends_numbers_without_end_is_asked_to_slow_down(app: TestApp) {
        let Talk { mut hers, channel, .. } = talk(&app).await;
        for number in 0..20 {
            assert_eq!(say(&mut hers, channel, &format!("010-1234-56{number:02}")).await.1["type"], "held");
        }
        let (_, answer) = say(&mut hers, channel, "010-1234-5699").await;
        assert_eq!((&answer["code"], &answer["retry"]), (&json!("slow_down"), &json!(true)));
        assert_eq!(hers.store(channel, "미안해요").await["seq"], 1);
    }

    async fn an_id_that_waits_is_neither_stored_nor_used_for_other_words(engine: Engine) {
        let app = at_leisure(engine).await;
        let Talk { mut hers, mut theirs, channel, counsellor, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let conflicts = |answer: Value| assert_eq!((&answer["type"], &answer["code"]), (&json!("error"), &json!("conflict")), "{answer}");
        // Trust that is set higher, and the same draft once more; or other words under its id.
        trust(&boss, counsellor.id, "all").await;
        let (draft, _) = say(&mut theirs, channel, "기다려 줘서 고마워요").await;
        trust(&boss, counsellor.id, "none").await;
        let again = send(&mut theirs, channel, draft, "기다려 줘서 고마워요").await;
        assert_eq!((&again["type"], &again["reason"]), (&json!("held"), &json!("approval")), "{again}");
        conflicts(send(&mut theirs, channel, draft, "다른 말").await);
        // The same of a visitor, and of whom only grave words wait.
        let (number, _) = say(&mut hers, channel, PHONE).await;
        conflicts(send(&mut hers, channel, number, "번호는 없어요").await);
        conflicts(send(&mut theirs, channel, number, "남의 번호").await);
        trust(&boss, counsellor.id, "flagged").await;
        let (grave, answer) = say(&mut theirs, channel, "나도 지금 죽고 싶어요").await;
        assert_eq!(answer["type"], "held");
        conflicts(send(&mut theirs, channel, grave, "오늘 어땠어요?").await);
        trust(&boss, counsellor.id, "none").await;
        assert_eq!(numbers(&mut hers, channel).await, [], "none of it is in the log");
        // Each goes out once, all the same.
        pass(&app, 130).await;
        for (seq, id) in [(1, draft), (2, grave)] {
            let message = hers.frame("message").await;
            assert_eq!((&message["id"], &message["seq"]), (&json!(id), &json!(seq)));
        }
        let again = send(&mut theirs, channel, draft, "기다려 줘서 고마워요").await;
        assert_eq!((&again["type"], &again["seq"]), (&json!("stored"), &json!(1)));
        conflicts(send(&mut theirs, channel, draft, "다른 말").await);
        // What was given back stays so, and what went out in other words is still what she wrote.
        let item = held(&boss).await.remove(0);
        decide(&boss, &item, json!({"decision": "return"})).await.expect(204);
        let again = send(&mut hers, channel, number, PHONE).await;
        assert_eq!((&again["type"], &again["outcome"]), (&json!("held_done"), &json!("returned")));
        conflicts(send(&mut hers, channel, number, "번호는 없어요").await);
        trust(&boss, counsellor.id, "all").await;
        let (edited, _) = say(&mut theirs, channel, "뭐 하니").await;
        let (returned, _) = say(&mut theirs, channel, "왜 그랬어").await;
        let items = held(&boss).await;
        decide(&boss, &items[0], json!({"decision": "edit", "body": "지금 뭐 하고 있어요?"})).await.expect(204);
        decide(&boss, &items[1], json!({"decision": "return"})).await.expect(204);
        trust(&boss, counsellor.id, "none").await;
        let again = send(&mut theirs, channel, edited, "뭐 하니").await;
        assert_eq!((&again["type"], &again["seq"]), (&json!("stored"), &json!(3)), "{again}");
        let again = send(&mut theirs, channel, returned, "왜 그랬어").await;
        assert_eq!((&again["type"], &again["outcome"]), (&json!("held_done"), &json!("returned")), "{again}");
        assert_eq!(numbers(&mut hers, channel).await.len(), 3);
    }

    async fn the_database_keeps_an_id_that_waits_out_of_the_log(app: TestApp) {
        let Talk { mut hers, mut theirs, channel, counsellor, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        trust(&boss, counsellor.id, "all").await;
        let (draft, _) = say(&mut theirs, channel, "조금 이따가요").await;
        // A node that knows nothing of it: neither that her words wait, nor that this one does.
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE trust SET level = 'none'").execute().await.unwrap();
        tx.query("UPDATE held SET reason = 'contact'").execute().await.unwrap();
        tx.commit().await.unwrap();
        chat::tasks::tend(&app).await.unwrap();
        let beside = theirs.reference();
        theirs.send(json!({"type": "send", "ref": beside, "channel": channel, "id": draft, "body": "조금 이따가요"})).await;
        // What comes in the same batch is stored.
        theirs.store(channel, "옆의 말").await;
        assert_eq!(hers.frame("message").await["body"], "옆의 말");
        let again = send(&mut theirs, channel, draft, "조금 이따가요").await;
        assert_eq!((&again["type"], &again["id"]), (&json!("held"), &json!(draft)), "{again}");
        let other = send(&mut theirs, channel, draft, "다른 말").await;
        assert_eq!((&other["type"], &other["code"]), (&json!("error"), &json!("conflict")), "{other}");
        assert_eq!(numbers(&mut hers, channel).await.len(), 1);
    }

    async fn no_line_overtakes_one_that_waits(app: TestApp) {
        let Talk { mut hers, mut theirs, channel, counsellor, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        trust(&boss, counsellor.id, "flagged").await;
        let mut order = vec![say(&mut theirs, channel, "나도 지금 죽고 싶을 때가 있었어요").await];
        order.push(say(&mut theirs, channel, "그때 이렇게 했어요").await);
        trust(&boss, counsellor.id, "none").await;
        order.push(say(&mut theirs, channel, "같이 해 볼까요?").await);
        for (_, answer) in &order {
            assert_eq!((&answer["type"], &answer["reason"]), (&json!("held"), &json!("approval")), "{answer}");
        }
        for item in held(&boss).await {
            decide(&boss, &item, json!({"decision": "release"})).await.expect(204);
        }
        for (id, _) in &order {
            assert_eq!(hers.frame("message").await["id"], json!(id));
        }
        assert_eq!(say(&mut theirs, channel, "이제 바로 가요").await.1["type"], "stored");
    }

    async fn one_that_cannot_go_out_keeps_nothing_else_from_its_time(engine: Engine) {
        let app = at_leisure(engine).await;
        let Talk { mut theirs, channel, counsellor, .. } = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        trust(&boss, counsellor.id, "all").await;
        let (bad, _) = say(&mut theirs, channel, "하나").await;
        let (good, _) = say(&mut theirs, channel, "둘").await;
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE held SET body = $1 WHERE message = $2").bind(&b"torn"[..]).bind(bad).execute().await.unwrap();
        tx.commit().await.unwrap();
        let visitor = Visitor::arrive(app.address()).await;
        let offered = theirs.frame("offer").await;
        assert_eq!(offered["conversation"], json!(visitor.conversation));
        app.clock.advance(Duration::from_secs(130));
        chat::tasks::sweep(&app).await.expect_err("a draft that does not open is told of");
        let message = theirs.wait("the other", |frame| frame["type"] == "message").await;
        assert_eq!(message["id"], json!(good));
        theirs.wait("its end", |frame| frame["type"] == "offer_gone").await;
    }

    async fn what_waits_goes_back_whichever_way_its_author_lets_go(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        for way in ["panic", "transfer", "take-over"] {
            let Talk { mut hers, mut theirs, channel, counsellor, conversation, .. } = talk_of(&app, &format!("C{way}")).await;
            trust(&boss, counsellor.id, "all").await;
            let (draft, _) = say(&mut theirs, channel, "잠깐만요").await;
            let (number, _) = say(&mut hers, channel, PHONE).await;
            match way {
                "transfer" => transfer(&counsellor, conversation, "line").await,
                "panic" => command(&counsellor, conversation, way).await,
                _ => command(&boss, conversation, way).await,
            }.expect(200);
            let done = theirs.wait("her draft", |frame| frame["type"] == "held_done").await;
            assert_eq!((&done["id"], &done["outcome"]), (&json!(draft), &json!("returned")), "{way}");
            let waits = held(&boss).await;
            assert_eq!(waits.len(), 1, "{way}: the visitor has not let go: {waits:#?}");
            assert_eq!(waits[0]["author"]["kind"], "visitor");
            let alerts = boss.client.get("/alerts").await.expect(200);
            assert!(alerts["items"].as_array().unwrap().iter().all(|alert| alert["kind"] != "held"), "{way}: {alerts}");
            decide(&boss, &waits[0], json!({"decision": "release"})).await.expect(204);
            assert_eq!(hers.wait("it", |frame| frame["type"] == "message").await["id"], json!(number));
            // Nobody of this round is there for the next.
            counsellor.client.put("/desk", json!({"state": "away"})).await;
            command(&boss, conversation, "take-over").await;
            command(&boss, conversation, "close").await.expect(200);
        }
    }
}

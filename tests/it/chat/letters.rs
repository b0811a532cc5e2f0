//! Letters: left when nobody can be there, answered, found on return.

use std::time::Duration;

use gyeot::{chat, platform::db::Engine};
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{
    at_leisure, channel_of, command, counsellor, desk, hears, pass, see, staff, supervisor, talk, transfer,
};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        client::Answer,
        socket::Socket,
    },
};

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

async fn ask(app: &TestApp) -> Visitor {
    Visitor::ask(app.address(), json!({"language": "ko", "first_message": "밤에 혼자예요"})).await
}

/// A letter of somebody whom nobody knows.
async fn letter(app: &TestApp) -> Visitor {
    let visitor = ask(app).await;
    later(&visitor).await.expect(204);
    visitor
}

async fn later(visitor: &Visitor) -> Answer {
    visitor.client.post("/visits/later", json!({})).await
}

async fn come_back(app: &TestApp, visitor: &Visitor) -> Value {
    app.anyone().post("/visits/return", json!({"return_code": visitor.return_code})).await.expect(200)
}

/// Somebody with the token of a return.
fn with_token(app: &TestApp, back: &Value) -> crate::support::client::Client {
    let mut client = app.anyone();
    client.token = back["token"].as_str().map(str::to_owned);
    client
}

async fn letters(staff: &Staff) -> Vec<Value> {
    staff.client.get("/letters").await.expect(200)["items"].as_array().unwrap().clone()
}

/// The conversations in her list, in its order.
async fn listed(staff: &Staff) -> Vec<Uuid> {
    letters(staff).await.iter().map(|letter| letter["conversation"].as_str().unwrap().parse().unwrap()).collect()
}

async fn open(staff: &Staff, conversation: Uuid) -> Answer {
    staff.client.post(&format!("/letters/{conversation}/open"), json!({})).await
}

async fn answered(staff: &Staff, conversation: Uuid) -> Answer {
    staff.client.post(&format!("/letters/{conversation}/answered"), json!({})).await
}

/// Opens it, writes, and lets it go.
async fn answer(staff: &Staff, visitor: &Visitor, text: &str) {
    staff.available(4).await;
    open(staff, visitor.conversation).await.expect(200);
    let (mut socket, _) = staff.connect().await;
    socket.store(visitor.channel, text).await;
    answered(staff, visitor.conversation).await.expect(200);
}

async fn status(app: &TestApp) -> Value {
    app.anyone().get("/status").await.expect(200)
}

async fn away(staff: &Staff) {
    staff.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
}

both_engines! {
    async fn what_is_left_is_out_of_the_line_and_her_token_dies_but_not_her_code(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let visitor = ask(&app).await;
        let (mut hers, _) = visitor.connect(1).await;
        later(&visitor).await.expect(204);
        hers.closed(4401).await;
        later(&visitor).await.problem(401, "unauthenticated");
        let seen = see(&boss, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["later"], &seen["position"], &seen["estimated_wait_seconds"]),
            (&json!("waiting"), &json!(true), &Value::Null, &Value::Null));
        let back = come_back(&app, &visitor).await;
        assert_eq!(back["conversation"], json!(visitor.conversation));
        assert_eq!(see(&boss, visitor.conversation).await["later"], false);
    }

    async fn an_offer_is_withdrawn_and_the_place_goes_to_the_next(app: TestApp) {
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        mina.available(1).await;
        let (mut socket, _) = mina.connect().await;
        let visitor = ask(&app).await;
        socket.frame("offer").await;
        let next = Visitor::arrive(app.address()).await;
        later(&visitor).await.expect(204);
        assert_eq!(socket.frame("offer_gone").await["conversation"], json!(visitor.conversation));
        assert_eq!(socket.frame("offer").await["conversation"], json!(next.conversation));
        assert_eq!(see(&boss, visitor.conversation).await["counsellor"], Value::Null);
        assert_eq!(desk(&mina).await["active"], 1);
        command(&mina, visitor.conversation, "open").await.problem(404, "not_found");
    }

    async fn there_must_be_something_to_answer_and_nobody_who_talks_with_her(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let silent = Visitor::arrive(app.address()).await;
        later(&silent).await.problem(409, "conflict");
        let (mut socket, _) = silent.connect(0).await;
        socket.store(silent.channel, "저기요").await;
        later(&silent).await.expect(204);
        let talk = talk(&app).await;
        later(&talk.visitor).await.problem(409, "conflict");
        command(&talk.counsellor, talk.conversation, "wrap-up").await.expect(200);
        later(&talk.visitor).await.problem(409, "conflict");
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        later(&talk.visitor).await.problem(409, "conflict");
        app.anyone().post("/visits/later", json!({})).await.problem(401, "unauthenticated");
        silent.client.post("/visits/later", json!({"x": 1})).await;
        assert_eq!(see(&boss, silent.conversation).await["later"], true);
    }

    async fn a_line_that_waits_for_a_look_can_be_a_letter_too(app: TestApp) {
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "first_message": "010-2345-6789 로 전화해 주세요"})).await;
        let held = boss.client.get("/held").await.expect(200);
        let id = held["items"][0]["id"].as_str().unwrap().to_owned();
        later(&visitor).await.expect(204);
        assert_eq!(listed(&mina).await, Vec::<Uuid>::new());
        boss.client.post(&format!("/held/{id}/decide"), json!({"decision": "release"})).await.expect(204);
        assert_eq!(listed(&mina).await, [visitor.conversation]);
    }

    async fn no_number_counts_it_and_nobody_is_asked(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let visitor = letter(&app).await;
        app.clock.advance(Duration::from_secs(1));
        let waiting = Visitor::arrive(app.address()).await;
        let (mut hers, welcome) = waiting.connect(0).await;
        assert_eq!(welcome["conversations"][0]["position"], 1);
        assert!(welcome["conversations"][0].get("later").is_none(), "{welcome}");
        assert_eq!(status(&app).await["waiting"], 1);
        let seen = desk(&boss).await;
        assert_eq!((&seen["waiting"], &seen["oldest_waiting_seconds"]), (&json!(1), &json!(0)));
        let (_socket, welcome) = boss.connect().await;
        assert_eq!(welcome["conversations"], json!([]));
        let board = boss.client.get("/wallboard").await.expect(200);
        assert_eq!((&board["waiting"], board["line"].as_array().map(Vec::len)), (&json!(1), Some(1)));
        // A counsellor who comes is offered the one who is there, though the letter is older.
        let mina = counsellor(&app, "Mina").await;
        mina.available(4).await;
        let (mut socket, _) = mina.connect().await;
        hears(&mut hers, "offered").await;
        assert_eq!(desk(&mina).await["active"], 1);
        mina.open(waiting.conversation).await;
        // Nor is it let go as one who stays away, nor does it ring as one whom nobody takes.
        pass(&app, 1200).await;
        let seen = see(&boss, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["later"]), (&json!("waiting"), &json!(true)));
        assert_eq!(boss.client.get("/alerts").await.expect(200)["items"], json!([]));
        let told = socket.settle().await;
        let about = visitor.conversation.to_string();
        assert!(told.iter().all(|frame| !frame.to_string().contains(&about)), "{told:?}");
        assert_eq!(app.metrics.waiting.get(), 0);
    }

    async fn the_estimate_is_of_talks_and_not_of_letters(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let visitors = [letter(&app).await, letter(&app).await, letter(&app).await, letter(&app).await];
        mina.available(4).await;
        let before = status(&app).await["estimated_wait_seconds"].clone();
        for visitor in &visitors {
            open(&mina, visitor.conversation).await.expect(200);
        }
        assert_eq!(status(&app).await["estimated_wait_seconds"], before);
    }

    async fn the_list_has_no_text_and_the_highest_risk_then_the_oldest_first(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        let one = letter(&app).await;
        app.clock.advance(Duration::from_secs(60));
        let two = letter(&app).await;
        app.clock.advance(Duration::from_secs(60));
        let three = ask(&app).await;
        boss.client.post(&format!("/conversations/{}/risk", three.conversation), json!({"risk": 2})).await.expect(200);
        let (mut socket, _) = three.connect(1).await;
        socket.store(three.channel, "하나 더").await;
        later(&three).await.expect(204);
        let expected = [three.conversation, one.conversation, two.conversation];
        for who in [&mina, &boss] {
            assert_eq!(listed(who).await, expected);
        }
        let first = letters(&mina).await[0].clone();
        assert_eq!((&first["risk"], &first["lines"], &first["for_me"], &first["counsellor"], &first["language"]),
            (&json!(2), &json!(2), &json!(false), &Value::Null, &json!("ko")));
        assert_eq!(first["left_at"], json!(app.clock.now()));
        assert_eq!(first.as_object().unwrap().len(), 8, "{first}");
        assert!(!json!(letters(&mina).await).to_string().contains("밤에"));
        // She could not read it.
        let english = staff(&app, "Ann", "counsellor", "en").await;
        assert_eq!(listed(&english).await, Vec::<Uuid>::new());
        english.available(1).await;
        open(&english, one.conversation).await.problem(404, "not_found");
    }

    async fn one_left_for_her_is_hers_alone_for_twelve_hours(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        mina.available(1).await;
        let visitor = ask(&app).await;
        mina.open(visitor.conversation).await;
        command(&mina, visitor.conversation, "close").await.expect(200);
        away(&mina).await;
        let back = come_back(&app, &visitor).await;
        let fresh: Uuid = back["conversation"].as_str().unwrap().parse().unwrap();
        let mut hers = Socket::open(&app.anyone()).await;
        hers.hello(back["token"].as_str(), &[]).await;
        hers.store(back["channel"].as_str().unwrap().parse().unwrap(), "민아 선생님께").await;
        with_token(&app, &back).post("/visits/later", json!({})).await.expect(204);
        let mine = letters(&mina).await[0].clone();
        assert_eq!((&mine["for_me"], &mine["counsellor"]), (&json!(true), &json!("Mina")));
        let all = letters(&boss).await[0].clone();
        assert_eq!((&all["for_me"], &all["counsellor"]), (&json!(false), &json!("Mina")));
        app.clock.advance(Duration::from_secs(12 * HOUR - 1));
        let jiho = Staff::sign_in(app.address(), &jiho.email).await;
        jiho.available(1).await;
        assert_eq!(listed(&jiho).await, Vec::<Uuid>::new());
        open(&jiho, fresh).await.problem(404, "not_found");
        app.clock.advance(Duration::from_secs(1));
        jiho.available(1).await;
        assert_eq!(listed(&jiho).await, [fresh]);
        open(&jiho, fresh).await.expect(200);
    }

    async fn it_is_opened_once_with_a_place_at_a_desk_and_the_reading_is_recorded(app: TestApp) {
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        let (one, two) = (letter(&app).await, letter(&app).await);
        open(&mina, one.conversation).await.problem(409, "conflict");
        mina.available(1).await;
        jiho.available(1).await;
        let opened = open(&mina, one.conversation).await.expect(200);
        assert_eq!((&opened["state"], &opened["later"], &opened["counsellor"]["name"], &opened["visitor_present"]),
            (&json!("active"), &json!(true), &json!("Mina"), &json!(false)));
        assert_eq!(desk(&mina).await["active"], 1);
        open(&jiho, one.conversation).await.problem(409, "conflict");
        open(&mina, one.conversation).await.problem(409, "conflict");
        open(&mina, two.conversation).await.problem(409, "conflict");
        assert_eq!(listed(&jiho).await, [two.conversation]);
        let mut conn = app.db.read().await.unwrap();
        let (read,): (i64,) = conn.query("SELECT COUNT(*) FROM read_ledger WHERE account = $1 AND subject = $2")
            .bind(mina.id).bind(one.conversation).fetch_one().await.unwrap();
        assert_eq!(read, 1);
        let (foreign,): (i64,) =
            conn.query("SELECT COUNT(*) FROM read_ledger WHERE account = $1").bind(jiho.id).fetch_one().await.unwrap();
        assert_eq!(foreign, 0);
    }

    async fn of_many_who_open_it_at_once_one_gets_it(app: TestApp) {
        let visitor = letter(&app).await;
        let mut people = Vec::new();
        for number in 0..6 {
            let someone = counsellor(&app, &format!("C{number}")).await;
            someone.available(1).await;
            people.push(someone);
        }
        let answers = futures_util::future::join_all(people.iter().map(|someone| open(someone, visitor.conversation))).await;
        let got = answers.iter().filter(|answer| answer.status == 200).count();
        let late = answers.iter().filter(|answer| answer.status == 409).count();
        assert_eq!((got, late), (1, 5));
        let mut taken = 0;
        for someone in &people {
            taken += desk(someone).await["active"].as_i64().unwrap();
        }
        assert_eq!(taken, 1);
    }

    async fn she_finds_the_answer_and_the_one_who_wrote_it_is_asked_first(app: TestApp) {
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let visitor = letter(&app).await;
        answer(&mina, &visitor, "내일 여덟 시에 있어요").await;
        let seen = see(&boss, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["later"], &seen["counsellor"]), (&json!("waiting"), &json!(true), &Value::Null));
        assert_eq!(desk(&mina).await["active"], 0);
        for who in [&mina, &boss] {
            assert_eq!(listed(who).await, Vec::<Uuid>::new(), "nothing is left to answer");
        }
        open(&mina, visitor.conversation).await.problem(409, "conflict");
        away(&mina).await;
        let waiting = Visitor::arrive(app.address()).await;
        let back = come_back(&app, &visitor).await;
        assert_eq!((&back["conversation"], &back["counsellor"]),
            (&json!(visitor.conversation), &json!({"name": "Mina", "on_duty": false})));
        let mut hers = Socket::open(&app.anyone()).await;
        let welcome = hers.hello(back["token"].as_str(), &[(visitor.channel, 0)]).await;
        let now = &welcome["conversations"][0];
        assert_eq!((&now["state"], &now["position"], &now["channels"][0]["last_seq"]), (&json!("waiting"), &json!(2), &json!(2)));
        assert!(now.get("later").is_none(), "{now}");
        let said = hers.wait("the answer", |frame| frame["type"] == "message" && frame["seq"] == 2).await;
        assert_eq!((&said["body"], &said["author"]["name"]), (&json!("내일 여덟 시에 있어요"), &json!("Mina")));
        // Who stood before her is served before her, and of two with a place Mina is asked for her.
        jiho.available(1).await;
        mina.available(1).await;
        assert_eq!(see(&boss, waiting.conversation).await["counsellor"]["name"], "Jiho");
        assert_eq!(see(&boss, visitor.conversation).await["counsellor"]["name"], "Mina");
    }

    async fn who_has_answered_is_out_at_once_on_every_path(app: TestApp) {
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        let (mut socket, welcome) = mina.connect().await;
        assert_eq!((&welcome["conversations"][0]["state"], &welcome["conversations"][0]["later"]), (&json!("active"), &json!(true)));
        socket.store(visitor.channel, "읽었어요").await;
        let shown = answered(&mina, visitor.conversation).await.expect(200);
        assert_eq!((&shown["channels"], &shown["visitor_name"], &shown["state"]), (&json!([]), &Value::Null, &json!("waiting")));
        socket.wait("she is out", |frame| frame["type"] == "error" && frame["code"] == "not_a_member").await;
        for (reference, frame) in [
            (7, json!({"type": "history", "ref": 7, "channel": visitor.channel})),
            (8, json!({"type": "send", "ref": 8, "channel": visitor.channel, "id": Uuid::new_v4(), "body": "x"})),
        ] {
            socket.send(frame).await;
            socket.error(reference, "not_a_member").await;
        }
        for path in ["", "/notes", "/risk"] {
            mina.client.get(&format!("/conversations/{}{path}", visitor.conversation)).await.problem(404, "not_found");
        }
        answered(&mina, visitor.conversation).await.problem(404, "not_found");
        answered(&boss, visitor.conversation).await.problem(404, "not_found");
        assert_eq!(mina.client.get("/conversations").await.expect(200)["items"], json!([]));
    }

    async fn nothing_is_answered_before_something_was_written(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        answered(&mina, visitor.conversation).await.problem(409, "conflict");
        assert_eq!(desk(&mina).await["active"], 1);
        let (mut socket, _) = mina.connect().await;
        // A whisper is no answer.
        let mine = mina.client.get(&format!("/conversations/{}", visitor.conversation)).await.expect(200);
        socket.store(channel_of(&mine, "staff"), "어떻게 답할까요").await;
        answered(&mina, visitor.conversation).await.problem(409, "conflict");
        socket.store(visitor.channel, "여기 있어요").await;
        answered(&mina, visitor.conversation).await.expect(200);
    }

    async fn it_is_in_the_list_again_once_she_wrote_after_the_answer(app: TestApp) {
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        let visitor = letter(&app).await;
        answer(&mina, &visitor, "하나").await;
        away(&mina).await;
        let back = come_back(&app, &visitor).await;
        with_token(&app, &back).post("/visits/later", json!({})).await.expect(204);
        assert_eq!(listed(&mina).await, Vec::<Uuid>::new(), "she has only read");
        let back = come_back(&app, &visitor).await;
        let mut hers = Socket::open(&app.anyone()).await;
        hers.hello(back["token"].as_str(), &[]).await;
        hers.store(visitor.channel, "고마워요. 그런데").await;
        with_token(&app, &back).post("/visits/later", json!({})).await.expect(204);
        let mine = letters(&mina).await;
        assert_eq!((&mine[0]["lines"], &mine[0]["for_me"]), (&json!(1), &json!(true)));
        assert_eq!(listed(&jiho).await, Vec::<Uuid>::new(), "it is for Mina");
        answer(&mina, &visitor, "둘").await;
        assert_eq!(listed(&mina).await, Vec::<Uuid>::new());
    }

    async fn who_returns_while_her_letter_is_open_talks(app: TestApp) {
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        let (mut theirs, _) = mina.connect().await;
        theirs.store(visitor.channel, "여기").await;
        let back = come_back(&app, &visitor).await;
        assert_eq!(back["counsellor"], json!({"name": "Mina", "on_duty": true}));
        let mut hers = Socket::open(&app.anyone()).await;
        let welcome = hers.hello(back["token"].as_str(), &[(visitor.channel, 1)]).await;
        assert_eq!(welcome["conversations"][0]["state"], "active");
        theirs.wait("she is back", |frame| frame["later"] == false && frame["visitor_present"] == true).await;
        hers.store(visitor.channel, "왔어요").await;
        assert_eq!(theirs.wait("hers", |frame| frame["type"] == "message" && frame["seq"] == 3).await["body"], "왔어요");
        // It is a talk now, and ends as one.
        answered(&mina, visitor.conversation).await.problem(409, "conflict");
        command(&mina, visitor.conversation, "wrap-up").await.expect(200);
        command(&mina, visitor.conversation, "close").await.expect(200);
        assert_eq!(see(&boss, visitor.conversation).await["closed_reason"], "done");
        assert_ne!(come_back(&app, &visitor).await["conversation"], json!(visitor.conversation));
    }

    async fn who_lets_a_letter_go_puts_it_back_into_the_list_and_not_into_the_line(app: TestApp) {
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let visitor = letter(&app).await;
        mina.available(4).await;
        open(&mina, visitor.conversation).await.expect(200);
        transfer(&mina, visitor.conversation, "line").await.expect(200);
        assert_eq!(see(&boss, visitor.conversation).await["later"], true);
        assert_eq!(status(&app).await["waiting"], 0);
        assert_eq!(desk(&mina).await["active"], 0);
        assert_eq!(listed(&jiho).await, [visitor.conversation]);
        // To a colleague it goes as anything does, and back to the letters when she does not open it.
        open(&mina, visitor.conversation).await.expect(200);
        jiho.available(1).await;
        transfer(&mina, visitor.conversation, &jiho.id.to_string()).await.expect(200);
        assert_eq!(listed(&boss).await, Vec::<Uuid>::new());
        jiho.open(visitor.conversation).await;
        let (mut socket, _) = jiho.connect().await;
        socket.store(visitor.channel, "지호예요").await;
        answered(&jiho, visitor.conversation).await.expect(200);
        assert_eq!(come_back(&app, &visitor).await["counsellor"]["name"], "Jiho");
    }

    async fn a_letter_handed_on_that_is_not_opened_is_a_letter_again(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        jiho.available(1).await;
        transfer(&mina, visitor.conversation, &jiho.id.to_string()).await.expect(200);
        pass(&app, 30).await;
        let seen = see(&boss, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["later"], &seen["position"]), (&json!("waiting"), &json!(true), &Value::Null));
        assert_eq!(listed(&mina).await, [visitor.conversation]);
        assert_eq!(status(&app).await["waiting"], 0);
    }

    async fn a_closed_letter_is_found_closed_and_she_begins_anew(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        let closed = command(&mina, visitor.conversation, "close").await.expect(200);
        assert_eq!((&closed["later"], &closed["closed_reason"]), (&json!(false), &json!("done")));
        for path in ["open", "answered"] {
            let code = if path == "open" { (404, "not_found") } else { (409, "conflict") };
            mina.client.post(&format!("/letters/{}/{path}", visitor.conversation), json!({})).await.problem(code.0, code.1);
        }
        let back = come_back(&app, &visitor).await;
        assert_ne!(back["conversation"], json!(visitor.conversation));
        assert_eq!(back["counsellor"]["name"], "Mina");
    }

    async fn a_supervisor_who_takes_one_over_answers_it_too(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let visitor = letter(&app).await;
        open(&boss, visitor.conversation).await.problem(403, "forbidden");
        command(&boss, visitor.conversation, "take-over").await.expect(200);
        let (mut socket, _) = boss.connect().await;
        socket.store(visitor.channel, "읽었습니다").await;
        answered(&boss, visitor.conversation).await.expect(200);
        assert_eq!(listed(&boss).await, Vec::<Uuid>::new());
        assert_eq!(desk(&boss).await["active"], 0);
        assert_eq!(come_back(&app, &visitor).await["counsellor"], Value::Null, "she is offered no conversations");
    }

    async fn thirty_days_after_the_last_line_it_is_closed_and_then_erased(engine: Engine) {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        let (read, unread) = (letter(&app).await, letter(&app).await);
        app.clock.advance(Duration::from_secs(10 * DAY));
        let mina = Staff::sign_in(app.address(), &mina.email).await;
        answer(&mina, &read, "기다릴게요").await;
        let boss = supervisor(&app, "Boss").await;
        app.clock.advance(Duration::from_secs(20 * DAY - 1));
        chat::tasks::sweep(&app).await.unwrap();
        let boss = Staff::sign_in(app.address(), &boss.email).await;
        assert_eq!(see(&boss, unread.conversation).await["state"], "waiting");
        app.clock.advance(Duration::from_secs(1));
        chat::tasks::sweep(&app).await.unwrap();
        let seen = see(&boss, unread.conversation).await;
        assert_eq!((&seen["state"], &seen["closed_reason"], &seen["later"]), (&json!("closed"), &json!("abandoned"), &json!(false)));
        assert_eq!(see(&boss, read.conversation).await["state"], "waiting", "it was answered later");
        let board = boss.client.get("/wallboard").await.expect(200);
        assert_eq!((&board["abandoned_today"], &board["closed_today"]), (&json!(0), &json!(0)));
        app.clock.advance(Duration::from_secs(10 * DAY));
        chat::tasks::sweep(&app).await.unwrap();
        let boss = Staff::sign_in(app.address(), &boss.email).await;
        assert_eq!(see(&boss, read.conversation).await["state"], "closed");
        app.clock.advance(Duration::from_secs(20 * DAY));
        assert_eq!(chat::retention::erase_due(&app).await.unwrap(), 1);
        app.clock.advance(Duration::from_secs(10 * DAY));
        assert_eq!(chat::retention::erase_due(&app).await.unwrap(), 1);
        // Her code leads on.
        assert_ne!(come_back(&app, &read).await["conversation"], json!(read.conversation));
    }

    async fn who_counts_on_the_facts_hears_of_a_letter(app: TestApp) {
        let visitor = letter(&app).await;
        let mut conn = app.db.read().await.unwrap();
        let (facts,): (i64,) = conn.query("SELECT COUNT(*) FROM event WHERE kind = 'letter_left' AND subject = $1")
            .bind(visitor.conversation).fetch_one().await.unwrap();
        assert_eq!(facts, 1);
    }
}

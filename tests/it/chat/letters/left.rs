//! A letter is left: out of the line, into the lists, and not for ever.

use std::time::Duration;

use gyeot::{
    chat,
    platform::{Clock, config::Challenge, db::Engine},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::people::{at_leisure, command, counsellor, desk, hears, pass, see, staff, supervisor, talk},
    answer, ask, away, come_back, later, letter, letters, listed, open, status, with_token,
};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        socket::Socket,
    },
};

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

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
        app.clock.advance(Duration::from_mins(1));
        let two = letter(&app).await;
        app.clock.advance(Duration::from_mins(1));
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
        let seen = letters(&mina).await[0].clone();
        assert_eq!((&seen["for_me"], &seen["counsellor"]), (&json!(true), &json!("Mina")));
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
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 1);
        app.clock.advance(Duration::from_secs(10 * DAY));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 1);
        // Her code leads on.
        assert_ne!(come_back(&app, &read).await["conversation"], json!(read.conversation));
    }

    async fn a_list_that_is_cut_says_so_and_many_letters_are_load(engine: Engine) {
        let app = TestApp::with(engine, |settings| {
            settings.clock = Clock::manual(Clock::system().now());
            settings.config.challenge = Challenge::Auto;
            settings.config.limits.visits_per_minute = 1000;
        }).await;
        let boss = supervisor(&app, "Boss").await;
        let asked = async || app.anyone().get("/status").await.expect(200)["challenge"].as_bool().unwrap();
        let list = async |boss: &Staff| boss.client.get("/letters").await.expect(200);
        for _ in 0..100 {
            app.clock.advance(Duration::from_secs(2));
            letter(&app).await;
        }
        assert!(!asked().await, "a hundred are quiet");
        let few = list(&boss).await;
        assert_eq!((few["items"].as_array().unwrap().len(), &few["total"], &few["more"]), (100, &json!(100), &json!(false)));
        app.clock.advance(Duration::from_secs(2));
        letter(&app).await;
        assert!(asked().await, "101 that nobody has opened");
        app.anyone().post("/visits", json!({"language": "ko"})).await.problem(422, "challenge_required");
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        open(&mina, listed(&mina).await[0]).await.expect(200);
        assert!(!asked().await, "what is opened is no load any more");
    }

    async fn of_more_than_two_hundred_the_first_are_shown_and_all_are_counted(app: TestApp) {
        let (boss, mina) = (supervisor(&app, "Boss").await, counsellor(&app, "Mina").await);
        for _ in 0..21 {
            futures_util::future::join_all((0..10).map(|_| letter(&app))).await;
        }
        for staff in [&boss, &mina] {
            let cut = staff.client.get("/letters").await.expect(200);
            assert_eq!((cut["items"].as_array().unwrap().len(), &cut["total"], &cut["more"]), (200, &json!(210), &json!(true)));
        }
    }

    async fn who_counts_on_the_facts_hears_of_a_letter(app: TestApp) {
        let visitor = letter(&app).await;
        let mut conn = app.db.read().await.unwrap();
        let (facts,): (i64,) = conn.query("SELECT COUNT(*) FROM event WHERE kind = 'letter_left' AND subject = $1")
            .bind(visitor.conversation).fetch_one().await.unwrap();
        assert_eq!(facts, 1);
    }
}

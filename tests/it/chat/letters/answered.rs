//! A letter is opened, answered, and found on return.

use std::time::Duration;

use gyeot::{accounts::admin, chat, platform::db::Engine};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::people::{at_leisure, channel_of, command, counsellor, desk, hears, pass, see, supervisor, transfer},
    answer, answered, away, come_back, letter, letters, listed, open, status, with_token,
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

/// Her, signed in once more: a session does not outlive such waits.
async fn again(app: &TestApp, who: &Staff) -> Staff {
    Staff::sign_in(app.address(), &who.email).await
}

both_engines! {
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
        let opened = see(&mina, visitor.conversation).await;
        socket.store(channel_of(&opened, "staff"), "어떻게 답할까요").await;
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
        let shown = letters(&mina).await;
        assert_eq!((&shown[0]["lines"], &shown[0]["for_me"]), (&json!(1), &json!(true)));
        assert_eq!(listed(&jiho).await, Vec::<Uuid>::new(), "it is for Mina");
        answer(&mina, &visitor, "둘").await;
        assert_eq!(listed(&mina).await, Vec::<Uuid>::new());
    }

    async fn who_returns_while_nobody_is_at_her_open_letter_is_offered_to_others(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        let visitor = letter(&app).await;
        mina.available(1).await;
        let (socket, _) = mina.connect().await;
        open(&mina, visitor.conversation).await.expect(200);
        // She goes home; a look at it by somebody who is there takes nothing from her.
        socket.close().await;
        pass(&app, 60).await;
        jiho.available(1).await;
        let (mut his, _) = jiho.connect().await;
        let back = come_back(&app, &visitor).await;
        let mut hers = Socket::open(&app.anyone()).await;
        hers.hello(back["token"].as_str(), &[]).await;
        let offer = his.frame("offer").await;
        assert_eq!(offer["conversation"], json!(visitor.conversation));
        jiho.open(visitor.conversation).await;
        hears(&mut hers, "active").await;
        assert_eq!(desk(&mina).await["active"], 0, "her place is free");
        command(&mina, visitor.conversation, "wrap-up").await.problem(404, "not_found");
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

    async fn one_that_is_opened_and_not_answered_is_in_the_list_again_after_twelve_hours(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        let (mut socket, _) = mina.connect().await;
        // Whether these are an answer, whoever opens it next says.
        socket.store(visitor.channel, "읽고 있어요").await;
        app.clock.advance(Duration::from_secs(12 * HOUR - 1));
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(see(&again(&app, &boss).await, visitor.conversation).await["state"], "active");
        app.clock.advance(Duration::from_secs(1));
        chat::tasks::sweep(&app).await.unwrap();
        let error = socket.wait("the end", |frame| frame["type"] == "error" && frame["channel"] == json!(visitor.channel)).await;
        assert_eq!(error["code"], "not_a_member");
        let seen = see(&again(&app, &boss).await, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["later"], &seen["position"], &seen["counsellor"]),
            (&json!("waiting"), &json!(true), &Value::Null, &Value::Null));
        let (mina, jiho) = (again(&app, &mina).await, again(&app, &jiho).await);
        mina.client.get(&format!("/conversations/{}/notes", visitor.conversation)).await.problem(404, "not_found");
        assert_eq!(desk(&mina).await["active"], 0);
        assert_eq!(listed(&jiho).await, [visitor.conversation]);
        answer(&jiho, &visitor, "지호예요").await;
        assert_eq!(listed(&jiho).await, Vec::<Uuid>::new());
        assert_eq!(come_back(&app, &visitor).await["counsellor"]["name"], "Jiho");
    }

    async fn the_twelve_hours_begin_with_whoever_has_it_now(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        app.clock.advance(Duration::from_secs(11 * HOUR));
        let boss = again(&app, &boss).await;
        command(&boss, visitor.conversation, "take-over").await.expect(200);
        app.clock.advance(Duration::from_secs(11 * HOUR));
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(see(&again(&app, &boss).await, visitor.conversation).await["counsellor"]["name"], "Boss");
        app.clock.advance(Duration::from_secs(HOUR));
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(listed(&again(&app, &boss).await).await, [visitor.conversation]);
    }

    async fn one_that_was_left_for_her_is_everybodys_once_she_did_not_answer_it(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        let visitor = letter(&app).await;
        answer(&mina, &visitor, "내일 또 써요").await;
        let back = come_back(&app, &visitor).await;
        let hers = with_token(&app, &back);
        let mut socket = Socket::open(&app.anyone()).await;
        socket.hello(back["token"].as_str(), &[]).await;
        socket.store(visitor.channel, "또 밤이에요").await;
        away(&mina).await;
        hers.post("/visits/later", json!({})).await.expect(204);
        assert_eq!(listed(&jiho).await, Vec::<Uuid>::new(), "it is left for Mina");
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        // Neither closed as a talk that is over nor hers for ever.
        app.clock.advance(Duration::from_secs(8 * 24 * HOUR));
        chat::tasks::sweep(&app).await.unwrap();
        let letters = letters(&again(&app, &jiho).await).await;
        assert_eq!((letters.len(), &letters[0]["conversation"], &letters[0]["counsellor"]),
            (1, &json!(visitor.conversation), &Value::Null));
    }

    async fn a_letter_of_a_disabled_account_is_in_the_list_again_at_once(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(listed(&jiho).await, Vec::<Uuid>::new());
        admin::disable(&app.db, &app.clock, &mina.email).await.unwrap();
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(listed(&jiho).await, [visitor.conversation]);
    }

    async fn who_is_back_is_talked_with_for_longer_than_a_letter_is_kept(engine: Engine) {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        come_back(&app, &visitor).await;
        app.clock.advance(Duration::from_secs(13 * HOUR));
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(see(&again(&app, &mina).await, visitor.conversation).await["state"], "active");
    }

    async fn an_opened_letter_that_nobody_answers_does_not_live_for_ever(engine: Engine) {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        for hours in [12, 29 * 24] {
            app.clock.advance(Duration::from_secs(hours * HOUR));
            chat::tasks::sweep(&app).await.unwrap();
        }
        assert_eq!(see(&again(&app, &supervisor(&app, "Boss").await).await, visitor.conversation).await["state"], "waiting");
        app.clock.advance(Duration::from_secs(12 * HOUR));
        chat::tasks::sweep(&app).await.unwrap();
        app.clock.advance(Duration::from_secs(30 * 24 * HOUR));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 1);
    }

    async fn a_letter_is_not_ended_and_its_answer_is_found(app: TestApp) {
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        let visitor = letter(&app).await;
        mina.available(1).await;
        open(&mina, visitor.conversation).await.expect(200);
        let (mut socket, _) = mina.connect().await;
        socket.store(visitor.channel, "기다릴게요").await;
        for by in [&mina, &boss] {
            for verb in ["wrap-up", "close"] {
                command(by, visitor.conversation, verb).await.problem(409, "conflict");
            }
        }
        let seen = see(&mina, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["later"]), (&json!("active"), &json!(true)));
        answered(&mina, visitor.conversation).await.expect(200);
        let back = come_back(&app, &visitor).await;
        assert_eq!(back["conversation"], json!(visitor.conversation), "her code leads to the answer");
        let mut hers = Socket::open(&app.anyone()).await;
        hers.hello(back["token"].as_str(), &[(visitor.channel, 1)]).await;
        assert_eq!(hers.frame("message").await["body"], "기다릴게요");
        // She is there: it is a talk as any other, and ends as one.
        mina.open(visitor.conversation).await;
        command(&mina, visitor.conversation, "wrap-up").await.expect(200);
        command(&mina, visitor.conversation, "close").await.expect(200);
    }

    async fn a_letter_that_closed_by_itself_is_found_closed_and_she_begins_anew(engine: Engine) {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        let visitor = letter(&app).await;
        answer(&mina, &visitor, "기다릴게요").await;
        app.clock.advance(Duration::from_hours(30 * 24));
        chat::tasks::sweep(&app).await.unwrap();
        let mina = Staff::sign_in(app.address(), &mina.email).await;
        mina.available(1).await;
        for path in ["open", "answered"] {
            mina.client.post(&format!("/letters/{}/{path}", visitor.conversation), json!({})).await.problem(404, "not_found");
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
}

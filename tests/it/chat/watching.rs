//! What supervisors see and do: the wallboard, joining, stepping out, flags.

use gyeot::platform::db::Engine;
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{at_leisure, command, counsellor, supervisor, talk};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        socket::Socket,
        wait,
    },
};

async fn watch(socket: &mut Socket) -> Value {
    let reference = socket.reference();
    socket.send(json!({"type": "watch", "ref": reference, "active": true})).await;
    socket.wait("the board", |frame| frame["type"] == "wallboard" && frame["ref"] == reference).await["board"].clone()
}

async fn board(socket: &mut Socket, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
    socket.wait(what, |frame| frame["type"] == "wallboard" && fits(&frame["board"])).await["board"].clone()
}

both_engines! {
    async fn the_wallboard_shows_the_floor_and_moves_with_it(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        let empty = watch(&mut socket).await;
        assert_eq!((&empty["waiting"], &empty["talking"], &empty["highest"], &empty["line"]), (&json!(0), &json!(0), &json!(null), &json!([])));
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "topic": "비밀", "safe_now": "no", "first_message": "비밀이에요"})).await;
        let waiting = board(&mut socket, "somebody in the line", |board| board["waiting"] == 1).await;
        assert_eq!((&waiting["line"][0]["conversation"], &waiting["line"][0]["risk"]), (&json!(visitor.conversation), &json!(3)));
        assert_eq!((&waiting["highest"]["risk"], &waiting["highest"]["state"]), (&json!(3), &json!("waiting")));
        let mina = counsellor(&app, "Mina").await;
        let (_desk, _) = mina.connect().await;
        let (mut hers, _) = visitor.connect(1).await;
        mina.available(2).await;
        let offered = board(&mut socket, "an offer", |board| board["line"][0]["state"] == "offered").await;
        assert_eq!((&offered["line"][0]["counsellor"], &offered["waiting"]), (&json!("Mina"), &json!(0)));
        mina.open(visitor.conversation).await;
        let talking = board(&mut socket, "a talk", |board| board["talking"] == 1).await;
        let row = &talking["counsellors"][0];
        assert_eq!((&row["name"], &row["active"], &row["capacity"], &row["highest_risk"], &row["state"]),
            (&json!("Mina"), &json!(1), &json!(2), &json!(3), &json!("available")));
        assert_eq!(row["chats"][0]["conversation"], json!(visitor.conversation));
        assert_eq!((&talking["on_duty"], &talking["available"], &talking["full"]), (&json!(1), &json!(1), &json!(0)));
        hers.say(visitor.channel, "제 번호는 010-1234-5678").await;
        let held = board(&mut socket, "a held message", |board| board["held"] == 1).await;
        assert_eq!(held["alerts"][0]["kind"], "contact");
        let fetched = boss.client.get("/wallboard").await.expect(200);
        assert_eq!((&fetched["talking"], &fetched["held"]), (&json!(1), &json!(1)));
        for shown in [&waiting, &offered, &talking, &held, &fetched] {
            assert!(!shown.to_string().contains("비밀") && !shown.to_string().contains("1234-"), "no text: {shown}");
        }
        command(&mina, visitor.conversation, "close").await.expect(200);
        let closed = board(&mut socket, "the close", |board| board["closed_today"] == 1).await;
        assert_eq!((&closed["talking"], &closed["held"]), (&json!(0), &json!(0)));
        // Another who watches still: when she hears of it, so would the first have.
        let chief = supervisor(&app, "Chief").await;
        let (mut other, _) = chief.connect().await;
        watch(&mut other).await;
        socket.send(json!({"type": "watch", "active": false})).await;
        socket.settle().await;
        let next = Visitor::arrive(app.address()).await;
        board(&mut other, "the next", |board| board["line"][0]["conversation"] == json!(next.conversation)).await;
        assert!(socket.settle().await.iter().all(|frame| frame["type"] != "wallboard"), "no longer wanted");
    }

    async fn the_counters_of_the_day_turn_at_midnight_in_seoul(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::arrive(app.address()).await;
        let mut client = app.anyone();
        client.token = Some(visitor.token.clone());
        client.post("/visits/leave", json!({})).await.expect(204);
        assert_eq!(boss.client.get("/wallboard").await.expect(200)["abandoned_today"], 1);
        app.clock.advance(std::time::Duration::from_hours(24));
        let boss = Staff::sign_in(app.address(), &boss.email).await;
        assert_eq!(boss.client.get("/wallboard").await.expect(200)["abandoned_today"], 0);
    }

    async fn who_left_with_a_chat_open_is_shown_with_it_and_not_counted_as_on_duty(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let here = boss.client.get("/wallboard").await.expect(200);
        assert_eq!((&here["on_duty"], &here["available"]), (&json!(1), &json!(1)));
        talk.theirs.close().await;
        wait::until_true("the socket's end", || app.chat.staff_here().is_empty()).await;
        // Its end is noted in the database, too; a moment later than in memory.
        app.db.write().await.unwrap().commit().await.unwrap();
        app.clock.advance(std::time::Duration::from_secs(31));
        let gone = boss.client.get("/wallboard").await.expect(200);
        assert_eq!((&gone["on_duty"], &gone["available"], &gone["full"], &gone["on_break"], &gone["talking"]),
            (&json!(0), &json!(0), &json!(0), &json!(0), &json!(1)), "{gone}");
        let row = &gone["counsellors"][0];
        assert_eq!((&row["name"], &row["state"], &row["active"]), (&json!("Mina"), &json!("away"), &json!(1)), "{gone}");
        assert_eq!(row["chats"][0]["conversation"], json!(talk.conversation));
    }

    async fn only_supervisors_watch(app: TestApp) {
        let mut talk = talk(&app).await;
        for socket in [&mut talk.hers, &mut talk.theirs] {
            socket.send(json!({"type": "watch", "ref": 77, "active": true})).await;
            socket.error(77, "invalid").await;
            socket.send(json!({"type": "watch", "ref": 78})).await;
            socket.error(78, "invalid").await;
        }
        talk.counsellor.client.get("/wallboard").await.problem(403, "forbidden");
    }

    async fn who_joins_speaks_beside_the_counsellor_and_who_steps_out_hears_nothing(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        command(&boss, talk.conversation, "step-out").await.problem(404, "not_found");
        let seen = command(&boss, talk.conversation, "join").await.expect(200);
        assert_eq!((&seen["state"], &seen["counsellor"]["name"]), (&json!("active"), &json!("Mina")));
        socket.wait("active", |frame| frame["type"] == "conversation" && frame["state"] == "active").await;
        socket.store(talk.channel, "저도 같이 있을게요").await;
        for other in [&mut talk.hers, &mut talk.theirs] {
            let message = other.frame("message").await;
            assert_eq!((&message["author"]["kind"], &message["author"]["name"]), (&json!("supervisor"), &json!("Boss")));
        }
        talk.theirs.store(talk.channel, "네, 같이요").await;
        command(&boss, talk.conversation, "step-out").await.expect(204);
        socket.wait("the end", |frame| frame["type"] == "error" && frame["code"] == "not_a_member").await;
        talk.theirs.store(talk.channel, "이제 둘이에요").await;
        assert!(socket.settle().await.iter().all(|frame| frame["body"] != "이제 둘이에요"));
        command(&boss, talk.conversation, "step-out").await.problem(404, "not_found");
        command(&boss, talk.conversation, "take-over").await.expect(200);
        command(&boss, talk.conversation, "step-out").await.problem(409, "conflict");
        command(&boss, talk.conversation, "join").await.problem(409, "conflict");
        let mut conn = app.db.read().await.unwrap();
        let (readings,): (i64,) = conn.query("SELECT COUNT(*) FROM read_ledger WHERE reason = 'joined'").fetch_one().await.unwrap();
        assert_eq!(readings, 1);
    }

    async fn a_flagged_message_is_looked_at_once_and_the_look_is_on_record(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let other = counsellor(&app, "Other").await;
        talk.hers.store(talk.channel, "이상한 말").await;
        let path = format!("/conversations/{}/flags", talk.conversation);
        let flag = json!({"channel": talk.channel, "seq": 1, "note": "다시 봐 주세요"});
        other.client.post(&path, flag.clone()).await.problem(404, "not_found");
        talk.counsellor.client.post(&path, json!({"channel": talk.channel, "seq": 2})).await.problem(422, "invalid");
        talk.counsellor.client.post(&path, json!({"channel": Uuid::now_v7(), "seq": 1})).await.problem(422, "invalid");
        let made = talk.counsellor.client.post(&path, flag.clone()).await.expect(201);
        assert_eq!((&made["source"], &made["note"], &made["body"]), (&json!("staff"), &json!("다시 봐 주세요"), &json!(null)));
        talk.counsellor.client.post(&path, flag).await.problem(409, "conflict");
        talk.counsellor.client.get("/flags").await.problem(403, "forbidden");
        let open = boss.client.get("/flags?limit=1").await.expect(200);
        assert_eq!((&open["items"][0]["body"], &open["items"][0]["author"]["kind"], &open["next"]), (&json!("이상한 말"), &json!("visitor"), &json!(null)));
        let review = format!("/flags/{}/review", made["id"].as_str().unwrap());
        boss.client.post(&review, json!({"outcome": "odd"})).await.problem(422, "invalid");
        let done = boss.client.post(&review, json!({"outcome": "talk", "note": "내일 같이 봐요"})).await.expect(200);
        assert_eq!((&done["outcome"], &done["review_note"], &done["reviewed_by"]["name"]), (&json!("talk"), &json!("내일 같이 봐요"), &json!("Boss")));
        boss.client.post(&review, json!({"outcome": "fine"})).await.problem(409, "conflict");
        assert_eq!(boss.client.get("/flags").await.expect(200)["items"], json!([]));
        assert_eq!(boss.client.get("/flags?state=done").await.expect(200)["items"].as_array().unwrap().len(), 1);
        boss.client.get("/flags?cursor=zzz").await.problem(422, "invalid");
        let mut conn = app.db.read().await.unwrap();
        let (readings,): (i64,) = conn.query("SELECT COUNT(*) FROM read_ledger WHERE kind = 'flag' AND account = $1").bind(boss.id).fetch_one().await.unwrap();
        assert!(readings >= 2, "{readings}");
    }
}

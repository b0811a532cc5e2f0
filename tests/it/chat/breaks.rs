//! Breaks: offered after one heavy conversation, forced after three.

use gyeot::platform::db::Engine;
use serde_json::{Value, json};

use super::people::{at_leisure, command, counsellor, desk, pass, see, staff, supervisor, transfer};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        socket::Socket,
    },
};

/// Somebody at her desk, with a socket that keeps her there.
async fn at_desk(app: &TestApp) -> (Staff, Socket) {
    let mina = counsellor(app, "Mina").await;
    mina.available(20).await;
    let (socket, _) = mina.connect().await;
    (mina, socket)
}

/// A conversation that she has opened, of this risk class.
async fn talks(app: &TestApp, who: &Staff, risk: i64) -> Visitor {
    let visitor = Visitor::arrive(app.address()).await;
    who.open(visitor.conversation).await;
    if risk > 0 {
        let path = format!("/conversations/{}/risk", visitor.conversation);
        who.client.post(&path, json!({"risk": risk})).await.expect(200);
    }
    visitor
}

/// One that she has had, start to end.
async fn had(app: &TestApp, who: &Staff, risk: i64) {
    let visitor = talks(app, who, risk).await;
    command(who, visitor.conversation, "close").await.expect(200);
}

/// What her desk says of breaks: how many heavy ones, what follows, whether she is there.
async fn stands(who: &Staff) -> (i64, String, String) {
    let desk = desk(who).await;
    let text = |field: &str| desk[field].as_str().unwrap().to_owned();
    (desk["heavy"].as_i64().unwrap(), text("break"), text("state"))
}

fn standing(heavy: i64, pause: &str, state: &str) -> (i64, String, String) {
    (heavy, pause.into(), state.into())
}

async fn sit_down(who: &Staff) -> crate::support::client::Answer {
    who.client.put("/desk", json!({"state": "available", "capacity": 20})).await
}

both_engines! {
    async fn a_break_is_offered_after_one_and_forced_after_three(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let (mina, mut socket) = at_desk(&app).await;
        had(&app, &mina, 2).await;
        assert_eq!(stands(&mina).await, standing(0, "none", "available"));
        had(&app, &mina, 3).await;
        assert_eq!(stands(&mina).await, standing(1, "offered", "available"));
        let told = socket.wait("an offer of a break", |frame| frame["type"] == "desk" && frame["break"] == "offered").await;
        assert_eq!((&told["heavy"], &told["break_until"]), (&json!(1), &json!(null)));
        had(&app, &mina, 4).await;
        let running = talks(&app, &mina, 0).await;
        assert_eq!(stands(&mina).await, standing(2, "offered", "available"));
        had(&app, &mina, 3).await;
        assert_eq!(stands(&mina).await, standing(3, "due", "away"));
        socket.wait("the forced break", |frame| frame["type"] == "desk" && frame["break"] == "due").await;
        // What runs stays hers; nothing new comes, whatever she says.
        assert_eq!(see(&boss, running.conversation).await["counsellor"]["name"], "Mina");
        sit_down(&mina).await.problem(409, "conflict");
        mina.client.put("/desk", json!({"state": "away", "capacity": 3})).await.expect(200);
        mina.client.delete("/desk/break").await.problem(409, "conflict");
        let visitor = Visitor::arrive(app.address()).await;
        let (_hers, _) = visitor.connect(0).await;
        pass(&app, 900).await;
        assert_eq!(stands(&mina).await, standing(3, "due", "away"));
        assert_eq!(see(&boss, visitor.conversation).await["state"], "waiting");
        // Time alone is no break: she has to take it, and in full.
        let begun = mina.client.post("/desk/break", json!({})).await.expect(200);
        assert_eq!((&begun["break"], &begun["state"], &begun["heavy"]), (&json!("on"), &json!("away"), &json!(3)));
        mina.client.delete("/desk/break").await.problem(409, "conflict");
        pass(&app, 590).await;
        sit_down(&mina).await.problem(409, "conflict");
        mina.client.delete("/desk/break").await.problem(409, "conflict");
        assert_eq!(see(&boss, visitor.conversation).await["state"], "waiting");
        pass(&app, 10).await;
        assert_eq!(stands(&mina).await, standing(0, "none", "away"));
        socket.wait("its end", |frame| frame["type"] == "desk" && frame["break"] == "none" && frame["state"] == "away").await;
        sit_down(&mina).await.expect(200);
        assert_eq!(see(&boss, visitor.conversation).await["state"], "offered");
    }

    async fn a_break_that_was_only_offered_ends_when_she_likes_and_is_offered_again(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, _socket) = at_desk(&app).await;
        had(&app, &mina, 3).await;
        let begun = mina.client.post("/desk/break", json!({})).await.expect(200);
        let until = begun["break_until"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        assert_eq!((until - app.clock.now()).num_seconds(), 600);
        sit_down(&mina).await.problem(409, "conflict");
        pass(&app, 60).await;
        // A second tap begins no second break.
        assert_eq!(mina.client.post("/desk/break", json!({})).await.expect(200)["break_until"], begun["break_until"]);
        let ended = mina.client.delete("/desk/break").await.expect(200);
        assert_eq!((&ended["break"], &ended["state"], &ended["heavy"]), (&json!("offered"), &json!("away"), &json!(1)));
        sit_down(&mina).await.expect(200);
        // In full it counts.
        mina.client.post("/desk/break", json!({})).await.expect(200);
        pass(&app, 600).await;
        assert_eq!(stands(&mina).await, standing(0, "none", "away"));
        mina.client.delete("/desk/break").await.problem(409, "conflict");
    }

    async fn a_break_is_over_in_time_even_before_anybody_looks(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, _socket) = at_desk(&app).await;
        mina.client.post("/desk/break", json!({})).await.expect(200);
        app.clock.advance(std::time::Duration::from_secs(600));
        assert_eq!(stands(&mina).await, standing(0, "none", "away"));
        sit_down(&mina).await.expect(200);
        assert_eq!(stands(&mina).await, standing(0, "none", "available"));
    }

    async fn heavy_is_what_was_so_while_it_was_hers_and_counts_when_it_leaves_her(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let (mina, _socket) = at_desk(&app).await;
        // Lowered again, it was heavy all the same.
        let lowered = talks(&app, &mina, 3).await;
        let path = format!("/conversations/{}/risk", lowered.conversation);
        boss.client.post(&path, json!({"risk": 0, "note": "오해"})).await.expect(200);
        assert_eq!(stands(&mina).await, standing(0, "none", "available"));
        transfer(&mina, lowered.conversation, "line").await.expect(200);
        assert_eq!(stands(&mina).await, standing(1, "offered", "available"));
        // For the next it is what it is now.
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(1).await;
        jiho.open(lowered.conversation).await;
        command(&jiho, lowered.conversation, "close").await.expect(200);
        assert_eq!(stands(&jiho).await, standing(0, "none", "available"));
        jiho.client.put("/desk", json!({"state": "away", "capacity": 1})).await.expect(200);
        // Of high risk already when it came, and taken over.
        let came = Visitor::arrive(app.address()).await;
        let (_hers, _) = came.connect(0).await;
        let path = format!("/conversations/{}/risk", came.conversation);
        boss.client.post(&path, json!({"risk": 4})).await.expect(200);
        mina.open(came.conversation).await;
        command(&boss, came.conversation, "take-over").await.expect(200);
        assert_eq!(stands(&mina).await, standing(2, "offered", "available"));
        // Who only was asked had nothing to bear.
        let asked = Visitor::arrive(app.address()).await;
        let (_asked, _) = asked.connect(0).await;
        let path = format!("/conversations/{}/risk", asked.conversation);
        boss.client.post(&path, json!({"risk": 4})).await.expect(200);
        command(&boss, asked.conversation, "take-over").await.expect(200);
        assert_eq!(stands(&mina).await, standing(2, "offered", "available"));
        // Nor does the count of a supervisor, who has no desk to leave, stand in her way.
        for conversation in [came.conversation, asked.conversation] {
            command(&boss, conversation, "close").await.expect(200);
        }
        assert_eq!(stands(&boss).await, standing(0, "none", "away"));
    }

    async fn the_visitor_who_leaves_counts_when_her_counsellor_closes(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, _socket) = at_desk(&app).await;
        let visitor = talks(&app, &mina, 4).await;
        visitor.client.post("/visits/leave", json!({})).await.expect(204);
        assert_eq!(stands(&mina).await, standing(0, "none", "available"));
        command(&mina, visitor.conversation, "close").await.expect(200);
        assert_eq!(stands(&mina).await, standing(1, "offered", "available"));
    }

    async fn a_third_one_that_leaves_takes_back_what_she_is_offered(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let (mina, mut socket) = at_desk(&app).await;
        had(&app, &mina, 3).await;
        had(&app, &mina, 3).await;
        let third = talks(&app, &mina, 3).await;
        let asked = Visitor::arrive(app.address()).await;
        let (_asked, _) = asked.connect(0).await;
        assert_eq!(see(&boss, asked.conversation).await["state"], "offered");
        command(&mina, third.conversation, "close").await.expect(200);
        socket.wait("it goes", |frame| frame["type"] == "offer_gone" && frame["conversation"] == json!(asked.conversation)).await;
        let seen = see(&boss, asked.conversation).await;
        assert_eq!((&seen["state"], &seen["counsellor"]), (&json!("waiting"), &Value::Null));
        assert_eq!(desk(&mina).await["active"], 0);
        command(&mina, asked.conversation, "open").await.problem(404, "not_found");
    }

    async fn no_colleague_hands_anything_to_who_is_on_a_break(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, _socket) = at_desk(&app).await;
        mina.client.post("/desk/break", json!({})).await.expect(200);
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(1).await;
        let visitor = talks(&app, &jiho, 0).await;
        transfer(&jiho, visitor.conversation, &mina.id.to_string()).await.problem(409, "conflict");
        // Not even if her desk said otherwise.
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE desk SET state = 'available' WHERE account = $1").bind(mina.id).execute().await.unwrap();
        tx.commit().await.unwrap();
        transfer(&jiho, visitor.conversation, &mina.id.to_string()).await.problem(409, "conflict");
        transfer(&jiho, visitor.conversation, "line").await.expect(200);
        assert_eq!(see(&supervisor(&app, "Boss").await, visitor.conversation).await["state"], "waiting");
    }

    async fn who_never_sat_down_can_take_a_break(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        mina.client.delete("/desk/break").await.problem(409, "conflict");
        let begun = mina.client.post("/desk/break", json!({})).await.expect(200);
        assert_eq!((&begun["break"], &begun["state"]), (&json!("on"), &json!("away")));
        let boss = supervisor(&app, "Boss").await;
        boss.client.post("/desk/break", json!({})).await.problem(403, "forbidden");
        let (_, welcome) = staff(&app, "Jiho", "counsellor", "ko").await.connect().await;
        assert_eq!(welcome["type"], "welcome");
    }

    async fn the_wallboard_shows_who_is_on_a_break(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let (mina, _socket) = at_desk(&app).await;
        had(&app, &mina, 3).await;
        let row = boss.client.get("/wallboard").await.expect(200)["counsellors"][0].take();
        assert_eq!((&row["state"], &row["heavy"], &row["break"]), (&json!("available"), &json!(1), &json!("offered")));
        mina.client.post("/desk/break", json!({})).await.expect(200);
        let board = boss.client.get("/wallboard").await.expect(200);
        let row = &board["counsellors"][0];
        assert_eq!((&row["state"], &row["break"], &board["on_break"]), (&json!("break"), &json!("on"), &json!(1)));
    }
}

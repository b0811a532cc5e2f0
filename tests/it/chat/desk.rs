//! The desk: what it takes, what it tells, and how long it holds.

use gyeot::platform::db::Engine;
use serde_json::json;

use super::people::{at_leisure, counsellor, desk, pass, supervisor};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn a_desk_is_away_until_she_sits_down(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        assert_eq!(desk(&mina).await["state"], "away");
        let set = mina.available(7).await;
        assert_eq!(set, json!({
            "state": "available", "capacity": 7, "active": 0, "waiting": 0, "oldest_waiting_seconds": 0,
            "heavy": 0, "break": "none", "break_until": null,
        }));
        assert_eq!(desk(&mina).await, set);
        let away = mina.client.put("/desk", json!({"state": "away", "capacity": 7})).await.expect(200);
        assert_eq!(away["state"], "away");
        let visitor = Visitor::arrive(app.address()).await;
        assert_eq!(desk(&mina).await["waiting"], 1, "nobody is offered to who is away");
        drop(visitor);
    }

    async fn a_bad_desk_is_refused_and_changes_nothing(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        mina.available(3).await;
        for (body, status, code) in [
            (json!({"state": "available", "capacity": 0}), 422, "invalid"),
            (json!({"state": "available", "capacity": 21}), 422, "invalid"),
            (json!({"state": "available", "capacity": "4"}), 400, "malformed"),
            (json!({"state": "available", "capacity": 2.5}), 400, "malformed"),
            (json!({"state": "available"}), 422, "invalid"),
            (json!({"capacity": 4}), 422, "invalid"),
            (json!({"state": "busy", "capacity": 4}), 422, "invalid"),
            (json!({"state": "away", "capacity": 4, "mood": "good"}), 422, "invalid"),
            (json!([]), 400, "malformed"),
        ] {
            mina.client.put("/desk", body).await.problem(status, code);
        }
        assert_eq!(desk(&mina).await["capacity"], 3);
        mina.available(20).await;
        mina.available(1).await;
    }

    async fn only_counsellors_have_a_desk_to_set(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        boss.client.put("/desk", json!({"state": "available", "capacity": 1})).await.problem(403, "forbidden");
        desk(&boss).await;
        app.anyone().get("/desk").await.problem(401, "unauthenticated");
        app.anyone().put("/desk", json!({"state": "available", "capacity": 1})).await.problem(401, "unauthenticated");
    }

    async fn a_desk_hears_of_the_line_as_it_moves(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let (mut socket, _) = mina.connect().await;
        let first = socket.frame("desk").await;
        assert_eq!((&first["state"], &first["waiting"]), (&json!("away"), &json!(0)));
        let one = Visitor::arrive(app.address()).await;
        socket.wait("one who waits", |frame| frame["type"] == "desk" && frame["waiting"] == 1).await;
        mina.available(1).await;
        let news = socket.wait("none", |frame| frame["type"] == "desk" && frame["active"] == 1).await;
        assert_eq!((&news["state"], &news["capacity"], &news["waiting"]), (&json!("available"), &json!(1), &json!(0)));
        drop(one);
    }

    async fn available_holds_with_a_socket_and_thirty_seconds_beyond(engine: Engine) {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        let (socket, _) = mina.connect().await;
        pass(&app, 300).await;
        assert_eq!(desk(&mina).await["state"], "available");
        socket.close().await;
        crate::support::wait::until_true("the socket's end", || app.chat.staff_here().is_empty()).await;
        // Its end is noted in the database, too; a moment later than in memory.
        app.db.write().await.unwrap().commit().await.unwrap();
        pass(&app, 20).await;
        assert_eq!(desk(&mina).await["state"], "available");
        pass(&app, 11).await;
        assert_eq!(desk(&mina).await["state"], "away");
        assert_eq!(app.anyone().get("/status").await.expect(200)["on_duty"], 0);
    }

    async fn a_socket_that_comes_back_in_time_keeps_her_available(engine: Engine) {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        pass(&app, 25).await;
        let (_socket, _) = mina.connect().await;
        pass(&app, 60).await;
        assert_eq!(desk(&mina).await["state"], "available");
    }
}

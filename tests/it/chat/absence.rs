//! Visitors without a socket: passed over, kept in their place, in the end let go.

use gyeot::platform::db::Engine;
use serde_json::json;

use super::people::{at_leisure, becomes, counsellor, pass, see, supervisor, talk};
use crate::{
    both_engines,
    support::{
        builders::{Staff, Visitor},
        wait,
    },
};

/// Waits until the server knows that she has no socket.
async fn gone(boss: &Staff, visitor: &Visitor) {
    wait::until("her absence", || async {
        (see(boss, visitor.conversation).await["visitor_present"] == false).then_some(())
    })
    .await;
}

both_engines! {
    async fn who_has_been_away_for_a_minute_is_passed_and_keeps_her_place(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let away = Visitor::arrive(app.address()).await;
        app.clock.advance(std::time::Duration::from_secs(1));
        let here = Visitor::arrive(app.address()).await;
        let (_socket, _) = here.connect(0).await;
        pass(&app, 60).await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        assert_eq!(see(&boss, here.conversation).await["state"], "offered");
        let seen = see(&boss, away.conversation).await;
        assert_eq!((&seen["state"], &seen["position"]), (&json!("waiting"), &json!(1)));
        // As soon as she is back she is offered.
        mina.available(2).await;
        assert_eq!(see(&boss, away.conversation).await["state"], "waiting");
        let (_socket, _) = away.connect(0).await;
        becomes(&boss, away.conversation, "offered").await;
    }

    async fn who_has_been_away_for_less_is_offered(engine: Engine) {
        let app = at_leisure(engine).await;
        let visitor = Visitor::arrive(app.address()).await;
        pass(&app, 59).await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        mina.open(visitor.conversation).await;
    }

    async fn who_stays_away_for_ten_minutes_is_abandoned(engine: Engine) {
        let app = at_leisure(engine).await;
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::arrive(app.address()).await;
        let (socket, _) = visitor.connect(0).await;
        pass(&app, 700).await;
        assert_eq!(see(&boss, visitor.conversation).await["state"], "waiting", "she is here");
        socket.close().await;
        gone(&boss, &visitor).await;
        pass(&app, 595).await;
        assert_eq!(see(&boss, visitor.conversation).await["state"], "waiting");
        pass(&app, 5).await;
        let seen = see(&boss, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["closed_reason"]), (&json!("closed"), &json!("abandoned")));
        let back = app.anyone().post("/visits/return", json!({"return_code": visitor.return_code})).await.expect(200);
        assert_ne!(back["conversation"], json!(visitor.conversation));
    }

    async fn who_talks_and_loses_the_network_keeps_her_counsellor(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let mut theirs = talk.theirs;
        talk.hers.close().await;
        theirs.wait("her absence", |frame| frame["visitor_present"] == false).await;
        pass(&app, 500).await;
        let (mut back, welcome) = talk.visitor.connect(0).await;
        assert_eq!((&welcome["conversations"][0]["state"], &welcome["conversations"][0]["counsellor"]["name"]),
            (&json!("active"), &json!("Mina")));
        theirs.wait("her presence", |frame| frame["visitor_present"] == true).await;
        back.store(talk.channel, "다시").await;
        assert_eq!(theirs.frame("message").await["body"], "다시");
    }
}

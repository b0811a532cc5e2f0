//! Colleagues: whom a conversation can be handed to.

use std::time::Duration;

use gyeot::platform::{Clock, db::Engine};
use serde_json::{Value, json};

use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
    },
};

async fn colleagues(of: &Staff) -> Vec<String> {
    let list = of.client.get("/colleagues").await.expect(200);
    list["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn those_at_their_desks_with_room_are_listed_the_least_busy_first(app: TestApp) {
        let mina = Staff::hire(&app, "Mina", "counsellor").await;
        let sora = Staff::hire(&app, "Sora", "supervisor").await;
        assert_eq!(mina.client.get("/colleagues").await.expect(200), json!({"items": []}));
        let visitor = Visitor::arrive(app.address()).await;
        let zoe = Staff::hire(&app, "Zoe", "counsellor").await;
        zoe.available(3).await;
        zoe.open(visitor.conversation).await;
        mina.available(4).await;
        let bora = Staff::hire(&app, "Bora", "counsellor").await;
        bora.available(4).await;
        assert_eq!(colleagues(&sora).await, ["Bora", "Mina", "Zoe"]);
        assert_eq!(colleagues(&mina).await, ["Bora", "Zoe"], "oneself is left out");
        let list = mina.client.get("/colleagues").await.expect(200);
        let expected = json!({"id": zoe.id, "name": "Zoe", "languages": ["ko", "en"], "state": "available",
            "capacity": 3, "active": 1});
        assert_eq!(list["items"][1], expected);
    }

    async fn who_is_away_or_full_or_gone_is_not_listed(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await;
        let mina = Staff::hire(&app, "Mina", "counsellor").await;
        let [full, away, gone, here] = [
            Staff::hire(&app, "Full", "counsellor").await,
            Staff::hire(&app, "Away", "counsellor").await,
            Staff::hire(&app, "Gone", "counsellor").await,
            Staff::hire(&app, "Here", "counsellor").await,
        ];
        full.available(1).await;
        let _visitor = Visitor::arrive(app.address()).await;
        away.available(1).await;
        assert_eq!(colleagues(&mina).await, ["Away"]);
        away.client.put("/desk", json!({"state": "away", "capacity": 1})).await.expect(200);
        gone.available(1).await;
        assert_eq!(colleagues(&mina).await, ["Gone"]);
        app.clock.advance(Duration::from_secs(29));
        here.available(1).await;
        assert_eq!(colleagues(&mina).await, ["Gone", "Here"]);
        app.clock.advance(Duration::from_secs(2));
        assert_eq!(colleagues(&mina).await, ["Here"]);
    }

    async fn only_the_desk_asks(app: TestApp) {
        let council = Staff::hire(&app, "Council", "council,professional,admin").await;
        let refused: Value = council.client.get("/colleagues").await.problem(403, "forbidden");
        assert_eq!(refused["status"], 403);
        app.anyone().get("/colleagues").await.problem(401, "unauthenticated");
    }
}

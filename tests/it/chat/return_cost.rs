//! What a return costs: nothing while her conversation lives, and as much as a visit where it makes a new one.

use std::time::Duration;

use gyeot::platform::{
    Clock,
    config::Challenge,
    db::{Db, Engine, Lock, Purpose},
};
use serde_json::{Value, json};

use super::people::supervisor;
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        client::Answer,
    },
};

async fn counting(engine: Engine, per_minute: u32) -> TestApp {
    TestApp::with(engine, |settings| {
        settings.clock = Clock::manual(Clock::system().now());
        settings.config.limits.visits_per_minute = per_minute;
        settings.config.challenge = Challenge::Auto;
    })
    .await
}

async fn come_back(app: &TestApp, visitor: &Visitor) -> Answer {
    app.anyone().post("/visits/return", json!({"return_code": visitor.return_code})).await
}

async fn leave(app: &TestApp, back: &Value) {
    let mut client = app.anyone();
    client.token = back["token"].as_str().map(str::to_owned);
    client.post("/visits/leave", json!({})).await.expect(204);
}

async fn alerts(by: &Staff) -> Vec<Value> {
    by.client.get("/alerts").await.expect(200)["items"].as_array().unwrap().clone()
}

/// How many keys there are.
async fn keys(app: &TestApp) -> i64 {
    let store = Db::connect(app.databases().keys(), Purpose::Keys).await.unwrap();
    let (count,): (i64,) =
        store.read().await.unwrap().query("SELECT COUNT(*) FROM data_key").fetch_one().await.unwrap();
    store.close().await;
    count
}

async fn enter_forced(app: &TestApp, visitor: &Visitor) -> Value {
    come_back_forced(app, visitor).await.expect(200)
}

/// With the duress word in place of the last of her code.
async fn come_back_forced(app: &TestApp, visitor: &Visitor) -> Answer {
    let (five, _) = visitor.return_code.rsplit_once(' ').unwrap();
    let forced = format!("{five} {}", visitor.duress_word);
    app.anyone().post("/visits/return", json!({"return_code": forced})).await
}

async fn run(app: &TestApp, statements: &[&'static str]) {
    let mut tx = app.db.write().await.unwrap();
    for statement in statements {
        tx.query(*statement).execute().await.unwrap();
    }
    tx.commit().await.unwrap();
}

both_engines! {
    async fn a_return_that_begins_anew_counts_as_a_visit_and_others_are_free(engine: Engine) {
        let app = counting(engine, 3).await;
        let visitor = Visitor::arrive(app.address()).await;
        // Bad signal locks nobody out.
        let mut back = Value::Null;
        for _ in 0..20 {
            back = come_back(&app, &visitor).await.expect(200);
            assert_eq!(back["conversation"], json!(visitor.conversation));
        }
        for _ in 0..2 {
            leave(&app, &back).await;
            back = come_back(&app, &visitor).await.expect(200);
        }
        leave(&app, &back).await;
        let refused = come_back(&app, &visitor).await;
        assert!(refused.headers.contains_key("retry-after"));
        refused.problem(429, "slow_down");
        app.anyone().post("/visits", json!({"language": "ko"})).await.problem(429, "slow_down");
        app.clock.advance(Duration::from_secs(20));
        come_back(&app, &visitor).await.expect(200);
    }

    async fn returns_that_begin_anew_are_load(engine: Engine) {
        let app = counting(engine, 1000).await;
        let visitor = Visitor::arrive(app.address()).await;
        let mut back = come_back(&app, &visitor).await.expect(200);
        for _ in 0..60 {
            assert_eq!(app.anyone().get("/status").await.expect(200)["challenge"], false);
            leave(&app, &back).await;
            back = come_back(&app, &visitor).await.expect(200);
        }
        assert_eq!(app.anyone().get("/status").await.expect(200)["challenge"], true, "61 within a minute");
    }

    async fn her_old_alert_gives_way_to_the_one_of_her_return(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::arrive(app.address()).await;
        boss.client.post(&format!("/conversations/{}/risk", visitor.conversation), json!({"risk": 4})).await.expect(200);
        let first = alerts(&boss).await[0]["alert"].clone();
        let (mut hears, _) = boss.connect().await;
        let mut back = come_back(&app, &visitor).await.expect(200);
        for _ in 0..3 {
            leave(&app, &back).await;
            back = come_back(&app, &visitor).await.expect(200);
        }
        hears.wait("the old one's end", |frame| frame["type"] == "alert_gone" && frame["alert"] == first).await;
        let open = alerts(&boss).await;
        assert_eq!(open.len(), 1, "{open:?}");
        assert_eq!((&open[0]["kind"], &open[0]["conversation"]), (&json!("risk"), &back["conversation"]));
    }

    async fn the_duress_word_calls_for_help_where_a_return_would_have_to_wait(engine: Engine) {
        let app = counting(engine, 1).await;
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::arrive(app.address()).await;
        let back = come_back(&app, &visitor).await.expect(200);
        leave(&app, &back).await;
        come_back(&app, &visitor).await.problem(429, "slow_down");
        enter_forced(&app, &visitor).await;
        assert_eq!(alerts(&boss).await[0]["kind"], "duress");
    }

    async fn a_return_to_what_lives_makes_no_key_and_the_duress_word_leaves_none(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        assert_eq!(keys(&app).await, 1);
        let back = come_back(&app, &visitor).await.expect(200);
        enter_forced(&app, &visitor).await;
        leave(&app, &back).await;
        enter_forced(&app, &visitor).await;
        assert_eq!(keys(&app).await, 1);
        come_back(&app, &visitor).await.expect(200);
        assert_eq!(keys(&app).await, 2);
    }

    async fn the_key_of_a_return_whose_end_nobody_knows_is_kept(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let visitor = Visitor::arrive(app.address()).await;
        visitor.client.post("/visits/leave", json!({})).await.expect(204);
        let (breaks, mends): (&[&str], &[&str]) = match engine {
            Engine::Sqlite => (
                &["CREATE TRIGGER broken BEFORE INSERT ON member BEGIN SELECT RAISE(ABORT, 'broken'); END"],
                &["DROP TRIGGER broken"],
            ),
            // It fails with the commit, as a connection that breaks then does.
            Engine::Postgres => (
                &[
                    "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END'",
                    "CREATE CONSTRAINT TRIGGER broken AFTER INSERT ON member DEFERRABLE INITIALLY DEFERRED
                       FOR EACH ROW EXECUTE FUNCTION broken()",
                ],
                &["DROP TRIGGER broken ON member", "DROP FUNCTION broken()"],
            ),
        };
        run(&app, breaks).await;
        let failed = come_back(&app, &visitor).await;
        assert!(failed.status.is_server_error(), "{}", failed.status);
        assert_eq!(keys(&app).await, 2, "it may be the key of a conversation");
        run(&app, mends).await;
        come_back(&app, &visitor).await.expect(200);
        assert_eq!(keys(&app).await, 3);
    }

    async fn a_return_under_way_while_she_erases_leads_to_nothing(app: TestApp) {
        for forced in [false, true] {
            let visitor = Visitor::arrive(app.address()).await;
            let mut tx = app.db.write().await.unwrap();
            tx.lock(Lock::Assignment).await.unwrap();
            let erasing = visitor.client.post("/visits/erase", json!({}));
            // Both have read what there was and wait for the line, in this order. Should one be late, the test still
            // holds, and shows less.
            let returning = async {
                tokio::time::sleep(Duration::from_millis(150)).await;
                if forced { come_back_forced(&app, &visitor).await } else { come_back(&app, &visitor).await }
            };
            let free = async {
                tokio::time::sleep(Duration::from_millis(400)).await;
                drop(tx);
            };
            let (erased, back, ()) = tokio::join!(erasing, returning, free);
            erased.expect(200);
            back.problem(404, "not_found");
            let mut conn = app.db.read().await.unwrap();
            let (left,): (i64,) = conn
                .query("SELECT COUNT(*) FROM conversation WHERE erased_at IS NULL OR state <> 'closed'")
                .fetch_one()
                .await
                .unwrap();
            assert_eq!(left, 0);
            let (alerts,): (i64,) = conn.query("SELECT COUNT(*) FROM alert").fetch_one().await.unwrap();
            assert_eq!(alerts, 0, "who has erased all of hers is asked about by nobody");
        }
    }
}

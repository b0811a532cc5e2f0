//! Legal holds: two people's word, and what it keeps.

use std::time::Duration;

use gyeot::{
    accounts::audit,
    chat,
    platform::{Clock, db::Engine},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::{Talk, at_leisure, command, staff, supervisor, talk},
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        client::Answer,
    },
};

const DAY: u64 = 24;

async fn ask(by: &Staff, conversation: Uuid) -> Answer {
    by.client.post(&format!("/conversations/{conversation}/legal-hold"), json!({"reason": "사건 12"})).await
}

async fn go(by: &Staff, hold: &Value, verb: &str) -> Answer {
    let body = if verb == "lift" { json!({"reason": "끝남"}) } else { json!({}) };
    by.client.post(&format!("/legal-holds/{}/{verb}", hold["id"].as_str().unwrap()), body).await
}

async fn closed(app: &TestApp) -> Talk {
    let talk = talk(app).await;
    command(&talk.counsellor, talk.conversation, "close").await.expect(200);
    talk
}

/// Sessions do not last as long as holds.
async fn again(app: &TestApp, one: &Staff, two: &Staff) -> (Staff, Staff) {
    (Staff::sign_in(app.address(), &one.email).await, Staff::sign_in(app.address(), &two.email).await)
}

both_engines! {
    async fn one_asks_another_confirms_and_it_takes_two_to_lift(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = closed(&app).await;
        let (one, two) = (supervisor(&app, "One").await, staff(&app, "Two", "admin", "ko").await);
        let hold = ask(&one, talk.conversation).await.expect(201);
        assert_eq!((&hold["state"], &hold["reason"]), (&json!("asked"), &json!("사건 12")));
        assert_eq!(hold["asked_by"], json!({"id": one.id, "name": "One"}));
        assert!(hold["confirmed_by"].is_null() && hold["lifted_at"].is_null() && hold["label"].is_string());
        ask(&two, talk.conversation).await.problem(409, "conflict");
        go(&one, &hold, "confirm").await.problem(409, "conflict");
        go(&two, &hold, "lift").await.problem(409, "conflict");
        let active = go(&two, &hold, "confirm").await.expect(200);
        assert_eq!((&active["state"], &active["confirmed_by"]["name"]), (&json!("active"), &json!("Two")));
        go(&two, &hold, "confirm").await.problem(409, "conflict");
        go(&two, &hold, "confirm-lift").await.problem(409, "conflict");

        app.clock.advance(Duration::from_hours(400 * DAY));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0);
        let (one, two) = again(&app, &one, &two).await;

        let asked = go(&one, &hold, "lift").await.expect(200);
        assert_eq!((&asked["state"], &asked["lift_reason"]), (&json!("lift_asked"), &json!("끝남")));
        go(&one, &hold, "confirm-lift").await.problem(409, "conflict");
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0, "it holds until the second agrees");
        let lifted = go(&two, &hold, "confirm-lift").await.expect(200);
        assert_eq!((&lifted["state"], &lifted["lifted_by"]["name"]), (&json!("lifted"), &json!("Two")));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 1);
        ask(&one, talk.conversation).await.problem(409, "conflict");

        let past = audit::after(&mut app.db.read().await.unwrap(), 0, 100).await.unwrap();
        let actions: Vec<_> = past.iter().map(|entry| &*entry.action).filter(|a| a.starts_with("legal_hold")).collect();
        assert_eq!(
            actions,
            ["legal_hold.asked", "legal_hold.confirmed", "legal_hold.lift_asked", "legal_hold.lifted"]
        );
        assert!(!format!("{past:?}").contains("사건"), "the chain has no text of anybody's");
    }

    async fn one_persons_word_holds_for_three_days_and_cannot_be_given_again(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = closed(&app).await;
        let (one, two) = (supervisor(&app, "One").await, supervisor(&app, "Two").await);
        app.clock.advance(Duration::from_hours(30 * DAY - 1));
        let one = Staff::sign_in(app.address(), &one.email).await;
        let hold = ask(&one, talk.conversation).await.expect(201);
        app.clock.advance(Duration::from_hours(71));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0, "the deadline has passed and it holds");
        app.clock.advance(Duration::from_hours(1));
        let (one, two) = again(&app, &one, &two).await;
        ask(&one, talk.conversation).await.problem(409, "conflict");
        go(&two, &hold, "confirm").await.problem(409, "conflict");
        let again = ask(&two, talk.conversation).await.expect(201);
        let list = two.client.get("/legal-holds").await.expect(200);
        let states: Vec<_> = list["items"].as_array().unwrap().iter().map(|item| (&item["id"], &item["state"])).collect();
        assert_eq!(states, [(&again["id"], &json!("asked")), (&hold["id"], &json!("lifted"))]);
        assert!(list["items"][1]["lifted_by"].is_null() && list["items"][1]["lifted_at"].is_string());
        app.clock.advance(Duration::from_hours(72));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 1);
    }

    async fn what_a_clock_ahead_of_ours_let_lapse_and_erased_is_not_confirmed(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await;
        let talk = closed(&app).await;
        let (one, two) = (supervisor(&app, "One").await, supervisor(&app, "Two").await);
        let hold = ask(&one, talk.conversation).await.expect(201);
        let ahead = app.clock.now() + chrono::TimeDelta::days(31);
        let erased = chat::erasure::erase_all_due(&app.db, &app.vault, ahead, || false).await.unwrap();
        assert_eq!(erased.conversations, 1);
        go(&two, &hold, "confirm").await.problem(409, "conflict");
    }

    async fn what_is_no_reason_is_refused_and_holds_nothing(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = closed(&app).await;
        let one = supervisor(&app, "One").await;
        let path = format!("/conversations/{}/legal-hold", talk.conversation);
        one.client.post(&path, json!({})).await.problem(422, "invalid");
        one.client.post(&path, json!({"reason": " "})).await.problem(422, "invalid");
        one.client.post(&path, json!({"reason": "가".repeat(201)})).await.problem(413, "too_long");
        one.client.post(&path, json!({"reason": "a", "for": "ever"})).await.problem(422, "invalid");
        let nothing = format!("/conversations/{}/legal-hold", Uuid::now_v7());
        one.client.post(&nothing, json!({"reason": "a"})).await.problem(404, "not_found");
        one.client.post(&format!("/legal-holds/{}/confirm", Uuid::now_v7()), json!({})).await.problem(404, "not_found");
        app.clock.advance(Duration::from_hours(30 * DAY));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 1);
    }

    async fn a_hold_and_an_erasure_at_one_moment_never_both_succeed(engine: Engine) {
        let app = at_leisure(engine).await;
        let one = supervisor(&app, "One").await;
        for _ in 0..12 {
            let visitor = Visitor::arrive(app.address()).await;
            let (held, erased) = tokio::join!(
                ask(&one, visitor.conversation),
                visitor.client.post("/visits/erase", json!({}))
            );
            let erased = erased.expect(200);
            let mut conn = app.db.read().await.unwrap();
            let sql = "SELECT key, erased_at IS NOT NULL FROM conversation WHERE id = $1";
            let (key, gone): (Uuid, bool) = conn.query(sql).bind(visitor.conversation).fetch_one().await.unwrap();
            let there = app.vault.key(key).await.is_ok();
            let was_held = held.status == 201;
            assert_eq!((there, gone), (was_held, !was_held), "{held:?} {erased}");
            assert_eq!(erased, json!({"erased": i32::from(!was_held), "held": i32::from(was_held)}));
        }
    }
}

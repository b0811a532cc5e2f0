use std::time::Duration;

use gyeot::{accounts::admin, platform::Clock};
use serde_json::json;

use super::people::{EMAIL, add, counsellor, signed_in, try_sign_in};
use crate::{
    both_engines,
    support::{app::TestApp, builders::PASSWORD},
};

const NEW: &str = "five loud herons at noon";

both_engines! {
    async fn a_changed_password_ends_the_other_sessions(app: TestApp) {
        let client = counsellor(&app).await;
        let elsewhere = signed_in(&app, PASSWORD).await;
        client.put("/session/password", json!({"current": PASSWORD, "new": NEW})).await.expect(204);
        client.get("/session").await.expect(200);
        elsewhere.get("/session").await.problem(401, "unauthenticated");
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, None).await.problem(401, "unauthenticated");
        signed_in(&app, NEW).await;
    }

    async fn a_bad_change_changes_nothing_and_names_the_field(app: TestApp) {
        let client = counsellor(&app).await;
        for (body, status, code, field) in [
            (json!({"current": "not my password", "new": NEW}), 422, "invalid", "current"),
            (json!({"current": PASSWORD, "new": "short"}), 422, "invalid", "new"),
            (json!({"current": PASSWORD, "new": "password123"}), 422, "invalid", "new"),
            (json!({"current": PASSWORD, "new": EMAIL}), 422, "invalid", "new"),
            (json!({"current": PASSWORD, "new": PASSWORD}), 422, "invalid", "new"),
            (json!({"current": PASSWORD, "new": "ab c1".repeat(26)}), 413, "too_long", "new"),
            (json!({"current": PASSWORD}), 422, "invalid", "new"),
        ] {
            let problem = client.put("/session/password", body).await.problem(status, code);
            assert_eq!(problem["field"], field, "{problem}");
        }
        signed_in(&app, PASSWORD).await;
    }

    async fn a_stolen_session_cannot_guess_the_password_quickly(app: TestApp) {
        let client = counsellor(&app).await;
        for _ in 0..5 {
            client.put("/session/password", json!({"current": "a guess of mine", "new": NEW})).await.problem(422, "invalid");
        }
        client.put("/session/password", json!({"current": PASSWORD, "new": NEW})).await.problem(429, "slow_down");
    }

    async fn a_reset_token_sets_a_new_password_once(app: TestApp) {
        let client = counsellor(&app).await;
        let token = admin::reset_password(&app.db, &app.clock, EMAIL).await.unwrap();
        client.get("/session").await.expect(200);
        let anyone = app.anyone();
        let weak = anyone.post("/password-reset", json!({"token": token, "password": "short"})).await;
        assert_eq!(weak.problem(422, "invalid")["field"], "password");
        anyone.post("/password-reset", json!({"token": token, "password": NEW})).await.expect(204);
        client.get("/session").await.problem(401, "unauthenticated");
        signed_in(&app, NEW).await;
        let again = anyone.post("/password-reset", json!({"token": token, "password": PASSWORD})).await;
        assert_eq!(again.problem(422, "invalid")["field"], "token");
        signed_in(&app, NEW).await;
    }

    async fn a_token_dies_after_a_day_by_a_newer_one_and_by_a_change(engine: gyeot::platform::db::Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await;
        add(&app, EMAIL, "counsellor").await;
        let dead = async |token: &str| {
            let answer = app.anyone().post("/password-reset", json!({"token": token, "password": NEW})).await;
            assert_eq!(answer.problem(422, "invalid")["field"], "token");
        };
        let first = admin::reset_password(&app.db, &app.clock, EMAIL).await.unwrap();
        let second = admin::reset_password(&app.db, &app.clock, EMAIL).await.unwrap();
        dead(&first).await;
        dead("").await;
        app.clock.advance(Duration::from_hours(24));
        dead(&second).await;
        let third = admin::reset_password(&app.db, &app.clock, EMAIL).await.unwrap();
        let client = signed_in(&app, PASSWORD).await;
        client.put("/session/password", json!({"current": PASSWORD, "new": "six loud herons at noon"})).await.expect(204);
        dead(&third).await;
        admin::disable(&app.db, &app.clock, EMAIL).await.unwrap();
        assert!(admin::reset_password(&app.db, &app.clock, EMAIL).await.is_err());
    }

    async fn a_reset_does_not_get_around_the_second_factor(app: TestApp) {
        let client = counsellor(&app).await;
        let offer = client.get("/session/second-factor").await.expect(200);
        let secret: [u8; 20] =
            data_encoding::BASE32_NOPAD.decode(offer["secret"].as_str().unwrap().as_bytes()).unwrap().try_into().unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        let now = u64::try_from(app.clock.now().timestamp()).unwrap();
        let given = client.post("/session/second-factor", json!({"code": totp.generate(now).to_string()})).await;
        let recovery = given.expect(200)["recovery_codes"][0].clone();
        let token = admin::reset_password(&app.db, &app.clock, EMAIL).await.unwrap();
        let anyone = app.anyone();
        for code in [None, Some("000000")] {
            let body = json!({"token": token, "password": NEW, "code": code});
            let problem = anyone.post("/password-reset", body).await.problem(401, "unauthenticated");
            assert_eq!(problem["second_factor"], "required");
        }
        client.get("/session").await.expect(200);
        let body = json!({"token": token, "password": NEW, "code": recovery});
        anyone.post("/password-reset", body).await.expect(204);
        try_sign_in(&app.anyone(), EMAIL, NEW, None).await.problem(401, "unauthenticated");
    }
}

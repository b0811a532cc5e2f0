use std::time::Duration;

use gyeot::{accounts::admin, platform::Clock};
use serde_json::json;

use super::people::{EMAIL, add, counsellor, signed_in, try_sign_in};
use crate::{
    both_engines,
    support::{app::TestApp, builders::PASSWORD},
};

const WRONG: &str = "some other herons at dawn";

both_engines! {
    async fn the_right_password_opens_a_session(app: TestApp) {
        let id = add(&app, EMAIL, "supervisor,counsellor").await;
        let client = app.anyone();
        let answer = try_sign_in(&client, " MINA@example.kr", PASSWORD, None).await;
        let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
        let view = answer.expect(200);
        assert_eq!(view, json!({
            "account": {"id": id, "name": "Mina", "email": EMAIL},
            "roles": ["counsellor", "supervisor"],
            "languages": ["ko", "en"],
            "second_factor": "off",
        }));
        assert!(cookie.starts_with("gyeot=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        assert_eq!(client.get("/session").await.expect(200), view);
    }

    async fn an_unknown_address_and_a_wrong_password_are_not_told_apart(app: TestApp) {
        add(&app, EMAIL, "counsellor").await;
        let wrong = try_sign_in(&app.anyone(), EMAIL, WRONG, None).await.problem(401, "unauthenticated");
        let unknown = try_sign_in(&app.anyone(), "nobody@example.kr", WRONG, None).await;
        assert_eq!(unknown.problem(401, "unauthenticated"), wrong);
        admin::disable(&app.db, &app.clock, EMAIL).await.unwrap();
        let disabled = try_sign_in(&app.anyone(), EMAIL, PASSWORD, None).await;
        assert_eq!(disabled.problem(401, "unauthenticated"), wrong);
        assert_eq!(wrong.get("second_factor"), None);
    }

    async fn failures_slow_an_account_down_known_or_not_and_no_other(engine: gyeot::platform::db::Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await;
        add(&app, EMAIL, "counsellor").await;
        add(&app, "joon@example.kr", "counsellor").await;
        for email in [EMAIL, "nobody@example.kr"] {
            for _ in 0..5 {
                try_sign_in(&app.anyone(), email, WRONG, None).await.problem(401, "unauthenticated");
            }
            // Not even the right one, or the answer would say that it is right.
            let told = try_sign_in(&app.anyone(), email, PASSWORD, None).await;
            assert_eq!(told.headers["retry-after"], "1", "{email}");
            told.problem(429, "slow_down");
        }
        try_sign_in(&app.anyone(), "joon@example.kr", PASSWORD, None).await.expect(200);
        app.clock.advance(Duration::from_secs(1));
        try_sign_in(&app.anyone(), EMAIL, WRONG, None).await.problem(401, "unauthenticated");
        let told = try_sign_in(&app.anyone(), EMAIL, PASSWORD, None).await;
        assert_eq!(told.headers["retry-after"], "2", "it grows");
        app.clock.advance(Duration::from_secs(2));
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, None).await.expect(200);
        try_sign_in(&app.anyone(), EMAIL, WRONG, None).await.problem(401, "unauthenticated");
    }

    async fn forty_wrong_passwords_at_once_are_not_forty_tries(app: TestApp) {
        add(&app, EMAIL, "counsellor").await;
        let client = std::sync::Arc::new(app.anyone());
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..40 {
            let client = client.clone();
            tries.spawn(async move { try_sign_in(&client, EMAIL, WRONG, None).await.status.as_u16() });
        }
        let statuses = tries.join_all().await;
        let looked_at = statuses.iter().filter(|status| **status == 401).count();
        // The fifth failure begins the delays; a slow machine may live through the first of them.
        assert!((5..=7).contains(&looked_at), "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 40 - looked_at);
    }

    async fn ten_right_sign_ins_at_once_all_get_in(app: TestApp) {
        add(&app, EMAIL, "counsellor").await;
        let client = std::sync::Arc::new(app.anyone());
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..10 {
            let client = client.clone();
            tries.spawn(async move { try_sign_in(&client, EMAIL, PASSWORD, None).await.status.as_u16() });
        }
        assert_eq!(tries.join_all().await, [200; 10]);
    }

    async fn a_sign_in_from_another_page_is_refused_and_from_no_page_is_not(app: TestApp) {
        add(&app, EMAIL, "counsellor").await;
        let mut client = app.anyone();
        for origin in ["https://evil.kr", "null", "http://127.0.0.1"] {
            client.origin = Some(origin.into());
            try_sign_in(&client, EMAIL, PASSWORD, None).await.problem(403, "forbidden");
        }
        client.origin = None;
        try_sign_in(&client, EMAIL, PASSWORD, None).await.expect(200);
    }

    async fn a_bad_sign_in_is_told_what_is_wrong_with_it(app: TestApp) {
        let client = app.anyone();
        for (body, status, code, field) in [
            (json!({"email": EMAIL}), 422, "invalid", json!("password")),
            (json!({"email": EMAIL, "password": "x", "remember": true}), 422, "invalid", json!("remember")),
            (json!({"email": 5, "password": "x"}), 400, "malformed", json!(null)),
            (json!([EMAIL, PASSWORD]), 400, "malformed", json!(null)),
        ] {
            let problem = client.post("/session", body).await.problem(status, code);
            assert_eq!(problem["field"], field, "{problem}");
        }
    }

    async fn signing_out_ends_this_session_and_no_other(app: TestApp) {
        let one = counsellor(&app).await;
        let other = signed_in(&app, PASSWORD).await;
        let cookie = one.cookie();
        one.delete("/session").await.expect(204);
        assert_eq!(one.cookie(), None, "the browser is told to forget it");
        one.set_cookie(cookie);
        one.get("/session").await.problem(401, "unauthenticated");
        one.delete("/session").await.problem(401, "unauthenticated");
        other.get("/session").await.expect(200);
    }

    async fn a_command_needs_the_cookie_first_and_then_our_origin(app: TestApp) {
        let mut client = counsellor(&app).await;
        let cookie = client.cookie();
        for origin in [None, Some("https://evil.kr".to_owned())] {
            client.origin = origin;
            client.delete("/session").await.problem(403, "forbidden");
            client.get("/session").await.expect(200);
            client.set_cookie(None);
            client.delete("/session").await.problem(401, "unauthenticated");
            client.set_cookie(cookie.clone());
        }
        client.origin = Some(app.origin().replace("127.0.0.1", "localhost"));
        client.delete("/session").await.expect(204);
    }
}

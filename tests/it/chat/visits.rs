//! A visit begins: what is taken, what is refused, what she gets.

use reqwest::Method;
use serde_json::{Value, json};

use super::people::{counsellor, see, staff, supervisor};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn the_status_is_for_anyone(app: TestApp) {
        Visitor::arrive(app.address()).await;
        let status = app.anyone().get("/status").await.expect(200);
        assert_eq!((&status["open"], &status["waiting"], &status["on_duty"]), (&json!(true), &json!(1), &json!(0)));
        assert!(status["estimated_wait_seconds"].as_i64().unwrap() >= 30, "{status}");
        assert!(status["opens_at"].is_null() && status["helplines"].is_array(), "{status}");
        counsellor(&app, "Mina").await.available(1).await;
        let status = app.anyone().get("/status").await.expect(200);
        assert_eq!((&status["waiting"], &status["on_duty"]), (&json!(0), &json!(1)));
    }

    async fn a_visit_gives_a_conversation_a_channel_a_token_and_a_return_code(app: TestApp) {
        let one = Visitor::arrive(app.address()).await;
        let other = Visitor::arrive(app.address()).await;
        assert!(one.token.len() >= 22, "128 bits take 22 letters");
        assert_ne!(one.token, other.token);
        assert_ne!(one.return_code, other.return_code);
        assert_ne!(one.conversation, other.conversation);
    }

    async fn all_that_a_visitor_may_say_is_kept_and_only_members_see_it(app: TestApp) {
        let said = json!({"language": "en", "nickname": "별이", "topic": "시험", "safe_now": "unsure",
            "first_message": " hello\n", "outreach_code": "poster-7", "challenge": "x"});
        let visitor = Visitor::ask(app.address(), said).await;
        let boss = supervisor(&app, "Boss").await;
        let seen = see(&boss, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["language"], &seen["position"]), (&json!("waiting"), &json!("en"), &json!(1)));
        for hidden in ["visitor_name", "topic", "safe_now", "counsellor", "closed_reason", "opened_at"] {
            assert!(seen[hidden].is_null(), "{hidden} in {seen}");
        }
        assert_eq!(seen["channels"], json!([]));
        let mina = staff(&app, "Mina", "counsellor", "ko,en").await;
        mina.available(1).await;
        assert!(see(&mina, visitor.conversation).await["topic"].is_null(), "no text before she opens it");
        let opened = mina.open(visitor.conversation).await;
        for (field, value) in [("visitor_name", "별이"), ("topic", "시험"), ("safe_now", "unsure")] {
            assert_eq!(opened[field], value);
        }
        assert_eq!(opened["channels"][0]["last_seq"], 1);
    }

    async fn the_first_message_is_number_one_with_an_id_of_the_server(app: TestApp) {
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "first_message": " 안녕 \n"})).await;
        let (mut socket, welcome) = visitor.connect(0).await;
        assert_eq!(welcome["conversations"][0]["channels"][0]["last_seq"], 1);
        let first = socket.frame("message").await;
        assert_eq!((&first["seq"], &first["body"]), (&json!(1), &json!(" 안녕 \n")));
        assert_eq!(first["author"]["kind"], "visitor");
        assert!(first["id"].as_str().unwrap().parse::<uuid::Uuid>().is_ok());
        assert_eq!(socket.frame("caught_up").await["seq"], 1);
        assert_eq!(socket.store(visitor.channel, "더").await["seq"], 2);
    }

    async fn a_visit_with_a_bad_field_is_refused_and_puts_nobody_in_the_line(app: TestApp) {
        let long = |count: usize| "가".repeat(count);
        for (visit, status, code, field) in [
            (json!({}), 422, "invalid", "language"),
            (json!({"language": "fr"}), 422, "invalid", "language"),
            (json!({"language": 1}), 400, "malformed", ""),
            (json!({"language": null}), 400, "malformed", ""),
            (json!({"language": "ko", "colour": 1}), 422, "invalid", "colour"),
            (json!({"language": "ko", "nickname": 1}), 400, "malformed", ""),
            (json!({"language": "ko", "nickname": " "}), 422, "invalid", "nickname"),
            (json!({"language": "ko", "nickname": long(41)}), 413, "too_long", "nickname"),
            (json!({"language": "ko", "topic": long(201)}), 413, "too_long", "topic"),
            (json!({"language": "ko", "safe_now": "maybe"}), 422, "invalid", "safe_now"),
            (json!({"language": "ko", "first_message": "\n"}), 422, "invalid", "first_message"),
            (json!({"language": "ko", "first_message": "a\u{7}"}), 422, "invalid", "first_message"),
            (json!({"language": "ko", "first_message": long(4001)}), 413, "too_long", "first_message"),
        ] {
            let problem = app.anyone().post("/visits", visit.clone()).await.problem(status, code);
            if !field.is_empty() {
                assert_eq!(problem["field"], field, "{visit}");
            }
        }
        for body in ["", "{", "[]", "null", "\"ko\"", "{\"language\":\"ko\"} x"] {
            let answer = app.anyone().ask(Method::POST, "/visits", Some(body.into()), &[]).await;
            answer.problem(400, "malformed");
        }
        assert_eq!(app.anyone().get("/status").await.expect(200)["waiting"], 0);
        app.anyone().post("/visits", json!({"language": "ko", "first_message": long(4000)})).await.expect(201);
        app.anyone().post("/visits", json!({"language": "ko", "nickname": null, "topic": null})).await.expect(201);
    }

    async fn a_body_beyond_all_caps_is_too_long(app: TestApp) {
        let visit = json!({"language": "ko", "first_message": "a".repeat(300 * 1024)});
        app.anyone().post("/visits", visit).await.problem(413, "too_long");
    }

    async fn a_network_begins_no_more_visits_than_it_may(engine: gyeot::platform::db::Engine) {
        let app = TestApp::with(engine, |settings| settings.config.limits.visits_per_minute = 3).await;
        for _ in 0..3 {
            // What is refused for itself costs nothing.
            app.anyone().post("/visits", json!({"language": "fr"})).await.problem(422, "invalid");
            Visitor::arrive(app.address()).await;
        }
        let answer = app.anyone().post("/visits", json!({"language": "ko"})).await;
        let wait: i64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
        answer.problem(429, "slow_down");
    }

    async fn a_path_knows_its_methods_only(app: TestApp) {
        for (method, path) in [
            (Method::GET, "/visits"), (Method::PUT, "/visits"), (Method::GET, "/visits/return"),
            (Method::DELETE, "/visits/leave"), (Method::POST, "/status"), (Method::POST, "/desk"),
            (Method::DELETE, "/conversations"), (Method::POST, "/socket"),
        ] {
            let answer = app.anyone().ask(method.clone(), path, None, &[]).await;
            assert_eq!((answer.status.as_u16(), &answer.body["code"]), (405, &Value::from("method_not_allowed")), "{method} {path}");
        }
    }
}

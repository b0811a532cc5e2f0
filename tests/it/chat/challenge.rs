//! Proof of work before a visit: asked for when it should be, taken once, and by nobody who did not work.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use data_encoding::HEXLOWER;
use gyeot::{
    chat::challenge,
    platform::{Clock, config::Challenge, db::Engine},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    both_engines,
    support::{
        app::{Settings, TestApp},
        client::Answer,
        nats,
    },
};

/// What a page does with a challenge: tries one number after the other.
async fn solve(app: &TestApp) -> Value {
    let puzzle = app.anyone().get("/challenge").await.expect(200);
    assert_eq!(puzzle["algorithm"], "SHA-256");
    let (salt, challenge) = (puzzle["salt"].as_str().unwrap(), puzzle["challenge"].as_str().unwrap());
    let most = puzzle["maxnumber"].as_u64().unwrap();
    let number = (0..=most).find(|number| HEXLOWER.encode(&Sha256::digest(format!("{salt}{number}"))) == challenge);
    json!({"algorithm": "SHA-256", "challenge": challenge, "number": number.expect("no number of those"), "salt": salt,
        "signature": puzzle["signature"]})
}

fn encoded(solution: &Value) -> String {
    STANDARD.encode(solution.to_string())
}

async fn visit(app: &TestApp, challenge: impl Into<Value>) -> Answer {
    app.anyone().post("/visits", json!({"language": "ko", "challenge": challenge.into()})).await
}

fn always(settings: &mut Settings) {
    settings.config.challenge = Challenge::Always;
    settings.clock = Clock::manual(Clock::system().now());
}

async fn waiting(app: &TestApp) -> i64 {
    app.anyone().get("/status").await.expect(200)["waiting"].as_i64().unwrap()
}

both_engines! {
    async fn a_visit_with_a_solution_begins_and_without_one_it_does_not(engine: Engine) {
        let app = TestApp::with(engine, always).await;
        assert_eq!(app.anyone().get("/status").await.expect(200)["challenge"], true);
        app.anyone().post("/visits", json!({"language": "ko"})).await.problem(422, "challenge_required");
        visit(&app, Value::Null).await.problem(422, "challenge_required");
        assert_eq!(waiting(&app).await, 0);
        visit(&app, encoded(&solve(&app).await)).await.expect(201);
        assert_eq!(waiting(&app).await, 1);
    }

    async fn what_is_no_solution_is_refused_and_puts_nobody_in_the_line(engine: Engine) {
        let app = TestApp::with(engine, always).await;
        let right = solve(&app).await;
        let other = app.anyone().get("/challenge").await.expect(200);
        let number = right["number"].as_u64().unwrap();
        for (field, value) in [
            ("number", json!(number + 1)),
            ("number", json!(-1)),
            ("number", json!(number.to_string())),
            ("signature", json!("00".repeat(32))),
            ("signature", other["signature"].clone()),
            ("salt", other["salt"].clone()),
            ("challenge", other["challenge"].clone()),
            ("algorithm", json!("MD5")),
        ] {
            let mut wrong = right.clone();
            wrong[field] = value;
            visit(&app, encoded(&wrong)).await.problem(422, "challenge_required");
        }
        for nonsense in ["", " ", "x", "====", "bnVsbA==", "W10=", "e30=", "곁", "\u{7f}"] {
            visit(&app, nonsense).await.problem(422, "challenge_required");
        }
        visit(&app, "A".repeat(1024)).await.problem(422, "challenge_required");
        assert_eq!(visit(&app, "A".repeat(1025)).await.problem(413, "too_long")["field"], "challenge");
        visit(&app, 7).await.problem(400, "malformed");
        assert_eq!(waiting(&app).await, 0);
        visit(&app, encoded(&right)).await.expect(201);
    }

    async fn a_solution_is_good_for_ten_minutes(engine: Engine) {
        let app = TestApp::with(engine, always).await;
        let (early, late) = (encoded(&solve(&app).await), encoded(&solve(&app).await));
        app.clock.advance(Duration::from_secs(598));
        visit(&app, early).await.expect(201);
        app.clock.advance(Duration::from_secs(2));
        visit(&app, late).await.problem(422, "challenge_required");
    }

    async fn a_solution_is_taken_once_and_forgotten_when_it_would_have_expired(engine: Engine) {
        let app = TestApp::with(engine, always).await;
        let solution = encoded(&solve(&app).await);
        visit(&app, solution.clone()).await.expect(201);
        visit(&app, solution.clone()).await.problem(422, "challenge_required");
        assert_eq!(challenge::sweep(&app).await.unwrap(), 0);
        app.clock.advance(Duration::from_hours(2));
        assert_eq!(challenge::sweep(&app).await.unwrap(), 1);
        visit(&app, solution).await.problem(422, "challenge_required");
        assert_eq!(waiting(&app).await, 1);
    }

    async fn of_many_who_send_the_same_at_once_one_is_let_in(engine: Engine) {
        let app = TestApp::with(engine, always).await;
        let solution = encoded(&solve(&app).await);
        let tries = futures_util::future::join_all((0..8).map(|_| visit(&app, solution.clone()))).await;
        let mut codes: Vec<_> = tries.iter().map(|answer| answer.status.as_u16()).collect();
        codes.sort_unstable();
        assert_eq!(codes, [201, 422, 422, 422, 422, 422, 422, 422]);
        assert_eq!(waiting(&app).await, 1);
    }

    async fn a_visit_that_is_refused_for_something_else_uses_nothing_up(engine: Engine) {
        let app = TestApp::with(engine, |settings| {
            always(settings);
            settings.config.limits.visits_per_minute = 1;
        }).await;
        visit(&app, encoded(&solve(&app).await)).await.expect(201);
        let solution = encoded(&solve(&app).await);
        visit(&app, solution.clone()).await.problem(429, "slow_down");
        let bad = json!({"language": "fr", "challenge": solution});
        app.anyone().post("/visits", bad).await.problem(422, "invalid");
        app.clock.advance(Duration::from_mins(1));
        visit(&app, solution).await.expect(201);
    }

    async fn in_quiet_times_nobody_is_asked_and_under_load_everybody_is(engine: Engine) {
        let app = TestApp::with(engine, |settings| {
            always(settings);
            settings.config.challenge = Challenge::Auto;
            settings.config.limits.visits_per_minute = 1000;
        }).await;
        let asked = async || app.anyone().get("/status").await.expect(200)["challenge"].as_bool().unwrap();
        for _ in 0..61 {
            assert!(!asked().await);
            app.anyone().post("/visits", json!({"language": "ko", "challenge": "never looked at"})).await.expect(201);
        }
        assert!(asked().await, "61 within a minute");
        app.anyone().post("/visits", json!({"language": "ko"})).await.problem(422, "challenge_required");
        visit(&app, encoded(&solve(&app).await)).await.expect(201);
        app.clock.advance(Duration::from_mins(1));
        assert!(!asked().await, "the minute is over");
        app.anyone().post("/visits", json!({"language": "ko"})).await.expect(201);
    }

    async fn a_long_line_is_load_unless_the_limits_are_off(engine: Engine) {
        for (limit, expected) in [(1000, true), (0, false)] {
            let app = TestApp::with(engine, |settings| {
                always(settings);
                settings.config.challenge = Challenge::Auto;
                settings.config.limits.visits_per_minute = limit;
            }).await;
            for _ in 0..101 {
                app.clock.advance(Duration::from_secs(2));
                app.anyone().post("/visits", json!({"language": "ko"})).await.expect(201);
            }
            let status = app.anyone().get("/status").await.expect(200);
            assert_eq!((&status["waiting"], &status["challenge"]), (&json!(101), &json!(expected)));
            let code = if expected { 422 } else { 201 };
            app.anyone().post("/visits", json!({"language": "ko"})).await.expect(code);
        }
    }

    async fn nobody_is_asked_where_it_is_off(app: TestApp) {
        assert_eq!(app.anyone().get("/status").await.expect(200)["challenge"], false);
        visit(&app, "nonsense").await.expect(201);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_gave_out_every_node_takes_and_all_of_them_once() {
    let url: url::Url = nats::url().parse().unwrap();
    let join = |settings: &mut Settings| {
        settings.config.challenge = Challenge::Always;
        settings.config.nats_url = Some(url.clone());
    };
    let one = TestApp::with(Engine::Postgres, join).await;
    let two = TestApp::on(one.databases(), join).await;
    let solution = encoded(&solve(&one).await);
    visit(&two, solution.clone()).await.expect(201);
    for node in [&one, &two] {
        visit(node, solution.clone()).await.problem(422, "challenge_required");
    }
    let solution = encoded(&solve(&two).await);
    let (here, there) = tokio::join!(visit(&one, solution.clone()), visit(&two, solution));
    let mut codes = [here.status.as_u16(), there.status.as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [201, 422]);
}

//! A storm of visits: what one network may, what all of them together may, and what each may say once she is in.

use gyeot::platform::{config::Challenge, db::Engine};
use reqwest::Method;
use serde_json::json;

use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor, client::Answer},
};

/// A visit from an address of its own, as a proxy of ours tells it.
async fn from(app: &TestApp, address: &str) -> Answer {
    let visit = Some(json!({"language": "ko"}).to_string());
    app.anyone().ask(Method::POST, "/visits", visit, &[("x-forwarded-for", address)]).await
}

both_engines! {
    async fn a_storm_from_one_network_is_held_to_its_rate_and_each_socket_to_its_own(engine: Engine) {
        let app = TestApp::with(engine, |settings| {
            settings.config.limits.visits_per_minute = 10;
            settings.config.limits.frames_per_minute = 5;
            settings.config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        }).await;
        let storm = futures_util::future::join_all((0..100).map(|_| from(&app, "203.0.113.7"))).await;
        let (let_in, refused): (Vec<_>, Vec<_>) = storm.into_iter().partition(|answer| answer.status == 201);
        assert!((10..=12).contains(&let_in.len()), "{}: ten, and what the time gave", let_in.len());
        for answer in refused {
            assert!(answer.headers.contains_key("retry-after"));
            answer.problem(429, "slow_down");
        }
        from(&app, "203.0.113.8").await.expect(201);
        // Those who are in.
        for _ in 0..3 {
            let visitor = Visitor::arrive(app.address()).await;
            let (mut socket, _) = visitor.connect(0).await;
            for _ in 0..15 {
                socket.say(visitor.channel, "폭풍").await;
            }
            let mut stored = 0;
            for _ in 0..15 {
                let answer = socket
                    .wait("an answer", |frame| frame["type"] == "stored" || frame["code"] == "slow_down")
                    .await;
                stored += usize::from(answer["type"] == "stored");
            }
            assert!((5..=6).contains(&stored), "{stored}: five, and what the time gave");
        }
    }

    async fn new_sockets_give_no_new_frames_without_end(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.config.limits.frames_per_minute = 5).await;
        let (visitor, other) = (Visitor::arrive(app.address()).await, Visitor::arrive(app.address()).await);
        let mut stored = 0;
        for _ in 0..6 {
            let (mut socket, _) = visitor.connect(0).await;
            for _ in 0..5 {
                socket.say(visitor.channel, "폭풍").await;
                let answer =
                    socket.wait("an answer", |frame| frame["type"] == "stored" || frame["code"] == "slow_down").await;
                stored += usize::from(answer["type"] == "stored");
            }
        }
        assert!((15..25).contains(&stored), "{stored}: those of three sockets, and what the time gave");
        let (mut socket, _) = other.connect(0).await;
        socket.store(other.channel, "다른 사람").await;
    }

    async fn a_storm_from_everywhere_is_held_by_the_challenge(engine: Engine) {
        let app = TestApp::with(engine, |settings| {
            settings.config.challenge = Challenge::Auto;
            settings.config.limits.visits_per_minute = 10;
            settings.config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        }).await;
        let mut let_in = 0;
        for network in 0..90 {
            let answer = from(&app, &format!("198.51.100.{network}")).await;
            if answer.status == 201 {
                let_in += 1;
            } else {
                answer.problem(422, "challenge_required");
            }
        }
        assert_eq!(let_in, 61, "sixty within a minute are quiet; the next is the last that is not asked");
        assert_eq!(app.anyone().get("/status").await.expect(200)["challenge"], true);
    }
}

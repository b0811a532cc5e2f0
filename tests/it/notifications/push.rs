//! Web push: what is sent, to whom, and what is done about every answer.

use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use gyeot::{
    accounts::{
        NewAccount,
        admin::{self, Applicant},
    },
    notifications::{self, Occasion},
    platform::{Clock, db::Engine},
};
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use super::people::{all_is_told, count, pass, put_off, reachable, server, subscribe, tell, tell_at};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{PASSWORD, Staff},
        push_service::{Browser, PushService, Reply},
        wait,
    },
};

const ELSEWHERE: &str = "/elsewhere";
/// A redirect is not followed, and a failure like any other.
const FAILURES: &[Reply] =
    &[(500, &[]), (307, &[("location", ELSEWHERE)]), (503, &[]), (502, &[]), (500, &[]), (500, &[]), (500, &[])];

/// What a token of an `Authorization` header says, its signature checked with the key that browsers are given.
async fn claims(header: &str, staff: &Staff) -> Value {
    let key = staff.client.get("/push/key").await.expect(200)["public_key"].as_str().unwrap().to_owned();
    let (token, told) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(told, key);
    let key = VerifyingKey::from_sec1_bytes(&BASE64URL_NOPAD.decode(key.as_bytes()).unwrap()).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap()).unwrap();
    key.verify(signed.as_bytes(), &signature).unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(signed.split_once('.').unwrap().1.as_bytes()).unwrap()).unwrap()
}

both_engines! {
    async fn a_push_says_that_something_waits_and_nothing_else(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        let subject = Uuid::now_v7();
        tell(&app, &boss, Occasion::Alert, subject).await;
        let push = service.wait(&browser, 1).await;
        assert_eq!(browser.open(&push), json!({"language": "ko"}));
        assert_eq!((push.header("ttl"), push.header("urgency")), ("600", "high"));
        assert_eq!(push.header("content-encoding"), "aes128gcm");
        let topic = push.header("topic").to_owned();
        assert_eq!(topic.len(), 32);
        assert!(topic.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'));
        let claims = claims(push.header("authorization"), &boss).await;
        let (origin, _) = browser.endpoint.rsplit_once('/').unwrap();
        assert_eq!(claims["aud"], origin);
        assert_eq!(claims["exp"], app.clock.now().timestamp() + 12 * 3600);
        let mut known: Vec<_> = push.headers.keys().map(|name| name.as_str().to_owned()).collect();
        known.sort();
        let expected = ["authorization", "content-encoding", "content-length", "content-type", "host", "topic", "ttl", "urgency"];
        assert_eq!(known, expected);
        let told = format!("{:?}", push.headers);
        for secret in [subject, boss.id] {
            assert!(!told.contains(&secret.to_string()) && !told.contains(&secret.simple().to_string()));
        }
        // A later alert takes the place of this one while the phone is off; a letter does not.
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        assert_eq!(service.wait(&browser, 2).await.header("topic"), topic);
        // Nothing says that two browsers are one person's.
        let laptop = service.browser("laptop");
        subscribe(&boss, &laptop).await;
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        assert_ne!(service.wait(&laptop, 1).await.header("topic"), topic);
        assert_eq!(service.wait(&browser, 3).await.header("topic"), topic);
        tell(&app, &boss, Occasion::Letter, Uuid::now_v7()).await;
        let letter = service.wait(&browser, 4).await;
        assert_ne!(letter.header("topic"), topic);
        assert_eq!((letter.header("ttl"), letter.header("urgency")), ("43200", "normal"));
        assert_eq!(letter.body.len(), push.body.len());
        all_is_told(&app).await;
    }

    async fn it_is_in_the_first_language_of_the_account(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let account = NewAccount::parse("jane@example.kr", "Jane", "supervisor", "en", ',').unwrap();
        let applicant = Applicant { account, password: PASSWORD.to_owned().into(), line: None };
        admin::add(&app.db, &app.clock, &[applicant]).await.unwrap();
        let jane = Staff::sign_in(app.address(), "jane@example.kr").await;
        let browser = service.browser("jane");
        subscribe(&jane, &browser).await;
        tell(&app, &jane, Occasion::Debrief, Uuid::now_v7()).await;
        assert_eq!(browser.open(&service.wait(&browser, 1).await), json!({"language": "en"}));
    }

    async fn every_browser_of_hers_is_reached_and_nobody_elses(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, desk) = reachable(&app, "Boss", &service).await;
        let phone = service.browser("phone");
        subscribe(&boss, &phone).await;
        let (_other, others) = reachable(&app, "Other", &service).await;
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        all_is_told(&app).await;
        for (browser, pushes) in [(&desk, 1), (&phone, 1), (&others, 0)] {
            assert_eq!(service.to(browser).len(), pushes, "{}", browser.endpoint);
        }
    }

    async fn the_same_thing_within_a_minute_is_told_once(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        let subject = Uuid::now_v7();
        tell(&app, &boss, Occasion::Alert, subject).await;
        service.wait(&browser, 1).await;
        // It was heard; now let the server know that too, or the lease runs out and it is told once more.
        all_is_told(&app).await;
        pass(&app, 59);
        tell(&app, &boss, Occasion::Alert, subject).await;
        // Another thing, and the same one on another occasion, are told.
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        tell(&app, &boss, Occasion::Approval, subject).await;
        all_is_told(&app).await;
        service.wait(&browser, 3).await;
        pass(&app, 1);
        tell(&app, &boss, Occasion::Alert, subject).await;
        service.wait(&browser, 4).await;
    }

    async fn what_was_dealt_with_is_not_told_any_more(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        let subject = Uuid::now_v7();
        service.answer(&browser, &[(503, &[])]);
        tell(&app, &boss, Occasion::Alert, subject).await;
        put_off(&app, 1).await;
        let mut tx = app.db.write().await.unwrap();
        notifications::withdraw(&mut tx, subject).await.unwrap();
        tx.commit().await.unwrap();
        pass(&app, 30);
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        all_is_told(&app).await;
        service.wait(&browser, 2).await;
        // Raised again, it is told again, however soon.
        tell(&app, &boss, Occasion::Alert, subject).await;
        service.wait(&browser, 3).await;
    }

    async fn a_try_that_failed_is_repeated_ever_later_and_given_up_in_the_end(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        service.answer(&browser, FAILURES);
        tell(&app, &boss, Occasion::Letter, Uuid::now_v7()).await;
        for (tries, wait) in [(1, 5), (2, 15), (3, 60), (4, 180), (5, 600), (6, 1800)] {
            put_off(&app, tries).await;
            pass(&app, wait - 1);
            // Told of something else, it is not due yet; a second later it is.
            let (other, marker) = (Staff::hire(&app, &format!("Other{tries}"), "supervisor").await, service.browser("marker"));
            subscribe(&other, &marker).await;
            tell(&app, &other, Occasion::Alert, Uuid::now_v7()).await;
            service.wait(&marker, usize::try_from(tries).unwrap()).await;
            service.wait(&browser, usize::try_from(tries).unwrap()).await;
            pass(&app, 1);
        }
        all_is_told(&app).await;
        service.wait(&browser, 7).await;
        assert!(service.came().iter().all(|push| push.path != ELSEWHERE));
    }

    async fn a_busy_service_is_left_alone_for_as_long_as_it_asks(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        service.answer(&browser, &[(429, &[("retry-after", "120")])]);
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        put_off(&app, 1).await;
        pass(&app, 119);
        let (other, marker) = reachable(&app, "Other", &service).await;
        tell(&app, &other, Occasion::Alert, Uuid::now_v7()).await;
        service.wait(&marker, 1).await;
        service.wait(&browser, 1).await;
        pass(&app, 1);
        service.wait(&browser, 2).await;
    }

    async fn a_browser_that_is_gone_is_forgotten_with_its_key(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        for (name, status) in [("gone", 410), ("unknown", 404)] {
            let browser = service.browser(name);
            subscribe(&boss, &browser).await;
            let sql = "SELECT sealed FROM push_subscription";
            let (sealed,): (Vec<u8>,) = app.db.read().await.unwrap().query(sql).fetch_one().await.unwrap();
            service.answer(&browser, &[(status, &[])]);
            tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
            all_is_told(&app).await;
            assert_eq!(count(&app, "push_subscription").await, 0, "{status}");
            let key = gyeot::platform::crypto::key_of(&sealed).unwrap();
            wait::until("the end of its key", || async { app.vault.key(key).await.is_err().then_some(()) }).await;
        }
    }

    async fn what_a_service_refuses_is_not_tried_again(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        for (count, status) in [400, 401, 403, 413].into_iter().enumerate() {
            service.answer(&browser, &[(status, &[])]);
            tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
            all_is_told(&app).await;
            service.wait(&browser, count + 1).await;
        }
        assert_eq!(count(&app, "push_subscription").await, 1);
    }

    async fn a_service_that_says_nothing_keeps_nobody_else_waiting(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (silent, deaf) = reachable(&app, "Silent", &service).await;
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        service.be_silent_to(&deaf);
        tell(&app, &silent, Occasion::Alert, Uuid::now_v7()).await;
        service.wait(&deaf, 1).await;
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        service.wait(&browser, 1).await;
    }

    async fn what_is_over_and_who_is_gone_are_not_told(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        tell_at(&app, &boss, Occasion::Alert, Uuid::now_v7(), app.clock.now() - TimeDelta::minutes(11)).await;
        all_is_told(&app).await;
        admin::disable(&app.db, &app.clock, &boss.email).await.unwrap();
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        all_is_told(&app).await;
        assert_eq!(service.to(&browser).len(), 0);
    }

    async fn a_name_that_leads_into_the_house_is_never_called(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await;
        let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        let port = inside.local_addr().unwrap().port();
        subscribe(&boss, &Browser::new(format!("https://localhost:{port}/inside"))).await;
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        all_is_told(&app).await;
        let called = tokio::time::timeout(std::time::Duration::ZERO, inside.accept()).await;
        assert!(called.is_err(), "somebody called");
    }
}

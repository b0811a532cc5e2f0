//! Who may be reached where.

use gyeot::{notifications::Occasion, platform::db::Engine};
use serde_json::json;
use uuid::Uuid;

use super::people::{all_is_told, count, reachable, server, subscribe, tell};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::Staff,
        push_service::{Browser, PushService},
    },
};

both_engines! {
    async fn what_is_no_subscription_is_refused_and_named(app: TestApp) {
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        let with = |field: &str, value: &str| {
            let mut new = Browser::new("https://push.example.org/a".into()).subscription();
            match field {
                "endpoint" => new[field] = json!(value),
                _ => new["keys"][field.trim_start_matches("keys.")] = json!(value),
            }
            new
        };
        for (field, value) in [
            ("endpoint", "http://push.example.org/a"),
            ("endpoint", "https://me:word@push.example.org/a"),
            ("endpoint", "https://127.0.0.1/a"),
            ("endpoint", "https://10.1.2.3/a"),
            ("endpoint", "https://169.254.169.254/latest"),
            ("endpoint", "https://[::1]/a"),
            ("endpoint", "https://[::ffff:10.0.0.1]/a"),
            ("endpoint", "https://0x7f000001/a"),
            ("endpoint", "push"),
            ("endpoint", ""),
            ("keys.p256dh", ""),
            ("keys.p256dh", "not base64!"),
            ("keys.p256dh", "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            ("keys.auth", "c2hvcnQ"),
            ("keys.auth", "*"),
        ] {
            let problem = boss.client.post("/push/subscriptions", with(field, value)).await.problem(422, "invalid");
            assert_eq!(problem["field"], field, "{value}: {problem}");
            assert!(value.is_empty() || !problem["detail"].to_string().contains(value), "{problem}");
        }
        let long = format!("https://push.example.org/{}", "a".repeat(2048));
        boss.client.post("/push/subscriptions", with("endpoint", &long)).await.problem(413, "too_long");
        let mut more = with("endpoint", "https://push.example.org/a");
        more["expirationTime"] = json!(null);
        boss.client.post("/push/subscriptions", more).await.problem(422, "invalid");
        assert_eq!(count(&app, "push_subscription").await, 0);
        // Some browsers pad their base64.
        let auth = format!("{}==", "A".repeat(22));
        boss.client.post("/push/subscriptions", with("auth", &auth)).await.expect(201);
    }

    async fn a_browser_is_subscribed_once_however_often_it_says_so(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        let first = boss.client.post("/push/subscriptions", browser.subscription()).await.expect(201);
        assert_eq!(boss.client.post("/push/subscriptions", browser.subscription()).await.expect(201), first);
        // With new keys it is another one, and the old ones are no use.
        let renewed = Browser::new(browser.endpoint.clone());
        assert_ne!(boss.client.post("/push/subscriptions", renewed.subscription()).await.expect(201), first);
        assert_eq!(count(&app, "push_subscription").await, 1);
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        assert_eq!(renewed.open(&service.wait(&browser, 1).await), json!({"language": "ko"}));
    }

    async fn a_shared_browser_is_hers_who_said_so_last(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (first, browser) = reachable(&app, "First", &service).await;
        let second = Staff::hire(&app, "Second", "counsellor").await;
        subscribe(&second, &browser).await;
        tell(&app, &first, Occasion::Alert, Uuid::now_v7()).await;
        all_is_told(&app).await;
        assert_eq!(service.to(&browser).len(), 0);
        // Who does not have it any more cannot take it away either, and is not told whose it is.
        let ended = json!({"endpoint": browser.endpoint});
        first.client.ask(http::Method::DELETE, "/push/subscriptions", Some(ended.to_string()), &[]).await.expect(204);
        tell(&app, &second, Occasion::Alert, Uuid::now_v7()).await;
        service.wait(&browser, 1).await;
        second.client.ask(http::Method::DELETE, "/push/subscriptions", Some(ended.to_string()), &[]).await.expect(204);
        tell(&app, &second, Occasion::Alert, Uuid::now_v7()).await;
        all_is_told(&app).await;
        assert_eq!((service.to(&browser).len(), count(&app, "push_subscription").await), (1, 0));
    }

    async fn one_person_has_at_most_ten_browsers(app: TestApp) {
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        let browser = |number: usize| Browser::new(format!("https://push.example.org/{number}"));
        for number in 0..10 {
            subscribe(&boss, &browser(number)).await;
        }
        boss.client.post("/push/subscriptions", browser(10).subscription()).await.problem(409, "conflict");
        // One of the ten may renew itself.
        subscribe(&boss, &browser(9)).await;
        assert_eq!(count(&app, "push_subscription").await, 10);
    }

    async fn where_she_is_reached_lies_sealed(app: TestApp) {
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        let browser = Browser::new("https://push.example.org/very-secret-place".into());
        subscribe(&boss, &browser).await;
        let sql = "SELECT sealed, endpoint_mac FROM push_subscription";
        let (sealed, mac): (Vec<u8>, Vec<u8>) = app.db.read().await.unwrap().query(sql).fetch_one().await.unwrap();
        for bytes in [&sealed, &mac] {
            assert!(!String::from_utf8_lossy(bytes).contains("very-secret-place"));
        }
        boss.client.get("/push/key").await.expect(200);
        let sql = "SELECT private_key FROM push_key";
        let (private,): (Vec<u8>,) = app.db.read().await.unwrap().query(sql).fetch_one().await.unwrap();
        assert!(gyeot::platform::crypto::key_of(&private).is_ok(), "the key of the service lies sealed too");
    }

    async fn the_key_of_the_service_outlives_it(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        let key = boss.client.get("/push/key").await.expect(200);
        let databases = app.databases();
        app.stop().await;
        let app = TestApp::on(databases, |_| ()).await;
        let boss = Staff::sign_in(app.address(), &boss.email).await;
        assert_eq!(boss.client.get("/push/key").await.expect(200), key);
    }

    async fn a_key_of_the_service_that_nobody_can_open_is_made_anew(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        let key = boss.client.get("/push/key").await.expect(200);
        // As after a restore of a key store that is older than it.
        let sql = "SELECT private_key FROM push_key";
        let (private,): (Vec<u8>,) = app.db.read().await.unwrap().query(sql).fetch_one().await.unwrap();
        app.vault.destroy(gyeot::platform::crypto::key_of(&private).unwrap()).await.unwrap();
        let databases = app.databases();
        app.stop().await;
        let app = TestApp::on(databases, |_| ()).await;
        let boss = Staff::sign_in(app.address(), &boss.email).await;
        let anew = boss.client.get("/push/key").await.expect(200);
        assert_ne!(anew, key);
        assert_eq!(boss.client.get("/push/key").await.expect(200), anew);
    }
}

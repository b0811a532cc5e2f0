//! Return codes over HTTP: the way back without an account.

use std::time::{Duration, Instant};

use gyeot::platform::db::Engine;
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        client::Answer,
    },
};

async fn come_back(app: &TestApp, code: &str) -> Answer {
    app.anyone().post("/visits/return", json!({"return_code": code})).await
}

both_engines! {
    async fn a_code_is_six_words_in_her_language(app: TestApp) {
        for (language, of_it) in [("ko", '가'..='힣'), ("en", 'a'..='z')] {
            let visitor = Visitor::ask(app.address(), json!({"language": language})).await;
            let words: Vec<_> = visitor.return_code.split(' ').collect();
            assert_eq!(words.len(), 6, "{words:?}");
            assert!(words.iter().all(|word| word.chars().all(|letter| of_it.contains(&letter))), "{words:?}");
        }
    }

    async fn it_brings_her_back_however_she_types_it(app: TestApp) {
        for language in ["ko", "en"] {
            let visitor = Visitor::ask(app.address(), json!({"language": language})).await;
            let code = &visitor.return_code;
            let mut token = visitor.token.clone();
            for typed in [
                code.clone(),
                code.nfd().collect(),
                code.to_uppercase().replace(' ', " - "),
                format!("\t{}.\n", code.replace(' ', ", ")),
            ] {
                let back = come_back(&app, &typed).await.expect(200);
                assert_eq!(back["conversation"], json!(visitor.conversation), "{typed:?}");
                assert_eq!(back["channel"], json!(visitor.channel));
                let fresh = back["token"].as_str().unwrap().to_owned();
                assert_ne!(fresh, token);
                let mut old = app.anyone();
                old.token = Some(token);
                old.post("/visits/leave", json!({})).await.problem(401, "unauthenticated");
                token = fresh;
            }
        }
    }

    async fn after_the_close_it_leads_to_a_new_conversation_that_goes_on_from_the_old(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let mina = Staff::hire(&app, "Mina", "counsellor").await;
        mina.available(1).await;
        mina.open(visitor.conversation).await;
        mina.client.post(&format!("/conversations/{}/close", visitor.conversation), json!({})).await.expect(200);
        mina.client.put("/desk", json!({"state": "away", "capacity": 1})).await.expect(200);
        let back = come_back(&app, &visitor.return_code).await.expect(200);
        let fresh: Uuid = back["conversation"].as_str().unwrap().parse().unwrap();
        assert_ne!(fresh, visitor.conversation);
        let sora = Staff::hire(&app, "Sora", "supervisor").await;
        let view = sora.client.get(&format!("/conversations/{fresh}")).await.expect(200);
        assert_eq!((&view["continues"], &view["state"]), (&json!(visitor.conversation), &json!("waiting")));
        let again = come_back(&app, &visitor.return_code).await.expect(200);
        assert_eq!(again["conversation"], json!(fresh), "the newest of its line");
    }

    async fn a_wrong_code_and_no_code_are_told_alike(app: TestApp) {
        let visitor = Visitor::ask(app.address(), json!({"language": "en"})).await;
        let mut words: Vec<_> = visitor.return_code.split(' ').collect();
        words.rotate_left(1);
        if words.join(" ") == visitor.return_code {
            words[0] = "zebra";
        }
        let wrong = come_back(&app, &words.join(" ")).await.problem(404, "not_found");
        words.pop();
        let short = come_back(&app, &words.join(" ")).await.problem(404, "not_found");
        assert_eq!(wrong, short);
        come_back(&app, &"apple ".repeat(5_000)).await.problem(404, "not_found");
    }

    async fn after_five_wrong_codes_the_answers_come_later(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let visitor = Visitor::arrive(app.address()).await;
        for _ in 0..6 {
            come_back(&app, "가을 하늘 바람 구름 강아지 고양이").await.problem(404, "not_found");
        }
        let begun = Instant::now();
        come_back(&app, "가을 하늘 바람 구름 강아지 고양이").await.problem(404, "not_found");
        assert!(begun.elapsed() >= Duration::from_millis(900), "it took only {:?}", begun.elapsed());
        come_back(&app, &visitor.return_code).await.expect(200);
    }

    async fn a_flood_from_many_networks_slows_each_of_them_and_not_her(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
        let visitor = Visitor::arrive(app.address()).await;
        // Her first five words, and any last one: whoever knows that much.
        let (five, _) = visitor.return_code.rsplit_once(' ').unwrap();
        let guess = if visitor.return_code.ends_with("바다") { format!("{five} 하늘") } else { format!("{five} 바다") };
        let client = app.anyone();
        let enter = async |network: &str, code: &str| {
            let body = json!({"return_code": code}).to_string();
            client.ask(http::Method::POST, "/visits/return", Some(body), &[("x-forwarded-for", network)]).await
        };
        let networks: Vec<String> = (1..=30).map(|network| format!("203.0.113.{network}")).collect();
        let floods = networks.iter().map(async |network| {
            for _ in 0..6 {
                enter(network, &guess).await.problem(404, "not_found");
            }
        });
        futures_util::future::join_all(floods).await;
        // 180 failures on one code: had they been counted together, hers would wait for ten seconds.
        let begun = Instant::now();
        let back = enter("198.51.100.7", &visitor.return_code).await.expect(200);
        assert!(begun.elapsed() < Duration::from_secs(8), "it took {:?}", begun.elapsed());
        assert_eq!(back["conversation"], json!(visitor.conversation));
        // Her return forgives none of them.
        for network in [&networks[0], &networks[29]] {
            let begun = Instant::now();
            enter(network, &guess).await.problem(404, "not_found");
            enter(network, &guess).await.problem(404, "not_found");
            assert!(begun.elapsed() >= Duration::from_millis(1900), "it took only {:?}", begun.elapsed());
        }
    }

    async fn the_database_holds_no_word_of_it(app: TestApp) {
        let visitor = Visitor::ask(app.address(), json!({"language": "en"})).await;
        let mut conn = app.db.read().await.unwrap();
        let (kept,): (Vec<u8>,) = conn.query("SELECT return_mac FROM visitor").fetch_one().await.unwrap();
        assert_eq!(kept.len(), 32);
        drop(conn);
        if app.db.engine() == Engine::Sqlite {
            for file in ["gyeot.db", "gyeot.db-wal"] {
                let bytes = std::fs::read(app.config.data_dir.join(file)).unwrap_or_default();
                let text = String::from_utf8_lossy(&bytes);
                assert!(!text.contains(&visitor.return_code), "{file}");
            }
        }
    }
}

//! Outreach: links and what they bring, the log of what was done elsewhere, and the frame on partners' pages.

use std::time::Duration;

use chrono::TimeDelta;
use gyeot::platform::{Clock, db::Engine};
use serde_json::{Value, json};

use super::people::{counsellor, supervisor};
use crate::{
    both_engines,
    roles::today,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        client::Answer,
    },
};

async fn make(by: &Staff, origins: Value) -> Value {
    let link = json!({"label": "게임 공지", "site": "별빛 게임", "embed_origins": origins});
    by.client.post("/outreach/links", link).await.expect(201)
}

async fn links(by: &Staff) -> Vec<Value> {
    by.client.get("/outreach/links").await.expect(200)["items"].as_array().unwrap().clone()
}

async fn by_link(app: &TestApp, code: &Value) -> Visitor {
    Visitor::ask(app.address(), json!({"language": "ko", "outreach_code": code})).await
}

fn tally(link: &Value) -> [i64; 3] {
    ["visits", "chats", "referrals"].map(|field| link[field].as_i64().unwrap())
}

fn ancestors(answer: &Answer) -> String {
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    policy.split("frame-ancestors ").nth(1).unwrap().split(';').next().unwrap().to_owned()
}

both_engines! {
    async fn a_link_has_a_code_that_leads_here_and_a_picture_of_it(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let link = make(&mina, json!([])).await;
        let code = link["code"].as_str().unwrap();
        assert!(code.len() == 8 && code.chars().all(|letter| letter.is_ascii_alphanumeric()), "{code}");
        assert_eq!(link["url"], format!("{}?o={code}", app.public_url));
        assert_eq!((&link["label"], &link["site"], &link["made_by"]["name"]), (&json!("게임 공지"), &json!("별빛 게임"), &json!("Mina")));
        assert_eq!((tally(&link), &link["disabled_at"]), ([0, 0, 0], &json!(null)));
        assert_ne!(make(&mina, json!([])).await["code"], link["code"]);
        let qr = mina.client.get(&format!("/outreach/links/{}/qr", link["id"].as_str().unwrap())).await;
        assert_eq!((qr.status.as_u16(), &qr.headers["content-type"]), (200, &"image/svg+xml".parse().unwrap()));
        let image = qr.body.as_str().unwrap();
        assert!(image.contains("<svg") && !image.contains("<script"), "{image}");
        mina.client.get(&format!("/outreach/links/{}/qr", uuid::Uuid::now_v7())).await.problem(404, "not_found");
    }

    async fn a_link_counts_who_came_by_it_and_whom_somebody_talked_with(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let (link, other) = (make(&mina, json!([])).await, make(&mina, json!([])).await);
        by_link(&app, &link["code"]).await;
        Visitor::arrive(app.address()).await;
        for code in ["zzzzzzzz", "poster-7"] {
            by_link(&app, &json!(code)).await;
        }
        mina.available(1).await;
        let offered = mina.client.get("/conversations").await.expect(200)["items"][0]["id"].clone();
        mina.open(offered.as_str().unwrap().parse().unwrap()).await;
        by_link(&app, &link["code"]).await;
        let listed = links(&mina).await;
        assert_eq!(listed.iter().map(|link| link["id"].clone()).collect::<Vec<_>>(), [other["id"].clone(), link["id"].clone()]);
        assert_eq!((tally(&listed[1]), tally(&listed[0])), ([2, 1, 0], [0, 0, 0]));
    }

    async fn a_disabled_link_still_leads_here_and_counts_no_more(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await;
        let (mina, sora) = (counsellor(&app, "Mina").await, counsellor(&app, "Sora").await);
        let boss = supervisor(&app, "Boss").await;
        let link = make(&mina, json!(["https://chat.example"])).await;
        by_link(&app, &link["code"]).await;
        app.clock.advance(Duration::from_secs(1));
        let path = format!("/outreach/links/{}/disable", link["id"].as_str().unwrap());
        sora.client.post(&path, json!({})).await.problem(403, "forbidden");
        let disabled = boss.client.post(&path, json!({})).await.expect(200);
        assert!(disabled["disabled_at"].is_string());
        mina.client.post(&path, json!({})).await.problem(409, "conflict");
        app.clock.advance(Duration::from_secs(1));
        by_link(&app, &link["code"]).await;
        assert_eq!(tally(&links(&sora).await[0]), [1, 0, 0], "and all see all links");
        let page = app.anyone().page(&format!("/embed?o={}", link["code"].as_str().unwrap())).await;
        assert_eq!(ancestors(&page), "'none'");
    }

    async fn a_code_that_no_link_has_is_kept_nowhere(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let (link, old) = (make(&mina, json!([])).await, make(&mina, json!([])).await);
        mina.client.post(&format!("/outreach/links/{}/disable", old["id"].as_str().unwrap()), json!({})).await.expect(200);
        for (sent, kept) in [
            (&link["code"], link["code"].as_str()),
            (&old["code"], None),
            (&json!("minji-3-2@school"), None),
            (&json!("zzzzzzzz"), None),
        ] {
            let visitor = by_link(&app, sent).await;
            let mut conn = app.db.read().await.unwrap();
            let (code,): (Option<String>,) = conn
                .query("SELECT outreach_code FROM conversation WHERE id = $1")
                .bind(visitor.conversation)
                .fetch_one()
                .await
                .unwrap();
            assert_eq!(code.as_deref(), kept, "{sent}");
        }
    }

    async fn a_link_that_is_none_is_refused(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let many: Vec<_> = (0..21).map(|number| format!("https://p{number}.example")).collect();
        for (body, status, code, field) in [
            (json!({"site": "x"}), 422, "invalid", "label"),
            (json!({"label": "x"}), 422, "invalid", "site"),
            (json!({"label": " ", "site": "x"}), 422, "invalid", "label"),
            (json!({"label": "a\nb", "site": "x"}), 422, "invalid", "label"),
            (json!({"label": "x".repeat(81), "site": "x"}), 413, "too_long", "label"),
            (json!({"label": "x", "site": "x".repeat(81)}), 413, "too_long", "site"),
            (json!({"label": "x", "site": "x", "code": "mine"}), 422, "invalid", "code"),
            (json!({"label": "x", "site": "x", "embed_origins": ["http://chat.example"]}), 422, "invalid", "embed_origins"),
            (json!({"label": "x", "site": "x", "embed_origins": ["https://*.example"]}), 422, "invalid", "embed_origins"),
            (json!({"label": "x", "site": "x", "embed_origins": ["https://a.example; script-src *"]}), 422, "invalid", "embed_origins"),
            (json!({"label": "x", "site": "x", "embed_origins": many}), 413, "too_long", "embed_origins"),
        ] {
            let problem = mina.client.post("/outreach/links", body.clone()).await.problem(status, code);
            assert_eq!(problem["field"], field, "{body}");
        }
        assert!(links(&mina).await.is_empty());
    }

    async fn the_log_is_her_own_and_a_supervisors_is_everybodys(app: TestApp) {
        let (mina, sora) = (counsellor(&app, "Mina").await, counsellor(&app, "Sora").await);
        let boss = supervisor(&app, "Boss").await;
        let entry = json!({"site": "별빛 게임", "on": today(), "minutes": 40, "contacts": 3});
        let hers = mina.client.post("/outreach/log", entry.clone()).await.expect(201);
        for field in ["site", "on", "minutes", "contacts"] {
            assert_eq!(hers[field], entry[field]);
        }
        assert_eq!(hers["by"], json!({"id": mina.id, "name": "Mina"}));
        sora.client.post("/outreach/log", entry).await.expect(201);
        let log = async |by: &Staff| by.client.get("/outreach/log").await.expect(200)["items"].as_array().unwrap().clone();
        assert_eq!(log(&mina).await, std::slice::from_ref(&hers));
        assert_eq!(log(&boss).await.len(), 2);
        let page = boss.client.get("/outreach/log?limit=1").await.expect(200);
        let next = page["next"].as_str().unwrap();
        let page = boss.client.get(&format!("/outreach/log?limit=1&cursor={next}")).await.expect(200);
        assert_eq!((&page["items"][0]["id"], &page["next"]), (&hers["id"], &json!(null)));
        let path = format!("/outreach/log/{}", hers["id"].as_str().unwrap());
        for other in [&sora, &boss] {
            other.client.delete(&path).await.problem(404, "not_found");
        }
        mina.client.delete(&path).await.expect(204);
        mina.client.delete(&path).await.problem(404, "not_found");
        assert_eq!(log(&mina).await, Vec::<Value>::new());
    }

    async fn an_entry_of_yesterday_stays(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual("2026-11-27T14:59:00Z".parse().unwrap())).await;
        let mina = counsellor(&app, "Mina").await;
        let entry = json!({"site": "x", "on": "2026-11-27", "minutes": 1, "contacts": 0});
        let made = mina.client.post("/outreach/log", entry).await.expect(201);
        app.clock.advance(Duration::from_mins(1));
        let path = format!("/outreach/log/{}", made["id"].as_str().unwrap());
        mina.client.delete(&path).await.problem(409, "conflict");
    }

    async fn an_entry_that_is_none_is_refused(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let tomorrow = (app.clock.now() + TimeDelta::hours(33)).date_naive().to_string();
        let entry = json!({"site": "x", "on": today(), "minutes": 1, "contacts": 0});
        for (field, value, status, code) in [
            ("site", json!(""), 422, "invalid"),
            ("site", json!("x".repeat(81)), 413, "too_long"),
            ("on", json!(tomorrow), 422, "invalid"),
            ("on", json!("2020-01-01"), 422, "invalid"),
            ("on", json!("27.11.2026"), 422, "invalid"),
            ("minutes", json!(0), 422, "invalid"),
            ("minutes", json!(721), 422, "invalid"),
            ("contacts", json!(-1), 422, "invalid"),
            ("contacts", json!(1001), 422, "invalid"),
            ("names", json!(["x"]), 422, "invalid"),
        ] {
            let mut bad = entry.clone();
            bad[field] = value;
            assert_eq!(mina.client.post("/outreach/log", bad).await.problem(status, code)["field"], field);
        }
        for _ in 0..100 {
            mina.client.post("/outreach/log", entry.clone()).await.expect(201);
        }
        mina.client.post("/outreach/log", entry).await.problem(409, "conflict");
    }

    async fn the_frame_is_for_the_sites_of_its_link_and_nobody_else(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let link = make(&mina, json!(["https://chat.example", "https://game.example:8443"])).await;
        let code = link["code"].as_str().unwrap();
        let page = app.anyone().page(&format!("/embed?o={code}")).await;
        assert_eq!(page.status, 200);
        assert_eq!(ancestors(&page), "https://chat.example https://game.example:8443");
        assert_eq!(page.headers.get("x-frame-options"), None);
        assert_eq!(page.headers["cross-origin-resource-policy"], "cross-origin");
        assert_eq!((&page.headers["cache-control"], &page.headers["referrer-policy"]), (&"no-store".parse().unwrap(), &"no-referrer".parse().unwrap()));
        assert_eq!(page.headers.get("set-cookie"), None);
        // All but the frame is as on every other page.
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        let usual = app.anyone().page("/").await.headers["content-security-policy"].to_str().unwrap().to_owned();
        assert_eq!(policy.replace("https://chat.example https://game.example:8443", "'none'"), usual);
        for path in [
            "/embed".to_owned(),
            "/embed?o=".to_owned(),
            "/embed?o=zzzzzzzz".to_owned(),
            format!("/embed?x={code}"),
            format!("/embed?o=x&o={code}"),
            format!("/embed.html?o={code}"),
            format!("/?o={code}"),
            format!("/desk?o={code}"),
        ] {
            let page = app.anyone().page(&path).await;
            assert_eq!((page.status.as_u16(), &*ancestors(&page)), (200, "'none'"), "{path}");
            assert_eq!(page.headers["x-frame-options"], "DENY", "{path}");
            assert_eq!(page.headers["cross-origin-resource-policy"], "same-origin", "{path}");
        }
    }

    async fn the_script_is_for_everybody_and_is_asked_for_each_time(app: TestApp) {
        let script = app.anyone().page("/embed.js").await;
        assert_eq!(script.status, 200);
        for (name, value) in [
            ("content-type", "text/javascript; charset=utf-8"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("cache-control", "no-store"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(script.headers[name], value);
        }
        assert_eq!(ancestors(&script), "'none'");
        assert!(script.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{script:?}");
    }
}

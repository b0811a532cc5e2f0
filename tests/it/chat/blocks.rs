//! Blocks: who may, how long, what the blocked one meets, and what of it is known to whom.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use gyeot::{
    chat::blocks,
    platform::{Clock, db::Engine},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{at_leisure, command, counsellor, hears, see, supervisor, talk};
use crate::{
    both_engines,
    support::{
        app::{Settings, TestApp},
        builders::{Staff, Visitor},
        client::Answer,
        nats,
        socket::Socket,
        wait,
    },
};

const HOUR: Duration = Duration::from_hours(1);

async fn block(by: &Staff, conversation: Uuid, hours: i64) -> Answer {
    let wanted = json!({"reason": "predator", "note": "asks for photos", "hours": hours});
    by.client.post(&format!("/conversations/{conversation}/block"), wanted).await
}

async fn come_back(app: &TestApp, visitor: &Visitor) -> Answer {
    app.anyone().post("/visits/return", json!({"return_code": visitor.return_code})).await
}

async fn on_block(by: &Staff, block: &Value, verb: &str, body: Value) -> Answer {
    by.client.post(&format!("/blocks/{}/{verb}", block["id"].as_str().unwrap()), body).await
}

async fn state(by: &Staff, block: &Value) -> Value {
    let list = by.client.get("/blocks").await.expect(200);
    list["items"].as_array().unwrap().iter().find(|item| item["id"] == block["id"]).unwrap()["state"].clone()
}

/// How many alerts are open.
async fn open(by: &Staff) -> usize {
    by.client.get("/alerts").await.expect(200)["items"].as_array().unwrap().len()
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

/// Lets time pass, and whoever was signed in sign in again.
async fn hours_later(app: &TestApp, hours: u32, staff: &mut Staff) {
    app.clock.advance(hours * HOUR);
    *staff = Staff::sign_in(app.address(), &staff.email).await;
}

/// Where networks are counted, and the clock stands still.
async fn counting(engine: Engine) -> TestApp {
    TestApp::with(engine, |settings| {
        settings.clock = Clock::manual(Clock::system().now());
        settings.config.limits.visits_per_minute = 1000;
    })
    .await
}

both_engines! {
    async fn a_counsellor_blocks_the_one_she_talks_with_at_once(engine: Engine) {
        let app = at_leisure(engine).await;
        let mut talk = talk(&app).await;
        let made = block(&talk.counsellor, talk.conversation, 3).await.expect(201);
        assert_eq!((&made["state"], &made["reason"], &made["note"]), (&json!("active"), &json!("predator"), &json!("asks for photos")));
        assert_eq!((&made["conversation"], &made["by"]["id"]), (&json!(talk.conversation), &json!(talk.counsellor.id)));
        assert_eq!((&made["approved_by"], &made["until"]), (&json!(null), &made["wanted_until"]));
        assert_eq!(time(&made["until"]) - time(&made["at"]), TimeDelta::hours(3));
        talk.hers.closed(4401).await;
        hears(&mut talk.theirs, "closed").await;
        let seen = see(&talk.counsellor, talk.conversation).await;
        assert_eq!((&seen["state"], &seen["closed_reason"], &seen["label"]), (&json!("closed"), &json!("done"), &made["label"]));
        talk.visitor.client.post("/visits/leave", json!({})).await.problem(401, "unauthenticated");
        // She is told what anybody is told who is too fast, and not how long it really is.
        app.clock.advance(HOUR);
        let answer = come_back(&app, &talk.visitor).await;
        let retry: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=3600).contains(&retry), "{retry}");
        let told = answer.problem(429, "slow_down");
        for word in ["block", "predator", "Mina"] {
            assert!(!told.to_string().contains(word), "{told}");
        }
        app.clock.advance(2 * HOUR);
        come_back(&app, &talk.visitor).await.expect(200);
        let boss = supervisor(&app, "Boss").await;
        assert_eq!(state(&boss, &made).await, "over");
    }

    async fn a_counsellor_blocks_in_her_own_running_chats_only(app: TestApp) {
        let talk = talk(&app).await;
        let sora = counsellor(&app, "Sora").await;
        block(&sora, talk.conversation, 1).await.problem(404, "not_found");
        block(&sora, Uuid::now_v7(), 1).await.problem(404, "not_found");
        command(&talk.counsellor, talk.conversation, "wrap-up").await.expect(200);
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        block(&talk.counsellor, talk.conversation, 1).await.problem(409, "conflict");
        let boss = supervisor(&app, "Boss").await;
        block(&boss, talk.conversation, 1).await.expect(201);
        let waits = Visitor::arrive(app.address()).await;
        block(&boss, waits.conversation, 1).await.expect(201);
        assert_eq!(see(&boss, waits.conversation).await["state"], "closed");
    }

    async fn who_is_in_wrap_up_can_be_blocked_and_the_desk_is_free_again(app: TestApp) {
        let talk = talk(&app).await;
        talk.visitor.client.post("/visits/leave", json!({})).await.expect(204);
        block(&talk.counsellor, talk.conversation, 1).await.expect(201);
        assert_eq!(see(&talk.counsellor, talk.conversation).await["state"], "closed");
        assert_eq!(talk.counsellor.client.get("/desk").await.expect(200)["active"], 0);
    }

    async fn a_block_of_an_old_talk_ends_the_one_that_she_has_now(app: TestApp) {
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        let back = come_back(&app, &talk.visitor).await.expect(200);
        let fresh: Uuid = back["conversation"].as_str().unwrap().parse().unwrap();
        let boss = supervisor(&app, "Boss").await;
        block(&boss, talk.conversation, 1).await.expect(201);
        assert_eq!(see(&boss, fresh).await["state"], "closed");
        come_back(&app, &talk.visitor).await.problem(429, "slow_down");
    }

    async fn a_block_with_a_bad_field_is_refused_and_blocks_nobody(app: TestApp) {
        let talk = talk(&app).await;
        let path = format!("/conversations/{}/block", talk.conversation);
        for (body, status, code) in [
            (json!({"hours": 1}), 422, "invalid"),
            (json!({"reason": "abuse"}), 422, "invalid"),
            (json!({"reason": "rude", "hours": 1}), 422, "invalid"),
            (json!({"reason": "abuse", "hours": 0}), 422, "invalid"),
            (json!({"reason": "abuse", "hours": -1}), 422, "invalid"),
            (json!({"reason": "abuse", "hours": 8761}), 422, "invalid"),
            (json!({"reason": "abuse", "hours": 1, "note": " "}), 422, "invalid"),
            (json!({"reason": "abuse", "hours": 1, "network": "x"}), 422, "invalid"),
            (json!({"reason": "abuse", "hours": "1"}), 400, "malformed"),
            (json!({"reason": "abuse", "hours": 1, "note": "곁".repeat(1001)}), 413, "too_long"),
        ] {
            talk.counsellor.client.post(&path, body).await.problem(status, code);
        }
        assert_eq!(see(&talk.counsellor, talk.conversation).await["state"], "active");
    }

    async fn more_than_a_day_takes_another_supervisor(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let (boss, second) = (supervisor(&app, "Boss").await, supervisor(&app, "Second").await);
        let (mut hears_of_it, _) = second.connect().await;
        let made = block(&boss, talk.conversation, 48).await.expect(201);
        assert_eq!(made["state"], "asked");
        assert_eq!(time(&made["until"]) - time(&made["at"]), TimeDelta::hours(24));
        assert_eq!(time(&made["wanted_until"]) - time(&made["at"]), TimeDelta::hours(48));
        let alert = hears_of_it.frame("alert").await;
        assert_eq!((&alert["kind"], &alert["conversation"], &alert["loud"]), (&json!("block"), &json!(talk.conversation), &json!(false)));
        come_back(&app, &talk.visitor).await.problem(429, "slow_down");
        on_block(&boss, &made, "approve", json!({})).await.problem(409, "conflict");
        let approved = on_block(&second, &made, "approve", json!({})).await.expect(200);
        assert_eq!((&approved["state"], &approved["until"]), (&json!("active"), &made["wanted_until"]));
        assert_eq!(approved["approved_by"]["id"], json!(second.id));
        assert_eq!(hears_of_it.frame("alert_gone").await["alert"], alert["alert"]);
        on_block(&second, &made, "approve", json!({})).await.problem(409, "conflict");
        app.clock.advance(47 * HOUR);
        come_back(&app, &talk.visitor).await.problem(429, "slow_down");
        app.clock.advance(HOUR);
        come_back(&app, &talk.visitor).await.expect(200);
    }

    async fn what_nobody_approves_holds_for_a_day_and_can_be_approved_while_it_would_last(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let mut boss = supervisor(&app, "Boss").await;
        let made = block(&talk.counsellor, talk.conversation, 72).await.expect(201);
        hours_later(&app, 24, &mut boss).await;
        assert_eq!(state(&boss, &made).await, "asked");
        let back = come_back(&app, &talk.visitor).await.expect(200);
        let mut hers = Socket::open(&app.anyone()).await;
        hers.hello(back["token"].as_str(), &[]).await;
        on_block(&boss, &made, "approve", json!({})).await.expect(200);
        come_back(&app, &talk.visitor).await.problem(429, "slow_down");
        // The talk that she began meanwhile ends with it.
        hers.closed(4401).await;
        let mut client = app.anyone();
        client.token = back["token"].as_str().map(str::to_owned);
        client.post("/visits/leave", json!({})).await.problem(401, "unauthenticated");
        assert_eq!(see(&boss, back["conversation"].as_str().unwrap().parse().unwrap()).await["state"], "closed");
        hours_later(&app, 48, &mut boss).await;
        assert_eq!(state(&boss, &made).await, "over");
    }

    async fn an_alert_for_a_block_that_would_be_over_goes_away(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let mut boss = supervisor(&app, "Boss").await;
        let made = block(&talk.counsellor, talk.conversation, 25).await.expect(201);
        hours_later(&app, 24, &mut boss).await;
        blocks::sweep(&app).await.unwrap();
        assert_eq!(open(&boss).await, 1);
        hours_later(&app, 1, &mut boss).await;
        blocks::sweep(&app).await.unwrap();
        assert_eq!(open(&boss).await, 0);
        on_block(&boss, &made, "approve", json!({})).await.problem(409, "conflict");
        on_block(&boss, &made, "lift", json!({"note": "late"})).await.problem(409, "conflict");
    }

    async fn of_two_who_approve_at_once_one_does(app: TestApp) {
        let talk = talk(&app).await;
        let (boss, second) = (supervisor(&app, "Boss").await, supervisor(&app, "Second").await);
        let made = block(&talk.counsellor, talk.conversation, 48).await.expect(201);
        let (one, other) =
            tokio::join!(on_block(&boss, &made, "approve", json!({})), on_block(&second, &made, "approve", json!({})));
        let mut codes = [one.status.as_u16(), other.status.as_u16()];
        codes.sort_unstable();
        assert_eq!(codes, [200, 409]);
    }

    async fn a_block_is_lifted_with_a_reason_and_all_of_it_is_on_record(app: TestApp) {
        let talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let made = block(&talk.counsellor, talk.conversation, 2).await.expect(201);
        for (body, status, code) in
            [(json!({}), 422, "invalid"), (json!({"note": ""}), 422, "invalid"), (json!({"note": "x".repeat(1001)}), 413, "too_long")]
        {
            on_block(&boss, &made, "lift", body).await.problem(status, code);
        }
        on_block(&talk.counsellor, &made, "lift", json!({"note": "x"})).await.problem(403, "forbidden");
        come_back(&app, &talk.visitor).await.problem(429, "slow_down");
        let lifted = on_block(&boss, &made, "lift", json!({"note": "mistaken for another"})).await.expect(200);
        assert_eq!((&lifted["state"], &lifted["lift_note"]), (&json!("lifted"), &json!("mistaken for another")));
        assert_eq!(lifted["lifted_by"]["id"], json!(boss.id));
        on_block(&boss, &made, "lift", json!({"note": "again"})).await.problem(409, "conflict");
        come_back(&app, &talk.visitor).await.expect(200);
        let mut conn = app.db.read().await.unwrap();
        let rows: Vec<(String, String)> = conn
            .query("SELECT action, detail FROM audit WHERE action LIKE '%block%' ORDER BY seq")
            .fetch_all()
            .await
            .unwrap();
        let actions: Vec<_> = rows.iter().map(|row| &*row.0).collect();
        assert_eq!(actions, ["conversation.blocked", "block.lifted"]);
        assert!(rows.iter().all(|row| !row.1.contains("photos") && !row.1.contains("mistaken")), "{rows:?}");
    }

    async fn a_longer_block_goes_over_a_shorter_one_and_not_the_other_way_round(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let first = block(&talk.counsellor, talk.conversation, 2).await.expect(201);
        block(&boss, talk.conversation, 2).await.problem(409, "conflict");
        let second = block(&boss, talk.conversation, 5).await.expect(201);
        on_block(&boss, &second, "lift", json!({"note": "the first is enough"})).await.expect(200);
        come_back(&app, &talk.visitor).await.problem(429, "slow_down");
        on_block(&boss, &first, "lift", json!({"note": "that too"})).await.expect(200);
        come_back(&app, &talk.visitor).await.expect(200);
    }

    async fn a_long_block_that_nobody_approved_keeps_nobody_from_blocking_her_again(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let mut boss = supervisor(&app, "Boss").await;
        block(&boss, talk.conversation, 72).await.expect(201);
        block(&boss, talk.conversation, 1).await.problem(409, "conflict");
        hours_later(&app, 25, &mut boss).await;
        let back = come_back(&app, &talk.visitor).await.expect(200);
        let fresh = back["conversation"].as_str().unwrap().parse().unwrap();
        block(&boss, fresh, 1).await.expect(201);
        come_back(&app, &talk.visitor).await.problem(429, "slow_down");
    }

    async fn who_is_blocked_rings_at_no_desk_with_her_duress_word(app: TestApp) {
        let begun = app.anyone().post("/visits", json!({"language": "ko"})).await.expect(201);
        let boss = supervisor(&app, "Boss").await;
        block(&boss, begun["conversation"].as_str().unwrap().parse().unwrap(), 1).await.expect(201);
        let code = begun["return_code"].as_str().unwrap();
        let (five, _) = code.rsplit_once(' ').unwrap();
        let spelled = format!("{five} {}", begun["duress_word"].as_str().unwrap());
        app.anyone().post("/visits/return", json!({"return_code": spelled})).await.problem(429, "slow_down");
        assert_eq!(open(&boss).await, 0);
    }

    async fn what_is_noted_is_sealed_and_gone_with_the_key_of_the_talk(app: TestApp) {
        let talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let made = block(&talk.counsellor, talk.conversation, 2).await.expect(201);
        let mut conn = app.db.read().await.unwrap();
        let (note, key): (Vec<u8>, Uuid) = conn
            .query("SELECT b.note, c.key FROM block b JOIN conversation c ON c.id = b.conversation")
            .fetch_one()
            .await
            .unwrap();
        drop(conn);
        assert!(!String::from_utf8_lossy(&note).contains("photos"));
        assert!(app.vault.destroy(key).await.unwrap());
        let list = boss.client.get("/blocks").await.expect(200);
        assert_eq!((&list["items"][0]["note"], &list["items"][0]["reason"]), (&json!(null), &json!("predator")));
        let lifted = on_block(&boss, &made, "lift", json!({"note": "erased by now"})).await.expect(200);
        assert_eq!((&lifted["state"], &lifted["lift_note"]), (&json!("lifted"), &json!(null)));
    }

    async fn the_list_comes_in_pages_the_newest_first(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let mut made = Vec::new();
        for _ in 0..5 {
            let visitor = Visitor::arrive(app.address()).await;
            made.push(block(&boss, visitor.conversation, 1).await.expect(201)["id"].clone());
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = boss.client.get(&format!("/blocks?limit=2{cursor}")).await.expect(200);
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        made.reverse();
        assert_eq!(seen, made);
        boss.client.get("/blocks?cursor=x").await.problem(422, "invalid");
    }

    async fn the_network_of_a_blocked_visitor_is_kept_out_and_no_other(engine: Engine) {
        let app = TestApp::with(engine, |settings| {
            settings.clock = Clock::manual(Clock::system().now());
            settings.config.limits.visits_per_minute = 1000;
            settings.config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        }).await;
        let visit = async |path: &str, body: Value, from: &str| {
            app.anyone().ask(reqwest::Method::POST, path, Some(body.to_string()), &[("x-forwarded-for", from)]).await
        };
        let talks = visit("/visits", json!({"language": "ko"}), "203.0.113.9").await.expect(201);
        let (waits, was_here) =
            (visit("/visits", json!({"language": "ko"}), "203.0.113.9").await.expect(201), Visitor::arrive(app.address()).await);
        was_here.client.post("/visits/leave", json!({})).await.expect(204);
        let boss = supervisor(&app, "Boss").await;
        let conversation = talks["conversation"].as_str().unwrap().parse().unwrap();
        let made = block(&boss, conversation, 3).await.expect(201);
        visit("/visits", json!({"language": "ko"}), "203.0.113.9").await.problem(429, "slow_down");
        let code = json!({"return_code": talks["return_code"]});
        for from in ["203.0.113.9", "203.0.113.10"] {
            visit("/visits/return", code.clone(), from).await.problem(429, "slow_down");
        }
        visit("/visits", json!({"language": "ko"}), "203.0.113.10").await.expect(201);
        // Others of the same network, a school's or a shelter's, get back with their codes, to what lives and to what is over.
        for code in [waits["return_code"].as_str().unwrap(), &was_here.return_code] {
            visit("/visits/return", json!({"return_code": code}), "203.0.113.9").await.expect(200);
        }
        on_block(&boss, &made, "lift", json!({"note": "a whole school comes from there"})).await.expect(200);
        visit("/visits", json!({"language": "ko"}), "203.0.113.9").await.expect(201);
    }

    async fn a_network_is_kept_out_until_the_block_ends_and_not_by_a_node_that_started_since(engine: Engine) {
        let app = counting(engine).await;
        let visitor = Visitor::arrive(app.address()).await;
        let mut boss = supervisor(&app, "Boss").await;
        block(&boss, visitor.conversation, 3).await.expect(201);
        let visit = json!({"language": "ko"});
        app.anyone().post("/visits", visit.clone()).await.problem(429, "slow_down");
        hours_later(&app, 3, &mut boss).await;
        let second = Visitor::arrive(app.address()).await;
        block(&boss, second.conversation, 3).await.expect(201);
        app.anyone().post("/visits", visit.clone()).await.problem(429, "slow_down");
        let (databases, clock) = (app.databases(), app.clock.clone());
        app.stop().await;
        let started = TestApp::on(databases, |settings| {
            settings.clock = clock;
            settings.config.limits.visits_per_minute = 1000;
        }).await;
        started.anyone().post("/visits", visit).await.expect(201);
        come_back(&started, &second).await.problem(429, "slow_down");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_made_on_one_node_holds_at_the_door_of_the_other() {
    let url: url::Url = nats::url().parse().unwrap();
    let join = |settings: &mut Settings| {
        settings.config.limits.visits_per_minute = 1000;
        settings.config.nats_url = Some(url.clone());
    };
    let one = TestApp::with(Engine::Postgres, join).await;
    let two = TestApp::on(one.databases(), join).await;
    // She came to the second node, which alone knows from where.
    let visitor = Visitor::arrive(two.address()).await;
    let boss = supervisor(&one, "Boss").await;
    let made = block(&boss, visitor.conversation, 3).await.expect(201);
    let visit = async |node: &TestApp| node.anyone().post("/visits", json!({"language": "ko"})).await;
    wait::until("the second node to hear", || async { (visit(&two).await.status == 429).then_some(()) }).await;
    visit(&one).await.expect(201);
    for node in [&one, &two] {
        come_back(node, &visitor).await.problem(429, "slow_down");
    }
    on_block(&boss, &made, "lift", json!({"note": "a mistake"})).await.expect(200);
    wait::until("the second node to hear", || async { (visit(&two).await.status == 201).then_some(()) }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_missed_the_news_asks_the_database() {
    // Two nodes that hear nothing of each other.
    let limit = |settings: &mut Settings| settings.config.limits.visits_per_minute = 1000;
    let one = TestApp::with(Engine::Postgres, limit).await;
    let two = TestApp::on(one.databases(), limit).await;
    let visitor = Visitor::arrive(two.address()).await;
    let boss = supervisor(&one, "Boss").await;
    let made = block(&boss, visitor.conversation, 3).await.expect(201);
    let visit = async || two.anyone().post("/visits", json!({"language": "ko"})).await;
    visit().await.expect(201);
    blocks::sweep(&two).await.unwrap();
    visit().await.problem(429, "slow_down");
    on_block(&boss, &made, "lift", json!({"note": "a mistake"})).await.expect(200);
    visit().await.problem(429, "slow_down");
    blocks::sweep(&two).await.unwrap();
    visit().await.expect(201);
}

//! The page of the read ledger.

use gyeot::accounts::{
    AccountId,
    ledger::{self, Reading},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::{command, staff, supervisor, talk},
    support::{app::TestApp, builders::Staff},
};

async fn page(by: &Staff, query: &str) -> Value {
    by.client.get(&format!("/readings{query}")).await.expect(200)
}

both_engines! {
    async fn who_read_what_is_told_the_latest_first_and_without_a_word_of_it(app: TestApp) {
        let mut talk = talk(&app).await;
        talk.hers.store(talk.channel, "아무도 모르게").await;
        let (boss, admin) = (supervisor(&app, "Boss").await, staff(&app, "Admin", "admin", "ko").await);
        command(&boss, talk.conversation, "observe").await.expect(200);
        boss.client.get(&format!("/conversations/{}/export", talk.conversation)).await.expect(200);
        let all = page(&admin, "").await;
        let items = all["items"].as_array().unwrap();
        assert_eq!((&items[0]["reason"], &items[1]["reason"]), (&json!("exported"), &json!("observed")));
        assert_eq!(items[0]["account"], json!({"id": boss.id, "name": "Boss"}));
        assert_eq!((&items[0]["kind"], &items[0]["conversation"]), (&json!("conversation"), &json!(talk.conversation)));
        assert_eq!(items[0]["label"].as_str().unwrap().len(), 4);
        assert!(!all.to_string().contains("모르게"));
        let of = page(&boss, &format!("?conversation={}", talk.conversation)).await;
        assert_eq!(of["items"], all["items"]);
        let hers = page(&boss, &format!("?conversation={}&account={}", talk.conversation, boss.id)).await;
        assert!(hers["items"].as_array().unwrap().iter().all(|item| item["account"]["id"] == json!(boss.id)));
        assert_eq!(page(&boss, &format!("?account={}", Uuid::now_v7())).await, json!({"items": [], "next": null}));
    }

    async fn pages_follow_one_another_without_a_gap_or_a_repeat(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let at = app.clock.now();
        let mut tx = app.db.write().await.unwrap();
        for number in 0..25 {
            // Many of one moment: the order among them holds all the same.
            let account = AccountId::from_uuid(boss.id);
            let reading = Reading { account, kind: "report", subject: Uuid::now_v7(), reason: "opened" };
            ledger::record(&mut tx, reading, at + chrono::TimeDelta::seconds(number / 10)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let whole = page(&boss, "?limit=100").await["items"].take();
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let part = page(&boss, &format!("?limit=7{cursor}")).await;
            seen.extend(part["items"].as_array().unwrap().clone());
            let Some(next) = part["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(json!(seen), whole);
        assert_eq!(seen.len(), 25);
        assert!(seen.iter().all(|item| item["conversation"].is_null() && item["label"].is_null()));
        boss.client.get("/readings?cursor=nonsense").await.problem(422, "invalid");
    }
}

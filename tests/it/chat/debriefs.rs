//! Debriefs: talks that somebody is owed, until they had it.

use serde_json::{Value, json};

use super::people::{command, counsellor, supervisor};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
    },
};

async fn owed(who: &Staff) -> Vec<Value> {
    who.client.get("/debriefs").await.expect(200)["items"].as_array().unwrap().clone()
}

async fn done(who: &Staff, debrief: &Value) -> crate::support::client::Answer {
    who.client.post(&format!("/debriefs/{}/done", debrief["id"].as_str().unwrap()), json!({})).await
}

async fn heavy(app: &TestApp, who: &Staff) -> Visitor {
    let visitor = Visitor::arrive(app.address()).await;
    who.open(visitor.conversation).await;
    let path = format!("/conversations/{}/risk", visitor.conversation);
    who.client.post(&path, json!({"risk": 3})).await.expect(200);
    visitor
}

both_engines! {
    async fn a_forced_break_makes_one_and_she_says_that_they_had_it(app: TestApp) {
        let (boss, jiho) = (supervisor(&app, "Boss").await, counsellor(&app, "Jiho").await);
        let mina = counsellor(&app, "Mina").await;
        mina.available(20).await;
        let mut talks = Vec::new();
        for _ in 0..4 {
            talks.push(heavy(&app, &mina).await);
        }
        for (count, talk) in [0, 0, 1, 1].into_iter().zip(&talks) {
            command(&mina, talk.conversation, "close").await.expect(200);
            assert_eq!(owed(&mina).await.len(), count);
        }
        let mine = owed(&mina).await.remove(0);
        assert_eq!((&mine["why"], &mine["conversation"]), (&json!("heavy"), &json!(talks[2].conversation)));
        assert_eq!((&mine["account"]["name"], &mine["done_at"]), (&json!("Mina"), &json!(null)));
        assert_eq!(mine["label"].as_str().unwrap().len(), 4);
        assert_eq!(owed(&boss).await, [mine.clone()]);
        assert_eq!(owed(&jiho).await, Vec::<Value>::new());
        done(&jiho, &mine).await.problem(404, "not_found");
        let had = done(&mina, &mine).await.expect(200);
        assert!(had["done_at"].is_string(), "{had}");
        for who in [&mina, &boss] {
            done(who, &mine).await.problem(409, "conflict");
        }
        // A supervisor sees what is open, she also what is done.
        assert_eq!(owed(&boss).await, Vec::<Value>::new());
        assert_eq!(owed(&mina).await, [had]);
    }

    async fn a_panic_makes_one_also_when_it_is_the_third(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(20).await;
        let talks = [heavy(&app, &mina).await, heavy(&app, &mina).await, heavy(&app, &mina).await];
        for talk in &talks[..2] {
            command(&mina, talk.conversation, "close").await.expect(200);
        }
        command(&mina, talks[2].conversation, "panic").await.expect(200);
        let open = owed(&boss).await;
        assert_eq!(open.len(), 1, "{open:?}");
        assert_eq!((&open[0]["why"], &open[0]["conversation"]), (&json!("panic"), &json!(talks[2].conversation)));
        // The break after a third is taken in full.
        mina.client.delete("/desk/break").await.problem(409, "conflict");
        done(&boss, &open[0]).await.expect(200);
        assert_eq!(owed(&boss).await, Vec::<Value>::new());
        let mut conn = app.db.read().await.unwrap();
        let (entries,): (i64,) = conn.query("SELECT COUNT(*) FROM audit WHERE action = 'debrief.done' AND actor = $1")
            .bind(boss.id).fetch_one().await.unwrap();
        assert_eq!(entries, 1);
    }
}

//! The survey: once, after the close, and nobody at a desk ever hears of it.

use gyeot::{api, platform::db::Engine};
use serde_json::{Value, json};

use super::people::{at_leisure, command, counsellor, pass, see, staff, supervisor, talk};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor, client::Answer},
};

async fn answer(visitor: &Visitor, answers: Value) -> Answer {
    visitor.client.post("/visits/survey", answers).await
}

/// How often these answers were counted.
async fn counted(app: &TestApp, language: &str, helped: &str, safer: &str) -> i64 {
    let mut conn = app.db.read().await.unwrap();
    let sum = "SELECT CAST(COALESCE(SUM(answers), 0) AS BIGINT) FROM survey WHERE language = $1 AND helped = $2 AND safer = $3";
    conn.query(sum).bind(language).bind(helped).bind(safer).fetch_one::<(i64,)>().await.unwrap().0
}

both_engines! {
    async fn it_is_answered_once_after_the_close(app: TestApp) {
        let talk = talk(&app).await;
        answer(&talk.visitor, json!({"helped": "yes"})).await.problem(409, "conflict");
        command(&talk.counsellor, talk.conversation, "wrap-up").await.expect(200);
        answer(&talk.visitor, json!({"helped": "yes"})).await.problem(409, "conflict");
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        for bad in [json!({"helped": "very"}), json!({"safer": "some"}), json!({"helped": "yes", "name": "x"})] {
            answer(&talk.visitor, bad).await.problem(422, "invalid");
        }
        app.anyone().post("/visits/survey", json!({})).await.problem(401, "unauthenticated");
        assert_eq!(answer(&talk.visitor, json!({"helped": "some", "safer": "same"})).await.expect(204), Value::Null);
        answer(&talk.visitor, json!({"helped": "no"})).await.problem(409, "conflict");
        assert_eq!(counted(&app, "ko", "some", "same").await, 1);
        assert_eq!(counted(&app, "ko", "no", "none").await, 0);
    }

    async fn both_questions_may_be_left_out(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        for answers in [json!({}), json!({"safer": "no"}), json!({"helped": null, "safer": "no"})] {
            let visitor = Visitor::arrive(app.address()).await;
            mina.open(visitor.conversation).await;
            command(&mina, visitor.conversation, "close").await.expect(200);
            answer(&visitor, answers).await.expect(204);
        }
        assert_eq!((counted(&app, "ko", "none", "none").await, counted(&app, "ko", "none", "no").await), (1, 2));
    }

    async fn when_her_token_is_dead_it_is_too_late(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        pass(&app, 610).await;
        answer(&talk.visitor, json!({"helped": "yes"})).await.problem(401, "unauthenticated");
    }

    async fn two_answers_at_once_count_once(app: TestApp) {
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        let answers = futures_util::future::join_all((0..8).map(|_| answer(&talk.visitor, json!({"helped": "yes"})))).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409, 409, 409, 409, 409, 409, 409]);
        assert_eq!(counted(&app, "ko", "yes", "none").await, 1);
    }

    async fn nothing_that_is_kept_leads_from_the_answers_to_a_talk(app: TestApp) {
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        answer(&talk.visitor, json!({"helped": "no", "safer": "no"})).await.expect(204);
        let mut conn = app.db.read().await.unwrap();
        // A number for every possible answer, all written in one go: none of them is hers.
        let rows: Vec<(String, String, i64)> =
            conn.query("SELECT month, language, answers FROM survey").fetch_all().await.unwrap();
        assert_eq!(rows.len(), 32);
        assert_eq!(rows.iter().map(|row| row.2).sum::<i64>(), 1);
        assert!(rows.iter().all(|row| row.0.len() == 7 && row.1.len() == 2), "{rows:?}");
        let (facts,): (i64,) = conn.query("SELECT COUNT(*) FROM event WHERE detail LIKE '%helped%' OR kind LIKE '%survey%'")
            .fetch_one().await.unwrap();
        assert_eq!(facts, 0);
    }

    async fn no_counsellor_and_no_supervisor_sees_anything_of_it_by_any_call(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let both = staff(&app, "Both", "counsellor,supervisor,professional,operator,verifier,case_officer,monitor", "ko").await;
        let (mut watching, _) = boss.connect().await;
        let mut talk = talk(&app).await;
        command(&boss, talk.conversation, "observe").await.expect(200);
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        talk.theirs.wait("the close", |frame| frame["state"] == "closed").await;
        watching.wait("the close", |frame| frame["state"] == "closed").await;
        let views = [see(&talk.counsellor, talk.conversation).await, see(&boss, talk.conversation).await];
        answer(&talk.visitor, json!({"helped": "no", "safer": "same"})).await.expect(204);
        // Not that she answered, not what.
        assert_eq!([see(&talk.counsellor, talk.conversation).await, see(&boss, talk.conversation).await], views);
        let document: Value = serde_json::from_str(&api::document()).unwrap();
        let mut asked = 0;
        for (path, item) in document["paths"].as_object().unwrap() {
            if item.get("get").is_none() || path.ends_with("/socket") {
                continue;
            }
            let path = path.trim_start_matches("/api/v1").replace("{id}", &talk.conversation.to_string());
            for who in [&talk.counsellor, &boss, &both] {
                let answer = who.client.get(&path).await;
                asked += 1;
                if path.starts_with("/insights/") {
                    answer.problem(403, "forbidden");
                    continue;
                }
                let said = answer.body.to_string();
                for word in ["survey", "\"helped\"", "\"safer\"", "answered\":1"] {
                    assert!(!said.contains(word), "{path} says {word}: {said}");
                }
            }
        }
        assert!(asked > 30, "only {asked} calls");
        for socket in [&mut talk.theirs, &mut watching] {
            let came = socket.settle().await;
            assert!(came.iter().all(|frame| !frame.to_string().contains("survey")), "{came:#?}");
            let of_hers = came.iter().filter(|frame| frame["conversation"] == json!(talk.conversation));
            assert!(of_hers.clone().all(|frame| frame["state"] != "closed"), "it tells that she answered: {came:#?}");
        }
    }
}

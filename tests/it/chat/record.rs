//! The contact record: codes and nothing else, that outlive the text.

use chrono::TimeDelta;
use gyeot::{chat::erasure, platform::db::Engine};
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{at_leisure, command, counsellor, supervisor, talk, transfer};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Staff, client::Answer},
};

async fn put(staff: &Staff, conversation: Uuid, record: Value) -> Answer {
    staff.client.put(&format!("/conversations/{conversation}/record"), record).await
}

async fn get(staff: &Staff, conversation: Uuid) -> Answer {
    staff.client.get(&format!("/conversations/{conversation}/record")).await
}

both_engines! {
    async fn a_record_is_written_in_place_of_the_one_before(app: TestApp) {
        let talk = talk(&app).await;
        let (mina, id) = (&talk.counsellor, talk.conversation);
        get(mina, id).await.problem(404, "not_found");
        let full = json!({
            "reasons": ["school", "exploitation_lodging", "school"], "age_band": "under_14", "district": "mapo",
            "action_taken": "safety_plan", "outcome": "calmer",
        });
        let written = put(mina, id, full).await.expect(200);
        assert_eq!(written["reasons"], json!(["exploitation_lodging", "school"]));
        assert_eq!((&written["age_band"], &written["district"]), (&json!("under_14"), &json!("mapo")));
        assert_eq!((&written["action_taken"], &written["outcome"]), (&json!("safety_plan"), &json!("calmer")));
        assert_eq!(written["by"], json!({"id": mina.id, "name": "Mina"}));
        assert_eq!(get(mina, id).await.expect(200), written);
        // Only what was done has to be said; what is left out is gone.
        let boss = supervisor(&app, "Boss").await;
        let rewritten = put(&boss, id, json!({"action_taken": "listened"})).await.expect(200);
        assert_eq!(rewritten["reasons"], json!([]));
        assert_eq!((&rewritten["age_band"], &rewritten["by"]["name"]), (&json!(null), &json!("Boss")));
        assert_eq!(get(mina, id).await.expect(200), rewritten);
    }

    async fn a_bad_record_is_refused_by_name_and_changes_nothing(app: TestApp) {
        let talk = talk(&app).await;
        let (mina, id) = (&talk.counsellor, talk.conversation);
        for (field, record) in [
            ("reasons", json!({"action_taken": "listened", "reasons": ["school", "nonsense"]})),
            ("age_band", json!({"action_taken": "listened", "age_band": "13"})),
            ("district", json!({"action_taken": "listened", "district": "busan"})),
            ("action_taken", json!({"action_taken": "nothing"})),
            ("action_taken", json!({"reasons": ["school"]})),
            ("outcome", json!({"action_taken": "listened", "outcome": "her name is"})),
            ("name", json!({"action_taken": "listened", "name": "x"})),
        ] {
            let problem = put(mina, id, record).await.problem(422, "invalid");
            assert!(problem.to_string().contains(field), "{problem} does not name {field}");
        }
        get(mina, id).await.problem(404, "not_found");
    }

    async fn every_code_of_the_list_is_taken(app: TestApp) {
        let talk = talk(&app).await;
        let codes = talk.counsellor.client.get("/record-codes").await.expect(200);
        let of = |list: &str| codes[list].as_array().unwrap().iter().map(|code| code["code"].clone()).collect::<Vec<_>>();
        assert!(codes["reasons"][0]["group"]["ko"].is_string() && codes["reasons"][0]["label"]["en"].is_string());
        for (list, field) in [("age_bands", "age_band"), ("districts", "district"), ("actions", "action_taken"), ("outcomes", "outcome")] {
            for code in of(list) {
                let mut record = json!({"action_taken": "listened"});
                record[field] = code;
                put(&talk.counsellor, talk.conversation, record).await.expect(200);
            }
        }
        let all = json!({"action_taken": "listened", "reasons": of("reasons")});
        assert_eq!(put(&talk.counsellor, talk.conversation, all).await.expect(200)["reasons"], json!(of("reasons")));
    }

    async fn it_is_her_counsellors_also_after_the_close_and_no_longer_after_a_transfer(app: TestApp) {
        let one = talk(&app).await;
        let jiho = counsellor(&app, "Jiho").await;
        let record = json!({"action_taken": "information"});
        put(&jiho, one.conversation, record.clone()).await.problem(404, "not_found");
        get(&jiho, one.conversation).await.problem(404, "not_found");
        command(&one.counsellor, one.conversation, "wrap-up").await.expect(200);
        put(&one.counsellor, one.conversation, record.clone()).await.expect(200);
        command(&one.counsellor, one.conversation, "close").await.expect(200);
        put(&one.counsellor, one.conversation, json!({"action_taken": "listened"})).await.expect(200);
        put(&jiho, one.conversation, record.clone()).await.problem(404, "not_found");
        // Nobody closes with it who has none: the close does not ask.
        let visitor = crate::support::builders::Visitor::arrive(app.address()).await;
        one.counsellor.open(visitor.conversation).await;
        one.counsellor.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        put(&one.counsellor, visitor.conversation, record.clone()).await.expect(200);
        transfer(&one.counsellor, visitor.conversation, "line").await.expect(200);
        put(&one.counsellor, visitor.conversation, record).await.problem(404, "not_found");
        get(&one.counsellor, visitor.conversation).await.problem(404, "not_found");
    }

    async fn the_codes_outlive_the_erasure_of_the_text(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let record = json!({"action_taken": "report_made", "reasons": ["violence_sexual"], "district": "not_known"});
        let written = put(&talk.counsellor, talk.conversation, record).await.expect(200);
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        app.clock.advance(TimeDelta::days(31).to_std().unwrap());
        assert_eq!(erasure::erase_due(&app).await.unwrap(), 1);
        let boss = supervisor(&app, "Boss").await;
        let kept = get(&boss, talk.conversation).await.expect(200);
        assert_eq!((&kept["reasons"], &kept["action_taken"]), (&written["reasons"], &written["action_taken"]));
    }
}

//! What visitors answered after the talk, for council and administration.

use serde_json::{Value, json};

use crate::{
    both_engines,
    chat::people::{command, staff},
    support::{app::TestApp, builders::Staff, builders::Visitor},
};

/// So many visitors who talked, and answered this.
async fn answered(app: &TestApp, by: &Staff, language: &str, count: usize, answers: Value) {
    for _ in 0..count {
        let visitor = Visitor::ask(app.address(), json!({"language": language})).await;
        by.open(visitor.conversation).await;
        command(by, visitor.conversation, "close").await.expect(200);
        visitor.client.post("/visits/survey", answers.clone()).await.expect(204);
    }
}

both_engines! {
    async fn figures_come_by_month_and_language_and_small_ones_do_not(app: TestApp) {
        let mina = staff(&app, "Mina", "counsellor", "ko,en").await;
        mina.available(1).await;
        let council = staff(&app, "Council", "council", "ko").await;
        let admin = staff(&app, "Admin", "admin", "ko").await;
        assert_eq!(council.client.get("/insights/survey").await.expect(200), json!({"items": []}));
        answered(&app, &mina, "ko", 6, json!({"helped": "yes", "safer": "yes"})).await;
        answered(&app, &mina, "ko", 5, json!({"helped": "some", "safer": "same"})).await;
        answered(&app, &mina, "ko", 5, json!({"helped": "no"})).await;
        answered(&app, &mina, "en", 4, json!({"helped": "yes"})).await;
        let figures = council.client.get("/insights/survey").await.expect(200);
        let items = figures["items"].as_array().unwrap();
        assert_eq!(items.len(), 2, "{figures}");
        let nothing = json!({"yes": null, "same": null, "no": null});
        assert_eq!((&items[0]["language"], &items[0]["answered"], &items[0]["safer"]), (&json!("en"), &json!(null), &nothing));
        assert_eq!(items[0]["helped"], json!({"yes": null, "some": null, "no": null}));
        assert_eq!((&items[1]["language"], &items[1]["answered"]), (&json!("ko"), &json!(16)));
        assert_eq!(items[1]["helped"], json!({"yes": 6, "some": 5, "no": 5}));
        // Nobody said no; were the 5 published beside 16 and 6, five who said nothing would be all that is left.
        assert_eq!(items[1]["safer"], json!({"yes": 6, "same": null, "no": null}));
        assert_eq!(items[1]["month"].as_str().unwrap().len(), 7);
        assert_eq!(admin.client.get("/insights/survey").await.expect(200), figures);
        mina.client.get("/insights/survey").await.problem(403, "forbidden");
    }
}

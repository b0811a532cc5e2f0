//! Private notes: whose they are, how they are kept.

use gyeot::accounts::{AccountId, ledger};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        client::Answer,
    },
};

async fn note(staff: &Staff, conversation: Uuid, body: &str) -> Answer {
    staff.client.post(&format!("/conversations/{conversation}/notes"), json!({"body": body})).await
}

async fn notes(staff: &Staff, conversation: Uuid) -> Answer {
    staff.client.get(&format!("/conversations/{conversation}/notes")).await
}

async fn bodies(staff: &Staff, conversation: Uuid) -> Vec<String> {
    let list = notes(staff, conversation).await.expect(200);
    list["items"].as_array().unwrap().iter().map(|note| note["body"].as_str().unwrap().to_owned()).collect()
}

async fn act(staff: &Staff, conversation: Uuid, verb: &str, body: Value) -> Value {
    staff.client.post(&format!("/conversations/{conversation}/{verb}"), body).await.expect(200)
}

/// A counsellor who talks with a visitor.
async fn talking(app: &TestApp) -> (Staff, Visitor) {
    let visitor = Visitor::arrive(app.address()).await;
    let mina = Staff::hire(app, "Mina", "counsellor").await;
    mina.available(1).await;
    mina.open(visitor.conversation).await;
    (mina, visitor)
}

both_engines! {
    async fn a_counsellor_reads_back_what_she_noted(app: TestApp) {
        let (mina, visitor) = talking(&app).await;
        let id = visitor.conversation;
        assert_eq!(notes(&mina, id).await.expect(200), json!({"items": []}));
        let text = "  첫 상담.\n\tShe is \"safe\" now 👩‍👧  ";
        let first = note(&mina, id, text).await.expect(201);
        assert_eq!(first["body"], text);
        assert_eq!(first["author"], json!({"id": mina.id, "name": "Mina"}));
        let second = note(&mina, id, "second").await.expect(201);
        assert_eq!(notes(&mina, id).await.expect(200), json!({"items": [first, second]}));
        act(&mina, id, "wrap-up", json!({})).await;
        note(&mina, id, "in wrap-up").await.expect(201);
        assert_eq!(bodies(&mina, id).await, [text, "second", "in wrap-up"]);
    }

    async fn nobody_else_reads_or_writes_them(app: TestApp) {
        let (mina, visitor) = talking(&app).await;
        note(&mina, visitor.conversation, "for me").await.expect(201);
        let other = Staff::hire(&app, "Bora", "counsellor").await;
        let supervisor = Staff::hire(&app, "Sora", "supervisor").await;
        for staff in [&other, &supervisor] {
            notes(staff, visitor.conversation).await.problem(404, "not_found");
            note(staff, visitor.conversation, "x").await.problem(404, "not_found");
        }
        notes(&mina, Uuid::now_v7()).await.problem(404, "not_found");
        note(&mina, Uuid::now_v7(), "x").await.problem(404, "not_found");
        let council = Staff::hire(&app, "Council", "council,monitor").await;
        notes(&council, visitor.conversation).await.problem(403, "forbidden");
        let path = format!("/conversations/{}/notes", visitor.conversation);
        visitor.client.get(&path).await.problem(401, "unauthenticated");
        assert_eq!(bodies(&mina, visitor.conversation).await, ["for me"]);
    }

    async fn who_was_only_offered_it_reads_none(app: TestApp) {
        let (mina, visitor) = talking(&app).await;
        let bora = Staff::hire(&app, "Bora", "counsellor").await;
        bora.available(1).await;
        act(&mina, visitor.conversation, "transfer", json!({"to": bora.id, "note": "she asked for you"})).await;
        notes(&bora, visitor.conversation).await.problem(404, "not_found");
        notes(&mina, visitor.conversation).await.problem(404, "not_found");
        note(&mina, visitor.conversation, "too late").await.problem(404, "not_found");
        bora.open(visitor.conversation).await;
        let list = notes(&bora, visitor.conversation).await.expect(200);
        assert_eq!(list["items"][0]["body"], "she asked for you");
        assert_eq!(list["items"][0]["author"]["name"], "Mina");
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
    }

    async fn a_supervisor_who_observes_reads_and_writes(app: TestApp) {
        let (mina, visitor) = talking(&app).await;
        let supervisor = Staff::hire(&app, "Sora", "supervisor").await;
        note(&mina, visitor.conversation, "hers").await.expect(201);
        act(&supervisor, visitor.conversation, "observe", json!({})).await;
        note(&supervisor, visitor.conversation, "watch the time").await.expect(201);
        assert_eq!(bodies(&mina, visitor.conversation).await, ["hers", "watch the time"]);
        act(&supervisor, visitor.conversation, "take-over", json!({})).await;
        assert_eq!(bodies(&supervisor, visitor.conversation).await, ["hers", "watch the time"]);
        notes(&mina, visitor.conversation).await.problem(404, "not_found");
    }

    async fn after_the_close_they_are_only_read_and_each_reading_is_on_record(app: TestApp) {
        let (mina, visitor) = talking(&app).await;
        let id = visitor.conversation;
        note(&mina, id, "before").await.expect(201);
        let readings = async || {
            let mut conn = app.db.read().await.unwrap();
            let past = ledger::of(&mut conn, id, 100).await.unwrap();
            past.into_iter().filter(|past| past.kind == "note").collect::<Vec<_>>()
        };
        assert_eq!(bodies(&mina, id).await, ["before"]);
        assert_eq!(readings().await, []);
        act(&mina, id, "close", json!({})).await;
        note(&mina, id, "after").await.problem(409, "conflict");
        assert_eq!(bodies(&mina, id).await, ["before"]);
        let recorded = readings().await;
        assert_eq!(recorded.len(), 1);
        assert_eq!((recorded[0].account, &*recorded[0].reason), (AccountId::from_uuid(mina.id), "notes after close"));
        notes(&Staff::hire(&app, "Bora", "counsellor").await, id).await.problem(404, "not_found");
        assert_eq!(readings().await.len(), 1, "who may not read leaves no reading");
    }

    async fn a_note_that_is_no_text_is_refused_and_changes_nothing(app: TestApp) {
        let (mina, visitor) = talking(&app).await;
        let path = format!("/conversations/{}/notes", visitor.conversation);
        for (body, status, code) in [
            (json!({}), 422, "invalid"),
            (json!({"body": ""}), 422, "invalid"),
            (json!({"body": " \n"}), 422, "invalid"),
            (json!({"body": "a\u{0}"}), 422, "invalid"),
            (json!({"body": "x", "to": "me"}), 422, "invalid"),
            (json!({"body": 7}), 400, "malformed"),
            (json!("x"), 400, "malformed"),
            (json!({"body": "곁".repeat(4001)}), 413, "too_long"),
        ] {
            mina.client.post(&path, body).await.problem(status, code);
        }
        assert_eq!(notes(&mina, visitor.conversation).await.expect(200), json!({"items": []}));
        note(&mina, visitor.conversation, &"곁".repeat(4000)).await.expect(201);
    }

    async fn a_note_is_sealed_and_goes_with_the_key_of_its_conversation(app: TestApp) {
        let (mina, visitor) = talking(&app).await;
        note(&mina, visitor.conversation, "nobody else's business").await.expect(201);
        let mut conn = app.db.read().await.unwrap();
        let (body,): (Vec<u8>,) = conn.query("SELECT body FROM note").fetch_one().await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("business"));
        let key = "SELECT key FROM conversation WHERE id = $1";
        let (key,): (Uuid,) = conn.query(key).bind(visitor.conversation).fetch_one().await.unwrap();
        drop(conn);
        assert!(app.vault.destroy(key).await.unwrap());
        assert_eq!(notes(&mina, visitor.conversation).await.expect(200), json!({"items": []}));
        note(&mina, visitor.conversation, "x").await.problem(404, "not_found");
    }

    async fn a_note_moved_to_another_conversation_is_not_read_there(app: TestApp) {
        let (mina, one) = talking(&app).await;
        mina.available(2).await;
        let other = Visitor::arrive(app.address()).await;
        mina.open(other.conversation).await;
        note(&mina, one.conversation, "of the first").await.expect(201);
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE note SET conversation = $1").bind(other.conversation).execute().await.unwrap();
        tx.commit().await.unwrap();
        let answer = notes(&mina, other.conversation).await;
        assert_eq!(answer.status, 500, "{}", answer.body);
        assert!(!answer.body.to_string().contains("first"));
    }
}

//! Canned replies: one's own and the shared ones.

use gyeot::accounts::audit;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    support::{app::TestApp, builders::Staff, client::Answer},
};

fn reply(title: &str) -> Value {
    json!({"title": title, "body": "같이 있을게요.\nI am here.", "language": "ko"})
}

fn shared(title: &str) -> Value {
    let mut reply = reply(title);
    reply["shared"] = true.into();
    reply
}

async fn create(staff: &Staff, reply: Value) -> Answer {
    staff.client.post("/canned-replies", reply).await
}

async fn replace(staff: &Staff, id: &Value, reply: Value) -> Answer {
    staff.client.put(&format!("/canned-replies/{}", id.as_str().unwrap()), reply).await
}

async fn delete(staff: &Staff, id: &Value) -> Answer {
    staff.client.delete(&format!("/canned-replies/{}", id.as_str().unwrap())).await
}

async fn list(staff: &Staff) -> Value {
    staff.client.get("/canned-replies").await.expect(200)
}

async fn titles(staff: &Staff) -> Vec<String> {
    let items = list(staff).await["items"].take();
    items.as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn she_finds_her_own_and_the_shared_ones_by_their_titles(app: TestApp) {
        let mina = Staff::hire(&app, "Mina", "counsellor").await;
        let bora = Staff::hire(&app, "Bora", "counsellor").await;
        let sora = Staff::hire(&app, "Sora", "supervisor").await;
        assert_eq!(list(&mina).await, json!({"items": []}));
        let own = create(&mina, reply("나중에 봐요")).await.expect(201);
        assert_eq!(own["shared"], false);
        create(&mina, reply("Zebra")).await.expect(201);
        create(&bora, reply("Bora's")).await.expect(201);
        let all = create(&sora, shared("가요")).await.expect(201);
        create(&sora, shared("Bye")).await.expect(201);
        assert_eq!(titles(&mina).await, ["Bye", "Zebra", "가요", "나중에 봐요"]);
        assert_eq!(titles(&bora).await, ["Bora's", "Bye", "가요"]);
        assert_eq!(titles(&sora).await, ["Bye", "가요"]);
        let items = list(&mina).await["items"].take();
        assert_eq!(items[2], all);
        assert_eq!(items[3], own);
        let text = json!({"id": own["id"], "shared": false, "language": "ko", "title": "나중에 봐요",
            "body": "같이 있을게요.\nI am here."});
        assert_eq!(own, text);
    }

    async fn a_counsellor_writes_her_own_and_nobody_elses(app: TestApp) {
        let mina = Staff::hire(&app, "Mina", "counsellor").await;
        let bora = Staff::hire(&app, "Bora", "counsellor").await;
        let sora = Staff::hire(&app, "Sora", "supervisor").await;
        let own = create(&mina, reply("hers")).await.expect(201)["id"].take();
        let all = create(&sora, shared("everybody's")).await.expect(201)["id"].take();
        for stranger in [&bora, &sora] {
            replace(stranger, &own, reply("x")).await.problem(404, "not_found");
            delete(stranger, &own).await.problem(404, "not_found");
        }
        create(&mina, shared("x")).await.problem(403, "forbidden");
        replace(&mina, &own, shared("x")).await.problem(403, "forbidden");
        replace(&mina, &all, reply("x")).await.problem(403, "forbidden");
        delete(&mina, &all).await.problem(403, "forbidden");
        let nobody = Value::String(Uuid::now_v7().to_string());
        replace(&mina, &nobody, reply("x")).await.problem(404, "not_found");
        delete(&mina, &nobody).await.problem(404, "not_found");
        delete(&mina, &json!("12")).await.problem(404, "not_found");
        assert_eq!(titles(&mina).await, ["everybody's", "hers"]);

        let changed = json!({"title": "Hers", "body": "anew", "language": "en"});
        let answer = replace(&mina, &own, changed).await.expect(200);
        let expected = json!({"id": own, "shared": false, "language": "en", "title": "Hers", "body": "anew"});
        assert_eq!(answer, expected);
        assert_eq!(list(&mina).await["items"][0], expected);
        delete(&mina, &own).await.expect(204);
        delete(&mina, &own).await.problem(404, "not_found");
        assert_eq!(titles(&mina).await, ["everybody's"]);
    }

    async fn a_supervisor_shares_a_reply_and_takes_it_back_on_record(app: TestApp) {
        let sora = Staff::hire(&app, "Sora", "counsellor,supervisor").await;
        let dami = Staff::hire(&app, "Dami", "supervisor").await;
        let mina = Staff::hire(&app, "Mina", "counsellor").await;
        let id = create(&sora, reply("one")).await.expect(201)["id"].take();
        replace(&sora, &id, shared("two")).await.expect(200);
        assert_eq!(titles(&mina).await, ["two"]);
        // Left out, it stays as it is.
        assert_eq!(replace(&dami, &id, reply("three")).await.expect(200)["shared"], true);
        assert_eq!(titles(&mina).await, ["three"]);
        let mut own = reply("four");
        own["shared"] = false.into();
        assert_eq!(replace(&dami, &id, own).await.expect(200)["shared"], false);
        assert_eq!((titles(&mina).await, titles(&sora).await), (vec![], vec![]));
        assert_eq!(titles(&dami).await, ["four"]);
        delete(&dami, &id).await.expect(204);
        let again = create(&dami, shared("five")).await.expect(201)["id"].take();
        delete(&sora, &again).await.expect(204);
        let mut conn = app.db.read().await.unwrap();
        let past = audit::after(&mut conn, 0, 100).await.unwrap();
        let recorded: Vec<_> =
            past.iter().map(|past| &*past.action).filter(|action| action.starts_with("canned_reply")).collect();
        let changed = "canned_reply.changed";
        assert_eq!(recorded, [changed, changed, changed, "canned_reply.created", "canned_reply.deleted"]);
    }

    async fn there_is_an_end_to_how_many(app: TestApp) {
        let mina = Staff::hire(&app, "Mina", "counsellor,supervisor").await;
        let bora = Staff::hire(&app, "Bora", "counsellor").await;
        let mut last = Value::Null;
        for _ in 0..2 {
            last = create(&mina, reply("own")).await.expect(201)["id"].take();
        }
        let mut tx = app.db.write().await.unwrap();
        for (owner, count) in [(Some(mina.id), 198), (None, 500)] {
            for _ in 0..count {
                tx.query(
                    "INSERT INTO canned_reply (id, owner, language, title, body, updated_at)
                     VALUES ($1, $2, 'ko', 't', 'b', $3)",
                )
                .bind(Uuid::now_v7())
                .bind(owner)
                .bind(app.clock.now())
                .execute()
                .await
                .unwrap();
            }
        }
        tx.commit().await.unwrap();
        create(&mina, reply("201st")).await.problem(409, "conflict");
        create(&mina, shared("501st")).await.problem(409, "conflict");
        replace(&mina, &last, shared("501st")).await.problem(409, "conflict");
        replace(&mina, &last, reply("still hers")).await.expect(200);
        create(&bora, reply("her own count")).await.expect(201);
        delete(&mina, &last).await.expect(204);
        create(&mina, reply("200th")).await.expect(201);
        assert_eq!(titles(&mina).await.len(), 700);
    }

    async fn a_reply_that_is_none_is_refused_and_changes_nothing(app: TestApp) {
        let mina = Staff::hire(&app, "Mina", "counsellor").await;
        let id = create(&mina, reply("as it was")).await.expect(201)["id"].take();
        let with = |field: &str, value: Value| {
            let mut reply = reply("x");
            reply[field] = value;
            reply
        };
        for (wrong, status, code, field) in [
            (with("title", json!("")), 422, "invalid", "title"),
            (with("title", json!("two\nlines")), 422, "invalid", "title"),
            (with("title", json!("곁".repeat(81))), 413, "too_long", "title"),
            (with("body", json!(" ")), 422, "invalid", "body"),
            (with("body", json!("a\u{1b}[0m")), 422, "invalid", "body"),
            (with("body", json!("곁".repeat(4001))), 413, "too_long", "body"),
            (with("language", json!("fr")), 422, "invalid", "language"),
            (with("owner", json!("me")), 422, "invalid", "owner"),
            (json!({"title": "x", "body": "x"}), 422, "invalid", "language"),
        ] {
            for answer in [create(&mina, wrong.clone()).await, replace(&mina, &id, wrong.clone()).await] {
                assert_eq!(answer.problem(status, code)["field"], field, "{wrong}");
            }
        }
        create(&mina, with("shared", json!("yes"))).await.problem(400, "malformed");
        assert_eq!(titles(&mina).await, ["as it was"]);
        create(&mina, json!({"title": "곁".repeat(80), "body": "곁".repeat(4000), "language": "en", "shared": null}))
            .await
            .expect(201);
    }

    async fn others_have_none(app: TestApp) {
        let council = Staff::hire(&app, "Council", "council,admin").await;
        council.client.get("/canned-replies").await.problem(403, "forbidden");
        create(&council, reply("x")).await.problem(403, "forbidden");
        app.anyone().get("/canned-replies").await.problem(401, "unauthenticated");
    }
}

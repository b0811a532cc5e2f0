//! A conversation taken along, by whom it is for, and recorded.

use gyeot::accounts::ledger;
use serde_json::json;

use crate::{
    both_engines,
    chat::people::{command, counsellor, supervisor, talk},
    support::app::TestApp,
};

both_engines! {
    async fn its_counsellor_takes_all_that_she_may_read_and_it_is_recorded(app: TestApp) {
        let mut talk = talk(&app).await;
        let path = format!("/conversations/{}/export", talk.conversation);
        for number in 1..=3 {
            talk.hers.store(talk.channel, &format!("말 {number}")).await;
        }
        talk.theirs.store(talk.channel, "네").await;
        let note = json!({"body": "메모"});
        talk.counsellor.client.post(&format!("/conversations/{}/notes", talk.conversation), note).await.expect(201);
        for state in ["active", "wrap_up", "closed"] {
            match state {
                "wrap_up" => command(&talk.counsellor, talk.conversation, "wrap-up").await.expect(200),
                "closed" => command(&talk.counsellor, talk.conversation, "close").await.expect(200),
                _ => json!(null),
            };
            let export = talk.counsellor.client.get(&path).await.expect(200);
            assert_eq!((&export["conversation"]["id"], &export["conversation"]["state"]), (&json!(talk.conversation), &json!(state)));
            assert!(export["exported_at"].is_string());
            let main = &export["channels"][0];
            let said: Vec<_> = main["messages"].as_array().unwrap().iter().map(|m| m["body"].as_str().unwrap()).collect();
            assert_eq!(said, ["말 1", "말 2", "말 3", "네"], "{main}");
            assert_eq!((&main["kind"], &main["more"], &main["messages"][3]["author"]["name"]), (&json!("main"), &json!(false), &json!("Mina")));
            assert_eq!(export["notes"][0]["body"], "메모");
        }
        let past = ledger::of(&mut app.db.read().await.unwrap(), talk.conversation, 10).await.unwrap();
        let exports = past.iter().filter(|past| past.reason == "exported" && past.account.as_uuid() == talk.counsellor.id);
        assert_eq!(exports.count(), 3);
    }

    async fn a_supervisor_takes_only_what_she_is_in(app: TestApp) {
        let talk = talk(&app).await;
        let path = format!("/conversations/{}/export", talk.conversation);
        let (boss, other) = (supervisor(&app, "Boss").await, counsellor(&app, "Jiho").await);
        boss.client.get(&path).await.problem(404, "not_found");
        other.client.get(&path).await.problem(404, "not_found");
        let none = ledger::of(&mut app.db.read().await.unwrap(), talk.conversation, 10).await.unwrap();
        assert!(none.iter().all(|past| past.reason != "exported"), "what is refused is not recorded as read");
        command(&boss, talk.conversation, "observe").await.expect(200);
        let export = boss.client.get(&path).await.expect(200);
        assert_eq!(export["channels"].as_array().unwrap().len(), 2);
    }

    async fn a_long_talk_is_taken_whole_and_in_order(app: TestApp) {
        let mut talk = talk(&app).await;
        for number in 0..1_203 {
            talk.hers.say(talk.channel, &format!("{number}")).await;
            if number % 50 == 0 {
                talk.hers.settle().await;
            }
        }
        talk.hers.store(talk.channel, "끝").await;
        let export = talk.counsellor.client.get(&format!("/conversations/{}/export", talk.conversation)).await.expect(200);
        let messages = export["channels"][0]["messages"].as_array().unwrap();
        assert_eq!(messages.len(), 1_204);
        assert!(messages.iter().zip(1..).all(|(message, seq)| message["seq"] == seq));
    }
}

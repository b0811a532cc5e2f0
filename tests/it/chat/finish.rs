//! Wrap-up and close.

use serde_json::json;

use super::people::{command, desk, hears, see, supervisor, talk};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn wrap_up_follows_active_and_both_still_write(app: TestApp) {
        let mut talk = talk(&app).await;
        let seen = command(&talk.counsellor, talk.conversation, "wrap-up").await.expect(200);
        assert_eq!(seen["state"], "wrap_up");
        hears(&mut talk.hers, "wrap_up").await;
        hears(&mut talk.theirs, "wrap_up").await;
        talk.hers.store(talk.channel, "고마워요").await;
        talk.theirs.frame("message").await;
        talk.theirs.store(talk.channel, "잘 지내요").await;
        command(&talk.counsellor, talk.conversation, "wrap-up").await.problem(409, "conflict");
    }

    async fn close_follows_active_or_wrap_up_and_nothing_else(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let waiting = Visitor::ask(app.address(), json!({"language": "en"})).await;
        for verb in ["close", "wrap-up"] {
            command(&boss, waiting.conversation, verb).await.problem(409, "conflict");
        }
        let closed = command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        assert_eq!((&closed["state"], &closed["closed_reason"], &closed["counsellor"]["name"]),
            (&json!("closed"), &json!("done"), &json!("Mina")));
        assert_eq!(hears(&mut talk.hers, "closed").await["closed_reason"], "done");
        hears(&mut talk.theirs, "closed").await;
        for verb in ["close", "wrap-up", "open"] {
            command(&talk.counsellor, talk.conversation, verb).await.problem(409, "conflict");
        }
        assert_eq!(desk(&talk.counsellor).await["active"], 0);
    }

    async fn after_the_close_nobody_sends_and_the_last_counsellor_reads_on_record(app: TestApp) {
        let mut talk = talk(&app).await;
        let said = talk.theirs.store(talk.channel, "안녕히").await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        for socket in [&mut talk.hers, &mut talk.theirs] {
            let reference = socket.reference();
            socket.send(json!({"type": "send", "ref": reference, "channel": talk.channel, "id": uuid::Uuid::new_v4(), "body": "x"})).await;
            let error = socket.error(reference, "closed").await;
            assert_eq!((&error["channel"], &error["retry"]), (&json!(talk.channel), &json!(false)));
        }
        let readings = async || {
            let mut conn = app.db.read().await.unwrap();
            let (count,): (i64,) = conn.query("SELECT COUNT(*) FROM read_ledger WHERE reason = 'history after close'")
                .fetch_one().await.unwrap();
            count
        };
        assert_eq!(readings().await, 0);
        let (mut later, welcome) = talk.counsellor.connect().await;
        assert_eq!(welcome["conversations"], json!([]), "what is over is not on the desk");
        later.send(json!({"type": "history", "ref": 4, "channel": talk.channel})).await;
        let page = later.frame("history").await;
        assert_eq!(page["messages"][0]["id"], said["id"]);
        assert_eq!(readings().await, 1);
        let mut resumed = crate::support::socket::Socket::open(&talk.counsellor.client).await;
        resumed.hello(None, &[(talk.channel, 0)]).await;
        assert_eq!(resumed.frame("message").await["id"], said["id"]);
        assert_eq!(resumed.frame("caught_up").await["seq"], 1);
        assert_eq!(readings().await, 2);
    }

    async fn a_supervisor_may_end_what_is_not_hers_without_seeing_text(app: TestApp) {
        let talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        let seen = command(&boss, talk.conversation, "wrap-up").await.expect(200);
        assert_eq!((&seen["state"], &seen["channels"], &seen["visitor_name"]), (&json!("wrap_up"), &json!([]), &json!(null)));
        command(&boss, talk.conversation, "close").await.expect(200);
        assert_eq!(see(&talk.counsellor, talk.conversation).await["state"], "closed");
    }

    async fn a_command_takes_no_body_or_an_empty_object_and_nothing_else(app: TestApp) {
        let talk = talk(&app).await;
        let path = format!("/conversations/{}/wrap-up", talk.conversation);
        let client = &talk.counsellor.client;
        client.post(&path, json!({"sure": true})).await.problem(422, "invalid");
        client.post(&path, json!([])).await.problem(400, "malformed");
        client.ask(reqwest::Method::POST, &path, Some("{".into()), &[]).await.problem(400, "malformed");
        client.ask(reqwest::Method::POST, &path, None, &[]).await.expect(200);
        client.post(&format!("/conversations/{}/close", talk.conversation), json!({})).await.expect(200);
    }
}

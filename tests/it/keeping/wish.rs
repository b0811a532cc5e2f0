//! Her own wish: all of hers gone, at once.

use std::time::Duration;

use gyeot::{chat, platform::db::Engine};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::{at_leisure, command, desk, hears, see, supervisor, talk},
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        nats,
        socket::Socket,
    },
};

async fn erase(visitor: &Visitor) -> Value {
    visitor.client.post("/visits/erase", json!({})).await.expect(200)
}

async fn key_of(app: &TestApp, conversation: Uuid) -> Uuid {
    let mut conn = app.db.read().await.unwrap();
    let sql = "SELECT key FROM conversation WHERE id = $1";
    conn.query(sql).bind(conversation).fetch_one::<(Uuid,)>().await.unwrap().0
}

/// Nothing of it can be read any more, and asking is no fault.
async fn is_gone(app: &TestApp, conversation: Uuid, counsellor: &Staff, supervisor: &Staff) {
    assert!(app.vault.key(key_of(app, conversation).await).await.is_err());
    for staff in [counsellor, supervisor] {
        let seen = see(staff, conversation).await;
        assert_eq!(
            (&seen["visitor_name"], &seen["topic"], &seen["channels"]),
            (&json!(null), &json!(null), &json!([]))
        );
        let list = staff.client.get("/conversations").await.expect(200);
        assert!(list["items"].as_array().unwrap().iter().any(|item| item["id"] == json!(conversation)));
    }
    let notes = counsellor.client.get(&format!("/conversations/{conversation}/notes")).await.expect(200);
    assert_eq!(notes["items"], json!([]));
    let export = counsellor.client.get(&format!("/conversations/{conversation}/export")).await.expect(200);
    assert_eq!((&export["channels"], &export["notes"]), (&json!([]), &json!([])));
    command(supervisor, conversation, "observe").await.problem(404, "not_found");
}

both_engines! {
    async fn a_talk_that_runs_ends_at_once_and_nobody_can_read_it(app: TestApp) {
        let mut talk = talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        command(&boss, talk.conversation, "observe").await.expect(200);
        let (mut watching, _) = boss.connect().await;
        talk.hers.store(talk.channel, "지워 주세요").await;
        talk.theirs.frame("message").await;
        let path = format!("/conversations/{}/notes", talk.conversation);
        talk.counsellor.client.post(&path, json!({"body": "메모"})).await.expect(201);

        assert_eq!(erase(&talk.visitor).await, json!({"erased": 1, "held": 0}));

        // Her counsellor is told why, has her place back, and reads nothing on the socket that is open still.
        for socket in [&mut talk.theirs, &mut watching] {
            let closed = hears(socket, "closed").await;
            assert_eq!(closed["closed_reason"], "erased");
            let gone = |frame: &Value| frame["type"] == "error" && frame["channel"] == json!(talk.channel);
            assert_eq!(socket.wait("not a member", gone).await["code"], "not_a_member");
            socket.send(json!({"type": "history", "ref": 900, "channel": talk.channel})).await;
            socket.error(900, "not_a_member").await;
        }
        assert_eq!(desk(&talk.counsellor).await["active"], 0);
        talk.hers.closed(4401).await;
        // Nothing leads back.
        talk.visitor.client.post("/visits/erase", json!({})).await.problem(401, "unauthenticated");
        let code = json!({"return_code": talk.visitor.return_code});
        app.anyone().post("/visits/return", code).await.problem(404, "not_found");
        let seen = see(&boss, talk.conversation).await;
        assert_eq!((&seen["state"], &seen["closed_reason"]), (&json!("closed"), &json!("erased")));
        is_gone(&app, talk.conversation, &talk.counsellor, &boss).await;
    }

    async fn one_who_waits_or_was_closed_can_wish_it_too(app: TestApp) {
        let waiting = Visitor::ask(app.address(), json!({"language": "ko", "topic": "비밀"})).await;
        let (mut socket, _) = waiting.connect(0).await;
        assert_eq!(erase(&waiting).await, json!({"erased": 1, "held": 0}));
        socket.closed(4401).await;
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        assert_eq!(erase(&talk.visitor).await, json!({"erased": 1, "held": 0}));
        let boss = supervisor(&app, "Boss").await;
        assert_eq!(see(&boss, talk.conversation).await["closed_reason"], "done", "how it ended stays a fact");
        is_gone(&app, talk.conversation, &talk.counsellor, &boss).await;
    }

    async fn all_of_her_talks_go_and_nobody_elses(app: TestApp) {
        let mut talk = talk(&app).await;
        let other = Visitor::arrive(app.address()).await;
        talk.counsellor.open(other.conversation).await;
        talk.hers.store(talk.channel, "하나").await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        let back = app.anyone().post("/visits/return", json!({"return_code": talk.visitor.return_code})).await.expect(200);
        let second: Uuid = back["conversation"].as_str().unwrap().parse().unwrap();
        assert_ne!(second, talk.conversation);
        let mut client = app.anyone();
        client.token = Some(back["token"].as_str().unwrap().to_owned());
        assert_eq!(client.post("/visits/erase", json!({})).await.expect(200), json!({"erased": 2, "held": 0}));
        for gone in [talk.conversation, second] {
            assert!(app.vault.key(key_of(&app, gone).await).await.is_err());
        }
        app.vault.key(key_of(&app, other.conversation).await).await.unwrap();
        assert_eq!(see(&talk.counsellor, other.conversation).await["state"], "active");
    }

    async fn what_is_held_is_kept_and_goes_when_the_hold_ends(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        let (one, two) = (supervisor(&app, "One").await, supervisor(&app, "Two").await);
        let ask = format!("/conversations/{}/legal-hold", talk.conversation);
        let hold = one.client.post(&ask, json!({"reason": "사건 12"})).await.expect(201);
        assert_eq!(erase(&talk.visitor).await, json!({"erased": 0, "held": 1}), "told honestly");
        let code = json!({"return_code": talk.visitor.return_code});
        app.anyone().post("/visits/return", code).await.problem(404, "not_found");
        assert_eq!(see(&one, talk.conversation).await["closed_reason"], "erased");
        let key = key_of(&app, talk.conversation).await;
        let path = format!("/legal-holds/{}", hold["id"].as_str().unwrap());
        two.client.post(&format!("{path}/confirm"), json!({})).await.expect(200);
        app.clock.advance(Duration::from_hours(100 * 24));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0);
        app.vault.key(key).await.unwrap();
        let one = Staff::sign_in(app.address(), &one.email).await;
        let two = Staff::sign_in(app.address(), &two.email).await;
        two.client.post(&format!("{path}/lift"), json!({"reason": "끝남"})).await.expect(200);
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0);
        one.client.post(&format!("{path}/confirm-lift"), json!({})).await.expect(200);
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 1);
        assert!(app.vault.key(key).await.is_err());
    }

    async fn a_dead_token_and_a_body_that_is_none_are_refused(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        app.anyone().post("/visits/erase", json!({})).await.problem(401, "unauthenticated");
        visitor.client.post("/visits/erase", json!({"all": true})).await.problem(422, "invalid");
        visitor.client.post("/visits/leave", json!({})).await.expect(204);
        visitor.client.post("/visits/erase", json!({})).await.problem(401, "unauthenticated");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_node_forgets_the_key_and_drops_the_channel() {
    let url: url::Url = nats::url().parse().unwrap();
    let one = TestApp::with(Engine::Postgres, |settings| settings.config.nats_url = Some(url.clone())).await;
    let two = TestApp::on(one.databases(), |settings| settings.config.nats_url = Some(url.clone())).await;
    let talk = talk(&one).await;
    let elsewhere = Staff::sign_in(two.address(), &talk.counsellor.email).await;
    let mut theirs = Socket::open(&elsewhere.client).await;
    theirs.hello(None, &[(talk.channel, 0)]).await;
    let key = key_of(&two, talk.conversation).await;
    two.vault.key(key).await.unwrap();
    assert_eq!(erase(&talk.visitor).await["erased"], 1);
    let closed = hears(&mut theirs, "closed").await;
    assert_eq!(closed["closed_reason"], "erased");
    theirs.send(json!({"type": "history", "ref": 900, "channel": talk.channel})).await;
    theirs.error(900, "not_a_member").await;
    crate::support::wait::until("forgotten there too", || async { two.vault.key(key).await.is_err().then_some(()) })
        .await;
}

//! Two nodes, one PostgreSQL, one NATS: what holds on one holds on both.

use gyeot::platform::db::Engine;
use serde_json::json;

use crate::{
    chat::people::{command, counsellor, hears, supervisor, transfer},
    support::{
        app::{Settings, TestApp},
        builders::{Staff, Visitor},
        nats,
        socket::Socket,
    },
};

async fn pair() -> (TestApp, TestApp) {
    let url: url::Url = nats::url().parse().unwrap();
    let join = |settings: &mut Settings| settings.config.nats_url = Some(url.clone());
    let one = TestApp::with(Engine::Postgres, join).await;
    let two = TestApp::on(one.databases(), join).await;
    (one, two)
}

async fn connect(app: &TestApp, visitor: &Visitor, after: i64) -> Socket {
    let mut socket = Socket::open(&app.anyone()).await;
    socket.hello(Some(&visitor.token), &[(visitor.channel, after)]).await;
    socket
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_across_nodes_is_one_conversation() {
    let (one, two) = pair().await;
    let mina = counsellor(&one, "Mina").await;
    mina.available(4).await;
    let (mut theirs, _) = mina.connect().await;
    let visitor = Visitor::arrive(two.address()).await;
    let mut hers = connect(&two, &visitor, 0).await;
    theirs.frame("offer").await;
    mina.open(visitor.conversation).await;
    hears(&mut hers, "active").await;
    hears(&mut theirs, "active").await;
    hers.store(visitor.channel, "안녕").await;
    assert_eq!(theirs.frame("message").await["seq"], 1);
    theirs.store(visitor.channel, "네").await;
    assert_eq!(hers.frame("message").await["seq"], 2);
    theirs.send(json!({"type": "typing", "channel": visitor.channel, "active": true})).await;
    hers.frame("typing").await;
    theirs.send(json!({"type": "read", "channel": visitor.channel, "seq": 1})).await;
    assert_eq!(hers.frame("read").await["seq"], 1);
    // A newer socket on the other node replaces the older one.
    let mut moved = connect(&one, &visitor, 2).await;
    hers.closed(4409).await;
    moved.store(visitor.channel, "옮김").await;
    assert_eq!(theirs.frame("message").await["seq"], 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_let_go_on_one_node_hears_nothing_on_the_other() {
    let (one, two) = pair().await;
    let mina = counsellor(&one, "Mina").await;
    mina.available(4).await;
    let elsewhere = Staff::sign_in(two.address(), &mina.email).await;
    let (mut theirs, _) = elsewhere.connect().await;
    let visitor = Visitor::arrive(one.address()).await;
    let mut hers = connect(&one, &visitor, 0).await;
    theirs.frame("offer").await;
    mina.open(visitor.conversation).await;
    hears(&mut theirs, "active").await;
    transfer(&mina, visitor.conversation, "line").await.expect(200);
    hers.store(visitor.channel, "아직 있나요").await;
    let error = theirs.frame("error").await;
    assert_eq!(error["code"], "not_a_member");
    assert!(theirs.settle().await.iter().all(|frame| frame["type"] != "message"));
    // Signing out there ends sockets here.
    let boss = supervisor(&one, "Boss").await;
    let (mut socket, _) = boss.connect().await;
    let mut same = Staff::sign_in(two.address(), &boss.email).await;
    same.client.set_cookie(boss.client.cookie());
    same.client.origin = Some(two.origin());
    let answer = same.client.delete("/session").await;
    assert_eq!(answer.status, 204);
    socket.closed(4401).await;
    command(&boss, visitor.conversation, "observe").await.problem(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_and_returning_are_heard_on_every_node() {
    let (one, two) = pair().await;
    let visitor = Visitor::arrive(one.address()).await;
    let mut socket = connect(&two, &visitor, 0).await;
    for _ in 0..5 {
        let back = one.anyone().post("/visits/return", json!({"return_code": visitor.return_code})).await.expect(200);
        // At once: the news of the old token's death may still be on its way.
        let mut next = Socket::open(&two.anyone()).await;
        next.hello(back["token"].as_str(), &[]).await;
        socket.closed(4401).await;
        next.store(visitor.channel, "다시").await;
        socket = next;
    }
}

//! Two nodes, one PostgreSQL, one NATS: what holds within a node holds between them, news or no news.

use std::sync::atomic::Ordering;

use gyeot::platform::db::Engine;
use serde_json::{Value, json};
use tokio::{task::block_in_place, time::timeout};
use uuid::Uuid;

use super::{
    people,
    talker::{Badge, Talker},
};
use crate::support::{
    app::TestApp, builders::Visitor, client::Client, db::Databases, nats, process::Process, socket::Socket, wait,
};

/// Two nodes and a NATS server that may be killed.
struct Cluster {
    nats: nats::Server,
    one: TestApp,
    other: TestApp,
}

impl Cluster {
    async fn start() -> Self {
        let nats = nats::Server::start().await;
        let url: url::Url = nats.url().parse().unwrap();
        let one = TestApp::with(Engine::Postgres, |settings| settings.config.nats_url = Some(url.clone())).await;
        let other = TestApp::on(one.databases(), |settings| settings.config.nats_url = Some(url)).await;
        Self { nats, one, other }
    }

    async fn lose_nats(&mut self) {
        self.nats.kill();
        for node in [&self.one, &self.other] {
            wait::until_true("the loss to be noticed", || !node.bus.is_connected()).await;
        }
    }
}

/// The same person on another node.
fn moved(visitor: &Visitor, to: &TestApp) -> Client {
    let mut client = Client::new(to.address());
    client.token = Some(visitor.token.clone());
    client
}

async fn hear(client: &Client, visitor: &Visitor, after: i64) -> Socket {
    let mut socket = Socket::open(client).await;
    socket.hello(Some(&visitor.token), &[(visitor.channel, after)]).await;
    socket.frame("caught_up").await;
    socket
}

fn is_message(frame: &Value, channel: Uuid) -> bool {
    frame["type"] == "message" && frame["channel"] == channel.to_string().as_str()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_between_two_nodes_is_like_one_on_one_node() {
    let cluster = Cluster::start().await;
    let mina = people::counsellor(&cluster.other, cluster.other.address(), "mina@example.kr").await;
    let (mut answers, _) = mina.connect().await;
    mina.available(2).await;
    let visitor = Visitor::arrive(cluster.one.address()).await;
    let (mut asks, _) = visitor.connect(0).await;
    let offer = answers.frame("offer").await;
    assert_eq!(offer["conversation"], visitor.conversation.to_string().as_str());
    mina.open(visitor.conversation).await;
    asks.wait("active", |frame| frame["type"] == "conversation" && frame["state"] == "active").await;
    answers.wait("active", |frame| frame["type"] == "conversation" && frame["state"] == "active").await;

    assert_eq!(asks.store(visitor.channel, "안녕하세요").await["seq"], 1);
    let heard = answers.wait("message", |frame| is_message(frame, visitor.channel)).await;
    assert_eq!((&heard["seq"], &heard["body"]), (&1.into(), &"안녕하세요".into()));
    assert_eq!(answers.store(visitor.channel, "반가워요").await["seq"], 2);
    assert_eq!(asks.wait("message", |frame| is_message(frame, visitor.channel)).await["seq"], 2);

    answers.send(json!({"type": "typing", "channel": visitor.channel, "active": true})).await;
    assert_eq!(asks.frame("typing").await["author"]["kind"], "counsellor");
    asks.send(json!({"type": "read", "channel": visitor.channel, "seq": 2})).await;
    assert_eq!(answers.frame("read").await["seq"], 2);

    // To a colleague on the first node: from that moment on it is hers, and no longer Mina's.
    let bora = people::counsellor(&cluster.one, cluster.one.address(), "bora@example.kr").await;
    let (mut hers, _) = bora.connect().await;
    bora.available(1).await;
    mina.client
        .post(&format!("/conversations/{}/transfer", visitor.conversation), json!({"to": bora.id}))
        .await
        .expect(200);
    hers.frame("offer").await;
    answers.wait("not_a_member", |frame| frame["code"] == "not_a_member").await;
    bora.open(visitor.conversation).await;
    hers.wait("active", |frame| frame["type"] == "conversation" && frame["state"] == "active").await;
    asks.store(visitor.channel, "누구세요?").await;
    assert_eq!(hers.wait("message", |frame| is_message(frame, visitor.channel)).await["seq"], 3);

    // Her second socket, on the other node, closes the first.
    let elsewhere = moved(&visitor, &cluster.other);
    let mut asks_again = hear(&elsewhere, &visitor, 3).await;
    asks.closed(4409).await;
    asks_again.store(visitor.channel, "여기예요").await;
    assert_eq!(hers.wait("message", |frame| is_message(frame, visitor.channel)).await["seq"], 4);

    elsewhere.post("/visits/leave", json!({})).await.expect(204);
    asks_again.closed(4401).await;
    hers.wait("wrap_up", |frame| frame["type"] == "conversation" && frame["state"] == "wrap_up").await;
    let heard = answers.settle().await;
    assert!(!heard.iter().any(|frame| is_message(frame, visitor.channel)), "she let go of it: {heard:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_let_go_hears_nothing_more_even_when_the_news_of_it_is_lost() {
    let mut cluster = Cluster::start().await;
    let mina = people::counsellor(&cluster.one, cluster.one.address(), "mina@example.kr").await;
    let visitor = people::pair(cluster.one.address(), &mina, 1).await;
    let (mut answers, _) = mina.connect().await;
    let (mut asks, _) = visitor.connect(0).await;
    asks.store(visitor.channel, "하나").await;
    answers.wait("message", |frame| is_message(frame, visitor.channel)).await;

    cluster.lose_nats().await;
    // By way of the other node, so that this one cannot know.
    let at_the_other = Client::new(cluster.other.address());
    at_the_other.set_cookie(mina.client.cookie());
    at_the_other
        .post(&format!("/conversations/{}/transfer", visitor.conversation), json!({"to": "line"}))
        .await
        .expect(200);

    asks.send(json!({"type": "typing", "channel": visitor.channel, "active": true})).await;
    assert_eq!(asks.store(visitor.channel, "둘").await["seq"], 2);
    let (history, send, id) = (answers.reference(), answers.reference(), Uuid::new_v4());
    answers.send(json!({"type": "history", "ref": history, "channel": visitor.channel})).await;
    answers.error(history, "not_a_member").await;
    answers.send(json!({"type": "send", "ref": send, "channel": visitor.channel, "id": id, "body": "x"})).await;
    answers.error(send, "not_a_member").await;
    let heard = answers.settle().await;
    assert!(!heard.iter().any(|frame| frame["type"] == "message" || frame["type"] == "typing"), "{heard:#?}");
    assert_eq!(asks.store(visitor.channel, "셋").await["seq"], 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_while_nats_is_away_arrives_when_it_is_back_and_before() {
    let mut cluster = Cluster::start().await;
    let mina = people::counsellor(&cluster.other, cluster.other.address(), "mina@example.kr").await;
    let visitor = people::pair(cluster.one.address(), &mina, 1).await;
    let (mut answers, _) = mina.connect().await;
    let (mut asks, _) = visitor.connect(0).await;
    asks.store(visitor.channel, "앞").await;
    assert_eq!(answers.wait("message", |frame| is_message(frame, visitor.channel)).await["seq"], 1);

    cluster.lose_nats().await;
    for number in 0..5 {
        asks.store(visitor.channel, &format!("사이 {number}")).await;
        answers.store(visitor.channel, &format!("사이 {number}")).await;
    }
    // The log is compared every few seconds: no news are needed.
    for (socket, others) in [(&mut asks, 5), (&mut answers, 5)] {
        for _ in 0..others {
            socket.wait("message", |frame| is_message(frame, visitor.channel)).await;
        }
    }
    cluster.nats.restart().await;
    for node in [&cluster.one, &cluster.other] {
        wait::until_true("the link to be back", || node.bus.is_connected()).await;
    }
    for seq in 12..15 {
        assert_eq!(asks.store(visitor.channel, "뒤").await["seq"], seq);
        assert_eq!(answers.wait("message", |frame| is_message(frame, visitor.channel)).await["seq"], seq);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visitors_of_a_node_that_is_killed_go_on_at_the_other() {
    let nats = nats::Server::start().await;
    let databases = Databases::create(Engine::Postgres).await;
    let (data, keys) = (Databases::text(databases.data()), Databases::text(databases.keys()));
    let shared = [("GYEOT_DATABASE_URL", data.as_str()), ("GYEOT_KEYS_URL", &keys), ("GYEOT_NATS_URL", &nats.url())];
    let mut one = Process::start(&shared);
    let master = one.data().join("master.key").display().to_string();
    let public = format!("http://{}", one.address());
    let other =
        Process::start(&[&shared[..], &[("GYEOT_MASTER_KEY_FILE", &master), ("GYEOT_PUBLIC_URL", &public)]].concat());
    let mina = people::counsellors(&other, 1).await.remove(0);
    let visitor = people::pair(other.address(), &mina, 1).await;
    // Whoever stands before the nodes sends her to either.
    let mut badge = Badge::visitor(&visitor);
    badge.addresses = vec![one.address(), other.address()];
    let (asks, ask) = Talker::new(badge, visitor.channel);
    let (answers, answer) = Talker::new(Badge::staff(&mina), visitor.channel);
    let progress = asks.progress.clone();
    let talk = tokio::spawn(async move { tokio::join!(asks.run(80), answers.run(80)) });
    let say = |number: i32| {
        ask.send(format!("방문자 {number}")).unwrap();
        answer.send(format!("상담자 {number}")).unwrap();
    };
    (0..20).for_each(say);
    let has = async |count| wait::until_true("what was said", || progress.seen.load(Ordering::Acquire) >= count).await;
    has(40).await;
    block_in_place(|| one.kill());
    (20..40).for_each(say);
    has(80).await;
    drop((ask, answer));
    let (asks, answers) = timeout(wait::LIMIT, talk).await.expect("they are not done").unwrap();
    assert_eq!(asks.seen, answers.seen);
}

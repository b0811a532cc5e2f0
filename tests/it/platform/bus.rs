//! Live news between two nodes over NATS.

use std::sync::{Arc, Mutex};

use gyeot::platform::Bus;

use crate::support::{
    nats,
    wait::{self, until_true},
};

/// A node: its bus and what it heard.
struct Node {
    bus: Bus,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Node {
    async fn join(url: &str) -> Self {
        let bus = Bus::nats(url).await.unwrap();
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let into = heard.clone();
        bus.on("channel", move |topic, payload| {
            into.lock().unwrap().push(format!("{topic} {}", String::from_utf8_lossy(&payload)));
        });
        Self { bus, heard }
    }

    async fn subscribe(&self, topic: &str) {
        self.bus.subscribe(topic);
        self.bus.settled().await;
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    async fn hears(&self, news: &[&str]) {
        let start = std::time::Instant::now();
        while self.heard() != news {
            assert!(start.elapsed() < wait::LIMIT, "heard {:?} and not {news:?}", self.heard());
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn both_nodes_hear_a_publication_once_and_in_order() {
    let url = nats::url();
    let (one, two) = (Node::join(&url).await, Node::join(&url).await);
    one.subscribe("channel.a").await;
    two.subscribe("channel.a").await;
    let sent: Vec<_> = (0..500).map(|n| format!("channel.a {n}")).collect();
    let expected: Vec<_> = sent.iter().map(String::as_str).collect();
    for n in 0..500 {
        one.bus.publish("channel.a", n.to_string());
    }
    assert_eq!(one.heard(), sent, "a node hears itself at once");
    two.hears(&expected).await;
    // Its own echo would come before this answer.
    two.bus.publish("channel.a", "end");
    let with_end: Vec<_> = expected.into_iter().chain(["channel.a end"]).collect();
    one.hears(&with_end).await;
    assert_eq!(two.heard(), with_end);
}

#[tokio::test]
async fn a_node_hears_only_the_topics_it_wants() {
    let url = nats::url();
    let (one, two) = (Node::join(&url).await, Node::join(&url).await);
    two.subscribe("channel.a").await;
    two.subscribe("channel.b").await;
    one.bus.publish("channel.c", "1");
    one.bus.publish("channel.a", "2");
    one.bus.publish("channel.b", "3");
    until_true("two news", || two.heard().len() == 2).await;
    two.bus.unsubscribe("channel.a");
    two.bus.settled().await;
    one.bus.publish("channel.a", "4");
    one.bus.publish("channel.b", "5");
    until_true("the last", || two.heard().contains(&"channel.b 5".into())).await;
    assert!(!two.heard().iter().any(|news| news.ends_with('1') || news.ends_with('4')), "{:?}", two.heard());
}

#[tokio::test]
async fn subscribing_anew_many_times_leaves_one_subscription() {
    let url = nats::url();
    let (one, two) = (Node::join(&url).await, Node::join(&url).await);
    for _ in 0..200 {
        two.bus.subscribe("channel.a");
        two.bus.unsubscribe("channel.a");
        two.bus.subscribe("channel.a");
        two.bus.unsubscribe("channel.a");
        tokio::task::yield_now().await;
    }
    two.subscribe("channel.a").await;
    one.bus.publish("channel.a", "1");
    one.bus.publish("channel.a", "2");
    two.hears(&["channel.a 1", "channel.a 2"]).await;
}

#[tokio::test]
async fn a_node_serves_itself_while_the_server_is_away_and_says_when_it_is_back() {
    let mut server = nats::Server::start().await;
    let (one, two) = (Node::join(&server.url()).await, Node::join(&server.url()).await);
    one.subscribe("channel.a").await;
    two.subscribe("channel.a").await;
    let mut gaps = two.bus.gaps();

    server.kill();
    until_true("both to notice", || !one.bus.is_connected() && !two.bus.is_connected()).await;
    one.bus.publish("channel.a", "alone");
    assert_eq!(one.heard(), ["channel.a alone"]);
    assert_eq!(one.bus.dropped(), 1);
    two.subscribe("channel.b").await;
    assert!(!gaps.has_changed().unwrap());

    server.restart().await;
    tokio::time::timeout(wait::LIMIT, gaps.changed()).await.expect("told of the gap").unwrap();
    until_true("the other node", || one.bus.is_connected()).await;
    two.bus.settled().await;
    one.bus.publish("channel.a", "again");
    one.bus.publish("channel.b", "new");
    until_true("both", || two.heard().len() == 2).await;
    assert!(two.heard().contains(&"channel.a again".into()) && two.heard().contains(&"channel.b new".into()));
}

#[tokio::test]
async fn the_connection_ends_with_the_bus() {
    let mut server = nats::Server::start().await;
    let node = Node::join(&server.url()).await;
    let tasks = tokio::runtime::Handle::current().metrics();
    let before = tasks.num_alive_tasks();
    drop(node);
    until_true("its tasks to end", || tasks.num_alive_tasks() < before).await;
    until_true("all tasks to end", || tasks.num_alive_tasks() == 0).await;
    server.kill();
}

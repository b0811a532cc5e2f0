//! Must show 2: the server, and its PostgreSQL, are killed ten times while forty people talk.

use std::{
    collections::HashSet,
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use serde_json::json;
use tokio::{
    task::{JoinHandle, block_in_place},
    time::{sleep, timeout},
};
use uuid::Uuid;

use super::{
    people,
    talker::{Badge, Line, Progress, Talker},
};
use crate::support::{
    builders::{Staff, Visitor},
    client::Client,
    postgres,
    process::Process,
    socket::Socket,
};

const CONVERSATIONS: usize = 20;
/// Each side of each says so many.
const EACH: usize = 100;
const MESSAGES: usize = CONVERSATIONS * 2 * EACH;
const KILLS: usize = 10;
/// Far more than it takes; for a machine that does much else.
const PATIENCE: Duration = Duration::from_mins(3);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_stored_survives_ten_kills_of_the_server_once_and_in_one_order() {
    let mut server = Process::start(&[]);
    let house = House::open(&server).await;
    let talk = house.talk();
    for kill in 0..KILLS {
        talk.reaches(kill).await;
        server.kill();
        block_in_place(|| server.restart());
    }
    let talkers = talk.end().await;
    house.check(server.address(), &talkers).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_stored_survives_kills_of_postgresql_and_of_the_server_in_turns() {
    let mut postgres = postgres::Server::start().await;
    let (data, keys) = (postgres.create("data").await, postgres.create("keys").await);
    let mut server = Process::start(&[("GYEOT_DATABASE_URL", &data), ("GYEOT_KEYS_URL", &keys)]);
    let house = House::open(&server).await;
    let talk = house.talk();
    for kill in 0..KILLS {
        talk.reaches(kill).await;
        let before = server.id();
        match kill % 3 {
            0 => {
                postgres.kill();
                postgres.restart().await;
                // Nobody touched the server: it has to find its database again by itself.
                assert_eq!(server.id(), before);
            }
            1 => {
                server.kill();
                block_in_place(|| server.restart());
            }
            _ => {
                postgres.kill();
                server.kill();
                postgres.restart().await;
                block_in_place(|| server.restart());
            }
        }
    }
    let talkers = talk.end().await;
    house.check(server.address(), &talkers).await;
}

/// Conversations that have begun, and both who hold each.
struct House {
    pairs: Vec<(Visitor, Staff)>,
}

/// All of them talking.
struct Talk {
    talkers: Vec<JoinHandle<(Talker, Talker)>>,
    progress: Vec<Arc<Progress>>,
    /// How many messages are stored when the next kill is due: one in every stretch of the way, somewhere in it.
    due: Vec<usize>,
}

impl House {
    async fn open(server: &Process) -> Self {
        let mut pairs = Vec::new();
        for staff in people::counsellors(server, CONVERSATIONS).await {
            pairs.push((people::pair(server.address(), &staff, 1).await, staff));
        }
        Self { pairs }
    }

    fn talk(&self) -> Talk {
        let stretch = MESSAGES / (KILLS + 1);
        let due = (0..KILLS).map(|kill| kill * stretch + rand::random_range(stretch / 4..stretch)).collect();
        let mut talk = Talk { talkers: Vec::new(), progress: Vec::new(), due };
        for (number, (visitor, staff)) in self.pairs.iter().enumerate() {
            let [one, other] = [Badge::visitor(visitor), Badge::staff(staff)].map(|badge| {
                let (talker, says) = Talker::new(badge, visitor.channel);
                let who = if talker.badge.token.is_some() { "방문자" } else { "상담자" };
                for line in 0..EACH {
                    says.send(format!("{number} {who} {line}")).unwrap();
                }
                talk.progress.push(talker.progress.clone());
                talker.run(2 * EACH)
            });
            talk.talkers.push(tokio::spawn(async move { tokio::join!(one, other) }));
        }
        talk
    }

    /// What both saw and what the server tells afterwards is the same, and is what they said.
    async fn check(&self, server: SocketAddr, talkers: &[(Talker, Talker)]) {
        assert_eq!(talkers.len(), CONVERSATIONS);
        let ends = |talker: &Talker| talker.progress.ends.lock().unwrap().len();
        let disturbed: usize = talkers.iter().map(|(asks, answers)| ends(asks) + ends(answers)).sum();
        assert!(disturbed > CONVERSATIONS * KILLS / 2, "the kills disturbed nobody: {disturbed} connections ended");
        for ((visitor, staff), (asks, answers)) in self.pairs.iter().zip(talkers) {
            assert_eq!(asks.seen, answers.seen, "two orders");
            let ids: HashSet<Uuid> = asks.seen.iter().map(|line| line.id).collect();
            assert_eq!(ids.len(), 2 * EACH, "something is there twice");
            for (talker, badge) in [(asks, Badge::visitor(visitor)), (answers, Badge::staff(staff))] {
                for line in &talker.said {
                    let seq = talker.stored[&line.id];
                    assert_eq!(&talker.seen[seq - 1], line, "stored as number {seq}, and not there");
                }
                let history = history(server, &badge, visitor.channel).await;
                assert_eq!(history, talker.seen, "history tells something else");
            }
            // 200 ids, each of the 200 that were said: there is no room left for one that nobody said.
            assert!(asks.said.iter().chain(&answers.said).all(|line| ids.contains(&line.id)));
        }
    }
}

impl Talk {
    /// Waits until the next kill is due.
    async fn reaches(&self, kill: usize) {
        let stored = || self.progress.iter().map(|one| one.stored.load(Ordering::Acquire)).sum::<usize>();
        let waiting = async {
            while stored() < self.due[kill] {
                let broken = self.talkers.iter().any(JoinHandle::is_finished) && stored() < MESSAGES / 2;
                assert!(!broken, "somebody gave up");
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("stuck at {} of {MESSAGES}", stored()));
    }

    async fn end(self) -> Vec<(Talker, Talker)> {
        let mut ended = Vec::new();
        for talkers in self.talkers {
            ended.push(timeout(PATIENCE, talkers).await.expect("they are not done").unwrap());
        }
        ended
    }
}

/// Everything that was said, asked for page by page from the end.
async fn history(server: SocketAddr, badge: &Badge, channel: Uuid) -> Vec<Line> {
    let mut client = Client::new(server);
    client.token.clone_from(&badge.token);
    client.set_cookie(badge.cookie.clone());
    let mut socket = Socket::open(&client).await;
    socket.hello(badge.token.as_deref(), &[]).await;
    let mut lines = Vec::new();
    let mut before = None;
    loop {
        let reference = socket.reference();
        let mut ask = json!({"type": "history", "ref": reference, "channel": channel, "limit": 37});
        if let Some(before) = before {
            ask["before"] = json!(before);
        }
        socket.send(ask).await;
        let page = socket.wait("history", |frame| frame["type"] == "history" && frame["ref"] == reference).await;
        let messages = page["messages"].as_array().unwrap();
        for message in messages.iter().rev() {
            let line = Line {
                id: message["id"].as_str().unwrap().parse().unwrap(),
                body: message["body"].as_str().unwrap().to_owned(),
            };
            lines.push(line);
        }
        before = messages.first().map(|message| message["seq"].clone());
        if page["more"] != true {
            lines.reverse();
            return lines;
        }
    }
}

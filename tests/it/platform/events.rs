//! Durable facts: handed on at least once, in order, by one node at a time.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt;
use gyeot::platform::{
    Bus, Clock, Error,
    db::{Db, Tx},
    events::{self, Event, Handlers},
};
use serde_json::json;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

use crate::{
    both_engines,
    support::{db::Databases, wait::until_true},
};

const GOOD: &str = "report_verified";
const OTHER: &str = "conversation_closed";

/// What a handler was handed.
type Handed = Arc<Mutex<Vec<i64>>>;

/// A node's event tasks.
struct Node {
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Node {
    fn start(db: &Db, bus: &Bus, handlers: Handlers) -> Self {
        let node = Self { tasks: TaskTracker::new(), stop: CancellationToken::new() };
        handlers.start(db, bus, &node.tasks, &node.stop);
        node.tasks.close();
        node
    }

    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(Duration::from_secs(10), self.tasks.wait()).await.expect("the tasks end when told");
    }
}

async fn append(db: &Db, kind: &'static str, number: i64) {
    let mut tx = db.write().await.unwrap();
    append_in(&mut tx, kind, number).await;
    tx.commit().await.unwrap();
}

async fn append_in(tx: &mut Tx, kind: &'static str, number: i64) {
    let at = Clock::system().now();
    events::append(tx, kind, Uuid::now_v7(), json!({ "number": number }), at).await.unwrap();
}

fn number(event: &Event) -> i64 {
    event.detail.0["number"].as_i64().unwrap()
}

/// Remembers what it was handed, in memory.
fn remember(into: &Handed) -> Handlers {
    let into = into.clone();
    Handlers::new().on("credits", &[GOOD], move |_, event| {
        into.lock().unwrap().push(number(event));
        std::future::ready(Ok(())).boxed()
    })
}

both_engines! {
    async fn events_of_the_wanted_kinds_come_in_order(databases: Databases) {
        let (db, bus, handed) = (databases.open_data().await, Bus::memory(), Handed::default());
        append(&db, GOOD, 1).await;
        append(&db, OTHER, 2).await;
        append(&db, GOOD, 3).await;
        let node = Node::start(&db, &bus, remember(&handed));
        until_true("what was there before", || *handed.lock().unwrap() == [1, 3]).await;
        append(&db, GOOD, 4).await;
        events::announce(&bus);
        until_true("the announced one", || *handed.lock().unwrap() == [1, 3, 4]).await;
        node.stop().await;
    }

    async fn a_restarted_node_goes_on_where_it_was(databases: Databases) {
        let (db, bus, handed) = (databases.open_data().await, Bus::memory(), Handed::default());
        append(&db, GOOD, 1).await;
        let node = Node::start(&db, &bus, remember(&handed));
        until_true("the first", || *handed.lock().unwrap() == [1]).await;
        node.stop().await;
        append(&db, OTHER, 2).await;
        append(&db, GOOD, 3).await;
        let node = Node::start(&db, &bus, remember(&handed));
        until_true("the other", || handed.lock().unwrap().len() > 1).await;
        node.stop().await;
        assert_eq!(*handed.lock().unwrap(), [1, 3]);
    }

    async fn an_event_that_fails_is_handed_again_and_holds_back_the_next(databases: Databases) {
        let (db, bus, handed) = (databases.open_data().await, Bus::memory(), Handed::default());
        let (tries, into) = (Arc::new(AtomicUsize::new(0)), handed.clone());
        let failing = tries.clone();
        append(&db, GOOD, 1).await;
        append(&db, GOOD, 2).await;
        let node = Node::start(&db, &bus, Handlers::new().on("credits", &[GOOD], move |tx, event| {
            let (failing, into) = (failing.clone(), into.clone());
            async move {
                // Written before it fails: must be gone when it is tried again.
                tx.query("INSERT INTO event_cursor (handler, seq) VALUES ($1, 0)")
                    .bind(format!("trace of {}", number(event)))
                    .execute()
                    .await?;
                if failing.fetch_add(1, Ordering::SeqCst) < 2 {
                    return Err(Error::Unavailable("not yet".into()));
                }
                into.lock().unwrap().push(number(event));
                Ok(())
            }
            .boxed()
        }));
        until_true("both", || *handed.lock().unwrap() == [1, 2]).await;
        assert_eq!(tries.load(Ordering::SeqCst), 4);
        node.stop().await;
    }

    async fn an_event_of_a_transaction_that_is_rolled_back_never_was(databases: Databases) {
        let (db, bus, handed) = (databases.open_data().await, Bus::memory(), Handed::default());
        let mut tx = db.write().await.unwrap();
        append_in(&mut tx, GOOD, 1).await;
        drop(tx);
        append(&db, GOOD, 2).await;
        let node = Node::start(&db, &bus, remember(&handed));
        until_true("the other", || !handed.lock().unwrap().is_empty()).await;
        node.stop().await;
        assert_eq!(*handed.lock().unwrap(), [2]);
    }

    async fn many_writers_and_two_nodes_hand_on_each_event_once_and_in_order(databases: Databases) {
        let (one, two) = (databases.open_data().await, databases.open_data().await);
        let handle = || Handlers::new().on("credits", &[GOOD], |tx, event| {
            async move {
                // Counted in the database, in the handler's transaction: what a rival did at the same time would show.
                let mark = format!("{:08} {:08}", event.seq, number(event));
                tx.query("INSERT INTO event_cursor (handler, seq) SELECT $1, COUNT(*) FROM event_cursor")
                    .bind(mark)
                    .execute()
                    .await?;
                Ok(())
            }
            .boxed()
        });
        let (bus_one, bus_two) = (Bus::memory(), Bus::memory());
        let nodes = [Node::start(&one, &bus_one, handle()), Node::start(&two, &bus_two, handle())];
        let writers = TaskTracker::new();
        for writer in 0..4 {
            let (db, bus_one, bus_two) = (one.clone(), bus_one.clone(), bus_two.clone());
            writers.spawn(async move {
                for number in 0..25 {
                    append(&db, GOOD, writer * 25 + number).await;
                    events::announce(&bus_one);
                    events::announce(&bus_two);
                }
            });
        }
        writers.close();
        writers.wait().await;
        let marks = || async {
            let mut conn = one.read().await.unwrap();
            let sql = "SELECT handler, seq FROM event_cursor WHERE handler <> 'credits' ORDER BY seq, handler";
            conn.query(sql).fetch_all::<(String, i64)>().await.unwrap()
        };
        let marks = crate::support::wait::until("all 100", || async {
            let marks = marks().await;
            (marks.len() >= 100).then_some(marks)
        })
        .await;
        let events: Vec<i64> = marks.iter().map(|(mark, _)| mark[..8].parse().unwrap()).collect();
        assert!(events.is_sorted_by(|a, b| a < b), "out of order or twice: {events:?}");
        let mut numbers: Vec<i64> = marks.iter().map(|(mark, _)| mark[9..].parse().unwrap()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..100).collect::<Vec<_>>());
        for node in nodes {
            node.stop().await;
        }
    }
}

//! How sockets end. These wait in real time: a WebSocket's own clock is the machine's.

use std::time::{Duration, Instant};

use gyeot::platform::db::Engine;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::{
    both_engines,
    chat::people::talk,
    support::{
        app::TestApp,
        builders::Visitor,
        client::Client,
        proxy::{Proxy, Weather},
        socket::{Came, Socket},
        wait,
    },
};

/// The close code, however long it takes.
async fn ends(mut socket: Socket, within: Duration) -> (Option<u16>, Duration) {
    let begun = Instant::now();
    let ending = async {
        loop {
            if let Came::Closed(code) = socket.came().await {
                return code;
            }
        }
    };
    (tokio::time::timeout(within, ending).await.expect("an end in time"), begun.elapsed())
}

both_engines! {
    async fn a_stop_in_order_tells_every_socket_to_come_back(app: TestApp) {
        let mut talk = talk(&app).await;
        let mut silent = Socket::open(&app.anyone()).await;
        let begun = Instant::now();
        app.stop().await;
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
        for socket in [&mut talk.hers, &mut talk.theirs, &mut silent] {
            socket.closed(1001).await;
        }
    }

    async fn a_client_that_closes_is_answered(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        socket.send_raw(Message::Close(None)).await;
        loop {
            if let Came::Closed(_) = socket.next().await {
                break;
            }
        }
        wait::until_true("its end", || app.hub.people_here().is_empty()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_no_hello_or_nothing_at_all_is_closed_in_time() {
    let app = TestApp::with(Engine::Sqlite, |_| ()).await;
    let visitor = Visitor::arrive(app.address()).await;
    let silent = Socket::open(&app.anyone()).await;
    let mut wrong = Socket::open(&app.anyone()).await;
    wrong.send(json!({"type": "ping", "ref": 1})).await;
    wrong.error(1, "hello_first").await;
    // A link that loses what the client sends: the server hears nothing, and says so into the void's other side.
    let proxy = Proxy::start(app.address()).await;
    let mut client = Client::new(proxy.address());
    client.origin = Some(app.origin());
    let mut deaf = Socket::open(&client).await;
    deaf.hello(Some(&visitor.token), &[]).await;
    proxy.set(Weather { drop_up: true, ..Weather::default() });
    let other = Visitor::arrive(app.address()).await;
    let (alive, _) = other.connect(0).await;
    let pinged = tokio::spawn(async move {
        let mut alive = alive;
        for _ in 0..4 {
            tokio::time::sleep(Duration::from_secs(15)).await;
            alive.settle().await;
        }
    });
    let (one, two, three) = tokio::join!(
        ends(silent, Duration::from_secs(20)),
        ends(wrong, Duration::from_secs(20)),
        ends(deaf, Duration::from_secs(70)),
    );
    for (code, after) in [one, two] {
        assert_eq!(code, Some(4008));
        assert!(after > Duration::from_secs(8) && after < Duration::from_secs(15), "{after:?}");
    }
    assert_eq!(three.0, Some(4002));
    assert!(three.1 > Duration::from_secs(48) && three.1 < Duration::from_secs(58), "{:?}", three.1);
    pinged.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_read_is_let_go_and_nobody_waits_for_her() {
    let app = TestApp::with(Engine::Sqlite, |_| ()).await;
    let mut talk = talk(&app).await;
    let (stuck, channel) = (talk.hers, talk.channel);
    let here = || app.hub.people_here().len();
    assert_eq!(here(), 2);
    let (body, mut said) = ("가".repeat(4000), 0);
    while here() == 2 {
        for _ in 0..50 {
            talk.theirs.say(channel, &body).await;
        }
        said += 50;
        talk.theirs.wait("the last", |frame| frame["type"] == "stored" && frame["seq"] == said).await;
        assert!(said < 5000, "nobody can hold that much for her");
    }
    drop(stuck);
    // Nothing was lost for her: she comes back and reads on.
    let (mut back, _) = talk.visitor.connect(said - 2).await;
    assert_eq!(back.frame("message").await["seq"], said - 1);
    assert_eq!(back.frame("message").await["seq"], said);
}

//! A server as a whole: its start, what it refuses, and what it outlives.

use std::fs;

use gyeot::platform::db::Engine;

use crate::{
    both_engines,
    support::{
        app::TestApp,
        client::Client,
        postgres,
        process::Process,
        proxy::{Proxy, Weather},
        wait,
    },
};

both_engines! {
    async fn a_server_says_that_it_is_well(app: TestApp) {
        assert_eq!(app.anyone().get("/health").await.expect(200)["status"], "ok");
    }

    async fn a_server_stopped_in_order_starts_again_on_its_data(app: TestApp) {
        let databases = app.databases();
        app.stop().await;
        let again = TestApp::on(databases, |_| ()).await;
        again.anyone().get("/health").await.expect(200);
    }

    async fn what_is_not_there_is_told_as_a_problem(app: TestApp) {
        app.anyone().get("/nothing").await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_is_refused() {
    let first = TestApp::with(Engine::Sqlite, |_| ()).await;
    let config = first.config.clone();
    let error = gyeot::app::App::start(config, first.clock.clone(), first.address()).await.unwrap_err().to_string();
    assert!(error.contains("another server runs on this data directory"), "{error}");
}

#[tokio::test]
async fn a_killed_server_comes_back_on_its_data_and_port() {
    let mut server = Process::start(&[]);
    let (address, key) = (server.address(), fs::read(server.data().join("master.key")).unwrap());
    server.kill();
    server.restart();
    assert_eq!(server.address(), address);
    assert_eq!(fs::read(server.data().join("master.key")).unwrap(), key);
    Client::new(address).get("/health").await.expect(200);
}

#[tokio::test]
async fn a_wrong_or_missing_master_key_is_refused_with_the_reason() {
    let (mut server, mut other) = (Process::start(&[]), Process::start(&[]));
    server.kill();
    other.kill();
    let key = server.data().join("master.key");
    let kept = fs::read(&key).unwrap();

    fs::copy(other.data().join("master.key"), &key).unwrap();
    let said = server.refusal();
    assert!(said.contains("wrong master key"), "{said}");

    fs::write(&key, b"short").unwrap();
    let said = server.refusal();
    assert!(said.contains("exactly 32 bytes"), "{said}");

    fs::remove_file(&key).unwrap();
    let said = server.refusal();
    assert!(said.contains("is missing"), "{said}");
    assert!(!key.exists(), "it made a new key over texts that only the old one opens");

    fs::write(&key, kept).unwrap();
    server.restart();
}

#[tokio::test]
async fn a_server_outlives_its_postgresql() {
    let mut postgres = postgres::Server::start().await;
    let (data, keys) = (postgres.create("data").await, postgres.create("keys").await);
    let server = Process::start(&[("GYEOT_DATABASE_URL", &data), ("GYEOT_KEYS_URL", &keys)]);
    let client = Client::new(server.address());
    client.get("/health").await.expect(200);
    postgres.kill();
    client.get("/health").await.problem(503, "unavailable");
    postgres.restart().await;
    wait::until("the server to find its database again", || async {
        (client.get("/health").await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_away_at_the_start_is_told_without_its_password() {
    let mut server = Process::start(&[]);
    server.kill();
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    server.set("GYEOT_DATABASE_URL", &format!("postgres://gyeot:hunter2@{nowhere}/gyeot"));
    let said = server.refusal();
    assert!(said.contains("cannot open postgres://127.0.0.1") && !said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn a_proxy_makes_a_good_link_bad_and_good_again() {
    let app = TestApp::with(Engine::Sqlite, |_| ()).await;
    let proxy = Proxy::start(app.address()).await;
    let ask = || async {
        let client = Client::new(proxy.address());
        let asked = tokio::time::timeout(std::time::Duration::from_secs(1), client.get("/health")).await;
        asked.ok().map(|answer| answer.status.as_u16())
    };
    assert_eq!(ask().await, Some(200));
    proxy.set(Weather { drop_down: true, ..Weather::default() });
    assert_eq!(ask().await, None);
    proxy.set(Weather { drop_up: true, ..Weather::default() });
    assert_eq!(ask().await, None);
    proxy.set(Weather { delay: std::time::Duration::from_millis(20), ..Weather::default() });
    assert_eq!(ask().await, Some(200));
}

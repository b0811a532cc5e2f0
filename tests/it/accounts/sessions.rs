use std::time::Duration;

use gyeot::{
    accounts::{self, Role, SessionEnded, SessionId, admin},
    platform::Clock,
};
use http::{HeaderMap, HeaderValue, header};

use super::people::{EMAIL, add, counsellor, signed_in};
use crate::{
    both_engines,
    support::{app::TestApp, builders::PASSWORD, client::Client, process::Process, wait},
};

async fn timed(engine: gyeot::platform::db::Engine) -> TestApp {
    TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await
}

async fn session(app: &TestApp, client: &Client) -> accounts::Session {
    let cookie = HeaderValue::from_str(&client.cookie().unwrap()).unwrap();
    accounts::authenticate(app, &HeaderMap::from_iter([(header::COOKIE, cookie)])).await.unwrap()
}

/// What is told of ended sessions, as the sockets' side of a node hears it.
fn hear_ended(app: &TestApp, account: accounts::AccountId) -> tokio::sync::mpsc::UnboundedReceiver<SessionId> {
    let (tell, heard) = tokio::sync::mpsc::unbounded_channel();
    app.bus.on("account", move |_, news| {
        let ended: SessionEnded = serde_json::from_slice(&news).unwrap();
        let _ = tell.send(ended.session);
    });
    app.bus.subscribe(&accounts::topic(account));
    heard
}

both_engines! {
    async fn an_idle_session_ends_after_half_an_hour(engine: gyeot::platform::db::Engine) {
        let app = timed(engine).await;
        let client = counsellor(&app).await;
        app.clock.advance(Duration::from_secs(30 * 60 - 1));
        client.get("/session").await.expect(200);
        let id = session(&app, &client).await.id;
        // It is noted in a task of its own.
        let seen = || async {
            let now = app.clock.now();
            let mut conn = app.db.read().await.unwrap();
            let row = conn.query("SELECT id FROM session WHERE seen_at = $1").bind(now).fetch_optional::<(SessionId,)>();
            row.await.unwrap().filter(|(seen,)| *seen == id)
        };
        wait::until("the session to be noted as in use", seen).await;
        app.clock.advance(Duration::from_secs(30 * 60 - 1));
        client.get("/session").await.expect(200);
        wait::until("the session to be noted as in use", seen).await;
        app.clock.advance(Duration::from_mins(30));
        client.get("/session").await.problem(401, "unauthenticated");
    }

    async fn a_socket_keeps_a_session_alive_until_half_a_day_has_passed(engine: gyeot::platform::db::Engine) {
        let app = timed(engine).await;
        let client = counsellor(&app).await;
        let session = session(&app, &client).await;
        for _ in 0..35 {
            app.clock.advance(Duration::from_mins(20));
            accounts::renew(&app, session.id).await.unwrap();
        }
        client.get("/session").await.expect(200);
        app.clock.advance(Duration::from_mins(20));
        assert!(app.clock.now() >= session.expires_at);
        assert_eq!(accounts::renew(&app, session.id).await.unwrap_err().code(), "unauthenticated");
        client.get("/session").await.problem(401, "unauthenticated");
    }

    async fn using_a_session_writes_at_most_once_a_minute(engine: gyeot::platform::db::Engine) {
        let app = timed(engine).await;
        let client = counsellor(&app).await;
        let opened_at = app.clock.now();
        app.clock.advance(Duration::from_secs(59));
        for _ in 0..5 {
            accounts::renew(&app, session(&app, &client).await.id).await.unwrap();
        }
        let mut conn = app.db.read().await.unwrap();
        let (seen_at,) =
            conn.query("SELECT seen_at FROM session").fetch_one::<(chrono::DateTime<chrono::Utc>,)>().await.unwrap();
        assert_eq!(seen_at, opened_at);
    }

    async fn of_a_session_only_a_hash_is_kept(app: TestApp) {
        let client = counsellor(&app).await;
        let cookie = client.cookie().unwrap();
        let token = cookie.split_once('=').unwrap().1;
        assert!(data_encoding::BASE64URL_NOPAD.decode(token.as_bytes()).unwrap().len() >= 16);
        let (kept,) =
            app.db.read().await.unwrap().query("SELECT token FROM session").fetch_one::<(Vec<u8>,)>().await.unwrap();
        assert_eq!(kept.len(), 32);
        assert_ne!(kept, token.as_bytes());
        assert_ne!(kept, data_encoding::BASE64URL_NOPAD.decode(token.as_bytes()).unwrap());
        for wrong in ["", "x", &token[1..], &data_encoding::BASE64URL_NOPAD.encode(&kept)] {
            client.set_cookie(Some(format!("gyeot={wrong}")));
            client.get("/session").await.problem(401, "unauthenticated");
        }
    }

    async fn a_session_outlives_the_server(app: TestApp) {
        let client = counsellor(&app).await;
        let (cookie, databases) = (client.cookie(), app.databases());
        app.stop().await;
        let again = TestApp::on(databases, |_| ()).await;
        let client = again.anyone();
        client.set_cookie(cookie);
        client.get("/session").await.expect(200);
    }

    async fn the_end_of_a_session_is_told_to_its_sockets(app: TestApp) {
        let account = add(&app, EMAIL, "counsellor").await;
        let (one, other) = (signed_in(&app, PASSWORD).await, signed_in(&app, PASSWORD).await);
        let (first, second) = (session(&app, &one).await.id, session(&app, &other).await.id);
        let mut heard = hear_ended(&app, account);
        one.delete("/session").await.expect(204);
        assert_eq!(heard.recv().await, Some(first));
        // As `gyeot admin disable` does it, beside the server and without its bus.
        admin::disable(&app.db, &app.clock, EMAIL).await.unwrap();
        // The end of the first may be told twice: by who ended it, and by who follows the chain.
        let told = async { while heard.recv().await.unwrap() != second {} };
        tokio::time::timeout(wait::LIMIT, told).await.expect("the disabling is told");
        other.get("/session").await.problem(401, "unauthenticated");
        assert_eq!(accounts::renew(&app, second).await.unwrap_err().code(), "unauthenticated");
    }

    async fn others_can_ask_for_names_and_for_counsellors_at_work(app: TestApp) {
        let counsellor = add(&app, EMAIL, "counsellor").await;
        let supervisor = add(&app, "joon@example.kr", "supervisor").await;
        let nobody = accounts::AccountId::new();
        let mut conn = app.db.read().await.unwrap();
        let names = accounts::names(&mut conn, &[counsellor, supervisor, nobody, counsellor]).await.unwrap();
        assert_eq!(names.len(), 2);
        assert_eq!(names[&counsellor], "Mina");
        assert!(accounts::names(&mut conn, &[]).await.unwrap().is_empty());
        let found = accounts::active_counsellor(&mut conn, counsellor).await.unwrap().unwrap();
        assert_eq!((found.id, found.roles), (counsellor, vec![Role::Counsellor]));
        assert_eq!(accounts::active_counsellor(&mut conn, supervisor).await.unwrap(), None);
        assert_eq!(accounts::active_counsellor(&mut conn, nobody).await.unwrap(), None);
        drop(conn);
        admin::disable(&app.db, &app.clock, EMAIL).await.unwrap();
        let mut conn = app.db.read().await.unwrap();
        assert_eq!(accounts::active_counsellor(&mut conn, counsellor).await.unwrap(), None);
        assert!(accounts::get(&mut conn, counsellor).await.unwrap().unwrap().disabled_at.is_some());
    }
}

#[tokio::test]
async fn a_session_outlives_a_kill() {
    let mut server = Process::start(&[]);
    let person = ["admin", "add", "--email", EMAIL, "--name", "Mina", "--role", "counsellor", "--language", "ko"];
    server.run(&[&person[..], &["--password-stdin"]].concat(), PASSWORD);
    let client = Client::new(server.address());
    super::people::try_sign_in(&client, EMAIL, PASSWORD, None).await.expect(200);
    server.kill();
    server.restart();
    // A connection to the server that was killed is of no use.
    let again = Client::new(server.address());
    again.set_cookie(client.cookie());
    again.get("/session").await.expect(200);
}

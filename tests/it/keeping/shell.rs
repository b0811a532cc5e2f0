//! `gyeot erase`, beside a running server and without one.

use std::time::Duration;

use gyeot::{
    chat,
    platform::{
        Clock,
        db::{Engine, dump},
    },
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::{Talk, command, supervisor, talk},
    support::{app::TestApp, shell::Shell, wait},
};

const DAY: u64 = 24;
/// The servers of these tests stand in the past, so the command's clock is far ahead of them.
const RIGHT: &[&str] = &["erase", "--clock-is-right"];

/// A server whose clock stands so many days ago, so that what is closed now is due for a command of today.
async fn days_ago(engine: Engine, days: u64) -> TestApp {
    let then = Clock::system().now() - chrono::TimeDelta::hours((days * DAY).cast_signed());
    TestApp::with(engine, |settings| settings.clock = Clock::manual(then)).await
}

async fn closed(app: &TestApp) -> Talk {
    let talk = talk(app).await;
    command(&talk.counsellor, talk.conversation, "close").await.expect(200);
    talk
}

async fn key_of(app: &TestApp, conversation: Uuid) -> Uuid {
    let sql = "SELECT key FROM conversation WHERE id = $1";
    app.db.read().await.unwrap().query(sql).bind(conversation).fetch_one::<(Uuid,)>().await.unwrap().0
}

both_engines! {
    async fn a_dry_run_tells_what_would_go_and_what_is_held_and_changes_nothing(engine: Engine) {
        let app = days_ago(engine, 31).await;
        let talk = closed(&app).await;
        let (one, two) = (supervisor(&app, "One").await, supervisor(&app, "Two").await);
        let shell = Shell::on(&app.databases());
        let before = dump::contents(&mut app.db.read().await.unwrap()).await.unwrap();
        let said = shell.ok(&["erase", "--dry-run"]).await;
        assert!(said.contains(&format!("{}  goes  closed ", talk.conversation)), "{said}");
        assert!(said.ends_with("1 conversation would be erased, 0 due and held; nothing was changed\n"), "{said}");
        assert_eq!(dump::contents(&mut app.db.read().await.unwrap()).await.unwrap(), before);
        app.vault.key(key_of(&app, talk.conversation).await).await.unwrap();

        let ask = format!("/conversations/{}/legal-hold", talk.conversation);
        let hold = one.client.post(&ask, json!({"reason": "사건"})).await.expect(201)["id"].as_str().unwrap().to_owned();
        two.client.post(&format!("/legal-holds/{hold}/confirm"), json!({})).await.expect(200);
        let said = shell.ok(&["erase", "--dry-run"]).await;
        assert!(said.contains("  held  ") && said.contains(&format!("by legal hold {hold}\n")), "{said}");
        assert!(said.ends_with("0 conversations would be erased, 1 due and held; nothing was changed\n"), "{said}");
        assert_eq!(shell.ok(RIGHT).await, "0 conversations erased\n");
        app.vault.key(key_of(&app, talk.conversation).await).await.unwrap();
    }

    async fn it_erases_what_is_due_and_the_server_beside_it_forgets_the_key(engine: Engine) {
        let app = days_ago(engine, 31).await;
        let talk = closed(&app).await;
        app.clock.advance(Duration::from_hours(5 * DAY));
        let key = key_of(&app, talk.conversation).await;
        app.vault.key(key).await.unwrap();
        let shell = Shell::on(&app.databases());
        // By the server's last look, so late is a clock that may be wrong.
        let said = shell.refusal(&["erase"]).await;
        assert!(said.contains(" hours after the server last looked") && said.contains("--clock-is-right"), "{said}");
        app.vault.key(key).await.unwrap();
        assert_eq!(shell.ok(RIGHT).await, "1 conversation erased\n");
        wait::until("forgotten", || async { app.vault.key(key).await.is_err().then_some(()) }).await;
        assert_eq!(shell.ok(&["erase"]).await, "0 conversations erased\n");
        let said = shell.ok(&["audit", "verify"]).await;
        assert!(said.starts_with("the audit chain is whole"), "{said}");
    }

    async fn it_needs_no_server_and_refuses_a_wrong_folder(engine: Engine) {
        let app = days_ago(engine, 31).await;
        let talk = closed(&app).await;
        let databases = app.databases();
        app.stop().await;
        let shell = Shell::on(&databases);
        if engine == Engine::Sqlite {
            let elsewhere = tempfile::tempdir().unwrap();
            let lost = shell.clone().with("GYEOT_KEYS_URL", format!("sqlite:{}/keys.db", elsewhere.path().display()));
            assert!(lost.refusal(&["erase"]).await.contains("there is no database at"));
            assert!(!elsewhere.path().join("keys.db").exists());
        }
        assert_eq!(shell.ok(RIGHT).await, "1 conversation erased\n");
        let app = TestApp::on(databases, |_| ()).await;
        assert!(app.vault.key(key_of(&app, talk.conversation).await).await.is_err());
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0);
    }
}

//! Keeping no longer than was promised.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use gyeot::{
    chat,
    platform::{Clock, db::Engine},
};
use serde_json::json;

use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::{at_leisure, command, talk},
    support::{app::TestApp, builders::Visitor, wait},
};

const DAY: u64 = 24 * 60 * 60;

async fn state(app: &TestApp, conversation: Uuid) -> String {
    let sql = "SELECT state FROM conversation WHERE id = $1";
    app.db.read().await.unwrap().query(sql).bind(conversation).fetch_one::<(String,)>().await.unwrap().0
}

async fn key_of(app: &TestApp, conversation: Uuid) -> Uuid {
    let sql = "SELECT key FROM conversation WHERE id = $1";
    app.db.read().await.unwrap().query(sql).bind(conversation).fetch_one::<(Uuid,)>().await.unwrap().0
}

/// Retention looks, after the server has run for so many more seconds.
async fn look(app: &TestApp, ran: u64) -> Option<u64> {
    chat::erasure::look(app, Duration::from_secs(ran)).await.unwrap()
}

/// The server after a restart with another clock.
async fn with_clock(app: TestApp, at: DateTime<Utc>) -> TestApp {
    let databases = app.databases();
    app.stop().await;
    TestApp::on(databases, |settings| settings.clock = Clock::manual(at)).await
}

both_engines! {
    async fn thirty_days_after_the_close_nobody_can_read_what_was_said_and_the_facts_stay(engine: Engine) {
        let app = at_leisure(engine).await;
        let mut talk = talk(&app).await;
        talk.theirs.store(talk.channel, "아무한테도 말하지 마세요").await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);

        app.clock.advance(Duration::from_secs(30 * DAY - 1));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0);
        app.clock.advance(Duration::from_secs(1));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 1);
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0);

        let mut conn = app.db.read().await.unwrap();
        let (state, key): (String, uuid::Uuid) =
            conn.query("SELECT state, key FROM conversation WHERE erased_at IS NOT NULL").fetch_one().await.unwrap();
        assert_eq!(state, "closed");
        assert!(app.vault.key(key).await.is_err());
        let (kept,): (i64,) = conn.query("SELECT COUNT(*) FROM message").fetch_one().await.unwrap();
        assert!(kept > 0, "the counts stay");
        // Her code leads on, to a conversation that knows nothing of the old one.
        let back = talk.visitor.client.post("/visits/return", json!({"return_code": talk.visitor.return_code})).await.expect(200);
        assert_ne!(back["conversation"], json!(talk.conversation));
    }

    async fn a_clock_that_leaps_ahead_destroys_nothing_before_a_day_has_certainly_passed(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        assert_eq!(look(&app, 0).await, Some(0));
        let (here, leapt) = (app.clock.now(), app.clock.now() + TimeDelta::days(31));
        app.clock.advance(Duration::from_secs(31 * DAY));
        assert_eq!(look(&app, 300).await, None);
        assert_eq!(look(&app, DAY - 301).await, None);
        // Put right before anything was lost: all of that is forgotten.
        let app = with_clock(app, here).await;
        assert_eq!(look(&app, 300).await, Some(0));
        // It leaps once more, and this time it stays, over a restart too.
        let app = with_clock(app, leapt).await;
        assert_eq!(look(&app, DAY / 2).await, None);
        let app = with_clock(app, leapt).await;
        assert_eq!(look(&app, DAY / 2 - 60).await, None);
        assert!(app.vault.key(key_of(&app, talk.conversation).await).await.is_ok());
        assert_eq!(look(&app, 60).await, Some(1), "a server that was off for a month keeps its promise too");
        assert_eq!(look(&app, 0).await, Some(0));
    }

    async fn a_server_that_was_off_for_a_night_erases_at_once(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        for _ in 0..29 {
            app.clock.advance(Duration::from_secs(DAY));
            assert_eq!(look(&app, 0).await, Some(0));
        }
        app.clock.advance(Duration::from_secs(DAY));
        assert_eq!(look(&app, 0).await, Some(1));
    }

    async fn a_talk_that_goes_on_is_kept(engine: Engine) {
        let app = at_leisure(engine).await;
        let talk = talk(&app).await;
        app.clock.advance(Duration::from_secs(400 * DAY));
        // She is here: her socket says so.
        chat::beat(&app).await.unwrap();
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0);
        assert_eq!(state(&app, talk.conversation).await, "active");
    }

    async fn a_talk_that_nobody_closes_is_closed_after_a_week_and_goes_thirty_days_later(engine: Engine) {
        let app = at_leisure(engine).await;
        let mut away = talk(&app).await;
        let wrapped = Visitor::arrive(app.address()).await;
        let (socket, _) = wrapped.connect(0).await;
        away.theirs.frame("offer").await;
        away.counsellor.open(wrapped.conversation).await;
        command(&away.counsellor, wrapped.conversation, "wrap-up").await.expect(200);
        drop((away.hers, socket));
        wait::until("both have gone", || async {
            let sql = "SELECT COUNT(*) FROM visitor WHERE socket IS NOT NULL";
            let (here,): (i64,) = app.db.read().await.unwrap().query(sql).fetch_one().await.unwrap();
            (here == 0).then_some(())
        })
        .await;
        app.clock.advance(Duration::from_secs(7 * DAY - 1));
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(state(&app, away.conversation).await, "active");
        assert_eq!(state(&app, wrapped.conversation).await, "wrap_up");
        app.clock.advance(Duration::from_secs(1));
        chat::tasks::sweep(&app).await.unwrap();
        assert_eq!(state(&app, away.conversation).await, "closed");
        assert_eq!(state(&app, wrapped.conversation).await, "closed");
        app.clock.advance(Duration::from_secs(30 * DAY));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 2);
    }
}

//! Keeping no longer than was promised.

use std::time::Duration;

use gyeot::{chat, platform::db::Engine};
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

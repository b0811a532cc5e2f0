//! Keeping no longer than was promised.

use std::time::Duration;

use gyeot::{chat, platform::db::Engine};
use serde_json::json;

use crate::both_engines;
use crate::chat::people::{at_leisure, command, talk};

const DAY: u64 = 24 * 60 * 60;

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

    async fn what_is_not_closed_is_kept(engine: Engine) {
        let app = at_leisure(engine).await;
        let _talk = talk(&app).await;
        app.clock.advance(Duration::from_secs(400 * DAY));
        assert_eq!(chat::erasure::erase_due(&app).await.unwrap(), 0);
    }
}

//! How fast a socket may speak.

use gyeot::platform::db::Engine;
use serde_json::json;

use crate::{
    both_engines,
    chat::people::supervisor,
    support::{
        app::TestApp,
        builders::Visitor,
        socket::{Came, Socket},
    },
};

/// Reads frames of no channel as fast as it can, and counts what was let through before the first `slow_down`.
async fn burst(socket: &mut Socket, channel: uuid::Uuid, tries: usize) -> usize {
    for reference in 0..tries {
        socket.send(json!({"type": "history", "ref": 1000 + reference, "channel": channel, "limit": 1})).await;
    }
    let mut through = 0;
    for reference in 0..tries {
        let answer = socket.wait("an answer", |frame| frame["ref"] == 1000 + reference).await;
        if answer["code"] == "slow_down" {
            assert_eq!(answer["retry"], true);
        } else {
            through += 1;
        }
    }
    through
}

both_engines! {
    async fn a_visitor_has_a_burst_of_thirty_and_is_told_to_slow_down(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.config.limits.frames_per_minute = 100).await;
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        // Hello and ping are free.
        for _ in 0..60 {
            socket.settle().await;
        }
        let through = burst(&mut socket, visitor.channel, 40).await;
        assert!((30..=36).contains(&through), "{through}: thirty, and what the time gave");
        socket.settle().await;
    }

    async fn a_frame_that_was_too_much_is_not_acted_on_and_the_twentieth_ends_the_socket(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.config.limits.frames_per_minute = 2).await;
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        for _ in 0..2 {
            socket.store(visitor.channel, "됨").await;
        }
        for _ in 0..20 {
            socket.say(visitor.channel, "안 됨").await;
        }
        let mut refused = 0;
        let code = loop {
            match socket.next().await {
                Came::Frame(frame) if frame["code"] == "slow_down" => {
                    assert_eq!((&frame["channel"], &frame["retry"]), (&json!(visitor.channel), &json!(true)));
                    refused += 1;
                }
                Came::Frame(frame) => assert_ne!(frame["type"], "stored"),
                Came::Closed(code) => break code,
            }
        };
        assert_eq!((refused, code), (20, Some(4029)));
        let (_, welcome) = visitor.connect(2).await;
        assert_eq!(welcome["conversations"][0]["channels"][0]["last_seq"], 2);
    }

    async fn staff_have_a_pace_of_their_own_and_zero_is_none(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.config.limits.staff_frames_per_minute = 1000).await;
        let visitor = Visitor::arrive(app.address()).await;
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        crate::chat::people::command(&boss, visitor.conversation, "observe").await.expect(200);
        // A thousand a minute gives back one every 60 ms: some of what comes after the burst comes through.
        let through = burst(&mut socket, visitor.channel, 115).await;
        assert!((100..=115).contains(&through), "{through}");
        let (mut unlimited, _) = visitor.connect(0).await;
        assert_eq!(burst(&mut unlimited, visitor.channel, 300).await, 300);
    }
}

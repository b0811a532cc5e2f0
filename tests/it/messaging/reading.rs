//! Typing and reading.

use serde_json::json;

use crate::{both_engines, chat::people::talk, support::app::TestApp};

both_engines! {
    async fn typing_is_told_to_the_others_and_not_echoed(app: TestApp) {
        let mut talk = talk(&app).await;
        let (mut second, _) = talk.counsellor.connect().await;
        for active in [true, false] {
            talk.theirs.send(json!({"type": "typing", "ref": 5, "channel": talk.channel, "active": active})).await;
            for socket in [&mut talk.hers, &mut second] {
                let typing = socket.frame("typing").await;
                assert_eq!(typing, json!({"type": "typing", "channel": talk.channel,
                    "author": {"kind": "counsellor", "name": "Mina"}, "active": active}));
            }
        }
        let came = talk.theirs.settle().await;
        assert!(came.iter().all(|frame| frame["type"] != "typing" && frame["ref"] != 5), "answered by errors only: {came:#?}");
        talk.theirs.send(json!({"type": "typing", "ref": 6, "channel": talk.channel, "active": 1})).await;
        talk.theirs.error(6, "malformed").await;
        talk.theirs.send(json!({"type": "typing", "ref": 7, "channel": talk.channel})).await;
        talk.theirs.error(7, "invalid").await;
    }

    async fn a_read_mark_goes_forward_stops_at_the_last_message_and_is_not_echoed(app: TestApp) {
        let mut talk = talk(&app).await;
        for body in ["하나", "둘", "셋"] {
            talk.hers.store(talk.channel, body).await;
        }
        let read = |seq: i64| json!({"type": "read", "ref": 5, "channel": talk.channel, "seq": seq});
        talk.theirs.send(read(2)).await;
        let told = talk.hers.frame("read").await;
        assert_eq!(told, json!({"type": "read", "channel": talk.channel,
            "author": {"kind": "counsellor", "name": "Mina"}, "seq": 2}));
        talk.theirs.send(read(1)).await;
        talk.theirs.send(read(2)).await;
        talk.theirs.send(read(0)).await;
        talk.theirs.send(read(i64::MAX)).await;
        assert_eq!(talk.hers.frame("read").await["seq"], 3, "neither 1 nor 2 again, nor beyond the end");
        // What comes later is unread, whatever was claimed before.
        talk.hers.store(talk.channel, "넷").await;
        let (_socket, welcome) = talk.counsellor.connect().await;
        assert_eq!(welcome["conversations"][0]["channels"][0]["read_seq"], 3);
        let came = talk.theirs.settle().await;
        assert!(came.iter().all(|frame| frame["type"] != "read" && frame["ref"] != 5), "{came:#?}");
        for (frame, code) in [
            (json!({"type": "read", "ref": 6, "channel": talk.channel, "seq": -1}), "invalid"),
            (json!({"type": "read", "ref": 6, "channel": talk.channel, "seq": 1.5}), "invalid"),
            (json!({"type": "read", "ref": 6, "channel": talk.channel, "seq": "1"}), "malformed"),
            (json!({"type": "read", "ref": 6, "channel": talk.channel}), "invalid"),
        ] {
            talk.theirs.send(frame).await;
            talk.theirs.error(6, code).await;
        }
    }
}

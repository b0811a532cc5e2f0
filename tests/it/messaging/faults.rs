//! Frames that are none.

use serde_json::json;
use tokio_tungstenite::tungstenite::{
    Bytes, Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn a_malformed_frame_is_told_and_the_tenth_within_a_minute_ends_the_socket(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        for text in ["", "{", "[]", "null", "1", "{\"ref\":1}", "{\"type\":1}", "{\"type\":\"dance\"}", "{\"type\":\"ping\",\"ref\":\"1\"}"] {
            socket.send_raw(Message::text(text)).await;
            let error = socket.frame("error").await;
            assert_eq!((&error["code"], &error["retry"]), (&json!("malformed"), &json!(false)), "{text}");
        }
        // What is invalid is not malformed, and a good frame still goes.
        socket.send(json!({"type": "read", "ref": 3, "channel": visitor.channel, "seq": -1})).await;
        socket.error(3, "invalid").await;
        socket.store(visitor.channel, "안녕").await;
        socket.send(json!({"type": "dance", "ref": 4})).await;
        socket.error(4, "malformed").await;
        socket.closed(4400).await;
    }

    async fn a_binary_frame_ends_the_socket(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        socket.send_raw(Message::binary(b"{}".to_vec())).await;
        socket.closed(1003).await;
    }

    async fn bad_utf8_ends_the_socket(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        let frame = Frame::message(Bytes::from_static(b"\"\xff\xfe\""), OpCode::Data(Data::Text), true);
        socket.send_raw(Message::Frame(frame)).await;
        socket.closed(1007).await;
    }

    async fn sixty_four_kib_are_taken_and_one_byte_more_ends_the_socket(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        let of = |length: usize| {
            let frame = json!({"type": "ping", "ref": 77, "pad": ""}).to_string();
            let pad = "x".repeat(length - frame.len());
            let frame = json!({"type": "ping", "ref": 77, "pad": pad}).to_string();
            assert_eq!(frame.len(), length);
            frame
        };
        socket.send_raw(Message::text(of(64 * 1024))).await;
        assert_eq!(socket.frame("pong").await["ref"], 77);
        socket.send_raw(Message::text(of(64 * 1024 + 1))).await;
        socket.closed(1009).await;
        // In pieces, too: the cap is the message's.
        let (mut socket, _) = visitor.connect(0).await;
        let text = of(64 * 1024 + 1);
        let (one, two) = text.split_at(40_000);
        let piece = |part: &str, code, last| Message::Frame(Frame::message(part.as_bytes().to_vec(), OpCode::Data(code), last));
        socket.send_raw(piece(one, Data::Text, false)).await;
        socket.send_raw(piece(two, Data::Continue, true)).await;
        socket.closed(1009).await;
    }

    async fn a_ref_comes_back_on_every_answer_and_error(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        for reference in [json!(0), json!(-1), json!(2.5), json!(9_007_199_254_740_991_i64)] {
            socket.send(json!({"type": "ping", "ref": reference})).await;
            assert_eq!(socket.frame("pong").await["ref"], reference);
        }
        socket.send(json!({"type": "ping"})).await;
        assert!(socket.frame("pong").await.get("ref").is_none());
    }
}

//! The first frame, and what follows it.

use serde_json::json;
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::{counsellor, staff, talk},
    support::{
        app::TestApp,
        builders::Visitor,
        socket::{Came, Socket},
    },
};

both_engines! {
    async fn welcome_says_who_she_is_and_lists_what_she_takes_part_in(app: TestApp) {
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "nickname": "별이", "first_message": "안녕"})).await;
        let (_socket, welcome) = visitor.connect(1).await;
        assert_eq!((&welcome["protocol"], &welcome["heartbeat_seconds"]), (&json!(1), &json!(20)));
        assert_eq!(welcome["you"], json!({"kind": "visitor", "name": "별이"}));
        let [listed] = welcome["conversations"].as_array().unwrap().as_slice() else { panic!("{welcome}") };
        assert_eq!(listed["conversation"], json!(visitor.conversation));
        assert_eq!((&listed["state"], &listed["position"]), (&json!("waiting"), &json!(1)));
        assert!(listed["estimated_wait_seconds"].is_i64(), "{listed}");
        assert_eq!(listed["channels"], json!([{"channel": visitor.channel, "kind": "main", "last_seq": 1, "read_seq": 0}]));
        for secret in ["visitor_present", "visitor_left", "risk"] {
            assert!(listed.get(secret).is_none(), "{secret} is for staff");
        }
    }

    async fn welcome_lists_the_reader_s_own_mark_and_the_staff_s_channels(app: TestApp) {
        let mut talk = talk(&app).await;
        for body in ["하나", "둘"] {
            talk.hers.store(talk.channel, body).await;
        }
        talk.theirs.send(json!({"type": "read", "channel": talk.channel, "seq": 1})).await;
        talk.hers.frame("read").await;
        let (_socket, welcome) = talk.counsellor.connect().await;
        assert_eq!(welcome["you"], json!({"kind": "counsellor", "name": "Mina"}));
        let channels = welcome["conversations"][0]["channels"].as_array().unwrap();
        assert_eq!(channels.len(), 2);
        assert_eq!((&channels[0]["last_seq"], &channels[0]["read_seq"]), (&json!(2), &json!(1)));
        let (_socket, welcome) = talk.visitor.connect(2).await;
        assert_eq!(welcome["conversations"][0]["channels"][0]["read_seq"], 0);
        assert_eq!(welcome["conversations"][0]["counsellor"], json!({"name": "Mina"}));
    }

    async fn resume_replays_what_came_after_and_then_says_caught_up(app: TestApp) {
        let mut talk = talk(&app).await;
        let bodies: Vec<String> = (1..=450).map(|number| format!("말 {number}")).collect();
        for body in &bodies {
            talk.theirs.say(talk.channel, body).await;
        }
        talk.theirs.wait("the last", |frame| frame["seq"] == 450).await;
        let (mut socket, _) = talk.visitor.connect(3).await;
        for number in 4..=450 {
            let Came::Frame(frame) = socket.next().await else { panic!("closed") };
            assert_eq!((&frame["type"], &frame["seq"], &frame["body"]), (&json!("message"), &json!(number), &json!(bodies[number - 1])));
        }
        let Came::Frame(frame) = socket.next().await else { panic!("closed") };
        assert_eq!(frame, json!({"type": "caught_up", "channel": talk.channel, "seq": 450}));
    }

    async fn an_after_beyond_the_end_is_caught_up_at_once_and_a_channel_not_named_is_not_replayed(app: TestApp) {
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "first_message": "안녕"})).await;
        let (mut socket, _) = visitor.connect(999).await;
        assert_eq!(socket.next().await, Came::Frame(json!({"type": "caught_up", "channel": visitor.channel, "seq": 1})));
        assert_eq!(socket.store(visitor.channel, "둘").await["seq"], 2);
        let mut socket = Socket::open(&visitor.client).await;
        socket.hello(Some(&visitor.token), &[]).await;
        let came = socket.settle().await;
        assert!(came.iter().all(|frame| frame["type"] != "message" && frame["type"] != "caught_up"), "{came:#?}");
        assert_eq!(socket.store(visitor.channel, "셋").await["seq"], 3);
    }

    async fn a_channel_that_is_not_hers_is_told_and_the_rest_goes_on(app: TestApp) {
        let other = Visitor::arrive(app.address()).await;
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "first_message": "안녕"})).await;
        let mut socket = Socket::open(&visitor.client).await;
        let nowhere = Uuid::new_v4();
        socket.hello(Some(&visitor.token), &[(other.channel, 0), (nowhere, 0), (visitor.channel, 0)]).await;
        for wrong in [other.channel, nowhere] {
            let Came::Frame(error) = socket.next().await else { panic!("closed") };
            assert_eq!((&error["code"], &error["channel"]), (&json!("not_a_member"), &json!(wrong)));
        }
        let Came::Frame(message) = socket.next().await else { panic!("closed") };
        assert_eq!(message["seq"], 1);
        assert_eq!(socket.frame("caught_up").await["channel"], json!(visitor.channel));
    }

    async fn a_frame_before_hello_is_told_so_and_a_second_hello_is_a_conflict(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let mut socket = Socket::open(&visitor.client).await;
        for (reference, frame) in [
            (1, json!({"type": "ping", "ref": 1})),
            (2, json!({"type": "send", "ref": 2, "channel": visitor.channel, "id": Uuid::new_v4(), "body": "x"})),
            (3, json!({"type": "history", "ref": 3, "channel": visitor.channel})),
        ] {
            socket.send(frame).await;
            socket.error(reference, "hello_first").await;
        }
        socket.hello(Some(&visitor.token), &[]).await;
        socket.send(json!({"type": "hello", "ref": 9, "protocol": 1, "token": visitor.token})).await;
        socket.error(9, "conflict").await;
        assert_eq!(socket.store(visitor.channel, "안녕").await["seq"], 1);
    }

    async fn a_wrong_protocol_number_is_told_and_closed(app: TestApp) {
        for number in [0, 2, -1] {
            let mut socket = Socket::open(&app.anyone()).await;
            socket.send(json!({"type": "hello", "ref": 1, "protocol": number, "token": "x"})).await;
            socket.error(1, "unsupported_protocol").await;
            socket.closed(4400).await;
        }
        let mut socket = Socket::open(&app.anyone()).await;
        socket.send(json!({"type": "hello", "ref": 1, "protocol": "1"})).await;
        socket.error(1, "malformed").await;
        socket.send(json!({"type": "hello", "ref": 2})).await;
        socket.error(2, "invalid").await;
    }

    async fn who_is_unknown_or_has_no_conversations_is_sent_away(app: TestApp) {
        let mut socket = Socket::open(&app.anyone()).await;
        socket.send(json!({"type": "hello", "ref": 1, "protocol": 1})).await;
        socket.error(1, "unauthenticated").await;
        socket.closed(4401).await;
        let council = staff(&app, "Council", "council", "ko").await;
        let mut socket = Socket::open(&council.client).await;
        socket.send(json!({"type": "hello", "ref": 1, "protocol": 1})).await;
        socket.closed(4403).await;
    }

    async fn a_visitor_has_one_socket_and_the_newest_wins(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut old, _) = visitor.connect(0).await;
        let (mut new, _) = visitor.connect(0).await;
        old.closed(4409).await;
        new.store(visitor.channel, "여기").await;
        // However close they are, one is left.
        for _ in 0..5 {
            let ((mut one, _), (mut two, _)) = tokio::join!(visitor.connect(1), visitor.connect(1));
            tokio::select! {
                () = one.closed(4409) => { two.store(visitor.channel, "둘").await; }
                () = two.closed(4409) => { one.store(visitor.channel, "하나").await; }
            }
        }
    }

    async fn staff_may_have_several_sockets_and_all_hear(app: TestApp) {
        let mut talk = talk(&app).await;
        let (mut second, _) = talk.counsellor.connect().await;
        let stored = talk.theirs.store(talk.channel, "안녕").await;
        for socket in [&mut second, &mut talk.hers] {
            let message = socket.frame("message").await;
            assert_eq!((&message["id"], &message["seq"], &message["at"]), (&stored["id"], &stored["seq"], &stored["at"]));
        }
        assert!(talk.theirs.settle().await.iter().all(|frame| frame["type"] != "message"), "no echo on that socket");
        let jiho = counsellor(&app, "Jiho").await;
        let (mut idle, welcome) = jiho.connect().await;
        assert_eq!(welcome["conversations"], json!([]));
        assert_eq!(idle.frame("desk").await["state"], "away");
    }
}

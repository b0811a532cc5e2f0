//! Offers: what is shown, how long they stand, how they are opened.

use gyeot::platform::db::Engine;
use serde_json::json;

use super::people::{at_leisure, command, counsellor, desk, hears, pass, see, supervisor};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn an_offer_carries_no_text_and_the_visitor_sees_no_name_before_it_is_opened(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let (mut socket, _) = mina.connect().await;
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "topic": "비밀", "first_message": "비밀"})).await;
        let (mut hers, welcome) = visitor.connect(0).await;
        assert_eq!(welcome["conversations"][0]["state"], "waiting");
        mina.available(1).await;
        let offer = socket.frame("offer").await;
        assert_eq!((&offer["conversation"], &offer["language"], &offer["risk"]),
            (&json!(visitor.conversation), &json!("ko"), &json!(0)));
        assert!(offer["waited_seconds"].is_i64() && offer["expires_at"].is_string(), "{offer}");
        let news = hears(&mut hers, "offered").await;
        assert!(news["counsellor"].is_null() && news["position"].is_null(), "{news}");
        let told = hears(&mut socket, "offered").await;
        assert_eq!(told["channels"], json!([]));
        for frame in socket.settle().await.iter().chain([&offer, &told]) {
            assert!(!frame.to_string().contains("비밀"), "{frame}");
        }
        // She is no member before she opens it.
        socket.send(json!({"type": "history", "ref": 9, "channel": visitor.channel})).await;
        socket.error(9, "not_a_member").await;
        let opened = mina.open(visitor.conversation).await;
        assert_eq!((&opened["state"], &opened["counsellor"]["name"]), (&json!("active"), &json!("Mina")));
        assert_eq!(hears(&mut hers, "active").await["counsellor"], json!({"name": "Mina"}));
        assert_eq!(hears(&mut socket, "active").await["channels"].as_array().unwrap().len(), 2);
    }

    async fn an_open_offer_is_sent_again_after_each_welcome(engine: Engine) {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        let visitor = Visitor::arrive(app.address()).await;
        app.clock.advance(std::time::Duration::from_secs(3));
        for _ in 0..2 {
            let (mut socket, welcome) = mina.connect().await;
            assert_eq!(welcome["conversations"][0]["state"], "offered");
            let offer = socket.frame("offer").await;
            assert_eq!((&offer["conversation"], &offer["waited_seconds"]), (&json!(visitor.conversation), &json!(3)));
        }
        mina.open(visitor.conversation).await;
        let (mut socket, _) = mina.connect().await;
        assert!(socket.settle().await.iter().all(|frame| frame["type"] != "offer"));
    }

    async fn an_offer_that_is_not_opened_lapses_keeps_its_place_and_sets_her_away(engine: Engine) {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        let (mut socket, _) = mina.connect().await;
        let first = Visitor::arrive(app.address()).await;
        let (mut hers, _) = first.connect(0).await;
        app.clock.advance(std::time::Duration::from_secs(1));
        let second = Visitor::arrive(app.address()).await;
        pass(&app, 28).await;
        assert!(socket.settle().await.iter().all(|frame| frame["type"] != "offer_gone"));
        pass(&app, 1).await;
        assert_eq!(socket.frame("offer_gone").await["conversation"], json!(first.conversation));
        let news = hears(&mut hers, "waiting").await;
        assert_eq!(news["position"], 1);
        let after = desk(&mina).await;
        assert_eq!((&after["state"], &after["active"], &after["waiting"]), (&json!("away"), &json!(0), &json!(2)));
        command(&mina, first.conversation, "open").await.problem(404, "not_found");
        let boss = supervisor(&app, "Boss").await;
        assert_eq!(see(&boss, second.conversation).await["position"], 2);
        mina.available(1).await;
        mina.open(first.conversation).await;
    }

    async fn an_offer_is_opened_once_by_whom_it_was_made_to(app: TestApp) {
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        let boss = supervisor(&app, "Boss").await;
        mina.available(1).await;
        let visitor = Visitor::arrive(app.address()).await;
        command(&jiho, visitor.conversation, "open").await.problem(404, "not_found");
        command(&boss, visitor.conversation, "open").await.problem(403, "forbidden");
        app.anyone().post(&format!("/conversations/{}/open", visitor.conversation), json!({})).await.problem(401, "unauthenticated");
        mina.open(visitor.conversation).await;
        command(&mina, visitor.conversation, "open").await.problem(409, "conflict");
        for verb in ["open", "wrap-up", "close", "transfer"] {
            let path = format!("/conversations/{}/{verb}", visitor.conversation);
            jiho.client.post(&path, if verb == "transfer" { json!({"to": "line"}) } else { json!({}) }).await.problem(404, "not_found");
        }
    }

    async fn she_hears_the_channel_at_once_and_fetches_earlier_lines_herself(app: TestApp) {
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "first_message": "전에"})).await;
        let (mut hers, _) = visitor.connect(1).await;
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        let (mut one, _) = mina.connect().await;
        let (mut two, _) = mina.connect().await;
        mina.open(visitor.conversation).await;
        for socket in [&mut one, &mut two] {
            hears(socket, "active").await;
        }
        hers.store(visitor.channel, "지금").await;
        for socket in [&mut one, &mut two] {
            let message = socket.frame("message").await;
            assert_eq!((&message["seq"], &message["body"]), (&json!(2), &json!("지금")));
        }
        one.send(json!({"type": "history", "ref": 3, "channel": visitor.channel, "before": 2})).await;
        assert_eq!(one.frame("history").await["messages"][0]["body"], "전에");
    }

    async fn positions_are_told_as_the_line_moves(app: TestApp) {
        let (one, two, three) = (Visitor::arrive(app.address()).await, Visitor::arrive(app.address()).await, Visitor::arrive(app.address()).await);
        let (mut second, welcome) = two.connect(0).await;
        assert_eq!(welcome["conversations"][0]["position"], 2);
        let (mut third, welcome) = three.connect(0).await;
        assert_eq!(welcome["conversations"][0]["position"], 3);
        one.client.post("/visits/leave", json!({})).await;
        for (socket, place) in [(&mut second, 1), (&mut third, 2)] {
            let news = socket.wait("her place", |frame| frame["type"] == "conversation" && frame["position"] == place).await;
            assert_eq!(news["state"], "waiting");
            assert!(news["estimated_wait_seconds"].as_i64().unwrap() >= 30, "{news}");
            assert_eq!(news["channels"][0]["kind"], "main");
        }
        two.client.post("/visits/leave", json!({})).await;
        third.wait("her place", |frame| frame["position"] == 1).await;
    }
}

//! Leaving, in each state.

use serde_json::json;

use super::people::{command, counsellor, desk, hears, see, supervisor, talk};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::Visitor,
        client::Client,
        socket::{Handshake, Socket},
    },
};

async fn leave(visitor: &Visitor) {
    let answer = visitor.client.post("/visits/leave", json!({})).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
}

/// The token is dead everywhere.
async fn dead(visitor: &Visitor) {
    visitor.client.post("/visits/leave", json!({})).await.problem(401, "unauthenticated");
    let mut socket = Socket::open(&visitor.client).await;
    socket.send(json!({"type": "hello", "ref": 1, "protocol": 1, "token": visitor.token})).await;
    socket.error(1, "unauthenticated").await;
    socket.closed(4401).await;
}

both_engines! {
    async fn who_waits_and_leaves_is_closed_as_left_and_her_socket_ends(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let (mut socket, _) = visitor.connect(0).await;
        leave(&visitor).await;
        let news = hears(&mut socket, "closed").await;
        assert_eq!(news["closed_reason"], "left");
        socket.closed(4401).await;
        dead(&visitor).await;
        let seen = see(&supervisor(&app, "Boss").await, visitor.conversation).await;
        assert_eq!((&seen["state"], &seen["closed_reason"]), (&json!("closed"), &json!("left")));
    }

    async fn who_is_offered_and_leaves_is_closed_and_the_offer_is_gone(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        let (mut desk_socket, _) = mina.connect().await;
        let visitor = Visitor::arrive(app.address()).await;
        desk_socket.frame("offer").await;
        leave(&visitor).await;
        assert_eq!(desk_socket.frame("offer_gone").await["conversation"], visitor.conversation.to_string());
        command(&mina, visitor.conversation, "open").await.problem(404, "not_found");
        assert_eq!(desk(&mina).await["active"], 0, "the place is free");
        let next = Visitor::arrive(app.address()).await;
        mina.open(next.conversation).await;
    }

    async fn who_talks_and_leaves_sends_the_counsellor_to_wrap_up(app: TestApp) {
        let mut talk = talk(&app).await;
        leave(&talk.visitor).await;
        let news = hears(&mut talk.theirs, "wrap_up").await;
        assert_eq!(news["visitor_left"], true);
        talk.hers.closed(4401).await;
        dead(&talk.visitor).await;
        assert_eq!(talk.theirs.store(talk.channel, "남길 말").await["seq"], 1);
        let closed = command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        assert_eq!(closed["closed_reason"], "left");
    }

    async fn leaving_in_wrap_up_changes_no_state_and_leaving_when_closed_neither(app: TestApp) {
        let mut talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "wrap-up").await.expect(200);
        leave(&talk.visitor).await;
        let news = talk.theirs.wait("left", |frame| frame["visitor_left"] == true).await;
        assert_eq!(news["state"], "wrap_up");
        assert_eq!(see(&talk.counsellor, talk.conversation).await["state"], "wrap_up");
    }

    async fn leaving_after_the_close_only_kills_the_token(app: TestApp) {
        let talk = talk(&app).await;
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
        leave(&talk.visitor).await;
        dead(&talk.visitor).await;
        let seen = see(&talk.counsellor, talk.conversation).await;
        assert_eq!((&seen["state"], &seen["closed_reason"]), (&json!("closed"), &json!("done")));
    }

    async fn leaving_while_a_socket_says_hello_leaves_no_socket_behind(app: TestApp) {
        for _ in 0..10 {
            let visitor = Visitor::arrive(app.address()).await;
            let mut socket = Socket::open(&visitor.client).await;
            let hello = json!({"type": "hello", "ref": 1, "protocol": 1, "token": visitor.token});
            tokio::join!(socket.send(hello), leave(&visitor));
            socket.closed(4401).await;
        }
    }

    async fn leaving_needs_a_living_token_and_takes_no_body_or_an_empty_one(app: TestApp) {
        let mut anyone = Client::new(app.address());
        anyone.post("/visits/leave", json!({})).await.problem(401, "unauthenticated");
        anyone.token = Some("x".repeat(43));
        anyone.post("/visits/leave", json!({})).await.problem(401, "unauthenticated");
        let visitor = Visitor::arrive(app.address()).await;
        visitor.client.post("/visits/leave", json!({"why": "x"})).await.problem(422, "invalid");
        let answer = visitor.client.ask(reqwest::Method::POST, "/visits/leave", None, &[]).await;
        assert_eq!(answer.status, 204);
        // A cookie of hers means nothing: a token is never sent as one.
        let visitor = Visitor::arrive(app.address()).await;
        let cookie = Some(format!("gyeot={}", visitor.token));
        let mut socket = Socket::shake(app.address(), Handshake { cookie, ..Handshake::default() }).await.ok().unwrap();
        socket.send(json!({"type": "hello", "ref": 1, "protocol": 1})).await;
        socket.error(1, "unauthenticated").await;
        socket.closed(4401).await;
    }
}

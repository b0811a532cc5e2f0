//! Whoever lets go of a chat has no way back into it: not on the socket, not by HTTP, not on another node, from that
//! very moment on.

use gyeot::platform::db::Engine;
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{Talk, channel_of, command, counsellor, supervisor, talk, transfer};
use crate::{
    both_engines,
    support::{
        app::{Settings, TestApp},
        builders::Staff,
        nats,
        socket::Socket,
    },
};

/// How she lets go, or is made to.
#[derive(Debug, Clone, Copy)]
enum Way {
    ToTheLine,
    ToAColleague,
    TakenOver,
    /// A supervisor hands it on to a colleague.
    HandedOver,
}

const WAYS: [Way; 4] = [Way::ToTheLine, Way::ToAColleague, Way::TakenOver, Way::HandedOver];

async fn let_go(way: Way, talk: &Talk, boss: &Staff, colleague: &Staff) {
    match way {
        Way::ToTheLine => transfer(&talk.counsellor, talk.conversation, "line").await.expect(200),
        Way::ToAColleague => transfer(&talk.counsellor, talk.conversation, &colleague.id.to_string()).await.expect(200),
        Way::TakenOver => command(boss, talk.conversation, "take-over").await.expect(200),
        Way::HandedOver => transfer(boss, talk.conversation, &colleague.id.to_string()).await.expect(200),
    };
}

/// Everything that she may try by HTTP.
async fn finds_nothing(way: Way, who: &Staff, conversation: Uuid) {
    let path = format!("/conversations/{conversation}");
    for of in ["", "/notes", "/export"] {
        let answer = who.client.get(&format!("{path}{of}")).await;
        assert_eq!(answer.status, 404, "{way:?} {of}: {}", answer.body);
    }
    let note = json!({"body": "a note"});
    who.client.post(&format!("{path}/notes"), note).await.problem(404, "not_found");
    for verb in ["open", "wrap-up", "close"] {
        who.client.post(&format!("{path}/{verb}"), json!({})).await.problem(404, "not_found");
    }
    who.client.post(&format!("{path}/transfer"), json!({"to": "line"})).await.problem(404, "not_found");
    let list = who.client.get("/conversations").await.expect(200);
    assert!(list["items"].as_array().unwrap().iter().all(|item| item["id"] != json!(conversation)), "{way:?}: {list}");
}

/// Everything that she may try on a socket; nothing of the channel comes any more.
async fn hears_nothing(way: Way, socket: &mut Socket, channels: [Uuid; 2]) {
    for channel in channels {
        // History and sending are asked of the database at this very moment, whatever the news have told by now.
        socket.send(json!({"type": "history", "ref": 71, "channel": channel})).await;
        socket.error(71, "not_a_member").await;
        let message = json!({"type": "send", "ref": 72, "channel": channel, "id": Uuid::new_v4(), "body": "x"});
        socket.send(message).await;
        socket.error(72, "not_a_member").await;
        socket.send(json!({"type": "typing", "ref": 73, "channel": channel, "active": true})).await;
        socket.error(73, "not_a_member").await;
        socket.send(json!({"type": "read", "ref": 74, "channel": channel, "seq": 1})).await;
        socket.error(74, "not_a_member").await;
    }
    let came = socket.settle().await;
    let spoken = |frame: &&Value| ["message", "typing", "read", "history"].iter().any(|kind| frame["type"] == *kind);
    assert_eq!(came.iter().find(spoken), None, "{way:?}");
}

async fn she_has_no_way_back(way: Way, here: &TestApp, there: Option<&TestApp>) {
    let mut talk = talk(here).await;
    let (boss, colleague) = (supervisor(here, "Boss").await, counsellor(here, "Jiho").await);
    colleague.available(2).await;
    talk.hers.store(talk.channel, "비밀이에요").await;
    talk.theirs.frame("message").await;
    let elsewhere = match there {
        Some(node) => Staff::sign_in(node.address(), &talk.counsellor.email).await,
        None => Staff::sign_in(here.address(), &talk.counsellor.email).await,
    };
    let (mut second, welcome) = elsewhere.connect().await;
    assert_eq!(channel_of(&welcome["conversations"][0], "main"), talk.channel);
    let channels = [talk.channel, talk.staff];

    let_go(way, &talk, &boss, &colleague).await;

    // The first thing after the answer, before any news need have come.
    second.send(json!({"type": "history", "ref": 70, "channel": talk.channel})).await;
    second.error(70, "not_a_member").await;
    for who in [&talk.counsellor, &elsewhere] {
        finds_nothing(way, who, talk.conversation).await;
    }
    talk.hers.store(talk.channel, "거기 있나요").await;
    talk.hers.send(json!({"type": "typing", "channel": talk.channel, "active": true})).await;
    talk.hers.settle().await;
    for socket in [&mut talk.theirs, &mut second] {
        hears_nothing(way, socket, channels).await;
    }
    // A new socket, and one that says it was there before, is no way in either.
    let mut fresh = Socket::open(&elsewhere.client).await;
    let welcome = fresh.hello(None, &[(talk.channel, 0), (talk.staff, 0)]).await;
    assert_eq!(welcome["conversations"], json!([]), "{way:?}");
    hears_nothing(way, &mut fresh, channels).await;
    finds_nothing(way, &elsewhere, talk.conversation).await;
}

both_engines! {
    async fn a_counsellor_who_gave_it_to_the_line_has_no_way_back(app: TestApp) {
        she_has_no_way_back(Way::ToTheLine, &app, None).await;
    }

    async fn a_counsellor_who_gave_it_to_a_colleague_has_no_way_back(app: TestApp) {
        she_has_no_way_back(Way::ToAColleague, &app, None).await;
    }

    async fn a_counsellor_whom_a_supervisor_relieved_has_no_way_back(app: TestApp) {
        she_has_no_way_back(Way::TakenOver, &app, None).await;
    }

    async fn a_counsellor_whose_talk_was_handed_over_has_no_way_back(app: TestApp) {
        she_has_no_way_back(Way::HandedOver, &app, None).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_no_way_back_on_another_node_either() {
    let url: url::Url = nats::url().parse().unwrap();
    let join = |settings: &mut Settings| settings.config.nats_url = Some(url.clone());
    for way in WAYS {
        let one = TestApp::with(Engine::Postgres, join).await;
        let two = TestApp::on(one.databases(), join).await;
        she_has_no_way_back(way, &one, Some(&two)).await;
    }
}

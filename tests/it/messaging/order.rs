//! One order for all: numbers without a hole, each once, on every socket.

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::talk,
    support::{
        app::TestApp,
        socket::{Came, Socket},
    },
};

const EACH: usize = 60;

/// Sends and listens at once; gives back (seq, id, whether it was her own) in the order in which they came.
async fn chatter(mut socket: Socket, channel: Uuid, say: usize, hear: usize) -> Vec<(i64, Value, bool)> {
    let mut own = Vec::new();
    for number in 0..say {
        own.push(json!(socket.say(channel, &format!("{number}")).await));
        if number % 7 == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    let mut came = Vec::new();
    while came.len() < hear {
        let Came::Frame(frame) = socket.next().await else { panic!("closed after {}", came.len()) };
        let kind = frame["type"].as_str().unwrap();
        if (kind == "message" || kind == "stored") && frame["channel"] == json!(channel) {
            came.push((frame["seq"].as_i64().unwrap(), frame["id"].clone(), kind == "stored"));
        }
    }
    let stored: Vec<_> = came.iter().filter(|(_, _, mine)| *mine).map(|(_, id, _)| id.clone()).collect();
    assert_eq!(stored, own, "her own in the order sent, and no other is told as hers");
    came
}

both_engines! {
    async fn stored_and_message_come_in_one_order_for_all(app: TestApp) {
        let talk = talk(&app).await;
        let (second, _) = talk.counsellor.connect().await;
        let total = 3 * EACH;
        let (one, two, three) = tokio::join!(
            chatter(talk.hers, talk.channel, EACH, total),
            chatter(talk.theirs, talk.channel, EACH, total),
            chatter(second, talk.channel, EACH, total),
        );
        for came in [&one, &two, &three] {
            let numbers: Vec<i64> = came.iter().map(|(seq, _, _)| *seq).collect();
            assert_eq!(numbers, (1..=i64::try_from(total).unwrap()).collect::<Vec<_>>());
            let ids: Vec<_> = came.iter().map(|(_, id, _)| id).collect();
            assert_eq!(ids, one.iter().map(|(_, id, _)| id).collect::<Vec<_>>());
        }
    }

    async fn a_socket_that_joins_in_the_middle_gets_each_number_once(app: TestApp) {
        let mut talk = talk(&app).await;
        let channel = talk.channel;
        let talking = tokio::spawn(async move {
            for number in 0..300 {
                talk.theirs.say(channel, &format!("{number}")).await;
                if number % 20 == 0 {
                    tokio::time::sleep(Duration::from_millis(3)).await;
                }
            }
            talk.theirs.wait("the last", |frame| frame["seq"] == 300).await;
        });
        let mut after = 0;
        for _ in 0..6 {
            let (mut socket, _) = talk.visitor.connect(after).await;
            for _ in 0..25 {
                let Came::Frame(frame) = socket.next().await else { panic!("closed") };
                if frame["type"] == "message" {
                    after += 1;
                    assert_eq!(frame["seq"], after);
                }
            }
        }
        talking.await.unwrap();
        let (mut socket, _) = talk.visitor.connect(after).await;
        while after < 300 {
            let Came::Frame(frame) = socket.next().await else { panic!("closed") };
            if frame["type"] == "message" {
                after += 1;
                assert_eq!(frame["seq"], after);
            }
        }
        assert_eq!(socket.frame("caught_up").await["seq"], 300);
    }

    async fn system_news_take_no_numbers(app: TestApp) {
        let mut talk = talk(&app).await;
        talk.hers.store(talk.channel, "하나").await;
        crate::chat::people::command(&talk.counsellor, talk.conversation, "wrap-up").await.expect(200);
        crate::chat::people::hears(&mut talk.hers, "wrap_up").await;
        assert_eq!(talk.hers.store(talk.channel, "둘").await["seq"], 2);
    }
}

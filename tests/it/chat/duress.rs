//! The duress word: a page with nothing on it, and help.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{see, supervisor, talk};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        client::Answer,
        socket::Socket,
    },
};

const WRONG: &str = "가을 하늘 바람 구름 강아지 고양이";

/// Her code with the duress word in place of its last.
fn forced(visitor: &Visitor) -> String {
    let (five, _) = visitor.return_code.rsplit_once(' ').unwrap();
    format!("{five} {}", visitor.duress_word)
}

async fn enter(app: &TestApp, code: &str) -> Answer {
    app.anyone().post("/visits/return", json!({"return_code": code})).await
}

/// Enters it, and looks at what comes.
async fn enter_forced(app: &TestApp, code: &str) -> Value {
    let answer = enter(app, code).await.expect(200);
    assert_eq!((&answer["harmless"], &answer["counsellor"]), (&json!(true), &Value::Null), "{answer}");
    assert_eq!(answer.as_object().unwrap().len(), 5, "{answer}");
    answer
}

/// What rings for duress.
async fn alerts(boss: &Staff) -> Vec<Value> {
    let list = boss.client.get("/alerts").await.expect(200);
    let items = list["items"].as_array().unwrap().iter();
    items.filter(|alert| alert["kind"] == "duress").cloned().collect()
}

both_engines! {
    async fn it_is_one_word_of_her_list_and_not_her_last(app: TestApp) {
        for (language, of_it) in [("ko", '가'..='힣'), ("en", 'a'..='z')] {
            let visitor = Visitor::ask(app.address(), json!({"language": language})).await;
            assert!(visitor.duress_word.chars().all(|letter| of_it.contains(&letter)), "{}", visitor.duress_word);
            assert!(visitor.return_code.split(' ').all(|word| word != visitor.duress_word));
        }
    }

    async fn it_opens_nothing_and_leaves_her_where_she_is(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::ask(app.address(), json!({"language": "ko", "nickname": "별이", "first_message": "나 여기"})).await;
        let (mut hers, _) = visitor.connect(1).await;
        let before = see(&boss, visitor.conversation).await;
        let one = enter_forced(&app, &forced(&visitor)).await;
        let two = enter_forced(&app, &forced(&visitor)).await;
        for field in ["conversation", "channel", "token"] {
            assert_ne!(one[field], two[field], "{field}");
        }
        let ids = [visitor.conversation.to_string(), visitor.channel.to_string(), visitor.token.clone()];
        for answer in [&one, &two] {
            assert!(ids.iter().all(|id| !answer.to_string().contains(id)), "{answer}");
            let token = answer["token"].as_str().unwrap();
            let mut socket = Socket::open(&app.anyone()).await;
            socket.send(json!({"type": "hello", "ref": 1, "protocol": 1, "token": token})).await;
            socket.error(1, "unauthenticated").await;
            socket.closed(4401).await;
            let mut client = app.anyone();
            client.token = Some(token.to_owned());
            for path in ["/visits/leave", "/visits/later"] {
                client.post(path, json!({})).await.problem(401, "unauthenticated");
            }
            let fresh: Uuid = answer["conversation"].as_str().unwrap().parse().unwrap();
            boss.client.get(&format!("/conversations/{fresh}")).await.problem(404, "not_found");
        }
        // All that she could see is as it was.
        let after = see(&boss, visitor.conversation).await;
        for field in ["state", "position", "visitor_left", "visitor_present", "closed_reason", "later"] {
            assert_eq!(after[field], before[field], "{field}");
        }
        for frame in hers.settle().await.iter().filter(|frame| frame["type"] != "caught_up") {
            assert!(frame["type"] == "conversation" && frame["state"] == "waiting" && frame["position"] == 1, "{frame}");
            assert!(frame.get("risk").is_none() && frame.get("helplines").is_none(), "{frame}");
        }
        hers.store(visitor.channel, "아직 여기").await;
        visitor.connect(2).await;
        // And her own code does what it did.
        assert_eq!(enter(&app, &visitor.return_code).await.expect(200)["conversation"], json!(visitor.conversation));
    }

    async fn the_staff_hear_of_it_at_once(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let (mut socket, _) = boss.connect().await;
        let visitor = Visitor::arrive(app.address()).await;
        enter_forced(&app, &forced(&visitor)).await;
        let alert = socket.wait("the alert", |frame| frame["type"] == "alert" && frame["kind"] == "duress").await;
        assert_eq!((&alert["loud"], &alert["risk"], &alert["conversation"]),
            (&json!(true), &json!(3), &json!(visitor.conversation)));
        let risk = boss.client.get(&format!("/conversations/{}/risk", visitor.conversation)).await.expect(200);
        assert_eq!((&risk["risk"], &risk["items"][0]["source"], &risk["items"][0]["to"]), (&json!(3), &json!("duress"), &json!(3)));
        // Once while nobody has answered, however often it is typed.
        enter_forced(&app, &forced(&visitor)).await;
        assert_eq!(alerts(&boss).await.len(), 1);
        let id = alert["alert"].as_str().unwrap();
        boss.client.post(&format!("/alerts/{id}/answer"), json!({})).await.expect(200);
        enter_forced(&app, &forced(&visitor)).await;
        assert_eq!(alerts(&boss).await.len(), 1, "and again once one has answered");
    }

    async fn a_class_that_is_higher_stays(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::arrive(app.address()).await;
        boss.client.post(&format!("/conversations/{}/risk", visitor.conversation), json!({"risk": 4})).await.expect(200);
        enter_forced(&app, &forced(&visitor)).await;
        assert_eq!(see(&boss, visitor.conversation).await["risk"], 4);
        assert_eq!(alerts(&boss).await.len(), 1);
    }

    async fn it_moves_her_to_the_head_of_the_line(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let before = Visitor::arrive(app.address()).await;
        let visitor = Visitor::arrive(app.address()).await;
        assert_eq!(see(&boss, visitor.conversation).await["position"], 2);
        enter_forced(&app, &forced(&visitor)).await;
        assert_eq!(see(&boss, visitor.conversation).await["position"], 1);
        assert_eq!(see(&boss, before.conversation).await["position"], 2);
    }

    async fn a_talk_goes_on_while_somebody_types_it(app: TestApp) {
        let mut talk = talk(&app).await;
        enter_forced(&app, &forced(&talk.visitor)).await;
        let told = talk.theirs.wait("the class", |frame| frame["type"] == "conversation" && frame["risk"] == 3).await;
        assert_eq!((&told["state"], &told["visitor_present"], &told["visitor_left"]), (&json!("active"), &json!(true), &json!(false)));
        talk.hers.store(talk.channel, "계속해요").await;
        assert_eq!(talk.theirs.frame("message").await["body"], "계속해요");
    }

    async fn after_the_close_it_rings_too_and_her_return_begins_with_the_class(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let visitor = Visitor::arrive(app.address()).await;
        visitor.client.post("/visits/leave", json!({})).await.expect(204);
        enter_forced(&app, &forced(&visitor)).await;
        assert_eq!(alerts(&boss).await[0]["conversation"], json!(visitor.conversation));
        let closed = see(&boss, visitor.conversation).await;
        assert_eq!((&closed["state"], &closed["risk"]), (&json!("closed"), &json!(0)), "what is over keeps its class");
        let list = boss.client.get("/conversations").await.expect(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "nothing was begun");
        let back = enter(&app, &visitor.return_code).await.expect(200);
        let fresh = back["conversation"].as_str().unwrap().parse().unwrap();
        assert_eq!(see(&boss, fresh).await["risk"], 3);
    }

    async fn it_is_read_however_it_is_typed(app: TestApp) {
        for language in ["ko", "en"] {
            let visitor = Visitor::ask(app.address(), json!({"language": language})).await;
            let code = forced(&visitor);
            for typed in [code.to_uppercase(), code.replace(' ', " - "), format!("\t{}.\n", code.replace(' ', ", "))] {
                enter_forced(&app, &typed).await;
            }
        }
    }

    async fn only_its_own_five_words_go_before_it(app: TestApp) {
        let (one, two) = (Visitor::arrive(app.address()).await, Visitor::arrive(app.address()).await);
        let boss = supervisor(&app, "Boss").await;
        let (five, last) = two.return_code.rsplit_once(' ').unwrap();
        // Another's duress word, and her own in another place.
        let first = five.split_once(' ').unwrap().1;
        for typed in [format!("{five} {}", one.duress_word), format!("{} {first} {last}", two.duress_word)] {
            enter(&app, &typed).await.problem(404, "not_found");
        }
        assert_eq!(alerts(&boss).await, Vec::<Value>::new());
    }

    async fn it_is_no_wrong_code(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        let begun = Instant::now();
        for _ in 0..4 {
            enter(&app, WRONG).await.problem(404, "not_found");
        }
        for _ in 0..8 {
            enter_forced(&app, &forced(&visitor)).await;
        }
        enter(&app, WRONG).await.problem(404, "not_found");
        // Counted as failures they would have cost more than half a minute.
        assert!(begun.elapsed() < Duration::from_secs(12), "it took {:?}", begun.elapsed());
    }

    async fn it_is_no_right_code_that_lets_a_guesser_begin_anew(app: TestApp) {
        let visitor = Visitor::arrive(app.address()).await;
        for _ in 0..6 {
            enter(&app, WRONG).await.problem(404, "not_found");
        }
        enter_forced(&app, &forced(&visitor)).await;
        enter(&app, WRONG).await.problem(404, "not_found");
        let begun = Instant::now();
        enter(&app, WRONG).await.problem(404, "not_found");
        assert!(begun.elapsed() >= Duration::from_millis(1900), "it took only {:?}", begun.elapsed());
    }

    async fn it_takes_about_as_long_as_the_right_code(app: TestApp) {
        let (free, not_free) = (Visitor::arrive(app.address()).await, Visitor::arrive(app.address()).await);
        let codes = [free.return_code.clone(), forced(&not_free)];
        let mut times = [Vec::new(), Vec::new()];
        // In turns, so that both meet the same weather.
        for _ in 0..21 {
            for (code, times) in codes.iter().zip(&mut times) {
                let begun = Instant::now();
                enter(&app, code).await.expect(200);
                times.push(begun.elapsed());
            }
        }
        let [right, duress] = times.map(|mut times| {
            times.sort_unstable();
            times[times.len() / 2]
        });
        assert!(duress < right * 3 && right < duress * 3, "{right:?} and {duress:?}");
    }

    async fn its_spelling_is_not_in_the_database(app: TestApp) {
        Visitor::arrive(app.address()).await;
        let mut conn = app.db.read().await.unwrap();
        let (code, duress): (Vec<u8>, Vec<u8>) =
            conn.query("SELECT return_mac, duress_mac FROM visitor").fetch_one().await.unwrap();
        assert_eq!((code.len(), duress.len()), (32, 32));
        assert_ne!(code, duress);
    }

    async fn who_came_before_there_was_one_has_none(app: TestApp) {
        let (one, two) = (Visitor::arrive(app.address()).await, Visitor::arrive(app.address()).await);
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE visitor SET duress_mac = NULL").execute().await.unwrap();
        tx.commit().await.unwrap();
        enter(&app, &forced(&one)).await.problem(404, "not_found");
        enter(&app, &two.return_code).await.expect(200);
    }
}

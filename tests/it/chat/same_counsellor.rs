//! Who comes back is offered to the counsellor whom she knows.

use gyeot::platform::db::Engine;
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{at_leisure, becomes, command, counsellor, pass, see, staff, supervisor, transfer};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
    },
};

/// A visitor who has talked with `counsellor`; it is over.
async fn talked_with(app: &TestApp, counsellor: &Staff) -> Visitor {
    counsellor.available(4).await;
    let visitor = Visitor::arrive(app.address()).await;
    counsellor.open(visitor.conversation).await;
    command(counsellor, visitor.conversation, "close").await.expect(200);
    visitor
}

async fn come_back(app: &TestApp, visitor: &Visitor) -> Value {
    app.anyone().post("/visits/return", json!({"return_code": visitor.return_code})).await.expect(200)
}

fn conversation(back: &Value) -> Uuid {
    back["conversation"].as_str().unwrap().parse().unwrap()
}

/// Whom a conversation is offered to.
async fn asked(boss: &Staff, conversation: Uuid) -> Value {
    let seen = see(boss, conversation).await;
    assert_eq!(seen["state"], "offered", "{seen}");
    seen["counsellor"]["name"].clone()
}

both_engines! {
    async fn she_is_offered_to_the_one_whom_she_knows_over_one_with_less_to_do(app: TestApp) {
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let visitor = talked_with(&app, &mina).await;
        // Mina has one more, Jiho none.
        let other = Visitor::arrive(app.address()).await;
        mina.open(other.conversation).await;
        jiho.available(4).await;
        let back = come_back(&app, &visitor).await;
        assert_eq!(back["counsellor"], json!({"name": "Mina", "on_duty": true}));
        assert!(back.get("harmless").is_none());
        assert_eq!(asked(&boss, conversation(&back)).await, "Mina");
        // And again, however often she comes.
        mina.open(conversation(&back)).await;
        command(&mina, conversation(&back), "close").await.expect(200);
        assert_eq!(asked(&boss, conversation(&come_back(&app, &visitor).await)).await, "Mina");
    }

    async fn nobody_waits_for_her_who_is_not_there_or_full(app: TestApp) {
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let (one, two) = (talked_with(&app, &mina).await, talked_with(&app, &mina).await);
        jiho.available(4).await;
        mina.client.put("/desk", json!({"state": "away", "capacity": 1})).await.expect(200);
        let back = come_back(&app, &one).await;
        assert_eq!(back["counsellor"], json!({"name": "Mina", "on_duty": false}));
        assert_eq!(asked(&boss, conversation(&back)).await, "Jiho");
        // At her desk, with the only place taken.
        jiho.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        mina.available(1).await;
        let other = Visitor::arrive(app.address()).await;
        mina.open(other.conversation).await;
        jiho.available(4).await;
        let back = come_back(&app, &two).await;
        assert_eq!(back["counsellor"], json!({"name": "Mina", "on_duty": true}));
        assert_eq!(asked(&boss, conversation(&back)).await, "Jiho");
    }

    async fn it_is_the_one_who_answered_last(app: TestApp) {
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        mina.available(4).await;
        let visitor = Visitor::arrive(app.address()).await;
        mina.open(visitor.conversation).await;
        jiho.available(4).await;
        transfer(&mina, visitor.conversation, &jiho.id.to_string()).await.expect(200);
        jiho.open(visitor.conversation).await;
        command(&jiho, visitor.conversation, "close").await.expect(200);
        let back = come_back(&app, &visitor).await;
        assert_eq!(back["counsellor"]["name"], "Jiho");
        assert_eq!(asked(&boss, conversation(&back)).await, "Jiho");
    }

    async fn who_was_never_answered_knows_nobody(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let visitor = Visitor::arrive(app.address()).await;
        assert_eq!(come_back(&app, &visitor).await["counsellor"], Value::Null);
        // Offered is not answered.
        mina.available(1).await;
        assert_eq!(come_back(&app, &visitor).await["counsellor"], Value::Null);
        visitor.client.post("/visits/leave", json!({})).await;
        assert_eq!(come_back(&app, &visitor).await["counsellor"], Value::Null);
    }

    async fn while_they_talk_it_is_the_one_who_has_her(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        let visitor = Visitor::arrive(app.address()).await;
        mina.open(visitor.conversation).await;
        assert_eq!(come_back(&app, &visitor).await["counsellor"], json!({"name": "Mina", "on_duty": true}));
    }

    async fn she_is_remembered_through_a_visit_that_nobody_answered(app: TestApp) {
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let visitor = talked_with(&app, &mina).await;
        mina.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        let mut client = app.anyone();
        client.token = come_back(&app, &visitor).await["token"].as_str().map(str::to_owned);
        client.post("/visits/leave", json!({})).await.expect(204);
        jiho.available(4).await;
        mina.available(4).await;
        assert_eq!(asked(&boss, conversation(&come_back(&app, &visitor).await)).await, "Mina");
    }

    async fn one_whose_account_was_disabled_is_not_named_and_not_preferred(app: TestApp) {
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        let visitor = talked_with(&app, &mina).await;
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE account SET disabled_at = $1 WHERE id = $2").bind(app.clock.now()).bind(mina.id).execute().await.unwrap();
        tx.commit().await.unwrap();
        let back = come_back(&app, &visitor).await;
        assert_eq!(back["counsellor"], Value::Null);
        let mut conn = app.db.read().await.unwrap();
        let (prefers,): (Option<Uuid>,) =
            conn.query("SELECT prefers FROM conversation WHERE id = $1").bind(conversation(&back)).fetch_one().await.unwrap();
        assert_eq!(prefers, None);
        drop(conn);
        assert_eq!(see(&boss, conversation(&back)).await["continues"], json!(visitor.conversation));
    }

    async fn the_language_goes_before_the_preference(app: TestApp) {
        let both = staff(&app, "Both", "counsellor", "ko,en").await;
        let boss = supervisor(&app, "Boss").await;
        both.available(4).await;
        let visitor = Visitor::ask(app.address(), json!({"language": "en"})).await;
        both.open(visitor.conversation).await;
        command(&both, visitor.conversation, "close").await.expect(200);
        // She has sat down anew, with another language.
        let mut tx = app.db.write().await.unwrap();
        tx.query("UPDATE desk SET languages = 'ko'").execute().await.unwrap();
        tx.commit().await.unwrap();
        let jiho = staff(&app, "Jiho", "counsellor", "en").await;
        jiho.available(1).await;
        assert_eq!(asked(&boss, conversation(&come_back(&app, &visitor).await)).await, "Jiho");
    }

    async fn the_preference_decides_who_and_never_when(app: TestApp) {
        let (mina, boss) = (counsellor(&app, "Mina").await, supervisor(&app, "Boss").await);
        let visitor = talked_with(&app, &mina).await;
        mina.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        let first = Visitor::arrive(app.address()).await;
        let back = come_back(&app, &visitor).await;
        // One place, and it is Mina's: whoever stood first gets it.
        mina.available(1).await;
        assert_eq!(asked(&boss, first.conversation).await, "Mina");
        let seen = see(&boss, conversation(&back)).await;
        assert_eq!((&seen["state"], &seen["position"]), (&json!("waiting"), &json!(1)));
        // Nor does she keep a place free for her.
        let jiho = counsellor(&app, "Jiho").await;
        jiho.available(1).await;
        assert_eq!(asked(&boss, conversation(&back)).await, "Jiho");
    }

    async fn an_offer_that_she_does_not_open_goes_to_the_others(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let visitor = talked_with(&app, &mina).await;
        let (_mina, _) = mina.connect().await;
        jiho.available(4).await;
        let (_jiho, _) = jiho.connect().await;
        let back = come_back(&app, &visitor).await;
        let fresh = conversation(&back);
        let mut socket = crate::support::socket::Socket::open(&app.anyone()).await;
        socket.hello(back["token"].as_str(), &[]).await;
        assert_eq!(asked(&boss, fresh).await, "Mina");
        pass(&app, 30).await;
        becomes(&boss, fresh, "offered").await;
        assert_eq!(asked(&boss, fresh).await, "Jiho");
    }

    async fn who_let_her_go_is_not_preferred_any_more(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        let visitor = talked_with(&app, &mina).await;
        let back = come_back(&app, &visitor).await;
        let fresh = conversation(&back);
        mina.open(fresh).await;
        let (_socket, _) = mina.connect().await;
        let mut hers = crate::support::socket::Socket::open(&app.anyone()).await;
        hers.hello(back["token"].as_str(), &[]).await;
        transfer(&mina, fresh, "line").await.expect(200);
        assert_eq!(see(&boss, fresh).await["state"], "waiting", "she is not offered what she let go");
        // After three minutes she may be asked again, but no longer before others.
        mina.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
        pass(&app, 180).await;
        let busy = Visitor::arrive(app.address()).await;
        assert_eq!(see(&boss, busy.conversation).await["state"], "waiting");
        mina.client.put("/desk", json!({"state": "available", "capacity": 1})).await.expect(200);
        jiho.available(4).await;
        let mut conn = app.db.read().await.unwrap();
        let (prefers,): (Option<Uuid>,) =
            conn.query("SELECT prefers FROM conversation WHERE id = $1").bind(fresh).fetch_one().await.unwrap();
        assert_eq!(prefers, None);
    }
}

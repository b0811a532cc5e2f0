//! Who is offered to whom.

use futures_util::future::join_all;
use gyeot::platform::db::Engine;
use serde_json::json;

use super::people::{at_leisure, becomes, command, counsellor, desk, see, staff, supervisor};
use crate::{
    both_engines,
    support::{app::TestApp, builders::Visitor},
};

both_engines! {
    async fn the_longest_waiting_is_offered_first(app: TestApp) {
        let mut line = Vec::new();
        for _ in 0..3 {
            line.push(Visitor::arrive(app.address()).await);
        }
        let mina = counsellor(&app, "Mina").await;
        mina.available(2).await;
        let boss = supervisor(&app, "Boss").await;
        for (visitor, state) in line.iter().zip(["offered", "offered", "waiting"]) {
            assert_eq!(see(&boss, visitor.conversation).await["state"], state);
        }
        assert_eq!(see(&boss, line[2].conversation).await["position"], 1);
    }

    async fn one_conversation_is_offered_to_one_counsellor_only(app: TestApp) {
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        mina.available(5).await;
        jiho.available(5).await;
        let visitor = Visitor::arrive(app.address()).await;
        let answers = [command(&mina, visitor.conversation, "open").await, command(&jiho, visitor.conversation, "open").await];
        let mut statuses = answers.map(|answer| answer.status.as_u16());
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 404]);
    }

    async fn only_who_speaks_the_language_is_asked(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        mina.available(5).await;
        let english = Visitor::ask(app.address(), json!({"language": "en"})).await;
        let korean = Visitor::arrive(app.address()).await;
        mina.open(korean.conversation).await;
        command(&mina, english.conversation, "open").await.problem(404, "not_found");
        let both = staff(&app, "Jiho", "counsellor", "ko,en").await;
        both.available(1).await;
        both.open(english.conversation).await;
    }

    async fn the_least_loaded_is_asked(app: TestApp) {
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        mina.available(5).await;
        for _ in 0..2 {
            let visitor = Visitor::arrive(app.address()).await;
            mina.open(visitor.conversation).await;
        }
        jiho.available(5).await;
        for expected in [1, 2] {
            Visitor::arrive(app.address()).await;
            assert_eq!(desk(&jiho).await["active"], expected);
        }
        Visitor::arrive(app.address()).await;
        Visitor::arrive(app.address()).await;
        assert_eq!((&desk(&mina).await["active"], &desk(&jiho).await["active"]), (&json!(3), &json!(3)));
    }

    async fn of_two_as_loaded_the_one_who_was_asked_longer_ago_is_asked(engine: Engine) {
        let app = at_leisure(engine).await;
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        mina.available(2).await;
        let first = Visitor::arrive(app.address()).await;
        mina.open(first.conversation).await;
        jiho.available(2).await;
        app.clock.advance(std::time::Duration::from_secs(1));
        let second = Visitor::arrive(app.address()).await;
        jiho.open(second.conversation).await;
        app.clock.advance(std::time::Duration::from_secs(1));
        let third = Visitor::arrive(app.address()).await;
        mina.open(third.conversation).await;
    }

    async fn offered_active_and_wrap_up_count_against_capacity(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        mina.available(1).await;
        let (first, second) = (Visitor::arrive(app.address()).await, Visitor::arrive(app.address()).await);
        let boss = supervisor(&app, "Boss").await;
        let waits = async || see(&boss, second.conversation).await["state"] == "waiting";
        assert!(waits().await, "one is offered");
        mina.open(first.conversation).await;
        assert!(waits().await, "one is active");
        command(&mina, first.conversation, "wrap-up").await.expect(200);
        assert!(waits().await, "one is in wrap-up");
        assert_eq!(desk(&mina).await["active"], 1);
        command(&mina, first.conversation, "close").await.expect(200);
        becomes(&boss, second.conversation, "offered").await;
    }

    async fn a_desk_made_smaller_gets_nobody_until_it_has_room(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        mina.available(2).await;
        let (first, second) = (Visitor::arrive(app.address()).await, Visitor::arrive(app.address()).await);
        mina.open(first.conversation).await;
        mina.open(second.conversation).await;
        mina.available(1).await;
        let third = Visitor::arrive(app.address()).await;
        let boss = supervisor(&app, "Boss").await;
        command(&mina, first.conversation, "close").await.expect(200);
        assert_eq!(see(&boss, third.conversation).await["state"], "waiting");
        command(&mina, second.conversation, "close").await.expect(200);
        assert_eq!(see(&boss, third.conversation).await["state"], "offered");
    }

    async fn many_at_once_are_assigned_once_each_and_within_capacity(app: TestApp) {
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        mina.available(7).await;
        let ((), _) = tokio::join!(
            async { join_all((0..20).map(|_| Visitor::arrive(app.address()))).await; },
            jiho.available(6),
        );
        let (hers, his) = (desk(&mina).await, desk(&jiho).await);
        assert_eq!((&hers["active"], &his["active"], &his["waiting"]), (&json!(7), &json!(6), &json!(7)));
    }
}

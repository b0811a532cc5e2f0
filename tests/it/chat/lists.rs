//! Lists of conversations: whose, in which order, page by page.

use serde_json::{Value, json};

use super::people::{command, counsellor, supervisor};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
    },
};

async fn list(staff: &Staff, query: &str) -> Value {
    staff.client.get(&format!("/conversations{query}")).await.expect(200)
}

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn a_counsellor_sees_hers_and_those_offered_to_her_and_a_supervisor_all_without_text(app: TestApp) {
        let (mina, jiho, boss) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await, supervisor(&app, "Boss").await);
        mina.available(2).await;
        let mut visitors = Vec::new();
        for _ in 0..3 {
            visitors.push(Visitor::ask(app.address(), json!({"language": "ko", "topic": "비밀"})).await);
        }
        mina.open(visitors[0].conversation).await;
        let hers = list(&mina, "").await;
        assert_eq!(ids(&hers), [visitors[1].conversation.to_string(), visitors[0].conversation.to_string()]);
        assert_eq!((&hers["items"][0]["topic"], &hers["items"][1]["topic"]), (&json!(null), &json!("비밀")));
        assert!(hers["next"].is_null());
        assert_eq!(list(&jiho, "").await, json!({"items": [], "next": null}));
        let all = list(&boss, "").await;
        assert_eq!(all["items"].as_array().unwrap().len(), 3);
        assert!(!all.to_string().contains("비밀"), "{all}");
        for item in all["items"].as_array().unwrap() {
            for field in ["id", "state", "closed_reason", "language", "risk", "position", "waiting_since", "opened_at", "counsellor", "channels"] {
                assert!(item.get(field).is_some(), "{field} in {item}");
            }
        }
        command(&mina, visitors[0].conversation, "close").await.expect(200);
        assert_eq!(ids(&list(&mina, "?state=closed").await), [visitors[0].conversation.to_string()], "the last counsellor's");
    }

    async fn a_state_filters_and_pages_join_without_gap_or_repeat(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        let mut made = Vec::new();
        for _ in 0..7 {
            made.push(Visitor::arrive(app.address()).await.conversation.to_string());
        }
        let gone = Visitor::arrive(app.address()).await;
        gone.client.post("/visits/leave", json!({})).await;
        made.reverse();
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = list(&boss, &format!("?state=waiting&limit=3{cursor}")).await;
            assert!(page["items"].as_array().unwrap().len() <= 3);
            seen.extend(ids(&page));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, made);
        assert_eq!(ids(&list(&boss, "?state=closed").await), [gone.conversation.to_string()]);
        assert_eq!(ids(&list(&boss, "?state=active").await), [""; 0]);
    }

    async fn a_limit_is_clamped_and_nonsense_is_refused(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        for _ in 0..3 {
            Visitor::arrive(app.address()).await;
        }
        assert_eq!(ids(&list(&boss, "?limit=100000").await).len(), 3);
        assert_eq!(ids(&list(&boss, "?limit=0").await).len(), 1);
        assert_eq!(ids(&list(&boss, "?limit=-4").await).len(), 1);
        for (query, field) in [("?limit=many", "limit"), ("?state=odd", "state"), ("?cursor=%21", "cursor"), ("?cursor=AAAA", "cursor")] {
            let problem = boss.client.get(&format!("/conversations{query}")).await.problem(422, "invalid");
            assert_eq!(problem["field"], field);
        }
    }

    async fn a_list_holds_a_hundred_at_the_most(app: TestApp) {
        let boss = supervisor(&app, "Boss").await;
        for _ in 0..101 {
            Visitor::arrive(app.address()).await;
        }
        let page = list(&boss, "?limit=500").await;
        assert_eq!(ids(&page).len(), 100);
        let cursor = page["next"].as_str().unwrap();
        let rest = list(&boss, &format!("?limit=500&cursor={cursor}")).await;
        assert_eq!((ids(&rest).len(), rest["next"].is_null()), (1, true));
    }

    async fn one_conversation_is_shown_to_whom_it_belongs(app: TestApp) {
        let (mina, jiho) = (counsellor(&app, "Mina").await, counsellor(&app, "Jiho").await);
        mina.available(1).await;
        let visitor = Visitor::arrive(app.address()).await;
        let path = format!("/conversations/{}", visitor.conversation);
        assert_eq!(mina.client.get(&path).await.expect(200)["id"], json!(visitor.conversation));
        jiho.client.get(&path).await.problem(404, "not_found");
        mina.client.get("/conversations/nonsense").await.problem(404, "not_found");
        app.anyone().get(&path).await.problem(401, "unauthenticated");
        visitor.client.get(&path).await.problem(401, "unauthenticated");
        app.anyone().get("/conversations").await.problem(401, "unauthenticated");
    }
}

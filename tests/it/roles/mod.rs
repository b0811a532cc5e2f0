//! Role × call × owner: who may do what, to whose things. One table of every route and every command of the socket;
//! each is tried as everybody. A route or command that is not in the table fails.

mod callers;
mod commands;
mod table;
mod world;

pub use world::today;

use std::collections::BTreeSet;

use gyeot::platform::db::Engine;
use http::Method;
use serde_json::json;
use uuid::Uuid;

use self::{
    callers::Caller,
    table::{Access, Origin, Row, Subject, table},
    world::{Thing, World},
};
use crate::{
    api::described,
    both_engines,
    support::{app::TestApp, builders::Staff, client::Answer},
};

#[test]
fn every_route_is_in_the_table_and_every_line_of_the_table_is_a_route() {
    let known: BTreeSet<_> =
        table().iter().map(|row| (row.method.to_string(), format!("/api/v1{}", row.path))).collect();
    let described: BTreeSet<_> = described()
        .into_iter()
        .flat_map(|(path, methods)| methods.into_iter().map(move |method| (method, path.clone())))
        .collect();
    assert_eq!(known, described);
}

both_engines! {
    async fn everybody_may_what_the_table_says_and_nothing_else(engine: Engine) {
        let world = World::new(engine).await;
        let mut wrong = Vec::new();
        let mut tried = 0;
        for row in table() {
            // Those who are refused come first, all on one thing: had one of them changed it, the others would fail.
            let mut callers = row.callers();
            callers.sort_by_key(|caller| row.expected(*caller) < 400);
            let mut untouched = None;
            for caller in callers {
                tried += 1;
                let changes = row.method != Method::GET && row.expected(caller) < 400;
                let thing = match untouched.take() {
                    Some(thing) if caller != Caller::Observer => thing,
                    other => {
                        untouched = other;
                        world.make(row.on, caller).await
                    }
                };
                let (faults, answer) = attempt(&world, &row, caller, &thing).await;
                wrong.extend(faults);
                world.leave_with(&answer).await;
                if changes || caller == Caller::Observer {
                    world.clean_up(thing).await;
                } else {
                    untouched = Some(thing);
                }
            }
            if let Some(thing) = untouched {
                world.clean_up(thing).await;
            }
        }
        assert!(tried > 500, "only {tried} tries");
        assert!(wrong.is_empty(), "{} of {tried} are not as the table says:\n{}", wrong.len(), wrong.join("\n"));
    }

    async fn a_session_that_must_enrol_opens_nothing_but_enrolling(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.config.require_second_factor = true).await;
        let everything = "counsellor,supervisor,professional,operator,verifier,case_officer,monitor,council,admin";
        let mina = Staff::hire(&app, "Mina", everything).await;
        let enrolling = ["/session", "/session/second-factor"];
        for row in table() {
            let needs_session = matches!(row.access, Access::SignedIn(_) | Access::Roles { .. });
            if needs_session && !enrolling.contains(&row.path) {
                let path = row.path.replace("{id}", &Uuid::now_v7().to_string());
                let answer = mina.client.ask(row.method.clone(), &path, Some(row.body.to_string()), &[]).await;
                assert_eq!(answer.status, 401, "{row}: {}", answer.body);
            }
        }
        let code = json!({"code": "000000"});
        mina.client.get("/session").await.expect(200);
        mina.client.get("/session/second-factor").await.expect(200);
        mina.client.post("/session/second-factor", code).await.problem(422, "invalid");
        mina.client.delete("/session").await.expect(204);
    }

    async fn a_list_shows_a_counsellor_her_own_and_a_supervisor_no_text(engine: Engine) {
        let world = World::new(engine).await;
        let thing = world.make(Subject::Active, Caller::Holder).await;
        let lists = async |caller| {
            let list = world.client(caller, &thing).get("/conversations?limit=100").await.expect(200);
            list["items"].as_array().unwrap().clone()
        };
        let holders = lists(Caller::Holder).await;
        assert!(holders.iter().any(|item| item["id"] == json!(thing.id)));
        assert!(holders.iter().all(|item| item["channels"].as_array().is_some_and(|channels| !channels.is_empty())));
        assert_eq!(lists(Caller::OtherCounsellor).await, Vec::<serde_json::Value>::new());
        let all = lists(Caller::Supervisor).await;
        assert_eq!(all.len(), holders.len());
        for item in all {
            assert_eq!(item["channels"], json!([]));
            assert_eq!((&item["visitor_name"], &item["topic"], &item["safe_now"]), (&json!(null), &json!(null), &json!(null)));
        }
    }
}

/// Tries one call as somebody, and says what was not as the table has it.
async fn attempt(world: &World, row: &Row, caller: Caller, thing: &Thing) -> (Vec<String>, Answer) {
    let mut client = match row.on {
        Subject::FreshSession => world.fresh(caller).await,
        _ => world.client(caller, thing),
    };
    let path = row.path.replace("{id}", &thing.id.to_string());
    let body = row.body.to_string().replace("{n}", &Uuid::now_v7().to_string()).replace("{code}", &world.return_code);
    let body = (row.method != Method::GET).then_some(body);
    let mut wrong = Vec::new();
    let mut judge = |how: &str, answer: &Answer, expected: u16| {
        let code = match expected {
            401 => Some("unauthenticated"),
            403 => Some("forbidden"),
            404 => Some("not_found"),
            409 => Some("conflict"),
            _ => None,
        };
        if answer.status != expected || code.is_some_and(|code| answer.body["code"] != code) {
            let Answer { status, body, .. } = answer;
            wrong.push(format!("{row}, {caller:?}, {how}: {status} and not {expected}: {body}"));
        }
    };
    // First what must be refused for its origin: had it changed anything, the call itself would fail.
    let ours = client.origin.clone();
    for origin in [None, Some("https://evil.example"), Some("null"), Some("https://127.0.0.1")] {
        let Some(expected) = row.with_origin(caller, origin) else { continue };
        client.origin = origin.map(str::to_owned);
        let answer = client.ask(row.method.clone(), &path, body.clone(), &[]).await;
        judge(&format!("with origin {origin:?}"), &answer, expected);
    }
    client.origin = ours;
    let answer = client.ask(row.method.clone(), &path, body.clone(), &[]).await;
    let expected = row.expected(caller);
    judge("as it should be", &answer, expected);
    if expected == 404 && row.path.contains("{id}") {
        // What is somebody else's looks as what is not there at all.
        let path = row.path.replace("{id}", &Uuid::now_v7().to_string());
        let nothing = client.ask(row.method.clone(), &path, body, &[]).await;
        if nothing.body != answer.body {
            wrong.push(format!("{row}, {caller:?}: {} tells that it is there, not {}", answer.body, nothing.body));
        }
    }
    (wrong, answer)
}

#[test]
fn the_table_knows_an_origin_that_must_be_checked() {
    let commands = table()
        .into_iter()
        .filter(|row| matches!(row.access, Access::SignedIn(_) | Access::Roles { .. }) && row.method != Method::GET);
    assert!(commands.into_iter().all(|row| row.origin == Origin::Needed));
}

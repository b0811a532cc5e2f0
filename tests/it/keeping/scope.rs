//! Must show: whatever is erased, nothing outside of it changes, and nothing of it can be read.
//!
//! Random people in random states, some of them held; then a wish, or the day on which many are due. What must go is
//! reckoned from what the test did, never from what the server answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use gyeot::{chat, platform::db::Engine};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRng, TestRunner},
};
use serde_json::json;
use uuid::Uuid;

use super::dumps::{self, Dump};
use crate::{
    both_engines,
    chat::people::{at_leisure, command, counsellor, supervisor},
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        wait,
    },
};

/// A case makes a server, up to seven people and what they say.
const CASES: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Active,
    WrapUp,
    Closed,
    /// Closed, and she came back: her second talk waits.
    Returned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    None,
    Asked,
    Confirmed,
    Lifted,
}

#[derive(Debug, Clone)]
struct Plan {
    state: State,
    hold: Hold,
    /// So many days before the last of them came.
    days: u64,
    messages: usize,
    note: bool,
}

#[derive(Debug, Clone, Copy)]
enum Scope {
    /// The wish of this one.
    Wish(prop::sample::Index),
    /// What is due.
    Due,
}

fn plan() -> impl Strategy<Value = Plan> {
    let state = prop_oneof![
        1 => Just(State::Waiting),
        1 => Just(State::Active),
        1 => Just(State::WrapUp),
        4 => Just(State::Closed),
        2 => Just(State::Returned)
    ];
    let hold =
        prop_oneof![3 => Just(Hold::None), 1 => Just(Hold::Asked), 1 => Just(Hold::Confirmed), 1 => Just(Hold::Lifted)];
    let days = prop_oneof![1 => Just(0_u64), 1 => Just(29), 2 => Just(30), 1 => Just(31), 1 => Just(90)];
    (state, hold, days, 0..4_usize, any::<bool>()).prop_map(|(state, hold, days, messages, note)| Plan {
        state,
        hold,
        days,
        messages,
        note,
    })
}

fn case() -> impl Strategy<Value = (Vec<Plan>, prop::sample::Index)> {
    (prop::collection::vec(plan(), 4..8), any::<prop::sample::Index>())
}

/// A talk as the test made it.
struct Made {
    conversation: Uuid,
    /// Which of the plans it is of.
    of: usize,
    /// It has a place at the counsellor's desk.
    placed: bool,
    closed_days: Option<u64>,
    held: bool,
    said: Vec<String>,
}

struct World {
    app: TestApp,
    mina: Staff,
    one: Staff,
    two: Staff,
    made: Vec<Made>,
    visitors: BTreeMap<usize, Visitor>,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let app = at_leisure(engine).await;
        let mina = counsellor(&app, "Mina").await;
        let (one, two) = (supervisor(&app, "One").await, supervisor(&app, "Two").await);
        Self { app, mina, one, two, made: Vec::new(), visitors: BTreeMap::new() }
    }

    async fn populate(&mut self, plans: &[Plan]) {
        // The oldest first; what is not closed is of today, since who waits for a month has left.
        let days = |plan: &Plan| if matches!(plan.state, State::Closed | State::Returned) { plan.days } else { 0 };
        let mut order: Vec<_> = (0..plans.len()).collect();
        order.sort_by_key(|of| std::cmp::Reverse(days(&plans[*of])));
        let mut ago = days(&plans[order[0]]);
        for of in order {
            let days = days(&plans[of]);
            self.let_pass(ago - days).await;
            ago = days;
            self.make(of, &plans[of], days).await;
        }
        self.let_pass(ago).await;
        for (of, plan) in plans.iter().enumerate() {
            self.hold(of, plan.hold).await;
            if plan.state == State::Returned {
                self.come_back(of).await;
            }
        }
        chat::tasks::sweep(&self.app).await.unwrap();
    }

    async fn let_pass(&mut self, days: u64) {
        if days > 0 {
            self.app.clock.advance(Duration::from_hours(24 * days));
            // Sessions do not last so long.
            for staff in [&mut self.mina, &mut self.one, &mut self.two] {
                *staff = Staff::sign_in(self.app.address(), &staff.email).await;
            }
        }
    }

    async fn make(&mut self, of: usize, plan: &Plan, days: u64) {
        let talks = plan.state != State::Waiting;
        if talks {
            self.mina.available(20).await;
        }
        let visit = json!({"language": "ko", "nickname": format!("이름 {of}"), "topic": "비밀"});
        let visitor = Visitor::ask(self.app.address(), visit).await;
        let conversation = visitor.conversation;
        if talks {
            self.mina.open(conversation).await;
            let away = json!({"state": "away", "capacity": 20});
            self.mina.client.put("/desk", away).await.expect(200);
        }
        let mut said = Vec::new();
        let (mut socket, _) = visitor.connect(0).await;
        for line in 0..plan.messages {
            said.push(format!("{of}: 말 {line}"));
            socket.store(visitor.channel, &said[line]).await;
        }
        socket.close().await;
        // It is noted in her row that her socket has gone: nothing may move while rows are compared.
        wait::until("gone", || async {
            let sql = "SELECT socket FROM visitor WHERE conversation = $1";
            let mut conn = self.app.db.read().await.unwrap();
            let (socket,): (Option<Uuid>,) = conn.query(sql).bind(conversation).fetch_one().await.unwrap();
            socket.is_none().then_some(())
        })
        .await;
        if plan.note && talks {
            let note = json!({"body": format!("{of}: 메모")});
            self.mina.client.post(&format!("/conversations/{conversation}/notes"), note).await.expect(201);
        }
        let closed = matches!(plan.state, State::Closed | State::Returned);
        match plan.state {
            State::WrapUp => drop(command(&self.mina, conversation, "wrap-up").await.expect(200)),
            State::Closed | State::Returned => drop(command(&self.mina, conversation, "close").await.expect(200)),
            State::Waiting | State::Active => {}
        }
        let closed_days = closed.then_some(days);
        self.made.push(Made { conversation, of, placed: talks && !closed, closed_days, held: false, said });
        self.visitors.insert(of, visitor);
    }

    async fn come_back(&mut self, of: usize) {
        let visitor = self.visitors.get_mut(&of).unwrap();
        let code = json!({"return_code": visitor.return_code});
        let back = self.app.anyone().post("/visits/return", code).await.expect(200);
        visitor.client.token = back["token"].as_str().map(str::to_owned);
        let conversation = back["conversation"].as_str().unwrap().parse().unwrap();
        self.made.push(Made { conversation, of, placed: false, closed_days: None, held: false, said: Vec::new() });
    }

    /// Puts a hold on the first of hers; at last, so that none has lapsed.
    async fn hold(&mut self, of: usize, hold: Hold) {
        if hold == Hold::None {
            return;
        }
        let made = self.made.iter_mut().find(|made| made.of == of).unwrap();
        let path = format!("/conversations/{}/legal-hold", made.conversation);
        let asked = self.one.client.post(&path, json!({"reason": "사건"})).await.expect(201);
        let path = format!("/legal-holds/{}", asked["id"].as_str().unwrap());
        if hold != Hold::Asked {
            self.two.client.post(&format!("{path}/confirm"), json!({})).await.expect(200);
        }
        if hold == Hold::Lifted {
            self.two.client.post(&format!("{path}/lift"), json!({"reason": "끝"})).await.expect(200);
            self.one.client.post(&format!("{path}/confirm-lift"), json!({})).await.expect(200);
        }
        made.held = hold != Hold::Lifted;
    }

    /// Those who can wish: a token dies soon after the close.
    fn alive(&self) -> Vec<usize> {
        let newest = |of: &usize| self.made.iter().rfind(|made| made.of == *of).unwrap();
        self.visitors.keys().copied().filter(|of| newest(of).closed_days.is_none_or(|days| days == 0)).collect()
    }

    async fn visitor_of(&self, conversation: Uuid) -> Uuid {
        let sql = "SELECT visitor FROM conversation WHERE id = $1";
        self.app.db.read().await.unwrap().query(sql).bind(conversation).fetch_one::<(Uuid,)>().await.unwrap().0
    }

    async fn load(&self) -> i64 {
        let sql = "SELECT COALESCE(MAX(load), 0) FROM desk";
        self.app.db.read().await.unwrap().query(sql).fetch_one::<(i64,)>().await.unwrap().0
    }

    /// What she said, as a supervisor reads it who is let in; none: it cannot be read.
    async fn read(&self, conversation: Uuid) -> Option<Vec<String>> {
        let path = format!("/conversations/{conversation}");
        if self.one.client.post(&format!("{path}/observe"), json!({})).await.status != 200 {
            return None;
        }
        let export = self.one.client.get(&format!("{path}/export")).await.expect(200);
        let main = export["channels"][0]["messages"].as_array().unwrap();
        Some(main.iter().map(|message| message["body"].as_str().unwrap().to_owned()).collect())
    }
}

/// What a dump has of others than `inside`.
fn outside(dump: &Dump, inside: &BTreeSet<Uuid>) -> Dump {
    let mut others = dump.clone();
    for rows in others.values_mut() {
        rows.retain(|(of, _)| of.is_none_or(|of| !inside.contains(&of)));
    }
    others
}

fn counts(dump: &Dump) -> BTreeMap<&str, usize> {
    let grows = |table: &str| matches!(table, "audit" | "event");
    dump.iter().filter(|(table, _)| !grows(table)).map(|(table, rows)| (&**table, rows.len())).collect()
}

/// A desk's load is looked at on its own; the cursors of handlers and the sessions of staff are of nobody's talk.
const MOVING: &[&str] = &["desk", "event_cursor", "session"];

/// What a case tried: so many went at a wish, so many for their age, so many were kept by a hold alone.
#[derive(Debug, Default)]
struct Tried {
    wished: usize,
    due: usize,
    held: usize,
}

async fn try_out(engine: Engine, plans: &[Plan], scope: Scope, tried: &mut Tried) {
    let mut world = World::new(engine).await;
    world.populate(plans).await;
    let alive = world.alive();
    let wisher = match scope {
        Scope::Wish(index) if !alive.is_empty() => Some(*index.get(&alive)),
        _ => None,
    };
    // What must go, and what may change at all.
    let named = |made: &&Made| match wisher {
        Some(of) => made.of == of,
        None => !made.held && made.closed_days.is_some_and(|days| days >= 30),
    };
    let (named, others): (Vec<_>, Vec<_>) = world.made.iter().partition(named);
    let mut inside: BTreeSet<_> = named.iter().map(|made| made.conversation).collect();
    if wisher.is_some() {
        inside.insert(world.visitor_of(named[0].conversation).await);
    }
    let (before, load) = (dumps::of(&world.app.db, MOVING).await, world.load().await);

    let (gone, kept): (Vec<&Made>, Vec<&Made>) = named.iter().copied().partition(|made| !made.held);
    let mut freed = 0;
    match wisher {
        Some(of) => {
            let answer = world.visitors[&of].client.post("/visits/erase", json!({})).await.expect(200);
            assert_eq!(answer, json!({"erased": gone.len(), "held": kept.len()}));
            freed = named.iter().map(|made| i64::from(made.placed)).sum();
        }
        None => assert_eq!(chat::erasure::erase_due(&world.app).await.unwrap(), gone.len() as u64),
    }

    *(if wisher.is_some() { &mut tried.wished } else { &mut tried.due }) += gone.len();
    let kept_by_hold = |made: &&Made| made.held && made.closed_days.is_some_and(|days| days >= 30);
    tried.held += if wisher.is_some() { kept.len() } else { world.made.iter().filter(kept_by_hold).count() };

    let after = dumps::of(&world.app.db, MOVING).await;
    assert_eq!(outside(&before, &inside), outside(&after, &inside));
    assert_eq!(counts(&before), counts(&after), "facts and counts stay");
    assert_eq!(world.load().await, load - freed);
    for made in gone {
        assert_eq!(world.read(made.conversation).await, None, "{} is still read", made.of);
    }
    for made in kept.into_iter().chain(others) {
        assert_eq!(world.read(made.conversation).await.as_ref(), Some(&made.said), "{} is lost", made.of);
    }
}

both_engines! {
    async fn nothing_outside_of_what_is_erased_changes_and_all_inside_is_unreadable(engine: Engine) {
        // Always the same cases: one that fails fails again.
        let rng = TestRng::deterministic_rng(Config::default().rng_algorithm);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let mut tried = Tried::default();
        for number in 0..CASES {
            let (plans, who) = case().new_tree(&mut runner).unwrap().current();
            let scope = if number % 2 == 0 { Scope::Wish(who) } else { Scope::Due };
            eprintln!("case {number}: {scope:?} of {plans:#?}");
            try_out(engine, &plans, scope, &mut tried).await;
        }
        assert!(tried.wished > 1 && tried.due > 1 && tried.held > 1, "the cases are too few: {tried:?}");
    }
}

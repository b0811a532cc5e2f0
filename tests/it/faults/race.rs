//! Must show 3: counsellors race for those who wait. None is assigned twice, no desk gets more than it has places, and
//! the line keeps its order, whoever opens, wraps up, closes, leaves or lets go at the same moment.
//!
//! The database itself is the witness: triggers note every offer with how many it passed over, and every desk that is
//! too full, within the transaction that did it.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{TimeDelta, Utc};
use futures_util::{StreamExt as _, future::join_all, stream};
use gyeot::platform::{
    Clock,
    db::{Engine, Sql},
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_oneof},
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::{Value, json};
use tokio::{
    sync::mpsc,
    task::{JoinSet, block_in_place},
    time::timeout,
};
use uuid::Uuid;

use super::people;
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        nats,
        socket::{Came, Socket},
    },
};

const PATIENCE: Duration = Duration::from_secs(120);

/// A counsellor of a race.
#[derive(Debug, Clone)]
struct Desk {
    capacity: usize,
    languages: &'static str,
}

/// A visitor of a race.
#[derive(Debug, Clone)]
struct Guest {
    language: &'static str,
    risk: i64,
    deed: Deed,
}

/// How a conversation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    WrapUpAndClose,
    Close,
    /// She leaves while others open, close and assign.
    Leave,
    /// The first counsellor who has it puts it back into the line, once.
    Transfer,
}

#[derive(Debug, Clone)]
struct Plan {
    desks: Vec<Desk>,
    guests: Vec<Guest>,
}

both_engines! {
    async fn two_counsellors_race_for_500_who_wait(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Utc::now())).await;
        race(&[app], &five_hundred()).await;
    }

    async fn any_counsellors_race_for_any_who_wait(engine: Engine) {
        property(engine);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_counsellors_on_two_nodes_race_for_500_who_wait() {
    let (url, clock) = (nats::url(), Clock::manual(Utc::now()));
    let settle = |settings: &mut crate::support::app::Settings| {
        settings.config.nats_url = Some(url.parse().unwrap());
        settings.clock = clock.clone();
    };
    let one = TestApp::with(Engine::Postgres, settle).await;
    let other = TestApp::on(one.databases(), settle).await;
    race(&[one, other], &five_hundred()).await;
}

fn five_hundred() -> Plan {
    let deeds = [Deed::WrapUpAndClose, Deed::Close, Deed::WrapUpAndClose, Deed::Leave, Deed::Close];
    let guest = |number: usize| Guest { language: "ko", risk: 0, deed: deeds[number % deeds.len()] };
    Plan {
        desks: vec![Desk { capacity: 7, languages: "ko,en" }, Desk { capacity: 4, languages: "ko" }],
        guests: (0..500).map(guest).collect(),
    }
}

/// A few races drawn at random, the same each time; the smallest that goes wrong is shown.
fn property(engine: Engine) {
    let languages = prop_oneof![Just("ko"), Just("en"), Just("ko,en")];
    let desk = (1..6usize, languages).prop_map(|(capacity, languages)| Desk { capacity, languages });
    let deed = prop_oneof![
        3 => Just(Deed::WrapUpAndClose), 2 => Just(Deed::Close), 1 => Just(Deed::Leave), 2 => Just(Deed::Transfer)
    ];
    let guest = (any::<bool>(), 0..5i64, deed)
        .prop_map(|(korean, risk, deed)| Guest { language: if korean { "ko" } else { "en" }, risk, deed });
    let plan = (vec(desk, 1..5), vec(guest, 1..40)).prop_map(|(desks, guests)| Plan { desks, guests });
    let config = Config {
        cases: 6,
        max_shrink_iters: 20,
        rng_seed: RngSeed::Fixed(0x6779),
        failure_persistence: None,
        ..Config::default()
    };
    let here = tokio::runtime::Handle::current();
    block_in_place(|| {
        TestRunner::new(config).run(&plan, |plan| {
            here.block_on(async {
                let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Utc::now())).await;
                race(&[app], &plan).await;
            });
            Ok(())
        })
    })
    .unwrap();
}

/// What all who race know.
struct Race {
    guests: HashMap<Uuid, (Guest, Visitor)>,
    /// Who was opened, by which counsellor, how often.
    opened: Mutex<HashMap<Uuid, Vec<Uuid>>>,
    let_go: Mutex<HashSet<Uuid>>,
    /// How many are over.
    over: AtomicUsize,
    /// How many will be: those whom somebody can be found for.
    expected: usize,
}

async fn race(nodes: &[TestApp], plan: &Plan) {
    let witness = &nodes[0];
    let staff = join_all(plan.desks.iter().enumerate().map(async |(number, desk)| {
        let email = format!("c{number}@example.kr");
        people::hire(witness, &email, "counsellor", desk.languages).await;
        Staff::sign_in(nodes[number % nodes.len()].address(), &email).await
    }))
    .await;
    let guests = arrive(nodes, plan).await;
    let served = |guest: &&Guest| plan.desks.iter().filter(|desk| desk.languages.contains(guest.language)).count();
    // Put back by the only one who speaks her language, she waits for somebody else. Everyone is asked to leave.
    let stays = |guest: &&Guest| served(guest) == 0 || (guest.deed == Deed::Transfer && served(guest) == 1);
    let left_over = plan.guests.iter().filter(|guest| stays(guest) && guest.deed != Deed::Leave).count();
    for (conversation, (guest, _)) in &guests {
        set_risk(witness, *conversation, guest.risk).await;
    }
    call_witnesses(witness).await;
    let race = Arc::new(Race {
        expected: plan.guests.len() - left_over,
        guests,
        opened: Mutex::default(),
        let_go: Mutex::default(),
        over: AtomicUsize::new(0),
    });
    let mut tasks = JoinSet::new();
    for (staff, desk) in staff.iter().zip(&plan.desks) {
        let (socket, _) = staff.connect().await;
        let counsellor = Counsellor { id: staff.id, client: staff.client.same(), busy: AtomicUsize::new(0), capacity: desk.capacity };
        tasks.spawn(serve(race.clone(), Arc::new(counsellor), socket));
    }
    tasks.spawn(leave(race.clone()));
    let sitting_down = join_all(staff.iter().zip(&plan.desks).map(async |(staff, desk)| {
        staff.available(i64::try_from(desk.capacity).unwrap()).await;
    }));
    let watching = watch(witness, &race);
    let racing = async {
        sitting_down.await;
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
    };
    timeout(PATIENCE, async { tokio::join!(racing, watching) }).await.unwrap_or_else(|_| {
        panic!("stuck at {} of {}", race.over.load(Ordering::Acquire), race.expected);
    });
    check(witness, &race, left_over).await;
}

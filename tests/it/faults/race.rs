//! Must show 3: counsellors race for those who wait. None is assigned twice, no desk gets more than it has places, and
//! the line keeps its order, whoever opens, wraps up, closes, leaves or lets go at the same moment.
//!
//! The database itself is the witness: triggers note every offer, with how many it passed over, and every desk that is
//! too full, within the transaction that did it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt as _, stream};
use gyeot::platform::{
    Clock,
    db::{Engine, Sql},
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_oneof,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::json;
use tokio::{
    task::{JoinSet, block_in_place},
    time::{interval, sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::people;
use crate::{
    both_engines,
    support::{
        app::{Settings, TestApp},
        builders::{Staff, Visitor},
        nats,
        socket::{Came, Socket},
    },
};

const PATIENCE: Duration = Duration::from_secs(150);

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
    /// She leaves while she waits, is offered or was just opened: whatever comes first.
    LeaveEarly,
    /// She leaves at the moment at which her counsellor wraps up.
    LeaveLate,
    /// The first counsellor who has it puts it back into the line.
    Transfer,
}

#[derive(Debug, Clone)]
struct Plan {
    desks: Vec<Desk>,
    guests: Vec<Guest>,
}

both_engines! {
    async fn two_counsellors_race_for_500_who_wait(engine: Engine) {
        let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await;
        race(&[app], &many(500)).await;
    }

    async fn any_counsellors_race_for_any_who_wait(engine: Engine) {
        some_races(engine);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_counsellors_on_two_nodes_race_for_150_who_wait() {
    let (url, clock) = (nats::url(), Clock::manual(Clock::system().now()));
    let settle = |settings: &mut Settings| {
        settings.config.nats_url = Some(url.parse().unwrap());
        settings.clock = clock.clone();
    };
    let one = TestApp::with(Engine::Postgres, settle).await;
    let other = TestApp::on(one.databases(), settle).await;
    race(&[one, other], &many(150)).await;
}

fn many(guests: usize) -> Plan {
    let deeds = [Deed::WrapUpAndClose, Deed::Close, Deed::Close, Deed::LeaveEarly, Deed::LeaveLate];
    let guest = |number: usize| Guest { language: "ko", risk: 0, deed: deeds[number % deeds.len()] };
    Plan {
        desks: vec![Desk { capacity: 7, languages: "ko,en" }, Desk { capacity: 4, languages: "ko" }],
        guests: (0..guests).map(guest).collect(),
    }
}

/// A few races drawn at random, the same each time; the smallest that goes wrong is shown.
fn some_races(engine: Engine) {
    let languages = prop_oneof![Just("ko"), Just("en"), Just("ko,en")];
    let desk = (1..6usize, languages).prop_map(|(capacity, languages)| Desk { capacity, languages });
    let deed = prop_oneof![
        2 => Just(Deed::WrapUpAndClose),
        2 => Just(Deed::Close),
        1 => Just(Deed::LeaveEarly),
        1 => Just(Deed::LeaveLate),
        2 => Just(Deed::Transfer),
    ];
    // Three classes that are not heavy: after three heavy ones a counsellor has to rest, and nobody would be left.
    let guest = (any::<bool>(), 0..3i64, deed).prop_map(|(korean, risk, deed)| Guest {
        language: if korean { "ko" } else { "en" },
        risk,
        deed,
    });
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
                let app = TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await;
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
    staff: Vec<Arc<Staff>>,
    /// Who opened which conversation.
    opened: Mutex<HashMap<Uuid, Vec<Uuid>>>,
    over: CancellationToken,
}

async fn race(nodes: &[TestApp], plan: &Plan) {
    let witness = &nodes[0];
    let mut staff = Vec::new();
    for (number, desk) in plan.desks.iter().enumerate() {
        let email = format!("c{number}@example.kr");
        people::hire(witness, &email, "counsellor", desk.languages).await;
        staff.push(Arc::new(Staff::sign_in(nodes[number % nodes.len()].address(), &email).await));
    }
    let race = Arc::new(Race {
        guests: arrive(nodes, plan).await,
        staff,
        opened: Mutex::default(),
        over: CancellationToken::new(),
    });
    call_witnesses(witness).await;
    let mut tasks = JoinSet::new();
    for (staff, desk) in race.staff.iter().zip(&plan.desks) {
        let (socket, _) = staff.connect().await;
        tasks.spawn(serve(race.clone(), staff.clone(), desk.capacity, socket));
    }
    tasks.spawn(leave_early(race.clone()));
    for (staff, desk) in race.staff.iter().zip(&plan.desks) {
        let (staff, capacity) = (staff.clone(), i64::try_from(desk.capacity).unwrap());
        tasks.spawn(async move { drop(staff.available(capacity).await) });
    }
    let expected = plan.guests.len() - plan.guests.iter().filter(|guest| stays(guest, &plan.desks)).count();
    tokio::select! {
        () = watch(witness, expected) => race.over.cancel(),
        Some(failed) = async { loop { match tasks.join_next().await { Some(Ok(())) => {}, other => return other } } } =>
            failed.unwrap(),
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    check(witness, &race).await;
}

/// Whether she still waits when all is over: nobody speaks her language, or nobody but who let her go.
fn stays(guest: &Guest, desks: &[Desk]) -> bool {
    let who_could = desks.iter().filter(|desk| desk.languages.contains(guest.language)).count();
    match guest.deed {
        Deed::LeaveEarly => false,
        Deed::Transfer => who_could < 2,
        Deed::LeaveLate | Deed::Close | Deed::WrapUpAndClose => who_could == 0,
    }
}

/// All arrive, some at the very same moment.
async fn arrive(nodes: &[TestApp], plan: &Plan) -> HashMap<Uuid, (Guest, Visitor)> {
    let arriving = plan.guests.iter().enumerate().map(async |(number, guest)| {
        let node = &nodes[number % nodes.len()];
        if number % 3 == 0 {
            node.clock.advance(Duration::from_micros(1));
        }
        let visitor = Visitor::ask(node.address(), json!({"language": guest.language})).await;
        (visitor.conversation, (guest.clone(), visitor))
    });
    let guests: HashMap<_, _> = stream::iter(arriving).buffer_unordered(8).collect().await;
    let mut tx = nodes[0].db.write().await.unwrap();
    for (conversation, (guest, _)) in guests.iter().filter(|(_, (guest, _))| guest.risk > 0) {
        let query = tx.query("UPDATE conversation SET risk = $1 WHERE id = $2").bind(guest.risk).bind(*conversation);
        query.execute().await.unwrap();
    }
    tx.commit().await.unwrap();
    guests
}

/// Opens what she is offered, and brings it to its end.
async fn serve(race: Arc<Race>, staff: Arc<Staff>, capacity: usize, mut socket: Socket) {
    let busy = Arc::new(AtomicUsize::new(0));
    let mut talks = JoinSet::new();
    // On a slow machine it takes longer than a server listens to silence.
    let mut beats = interval(Duration::from_secs(15));
    loop {
        let came = tokio::select! {
            came = socket.came() => came,
            () = race.over.cancelled() => break,
            _ = beats.tick() => {
                socket.send(json!({"type": "ping"})).await;
                continue;
            }
        };
        let Came::Frame(frame) = came else { panic!("{came:?}") };
        if frame["type"] == "offer" {
            let conversation = frame["conversation"].as_str().unwrap().parse().unwrap();
            talks.spawn(talk(race.clone(), staff.clone(), capacity, busy.clone(), conversation));
        }
        while let Some(done) = talks.try_join_next() {
            done.unwrap();
        }
    }
    while let Some(done) = talks.join_next().await {
        done.unwrap();
    }
}

async fn talk(race: Arc<Race>, me: Arc<Staff>, capacity: usize, busy: Arc<AtomicUsize>, conversation: Uuid) {
    let (guest, visitor) = &race.guests[&conversation];
    let path = |verb: &str| format!("/conversations/{conversation}/{verb}");
    let ask = async |who: &Staff, verb: &str| who.client.post(&path(verb), json!({})).await.status.as_u16();
    // Another reaches for it in the same moment. (What was put back may have become hers by right.)
    let rival = race.staff.iter().find(|other| other.id != me.id && guest.deed != Deed::Transfer);
    let (opened, stolen) = tokio::join!(ask(&me, "open"), async {
        match rival {
            Some(rival) => ask(rival, "open").await,
            None => 404,
        }
    });
    assert_eq!(stolen, 404, "somebody opened what another was offered");
    if opened != 200 {
        assert!(guest.deed == Deed::LeaveEarly && opened == 404, "{guest:?} {opened}");
        return;
    }
    let before = busy.fetch_add(1, Ordering::AcqRel);
    assert!(before < capacity, "she has {before} of {capacity} already");
    let let_go = {
        let mut opened = race.opened.lock().unwrap();
        let by = opened.entry(conversation).or_default();
        by.push(me.id);
        guest.deed == Deed::Transfer && by.len() == 1
    };
    match guest.deed {
        Deed::WrapUpAndClose => assert_eq!(ask(&me, "wrap-up").await, 200),
        Deed::LeaveLate => {
            let (wrapped, ()) = tokio::join!(ask(&me, "wrap-up"), async {
                visitor.client.post("/visits/leave", json!({})).await.expect(204);
            });
            assert!(matches!(wrapped, 200 | 409), "{wrapped}");
        }
        Deed::Close | Deed::LeaveEarly | Deed::Transfer => {}
    }
    // From here on the server may give the place to the next.
    busy.fetch_sub(1, Ordering::AcqRel);
    if let_go {
        me.client.post(&path("transfer"), json!({"to": "line"})).await.expect(200);
    } else {
        me.client.post(&path("close"), json!({})).await.expect(200);
    }
}

async fn leave_early(race: Arc<Race>) {
    for (_, visitor) in race.guests.values().filter(|(guest, _)| guest.deed == Deed::LeaveEarly) {
        visitor.client.post("/visits/leave", json!({})).await.expect(204);
    }
}

/// Looks at the desks, again and again, until all are served.
async fn watch(app: &TestApp, expected: usize) {
    let watching = async {
        loop {
            let mut conn = app.db.read().await.unwrap();
            let (wrong, busy, closed): (i64, i64, i64) = conn
                .query(
                    "SELECT (SELECT COUNT(*) FROM desk d WHERE d.load > d.capacity OR d.load <> (
                               SELECT COUNT(*) FROM conversation c
                               WHERE c.counsellor = d.account AND c.state IN ('offered', 'active', 'wrap_up'))),
                            (SELECT COUNT(*) FROM desk WHERE load > 0),
                            (SELECT COUNT(*) FROM conversation WHERE state = 'closed')",
                )
                .fetch_one()
                .await
                .unwrap();
            drop(conn);
            assert_eq!(wrong, 0, "desks whose load is not what they have");
            // Whoever stays in the end was offered once too: she may be the last whom somebody has to let go.
            if closed == i64::try_from(expected).unwrap() && busy == 0 {
                return;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    if timeout(PATIENCE, watching).await.is_err() {
        let states: Vec<(String, i64)> =
            rows(app, "SELECT state, COUNT(*) FROM conversation GROUP BY state ORDER BY state").await;
        panic!("of {expected} not all are served: {states:?}");
    }
}

/// Sets the triggers that note what happens.
async fn call_witnesses(app: &TestApp) {
    // An offer passes over whoever stands before it in a language that she speaks and was not let go by her.
    let passed = |position: &str| {
        format!(
            "SELECT NEW.id, NEW.counsellor, COUNT(*) FROM conversation y JOIN desk d ON d.account = NEW.counsellor
             WHERE y.state = 'waiting' AND {position}(d.languages, y.language) > 0
               AND (y.offered_by IS NULL OR y.offered_by <> NEW.counsellor)
               AND (y.risk > NEW.risk OR y.risk = NEW.risk
                 AND (y.place < NEW.place OR y.place = NEW.place AND y.id < NEW.id))"
        )
    };
    let too_full = "SELECT NEW.account, NEW.load";
    let texts = match app.db.engine() {
        Engine::Sqlite => vec![
            "CREATE TABLE offer_seen (conversation BLOB, counsellor BLOB, passed INTEGER)".to_owned(),
            "CREATE TABLE overload_seen (account BLOB, load INTEGER)".to_owned(),
            format!(
                "CREATE TRIGGER offer_seen AFTER UPDATE ON conversation
                 WHEN NEW.state = 'offered' AND OLD.state = 'waiting'
                 BEGIN INSERT INTO offer_seen {}; END",
                passed("instr")
            ),
            format!(
                "CREATE TRIGGER overload_seen AFTER UPDATE ON desk WHEN NEW.load > NEW.capacity
                 BEGIN INSERT INTO overload_seen {too_full}; END"
            ),
        ],
        Engine::Postgres => vec![
            "CREATE TABLE offer_seen (conversation UUID, counsellor UUID, passed BIGINT)".to_owned(),
            "CREATE TABLE overload_seen (account UUID, load BIGINT)".to_owned(),
            format!(
                "CREATE FUNCTION note_offer() RETURNS TRIGGER LANGUAGE plpgsql AS $$
                 BEGIN INSERT INTO offer_seen {}; RETURN NEW; END $$",
                passed("strpos")
            ),
            format!(
                "CREATE FUNCTION note_overload() RETURNS TRIGGER LANGUAGE plpgsql AS $$
                 BEGIN INSERT INTO overload_seen {too_full}; RETURN NEW; END $$"
            ),
            "CREATE TRIGGER offer_seen AFTER UPDATE ON conversation FOR EACH ROW
             WHEN (NEW.state = 'offered' AND OLD.state = 'waiting') EXECUTE FUNCTION note_offer()"
                .to_owned(),
            "CREATE TRIGGER overload_seen AFTER UPDATE ON desk FOR EACH ROW
             WHEN (NEW.load > NEW.capacity) EXECUTE FUNCTION note_overload()"
                .to_owned(),
        ],
    };
    let mut tx = app.db.write().await.unwrap();
    for text in texts {
        tx.query(Sql::built(text)).execute().await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn check(app: &TestApp, race: &Race) {
    let offers: Vec<(Uuid, Uuid, i64)> = rows(app, "SELECT conversation, counsellor, passed FROM offer_seen").await;
    let mut offered: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (conversation, counsellor, passed) in offers {
        assert_eq!(passed, 0, "an offer passed over somebody who stood before it");
        offered.entry(conversation).or_default().push(counsellor);
    }
    let overloads: Vec<(Uuid, i64)> = rows(app, "SELECT account, load FROM overload_seen").await;
    assert_eq!(overloads, [], "a desk was too full");
    let left: Vec<(Uuid, i64)> = rows(app, "SELECT account, load FROM desk WHERE load <> 0").await;
    assert_eq!(left, [], "places that nobody gave back");
    let opened = race.opened.lock().unwrap();
    for (conversation, (guest, _)) in &race.guests {
        let to = offered.remove(conversation).unwrap_or_default();
        let by = opened.get(conversation).cloned().unwrap_or_default();
        match guest.deed {
            Deed::Transfer => {
                assert!(to.len() <= 2 && (to.len() < 2 || to[0] != to[1]), "{guest:?} was offered to {to:?}");
                assert_eq!(to, by, "{guest:?}");
            }
            Deed::LeaveEarly => assert!(to.len() <= 1 && by.len() <= to.len(), "{guest:?}: {to:?} {by:?}"),
            Deed::WrapUpAndClose | Deed::Close | Deed::LeaveLate => {
                assert!(to.len() <= 1, "{guest:?} was offered to {to:?}");
                assert_eq!(to, by, "{guest:?}");
            }
        }
    }
}

async fn rows<T: gyeot::platform::db::Record>(app: &TestApp, text: &'static str) -> Vec<T> {
    app.db.read().await.unwrap().query(text).fetch_all().await.unwrap()
}

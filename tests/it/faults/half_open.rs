//! Must show 4: a link that carries one direction only. Both sides notice within 50 s, and nothing is lost.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use gyeot::platform::db::Engine;
use tokio::time::{Instant, timeout};

use super::{
    people,
    talker::{Badge, End, Progress, Talker},
};
use crate::support::{
    app::TestApp,
    builders::Visitor,
    proxy::{Proxy, Weather},
    wait,
};

/// Two and a half beats, and what a busy machine adds.
const NOTICED_WITHIN: Duration = Duration::from_secs(50 + 5);
/// How much each side says before the link goes bad, while it is, and after.
const EACH: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_sides_notice_a_link_that_carries_one_direction_and_nothing_is_lost() {
    let app = TestApp::with(Engine::Sqlite, |_| ()).await;
    let staff = people::counsellor(&app, app.address(), "mina@example.kr").await;
    // All at once: each takes most of a minute.
    let mut cases = Vec::new();
    for (weather, end) in [
        // The server hears nothing, says so, and is heard.
        (Weather { drop_up: true, ..Weather::default() }, End::Closed(Some(4002))),
        // The client hears nothing and comes back; the server learns of it then.
        (Weather { drop_down: true, ..Weather::default() }, End::Silence),
    ] {
        let visitor = people::pair(app.address(), &staff, 2).await;
        let proxy = Proxy::start(app.address()).await;
        cases.push(case(Badge::staff(&staff), visitor, proxy, weather, end));
    }
    let (one, other) = (cases.remove(0), cases.remove(0));
    tokio::join!(one, other);
}

async fn case(staff: Badge, visitor: Visitor, proxy: Proxy, weather: Weather, end: End) {
    let badge = Badge::visitor(&visitor).through(proxy.address());
    let (asks, ask) = Talker::new(badge, visitor.channel);
    let (answers, answer) = Talker::new(staff, visitor.channel);
    let (asking, answering) = (asks.progress.clone(), answers.progress.clone());
    let total = 2 * 3 * EACH;
    let talk = tokio::spawn(async move { tokio::join!(asks.run(total), answers.run(total)) });
    let say = |when: &str| {
        for number in 0..EACH {
            ask.send(format!("방문자 {when} {number}")).unwrap();
            answer.send(format!("상담자 {when} {number}")).unwrap();
        }
    };
    let both_have = async |count: usize| {
        for progress in [&asking, &answering] {
            wait::until_true("the others' words", || progress.seen.load(Ordering::Acquire) == count).await;
        }
    };
    say("before");
    both_have(2 * EACH).await;

    let since = Instant::now();
    proxy.set(weather);
    say("while");
    let (ended, at) = timeout(NOTICED_WITHIN, first_end(&asking)).await.expect("not noticed");
    assert_eq!(ended, end);
    assert!(at - since < NOTICED_WITHIN, "noticed after {:?}", at - since);
    // The other one's link is good: nothing happened to her.
    assert_eq!(answering.ends.lock().unwrap().len(), 0);

    proxy.set(Weather::default());
    both_have(4 * EACH).await;
    say("after");
    drop((ask, answer));
    let (asks, answers) = timeout(wait::LIMIT, talk).await.expect("they are not done").unwrap();
    assert_eq!(asks.seen, answers.seen);
    for talker in [&asks, &answers] {
        assert_eq!(talker.stored.len(), 3 * EACH);
        assert!(talker.said.iter().all(|line| &talker.seen[talker.stored[&line.id] - 1] == line));
    }
}

async fn first_end(progress: &Arc<Progress>) -> (End, Instant) {
    loop {
        if let Some(end) = progress.ends.lock().unwrap().first() {
            return *end;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

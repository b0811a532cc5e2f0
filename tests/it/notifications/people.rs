//! The people of these tests, and what is told to them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use gyeot::{
    accounts::AccountId,
    notifications::{self, Occasion},
    platform::{Clock, db::Engine},
};
use uuid::Uuid;

use crate::support::{
    app::TestApp,
    builders::Staff,
    push_service::{Browser, PushService},
    wait,
};

/// A server that reaches push services on this machine, whose clock stands still until it is moved.
pub async fn server(engine: Engine) -> TestApp {
    TestApp::with(engine, |settings| {
        settings.config.push_to_loopback = true;
        settings.clock = Clock::manual(Clock::system().now());
    })
    .await
}

/// Says that somebody may be reached at a browser.
pub async fn subscribe(staff: &Staff, browser: &Browser) {
    staff.client.post("/push/subscriptions", browser.subscription()).await.expect(201);
}

/// A supervisor with one browser.
pub async fn reachable(app: &TestApp, name: &str, service: &PushService) -> (Staff, Browser) {
    let staff = Staff::hire(app, name, "supervisor").await;
    let browser = service.browser(&name.to_lowercase());
    subscribe(&staff, &browser).await;
    (staff, browser)
}

/// Tells somebody at a time that something waits, as a feature does.
pub async fn tell_at(app: &TestApp, to: &Staff, occasion: Occasion, subject: Uuid, at: DateTime<Utc>) {
    let mut tx = app.db.write().await.unwrap();
    notifications::put(&mut tx, AccountId::from_uuid(to.id), occasion, subject, at).await.unwrap();
    tx.commit().await.unwrap();
    notifications::announce(&app.bus);
}

/// Tells somebody now.
pub async fn tell(app: &TestApp, to: &Staff, occasion: Occasion, subject: Uuid) {
    tell_at(app, to, occasion, subject, app.clock.now()).await;
}

/// Lets so many seconds pass, and has the server look.
pub fn pass(app: &TestApp, seconds: u64) {
    app.clock.advance(Duration::from_secs(seconds));
    notifications::announce(&app.bus);
}

/// How many rows of this kind there are.
pub async fn count(app: &TestApp, table: &'static str) -> i64 {
    let sql = match table {
        "delivery" => "SELECT COUNT(*) FROM delivery",
        "notification" => "SELECT COUNT(*) FROM notification",
        "push_subscription" => "SELECT COUNT(*) FROM push_subscription",
        other => panic!("{other} is not counted here"),
    };
    app.db.read().await.unwrap().query(sql).fetch_one::<(i64,)>().await.unwrap().0
}

/// Waits until nothing is left to be delivered.
pub async fn all_is_told(app: &TestApp) {
    wait::until("an empty outbox", || async { (count(app, "delivery").await == 0).then_some(()) }).await;
}

/// Waits until the try of this number of the one delivery that there is has failed and it is put off.
pub async fn put_off(app: &TestApp, tries: i64) {
    wait::until("a failed try", || async {
        let mut conn = app.db.read().await.unwrap();
        let sql = "SELECT tries, due_at FROM delivery WHERE subscription IS NOT NULL";
        let (past, due): (i64, DateTime<Utc>) = conn.query(sql).fetch_optional().await.unwrap()?;
        // While a try goes on, the delivery is taken for fifty seconds.
        (past == tries && due != app.clock.now() + Duration::from_secs(50)).then_some(())
    })
    .await;
}

//! One delivery, one node at a time.

use gyeot::{
    accounts::AccountId,
    notifications::{self, Occasion},
    platform::db::Engine,
};
use uuid::Uuid;

use super::people::{all_is_told, pass, reachable, server, tell};
use crate::{
    both_engines,
    support::{
        app::{Settings, TestApp},
        push_service::PushService,
    },
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_deliver_everything_once() {
    let near = |settings: &mut Settings| settings.config.push_to_loopback = true;
    let one = TestApp::with(Engine::Postgres, near).await;
    let two = TestApp::on(one.databases(), near).await;
    let service = PushService::start().await;
    let (boss, browser) = reachable(&one, "Boss", &service).await;
    let to = AccountId::from_uuid(boss.id);
    for _ in 0..10 {
        let mut tx = one.db.write().await.unwrap();
        for _ in 0..20 {
            notifications::put(&mut tx, to, Occasion::Letter, Uuid::now_v7(), one.clock.now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        // Without a bus between them, both look at one moment.
        notifications::announce(&one.bus);
        notifications::announce(&two.bus);
        all_is_told(&one).await;
    }
    assert_eq!(service.to(&browser).len(), 200);
    // Both nodes open the one key pair that there is.
    let key = boss.client.get("/push/key").await.expect(200);
    let mut there = two.anyone();
    there.origin = Some(two.origin());
    there.set_cookie(boss.client.cookie());
    assert_eq!(there.get("/push/key").await.expect(200), key);
}

both_engines! {
    async fn what_another_node_took_is_its_own_until_the_lease_ends(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        let (other, marker) = reachable(&app, "Other", &service).await;
        let mut tx = app.db.write().await.unwrap();
        let (to, now) = (AccountId::from_uuid(boss.id), app.clock.now());
        notifications::put(&mut tx, to, Occasion::Alert, Uuid::now_v7(), now).await.unwrap();
        // As a node leaves it that took it and died.
        tx.query("UPDATE delivery SET tries = 1, due_at = $1 WHERE subscription IS NOT NULL")
            .bind(now + std::time::Duration::from_secs(50))
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
        pass(&app, 49);
        tell(&app, &other, Occasion::Alert, Uuid::now_v7()).await;
        service.wait(&marker, 1).await;
        assert_eq!(service.to(&browser).len(), 0);
        pass(&app, 1);
        service.wait(&browser, 1).await;
    }

    async fn a_try_that_was_lost_on_the_way_counts(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        let mut tx = app.db.write().await.unwrap();
        let (to, now) = (AccountId::from_uuid(boss.id), app.clock.now());
        notifications::put(&mut tx, to, Occasion::Alert, Uuid::now_v7(), now).await.unwrap();
        // Six nodes died in it already: the seventh try is the last.
        tx.query("UPDATE delivery SET tries = 6").execute().await.unwrap();
        tx.commit().await.unwrap();
        service.answer(&browser, &[(500, &[])]);
        notifications::announce(&app.bus);
        all_is_told(&app).await;
        assert_eq!(service.to(&browser).len(), 1);
    }
}

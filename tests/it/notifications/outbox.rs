//! The outbox: of the transaction that it is written in, and never without end.

use std::time::Duration;

use gyeot::{
    accounts::AccountId,
    notifications::{self, Occasion},
    platform::db::Engine,
};
use uuid::Uuid;

use super::people::{all_is_told, count, pass, reachable, server, tell};
use crate::{both_engines, support::push_service::PushService};

both_engines! {
    async fn what_is_rolled_back_is_not_told(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        let mut tx = app.db.write().await.unwrap();
        let at = app.clock.now();
        notifications::put(&mut tx, AccountId::from_uuid(boss.id), Occasion::Alert, Uuid::now_v7(), at).await.unwrap();
        drop(tx);
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        all_is_told(&app).await;
        assert_eq!(service.to(&browser).len(), 1);
    }

    async fn a_telling_that_is_lost_is_made_up_for(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, browser) = reachable(&app, "Boss", &service).await;
        let mut tx = app.db.write().await.unwrap();
        let at = app.clock.now();
        notifications::put(&mut tx, AccountId::from_uuid(boss.id), Occasion::Alert, Uuid::now_v7(), at).await.unwrap();
        tx.commit().await.unwrap();
        service.wait(&browser, 1).await;
    }

    async fn of_one_person_only_so_many_are_kept_and_the_newest_win(engine: Engine) {
        let app = server(engine).await;
        let service = PushService::start().await;
        let (boss, _browser) = reachable(&app, "Boss", &service).await;
        let (other, _others) = reachable(&app, "Other", &service).await;
        let mut tx = app.db.write().await.unwrap();
        let now = app.clock.now();
        let hers = Uuid::now_v7();
        notifications::put(&mut tx, AccountId::from_uuid(other.id), Occasion::Letter, hers, now).await.unwrap();
        let subjects: Vec<_> = std::iter::repeat_with(Uuid::now_v7).take(130).collect();
        for (index, subject) in subjects.iter().enumerate() {
            let at = now + Duration::from_millis(index as u64);
            notifications::put(&mut tx, AccountId::from_uuid(boss.id), Occasion::Alert, *subject, at).await.unwrap();
        }
        let kept = tx.query("SELECT subject FROM notification ORDER BY at").fetch_all::<(Uuid,)>().await.unwrap();
        let kept: Vec<_> = kept.into_iter().map(|(subject,)| subject).collect();
        assert_eq!(kept.len(), 101);
        assert!(kept.contains(&hers) && kept.ends_with(&subjects[30..]));
        let (deliveries,) = tx.query("SELECT COUNT(*) FROM delivery").fetch_one::<(i64,)>().await.unwrap();
        assert_eq!(deliveries, 202, "one a browser and one a mailbox");
    }

    async fn what_is_older_than_a_shift_is_swept_up(engine: Engine) {
        let (app, service) = (server(engine).await, PushService::start().await);
        let (boss, _browser) = reachable(&app, "Boss", &service).await;
        tell(&app, &boss, Occasion::Letter, Uuid::now_v7()).await;
        all_is_told(&app).await;
        assert_eq!(count(&app, "notification").await, 1);
        pass(&app, 12 * 3600 - 1);
        notifications::tasks::sweep_up(&app).await.unwrap();
        assert_eq!(count(&app, "notification").await, 1);
        pass(&app, 1);
        notifications::tasks::sweep_up(&app).await.unwrap();
        assert_eq!(count(&app, "notification").await, 0);
    }
}

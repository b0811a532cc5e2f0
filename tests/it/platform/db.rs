//! The database facade under what goes wrong: rivals, callers who go away, locks, a full disk.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use gyeot::platform::{
    Error, Result,
    db::{Db, Engine},
};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use tokio::{task::JoinSet, time::timeout};

use crate::{
    both_engines,
    support::{
        db::Databases,
        wait::{LIMIT, until_true},
    },
};

/// A table that every database has serves as scratch paper: a name and a number.
async fn put(db: &Db, name: &str, number: i64) -> Result<()> {
    let mut tx = db.write().await?;
    tx.query("INSERT INTO event_cursor (handler, seq) VALUES ($1, $2)")
        .bind(name.to_owned())
        .bind(number)
        .execute()
        .await?;
    tx.commit().await
}

async fn get(db: &Db, name: &str) -> Result<Option<i64>> {
    let mut conn = db.read().await?;
    let row = conn.query("SELECT seq FROM event_cursor WHERE handler = $1").bind(name.to_owned());
    Ok(row.fetch_optional::<(i64,)>().await?.map(|(number,)| number))
}

async fn add_one(db: &Db, name: &str, from: i64) -> Result<bool> {
    let mut tx = db.write().await?;
    let changed = tx
        .query("UPDATE event_cursor SET seq = $3 WHERE handler = $1 AND seq = $2")
        .bind(name.to_owned())
        .bind(from)
        .bind(from + 1)
        .execute()
        .await?;
    tx.commit().await?;
    Ok(changed == 1)
}

both_engines! {
    async fn guarded_updates_lose_nothing(databases: Databases) {
        let db = databases.open_data().await;
        put(&db, "count", 0).await.unwrap();
        let rivals = (0..40).map(|_| async {
            // Read outside of the transaction that writes, as a rule does that decides on what it saw.
            loop {
                let seen = get(&db, "count").await.unwrap().unwrap();
                if add_one(&db, "count", seen).await.unwrap() {
                    return;
                }
            }
        });
        timeout(Duration::from_mins(1), join_all(rivals)).await.unwrap();
        assert_eq!(get(&db, "count").await.unwrap(), Some(40));
    }

    async fn of_two_that_saw_the_same_one_wins(databases: Databases) {
        let db = databases.open_data().await;
        put(&db, "state", 7).await.unwrap();
        let (one, other) = tokio::join!(add_one(&db, "state", 7), add_one(&db, "state", 7));
        assert!(one.unwrap() ^ other.unwrap());
        assert_eq!(get(&db, "state").await.unwrap(), Some(8));
    }

    async fn what_is_not_committed_never_was(databases: Databases) {
        let db = databases.open_data().await;
        let mut tx = db.write().await.unwrap();
        tx.query("INSERT INTO event_cursor (handler, seq) VALUES ('x', 1)").execute().await.unwrap();
        assert_eq!(get(&db, "x").await.unwrap(), None, "seen before its commit");
        drop(tx);
        put(&db, "x", 2).await.unwrap();
        assert_eq!(get(&db, "x").await.unwrap(), Some(2));
    }

    async fn callers_who_go_away_in_mid_transaction_leave_the_pool_whole(databases: Databases) {
        let db = databases.open_data().await;
        put(&db, "row", 0).await.unwrap();
        for round in 0..200u64 {
            // From "not yet polled" to "in the middle of a statement".
            let work = async {
                let mut tx = db.write().await.unwrap();
                tx.query("UPDATE event_cursor SET seq = seq + 1 WHERE handler = 'row'").execute().await.unwrap();
                std::future::pending::<()>().await;
            };
            let _ = timeout(Duration::from_micros(round * 20), work).await;
        }
        // More than the pool has, at once.
        let mut tasks = JoinSet::new();
        for number in 0..40 {
            let db = db.clone();
            tasks.spawn(async move { put(&db, &format!("after {number}"), number).await.unwrap() });
        }
        timeout(LIMIT, tasks.join_all()).await.expect("connections are missing");
        assert_eq!(get(&db, "row").await.unwrap(), Some(0), "what nobody committed is there");
        let Db::Postgres(pool) = &db else { return };
        let (idle,): (i64,) = sqlx::query_as(
            "SELECT COUNT(*) FROM pg_stat_activity
             WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
        )
        .fetch_one(pool)
        .await
        .unwrap();
        assert_eq!(idle, 0, "transactions were left open");
    }

    async fn a_lock_that_is_not_let_go_is_unavailable_and_reads_go_on(databases: Databases) {
        let db = databases.open_data().await;
        put(&db, "row", 1).await.unwrap();
        let begun = Instant::now();
        let refused = match db.engine() {
            Engine::Sqlite => {
                let mut rival = SqliteConnection::connect(&Databases::text(databases.data())).await.unwrap();
                rival.execute("BEGIN IMMEDIATE").await.unwrap();
                assert_eq!(get(&db, "row").await.unwrap(), Some(1));
                let refused = add_one(&db, "row", 1).await;
                rival.execute("ROLLBACK").await.unwrap();
                refused
            }
            Engine::Postgres => {
                let mut rival = PgConnection::connect(&Databases::text(databases.data())).await.unwrap();
                rival.execute("BEGIN; UPDATE event_cursor SET seq = 5").await.unwrap();
                assert_eq!(get(&db, "row").await.unwrap(), Some(1));
                let refused = add_one(&db, "row", 1).await;
                rival.execute("ROLLBACK").await.unwrap();
                refused
            }
        };
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        assert!(begun.elapsed() < Duration::from_secs(15), "it took {:?} to say so", begun.elapsed());
        assert!(add_one(&db, "row", 1).await.unwrap(), "it does not recover");
    }

    async fn a_wait_for_the_writer_ends(databases: Databases) {
        let db = databases.open_data().await;
        let mut held = Vec::new();
        let refused = loop {
            match timeout(LIMIT, db.write()).await.expect("waits for ever") {
                Ok(tx) => held.push(tx),
                Err(error) => break error,
            }
        };
        assert!(matches!(refused, Error::Unavailable(_)), "{refused:?}");
        drop(held);
        put(&db, "after", 1).await.unwrap();
    }
}

#[tokio::test]
async fn a_full_disk_is_unavailable_reads_go_on_and_it_recovers() {
    let databases = Databases::bare(Engine::Sqlite).await;
    let db = databases.open_data().await;
    let Db::Sqlite { writer, .. } = &db else { panic!("asked for SQLite") };
    put(&db, "row", 1).await.unwrap();
    let (pages,): (i64,) = sqlx::query_as("PRAGMA page_count").fetch_one(writer).await.unwrap();
    let limit =
        |pages: i64| sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"))).execute(writer);
    limit(pages + 2).await.unwrap();

    let page = "x".repeat(2000);
    let mut stored = 0;
    let refused = loop {
        match put(&db, &format!("{stored} {page}"), stored).await {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 100, "the disk never fills");
    };
    assert!(matches!(&refused, Error::Unavailable(why) if why.contains("full")), "{refused:?}");
    assert_eq!(get(&db, "row").await.unwrap(), Some(1));
    assert_eq!(get(&db, &format!("{} {page}", stored - 1)).await.unwrap(), Some(stored - 1), "what was stored stays");
    assert_eq!(get(&db, &format!("{stored} {page}")).await.unwrap(), None, "what was refused is not there");

    limit(1_000_000).await.unwrap();
    put(&db, &format!("{stored} {page}"), stored).await.unwrap();
}

#[tokio::test]
async fn what_postgresql_lacks_for_a_while_is_unavailable_and_what_we_did_wrong_is_not() {
    let databases = Databases::bare(Engine::Postgres).await;
    let db = databases.open_data().await;
    let expected = [
        ("53100", "unavailable"), // disk full
        ("53200", "unavailable"), // out of memory
        ("57P01", "unavailable"), // shut down by its operator
        ("40001", "unavailable"), // lost against a rival
        ("25006", "unavailable"), // a read-only replica
        ("23514", "internal"),    // a check of ours
        ("42P01", "internal"),    // a table that we forgot
    ];
    for (state, code) in expected {
        let mut tx = db.write().await.unwrap();
        let raise = format!("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '{state}'; END $$");
        let error: Error = tx.query(gyeot::platform::db::Sql::built(raise)).execute().await.unwrap_err().into();
        assert_eq!(error.code(), code, "{state}: {error}");
    }
}

#[tokio::test]
async fn a_postgresql_that_is_killed_is_unavailable_and_found_again() {
    let mut server = crate::support::postgres::Server::start().await;
    let url = server.create("data").await.parse().unwrap();
    let db = Db::connect(&url, gyeot::platform::db::Purpose::Data).await.unwrap();
    put(&db, "row", 1).await.unwrap();
    let mut tx = db.write().await.unwrap();
    tx.query("UPDATE event_cursor SET seq = 2").execute().await.unwrap();
    server.kill();
    let refused = tx.commit().await;
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    let refused = put(&db, "other", 1).await;
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    server.restart().await;
    assert_eq!(get(&db, "row").await.unwrap(), Some(1), "what was not committed is there");
    put(&db, "other", 1).await.unwrap();
    until_true("the pool to be whole", || matches!(&db, Db::Postgres(pool) if pool.num_idle() > 0)).await;
}

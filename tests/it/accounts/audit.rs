use std::{fs, time::Duration};

use gyeot::{
    accounts::{
        AccountId,
        audit::{self, Entry, checkpoint::Checkpoint},
        ledger::{self, Reading},
    },
    platform::db::Sql,
};
use serde_json::json;
use uuid::Uuid;

use super::people::{EMAIL, add, counsellor};
use crate::{
    both_engines,
    support::{app::TestApp, wait},
};

async fn append(app: &TestApp, entries: usize) {
    for number in 0..entries {
        let mut tx = app.db.write().await.unwrap();
        let detail = json!({"number": number});
        let entry = Entry { actor: Some(AccountId::new()), action: "test.done", subject: Some(Uuid::now_v7()), detail };
        audit::append(&mut tx, entry, app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn noted(app: &TestApp) -> Checkpoint {
    let path = Checkpoint::path(&app.config.data_dir);
    audit::checkpoint::note(&app.config.data_dir, &app.db, &app.vault, app.clock.now()).await.unwrap();
    Checkpoint::read(&path, &app.vault).unwrap().unwrap()
}

async fn faults(app: &TestApp, checkpoint: &Checkpoint) -> Vec<String> {
    audit::verify(&mut app.db.read().await.unwrap(), Some(checkpoint)).await.unwrap().faults
}

async fn run(app: &TestApp, sql: &'static str) {
    let mut tx = app.db.write().await.unwrap();
    assert!(tx.query(Sql::from(sql)).execute().await.unwrap() > 0, "{sql} changed nothing");
    tx.commit().await.unwrap();
}

both_engines! {
    async fn what_was_done_is_on_the_chain_and_the_chain_is_whole(app: TestApp) {
        let client = counsellor(&app).await;
        client.delete("/session").await.expect(204);
        let past = audit::after(&mut app.db.read().await.unwrap(), 0, 10).await.unwrap();
        let actions: Vec<_> = past.iter().map(|entry| &*entry.action).collect();
        assert_eq!(actions, ["account.added", "session.opened", "session.closed"]);
        let text = format!("{past:?}");
        assert!(!text.contains("Mina") && !text.contains(EMAIL), "no names: {text}");
        assert_eq!(faults(&app, &noted(&app).await).await, [""; 0]);
    }

    async fn a_checkpoint_that_could_not_be_signed_is_signed_later(app: TestApp) {
        let path = Checkpoint::path(&app.config.data_dir);
        let in_the_way = path.with_extension("checkpoint.new");
        fs::create_dir(&in_the_way).unwrap();
        append(&app, 3).await;
        assert!(audit::checkpoint::note(&app.config.data_dir, &app.db, &app.vault, app.clock.now()).await.is_err());
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert_eq!(Checkpoint::read(&path, &app.vault).unwrap(), None);
        fs::remove_dir(&in_the_way).unwrap();
        // Without another entry.
        wait::until("a checkpoint of all three", || async {
            Checkpoint::read(&path, &app.vault).unwrap().filter(|checkpoint| checkpoint.head.count == 3)
        })
        .await;
    }

    async fn the_server_signs_a_checkpoint_by_itself(app: TestApp) {
        append(&app, 3).await;
        let path = Checkpoint::path(&app.config.data_dir);
        wait::until("a checkpoint of all three", || async {
            Checkpoint::read(&path, &app.vault).unwrap().filter(|checkpoint| checkpoint.head.count == 3)
        })
        .await;
    }

    async fn an_edit_is_found(app: TestApp) {
        append(&app, 5).await;
        let checkpoint = noted(&app).await;
        run(&app, "UPDATE audit SET detail = '{\"number\":7}' WHERE seq = 3").await;
        let told = faults(&app, &checkpoint).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("entry 3 was changed"), "{told:?}");
    }

    async fn an_edit_of_any_column_is_found(app: TestApp) {
        append(&app, 2).await;
        let checkpoint = noted(&app).await;
        for (change, back) in [
            ("UPDATE audit SET actor = NULL WHERE seq = 2", "UPDATE audit SET actor = (SELECT actor FROM kept) WHERE seq = 2"),
            ("UPDATE audit SET subject = NULL WHERE seq = 2", "UPDATE audit SET subject = (SELECT subject FROM kept) WHERE seq = 2"),
            ("UPDATE audit SET action = 'test.dony' WHERE seq = 2", "UPDATE audit SET action = 'test.done' WHERE seq = 2"),
            ("UPDATE audit SET at = (SELECT at FROM audit WHERE seq = 1) WHERE seq = 2", "UPDATE audit SET at = (SELECT at FROM kept) WHERE seq = 2"),
            ("UPDATE audit SET hash = (SELECT hash FROM audit WHERE seq = 1) WHERE seq = 2", "UPDATE audit SET hash = (SELECT hash FROM kept) WHERE seq = 2"),
        ] {
            let mut tx = app.db.write().await.unwrap();
            tx.query("CREATE TABLE kept AS SELECT * FROM audit WHERE seq = 2").execute().await.unwrap();
            tx.commit().await.unwrap();
            run(&app, change).await;
            assert!(!faults(&app, &checkpoint).await.is_empty(), "{change}");
            run(&app, back).await;
            assert_eq!(faults(&app, &checkpoint).await, [""; 0], "{back}");
            let mut tx = app.db.write().await.unwrap();
            tx.query("DROP TABLE kept").execute().await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    async fn a_removed_entry_is_found(app: TestApp) {
        append(&app, 5).await;
        let checkpoint = noted(&app).await;
        run(&app, "DELETE FROM audit WHERE seq = 3").await;
        let told = faults(&app, &checkpoint).await;
        assert!(told.iter().any(|fault| fault == "entries are missing between 2 and 4"), "{told:?}");
    }

    async fn a_removed_entry_with_the_rest_moved_up_is_found(app: TestApp) {
        append(&app, 5).await;
        let checkpoint = noted(&app).await;
        run(&app, "DELETE FROM audit WHERE seq = 3").await;
        run(&app, "UPDATE audit SET seq = 3 WHERE seq = 4").await;
        run(&app, "UPDATE audit SET seq = 4 WHERE seq = 5").await;
        assert!(!faults(&app, &checkpoint).await.is_empty());
    }

    async fn two_entries_that_changed_places_are_found(app: TestApp) {
        append(&app, 5).await;
        let checkpoint = noted(&app).await;
        run(&app, "UPDATE audit SET seq = 99 WHERE seq = 2").await;
        run(&app, "UPDATE audit SET seq = 2 WHERE seq = 3").await;
        run(&app, "UPDATE audit SET seq = 3 WHERE seq = 99").await;
        assert!(!faults(&app, &checkpoint).await.is_empty());
    }

    async fn an_end_that_was_cut_off_is_found(app: TestApp) {
        append(&app, 5).await;
        let checkpoint = noted(&app).await;
        run(&app, "DELETE FROM audit WHERE seq > 3").await;
        let told = faults(&app, &checkpoint).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("the end is cut off"), "{told:?}");
        run(&app, "DELETE FROM audit").await;
        assert_eq!(faults(&app, &checkpoint).await.len(), 1);
    }

    async fn an_end_that_was_cut_off_and_written_anew_is_found(app: TestApp) {
        append(&app, 5).await;
        let checkpoint = noted(&app).await;
        run(&app, "DELETE FROM audit WHERE seq > 3").await;
        append(&app, 4).await;
        let told = faults(&app, &checkpoint).await;
        assert_eq!(told.len(), 1, "the chain fits within itself: {told:?}");
        assert!(told[0].contains("the chain was written anew"), "{told:?}");
        let note = audit::checkpoint::note(&app.config.data_dir, &app.db, &app.vault, app.clock.now()).await;
        assert!(note.unwrap_err().to_string().contains("does not go on from its checkpoint"));
        let kept = Checkpoint::read(&Checkpoint::path(&app.config.data_dir), &app.vault).unwrap();
        assert_eq!(kept, Some(checkpoint), "the proof is not overwritten");
    }

    async fn a_checkpoint_that_we_did_not_sign_is_refused(app: TestApp) {
        append(&app, 3).await;
        noted(&app).await;
        let path = Checkpoint::path(&app.config.data_dir);
        let text = std::fs::read_to_string(&path).unwrap();
        let forged = app.config.data_dir.join("forged");
        std::fs::write(&forged, text.replace("\"count\":3", "\"count\":2")).unwrap();
        assert!(Checkpoint::read(&forged, &app.vault).unwrap_err().to_string().contains("was not signed"));
        std::fs::write(&forged, "{}").unwrap();
        assert!(Checkpoint::read(&forged, &app.vault).is_err());
    }

    async fn without_a_checkpoint_a_chain_is_not_called_whole(app: TestApp) {
        let verify = async || audit::verify(&mut app.db.read().await.unwrap(), None).await.unwrap().faults;
        assert_eq!(verify().await, [""; 0], "there is nothing yet");
        append(&app, 1).await;
        assert_eq!(verify().await.len(), 1);
    }

    async fn fifty_who_append_at_once_make_one_chain(app: TestApp) {
        let mut appending = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let (db, clock) = (app.db.clone(), app.clock.clone());
            appending.spawn(async move {
                let mut tx = db.write().await.unwrap();
                let entry = Entry { actor: None, action: "test.done", subject: None, detail: json!({}) };
                audit::append(&mut tx, entry, clock.now()).await.unwrap();
                tx.commit().await.unwrap();
            });
        }
        appending.join_all().await;
        let checkpoint = noted(&app).await;
        assert_eq!(checkpoint.head.count, 50);
        assert_eq!(faults(&app, &checkpoint).await, [""; 0]);
    }

    async fn what_is_rolled_back_leaves_no_entry(app: TestApp) {
        append(&app, 1).await;
        let mut tx = app.db.write().await.unwrap();
        let entry = Entry { actor: None, action: "test.undone", subject: None, detail: json!({}) };
        audit::append(&mut tx, entry, app.clock.now()).await.unwrap();
        drop(tx);
        append(&app, 1).await;
        let checkpoint = noted(&app).await;
        assert_eq!(checkpoint.head.count, 2);
        assert_eq!(faults(&app, &checkpoint).await, [""; 0]);
    }

    async fn readings_are_recorded_with_who_what_when_and_why(app: TestApp) {
        let account = add(&app, EMAIL, "supervisor").await;
        let (subject, at) = (Uuid::now_v7(), app.clock.now());
        let mut tx = app.db.write().await.unwrap();
        for reason in ["opened", "observed"] {
            ledger::record(&mut tx, Reading { account, kind: "conversation", subject, reason }, at).await.unwrap();
        }
        tx.commit().await.unwrap();
        let past = ledger::of(&mut app.db.read().await.unwrap(), subject, 10).await.unwrap();
        assert_eq!(past.len(), 2);
        assert!(past.iter().all(|reading| reading.account == account && reading.at == at));
        assert_eq!(past[0].reason, "observed", "the latest first");
        assert!(ledger::of(&mut app.db.read().await.unwrap(), Uuid::now_v7(), 10).await.unwrap().is_empty());
    }
}

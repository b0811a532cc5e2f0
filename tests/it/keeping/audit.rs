//! Must show: edit, delete, reorder, truncate, truncate and re-append are each found by the command, which then says so
//! with its exit code.

use gyeot::{
    accounts::audit::{self, Entry, checkpoint},
    platform::db::Sql,
};
use serde_json::json;

use crate::{
    both_engines,
    support::{app::TestApp, shell::Shell},
};

/// A chain of five with its checkpoint, and no server that would go on with it.
async fn chain(app: TestApp) -> TestApp {
    app.stop.cancel();
    append(&app, 5).await;
    checkpoint::note(&app.config.data_dir, &app.db, &app.vault, app.clock.now()).await.unwrap();
    app
}

async fn append(app: &TestApp, entries: usize) {
    for number in 0..entries {
        let mut tx = app.db.write().await.unwrap();
        let entry = Entry { actor: None, action: "test.done", subject: None, detail: json!({"number": number}) };
        audit::append(&mut tx, entry, app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn run(app: &TestApp, statements: &[&'static str]) {
    let mut tx = app.db.write().await.unwrap();
    for sql in statements {
        assert!(tx.query(Sql::from(*sql)).execute().await.unwrap() > 0, "{sql} changed nothing");
    }
    tx.commit().await.unwrap();
}

async fn found(app: &TestApp, told: &str) {
    let shell = Shell::on(&app.databases());
    let said = shell.refusal(&["audit", "verify"]).await;
    assert!(said.contains(told), "{said}");
}

both_engines! {
    async fn a_whole_chain_is_called_whole(app: TestApp) {
        let app = chain(app).await;
        let said = Shell::on(&app.databases()).ok(&["audit", "verify"]).await;
        assert_eq!(said, "the audit chain is whole: 5 entries\n");
    }

    async fn the_command_finds_an_edit(app: TestApp) {
        let app = chain(app).await;
        run(&app, &["UPDATE audit SET action = 'test.undone' WHERE seq = 3"]).await;
        found(&app, "entry 3 was changed").await;
    }

    async fn the_command_finds_a_deleted_entry(app: TestApp) {
        let app = chain(app).await;
        run(&app, &["DELETE FROM audit WHERE seq = 3"]).await;
        found(&app, "entries are missing between 2 and 4").await;
    }

    async fn the_command_finds_entries_that_changed_places(app: TestApp) {
        let app = chain(app).await;
        run(&app, &[
            "UPDATE audit SET seq = 99 WHERE seq = 2",
            "UPDATE audit SET seq = 2 WHERE seq = 3",
            "UPDATE audit SET seq = 3 WHERE seq = 99",
        ]).await;
        found(&app, "does not belong after the one before it").await;
    }

    async fn the_command_finds_an_end_that_is_cut_off(app: TestApp) {
        let app = chain(app).await;
        run(&app, &["DELETE FROM audit WHERE seq > 3"]).await;
        found(&app, "the end is cut off").await;
    }

    async fn the_command_finds_an_end_that_is_cut_off_and_written_anew(app: TestApp) {
        let app = chain(app).await;
        run(&app, &["DELETE FROM audit WHERE seq > 3"]).await;
        append(&app, 4).await;
        found(&app, "the chain was written anew").await;
    }
}

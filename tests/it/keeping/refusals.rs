//! What a backup and a restore refuse, and that nothing is touched then.

use std::{fs, path::Path, sync::Arc};

use gyeot::platform::db::{Db, Engine, Purpose, Sql, Url};
use serde_json::{Value, json};

use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        db::Databases,
        shell::Shell,
    },
};

/// A backup of both, and the server that it is of, which has ended.
struct Backed {
    old: Arc<Databases>,
    _places: [tempfile::TempDir; 2],
    data: std::path::PathBuf,
    keys: std::path::PathBuf,
}

async fn backed(engine: Engine) -> Backed {
    let app = TestApp::with(engine, |_| ()).await;
    Visitor::ask(app.address(), json!({"language": "ko", "first_message": "안녕"})).await;
    let (old, places) = (app.databases(), [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()]);
    let shell = Shell::on(&old);
    let data = shell.back_up(places[0].path(), false).await;
    let keys = shell.back_up(places[1].path(), true).await;
    app.stop().await;
    Backed { old, _places: places, data, keys }
}

/// A place with the keys and the master key, where data can be restored to.
async fn ready(backed: &Backed, engine: Engine) -> (Databases, Shell) {
    let new = Databases::bare(engine).await;
    fs::copy(backed.old.folder().join("master.key"), new.folder().join("master.key")).unwrap();
    let shell = Shell::on(&new);
    let said = shell.restore(&backed.keys, true).await;
    assert!(said.well, "{said:#?}");
    (new, shell)
}

async fn refused(shell: &Shell, from: &Path, keys: bool, why: &str) {
    let said = shell.restore(from, keys).await;
    assert!(!said.well && said.err.contains(why), "not {why:?}: {said:#?}");
}

async fn is_untouched(databases: &Databases) -> bool {
    match databases.data() {
        Url::Sqlite(path) => !path.exists() && !path.with_extension("db.restoring").exists(),
        url @ Url::Postgres(_) => {
            let db = Db::look(url, Purpose::Data).await.unwrap();
            let tables = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'";
            let (count,): (i64,) = db.read().await.unwrap().query(tables).fetch_one().await.unwrap();
            db.close().await;
            count == 0
        }
    }
}

fn change(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    fs::write(path, manifest.to_string()).unwrap();
}

both_engines! {
    async fn an_empty_key_store_beside_data_is_refused_and_nothing_is_erased(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        Staff::hire(&app, "Boss", "supervisor").await;
        let (old, keys) = (app.databases(), tempfile::tempdir().unwrap());
        let backup = Shell::on(&old).back_up(keys.path(), true).await;
        app.stop().await;
        let elsewhere = Databases::create(engine).await;
        let shell = Shell::on(&old)
            .with("GYEOT_KEYS_URL", Databases::text(elsewhere.keys()))
            .with("GYEOT_LISTEN", "127.0.0.1:0");
        // SQLite's erase says before that that there is no file.
        for command in [&["serve"][..], &["erase"], &["keys", "rotate"]] {
            let said = shell.refusal(command).await;
            assert!(said.contains("is empty and the data are not") || said.contains("there is no "), "{command:?}: {said}");
        }
        let said = shell.refusal(&["serve"]).await;
        assert!(said.contains("is empty and the data are not"), "{said}");
        // The store that belongs to them, brought back, is taken.
        let back = Databases::bare(engine).await;
        let shell = Shell::on(&old).with("GYEOT_KEYS_URL", Databases::text(back.keys()));
        assert!(shell.restore(&backup, true).await.well);
        shell.ok(&["audit", "verify"]).await;
    }

    async fn a_damaged_foreign_or_newer_backup_is_refused_before_anything_is_touched(engine: Engine) {
        let backed = backed(engine).await;
        let (new, shell) = ready(&backed, engine).await;
        let file = if engine == Engine::Sqlite { "data.db" } else { "data.dump" };
        let (whole, manifest) =
            (fs::read(backed.data.join(file)).unwrap(), fs::read(backed.data.join("manifest.json")).unwrap());
        let again = || fs::write(backed.data.join("manifest.json"), &manifest).unwrap();

        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        fs::write(backed.data.join(file), flipped).unwrap();
        refused(&shell, &backed.data, false, "damaged, or changed since").await;
        fs::write(backed.data.join(file), &whole[..whole.len() - 1]).unwrap();
        refused(&shell, &backed.data, false, "damaged, or changed since").await;
        fs::write(backed.data.join(file), &whole).unwrap();
        change(&backed.data, |manifest| manifest["format"] = json!(2));
        refused(&shell, &backed.data, false, "its format is 2").await;
        again();
        change(&backed.data, |manifest| manifest["contents"]["schema"] = json!(9_999));
        refused(&shell, &backed.data, false, "the backup has schema 9999").await;
        again();
        change(&backed.data, |manifest| manifest["contents"]["rows"]["message"] = json!(7));
        refused(&shell, &backed.data, false, "is not what the manifest counts").await;
        again();
        change(&backed.data, |manifest| manifest["file"]["name"] = json!("../data.db"));
        refused(&shell, &backed.data, false, "it names a file elsewhere").await;
        again();
        let other = if engine == Engine::Sqlite { "postgres" } else { "sqlite" };
        change(&backed.data, |manifest| manifest["engine"] = json!(other));
        refused(&shell, &backed.data, false, "only to the engine that it came from").await;
        again();
        refused(&shell, &backed.keys, false, "it is a backup of the keys").await;
        refused(&shell, &backed.data, true, "it is a backup of the data").await;
        refused(&shell, new.folder().as_path(), false, "is this the folder of a backup?").await;
        assert!(is_untouched(&new).await);

        let said = shell.restore(&backed.data, false).await;
        assert!(said.well, "as it was, it goes: {said:#?}");
    }

    async fn a_restore_goes_only_where_nothing_is(engine: Engine) {
        let backed = backed(engine).await;
        let (new, shell) = ready(&backed, engine).await;
        refused(&shell, &backed.keys, true, "already").await;
        assert!(shell.restore(&backed.data, false).await.well);
        refused(&shell, &backed.data, false, "already").await;
        // And not under a server.
        let new = Arc::new(new);
        let app = TestApp::on(new.clone(), |_| ()).await;
        let why = if engine == Engine::Sqlite { "another server runs on this data directory" } else { "already" };
        refused(&shell, &backed.data, false, why).await;
        drop(app);
    }

    async fn a_master_key_of_another_server_opens_no_keys(engine: Engine) {
        let (backed, other) = (backed(engine).await, backed(engine).await);
        let new = Databases::bare(engine).await;
        fs::copy(other.old.folder().join("master.key"), new.folder().join("master.key")).unwrap();
        refused(&Shell::on(&new), &backed.keys, true, "wrong master key").await;
        fs::copy(backed.old.folder().join("master.key"), new.folder().join("master.key")).unwrap();
        assert!(Shell::on(&new).restore(&backed.keys, true).await.well, "nothing was left behind");
    }

    async fn data_and_keys_do_not_go_into_one_folder(engine: Engine) {
        let backed = backed(engine).await;
        let shell = Shell::on(&backed.old);
        let (data, keys) = (backed.data.parent().unwrap(), backed.keys.parent().unwrap());
        for (to, flag) in [(data, Some("--keys")), (keys, None), (&*backed.data, Some("--keys"))] {
            let to = to.display().to_string();
            let mut arguments = vec!["backup", "--to", &to];
            arguments.extend(flag);
            let why = shell.refusal(&arguments).await;
            assert!(why.contains("must not lie together"), "{why}");
        }
        assert_eq!(fs::read_dir(data).unwrap().count() + fs::read_dir(keys).unwrap().count(), 2);
    }

    async fn a_backup_that_cannot_be_made_leaves_nothing_that_looks_like_one(engine: Engine) {
        let backed = backed(engine).await;
        let place = tempfile::tempdir().unwrap();
        let to = place.path().display().to_string();
        let (shell, why) = match engine {
            Engine::Sqlite => {
                let gone = format!("sqlite:{}/none.db", place.path().display());
                (Shell::on(&backed.old).with("GYEOT_DATABASE_URL", gone), "there is no database at")
            }
            Engine::Postgres => {
                (Shell::on(&backed.old).with("GYEOT_PG_DUMP", "no-such-pg-dump"), "client tools are needed")
            }
        };
        let said = shell.refusal(&["backup", "--to", &to]).await;
        assert!(said.contains(why), "{said}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    async fn what_a_restore_that_was_cut_short_left_is_no_database_and_the_next_begins_anew(engine: Engine) {
        let backed = backed(engine).await;
        let (new, shell) = ready(&backed, engine).await;
        match new.data() {
            Url::Sqlite(path) => {
                let half = fs::read(backed.data.join("data.db")).unwrap();
                fs::write(path.with_extension("db.restoring"), &half[..half.len() / 2]).unwrap();
                fs::write(path.with_extension("db.restoring-wal"), "half").unwrap();
                assert!(!path.exists());
            }
            url @ Url::Postgres(_) => {
                let db = Db::look(url, Purpose::Data).await.unwrap();
                let mut tx = db.write().await.unwrap();
                for sql in ["CREATE TABLE gyeot_restoring (no INTEGER)", "CREATE TABLE conversation (half INTEGER)"] {
                    tx.query(Sql::from(sql)).execute().await.unwrap();
                }
                tx.commit().await.unwrap();
                db.close().await;
                let said = shell.refusal(&["serve", "--listen", "127.0.0.1:0"]).await;
                assert!(said.contains("was cut short, or still runs"), "{said}");
            }
        }
        let said = shell.restore(&backed.data, false).await;
        assert!(said.well, "{said:#?}");
        let app = TestApp::on(Arc::new(new), |_| ()).await;
        let (said,): (i64,) =
            app.db.read().await.unwrap().query("SELECT COUNT(*) FROM message").fetch_one().await.unwrap();
        assert_eq!(said, 1);
        let left: Vec<_> = fs::read_dir(app.databases().folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains("restoring"))
            .collect();
        assert_eq!(left, [""; 0]);
    }

    async fn a_backup_whose_audit_chain_was_changed_is_restored_and_told_of(engine: Engine) {
        let backed = backed(engine).await;
        let place = tempfile::tempdir().unwrap();
        let db = Db::look(backed.old.data(), Purpose::Data).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let entry = gyeot::accounts::audit::Entry { actor: None, action: "test.done", subject: None, detail: json!({}) };
        gyeot::accounts::audit::append(&mut tx, entry, gyeot::platform::Clock::system().now()).await.unwrap();
        tx.query("UPDATE audit SET action = 'test.undone'").execute().await.unwrap();
        tx.commit().await.unwrap();
        db.close().await;
        let changed = Shell::on(&backed.old).back_up(place.path(), false).await;
        let (_new, shell) = ready(&backed, engine).await;
        let said = shell.restore(&changed, false).await;
        assert!(!said.well && said.out.contains("THE AUDIT CHAIN IS NOT WHOLE"), "{said:#?}");
        assert!(said.err.contains("was changed"), "{said:#?}");
        assert!(!shell.run(&["audit", "verify"]).await.well, "and it stays told");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_half_restored_is_not_backed_up() {
    let app = TestApp::with(Engine::Postgres, |_| ()).await;
    let (old, place) = (app.databases(), tempfile::tempdir().unwrap());
    app.stop().await;
    let db = old.open_data().await;
    let mut tx = db.write().await.unwrap();
    tx.query("CREATE TABLE gyeot_restoring (no INTEGER)").execute().await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let to = place.path().display().to_string();
    let said = Shell::on(&old).refusal(&["backup", "--to", &to]).await;
    assert!(said.contains("was cut short, or still runs"), "{said}");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

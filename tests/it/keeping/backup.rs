//! Must show: back up, erase, restore: the text is unreadable and all counts are unchanged.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};

use gyeot::{
    accounts::audit::checkpoint::Checkpoint,
    platform::db::{Db, Engine, Purpose, dump},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::{Talk, command, see, supervisor, talk},
    support::{
        app::TestApp,
        builders::{Staff, Visitor},
        db::Databases,
        shell::Shell,
        socket::Socket,
        wait,
    },
};

const SECRET: &str = "아무한테도 말하지 마세요";

async fn rows(app: &TestApp) -> BTreeMap<String, i64> {
    dump::contents(&mut app.db.read().await.unwrap()).await.unwrap().rows
}

/// A talk in which everything was said and written that can be.
async fn full_talk(app: &TestApp) -> Talk {
    let mut talk = talk(app).await;
    talk.hers.store(talk.channel, SECRET).await;
    talk.theirs.store(talk.channel, "여기 있어요").await;
    talk.theirs.store(talk.staff, "조심해서").await;
    let note = json!({"body": "메모"});
    talk.counsellor.client.post(&format!("/conversations/{}/notes", talk.conversation), note).await.expect(201);
    talk
}

/// Where a restore goes that leaves the key store where it is.
fn same_keys(old: &Databases, new: &Databases) -> Shell {
    Shell::at(&new.folder(), new)
        .with("GYEOT_KEYS_URL", Databases::text(old.keys()))
        .with("GYEOT_MASTER_KEY_FILE", old.folder().join("master.key").display().to_string())
}

async fn server(new: &Arc<Databases>, old: &Databases) -> TestApp {
    TestApp::on(new.clone(), |settings| {
        settings.config.keys_url = old.keys().clone();
        settings.config.master_key_file = old.folder().join("master.key");
    })
    .await
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

both_engines! {
    async fn what_was_erased_after_the_backup_cannot_be_read_when_it_comes_back(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let gone = full_talk(&app).await;
        let boss = supervisor(&app, "Boss").await;
        // Another one, which stays.
        let stays = Visitor::ask(app.address(), json!({"language": "ko", "nickname": "별", "first_message": "안녕"})).await;
        gone.counsellor.open(stays.conversation).await;
        let (old, place) = (app.databases(), tempfile::tempdir().unwrap());
        let counted = rows(&app).await;
        let folder = Shell::on(&old).back_up(place.path(), false).await;
        gone.visitor.client.post("/visits/erase", json!({})).await.expect(200);
        drop((gone.hers, gone.theirs));
        app.stop().await;

        let new = Arc::new(Databases::bare(engine).await);
        let said = same_keys(&old, &new).restore(&folder, false).await;
        assert!(said.well, "{said:#?}");
        assert!(said.out.contains("1 of the conversations have no key any more and are marked as erased"), "{said:#?}");
        assert!(said.out.contains("the audit chain is whole: "), "{said:#?}");

        let app = server(&new, &old).await;
        let mut now = rows(&app).await;
        *now.get_mut("audit").unwrap() -= 1;
        assert_eq!(now, counted, "all counts are as they were, and one entry says that it was restored");
        // The session of before the restore is over.
        let client = app.anyone();
        client.set_cookie(boss.client.cookie());
        client.get("/session").await.problem(401, "unauthenticated");
        let (boss, mina) = (
            Staff::sign_in(app.address(), &boss.email).await,
            Staff::sign_in(app.address(), &gone.counsellor.email).await,
        );
        let path = format!("/conversations/{}", gone.conversation);
        let seen = see(&mina, gone.conversation).await;
        assert_eq!((&seen["state"], &seen["closed_reason"]), (&json!("closed"), &json!("erased")));
        assert_eq!((&seen["visitor_name"], &seen["channels"]), (&json!(null), &json!([])));
        assert_eq!(mina.client.get(&format!("{path}/notes")).await.expect(200)["items"], json!([]));
        assert_eq!(mina.client.get(&format!("{path}/export")).await.expect(200)["channels"], json!([]));
        command(&boss, gone.conversation, "observe").await.problem(404, "not_found");
        let mut socket = Socket::open(&mina.client).await;
        socket.hello(None, &[(gone.channel, 0)]).await;
        socket.send(json!({"type": "history", "ref": 900, "channel": gone.channel})).await;
        socket.error(900, "not_a_member").await;
        let code = json!({"return_code": gone.visitor.return_code});
        app.anyone().post("/visits/return", code).await.problem(404, "not_found");
        let sql = "SELECT key FROM conversation WHERE id = $1";
        let (key,): (Uuid,) =
            app.db.read().await.unwrap().query(sql).bind(gone.conversation).fetch_one().await.unwrap();
        assert!(app.vault.key(key).await.is_err());
        assert_eq!(mina.client.get("/desk").await.expect(200)["active"], 1, "the other's place alone");
        // The other is whole, and comes back by her code alone.
        command(&boss, stays.conversation, "observe").await.expect(200);
        let export = boss.client.get(&format!("/conversations/{}/export", stays.conversation)).await.expect(200);
        assert_eq!(export["channels"][0]["messages"][0]["body"], "안녕");
        assert_eq!(export["conversation"]["visitor_name"], "별");
        let mut client = app.anyone();
        client.token = Some(stays.token.clone());
        client.post("/visits/leave", json!({})).await.problem(401, "unauthenticated");
        let code = json!({"return_code": stays.return_code});
        let back = app.anyone().post("/visits/return", code).await.expect(200);
        assert_eq!(back["conversation"], json!(stays.conversation));
        assert!(same_keys(&old, &new).ok(&["audit", "verify"]).await.starts_with("the audit chain is whole"));
    }

    async fn a_lost_machine_comes_back_from_both_backups_and_its_master_key(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let talk = full_talk(&app).await;
        let (old, data, keys) = (app.databases(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let data_folder = Shell::on(&old).back_up(data.path(), false).await;
        let key_folder = Shell::on(&old).back_up(keys.path(), true).await;
        app.stop().await;
        let new = Arc::new(Databases::bare(engine).await);
        let shell = Shell::on(&new);
        // Each says what has to come first.
        let said = shell.restore(&data_folder, false).await;
        assert!(!said.well && said.err.contains("restore the keys first"), "{said:#?}");
        let said = shell.restore(&key_folder, true).await;
        assert!(!said.well && said.err.contains("the master key") && said.err.contains("is missing"), "{said:#?}");
        fs::write(new.folder().join("master.key"), fs::read(old.folder().join("master.key")).unwrap()).unwrap();
        let said = shell.restore(&key_folder, true).await;
        assert!(said.well, "{said:#?}");
        let said = shell.restore(&data_folder, false).await;
        assert!(said.well, "{said:#?}");
        let app = TestApp::on(new, |_| ()).await;
        let mina = Staff::sign_in(app.address(), &talk.counsellor.email).await;
        let export = mina.client.get(&format!("/conversations/{}/export", talk.conversation)).await.expect(200);
        assert_eq!(export["channels"][0]["messages"][0]["body"], SECRET);
        assert_eq!(export["notes"][0]["body"], "메모");
    }

    async fn an_old_backup_of_the_keys_brings_back_nothing_that_the_data_have_as_erased(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let talk = full_talk(&app).await;
        let (old, keys, data) = (app.databases(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let key_folder = Shell::on(&old).back_up(keys.path(), true).await;
        talk.visitor.client.post("/visits/erase", json!({})).await.expect(200);
        let data_folder = Shell::on(&old).back_up(data.path(), false).await;
        app.stop().await;
        // The key store alone is lost: the data beside it know better.
        let lost = Databases::bare(engine).await;
        let shell = Shell::on(&old).with("GYEOT_KEYS_URL", Databases::text(lost.keys()));
        let said = shell.restore(&key_folder, true).await;
        assert!(said.well && said.out.contains("1 keys of erased conversations were destroyed again"), "{said:#?}");
        // Everything is lost: the data that come back after the keys know better.
        let new = Databases::bare(engine).await;
        fs::write(new.folder().join("master.key"), fs::read(old.folder().join("master.key")).unwrap()).unwrap();
        let shell = Shell::on(&new);
        assert!(shell.restore(&key_folder, true).await.well);
        let said = shell.restore(&data_folder, false).await;
        assert!(said.well && said.out.contains("1 keys of erased conversations were destroyed again"), "{said:#?}");
        for databases in [lost, new] {
            let keys = Db::look(databases.keys(), Purpose::Keys).await.unwrap();
            let sql = "SELECT COUNT(*) FROM data_key WHERE owner = $1";
            let (left,): (i64,) =
                keys.read().await.unwrap().query(sql).bind(talk.conversation).fetch_one().await.unwrap();
            assert_eq!(left, 0);
            keys.close().await;
        }
    }

    async fn keys_that_are_older_than_the_data_beside_them_go_back_only_to_who_gives_up_what_they_lack(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let kept = full_talk(&app).await;
        let (old, first, second) = (app.databases(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let older = Shell::on(&old).back_up(first.path(), true).await;
        let since = Visitor::ask(app.address(), json!({"language": "ko", "first_message": SECRET})).await;
        let newer = Shell::on(&old).back_up(second.path(), true).await;
        drop((kept.hers, kept.theirs));
        app.stop().await;
        // The key store alone is lost, and the backup that comes first to hand lacks a key that the data need.
        let beside = |lost: &Databases| Shell::on(&old).with("GYEOT_KEYS_URL", Databases::text(lost.keys()));
        let lost = Databases::bare(engine).await;
        let said = beside(&lost).restore(&older, true).await;
        assert!(!said.well && said.err.contains("lacks the keys of 1 of the 2 conversations"), "{said:#?}");
        assert!(said.err.contains("--accept-loss"), "{said:#?}");
        assert!(!said.err.contains(&since.conversation.to_string()), "{said:#?}");
        let state = |id: Uuid| {
            let old = old.clone();
            async move {
                let data = Db::look(old.data(), Purpose::Data).await.unwrap();
                let sql = "SELECT state, erased_at IS NOT NULL FROM conversation WHERE id = $1";
                let found: (String, bool) = data.read().await.unwrap().query(sql).bind(id).fetch_one().await.unwrap();
                data.close().await;
                found
            }
        };
        assert_eq!(state(since.conversation).await, ("offered".to_owned(), false), "nothing was touched");
        // The newer one has them all, and goes to the same place.
        let said = beside(&lost).restore(&newer, true).await;
        assert!(said.well, "{said:#?}");
        assert_eq!(state(since.conversation).await, ("offered".to_owned(), false));
        // Where there is no newer one, she who restores says so.
        let lost = Databases::bare(engine).await;
        let from = older.display().to_string();
        let said = beside(&lost).ok(&["restore", "--keys", "--from", &from, "--accept-loss"]).await;
        assert!(said.contains("1 of the conversations have no key any more and are marked as erased"), "{said}");
        assert_eq!(state(since.conversation).await, ("closed".to_owned(), true));
        assert_eq!(state(kept.conversation).await, ("active".to_owned(), false));
        let app = TestApp::on(old.clone(), |settings| settings.config.keys_url = lost.keys().clone()).await;
        let mina = Staff::sign_in(app.address(), &kept.counsellor.email).await;
        let export = mina.client.get(&format!("/conversations/{}/export", kept.conversation)).await.expect(200);
        assert_eq!(export["channels"][0]["messages"][0]["body"], SECRET);
        assert_eq!(mina.client.get("/desk").await.expect(200)["active"], 1, "the place of the other is free");
        assert!(beside(&lost).ok(&["audit", "verify"]).await.starts_with("the audit chain is whole"));
    }

    async fn a_checkpoint_that_goes_further_than_the_backup_is_kept_as_the_proof_of_what_was_lost(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let boss = supervisor(&app, "Boss").await;
        let (old, place) = (app.databases(), tempfile::tempdir().unwrap());
        let folder = Shell::on(&old).back_up(place.path(), false).await;
        // What is done after the backup is on the chain, and the checkpoint tells of it.
        let head = dump::contents(&mut app.db.read().await.unwrap()).await.unwrap().rows["audit"];
        Staff::sign_in(app.address(), &boss.email).await;
        let path = Checkpoint::path(&old.folder());
        wait::until("a checkpoint of that", || async {
            Checkpoint::read(&path, &app.vault).unwrap().filter(|noted| noted.head.count > head)
        })
        .await;
        app.stop().await;
        let new = Databases::bare(engine).await;
        let shell = Shell::on(&old).with("GYEOT_DATABASE_URL", Databases::text(new.data()));
        let said = shell.restore(&folder, false).await;
        assert!(said.well && said.out.contains("is now audit.checkpoint.before-restore-"), "{said:#?}");
        let kept = fs::read_dir(old.folder()).unwrap().filter(|entry| {
            entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("audit.checkpoint.before-restore-")
        });
        assert_eq!(kept.count(), 1);
        let said = shell.ok(&["audit", "verify"]).await;
        assert_eq!(said, format!("the audit chain is whole: {} entries\n", head + 1));
    }

    async fn a_backup_is_for_us_alone_says_what_it_is_and_carries_no_key(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let talk = full_talk(&app).await;
        let (old, place) = (app.databases(), tempfile::tempdir().unwrap());
        let to = place.path().join("of/data");
        // What a killed one left.
        let left = to.join(".gyeot-data-20260101T000000Z.unfinished");
        fs::create_dir_all(&left).unwrap();
        fs::write(left.join("gyeot.db"), "half of it").unwrap();
        fs::set_permissions(&to, fs::Permissions::from_mode(0o700)).unwrap();
        let folder = Shell::on(&old).back_up(&to, false).await;
        assert_eq!((mode(&to), mode(&folder)), (0o700, 0o700));
        let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
        let engine = if engine == Engine::Sqlite { "sqlite" } else { "postgres" };
        assert_eq!((&manifest["kind"], &manifest["engine"], &manifest["format"]), (&json!("data"), &json!(engine), &json!(1)));
        assert_eq!(manifest["contents"]["rows"]["message"], 3);
        assert!(manifest["audit"]["entries"].as_i64().unwrap() > 0);
        let sql = "SELECT key FROM conversation WHERE id = $1";
        let (key,): (Uuid,) =
            app.db.read().await.unwrap().query(sql).bind(talk.conversation).fetch_one().await.unwrap();
        let (wrapped,): (Vec<u8>,) = {
            let keys = Db::look(old.keys(), Purpose::Keys).await.unwrap();
            let found = keys.read().await.unwrap().query("SELECT wrapped FROM data_key WHERE id = $1").bind(key).fetch_one().await.unwrap();
            keys.close().await;
            found
        };
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            let bytes = fs::read(&path).unwrap();
            let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
            assert!(!holds(&wrapped) && !holds(SECRET.as_bytes()), "{}", path.display());
        }
        // A second one has a place of its own beside it; none is left unfinished.
        let names: Vec<_> = fs::read_dir(&to).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [folder.file_name().unwrap()]);
    }

    async fn a_backup_made_while_people_talk_is_of_one_moment(engine: Engine) {
        let app = TestApp::with(engine, |_| ()).await;
        let mut talk = talk(&app).await;
        let (old, place) = (app.databases(), tempfile::tempdir().unwrap());
        let shell = Shell::on(&old);
        // The first words wait until the rules are read.
        talk.hers.store(talk.channel, "말").await;
        let mut backing_up = tokio::spawn({
            let (shell, to) = (shell.clone(), place.path().to_owned());
            async move { shell.back_up(&to, false).await }
        });
        let mut said = 0;
        let folder = loop {
            talk.hers.store(talk.channel, "말").await;
            said += 1;
            tokio::select! {
                biased;
                folder = &mut backing_up => break folder.unwrap(),
                () = std::future::ready(()) => {}
            }
        };
        assert!(said > 1);
        let new = Arc::new(Databases::bare(engine).await);
        app.stop().await;
        let said = same_keys(&old, &new).restore(&folder, false).await;
        assert!(said.well, "{said:#?}");
        let app = server(&new, &old).await;
        let mut conn = app.db.read().await.unwrap();
        let torn: Vec<(i64,)> = conn
            .query(
                "SELECT no FROM channel c WHERE last_seq <> (SELECT COUNT(*) FROM message m WHERE m.channel = c.no)
                   OR last_seq <> (SELECT COALESCE(MAX(seq), 0) FROM message m WHERE m.channel = c.no)",
            )
            .fetch_all()
            .await
            .unwrap();
        assert_eq!(torn, []);
    }
}

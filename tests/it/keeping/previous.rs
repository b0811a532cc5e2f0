//! A backup of the previous release restores into this one.

use std::{fs, path::Path, sync::Arc};

use gyeot::{
    accounts::audit::{self, Entry},
    platform::{
        Clock,
        crypto::{Aad, Vault},
        db::{Db, Engine, Purpose, Sql, newest_schema},
    },
};
use serde_json::json;
use sqlx::migrate::Migrator;
use uuid::Uuid;

use crate::{
    both_engines,
    chat::people::{command, see, supervisor},
    support::{app::TestApp, db::Databases, shell::Shell},
};

/// The last migration that the previous release had.
const PREVIOUS: &str = "0004_chat.sql";

/// Brings the schema of the previous release, from the very files that it had.
async fn bring(databases: &Databases, engine: Engine) -> Db {
    let of = if engine == Engine::Sqlite { "sqlite" } else { "postgres" };
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(of);
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if *name <= *PREVIOUS {
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    let migrator = Migrator::new(folder.path()).await.unwrap();
    if let gyeot::platform::db::Url::Sqlite(path) = databases.data() {
        fs::write(path, "").unwrap();
    }
    let db = Db::look(databases.data(), Purpose::Data).await.unwrap();
    match &db {
        Db::Sqlite { writer, .. } => migrator.run(writer).await.unwrap(),
        Db::Postgres(pool) => migrator.run(pool).await.unwrap(),
    }
    db
}

/// A closed conversation as the previous release wrote it: a nickname and a note.
async fn write(db: &Db, vault: &Vault, clock: &Clock) -> Uuid {
    let (id, visitor, note) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let (key, now) = (vault.new_key(id).await.unwrap(), clock.now());
    let nickname = vault.seal(&key, &Aad::new("conversation.nickname", id, id), "별".as_bytes());
    let body = vault.seal(&key, &Aad::new("note.body", note, id), "옛 메모".as_bytes());
    let mut tx = db.write().await.unwrap();
    tx.query("INSERT INTO visitor (id, return_mac, conversation, seen_at, created_at) VALUES ($1, $2, $3, $4, $4)")
        .bind(visitor)
        .bind(vec![7_u8; 32])
        .bind(id)
        .bind(now)
        .execute()
        .await
        .unwrap();
    tx.query(
        "INSERT INTO conversation (id, visitor, state, closed_reason, language, label, risk, place, key, nickname,
           outreach_code, waiting_since, created_at, closed_at)
         VALUES ($1, $2, 'closed', 'done', 'ko', '1234', 0, 1, $3, $4, 'minji-3-2', $5, $5, $5)",
    )
    .bind(id)
    .bind(visitor)
    .bind(key.id())
    .bind(nickname)
    .bind(now)
    .execute()
    .await
    .unwrap();
    for kind in ["main", "staff"] {
        tx.query("INSERT INTO channel (id, conversation, kind, key, closed_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(Uuid::now_v7())
            .bind(id)
            .bind(kind)
            .bind(key.id())
            .bind(now)
            .execute()
            .await
            .unwrap();
    }
    tx.query("INSERT INTO note (id, conversation, author, body, at) VALUES ($1, $2, $3, $4, $5)")
        .bind(note)
        .bind(id)
        .bind(Uuid::now_v7())
        .bind(body)
        .bind(now)
        .execute()
        .await
        .unwrap();
    let entry = Entry { actor: None, action: "conversation.observed", subject: Some(id), detail: json!({}) };
    audit::append(&mut tx, entry, now).await.unwrap();
    tx.commit().await.unwrap();
    id
}

both_engines! {
    async fn a_backup_of_the_previous_release_restores_into_this_one(engine: Engine) {
        let (old, place, clock) = (Databases::bare(engine).await, tempfile::tempdir().unwrap(), Clock::system());
        let db = bring(&old, engine).await;
        let keys = Db::connect(old.keys(), Purpose::Keys).await.unwrap();
        let master = old.folder().join("master.key");
        let vault = Vault::unlock(keys.clone(), &master, clock.clone()).await.unwrap();
        let id = write(&db, &vault, &clock).await;
        audit::checkpoint::note(&old.folder(), &db, &vault, clock.now()).await.unwrap();

        let folder = Shell::on(&old).back_up(place.path(), false).await;
        let manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
        assert_eq!(manifest["contents"]["schema"], 4);
        let (schema,): (i64,) = db
            .read()
            .await
            .unwrap()
            .query(Sql::from("SELECT MAX(version) FROM _sqlx_migrations"))
            .fetch_one()
            .await
            .unwrap();
        assert_eq!(schema, 4, "a backup changes nothing, the schema least of all");
        db.close().await;
        keys.close().await;

        let new = Arc::new(Databases::bare(engine).await);
        let shell = Shell::at(&new.folder(), &new)
            .with("GYEOT_KEYS_URL", Databases::text(old.keys()))
            .with("GYEOT_MASTER_KEY_FILE", master.display().to_string());
        let said = shell.restore(&folder, false).await;
        assert!(said.well, "{said:#?}");
        let app = TestApp::on(new, |settings| {
            settings.config.keys_url = old.keys().clone();
            settings.config.master_key_file.clone_from(&master);
        })
        .await;
        let (schema,): (i64,) = app
            .db
            .read()
            .await
            .unwrap()
            .query(Sql::from("SELECT MAX(version) FROM _sqlx_migrations"))
            .fetch_one()
            .await
            .unwrap();
        assert_eq!(schema, newest_schema(engine, Purpose::Data));
        let boss = supervisor(&app, "Boss").await;
        command(&boss, id, "observe").await.expect(200);
        assert_eq!(see(&boss, id).await["visitor_name"], "별");
        let notes = boss.client.get(&format!("/conversations/{id}/notes")).await.expect(200);
        assert_eq!(notes["items"][0]["body"], "옛 메모");
        let mut conn = app.db.read().await.unwrap();
        let (strays,): (i64,) =
            conn.query("SELECT COUNT(*) FROM conversation WHERE outreach_code IS NOT NULL").fetch_one().await.unwrap();
        assert_eq!(strays, 0, "what no link has as its code may be a name");
    }
}

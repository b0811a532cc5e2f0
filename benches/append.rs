//! The log's append path as the writer takes it, by batch size: one transaction, committed to disk. SQLite at
//! `synchronous=FULL` always; PostgreSQL too when `GYEOT_TEST_POSTGRES_URL` names a server to make a database on.

use std::{env, sync::Arc, time::Duration};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use gyeot::{
    messaging::{
        AuthorKind, Body, Channel, ChannelKind, ConversationId, MessageId, channel,
        hub::Handle,
        log::{BatchEntry, Signature, Verdict, append_batch},
    },
    platform::{
        Clock,
        crypto::Vault,
        db::{Db, Purpose, Url},
    },
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// As many conversations as the messages of a batch come from.
const CHANNELS: usize = 1000;
const SIZES: [usize; 5] = [1, 8, 64, 256, 512];
const TEXT: &str = "그 사람이 자꾸 연락해서 조금 무서워요. 어떻게 하면 좋을까요?";

struct Log {
    db: Db,
    vault: Vault,
    channels: Vec<Arc<Channel>>,
    author: Arc<Signature>,
    next: usize,
}

impl Log {
    async fn open(data: &Url, folder: &std::path::Path) -> Self {
        let db = Db::connect(data, Purpose::Data).await.expect("a database");
        let keys = Db::connect(&Url::Sqlite(folder.join("keys.db")), Purpose::Keys).await.expect("a key store");
        let vault = Vault::unlock(keys, &folder.join("master.key"), Clock::system()).await.expect("a vault");
        let key = vault.new_key(Uuid::now_v7()).await.expect("a key");
        let mut tx = db.write().await.expect("a transaction");
        let mut channels = Vec::new();
        for _ in 0..CHANNELS {
            let made = channel::create(&mut tx, ConversationId::new(), ChannelKind::Main, key.clone()).await;
            channels.push(Arc::new(made.expect("a channel")));
        }
        tx.commit().await.expect("a commit");
        let author = Signature { id: Uuid::now_v7(), kind: AuthorKind::Visitor, name: "하늘".into() };
        Self { db, vault, channels, author: Arc::new(author), next: 0 }
    }

    /// Messages of as many conversations.
    fn batch(&mut self, size: usize, reply: &Arc<Handle>) -> Vec<BatchEntry> {
        let body = Body::parse("body", TEXT).expect("a text");
        let mut entry = || {
            self.next += 1;
            BatchEntry {
                channel: self.channels[self.next % CHANNELS].clone(),
                author: self.author.clone(),
                epoch: 1,
                id: MessageId::from_uuid(Uuid::new_v4()),
                body: body.clone(),
                finding: None,
                reply: reply.clone(),
            }
        };
        (0..size).map(|_| entry()).collect()
    }
}

fn append(c: &mut Criterion, engine: &str, runtime: &Runtime, mut log: Log) {
    let (clock, (reply, _outbox)) = (Clock::system(), Handle::new());
    let mut group = c.benchmark_group(format!("append/{engine}"));
    group.sample_size(20).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_secs(1));
    for size in SIZES {
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(format!("batch of {size}"), |b| {
            let (db, vault) = (log.db.clone(), log.vault.clone());
            let (db, vault, clock) = (&db, &vault, &clock);
            b.to_async(runtime).iter_batched(
                || log.batch(size, &reply),
                |batch| async move {
                    let verdicts = append_batch(db, vault, &batch, clock.now()).await.expect("a commit");
                    assert!(verdicts.iter().all(|verdict| matches!(verdict, Verdict::Stored { .. })));
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
    runtime.block_on(log.db.close());
}

fn sqlite(c: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let data = Url::Sqlite(folder.path().join("gyeot.db"));
    let log = runtime.block_on(Log::open(&data, folder.path()));
    append(c, "sqlite", &runtime, log);
}

fn postgres(c: &mut Criterion) {
    let Ok(server) = env::var("GYEOT_TEST_POSTGRES_URL") else { return };
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let name = format!("bench{}", Uuid::new_v4().simple());
    let mut url = url::Url::parse(&server).expect("a PostgreSQL address");
    url.set_path(&name);
    let log = runtime.block_on(async {
        run(&server, format!("CREATE DATABASE {name}")).await;
        Log::open(&Url::Postgres(url), folder.path()).await
    });
    append(c, "postgres", &runtime, log);
    runtime.block_on(run(&server, format!("DROP DATABASE {name} WITH (FORCE)")));
}

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.expect("the PostgreSQL of GYEOT_TEST_POSTGRES_URL");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("a statement");
}

criterion_group!(benches, sqlite, postgres);
criterion_main!(benches);

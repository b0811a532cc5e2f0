//! Sealing and opening a text: once for every message that is stored, once for every one that is read back.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gyeot::platform::{
    Clock,
    crypto::{Aad, Vault},
    db::{Db, Purpose, Url},
};
use tokio::runtime::Runtime;
use uuid::Uuid;

fn vault(c: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let (vault, key) = runtime.block_on(async {
        let db = Db::connect(&Url::Sqlite(folder.path().join("keys.db")), Purpose::Keys).await.expect("a key store");
        let vault = Vault::unlock(db, &folder.path().join("master.key"), Clock::system()).await.expect("a vault");
        let key = vault.new_key(Uuid::now_v7()).await.expect("a key");
        (vault, key)
    });
    let place = Aad::new("message.body", (Uuid::now_v7(), 7), Uuid::now_v7());
    let mut group = c.benchmark_group("vault");
    for (name, size) in [("100 B", 100), ("4 kB", 4000)] {
        let plain = vec![b'x'; size];
        let sealed = vault.seal(&key, &place, &plain);
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(format!("seal {name}"), |b| b.iter(|| vault.seal(&key, &place, black_box(&plain))));
        group.bench_function(format!("open {name}"), |b| {
            b.iter(|| vault.open(&key, &place, black_box(&sealed)).expect("it opens at its place"));
        });
    }
    group.finish();
}

criterion_group!(benches, vault);
criterion_main!(benches);

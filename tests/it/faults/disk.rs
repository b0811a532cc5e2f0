//! A full disk, a locked database: writes are `unavailable`, reads go on, and it passes without a restart.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::json;
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

use super::people;
use crate::support::{
    builders::{Staff, Visitor},
    client::Client,
    process::Process,
    socket::Socket,
};

/// A file system of a few megabytes.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// Nothing when we may not mount one: that takes root.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = ["-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs"];
        let mounted =
            Command::new("mount").args(options).arg(folder.path()).output().is_ok_and(|it| it.status.success());
        mounted.then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Leaves not a byte.
    fn fill(&self) {
        let mut ballast = File::create(self.path().join("ballast")).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            let piece = vec![0; size];
            while ballast.write_all(&piece).is_ok() {}
        }
    }

    fn free(&self) {
        fs::remove_file(self.path().join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the server may hold it for a moment longer.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_writes_lets_reads_go_on_and_is_forgotten_once_there_is_room() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("not tested: only root can mount a small disk");
        return;
    };
    let url = |name: &str| format!("sqlite:{}", disk.path().join(name).display());
    let server = Process::start(&[("GYEOT_DATABASE_URL", &url("gyeot.db")), ("GYEOT_KEYS_URL", &url("keys.db"))]);
    let staff = people::counsellors(&server, 1).await.remove(0);
    let visitor = people::pair(server.address(), &staff, 2).await;
    let (mut asks, _) = visitor.connect(0).await;
    let (mut answers, _) = staff.connect().await;
    asks.store(visitor.channel, "앞").await;

    disk.fill();
    // What the database had room for already is still stored; then no more.
    let body = "곁".repeat(2000);
    let mut stored = 1;
    let refused = loop {
        let (id, frame) = send(&mut asks, visitor.channel, Uuid::new_v4(), &body).await;
        if frame["type"] == "error" {
            assert_eq!((&frame["code"], &frame["retry"]), (&"unavailable".into(), &true.into()), "{frame}");
            break id;
        }
        stored += 1;
        assert!(stored < 200, "the disk never fills");
    };
    refuses_writes(&server, &staff, &mut answers, visitor.channel).await;
    still_reads(&staff, &visitor, stored).await;

    disk.free();
    let before = server.id();
    let (_, again) = send(&mut asks, visitor.channel, refused, &body).await;
    assert_eq!((&again["type"], &again["seq"]), (&"stored".into(), &json!(stored + 1)), "{again}");
    Visitor::arrive(server.address()).await;
    staff.available(3).await;
    assert_eq!(server.id(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_another_process_has_locked_refuses_writes_and_lets_reads_go_on() {
    let server = Process::start(&[]);
    let staff = people::counsellors(&server, 1).await.remove(0);
    let visitor = people::pair(server.address(), &staff, 2).await;
    let (mut asks, _) = visitor.connect(0).await;
    let (mut answers, _) = staff.connect().await;
    asks.store(visitor.channel, "앞").await;

    let url = format!("sqlite:{}", server.data().join("gyeot.db").display());
    let mut rival = SqliteConnection::connect(&url).await.unwrap();
    rival.execute("BEGIN IMMEDIATE").await.unwrap();
    let begun = Instant::now();
    let (refused, frame) = send(&mut asks, visitor.channel, Uuid::new_v4(), "앞").await;
    assert_eq!((&frame["code"], &frame["retry"]), (&"unavailable".into(), &true.into()), "{frame}");
    assert!(begun.elapsed() < Duration::from_secs(9), "it took {:?} to say so", begun.elapsed());
    tokio::join!(refuses_writes(&server, &staff, &mut answers, visitor.channel), still_reads(&staff, &visitor, 1),);
    rival.execute("ROLLBACK").await.unwrap();

    let (_, again) = send(&mut asks, visitor.channel, refused, "앞").await;
    assert_eq!((&again["type"], &again["seq"]), (&"stored".into(), &2.into()), "{again}");
    staff.available(3).await;
}

/// Sends, and waits for what became of it.
async fn send(socket: &mut Socket, channel: Uuid, id: Uuid, body: &str) -> (Uuid, serde_json::Value) {
    let reference = socket.reference();
    socket.send(json!({"type": "send", "ref": reference, "channel": channel, "id": id, "body": body})).await;
    (id, socket.wait("an answer", |frame| frame["ref"] == reference).await)
}

async fn refuses_writes(server: &Process, staff: &Staff, socket: &mut Socket, channel: Uuid) {
    let (_, frame) = send(socket, channel, Uuid::new_v4(), &"곁".repeat(2000)).await;
    assert_eq!((&frame["code"], &frame["retry"]), (&"unavailable".into(), &true.into()), "{frame}");
    let desk = json!({"state": "available", "capacity": 3});
    staff.client.put("/desk", desk).await.problem(503, "unavailable");
    let visit = json!({"language": "ko", "first_message": "곁".repeat(4000)});
    Client::new(server.address()).post("/visits", visit).await.problem(503, "unavailable");
}

async fn still_reads(staff: &Staff, visitor: &Visitor, stored: usize) {
    let begun = Instant::now();
    staff.client.get("/session").await.expect(200);
    let list = staff.client.get("/conversations").await.expect(200);
    assert_eq!(list["items"][0]["id"], visitor.conversation.to_string().as_str());
    visitor.client.get("/status").await.expect(200);
    assert!(begun.elapsed() < Duration::from_secs(4), "reads waited {:?}", begun.elapsed());
    // She comes back, and can read all that was said.
    let (mut again, welcome) = visitor.connect(0).await;
    assert_eq!(welcome["conversations"][0]["channels"][0]["last_seq"], stored);
    for seq in 1..=stored {
        assert_eq!(again.frame("message").await["seq"], seq);
    }
}

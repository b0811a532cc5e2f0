//! A reader who never drains is dropped; the server's memory stays flat and nobody else waits for her.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{SinkExt as _, StreamExt as _};
use gyeot::platform::db::Engine;
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt as _, time::timeout};
use tokio_tungstenite::tungstenite::{Message, protocol::frame::coding::CloseCode};

use super::{
    people,
    talker::{Badge, Stream},
};
use crate::support::{app::TestApp, builders::Visitor, db::Databases, process::Process, wait::LIMIT};

/// Flooded with so many messages of 12 kB: 24 MB in all.
const FLOOD: usize = 2000;
/// Who do not read.
const STUCK: usize = 4;
/// What the server may grow by until their queues are full, which is soon.
const GROWTH: u64 = 24 << 20;
/// What it may grow by after that, over the second half of the flood, which alone is 12 MB.
const FLAT: u64 = 6 << 20;
/// The longest that anybody else waits for a message. A write to a stuck reader takes ten seconds to give up.
const PROMPT: Duration = Duration::from_secs(4);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_reads_is_dropped_while_memory_stays_flat_and_others_are_served() {
    // On PostgreSQL, so that the server's memory is not that of its embedded database's cache.
    let databases = Databases::create(Engine::Postgres).await;
    let (data, keys) = (Databases::text(databases.data()), Databases::text(databases.keys()));
    let server = Process::start(&[("GYEOT_DATABASE_URL", &data), ("GYEOT_KEYS_URL", &keys)]);
    let staff = people::counsellors(&server, 1).await.remove(0);
    let flooded = people::pair(server.address(), &staff, 2).await;
    let calm = people::pair(server.address(), &staff, 2).await;
    let (mut floods, _) = flooded.connect(0).await;
    let (mut calm_socket, _) = calm.connect(0).await;
    let (mut calm_staff, _) = staff.connect().await;
    let body = "곁".repeat(4000);
    for _ in 0..200 {
        floods.store(flooded.channel, &body).await;
    }
    let before = resident(&server);

    let mut stuck = Vec::new();
    for _ in 0..STUCK {
        let mut stream = Badge::staff(&staff).connect().await.unwrap();
        stream.send(Message::text(Badge::staff(&staff).hello(&[]).to_string())).await.unwrap();
        until_frame(&mut stream, "welcome").await;
        stuck.push(stream);
    }
    let half = Arc::new(AtomicBool::new(false));
    let halfway = half.clone();
    let flooding = tokio::spawn(async move {
        let mut waiting = 0;
        for number in 0..FLOOD {
            halfway.store(number >= FLOOD / 2, Ordering::Release);
            floods.say(flooded.channel, &body).await;
            waiting += 1;
            if waiting == 32 {
                floods.frame("stored").await;
                waiting -= 1;
            }
        }
        for _ in 0..waiting {
            floods.frame("stored").await;
        }
        floods
    });
    let (mut filled, mut most, mut longest) = (before, before, Duration::ZERO);
    while !flooding.is_finished() {
        let begun = Instant::now();
        calm_socket.store(calm.channel, "들려요?").await;
        let channel = calm.channel.to_string();
        calm_staff.wait("message", |frame| frame["type"] == "message" && frame["channel"] == channel.as_str()).await;
        longest = longest.max(begun.elapsed());
        // Somebody who reads throws away what she has read.
        calm_staff.settle().await;
        let now = resident(&server);
        if !half.load(Ordering::Acquire) {
            filled = filled.max(now);
        }
        most = most.max(now);
    }
    flooding.await.unwrap();
    assert!(longest < PROMPT, "others waited {longest:?}");
    assert!(filled - before < GROWTH && most - filled < FLAT, "bytes: {before}, halfway {filled}, at most {most}");
    for stream in &mut stuck {
        let came = timeout(LIMIT, drain(stream)).await.expect("it was not dropped");
        assert!(came < FLOOD, "all of it was kept for her");
    }
    // She comes back, and what she missed is there.
    let mut again = Badge::staff(&staff).connect().await.unwrap();
    let hello = Badge::staff(&staff).hello(&[(flooded.channel, FLOOD + 190)]);
    again.send(Message::text(hello.to_string())).await.unwrap();
    let caught_up = until_frame(&mut again, "caught_up").await;
    assert_eq!(caught_up["seq"], FLOOD + 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frame_over_64_kib_is_refused_with_1009_while_it_is_still_being_sent() {
    let app = TestApp::with(Engine::Sqlite, |_| ()).await;
    let visitor = Visitor::arrive(app.address()).await;
    let badge = Badge::visitor(&visitor);
    for length in [64 * 1024 + 1, 8 * 1024 * 1024_u64] {
        let mut stream = badge.connect().await.unwrap();
        stream.send(Message::text(badge.hello(&[]).to_string())).await.unwrap();
        until_frame(&mut stream, "welcome").await;
        // The head of a masked text frame, and the first kilobyte of it.
        let mut piece = vec![0x81, 0x80 | 127];
        piece.extend(length.to_be_bytes());
        piece.extend([0; 4]);
        piece.extend([b'x'; 1024]);
        let wire = stream.get_mut();
        wire.write_all(&piece).await.unwrap();
        wire.flush().await.unwrap();
        let close = async {
            loop {
                match stream.next().await {
                    Some(Ok(Message::Close(Some(close)))) => return close.code,
                    Some(Ok(_)) => {}
                    other => panic!("{other:?}"),
                }
            }
        };
        assert_eq!(timeout(LIMIT, close).await.expect("not refused"), CloseCode::Size);
    }
    // To the byte: one of 64 KiB is read, and answered.
    let mut stream = badge.connect().await.unwrap();
    stream.send(Message::text(badge.hello(&[]).to_string())).await.unwrap();
    until_frame(&mut stream, "welcome").await;
    let ping = json!({"type": "ping", "ref": 7, "x": ""}).to_string();
    let padded = ping.replace("\"x\":\"\"", &format!("\"x\":\"{}\"", "x".repeat(64 * 1024 - ping.len())));
    assert_eq!(padded.len(), 64 * 1024);
    stream.send(Message::text(padded)).await.unwrap();
    assert_eq!(until_frame(&mut stream, "pong").await["ref"], 7);
}

/// The next frame of this type.
async fn until_frame(stream: &mut Stream, kind: &str) -> Value {
    let reading = async {
        loop {
            let came = stream.next().await.expect("the end").unwrap();
            if let Message::Text(text) = came {
                let frame: Value = serde_json::from_str(&text).unwrap();
                if frame["type"] == kind {
                    return frame;
                }
            }
        }
    };
    timeout(LIMIT, reading).await.unwrap_or_else(|_| panic!("no {kind}"))
}

/// Reads until the end; how many messages there were.
async fn drain(stream: &mut Stream) -> usize {
    let mut messages = 0;
    while let Some(Ok(came)) = stream.next().await {
        messages += usize::from(matches!(came, Message::Text(_)));
    }
    messages
}

/// How much memory the server holds, in bytes.
fn resident(server: &Process) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id().unwrap())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

//! Frames in and out: every message is parsed once and serialised once, whoever listens.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gyeot::{
    messaging::{
        AuthorKind, ChannelId, MessageId,
        protocol::{Author, MessageFrame, ServerFrame, parse},
    },
    platform::Clock,
};

const TEXT: &str = "그 사람이 자꾸 연락해서 조금 무서워요. 어떻게 하면 좋을까요?";

fn client_frames(c: &mut Criterion) {
    let (channel, id) = (ChannelId::new(), MessageId::new());
    let frame = |body: &str| format!(r#"{{"type":"send","ref":17,"channel":"{channel}","id":"{id}","body":"{body}"}}"#);
    let mut group = c.benchmark_group("codec/parse");
    for (name, frame) in [
        ("send, 80 bytes", frame(TEXT)),
        ("send, 4 kB", frame(&"x".repeat(4000))),
        ("send, escaped", frame(&"\\n\\\"".repeat(40))),
        ("typing", format!(r#"{{"type":"typing","channel":"{channel}","active":true}}"#)),
        ("ping", r#"{"type":"ping","ref":4}"#.to_owned()),
    ] {
        group.bench_function(name, |b| b.iter(|| parse(black_box(&frame)).is_ok()));
    }
    group.finish();
}

fn server_frames(c: &mut Criterion) {
    let (channel, id, at) = (ChannelId::new(), MessageId::new(), Clock::system().now());
    let message = |body: &str| {
        let author = Author { kind: AuthorKind::Counsellor, name: "하람".into() };
        ServerFrame::Message(MessageFrame { channel, seq: 1307, id, author, body: body.into(), at })
    };
    let mut group = c.benchmark_group("codec/serialise");
    for (name, frame) in [
        ("message, 80 bytes", message(TEXT)),
        ("message, 4 kB", message(&"x".repeat(4000))),
        ("stored", ServerFrame::Stored { reference: Some(17.into()), channel, id, seq: 1307, at }),
    ] {
        group.bench_function(name, |b| b.iter(|| black_box(&frame).to_json()));
    }
    group.finish();
}

criterion_group!(benches, client_frames, server_frames);
criterion_main!(benches);

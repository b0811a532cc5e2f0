//! The rules run over every message: risk over hers, ways out over those of both sides.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gyeot_rules::{contact, risk};

/// What people write, by turns; short ones are joined to get the long ones.
const SAID: &[&str] = &[
    "안녕하세요",
    "네 고마워요",
    "오늘 학교에서 친구랑 싸웠는데 너무 속상해서 들어왔어요.",
    "엄마가 자꾸 화를 내고 소리를 질러서 집에 있기가 싫어요. 방에만 있으면 조금 괜찮은데 저녁이 되면 또 시작이에요.",
    "hi, is anyone there?",
    "I don't really know where to start. My parents fight all the time and I just sit in my room with headphones on.",
    "어제는 잠을 거의 못 잤어요 ㅠㅠ",
    "그 사람이 자꾸 연락해서 조금 무서워요. 어떻게 하면 좋을까요?",
    "thanks, that helps a lot. can i come back tomorrow after school?",
    "죽고 싶다는 생각이 들 때가 있어요",
    "ㅋㅋㅋ 네 알겠어요",
    "he said he would send my pictures to my school if i don't answer him",
    "제가 좋아하는 노래가 있는데 그걸 들으면 마음이 좀 편해져요. 선생님도 들어 보세요.",
    "저는 열여섯 살이고 지금은 고등학교 1학년이에요.",
    "i have a test on 2026-12-03 and i'm at 3.5 of 5, it is stressing me",
];

/// 200 messages of 10 to 300 characters, in both languages.
fn messages() -> Vec<String> {
    (0..200)
        .map(|n: usize| {
            let length = 10 + n * 290 / 199;
            let words = (0..).map(|more| SAID[(n * 7 + more * 4) % SAID.len()]);
            let mut text = String::new();
            for said in words {
                if text.chars().count() >= length {
                    break;
                }
                text.push_str(said);
                text.push(' ');
            }
            text.chars().take(length).collect()
        })
        .collect()
}

fn rules(c: &mut Criterion) {
    let messages = messages();
    let mut group = c.benchmark_group("rules");
    group.throughput(Throughput::Elements(messages.len() as u64));
    group.bench_function("risk, 200 messages", |b| {
        b.iter(|| messages.iter().filter_map(|text| risk::assess(black_box(text))).count());
    });
    group.bench_function("contact, 200 messages", |b| {
        b.iter(|| messages.iter().map(|text| contact::find(black_box(text)).len()).sum::<usize>());
    });
    group.throughput(Throughput::Elements(1));
    let long: String = SAID.join(" ").chars().cycle().take(4000).collect();
    group.bench_function("risk, 4000 characters", |b| b.iter(|| risk::assess(black_box(&long))));
    group.bench_function("contact, 4000 characters", |b| b.iter(|| contact::find(black_box(&long))));
    let worst: String = "죽고 싶지 않아 010 카톡 id ".chars().cycle().take(4000).collect();
    group.bench_function("risk, 4000 characters of guarded hits", |b| b.iter(|| risk::assess(black_box(&worst))));
    group.bench_function("contact, 4000 characters of near misses", |b| b.iter(|| contact::find(black_box(&worst))));
    group.finish();
}

criterion_group!(benches, rules);
criterion_main!(benches);

//! What the rules say of the phrases in `tests/fixtures/{risk,contact}.tsv`, and that no text can trip them.

use std::{collections::BTreeSet, fmt::Write, time::Instant};

use gyeot_rules::{contact, risk};
use proptest::prelude::*;

const RISK: &str = include_str!("../../fixtures/risk.tsv");
const CONTACT: &str = include_str!("../../fixtures/contact.tsv");

/// The lines of a table, each in its columns; `\n` in them is a new line.
fn lines(table: &str) -> Vec<Vec<String>> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(|column| column.replace("\\n", "\n")).collect()).collect()
}

#[test]
fn every_phrase_gets_its_class() {
    let (mut wrong, mut tags) = (String::new(), BTreeSet::new());
    let lines = lines(RISK);
    for line in &lines {
        let [class, tag, text] = &line[..] else { panic!("three columns: {line:?}") };
        let found = risk::assess(text);
        if found.map_or(0, |found| found.class).to_string() != *class {
            writeln!(wrong, "{class} ({tag}), but {found:?}: {text}").unwrap();
        }
        if let Some(found) = found {
            assert!(risk::reason(found.rule).is_some(), "{} has no reason", found.rule);
        }
        tags.insert(tag.as_str());
    }
    assert!(lines.len() >= 160, "{} phrases", lines.len());
    assert_eq!(Vec::from_iter(tags), ["harmless", "negated", "past", "positive", "quoted", "slang", "spaced"]);
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_way_out_is_found_and_nothing_else() {
    let mut wrong = String::new();
    let lines = lines(CONTACT);
    for line in &lines {
        let [kinds, text] = &line[..] else { panic!("two columns: {line:?}") };
        let found = contact::find(text);
        let mut got: Vec<_> = found.iter().map(|found| found.kind.as_str()).collect();
        got.dedup();
        let wanted: Vec<_> = kinds.split(',').filter(|kind| *kind != "-").collect();
        if got != wanted {
            writeln!(wrong, "{kinds}, but {found:?}: {text}").unwrap();
        }
        assert!(found.iter().all(|found| !found.text.is_empty() && text.contains(&found.text)), "{found:?}: {text}");
    }
    let harmless = lines.iter().filter(|line| line[0] == "-").count();
    assert!(lines.len() >= 120 && harmless * 5 >= lines.len() * 2, "{harmless} harmless of {}", lines.len());
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn several_ways_out_are_told_in_their_order() {
    let found = contact::find("카톡 abc123 아니면 010-1234-5678, 메일은 a.b@naver.com");
    let found: Vec<_> = found.iter().map(|found| (found.kind, &*found.text)).collect();
    assert_eq!(
        found,
        [
            (contact::Kind::Messenger, "카톡 abc123"),
            (contact::Kind::Phone, "010-1234-5678"),
            (contact::Kind::Email, "a.b@naver.com"),
        ]
    );
}

#[test]
fn what_lowered_a_rule_is_part_of_its_reason() {
    let found = risk::assess("친구가 죽고 싶대요").unwrap();
    assert_eq!((found.class, found.rule), (2, "ko.suicide.wish~other"));
    let (plain, lowered) = (risk::reason("ko.suicide.wish").unwrap(), risk::reason(found.rule).unwrap());
    assert!(lowered.ko.starts_with(plain.ko) && lowered.ko.len() > plain.ko.len(), "{lowered:?}");
    assert!(lowered.en.starts_with(plain.en) && lowered.en.len() > plain.en.len(), "{lowered:?}");
}

/// Texts of the most costly kinds: every sign may begin something.
#[test]
fn a_text_ten_times_as_long_costs_about_ten_times_as_much() {
    for piece in [
        "죽고 싶지 않아 ",
        "010 ",
        "0-1-0-",
        "0:1:",
        "카톡 ",
        "i dont want to die ",
        "a.b@",
        "일이삼",
        "카톡 id ",
        "\"'",
        "ㅋㅋ ",
    ] {
        let of = |signs: usize| piece.chars().cycle().take(signs).collect::<String>();
        let cost = |text: &str| {
            let begun = Instant::now();
            std::hint::black_box((risk::assess(text), contact::find(text)));
            begun.elapsed()
        };
        let (short, long) = (of(400), of(4000));
        // Quadratic would be a hundred times, always. On a busy machine any one look may take any time.
        let fits = (0..50).any(|_| cost(&long) < cost(&short) * 40);
        assert!(fits, "{piece:?}: {:?}, {:?}", cost(&short), cost(&long));
    }
}

proptest! {
    #[test]
    fn no_text_trips_them(text in any::<String>()) {
        prop_assert!(risk::assess(&text).is_none_or(|found| (1..=4).contains(&found.class)));
        for found in contact::find(&text) {
            prop_assert!(text.contains(&found.text));
        }
    }

    #[test]
    fn no_text_of_the_signs_that_matter_trips_them(
        text in "[가-힣ㄱ-ㅣᄀ-ᇿa-z0-9 .@:/#_+()\\-\"'“”\n\u{200b}\u{fe0f}０-９①죽고싶자살공일이삼]{0,80}",
    ) {
        prop_assert!(risk::assess(&text).is_none_or(|found| (1..=4).contains(&found.class)));
        for found in contact::find(&text) {
            prop_assert!(text.contains(&found.text));
        }
    }
}

//! Ids on messengers, and words that ask to go on elsewhere.

use std::{ops::Range, sync::LazyLock};

use super::{Kind, Span};
use crate::phrases::{File, Reading, Set, Sign, Tongue, is_syllable};

const FILES: [(Tongue, &str); 2] = [
    (Tongue::Korean, include_str!("../../../../assets/contact/ko.toml")),
    (Tongue::English, include_str!("../../../../assets/contact/en.toml")),
];

static SETS: LazyLock<[(Set, Vec<Kind>); 2]> = LazyLock::new(|| {
    FILES.map(|(tongue, text)| {
        let file: File = toml::from_str(text).expect("the tests hold the embedded files to their form");
        let kinds = file
            .rule
            .iter()
            .map(|rule| if rule.id.ends_with(".messenger") { Kind::Messenger } else { Kind::Invitation });
        let kinds = kinds.collect();
        (Set::new(&file, tongue), kinds)
    })
});

/// How far behind the name of a messenger its id may stand, in signs.
const NEAR: usize = 32;

/// Words after the name of a messenger that are no ids.
const NO_IDS: &[&str] = &[
    "dm",
    "pc",
    "id",
    "app",
    "vip",
    "sns",
    "qr",
    "ios",
    "android",
    "live",
    "story",
    "stories",
    "reels",
    "pass",
    "bgm",
    "ok",
    "lol",
    "premium",
    "not",
    "private",
    "hacked",
    "gone",
    "down",
    "full",
    "blocked",
    "banned",
    "broken",
    "and",
    "the",
    "was",
    "has",
    "had",
    "but",
    "for",
    "with",
    "from",
    "that",
    "account",
    "acc",
    "message",
    "messages",
    "server",
    "group",
    "chat",
    "pics",
    "pic",
    "photo",
    "photos",
    "post",
    "posts",
    "video",
    "videos",
    "every",
    "all",
    "because",
    "when",
    "where",
    "who",
    "what",
    "she",
    "him",
    "her",
    "they",
    "them",
    "you",
    "your",
    "are",
    "is",
    "it",
    "on",
    "in",
    "to",
    "me",
    "my",
    "please",
    "pls",
    "too",
    "now",
    "here",
    "there",
    "username",
    "handle",
    "name",
    "just",
    "like",
    "only",
    "bad",
    "good",
    "boring",
    "fun",
    "toxic",
    "so",
    "very",
    "really",
    "always",
    "also",
    "or",
    "if",
    "then",
    "streak",
    "streaks",
    "later",
    "today",
    "tonight",
    "tomorrow",
    "notification",
    "notifications",
    "dead",
    "being",
    "full",
    "public",
    "open",
    "deleted",
    "suspended",
    "new",
    "old",
    "yes",
    "no",
    "hello",
    "haha",
    "instead",
    "talk",
    "kakao",
];

pub(super) fn prepare() {
    LazyLock::force(&SETS);
}

pub(super) fn find(reading: &Reading) -> Vec<Span> {
    let mut found = handles(&reading.signs);
    for (set, kinds) in &*SETS {
        set.search(reading, 0, |hit| {
            match kinds[hit.rule] {
                Kind::Invitation => found.push((Kind::Invitation, hit.span)),
                _ => found.extend(id(&reading.signs, &hit.span).map(|to| (Kind::Messenger, hit.span.start..to))),
            }
            0
        });
    }
    found
}

/// `@name_04` and `name#1234`, without any messenger named.
fn handles(signs: &[Sign]) -> Vec<Span> {
    let mut found = Vec::new();
    for (i, sign) in signs.iter().enumerate() {
        if !matches!(sign.c, '@' | '#') {
            continue;
        }
        let before = i.checked_sub(1).and_then(|at| signs.get(at)).map_or(' ', |s| s.c);
        let (text, end) = token(signs, i + 1);
        if sign.c == '@' && !is_id(before) && has_letter(&text) && text.len() >= 4 && is_marked(&text) {
            found.push((Kind::Messenger, sign.from..signs[end - 1].to));
        }
        if sign.c == '#' && is_id(before) && text.len() == 4 && text.chars().all(|c| c.is_ascii_digit()) {
            let start = signs[..i].iter().rev().take(32).take_while(|s| is_id(s.c) || is_syllable(s.c)).count();
            let name = &signs[i - start..i];
            if name.iter().any(|s| s.c.is_ascii_alphabetic() || is_syllable(s.c)) && start >= 2 {
                found.push((Kind::Messenger, name[0].from..signs[end - 1].to));
            }
        }
    }
    found
}

/// The byte after an id that stands after the name of a messenger at `name`.
fn id(signs: &[Sign], name: &Range<usize>) -> Option<usize> {
    let after = signs.partition_point(|sign| sign.from < name.end);
    let korean = after > 0 && !signs[after - 1].c.is_ascii();
    let mut between: String =
        signs[signs.partition_point(|sign| sign.from < name.start)..after].iter().map(|s| s.c).collect();
    let (mut i, mut gap) = (after, 0);
    // What goes on is another word: `snapped`.
    if signs.get(i).is_some_and(|sign| sign.c.is_ascii_alphanumeric()) && !korean {
        return None;
    }
    while i < signs.len() && gap < NEAR {
        let sign = signs[i];
        if is_id(sign.c) && sign.c != '.' && sign.c != '-' {
            let (text, end) = token(signs, i);
            if is_an_id(&text, &between, gap, signs.get(end).map(|s| s.c), korean) {
                return Some(signs[end - 1].to);
            }
            between.push_str(&text);
            (gap, i) = (gap + text.len(), end);
            continue;
        }
        between.push(sign.c);
        (gap, i) = (gap + 1, i + 1);
    }
    None
}

/// Whether `text` is an id, by what stands between the messenger's name and it, and right behind it.
fn is_an_id(text: &str, between: &str, gap: usize, next: Option<char>, korean: bool) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| between.contains(word));
    let named = says(&["아이디", "아뒤", "아디", "계정", "닉네임", "추가", "친추", "username", "handle", "user name"])
        || is_word(between, "id")
        || is_word(between, "add");
    let marked = between.trim_end().ends_with([':', '=', '@', '>']);
    if text.len() < 3 || NO_IDS.contains(&text) {
        return false;
    }
    if !has_letter(text) {
        return text.len() >= 5
            && (is_word(between, "id") || says(&["아이디", "아뒤"]))
            && gap < 12
            && next != Some('년');
    }
    if is_marked(text) {
        let counts = text.starts_with(|c: char| c.is_ascii_digit()) && text.len() < 5;
        return !counts && (named || marked || gap <= 8);
    }
    let stands = next.is_none_or(|c| matches!(c, ' ' | '\n' | '.' | '!' | ',') || is_syllable(c));
    (marked && gap <= 14)
        || (named && gap <= 14 && stands)
        || (korean && gap <= 2 && text.len() >= 4 && next.is_none_or(|c| "이예야입으로.!\n".contains(c)))
}

fn is_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == word)
}

/// Letters alone may be a word; with a digit or a low line they are not.
fn is_marked(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || c == '_') || text.trim_matches('.').contains('.')
}

fn has_letter(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_alphabetic())
}

fn is_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')
}

/// The signs of an id from `i` on, and the place after the last.
fn token(signs: &[Sign], i: usize) -> (String, usize) {
    let text: String = signs[i..].iter().map(|sign| sign.c).take_while(|&c| is_id(c)).take(40).collect();
    let text = text.trim_end_matches(['.', '-']).to_owned();
    let end = i + text.len().max(1);
    (text, end)
}

//! Addresses: e-mail and links, also with spaces or words where the dots and the at sign belong.

use super::{Kind, Span};
use crate::phrases::{Sign, is_syllable};

/// Ends of names that are no words of their own: a dot before one of them makes an address.
const SURE: &[&str] =
    &["com", "net", "org", "kr", "io", "gg", "ly", "xyz", "info", "biz", "gl", "shop", "jp", "cn", "ru", "vn"];

/// Ends that may as well begin a sentence: only with a path, or on a host that is known.
const UNSURE: &[&str] = &[
    "me", "tv", "app", "link", "live", "site", "top", "cc", "us", "to", "ee", "im", "club", "fm", "page", "dev",
    "online", "chat", "be",
];

/// Hosts that shorten links or open a chat.
const HOSTS: &[&str] = &[
    "t.me",
    "line.me",
    "wa.me",
    "m.me",
    "bit.ly",
    "discord.gg",
    "han.gl",
    "me2.do",
    "url.kr",
    "vo.la",
    "c11.kr",
    "tinyurl.com",
    "linktr.ee",
    "youtu.be",
    "open.kakao.com",
    "qr.kakao.com",
    "telegram.me",
    "instagr.am",
    "zoom.us",
    "asked.kr",
    "is.gd",
    "ask.fm",
    "goo.gl",
    "buly.kr",
    "lit.link",
    "toss.me",
];

/// Who gives mailboxes.
const MAIL: &[&str] = &[
    "naver",
    "gmail",
    "daum",
    "hanmail",
    "nate",
    "kakao",
    "icloud",
    "hotmail",
    "outlook",
    "yahoo",
    "proton",
    "protonmail",
];

/// A sign of an address, and whether it stood apart or was a word.
#[derive(Debug, Clone, Copy)]
struct Part {
    c: char,
    from: usize,
    to: usize,
    loose: bool,
}

pub(super) fn find(signs: &[Sign]) -> Vec<Span> {
    let parts = tightened(signs);
    let mut found = Vec::new();
    let mut i = 0;
    while i < parts.len() {
        let length = parts[i..].iter().take_while(|part| is_part(part.c)).count();
        let mut word = &parts[i..i + length];
        while let Some((last, rest)) = word.split_last()
            && matches!(last.c, '.' | ':' | '?' | ',' | '-' | '=' | '&')
        {
            word = rest;
        }
        if let (Some(kind), Some(first), Some(last)) = (kind(word, i, &parts), word.first(), word.last()) {
            found.push((kind, first.from..last.to));
        }
        i += length.max(1);
    }
    found
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '.' | '_' | '%' | '+' | '-' | '@' | ':' | '/' | '?' | '#' | '=' | '&' | '~')
}

/// The signs without spaces around dots, slashes and at signs, and with words for those replaced by them.
fn tightened(signs: &[Sign]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(signs.len());
    let mut i = 0;
    while let Some(sign) = signs.get(i) {
        let spaces = signs[i..].iter().take_while(|sign| sign.c == ' ').count();
        let Some((c, length)) = joint(signs, i + spaces) else {
            parts.push(Part { c: sign.c, from: sign.from, to: sign.to, loose: false });
            i += 1;
            continue;
        };
        let follows = signs[(i + spaces + length).min(signs.len())..].iter();
        let after = follows.clone().take_while(|sign| sign.c == ' ').count();
        let goes_on = follows.clone().nth(after).is_some_and(|sign| sign.c.is_ascii_alphanumeric());
        let word = length > 1 || is_syllable(signs[i + spaces].c);
        let stuck = parts.last().is_some_and(|part| part.c.is_ascii_alphanumeric() || is_syllable(part.c));
        if spaces <= 2 && after <= 2 && goes_on && stuck {
            let end = signs[i + spaces + length - 1];
            let loose = spaces + after > 0 || word;
            parts.push(Part { c, from: signs[i + spaces].from, to: end.to, loose });
            i += spaces + length + after;
        } else {
            parts.push(Part { c: sign.c, from: sign.from, to: sign.to, loose: false });
            i += 1;
        }
    }
    parts
}

/// A dot, a slash or an at sign at `i`, or a word for one; and how many signs it takes.
fn joint(signs: &[Sign], i: usize) -> Option<(char, usize)> {
    const WORDS: &[(&str, char)] =
        &[("골뱅이", '@'), ("닷", '.'), ("쩜", '.'), ("점", '.'), ("dot ", '.'), ("at ", '@'), ("슬래시", '/')];
    if let Some(sign) = signs.get(i)
        && matches!(sign.c, '.' | '@' | '/')
    {
        return Some((sign.c, 1));
    }
    // What those begin with: nearly every sign begins none.
    if !matches!(signs.get(i)?.c, '골' | '닷' | '쩜' | '점' | 'd' | 'a' | '슬') {
        return None;
    }
    let apart = i.checked_sub(1).and_then(|at| signs.get(at)).is_some_and(|sign| sign.c == ' ' || is_syllable(sign.c));
    let mut words = WORDS.iter();
    let word =
        words.find(|(word, _)| word.chars().enumerate().all(|(n, c)| signs.get(i + n).is_some_and(|s| s.c == c)))?;
    let ascii = word.0.ends_with(' ');
    let length = word.0.trim_end().chars().count();
    // "at" is a word far more often than a sign.
    let rest: String = signs[i + length..].iter().map(|sign| sign.c).skip_while(|&c| c == ' ').take(12).collect();
    let meant = word.0 != "at " || MAIL.iter().any(|mail| rest.starts_with(mail));
    ((apart || !ascii) && meant).then_some((word.1, length))
}

fn kind(word: &[Part], at: usize, parts: &[Part]) -> Option<Kind> {
    // A word like any other.
    if !word.iter().any(|part| matches!(part.c, '.' | '@' | ':')) {
        return None;
    }
    let text: String = word.iter().map(|part| part.c).collect();
    if let Some((scheme, rest)) = text.split_once("://") {
        let known = scheme.len() >= 2 && scheme.chars().all(|c| c.is_ascii_alphabetic());
        return (known && rest.len() > 1).then_some(Kind::Link);
    }
    let loose = word.iter().any(|part| part.loose);
    if let Some((local, host)) = text.split_once('@') {
        let named = local.chars().any(|c| c.is_ascii_alphanumeric());
        return (named && is_mailbox(host, loose)).then_some(Kind::Email);
    }
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let path = text.len() > host.len() + 1 && text[host.len()..].starts_with('/');
    let after_hangul = at > 0 && is_syllable(parts[at - 1].c);
    (is_host(host, path, loose) || (after_hangul && matches!(host, ".com" | ".net" | ".kr" | ".co.kr")))
        .then_some(Kind::Link)
}

fn is_mailbox(host: &str, loose: bool) -> bool {
    let mut labels = host.split('.');
    let first = labels.next().unwrap_or_default();
    let last = host.rsplit('.').next().unwrap_or_default();
    let dotted = host.contains('.') && !first.is_empty() && (2..=10).contains(&last.len());
    let ends = dotted && last.chars().all(|c| c.is_ascii_alphabetic());
    (ends && (!loose || SURE.contains(&last))) || (MAIL.contains(&first) && (!loose || dotted))
}

fn is_host(host: &str, path: bool, loose: bool) -> bool {
    let labels: Vec<_> = host.split('.').collect();
    let (Some(last), true) = (labels.last(), labels.len() > 1) else { return false };
    let formed =
        labels.iter().all(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    let named = labels[..labels.len() - 1].iter().any(|label| label.chars().any(|c| c.is_ascii_alphabetic()));
    let known =
        HOSTS.iter().any(|known| host == *known || host.strip_suffix(known).is_some_and(|sub| sub.ends_with('.')));
    let sure = if loose { matches!(*last, "com" | "net" | "kr") } else { SURE.contains(last) };
    let known = known && (path || loose || !UNSURE.contains(last));
    formed
        && (known
            || (named && sure)
            || (named && labels[0] == "www")
            || (named && path && !loose && UNSURE.contains(last)))
}

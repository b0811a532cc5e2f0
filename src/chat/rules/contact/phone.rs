//! Telephone numbers: by the shape of their digits, however the digits are written.

use super::{Kind, Span};
use crate::phrases::{Sign, is_syllable};

/// Digits without anything between them.
#[derive(Debug, Default)]
struct Group {
    /// Each digit with the signs that spell it: the first, and the one after the last.
    digits: Vec<(u8, usize, usize)>,
    /// Spelt in words: they may touch other words.
    words: bool,
    /// What stands between the group before and this one.
    between: String,
    /// That is as nobody writes a number who does not hide it.
    far: bool,
}

/// Whether a sign may stand between two groups. Single pieces of Hangul, ㅋ or ㅠ, are no words.
fn parts(c: char) -> bool {
    !c.is_alphanumeric() || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}')
}

/// Signs that stand between the digits of a number where nobody hides one.
const BETWEEN: &[char] = &[' ', '.', '-', '·', '_', '~', ',', '/', '(', ')', '\n', '\t', '|', '*', '\''];

/// The most of them between two groups of one number.
const APART: usize = 3;

/// The most signs of any kind between two groups: `010 ♥♥ 1234 ♥♥ 5678`.
const FAR_APART: usize = 8;

/// Area codes besides 02 (Ministry of Science and ICT, numbering plan).
const AREAS: &[&str] =
    &["031", "032", "033", "041", "042", "043", "044", "051", "052", "053", "054", "055", "061", "062", "063", "064"];

const KOREAN: &[(&str, u8)] = &[
    ("하나", 1),
    ("다섯", 5),
    ("여섯", 6),
    ("일곱", 7),
    ("여덟", 8),
    ("아홉", 9),
    ("둘", 2),
    ("셋", 3),
    ("넷", 4),
    ("공", 0),
    ("영", 0),
    ("빵", 0),
    ("일", 1),
    ("이", 2),
    ("삼", 3),
    ("사", 4),
    ("오", 5),
    ("육", 6),
    ("륙", 6),
    ("칠", 7),
    ("팔", 8),
    ("구", 9),
];

/// What the words of [`KOREAN`] begin with: nearly every syllable of a text begins none.
const KOREAN_BEGINNINGS: [char; 20] = [
    '하', '다', '여', '일', '아', '둘', '셋', '넷', '공', '영', '빵', '이', '삼', '사', '오', '육', '륙', '칠', '팔',
    '구',
];

const ENGLISH: &[(&str, u8)] = &[
    ("zero", 0),
    ("oh", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
];

/// Words right before eight digits that say whose they are.
const OWN: &[&str] = &["전화번호", "폰번호", "핸드폰", "휴대폰", "내번호", "제번호", "연락처", "mynumber", "phone"];

pub(super) fn find(signs: &[Sign]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut run: Vec<Group> = Vec::new();
    let (mut between, mut apart, mut i) = (String::new(), 0, 0);
    let mut far = false;
    while let Some(sign) = signs.get(i) {
        if let Some(mut group) = group(signs, i) {
            group.between = std::mem::take(&mut between);
            group.far = std::mem::take(&mut far) || apart > APART;
            apart = 0;
            i = group.digits.last().map_or(i + 1, |last| last.2);
            run.push(group);
            continue;
        }
        if parts(sign.c) {
            // Before the first group there is nothing to be apart from.
            if !run.is_empty() {
                between.push(sign.c);
                apart += 1;
                far |= !BETWEEN.contains(&sign.c);
                if apart > FAR_APART {
                    look(signs, &run, &mut found);
                    run.clear();
                    between.clear();
                    (apart, far) = (0, false);
                }
            }
            i += 1;
            continue;
        }
        look(signs, &run, &mut found);
        run.clear();
        between.clear();
        (apart, far) = (0, false);
        i += letters(signs, i).max(1);
    }
    look(signs, &run, &mut found);
    found
}

/// How many Latin letters and digits stand from `i` on.
fn letters(signs: &[Sign], i: usize) -> usize {
    signs[i..].iter().take_while(|sign| sign.c.is_ascii_alphanumeric()).count()
}

fn group(signs: &[Sign], i: usize) -> Option<Group> {
    let length = letters(signs, i);
    let mut group = Group::default();
    if length == 0 {
        if !KOREAN_BEGINNINGS.contains(&signs[i].c) {
            return None;
        }
        let mut at = i;
        while let Some((digit, length)) = spelt(signs, at, KOREAN) {
            group.digits.push((digit, at, at + length));
            at += length;
        }
        group.words = true;
        return (!group.digits.is_empty()).then_some(group);
    }
    let word = &signs[i..i + length];
    if (2..=5).contains(&length)
        && let Some((digit, spelt)) = spelt(signs, i, ENGLISH)
        && spelt == length
    {
        group.digits.push((digit, i, i + length));
        group.words = true;
        return Some(group);
    }
    for (n, sign) in word.iter().enumerate() {
        let digit = match sign.c {
            'o' => 0,
            'l' | 'i' => 1,
            c => u8::try_from(c.to_digit(10)?).ok()?,
        };
        group.digits.push((digit, i + n, i + n + 1));
    }
    // A letter on its own is a letter.
    word.iter().any(|sign| sign.c.is_ascii_digit()).then_some(group)
}

fn spelt(signs: &[Sign], i: usize, words: &[(&str, u8)]) -> Option<(u8, usize)> {
    let found = words
        .iter()
        .find(|(word, _)| word.chars().enumerate().all(|(n, c)| signs.get(i + n).is_some_and(|s| s.c == c)));
    found.map(|&(word, digit)| (digit, word.chars().count()))
}

/// A digit of a run, and where it stands in its group.
#[derive(Debug, Clone, Copy)]
struct Digit {
    value: u8,
    group: usize,
    first: bool,
    last: bool,
    from: usize,
    to: usize,
}

/// Looks for numbers in groups that stand close together.
fn look(signs: &[Sign], run: &[Group], found: &mut Vec<Span>) {
    let mut digits = Vec::new();
    for (n, group) in run.iter().enumerate() {
        for (place, &(value, from, to)) in group.digits.iter().enumerate() {
            let last = place + 1 == group.digits.len();
            digits.push(Digit { value, group: n, first: place == 0, last, from, to });
        }
    }
    let mut start = 0;
    while start < digits.len() {
        let length = (digits[start].first || run[digits[start].group].words)
            .then(|| lengths(signs, run, &digits, start))
            .flatten();
        if let Some(length) = length {
            let (first, last) = (digits[start], digits[start + length - 1]);
            found.push((Kind::Phone, signs[first.from].from..signs[last.to - 1].to));
            start += length;
        } else {
            start += 1;
        }
    }
}

/// How many digits the number that begins at `start` has, if one does.
fn lengths(signs: &[Sign], run: &[Group], digits: &[Digit], start: usize) -> Option<usize> {
    let rest = &digits[start..digits.len().min(start + 16)];
    let text: String = rest.iter().map(|digit| char::from(b'0' + digit.value)).collect();
    let plus = before(signs, rest[0].from) == Some('+');
    let mut fitting = (8..=rest.len()).rev();
    fitting.find(|&length| {
        let taken = &rest[..length];
        let groups = &run[taken[0].group..=taken[length - 1].group];
        let whole = taken[length - 1].last || groups.last().is_some_and(|group| group.words);
        whole && shape(&text[..length], groups, plus, signs, taken[0].from) && stands_alone(signs, run, taken)
    })
}

/// Whether `text`, written in `groups`, is a telephone number.
fn shape(text: &str, groups: &[Group], plus: bool, signs: &[Sign], from: usize) -> bool {
    let sizes: Vec<_> = groups.iter().map(|group| group.digits.len()).collect();
    let words = groups.iter().any(|group| group.words);
    // The prefix stands apart, or nothing does, or every digit does.
    let cut = |prefix: usize| {
        let small = sizes.iter().all(|&size| size <= 2) && sizes.len() >= 6;
        words || sizes.len() == 1 || sizes[0] == prefix || sizes == [7, 4] || (small && prefix == 3)
    };
    let far = groups.iter().skip(1).any(|group| group.far);
    if far && !is_plain(&sizes, groups) {
        return false;
    }
    let (length, open) = (text.len(), |at: usize| text.as_bytes().get(at).is_some_and(|digit| *digit >= b'2'));
    if plus && !far {
        return (10..=15).contains(&length) && !text.starts_with('0') && !(sizes.len() == 1 && text.ends_with("00000"));
    }
    let mobile = text.starts_with("010") && length == 11;
    let older = ["011", "016", "017", "018", "019"].iter().any(|prefix| text.starts_with(prefix));
    let internet = (text.starts_with("070") || text.starts_with("050")) && (11..=12).contains(&length);
    let split = sizes.len() == 3;
    let area = AREAS.iter().any(|area| text.starts_with(area)) && (open(3) || split) && (10..=11).contains(&length);
    let seoul = text.starts_with("02") && (open(2) || split) && (9..=10).contains(&length);
    let abroad = (text.starts_with("8210") && length == 12) || (text.starts_with("008210") && length == 14);
    let dashed = groups.iter().skip(1).all(|group| group.between.contains(['-', '.', ')']));
    let american = length == 10 && sizes == [3, 3, 4] && dashed && !text.starts_with('0');
    let local = length == 8 && (sizes == [4, 4] || sizes == [8]) && says_own(signs, from);
    let korean = mobile || (older && (10..=11).contains(&length)) || internet || (area && !words);
    (korean && cut(3))
        || (seoul && !words && cut(2) && seoul_parts(&sizes))
        || (abroad && (cut(2) || cut(4) || cut(5)))
        || american
        || local
}

/// Whether groups that are far apart are those of a number, or single digits with the same sign between all of them:
/// times, scores and prices are neither.
fn is_plain(sizes: &[usize], groups: &[Group]) -> bool {
    let alike = || groups[1..].windows(2).all(|pair| pair[0].between == pair[1].between);
    matches!(sizes, [2 | 3, 3 | 4, 4] | [3, 8] | [4 | 7, 4] | [2, 2, 4, 4] | [4, 4, 4])
        || (sizes.iter().all(|&size| size == 1) && alike())
}

/// 02, three or four digits, four digits.
fn seoul_parts(sizes: &[usize]) -> bool {
    matches!(sizes, [9 | 10] | [2, 3 | 4, 4] | [2, 7 | 8] | [5 | 6, 4])
}

/// Whether the words before sign `from` say that a number of her own follows.
fn says_own(signs: &[Sign], from: usize) -> bool {
    let near = signs[from.saturating_sub(16)..from].iter().filter(|sign| sign.c.is_alphabetic());
    let near: String = near.map(|sign| sign.c).collect();
    OWN.iter().any(|word| near.contains(word))
}

/// Whether nothing goes on on either side: a number within a longer one, or within an id, is no number.
fn stands_alone(signs: &[Sign], run: &[Group], taken: &[Digit]) -> bool {
    let (first, last) = (taken[0], taken[taken.len() - 1]);
    let loose = |between: &str, joins: &[char]| {
        between.contains([' ', '\n', '\t', '(', ','])
            || between.contains(") ")
            || between.chars().any(|c| !BETWEEN.contains(&c) && !joins.contains(&c))
    };
    let before_it = if first.first && first.group > 0 {
        run[first.group - 1].words || loose(&run[first.group].between, &['#', '=', '$', '₩'])
    } else {
        open_before(signs, first.from)
    };
    let after_it = match run.get(last.group + 1) {
        Some(next) if last.last => next.words || loose(&next.between, &[':']),
        _ => open_after(signs, last.to),
    };
    before_it && after_it
}

fn before(signs: &[Sign], at: usize) -> Option<char> {
    at.checked_sub(1).and_then(|at| signs.get(at)).map(|sign| sign.c)
}

fn open_before(signs: &[Sign], at: usize) -> bool {
    let joins = |c: char| matches!(c, '-' | '_' | '.' | '/' | '#' | '=' | '$' | '₩' | ':');
    match before(signs, at) {
        Some(c) if c.is_ascii_alphanumeric() => false,
        Some(c) if joins(c) => !before(signs, at - 1).is_some_and(|c| c.is_ascii_alphanumeric()) || c == ':',
        _ => true,
    }
}

fn open_after(signs: &[Sign], at: usize) -> bool {
    match signs.get(at).map(|sign| sign.c) {
        Some(c) if c.is_ascii_alphanumeric() => false,
        Some('원' | '개' | '점' | '년') => false,
        Some('-' | '_' | '/' | ':') => !signs.get(at + 1).is_some_and(|sign| sign.c.is_ascii_alphanumeric()),
        Some(c) => is_syllable(c) || !c.is_numeric(),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_korean_digit_begins_as_one_may() {
        let beginnings: BTreeSet<_> = KOREAN.iter().filter_map(|(word, _)| word.chars().next()).collect();
        assert_eq!(beginnings, BTreeSet::from(KOREAN_BEGINNINGS));
        assert!(ENGLISH.iter().all(|(word, _)| (2..=5).contains(&word.len())));
    }
}

//! How phrases are written in the rule files.
//!
//! * `{a|b}`: one of these; they nest, and one may be empty.
//! * ` … `: anything in between, up to [`FAR`] signs of the same sentence; ` ~ `: up to [`NEAR`].
//! * `^` before it: only where a word begins. `$` after it: only where one ends. English words always are whole: there
//!   they stand for the beginning and the end of a sentence.
//! * `*` after it: the word may go on (English).

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    fold::fold,
    stream::{Gap, Stream, Tongue},
};

/// How many signs that count may stand between two parts of a phrase.
pub(super) const FAR: usize = 28;

/// The same for parts that belong close together.
const NEAR: usize = 12;

/// A run of signs to look for, and where words may begin and end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Literal {
    pub text: String,
    signs: usize,
    /// What must stand before it.
    begins: Gap,
    /// What must stand after it.
    ends: Gap,
    /// Two syllables with a space between them are two words, unless they are all there is of both.
    strict: bool,
}

impl Literal {
    fn new(written: &str, tongue: Tongue) -> Self {
        let written = written.trim();
        let english = tongue == Tongue::English;
        let (whole, marked) = if english { (Gap::Space, Gap::Stop) } else { (Gap::Joined, Gap::Space) };
        let begins = if written.starts_with('^') { marked } else { whole };
        let ends = if written.ends_with('$') { marked } else { whole };
        let ends = if written.ends_with('*') { Gap::Joined } else { ends };
        let stream = Stream::new(&fold(written.trim_matches(['^', '$', '*'])), tongue);
        let spaced = stream.marks.iter().any(|mark| mark.gap != Gap::Joined);
        let signs = stream.marks.len();
        Self { strict: !english && signs == 2 && !spaced, text: stream.text, signs, begins, ends }
    }

    /// Whether the run of it that begins at byte `at` of `stream` stands as whole words.
    pub(super) fn fits(&self, stream: &Stream, at: usize) -> bool {
        let first = stream.mark(at);
        let after = first + self.signs;
        let inside = (first + 1..after).map(|n| stream.gap(n)).max().unwrap_or(Gap::Joined);
        let least = if self.strict && inside != Gap::Joined { Gap::Space } else { Gap::Joined };
        inside < Gap::Stop && stream.gap(first) >= self.begins.max(least) && stream.gap(after) >= self.ends.max(least)
    }
}

/// A part of a phrase: the ways to say it, and how far from the part before it may stand.
#[derive(Debug)]
pub(super) struct Part {
    pub reach: usize,
    pub literals: Vec<Literal>,
}

/// The parts of a phrase in their order.
pub(super) fn parts(written: &str, tongue: Tongue) -> Vec<Part> {
    let far = written.split(" … ");
    let near = far.flat_map(|far| far.split(" ~ ").enumerate());
    near.map(|(n, part)| Part { reach: if n == 0 { FAR } else { NEAR }, literals: literals(part, tongue) }).collect()
}

/// What stands beside a phrase: at once, or anywhere in its sentence when it is written with `…`.
#[derive(Debug)]
pub(super) struct Beside {
    automaton: AhoCorasick,
    /// By the automaton's patterns; whether it may stand anywhere.
    literals: Vec<(Literal, bool)>,
}

impl Beside {
    pub(super) fn new(written: &[String], tongue: Tongue) -> Option<Self> {
        let mut all = Vec::new();
        for one in written {
            let any = one.contains('…');
            all.extend(literals(&one.replace('…', " "), tongue).into_iter().map(|literal| (literal, any)));
        }
        let automaton = automaton(all.iter().map(|(literal, _)| &*literal.text));
        (!all.is_empty()).then_some(Self { automaton, literals: all })
    }

    /// Whether it stands in `stream` before mark `first`.
    pub(super) fn before(&self, stream: &Stream, first: usize) -> bool {
        let mut from = first;
        while from > 0 && first - from < FAR && stream.gap(from) != Gap::Stop {
            from -= 1;
        }
        self.within(stream, from..first, |_, end| end == stream.byte(first))
    }

    /// Whether it stands in `stream` from mark `after` on.
    pub(super) fn after(&self, stream: &Stream, after: usize) -> bool {
        let mut to = after;
        while to < stream.marks.len() && to - after < FAR && stream.gap(to) != Gap::Stop {
            to += 1;
        }
        self.within(stream, after..to, |start, _| start == stream.byte(after))
    }

    fn within(&self, stream: &Stream, marks: Range<usize>, at_once: impl Fn(usize, usize) -> bool) -> bool {
        let from = stream.byte(marks.start);
        let mut found = self.automaton.find_overlapping_iter(&stream.text[from..stream.byte(marks.end)]);
        found.any(|found| {
            let (literal, any) = &self.literals[found.pattern().as_usize()];
            let (start, end) = (from + found.start(), from + found.end());
            (*any || at_once(start, end)) && literal.fits(stream, start)
        })
    }
}

/// Finds all of `patterns`, also where they overlap.
pub(super) fn automaton<'a>(patterns: impl Iterator<Item = &'a str>) -> AhoCorasick {
    let built = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns);
    built.expect("some thousand short patterns are within every limit of the automaton")
}

fn literals(written: &str, tongue: Tongue) -> Vec<Literal> {
    let mut all: Vec<_> = spelt_out(written).iter().map(|one| Literal::new(one, tongue)).collect();
    all.retain(|literal| !literal.text.is_empty());
    all.sort();
    all.dedup();
    all
}

/// Every way to say what is written with `{a|b}`.
pub(super) fn spelt_out(written: &str) -> Vec<String> {
    let Some(open) = written.find('{') else { return vec![written.to_owned()] };
    let (mut depth, mut from, mut choices, mut close) = (0_u32, open + 1, Vec::new(), None);
    for (at, c) in written.char_indices().skip_while(|&(at, _)| at < open) {
        match c {
            '{' => depth += 1,
            '|' if depth == 1 => {
                choices.push(&written[from..at]);
                from = at + 1;
            }
            '}' if depth == 1 => {
                choices.push(&written[from..at]);
                close = Some(at);
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    let close = close.expect("the tests hold the embedded files to their form: every brace is closed");
    let rest = spelt_out(&written[close + 1..]);
    let mut all = Vec::new();
    for choice in choices.iter().flat_map(|choice| spelt_out(choice)) {
        all.extend(rest.iter().map(|rest| format!("{}{choice}{rest}", &written[..open])));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_say_every_way() {
        assert_eq!(spelt_out("a{b|{c|d}e|}f{g|h}"), ["abfg", "abfh", "acefg", "acefh", "adefg", "adefh", "afg", "afh"]);
    }

    #[test]
    fn two_syllables_of_two_words_are_not_one_word() {
        let word = Literal::new("자살", Tongue::Korean);
        let fits = |text: &str| {
            let stream = Stream::new(&fold(text), Tongue::Korean);
            stream.text.find("자살").is_some_and(|at| word.fits(&stream, at))
        };
        assert!(fits("자살") && fits("자 살") && fits("나 자살할래"));
        assert!(!fits("과자 살래") && !fits("자 살펴보자") && !fits("여자. 살"));
    }
}

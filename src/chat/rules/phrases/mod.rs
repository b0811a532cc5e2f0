//! Rules of phrases as they stand in a file, and the search for all of them at once.
//!
//! A text is folded ([`fold`]), read as a language reads it ([`stream`]), and searched by one automaton for every part
//! of every phrase ([`pattern`]); what stands around a phrase (a "not", another person, a title) may then lower it.

mod fold;
mod pattern;
mod stream;

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use aho_corasick::AhoCorasick;
use serde::Deserialize;

pub(super) use fold::{Sign, fold, is_syllable};
use pattern::{Beside, Literal};
pub(super) use stream::{Stream, Tongue};

/// A file of rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub guard: BTreeMap<String, GuardText>,
    pub rule: Vec<RuleText>,
}

/// What may stand around a phrase so that it counts for less.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GuardText {
    /// The highest class that is left.
    pub class: i64,
    pub reason: Words,
    /// Any of these is enough.
    pub when: Vec<WhenText>,
}

/// All of what is given must hold; of each list, any one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WhenText {
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub not_before: Vec<String>,
    pub not_after: Vec<String>,
    /// Right before the last part of a phrase that has several.
    pub inside: Vec<String>,
    /// The phrase stands in quotes.
    pub quoted: bool,
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleText {
    pub id: String,
    pub class: i64,
    pub reason: Words,
    #[serde(default)]
    pub guards: Vec<String>,
    pub phrases: Vec<String>,
    /// Rules of a higher class that some of its phrases fire as well, and may.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "people read it, and the test that holds it to be true"))]
    pub louder: Vec<String>,
    /// It does not count at all where one of these holds.
    #[serde(default)]
    pub unless: Vec<WhenText>,
}

/// Words of ours in both languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub ko: String,
    pub en: String,
}

impl RuleText {
    /// At most `most` ways to say each of its phrases, spread over all of them.
    #[cfg(test)]
    pub(super) fn samples(&self, most: usize) -> Vec<(&str, Vec<String>)> {
        let each = self.phrases.iter().map(|phrase| {
            let parts: Vec<_> = phrase.split(['…', '~']).map(|part| pattern::spelt_out(part.trim())).collect();
            let longest = parts.iter().map(Vec::len).max().unwrap_or(1);
            let ways = (0..longest).step_by(longest.div_ceil(most)).map(|n| {
                let said = parts.iter().map(|part| part[n % part.len()].trim_matches(['^', '$', '*', ' ']));
                said.collect::<Vec<_>>().join(" ")
            });
            (&**phrase, ways.collect())
        });
        each.collect()
    }
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The rule's place in the file.
    pub rule: usize,
    /// Which of the rule's guards lowered it, by its place among them.
    pub guard: Option<usize>,
    pub class: i64,
    /// Bytes of the text as typed.
    pub span: Range<usize>,
}

/// A text made ready for every search.
#[derive(Debug)]
pub(super) struct Reading {
    pub signs: Vec<Sign>,
    quoted: Vec<(usize, usize)>,
}

impl Reading {
    pub(super) fn new(text: &str) -> Self {
        let signs = fold(text);
        let quoted = stream::quoted(&signs);
        Self { signs, quoted }
    }

    fn is_quoted(&self, span: &Range<usize>) -> bool {
        self.quoted.iter().any(|&(from, to)| from <= span.start && span.end <= to)
    }
}

/// The rules of a file in one language, ready to be searched for.
#[derive(Debug)]
pub(super) struct Set {
    tongue: Tongue,
    automaton: AhoCorasick,
    /// By the automaton's patterns: where each is a part of a phrase.
    uses: Vec<Vec<Use>>,
    rules: Vec<Rule>,
    guards: Vec<Guard>,
    /// How many phrases have more than one part.
    long: usize,
}

#[derive(Debug)]
struct Rule {
    class: i64,
    /// Places in [`Set::guards`].
    guards: Vec<usize>,
    unless: Vec<When>,
}

#[derive(Debug)]
struct Guard {
    class: i64,
    when: Vec<When>,
}

#[derive(Debug)]
struct When {
    before: Option<Beside>,
    after: Option<Beside>,
    not_before: Option<Beside>,
    not_after: Option<Beside>,
    inside: Option<Beside>,
    quoted: bool,
}

/// A part of a phrase.
#[derive(Debug)]
struct Use {
    literal: Literal,
    rule: usize,
    /// How many signs may stand between the part before it and this one.
    reach: usize,
    /// Of a phrase with several parts: which such phrase, and the place of this part in it.
    step: Option<(usize, usize)>,
    last: bool,
}

/// Of each part of a phrase the two latest places where the phrase was found up to it: the mark of its first sign, and the
/// one after its latest. Two, because the latest may overlap what comes next.
type Progress = [[Option<(usize, usize)>; 2]; PARTS];

/// No phrase has more parts than this.
const PARTS: usize = 4;

impl Set {
    /// # Panics
    /// When a rule names a guard that is not there or a phrase is not well formed: the files are ours, tests read them.
    pub(super) fn new(file: &File, tongue: Tongue) -> Self {
        let mut texts: HashMap<String, usize> = HashMap::new();
        let (mut patterns, mut uses, mut long) = (Vec::new(), Vec::<Vec<Use>>::new(), 0);
        for (rule, text) in file.rule.iter().enumerate() {
            for phrase in &text.phrases {
                let parts = pattern::parts(phrase, tongue);
                assert!(
                    parts.len() <= PARTS && parts.iter().all(|part| !part.literals.is_empty()),
                    "{}: {phrase}",
                    text.id
                );
                let count = parts.len();
                for (place, part) in parts.into_iter().enumerate() {
                    for literal in part.literals {
                        let id = *texts.entry(literal.text.clone()).or_insert_with(|| {
                            patterns.push(literal.text.clone());
                            uses.push(Vec::new());
                            patterns.len() - 1
                        });
                        let step = (count > 1).then_some((long, place));
                        uses[id].push(Use { literal, rule, reach: part.reach, step, last: place + 1 == count });
                    }
                }
                long += usize::from(count > 1);
            }
        }
        let automaton = pattern::automaton(patterns.iter().map(|text| &**text));
        let names: Vec<_> = file.guard.keys().collect();
        let guards = file.guard.values().map(|text| Guard {
            class: text.class,
            when: text.when.iter().map(|when| When::new(when, tongue)).collect(),
        });
        let rules = file.rule.iter().map(|rule| Rule::new(rule, &names, tongue)).collect();
        Self { tongue, automaton, uses, rules, guards: guards.collect(), long }
    }

    /// Tells `each` every rule that fires. `floor` is asked what a hit must be above to be worth telling.
    pub(super) fn search(&self, reading: &Reading, mut floor: i64, mut each: impl FnMut(Hit) -> i64) {
        let stream = Stream::new(&reading.signs, self.tongue);
        let mut progress: Vec<Progress> = Vec::new();
        for found in self.automaton.find_overlapping_iter(&stream.text) {
            let marks = stream.mark(found.start())..stream.mark(found.end());
            for part in &self.uses[found.pattern().as_usize()] {
                let rule = &self.rules[part.rule];
                if rule.class <= floor || !part.literal.fits(&stream, found.start()) {
                    continue;
                }
                let Some(first) = part.reach(&stream, &marks, self.long, &mut progress) else { continue };
                let span = stream.marks[first].from..stream.marks[marks.end - 1].to;
                let around = Around { reading, stream: &stream, marks: first..marks.end, last: marks.start, span };
                if let Some((class, guard)) = rule.judge(&self.guards, &around)
                    && class > floor
                {
                    floor = each(Hit { rule: part.rule, guard, class, span: around.span });
                }
            }
        }
    }
}

impl Use {
    /// Where the phrase began, once this was the last of its parts.
    fn reach(&self, stream: &Stream, marks: &Range<usize>, long: usize, all: &mut Vec<Progress>) -> Option<usize> {
        let Some((phrase, place)) = self.step else { return Some(marks.start) };
        if all.is_empty() {
            all.resize(long, [[None; 2]; PARTS]);
        }
        let near = |&(_, after): &(usize, usize)| {
            let close = after <= marks.start && marks.start - after <= self.reach;
            close && (after..=marks.start).all(|n| stream.gap(n) != stream::Gap::Stop)
        };
        let begun = match place.checked_sub(1) {
            None => marks.start,
            Some(before) => all[phrase][before].into_iter().flatten().find(near)?.0,
        };
        let places = &mut all[phrase][place];
        *places = [Some((begun, marks.end)), places[0]];
        self.last.then_some(begun)
    }
}

/// A phrase and all that is around it.
struct Around<'a> {
    reading: &'a Reading,
    stream: &'a Stream,
    marks: Range<usize>,
    /// The mark where the last part of the phrase begins.
    last: usize,
    span: Range<usize>,
}

impl Rule {
    fn new(text: &RuleText, guards: &[&String], tongue: Tongue) -> Self {
        let place = |name: &String| {
            let place = guards.iter().position(|guard| *guard == name);
            place.unwrap_or_else(|| panic!("{}: no guard {name}", text.id))
        };
        let unless = text.unless.iter().map(|when| When::new(when, tongue)).collect();
        Self { class: text.class, guards: text.guards.iter().map(place).collect(), unless }
    }

    /// What is left of its class, and which guard lowered it; `None` when it does not count.
    fn judge(&self, guards: &[Guard], around: &Around<'_>) -> Option<(i64, Option<usize>)> {
        if self.unless.iter().any(|when| when.holds(around)) {
            return None;
        }
        let mut left = (self.class, None);
        for (place, guard) in self.guards.iter().map(|&guard| &guards[guard]).enumerate() {
            if guard.class < left.0 && guard.when.iter().any(|when| when.holds(around)) {
                left = (guard.class, Some(place));
            }
        }
        (left.0 > 0).then_some(left)
    }
}

impl When {
    fn new(text: &WhenText, tongue: Tongue) -> Self {
        Self {
            before: Beside::new(&text.before, tongue),
            after: Beside::new(&text.after, tongue),
            not_before: Beside::new(&text.not_before, tongue),
            not_after: Beside::new(&text.not_after, tongue),
            inside: Beside::new(&text.inside, tongue),
            quoted: text.quoted,
        }
    }

    fn holds(&self, around: &Around<'_>) -> bool {
        let before = |beside: &Beside| beside.before(around.stream, around.marks.start);
        let after = |beside: &Beside| beside.after(around.stream, around.marks.end);
        let inside = |beside: &Beside| around.last > around.marks.start && beside.before(around.stream, around.last);
        (!self.quoted || around.reading.is_quoted(&around.span))
            && self.before.as_ref().is_none_or(before)
            && self.after.as_ref().is_none_or(after)
            && self.inside.as_ref().is_none_or(inside)
            && !self.not_before.as_ref().is_some_and(before)
            && !self.not_after.as_ref().is_some_and(after)
    }
}

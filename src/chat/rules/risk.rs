//! How much danger speaks out of a text: classes 0 (none) to 4 (imminent).
//!
//! The rules are in `assets/risk/{ko,en}.toml`, for people to read and change.

use std::{collections::HashMap, sync::LazyLock};

use crate::phrases::{File, Reading, RuleText, Set, Tongue};

const FILES: [(Tongue, &str); 2] = [
    (Tongue::Korean, include_str!("../../../assets/risk/ko.toml")),
    (Tongue::English, include_str!("../../../assets/risk/en.toml")),
];

static RULES: LazyLock<Rules> = LazyLock::new(Rules::new);

/// The highest class.
const IMMINENT: i64 = 4;

/// Why a rule fired, in plain words for staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// In Korean.
    pub ko: &'static str,
    /// In English.
    pub en: &'static str,
}

/// The rule that fired, and how high it puts her.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// 1 (worries), 2 (elevated), 3 (high), 4 (imminent).
    pub class: i64,
    /// Which rule said so: a stable id such as `ko.suicide.wish`, and with `~` what lowered it: `ko.suicide.wish~other`.
    pub rule: &'static str,
}

struct Rules {
    sets: [Set; 2],
    /// By file and rule: its id, and its id with each of its guards.
    ids: [Vec<Vec<String>>; 2],
    reasons: HashMap<String, (String, String)>,
}

impl Rules {
    fn new() -> Self {
        let mut reasons = HashMap::new();
        let files = FILES.map(|(tongue, text)| {
            let file: File = toml::from_str(text).expect("the tests hold the embedded files to their form");
            let ids = file.rule.iter().map(|rule| name(&file, rule, &mut reasons)).collect();
            (Set::new(&file, tongue), ids)
        });
        let [(korean, korean_ids), (english, english_ids)] = files;
        Self { sets: [korean, english], ids: [korean_ids, english_ids], reasons }
    }
}

/// The ids of a rule: its own, and one for each of its guards; their reasons are put into `reasons`.
fn name(file: &File, rule: &RuleText, reasons: &mut HashMap<String, (String, String)>) -> Vec<String> {
    let mut ids = vec![rule.id.clone()];
    reasons.insert(rule.id.clone(), (rule.reason.ko.clone(), rule.reason.en.clone()));
    for guard in &rule.guards {
        let id = format!("{}~{guard}", rule.id);
        if let Some(why) = file.guard.get(guard).map(|guard| &guard.reason) {
            let ko = format!("{} ({})", rule.reason.ko, why.ko);
            let en = format!("{} ({})", rule.reason.en, why.en);
            reasons.insert(id.clone(), (ko, en));
        }
        ids.push(id);
    }
    ids
}

/// Reads the files now instead of with the first text.
pub(super) fn prepare() {
    LazyLock::force(&RULES);
}

/// The highest class that any rule gives to `text`; `None` when none fires.
#[must_use]
pub fn assess(text: &str) -> Option<Match> {
    let rules = &*RULES;
    let reading = Reading::new(text);
    let mut highest: Option<Match> = None;
    for (set, ids) in rules.sets.iter().zip(&rules.ids) {
        let floor = highest.map_or(0, |highest| highest.class);
        if floor == IMMINENT {
            break;
        }
        set.search(&reading, floor, |hit| {
            let rule = &ids[hit.rule][hit.guard.map_or(0, |guard| guard + 1)];
            highest = Some(Match { class: hit.class, rule });
            hit.class
        });
    }
    highest
}

/// Why the rule `rule` fired, in plain words for staff; `None` for an id that no rule has.
#[must_use]
pub fn reason(rule: &str) -> Option<Reason> {
    RULES.reasons.get(rule).map(|(ko, en)| Reason { ko, en })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Words that blame: not even staff read them.
    const NEVER: &[&str] = &[
        "비행청소년",
        "비행 청소년",
        "불량",
        "매춘",
        "창녀",
        "윤락",
        "delinquent",
        "prostitute",
        "whore",
        "slut",
        "victim's fault",
    ];

    fn files() -> Vec<(&'static str, File)> {
        ["ko", "en"].into_iter().zip(FILES).map(|(name, (_, text))| (name, toml::from_str(text).unwrap())).collect()
    }

    #[test]
    fn every_rule_has_an_id_of_its_own_a_class_and_its_reasons() {
        let mut ids = BTreeSet::new();
        for (language, file) in files() {
            for rule in &file.rule {
                let formed = rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_');
                assert!(formed && rule.id.starts_with(&format!("{language}.")), "{}", rule.id);
                assert!(ids.insert(rule.id.clone()), "{} twice", rule.id);
                assert!((0..=IMMINENT).contains(&rule.class), "{}", rule.id);
                let named: BTreeSet<_> = rule.guards.iter().collect();
                assert_eq!(named.len(), rule.guards.len(), "{}: a guard twice", rule.id);
            }
            let reasons =
                file.rule.iter().map(|rule| &rule.reason).chain(file.guard.values().map(|guard| &guard.reason));
            for reason in reasons {
                let hangul = reason.ko.chars().any(crate::phrases::is_syllable);
                assert!(hangul && reason.en.is_ascii() && reason.en.len() > 10, "{reason:?}");
                let said = format!("{} {}", reason.ko, reason.en).to_lowercase();
                assert!(NEVER.iter().all(|word| !said.contains(word)), "{reason:?}");
            }
            let used: BTreeSet<_> = file.rule.iter().flat_map(|rule| &rule.guards).collect();
            assert_eq!(used, file.guard.keys().collect(), "{language}: guards that no rule has");
        }
    }

    #[test]
    fn every_phrase_is_found_in_its_class() {
        let mut wrong = Vec::new();
        for (_, file) in files() {
            for rule in &file.rule {
                for (phrase, ways) in rule.samples(40) {
                    let heard = |way: &String| assess(way).is_some_and(|found| found.class >= rule.class);
                    if phrase.trim().is_empty() || !ways.iter().any(heard) {
                        wrong.push(format!("{}: {phrase}", rule.id));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "never found:\n{}", wrong.join("\n"));
    }

    #[test]
    fn a_rule_says_which_louder_rules_its_phrases_fire() {
        let mut wrong = BTreeSet::new();
        for (_, file) in files() {
            for rule in &file.rule {
                let mut louder = BTreeSet::new();
                for way in rule.samples(40).into_iter().flat_map(|(_, ways)| ways) {
                    if let Some(found) = assess(&way).filter(|found| found.class > rule.class) {
                        let by = found.rule.split('~').next().unwrap_or_default();
                        louder.insert(by.to_owned());
                        if !rule.louder.iter().any(|id| id == by) {
                            wrong.insert(format!("{} does not name {by}: {way}", rule.id));
                        }
                    }
                }
                wrong.extend(
                    rule.louder.iter().filter(|id| !louder.contains(*id)).map(|id| format!("{} names {id}", rule.id)),
                );
            }
        }
        assert!(wrong.is_empty(), "\n{}", Vec::from_iter(wrong).join("\n"));
    }
}

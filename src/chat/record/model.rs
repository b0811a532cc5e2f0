//! The codes of the contact record, as `assets/record.toml` lists them.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::{Error, Result, text::Text2};

const FILE: &str = include_str!("../../../assets/record.toml");

static CODES: LazyLock<File> =
    LazyLock::new(|| toml::from_str(FILE).expect("the tests hold the embedded file to its form"));

/// A code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Code {
    /// As it is stored and sent.
    code: &'static str,
    /// What it is called.
    label: Text2,
}

/// A reason, in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReasonCode {
    /// As it is stored and sent.
    code: &'static str,
    /// What it is called.
    label: Text2,
    /// What it belongs to.
    group: Text2,
}

/// All codes, in the order in which they are shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordCodes {
    /// Why she came.
    reasons: Vec<ReasonCode>,
    /// How old she is.
    age_bands: Vec<Code>,
    /// Where she is.
    districts: Vec<Code>,
    /// What was done.
    actions: Vec<Code>,
    /// What came of it.
    outcomes: Vec<Code>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    group: Vec<Entry>,
    reason: Vec<Reason>,
    age_band: Vec<Entry>,
    district: Vec<Entry>,
    action: Vec<Entry>,
    outcome: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    label: Label,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    code: String,
    group: String,
    label: Label,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    ko: String,
    en: String,
}

impl Label {
    fn text(&'static self) -> Text2 {
        Text2 { ko: &self.ko, en: &self.en }
    }
}

/// All of them.
#[must_use]
pub fn codes() -> RecordCodes {
    let file: &'static File = &CODES;
    let list = |entries: &'static [Entry]| {
        entries.iter().map(|entry| Code { code: &entry.code, label: entry.label.text() }).collect()
    };
    let reasons = file.reason.iter().filter_map(|reason| {
        let group = file.group.iter().find(|group| group.code == reason.group)?;
        Some(ReasonCode { code: &reason.code, label: reason.label.text(), group: group.label.text() })
    });
    RecordCodes {
        reasons: reasons.collect(),
        age_bands: list(&file.age_band),
        districts: list(&file.district),
        actions: list(&file.action),
        outcomes: list(&file.outcome),
    }
}

/// What somebody writes down; [`Record::checked`] says whether it may stand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Why she came.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// How old she is.
    pub age_band: Option<String>,
    /// Where she is.
    pub district: Option<String>,
    /// What was done.
    pub action_taken: String,
    /// What came of it.
    pub outcome: Option<String>,
}

impl Record {
    /// With its reasons in the file's order, each once.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a code that is not in the file.
    pub fn checked(self) -> Result<Self> {
        for reason in &self.reasons {
            if !CODES.reason.iter().any(|known| known.code == *reason) {
                return Err(unknown("reasons"));
            }
        }
        let known = |field, codes: &[Entry], code: Option<&str>| match code {
            Some(code) if !codes.iter().any(|known| known.code == code) => Err(unknown(field)),
            _ => Ok(()),
        };
        known("age_band", &CODES.age_band, self.age_band.as_deref())?;
        known("district", &CODES.district, self.district.as_deref())?;
        known("action_taken", &CODES.action, Some(&self.action_taken))?;
        known("outcome", &CODES.outcome, self.outcome.as_deref())?;
        Ok(Self { reasons: in_order(self.reasons), ..self })
    }
}

/// Reasons in the file's order, each once.
#[must_use]
pub fn in_order(mut reasons: Vec<String>) -> Vec<String> {
    reasons.sort_by_key(|code| CODES.reason.iter().position(|known| known.code == *code));
    reasons.dedup();
    reasons
}

fn unknown(field: &str) -> Error {
    Error::invalid(field, "must be one of the codes of /record-codes")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn record() -> Record {
        Record { reasons: vec![], age_band: None, district: None, action_taken: "listened".into(), outcome: None }
    }

    #[test]
    fn the_file_has_every_code_once_in_both_languages() {
        let file: &File = &CODES;
        let plain = |codes: &[Entry]| codes.iter().map(|code| (code.code.clone(), code.label.clone())).collect();
        let reasons = file.reason.iter().map(|reason| (reason.code.clone(), reason.label.clone())).collect();
        let lists: [Vec<(String, Label)>; 6] = [
            plain(&file.group),
            reasons,
            plain(&file.age_band),
            plain(&file.district),
            plain(&file.action),
            plain(&file.outcome),
        ];
        for list in &lists {
            let once = |texts: Vec<&str>| texts.iter().collect::<BTreeSet<_>>().len() == texts.len();
            assert!(once(list.iter().map(|(code, _)| &**code).collect()), "a code twice in {list:?}");
            assert!(once(list.iter().map(|(_, label)| &*label.ko).collect()), "a label twice in {list:?}");
            assert!(once(list.iter().map(|(_, label)| &*label.en).collect()), "a label twice in {list:?}");
            for (code, label) in list {
                let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
                assert!(!code.is_empty() && code.len() <= 32 && code.chars().all(plain), "{code}");
                assert!(!label.ko.trim().is_empty() && !label.en.trim().is_empty(), "{code}");
                assert!(label.ko != label.en || code.contains('_'), "{code}");
            }
        }
        assert_eq!(codes().reasons.len(), file.reason.len(), "a reason whose group there is not");
        let used: BTreeSet<_> = file.reason.iter().map(|reason| &reason.group).collect();
        assert_eq!(used.len(), file.group.len(), "a group without a reason");
    }

    #[test]
    fn the_file_has_the_25_districts_of_seoul_and_what_else_is_needed() {
        let named =
            CODES.district.iter().filter(|code| code.label.ko.ends_with('구') && code.label.en.ends_with("-gu"));
        assert_eq!(named.count(), 25);
        let has = |codes: &[Entry], wanted: &[&str]| {
            wanted.iter().all(|wanted| codes.iter().any(|code| code.code == *wanted))
        };
        assert!(has(&CODES.district, &["elsewhere", "not_known"]));
        assert!(has(&CODES.age_band, &["under_14", "14_15", "16_17", "18_19", "20_over", "not_known"]));
        assert!(has(
            &CODES.action,
            &["listened", "emergency_called", "report_made", "supervisor_called", "none_possible"]
        ));
    }

    #[test]
    fn a_code_that_is_not_in_the_file_is_refused_by_the_name_of_its_field() {
        let bad = |record: Record| match record.checked() {
            Err(Error::Invalid { field, .. }) => field.to_string(),
            other => panic!("{other:?}"),
        };
        let no = || Some("nonsense".to_owned());
        assert_eq!(bad(Record { reasons: vec!["school".into(), "nonsense".into()], ..record() }), "reasons");
        assert_eq!(bad(Record { age_band: no(), ..record() }), "age_band");
        assert_eq!(bad(Record { district: no(), ..record() }), "district");
        assert_eq!(bad(Record { action_taken: "nonsense".into(), ..record() }), "action_taken");
        assert_eq!(bad(Record { outcome: no(), ..record() }), "outcome");
    }

    #[test]
    fn reasons_come_in_the_order_of_the_file_and_once() {
        let reasons = ["school", "violence_physical", "school"].map(str::to_owned).to_vec();
        let checked = Record { reasons, ..record() }.checked().unwrap();
        assert_eq!(checked.reasons, ["violence_physical", "school"]);
    }
}

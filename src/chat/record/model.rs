//! The codes of the contact record, as `assets/record.toml` lists them.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::{Error, Result};

const FILE: &str = include_str!("../../../assets/record.toml");

static CODES: LazyLock<File> =
    LazyLock::new(|| toml::from_str(FILE).expect("the tests hold the embedded file to its form"));

/// What a code is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeLabel {
    /// In Korean.
    ko: String,
    /// In English.
    en: String,
}

/// A code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// As it is stored and sent.
    code: String,
    /// What it is called.
    label: CodeLabel,
}

/// A reason, in its group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReasonCode {
    /// As it is stored and sent.
    code: &'static str,
    /// What it is called.
    label: &'static CodeLabel,
    /// What it belongs to.
    group: &'static CodeLabel,
}

/// All codes, in the order in which they are shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct Codes {
    /// Why she came.
    reasons: Vec<ReasonCode>,
    /// How old she is.
    age_bands: &'static [Code],
    /// Where she is.
    districts: &'static [Code],
    /// What was done.
    actions: &'static [Code],
    /// What came of it.
    outcomes: &'static [Code],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    group: Vec<Code>,
    reason: Vec<Reason>,
    age_band: Vec<Code>,
    district: Vec<Code>,
    action: Vec<Code>,
    outcome: Vec<Code>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    code: String,
    group: String,
    label: CodeLabel,
}

/// All of them.
#[must_use]
pub fn codes() -> Codes {
    let groups: BTreeMap<&str, &CodeLabel> = CODES.group.iter().map(|group| (&*group.code, &group.label)).collect();
    let reasons = CODES.reason.iter().filter_map(|reason| {
        let group = groups.get(&*reason.group)?;
        Some(ReasonCode { code: &reason.code, label: &reason.label, group })
    });
    Codes {
        reasons: reasons.collect(),
        age_bands: &CODES.age_band,
        districts: &CODES.district,
        actions: &CODES.action,
        outcomes: &CODES.outcome,
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
        let known = |field, codes: &[Code], code: Option<&str>| match code {
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
        Record {
            reasons: vec![],
            age_band: None,
            district: None,
            action_taken: "listened".into(),
            outcome: None,
        }
    }

    #[test]
    fn the_file_has_every_code_once_in_both_languages() {
        let file: &File = &CODES;
        let plain = |codes: &[Code]| codes.iter().map(|code| (code.code.clone(), code.label.clone())).collect();
        let reasons = file.reason.iter().map(|reason| (reason.code.clone(), reason.label.clone())).collect();
        let lists: [Vec<(String, CodeLabel)>; 6] = [
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
        let named = CODES.district.iter().filter(|code| code.label.ko.ends_with('구') && code.label.en.ends_with("-gu"));
        assert_eq!(named.count(), 25);
        let has = |codes: &[Code], wanted: &[&str]| {
            wanted.iter().all(|wanted| codes.iter().any(|code| code.code == *wanted))
        };
        assert!(has(&CODES.district, &["elsewhere", "not_known"]));
        assert!(has(&CODES.age_band, &["under_14", "14_15", "16_17", "18_19", "20_over", "not_known"]));
        assert!(has(&CODES.action, &["listened", "emergency_called", "report_made", "supervisor_called", "none_possible"]));
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

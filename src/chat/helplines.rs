//! Whom to call instead: numbers that always answer, shown to every visitor.
//!
//! They are in `assets/helplines.toml`, each with the day on which somebody last made sure of it.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{accounts::Language, messaging::protocol::HelplineNews};

const FILE: &str = include_str!("../../assets/helplines.toml");

static ENTRIES: LazyLock<Vec<Entry>> =
    LazyLock::new(|| toml::from_str::<File>(FILE).expect("the tests hold the embedded file to its form").helpline);

/// A number that helps, also when nobody is at a desk here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Helpline {
    /// Whose it is, in the language asked for.
    name: &'static str,
    /// As it is dialled.
    number: &'static str,
}

impl From<Helpline> for HelplineNews {
    fn from(helpline: Helpline) -> Self {
        Self { name: helpline.name, number: helpline.number }
    }
}

#[derive(Debug, Deserialize)]
struct File {
    helpline: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    number: String,
    name: BTreeMap<String, String>,
}

/// All of them, in the order of the file.
#[must_use]
pub fn of(language: Language) -> Vec<Helpline> {
    let entries = ENTRIES.iter();
    entries
        .filter_map(|entry| Some(Helpline { name: entry.name.get(language.as_str())?, number: &entry.number }))
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};

    use super::*;
    use crate::platform::Clock;

    /// A number that nobody has made sure of for longer may be somebody else's by now.
    const CHECKED_WITHIN: Days = Days::new(400);

    #[test]
    fn every_number_is_there_in_both_languages() {
        for language in [Language::Ko, Language::En] {
            let mut numbers: Vec<_> = of(language).into_iter().map(|helpline| helpline.number).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, ["112", "117", "1366", "1388"], "{language}");
            assert!(of(language).iter().all(|helpline| !helpline.name.trim().is_empty()), "{language}");
        }
        assert_ne!(of(Language::Ko)[0].name, of(Language::En)[0].name);
    }

    #[test]
    fn every_number_was_made_sure_of_within_400_days() {
        let file: toml::Table = FILE.parse().unwrap();
        let today = Clock::system().now().date_naive();
        let entries = file["helpline"].as_array().unwrap();
        assert_eq!(entries.len(), of(Language::Ko).len());
        for entry in entries {
            let number = entry["number"].as_str().unwrap();
            let verified = entry["verified_on"].as_datetime().unwrap().to_string().parse::<NaiveDate>().unwrap();
            assert!(
                verified + CHECKED_WITHIN >= today,
                "{number} was last checked on {verified}: call its operator, then set verified_on"
            );
            assert!(verified <= today.succ_opt().unwrap(), "{number} was not checked in the future ({verified})");
        }
    }
}

//! Codes, origins and days: what outreach is made of.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};
use rand::{RngExt, seq::IndexedRandom};
use serde::Deserialize;
use url::{Host, Url};
use utoipa::ToSchema;

use crate::{
    id_type,
    messaging::model::check_text,
    platform::{Error, Result},
};

id_type! {
    /// Identifies an outreach link.
    LinkId
}
id_type! {
    /// Identifies an entry of the outreach log.
    EntryId
}

/// Longest label, and longest name of a site, in Unicode scalar values.
const NAME_CAP: usize = 80;
/// A link is embedded by so many sites at most.
const ORIGINS: usize = 20;
/// Longest origin, in bytes: a host name has 253 at most.
const ORIGIN_CAP: usize = 270;
/// What a code is made of: nothing that looks like another in print, and no vowels, so that no code is a word.
const LETTERS: &[u8; 28] = b"23456789bcdfghjkmnpqrstvwxyz";
/// How long a code is: 28^8 are 38 bits, and guessing one gives nothing but a place in a tally.
const LENGTH: usize = 8;
/// So many days back an entry may be written down.
const LATE: u64 = 31;

/// A new code.
#[must_use]
pub fn code(rng: &mut impl RngExt) -> String {
    (0..LENGTH).filter_map(|_| LETTERS.choose(rng)).map(|letter| char::from(*letter)).collect()
}

/// Whether a text could be a code. What comes with a visit or for a frame is anybody's: nothing else goes to the database.
#[must_use]
pub fn is_code(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| LETTERS.contains(&byte))
}

/// A link as somebody wants it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOutreachLink)]
pub struct NewLink {
    /// What it is told apart by, at most 80 characters. No names of people.
    pub label: String,
    /// Where it is put up, at most 80 characters.
    pub site: String,
    /// Whose pages may frame `/embed`: at most 20 origins as `https://chat.example`. Left out: nobody's.
    #[serde(default)]
    pub embed_origins: Vec<String>,
}

impl NewLink {
    /// Refuses what is no link.
    ///
    /// # Errors
    /// [`Error::Invalid`] and [`Error::TooLong`], naming the field.
    pub fn check(&self) -> Result<()> {
        check_line("label", &self.label)?;
        check_line("site", &self.site)?;
        if self.embed_origins.len() > ORIGINS {
            return Err(Error::TooLong { field: "embed_origins".into(), cap: format!("{ORIGINS} origins") });
        }
        if self.embed_origins.iter().all(|origin| is_origin(origin)) {
            Ok(())
        } else {
            Err(Error::invalid("embed_origins", "must be origins as `https://chat.example`, and nothing behind them"))
        }
    }
}

/// Whether it is exactly what browsers write as the origin of a page: https, a host in lower case, a port unless it is
/// 443. It goes into a header as it is, so nothing else may pass.
fn is_origin(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let plain = |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    text.len() <= ORIGIN_CAP
        && url.scheme() == "https"
        && matches!(url.host(), Some(Host::Domain(host)) if plain(host) && host.contains('.'))
        && url.origin().ascii_serialization() == text
}

/// What was done somewhere, in numbers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOutreachEntry)]
pub struct NewEntry {
    /// Where, at most 80 characters.
    pub site: String,
    /// On which day, as it is called in Seoul: `2026-11-27`. Not in days to come, nor more than 31 ago.
    pub on: NaiveDate,
    /// How long, 1 to 720.
    pub minutes: i64,
    /// With how many people, 0 to 1,000.
    pub contacts: i64,
}

impl NewEntry {
    /// Refuses what is no entry.
    ///
    /// # Errors
    /// [`Error::Invalid`] and [`Error::TooLong`], naming the field.
    pub fn check(&self, now: DateTime<Utc>) -> Result<()> {
        check_line("site", &self.site)?;
        let today = day(now);
        if self.on > today || today.checked_sub_days(Days::new(LATE)).is_some_and(|first| self.on < first) {
            return Err(Error::invalid("on", format!("must be today or at most {LATE} days ago")));
        }
        if !(1..=720).contains(&self.minutes) {
            return Err(Error::invalid("minutes", "must be 1 to 720"));
        }
        if !(0..=1000).contains(&self.contacts) {
            return Err(Error::invalid("contacts", "must be 0 to 1000"));
        }
        Ok(())
    }
}

/// Which day it is in Seoul. Korea has had no summer time since 1988.
#[must_use]
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    const SEOUL: FixedOffset = FixedOffset::east_opt(9 * 3600).expect("nine hours are less than a day");
    at.with_timezone(&SEOUL).date_naive()
}

fn check_line(field: &str, text: &str) -> Result<()> {
    check_text(field, text, NAME_CAP)?;
    if text.contains(char::is_control) { Err(Error::invalid(field, "must be one line")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_of_letters_that_nobody_confuses() {
        let codes: BTreeSet<_> = (0..1000).map(|_| code(&mut rand::rng())).collect();
        assert_eq!(codes.len(), 1000);
        for code in codes {
            assert_eq!(code.len(), LENGTH);
            assert!(
                code.chars().all(|letter| letter.is_ascii_alphanumeric() && !"01ilouae".contains(letter)),
                "{code}"
            );
        }
    }

    #[test]
    fn an_origin_is_what_a_browser_writes_and_nothing_else() {
        for good in ["https://chat.example", "https://a.b-c.example.kr:8443", "https://xn--bj0bj06e.kr"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "",
            "*",
            "https://*",
            "https://*.example.com",
            "http://chat.example",
            "chat.example",
            "https://chat.example/",
            "https://chat.example/path",
            "https://chat.example?x",
            "https://chat.example#x",
            "https://Chat.example",
            "https://chat.example:443",
            "https://user@chat.example",
            "https://chat.example 'self'",
            "https://chat.example;script-src *",
            "https://chat.example,https://other.example",
            "https://chat.example\nx: y",
            " https://chat.example",
            "https://한글.kr",
            "https://localhost",
            "https://127.0.0.1",
            "https://[::1]",
            "data:text/html,x",
            "null",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
        assert!(!is_origin(&format!("https://{}.example", "a.".repeat(200))));
    }

    #[test]
    fn a_day_begins_at_midnight_in_seoul() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(day(at("2026-11-27T14:59:59Z")).to_string(), "2026-11-27");
        assert_eq!(day(at("2026-11-27T15:00:00Z")).to_string(), "2026-11-28");
    }

    #[test]
    fn an_entry_is_of_the_last_days_and_of_possible_numbers() {
        let now = "2026-11-27T03:00:00Z".parse().unwrap();
        let entry = |on: &str, minutes, contacts| NewEntry {
            site: "게임 채팅".into(),
            on: on.parse().unwrap(),
            minutes,
            contacts,
        };
        for good in [entry("2026-11-27", 1, 0), entry("2026-10-27", 720, 1000)] {
            assert!(good.check(now).is_ok(), "{good:?}");
        }
        for (bad, field) in [
            (entry("2026-11-28", 1, 0), "on"),
            (entry("2026-10-26", 1, 0), "on"),
            (entry("2026-11-27", 0, 0), "minutes"),
            (entry("2026-11-27", 721, 0), "minutes"),
            (entry("2026-11-27", 1, -1), "contacts"),
            (entry("2026-11-27", 1, 1001), "contacts"),
        ] {
            assert!(matches!(bad.check(now), Err(Error::Invalid { field: named, .. }) if named == field), "{bad:?}");
        }
    }
}

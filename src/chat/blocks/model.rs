//! Blocks: why, how long, and what stands in between.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id_type;

id_type! {
    /// Identifies a block.
    BlockId
}

/// So many hours one person decides alone.
pub const ALONE: i64 = 24;
/// The longest block: a year.
pub const LONGEST: i64 = 8760;
/// Longest note, in Unicode scalar values.
pub const NOTE_CAP: usize = 1000;

/// Why somebody was blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BlockReason)]
pub enum Reason {
    /// She insults or threatens.
    Abuse,
    /// Somebody who looks for adolescents, or for counsellors.
    Predator,
    /// A machine, or a joke told a hundred times.
    Spam,
    /// Something else; the note says what.
    Other,
}

impl Reason {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Abuse => "abuse",
            Self::Predator => "predator",
            Self::Spam => "spam",
            Self::Other => "other",
        }
    }
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BlockState)]
pub enum State {
    /// It holds, as long as was wanted.
    Active,
    /// More was wanted than one person decides. It holds until `until`, and longer once somebody else approves.
    Asked,
    /// It has ended.
    Over,
    /// A supervisor ended it before its time.
    Lifted,
}

/// How long a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Holds until here.
    pub until: DateTime<Utc>,
    /// Would hold until here.
    pub wanted_until: DateTime<Utc>,
    /// Whether it was ended.
    pub lifted: bool,
}

impl Term {
    /// Of a block of so many hours that begins now.
    #[must_use]
    pub fn begin(hours: i64, now: DateTime<Utc>) -> Self {
        let end = |hours| now + TimeDelta::hours(hours);
        Self { until: end(hours.min(ALONE)), wanted_until: end(hours), lifted: false }
    }

    /// Whether somebody else has to approve the rest.
    #[must_use]
    pub fn asks(self) -> bool {
        self.until < self.wanted_until
    }

    /// Where it stands. Approval may still come when the first day is over: until then she may come back.
    #[must_use]
    pub fn state(self, now: DateTime<Utc>) -> State {
        match self {
            Self { lifted: true, .. } => State::Lifted,
            _ if now >= self.wanted_until => State::Over,
            _ if self.asks() => State::Asked,
            _ => State::Active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    #[test]
    fn a_day_is_for_one_person_and_more_is_asked_for() {
        let day = Term::begin(24, at(0));
        assert_eq!((day.until, day.asks(), day.state(at(0))), (at(24), false, State::Active));
        let two = Term::begin(25, at(0));
        assert_eq!((two.until, two.wanted_until, two.asks()), (at(24), at(25), true));
    }

    #[test]
    fn it_is_asked_for_until_it_would_be_over() {
        let long = Term::begin(48, at(0));
        assert_eq!(
            [0, 23, 24, 47, 48].map(|hour| long.state(at(hour))),
            [State::Asked, State::Asked, State::Asked, State::Asked, State::Over]
        );
        let approved = Term { until: long.wanted_until, ..long };
        assert_eq!([0, 47, 48].map(|hour| approved.state(at(hour))), [State::Active, State::Active, State::Over]);
        assert_eq!(Term { lifted: true, ..approved }.state(at(1)), State::Lifted);
    }
}

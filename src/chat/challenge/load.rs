//! How busy this node is: what makes a challenge needed, and how hard.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// More visits than this in a minute, on this node, are many: one every second, for a city of a million.
const BEGUN: usize = 60;
/// More in the line than this are many.
const WAITING: i64 = 100;
/// Counted no further: twice as many change nothing more.
const REMEMBERED: usize = 4 * BEGUN;
/// The highest level.
const HIGHEST: usize = 3;

/// When this node's latest visits began, a few hundred at most.
#[derive(Debug, Default)]
pub struct Load(Mutex<VecDeque<DateTime<Utc>>>);

impl Load {
    /// A visit began.
    pub fn begun(&self, now: DateTime<Utc>) {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if latest.len() == REMEMBERED {
            latest.pop_front();
        }
        latest.push_back(now);
    }

    /// 0 in quiet times; from there up to 3, one for each 60 visits more within the last minute, or each 100 more who
    /// wait.
    #[must_use]
    pub fn level(&self, waiting: i64, now: DateTime<Utc>) -> u32 {
        let latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // By both ends: a clock that went back leaves times that are not yet, and they are not of the last minute.
        let begun = latest.iter().filter(|at| **at <= now && now - **at < TimeDelta::minutes(1)).count();
        let by_begun = begun.saturating_sub(1) / BEGUN;
        let by_waiting = usize::try_from((waiting - 1).max(0) / WAITING).unwrap_or(HIGHEST);
        u32::try_from(by_begun.max(by_waiting).min(HIGHEST)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn sixty_a_minute_are_quiet_and_one_more_is_load() {
        let load = Load::default();
        for _ in 0..60 {
            load.begun(at(0));
        }
        assert_eq!(load.level(0, at(0)), 0);
        load.begun(at(1));
        assert_eq!(load.level(0, at(1)), 1);
        assert_eq!(load.level(0, at(60)), 0, "those of a minute ago count no more");
    }

    #[test]
    fn a_hundred_who_wait_are_quiet_and_one_more_is_load() {
        let load = Load::default();
        assert_eq!(
            [0, 1, 100, 101, 201, 301, i64::MAX].map(|waiting| load.level(waiting, at(0))),
            [0, 0, 0, 1, 2, 3, 3]
        );
    }

    #[test]
    fn it_remembers_a_few_hundred_and_no_more() {
        let load = Load::default();
        for _ in 0..10_000 {
            load.begun(at(0));
        }
        assert_eq!(load.0.lock().unwrap().len(), REMEMBERED);
        assert_eq!(load.level(0, at(0)), 3);
    }

    #[test]
    fn a_clock_that_went_back_makes_no_load() {
        let load = Load::default();
        for _ in 0..200 {
            load.begun(at(3600));
        }
        assert_eq!(load.level(0, at(0)), 0);
    }
}

//! From which networks blocked visitors came: in this process's memory, as hashes under a key of the day, and nowhere
//! else (S3). A restarted node has forgotten them; the block by return code, which is in the database, holds.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    chat::model::VisitorId,
    platform::{Error, Result, http::Caller},
};

/// Visitors whose networks are remembered at most: a day's, of a city. About 60 bytes each.
const SEEN: usize = 65_536;
/// Networks that are blocked at most.
const BLOCKED: usize = 4_096;
/// The key of the hash is not older than a day, so no hash means anything for longer.
const MEANS_SOMETHING: TimeDelta = TimeDelta::days(1);
/// What somebody blocked is told to wait at most: it must look like any other "slow down", and not tell how long.
const TOLD_AT_MOST: Duration = Duration::from_hours(1);

/// Who came from where, as far as it may be known.
#[derive(Debug)]
pub struct Memory {
    seen_at_most: usize,
    blocked_at_most: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    seen: HashMap<VisitorId, Seen>,
    blocked: Vec<Blocked>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    from: Caller,
    at: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy)]
struct Blocked {
    visitor: VisitorId,
    from: Caller,
    until: DateTime<Utc>,
    heard_at: DateTime<Utc>,
}

/// A block as the nodes tell each other of it: a visitor and a time, no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Word {
    /// Who.
    pub visitor: VisitorId,
    /// Until when; null: not any more.
    pub until: Option<DateTime<Utc>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self { seen_at_most: SEEN, blocked_at_most: BLOCKED, inner: Mutex::default() }
    }
}

impl Memory {
    /// Notes from which network a visitor came last.
    pub fn remember(&self, visitor: VisitorId, from: Caller, now: DateTime<Utc>) {
        let mut inner = self.lock();
        if inner.seen.len() >= self.seen_at_most && !inner.seen.contains_key(&visitor) {
            inner.seen.retain(|_, seen| now - seen.at < MEANS_SOMETHING);
            if inner.seen.len() >= self.seen_at_most {
                // The quarter that came longest ago.
                let mut times: Vec<_> = inner.seen.values().map(|seen| seen.at).collect();
                let quarter = times.len() / 4;
                let oldest = *times.select_nth_unstable(quarter).1;
                inner.seen.retain(|_, seen| seen.at > oldest);
            }
        }
        inner.seen.insert(visitor, Seen { from, at: now });
    }

    /// Hears of a block, or of its end. Only the node that the visitor came to knows her network.
    pub fn hear(&self, word: Word, now: DateTime<Utc>) {
        let mut inner = self.lock();
        match word.until {
            None => inner.blocked.retain(|known| known.visitor != word.visitor),
            Some(until) => {
                let Some(seen) = inner.seen.get(&word.visitor).copied() else { return };
                let until = until.min(seen.at + MEANS_SOMETHING);
                inner
                    .blocked
                    .retain(|known| known.until > now && !(known.visitor == word.visitor && known.from == seen.from));
                if inner.blocked.len() >= self.blocked_at_most {
                    // Those that end soonest give way, of these the oldest.
                    inner.blocked.sort_unstable_by_key(|known| std::cmp::Reverse((known.until, known.heard_at)));
                    inner.blocked.truncate(self.blocked_at_most - 1);
                }
                inner.blocked.push(Blocked { visitor: word.visitor, from: seen.from, until, heard_at: now });
            }
        }
    }

    /// Makes good what was not heard: `in_force` are all blocks that the database had at `asked_at`. Forgets what means
    /// nothing any more.
    pub fn settle(&self, in_force: &[Word], asked_at: DateTime<Utc>) {
        let known: HashMap<_, _> = in_force.iter().map(|word| (word.visitor, word.until)).collect();
        // What was heard since may not have been in the database then.
        let mut inner = self.lock();
        inner.blocked.retain(|held| known.contains_key(&held.visitor) || held.heard_at >= asked_at);
        inner.seen.retain(|_, seen| asked_at - seen.at < MEANS_SOMETHING);
        drop(inner);
        for word in in_force {
            self.hear(*word, asked_at);
        }
    }

    /// Refuses who comes from a network that is blocked.
    ///
    /// # Errors
    /// [`Error::SlowDown`], as for anybody who is too fast.
    pub fn check(&self, from: Caller, now: DateTime<Utc>) -> Result<()> {
        let inner = self.lock();
        let until = inner.blocked.iter().filter(|known| known.from == from).map(|known| known.until).max();
        refuse_until(until, now)
    }

    /// The maps hold no invariant that a panic could break half-way.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Refuses while a block holds.
pub(super) fn refuse_until(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<()> {
    match until.and_then(|until| (until - now).to_std().ok()).filter(|left| !left.is_zero()) {
        Some(left) => Err(Error::SlowDown { retry_after: left.min(TOLD_AT_MOST) }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + TimeDelta::hours(hours)
    }

    fn network(number: u8) -> Caller {
        Caller::for_tests(number)
    }

    /// How many are seen, and how many blocked.
    fn held(memory: &Memory) -> (usize, usize) {
        let inner = memory.lock();
        (inner.seen.len(), inner.blocked.len())
    }

    fn word(visitor: VisitorId, until: DateTime<Utc>) -> Word {
        Word { visitor, until: Some(until) }
    }

    #[test]
    fn who_came_from_the_network_of_a_blocked_visitor_is_told_to_slow_down_and_nobody_else() {
        let (memory, visitor) = (Memory::default(), VisitorId::new());
        memory.remember(visitor, network(1), at(0));
        memory.hear(word(visitor, at(3)), at(0));
        let Err(Error::SlowDown { retry_after }) = memory.check(network(1), at(0)) else { panic!("let in") };
        assert_eq!(retry_after, Duration::from_hours(1), "and not how long it really is");
        assert!(memory.check(network(2), at(0)).is_ok());
        assert!(memory.check(network(1), at(3)).is_ok());
    }

    #[test]
    fn a_node_that_never_saw_her_blocks_nobody() {
        let memory = Memory::default();
        memory.hear(word(VisitorId::new(), at(3)), at(0));
        assert_eq!(memory.lock().blocked.len(), 0);
    }

    #[test]
    fn a_network_is_not_blocked_for_longer_than_its_hash_means_something() {
        let (memory, visitor) = (Memory::default(), VisitorId::new());
        memory.remember(visitor, network(1), at(0));
        memory.hear(word(visitor, at(1000)), at(2));
        assert!(memory.check(network(1), at(23)).is_err());
        assert!(memory.check(network(1), at(24)).is_ok());
    }

    #[test]
    fn one_who_is_let_back_does_not_let_another_back() {
        let (memory, one, other) = (Memory::default(), VisitorId::new(), VisitorId::new());
        for visitor in [one, other] {
            memory.remember(visitor, network(1), at(0));
            memory.hear(word(visitor, at(3)), at(0));
        }
        memory.hear(Word { visitor: one, until: None }, at(1));
        assert!(memory.check(network(1), at(1)).is_err());
        memory.hear(Word { visitor: other, until: None }, at(1));
        assert!(memory.check(network(1), at(1)).is_ok());
    }

    #[test]
    fn what_was_not_heard_is_made_good() {
        let (memory, lifted, missed, newest) =
            (Memory::default(), VisitorId::new(), VisitorId::new(), VisitorId::new());
        for (visitor, number) in [(lifted, 1), (missed, 2), (newest, 3)] {
            memory.remember(visitor, network(number), at(0));
        }
        memory.hear(word(lifted, at(9)), at(0));
        memory.hear(word(newest, at(9)), at(2));
        memory.settle(&[word(missed, at(9))], at(1));
        let blocked = [1, 2, 3].map(|number| memory.check(network(number), at(2)).is_err());
        assert_eq!(blocked, [false, true, true]);
    }

    #[test]
    fn after_a_day_nothing_is_known_of_anybody() {
        let (memory, visitor) = (Memory::default(), VisitorId::new());
        memory.remember(visitor, network(1), at(0));
        memory.hear(word(visitor, at(1000)), at(0));
        memory.settle(&[word(visitor, at(1000))], at(23));
        assert_eq!(held(&memory), (1, 1));
        memory.settle(&[], at(24));
        assert_eq!(held(&memory), (0, 0));
    }

    #[test]
    fn both_maps_are_bounded_and_the_newest_stay() {
        let memory = Memory { seen_at_most: 8, blocked_at_most: 4, inner: Mutex::default() };
        let visitors: Vec<_> = (0..100).map(|_| VisitorId::new()).collect();
        for (number, visitor) in (0..).zip(&visitors) {
            let now = at(0) + TimeDelta::seconds(i64::from(number));
            memory.remember(*visitor, network(number), now);
            memory.hear(word(*visitor, at(5)), now);
            let (seen, blocked) = held(&memory);
            assert!(seen <= 8 && blocked <= 4, "{seen} seen, {blocked} blocked");
        }
        assert!(memory.check(network(99), at(1)).is_err());
        assert!(memory.check(network(0), at(1)).is_ok());
    }
}

//! What keeps one caller from taking everything: token buckets, and delays that grow with every failure. Both bounded
//! in memory, and both right when the clock jumps.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::platform::{Error, Result};

/// Keys remembered at most, in each store. A key and its state take about 100 bytes.
const KEYS: usize = 65_536;
/// Doors that attempts on a key queue at, one attempt at a time.
const GATES: usize = 64;

/// A token bucket a key: so many a minute, so many at once.
#[derive(Debug)]
pub struct Buckets<K> {
    per_minute: u32,
    burst: u32,
    keys: usize,
    known: Mutex<HashMap<K, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: DateTime<Utc>,
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    /// `per_minute` 0 is no limit. The burst is never above the limit.
    #[must_use]
    pub fn new(per_minute: u32, burst: u32) -> Self {
        Self { per_minute, burst: burst.min(per_minute).max(1), keys: KEYS, known: Mutex::default() }
    }

    /// Takes a token.
    ///
    /// # Errors
    /// [`Error::SlowDown`] with the time until there is one again.
    pub fn take(&self, key: &K, now: DateTime<Utc>) -> Result<()> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let mut buckets = lock(&self.known);
        if buckets.len() >= self.keys && !buckets.contains_key(key) {
            self.make_room(&mut buckets, now);
        }
        let fresh = Bucket { tokens: f64::from(self.burst), at: now };
        let bucket = buckets.entry(key.clone()).or_insert(fresh);
        bucket.tokens = self.tokens(*bucket, now);
        bucket.at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            Ok(())
        } else {
            let minutes = (1.0 - bucket.tokens) / f64::from(self.per_minute);
            Err(Error::SlowDown { retry_after: Duration::from_secs_f64(minutes * 60.0) })
        }
    }

    fn tokens(&self, bucket: Bucket, now: DateTime<Utc>) -> f64 {
        // A clock that went back gives nothing and takes nothing; from here it counts on.
        let passed = (now - bucket.at).to_std().unwrap_or_default();
        (bucket.tokens + passed.as_secs_f64() / 60.0 * f64::from(self.per_minute)).min(f64::from(self.burst))
    }

    /// Forgets the full buckets, which are as good as new; when there are none, the quarter that was used longest ago.
    fn make_room(&self, buckets: &mut HashMap<K, Bucket>, now: DateTime<Utc>) {
        buckets.retain(|_, bucket| self.tokens(*bucket, now) < f64::from(self.burst));
        if buckets.len() >= self.keys {
            let oldest = quarter(buckets.values().map(|bucket| bucket.at));
            buckets.retain(|_, bucket| bucket.at > oldest);
        }
    }
}

/// How failures slow the next try down.
#[derive(Debug, Clone, Copy)]
pub struct Growth {
    /// So many failures cost nothing: people mistype.
    pub free: u32,
    /// The delay after the first failure beyond those. It doubles with each further one.
    pub first: Duration,
    /// It does not grow beyond this.
    pub most: Duration,
    /// Failures are forgotten when there was none for this long.
    pub forget: Duration,
}

impl Growth {
    fn delay(self, failures: u32) -> Duration {
        match failures.checked_sub(self.free.saturating_add(1)) {
            None => Duration::ZERO,
            Some(beyond) => self.first.saturating_mul(1 << beyond.min(30)).min(self.most),
        }
    }
}

/// Counts failures a key and makes the next try wait longer each time. Attempts on one key are looked at one after
/// another, so that a hundred at once are not a hundred free tries.
#[derive(Debug)]
pub struct Delays<K> {
    growth: Growth,
    keys: usize,
    failures: Mutex<HashMap<K, Failures>>,
    gates: Vec<tokio::sync::Mutex<()>>,
    hasher: RandomState,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
}

/// A try that is being looked at. Say how it ended; dropped, it counts for nothing (we could not tell).
#[derive(Debug)]
#[must_use = "say how it ended"]
pub struct Attempt<'a, K: Hash + Eq + Clone> {
    of: &'a Delays<K>,
    key: K,
    _turn: tokio::sync::MutexGuard<'a, ()>,
}

impl<K: Hash + Eq + Clone> Delays<K> {
    /// Nobody has failed yet.
    #[must_use]
    pub fn new(growth: Growth) -> Self {
        Self {
            growth,
            keys: KEYS,
            failures: Mutex::default(),
            gates: (0..GATES).map(|_| tokio::sync::Mutex::new(())).collect(),
            hasher: RandomState::new(),
        }
    }

    /// Begins a try, after those before it on the same key have ended. `now` is asked only then.
    ///
    /// # Errors
    /// [`Error::SlowDown`] while the delay of earlier failures lasts.
    pub async fn attempt(&self, key: K, now: impl FnOnce() -> DateTime<Utc>) -> Result<Attempt<'_, K>> {
        let gate = usize::try_from(self.hasher.hash_one(&key) % GATES as u64).unwrap_or_default();
        let turn = self.gates[gate].lock().await;
        let now = now();
        let mut failures = lock(&self.failures);
        if let Some(failed) = failures.get_mut(&key) {
            // A clock that went back must not turn a minute into a day.
            failed.last = failed.last.min(now);
            let passed = (now - failed.last).to_std().unwrap_or_default();
            if passed >= self.growth.forget {
                failures.remove(&key);
            } else if let Some(wait) = self.growth.delay(failed.count).checked_sub(passed).filter(|w| !w.is_zero()) {
                return Err(Error::SlowDown { retry_after: wait });
            }
        }
        drop(failures);
        Ok(Attempt { of: self, key, _turn: turn })
    }

    fn make_room(&self, failures: &mut HashMap<K, Failures>, now: DateTime<Utc>) {
        let forget = TimeDelta::from_std(self.growth.forget).unwrap_or(TimeDelta::MAX);
        failures.retain(|_, failed| now - failed.last < forget);
        if failures.len() >= self.keys {
            let oldest = quarter(failures.values().map(|failed| failed.last));
            failures.retain(|_, failed| failed.last > oldest);
        }
    }
}

impl<K: Hash + Eq + Clone> Attempt<'_, K> {
    /// It was wrong.
    pub fn failed(self, now: DateTime<Utc>) {
        let mut failures = lock(&self.of.failures);
        if failures.len() >= self.of.keys && !failures.contains_key(&self.key) {
            self.of.make_room(&mut failures, now);
        }
        let failed = failures.entry(self.key.clone()).or_insert(Failures { count: 0, last: now });
        failed.count = failed.count.saturating_add(1);
        failed.last = now;
    }

    /// It was right: what went before is forgotten.
    pub fn succeeded(self) {
        lock(&self.of.failures).remove(&self.key);
    }
}

/// The time up to which a quarter of them lie, at least one.
fn quarter(times: impl Iterator<Item = DateTime<Utc>>) -> DateTime<Utc> {
    let mut times: Vec<_> = times.collect();
    let index = times.len() / 4;
    if times.is_empty() { DateTime::<Utc>::MIN_UTC } else { *times.select_nth_unstable(index).1 }
}

/// The maps hold no invariant that a panic could break half-way.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    fn wait(result: Result<impl Sized>) -> Option<u64> {
        match result {
            Ok(_) => None,
            Err(Error::SlowDown { retry_after }) => Some(retry_after.as_secs()),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        let buckets = Buckets::new(6, 3);
        for _ in 0..3 {
            assert_eq!(wait(buckets.take(&1, at(0))), None);
        }
        assert_eq!(wait(buckets.take(&1, at(0))), Some(10));
        assert_eq!(wait(buckets.take(&2, at(0))), None, "another's bucket is another's");
        assert_eq!(wait(buckets.take(&1, at(10))), None);
        assert_eq!(wait(buckets.take(&1, at(10))), Some(10));
    }

    #[test]
    fn zero_is_no_limit_and_the_burst_is_never_above_the_limit() {
        let none = Buckets::new(0, 0);
        assert!((0..1_000).all(|_| none.take(&1, at(0)).is_ok()));
        let two = Buckets::new(2, 30);
        assert_eq!((0..10).filter(|_| two.take(&1, at(0)).is_ok()).count(), 2);
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out() {
        let buckets = Buckets::new(60, 1);
        assert!(buckets.take(&1, at(86_400)).is_ok());
        assert!(buckets.take(&1, at(0)).is_err());
        assert!(buckets.take(&1, at(1)).is_ok());
    }

    #[test]
    fn the_buckets_are_bounded_and_the_newest_stay() {
        let mut buckets = Buckets::new(1, 1);
        buckets.keys = 8;
        for key in 0..100 {
            buckets.take(&key, at(i64::from(key) / 10)).unwrap();
            assert!(lock(&buckets.known).len() <= 8);
        }
        assert!(buckets.take(&99, at(9)).is_err(), "who came last is still remembered");
    }

    const GROWTH: Growth = Growth {
        free: 2,
        first: Duration::from_secs(1),
        most: Duration::from_secs(5),
        forget: Duration::from_secs(100),
    };

    async fn fail(delays: &Delays<u8>, seconds: i64) {
        delays.attempt(1, || at(seconds)).await.unwrap().failed(at(seconds));
    }

    #[tokio::test]
    async fn the_delay_doubles_up_to_its_most_and_is_forgotten() {
        let delays = Delays::new(GROWTH);
        let mut now = 0;
        for expected in [None, None, Some(1), Some(2), Some(4), Some(5), Some(5)] {
            fail(&delays, now).await;
            let told = wait(delays.attempt(1, || at(now)).await);
            assert_eq!(told, expected);
            now += i64::try_from(told.unwrap_or_default()).unwrap();
        }
        assert_eq!(wait(delays.attempt(2, || at(now)).await), None, "another key is not slowed");
        fail(&delays, now + 100).await;
        assert_eq!(wait(delays.attempt(1, || at(now + 100)).await), None);
    }

    #[tokio::test]
    async fn a_right_try_forgets_the_wrong_ones() {
        let delays = Delays::new(GROWTH);
        for _ in 0..3 {
            fail(&delays, 0).await;
        }
        delays.attempt(1, || at(1)).await.unwrap().succeeded();
        for _ in 0..2 {
            fail(&delays, 1).await;
        }
        assert_eq!(wait(delays.attempt(1, || at(1)).await), None);
    }

    #[tokio::test]
    async fn a_clock_that_goes_back_turns_no_minute_into_a_day() {
        let delays = Delays::new(GROWTH);
        for _ in 0..3 {
            fail(&delays, 86_400).await;
        }
        assert_eq!(wait(delays.attempt(1, || at(0)).await), Some(1));
        assert_eq!(wait(delays.attempt(1, || at(1)).await), None);
    }

    #[tokio::test]
    async fn a_hundred_wrong_tries_at_once_are_not_a_hundred_free_ones() {
        let delays = std::sync::Arc::new(Delays::new(GROWTH));
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let delays = delays.clone();
            tries.spawn(async move {
                let Ok(attempt) = delays.attempt(1, || at(0)).await else { return false };
                tokio::task::yield_now().await;
                attempt.failed(at(0));
                true
            });
        }
        assert_eq!(tries.join_all().await.into_iter().filter(|looked_at| *looked_at).count(), 3);
    }

    #[tokio::test]
    async fn the_failures_are_bounded() {
        let mut delays = Delays::new(GROWTH);
        delays.keys = 8;
        for key in 0..100_u8 {
            let now = at(i64::from(key));
            delays.attempt(key, || now).await.unwrap().failed(now);
            assert!(lock(&delays.failures).len() <= 8);
        }
    }
}

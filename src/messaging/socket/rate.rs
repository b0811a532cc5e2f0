//! How fast a socket may speak, and how often it may be wrong.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

const MINUTE: Duration = Duration::from_mins(1);
/// How many frames of a visitor come through at once.
pub(super) const VISITOR_BURST: u32 = 30;

/// A token bucket: so many frames a minute, some of them at once.
#[derive(Debug)]
pub(super) struct Bucket {
    per_second: f64,
    burst: f64,
    tokens: f64,
    filled_at: Instant,
}

impl Bucket {
    /// `per_minute` frames, `burst` of them at once and never more than the limit itself; 0 is no limit.
    pub fn new(per_minute: u32, burst: u32, now: Instant) -> Option<Self> {
        let burst = f64::from(burst.min(per_minute));
        (per_minute > 0).then(|| Self {
            per_second: f64::from(per_minute) / MINUTE.as_secs_f64(),
            burst,
            tokens: burst,
            filled_at: now,
        })
    }

    /// Takes one; whether there was one.
    pub fn take(&mut self, now: Instant) -> bool {
        let gained = now.saturating_duration_since(self.filled_at).as_secs_f64() * self.per_second;
        self.tokens = (self.tokens + gained).min(self.burst);
        self.filled_at = now;
        let enough = self.tokens >= 1.0;
        if enough {
            self.tokens -= 1.0;
        }
        enough
    }
}

/// Counts faults within the last minute.
#[derive(Debug, Default)]
pub(super) struct Faults(VecDeque<Instant>);

impl Faults {
    /// One more; whether it is the `limit`th within a minute.
    pub fn reach(&mut self, limit: usize, now: Instant) -> bool {
        while self.0.front().is_some_and(|&at| now.saturating_duration_since(at) >= MINUTE) {
            self.0.pop_front();
        }
        self.0.push_back(now);
        self.0.len() >= limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        let start = Instant::now();
        let mut bucket = Bucket::new(60, 10, start).expect("limited");
        assert_eq!((0..20).filter(|_| bucket.take(start)).count(), 10);
        assert!(!bucket.take(start + Duration::from_millis(900)));
        assert!(bucket.take(start + Duration::from_millis(1100)));
    }

    #[test]
    fn the_burst_is_never_above_the_limit_and_zero_is_no_limit() {
        let start = Instant::now();
        let mut bucket = Bucket::new(5, 30, start).expect("limited");
        assert_eq!((0..40).filter(|_| bucket.take(start)).count(), 5);
        assert!(Bucket::new(0, 30, start).is_none());
    }

    #[test]
    fn faults_older_than_a_minute_do_not_count() {
        let (start, mut faults) = (Instant::now(), Faults::default());
        assert!((0..9).all(|_| !faults.reach(10, start)));
        assert!(!faults.reach(10, start + Duration::from_secs(61)));
        assert!((0..8).all(|_| !faults.reach(10, start + Duration::from_secs(61))));
        assert!(faults.reach(10, start + Duration::from_secs(61)));
    }
}

//! What is counted while a run goes on.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
};

use serde::Serialize;

/// Steps an octave, as a power of two: values are told apart to less than one percent.
const STEPS: u32 = 7;
const INDEXES: usize = (1 + 32 - STEPS as usize) << STEPS;

/// How long things took, in microseconds.
#[derive(Debug)]
pub(super) struct Histogram {
    counts: Vec<AtomicU64>,
    longest: AtomicU64,
}

/// Milliseconds that so many parts of all stayed within.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Latency {
    pub p50: f64,
    pub p90: f64,
    pub p99: f64,
    pub p99_9: f64,
    pub max: f64,
}

impl Histogram {
    pub fn new() -> Self {
        Self { counts: (0..INDEXES).map(|_| AtomicU64::new(0)).collect(), longest: AtomicU64::new(0) }
    }

    pub fn record(&self, micros: u128) {
        let micros = u32::try_from(micros).unwrap_or(u32::MAX);
        self.counts[index(micros)].fetch_add(1, Relaxed);
        self.longest.fetch_max(micros.into(), Relaxed);
    }

    pub fn latency(&self) -> Latency {
        Latency {
            p50: self.within(500),
            p90: self.within(900),
            p99: self.within(990),
            p99_9: self.within(999),
            max: millis(self.longest.load(Relaxed)),
        }
    }

    /// What so many of a thousand stayed within.
    fn within(&self, per_mille: u64) -> f64 {
        let all: u64 = self.counts.iter().map(|count| count.load(Relaxed)).sum();
        let wanted = (all * per_mille).div_ceil(1000);
        let mut seen = 0;
        for (index, count) in self.counts.iter().enumerate() {
            seen += count.load(Relaxed);
            if seen >= wanted && seen > 0 {
                return millis(highest(index).min(self.longest.load(Relaxed)));
            }
        }
        0.0
    }
}

fn index(micros: u32) -> usize {
    if micros < 1 << STEPS {
        return micros as usize;
    }
    let shift = u32::BITS - 1 - STEPS - micros.leading_zeros();
    (((shift + 1) << STEPS) + (micros >> shift & ((1 << STEPS) - 1))) as usize
}

/// The highest value that is counted at `index`.
fn highest(index: usize) -> u64 {
    let (octave, step) = (index >> STEPS, (index & ((1 << STEPS) - 1)) as u64);
    match octave.checked_sub(1) {
        None => step,
        Some(shift) => (((1 << STEPS) + step + 1) << shift) - 1,
    }
}

fn millis(micros: u64) -> f64 {
    f64::from(u32::try_from(micros).unwrap_or(u32::MAX)) / 1000.0
}

/// The counters that all sockets share.
#[derive(Debug)]
pub(super) struct Figures {
    pub sent: AtomicU64,
    pub stored: AtomicU64,
    pub delivered: AtomicU64,
    /// Came twice.
    pub doubled: AtomicU64,
    /// Came with another number than the next.
    pub disordered: AtomicU64,
    /// Nobody sent them.
    pub phantoms: AtomicU64,
    pub to_stored: Histogram,
    pub to_delivered: Histogram,
    /// When the last `stored` came, in microseconds from the start.
    pub last_stored: AtomicU64,
    /// Everybody may stop.
    pub over: AtomicBool,
    /// What went wrong, and how often.
    trouble: Mutex<BTreeMap<String, u64>>,
}

impl Figures {
    pub fn new() -> Self {
        let zero = || AtomicU64::new(0);
        Self {
            sent: zero(),
            stored: zero(),
            delivered: zero(),
            doubled: zero(),
            disordered: zero(),
            phantoms: zero(),
            to_stored: Histogram::new(),
            to_delivered: Histogram::new(),
            last_stored: zero(),
            over: AtomicBool::new(false),
            trouble: Mutex::default(),
        }
    }

    /// Notes what went wrong.
    pub fn trouble(&self, what: String) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner).entry(what).or_default() += 1;
    }

    /// What went wrong, a line each.
    pub fn troubles(&self) -> Vec<String> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.iter().map(|(what, count)| format!("{what} ({count} times)")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_counted_within_one_percent_of_itself() {
        for micros in (0..2000).chain([4095, 4096, 65_537, 1_000_000, u32::MAX - 1, u32::MAX]) {
            let (value, upper) = (u64::from(micros), highest(index(micros)));
            assert!(upper >= value && upper - value <= value / 100, "{micros}: {upper}");
        }
    }

    #[test]
    fn percentiles_are_those_of_what_was_recorded() {
        let histogram = Histogram::new();
        assert!(histogram.latency().max.abs() < f64::EPSILON);
        (1..=1000).for_each(|millis| histogram.record(millis * 1000));
        let Latency { p50, p90, p99, p99_9, max } = histogram.latency();
        for (found, right) in [(p50, 500.0), (p90, 900.0), (p99, 990.0), (p99_9, 999.0), (max, 1000.0)] {
            assert!((found - right).abs() <= right / 100.0, "{found} for {right}");
        }
    }
}

//! What came out, as a table or as JSON.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::{figures::Latency, history::Found};

/// A run's outcome.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub conversations: u64,
    pub counsellors: usize,
    pub seconds: u64,
    pub wanted_rate: u64,
    pub message_bytes: usize,
    pub sent: u64,
    pub stored: u64,
    pub delivered: u64,
    /// Messages a second that were stored, from the start to the last `stored`.
    pub achieved_rate: f64,
    /// In milliseconds, counted from when a message was due.
    pub send_to_stored: Latency,
    /// As above, to the other side's `message`.
    pub send_to_delivered: Latency,
    /// Of the server, where it runs on this machine.
    pub server: Option<Cost>,
    /// Of this program.
    pub generator_cpu_seconds: Option<f64>,
    /// How many messages were read back from the histories.
    pub read_back: u64,
    pub doubled: u64,
    pub disordered: u64,
    pub phantoms: u64,
    pub history: Found,
    /// What else went wrong.
    pub troubles: Vec<String>,
}

/// What a run cost the server.
#[derive(Debug, Serialize)]
pub(super) struct Cost {
    pub pid: u32,
    pub cpu_seconds: f64,
    pub cpu_seconds_per_1000_messages: f64,
    pub resident_kb: u64,
}

/// What idle sockets came to.
#[derive(Debug, Serialize)]
pub(super) struct IdleReport {
    pub sockets: u64,
    pub seconds: u64,
    pub pid: u32,
    /// With the visits made and no socket open.
    pub resident_kb_before: u64,
    /// With all sockets open.
    pub resident_kb_open: u64,
    /// After they were held.
    pub resident_kb_held: u64,
    /// Of the larger of the two.
    pub bytes_per_socket: u64,
    /// While they were held.
    pub cpu_seconds: f64,
    pub troubles: Vec<String>,
}

impl Report {
    /// Whether every message was stored and delivered once and in order, and nothing else went wrong.
    pub fn is_clean(&self) -> bool {
        self.doubled + self.disordered + self.phantoms == 0 && self.history.is_clean() && self.troubles.is_empty()
    }
}

fn row(f: &mut Formatter<'_>, name: &str, value: impl Display) -> fmt::Result {
    writeln!(f, "{name:<36}{value}")
}

fn latency(f: &mut Formatter<'_>, name: &str, of: &Latency) -> fmt::Result {
    let Latency { p50, p90, p99, p99_9, max } = of;
    writeln!(f, "{name:<20}{p50:>10.1}{p90:>10.1}{p99:>10.1}{p99_9:>10.1}{max:>10.1}")
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { conversations, counsellors, .. } = self;
        row(f, "conversations", format!("{conversations} with {counsellors} counsellors"))?;
        row(f, "sent", self.sent)?;
        row(f, "stored", self.stored)?;
        row(f, "delivered", self.delivered)?;
        row(f, "read back", self.read_back)?;
        row(f, "rate wanted", format!("{}/s", self.wanted_rate))?;
        row(f, "rate achieved", format!("{:.0}/s", self.achieved_rate))?;
        writeln!(f, "\n{:<20}{:>10}{:>10}{:>10}{:>10}{:>10}", "milliseconds", "p50", "p90", "p99", "p99.9", "max")?;
        latency(f, "send -> stored", &self.send_to_stored)?;
        latency(f, "send -> delivered", &self.send_to_delivered)?;
        writeln!(f)?;
        match &self.server {
            Some(cost) => {
                row(f, "server's CPU", format!("{:.2} s", cost.cpu_seconds))?;
                row(f, "server's CPU per 1,000 messages", format!("{:.4} s", cost.cpu_seconds_per_1000_messages))?;
                row(f, "server's resident memory", format!("{:.1} MB", megabytes(cost.resident_kb)))?;
            }
            None => row(f, "server's CPU and memory", "unknown: not on this machine, or not ours to look at")?,
        }
        if let Some(seconds) = self.generator_cpu_seconds {
            row(f, "this generator's CPU", format!("{seconds:.2} s"))?;
        }
        writeln!(f)?;
        let Found { unanswered, undelivered, gone, moved, altered, strange } = self.history;
        for (name, count) in [
            ("never answered by stored", unanswered),
            ("LOST: stored and not delivered", undelivered),
            ("LOST: stored and not in the history", gone),
            ("DOUBLED on a socket", self.doubled),
            ("OUT OF ORDER on a socket", self.disordered),
            ("OUT OF ORDER between the sides", moved),
            ("altered in the history", altered),
            ("strange in the history", strange),
            ("that nobody sent", self.phantoms),
        ] {
            if count > 0 {
                row(f, name, count)?;
            }
        }
        for trouble in &self.troubles {
            writeln!(f, "{trouble}")?;
        }
        if self.is_clean() {
            writeln!(f, "every message was stored once, delivered once, in one order for all, and is in the history")?;
        }
        Ok(())
    }
}

impl Display for IdleReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        row(f, "idle sockets", format!("{}, held for {} s", self.sockets, self.seconds))?;
        row(f, "server's memory before", format!("{:.1} MB", megabytes(self.resident_kb_before)))?;
        row(f, "server's memory, all open", format!("{:.1} MB", megabytes(self.resident_kb_open)))?;
        row(f, "server's memory, held", format!("{:.1} MB", megabytes(self.resident_kb_held)))?;
        row(f, "server's memory per idle socket", format!("{} bytes", self.bytes_per_socket))?;
        row(f, "server's CPU while held", format!("{:.2} s", self.cpu_seconds))?;
        for trouble in &self.troubles {
            writeln!(f, "{trouble}")?;
        }
        Ok(())
    }
}

fn megabytes(kilobytes: u64) -> f64 {
    f64::from(u32::try_from(kilobytes).unwrap_or(u32::MAX)) / 1024.0
}

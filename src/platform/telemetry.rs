//! What the server tells of itself: log lines and figures. Neither carries an address, a name or a text of anybody.

use std::{
    fmt,
    io::{self, IsTerminal},
    panic::PanicHookInfo,
    time::Duration,
};

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge,
        histogram::Histogram,
    },
    registry::{Registry, Unit},
};
use tracing_subscriber::EnvFilter;

use super::config::{Config, LogFormat};

/// Starts logging, to standard error. A second call changes nothing.
pub fn start(config: &Config) {
    // The filter was read once already, when the settings were.
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    // Fails only where logging was started before.
    let _ = match config.log_format {
        LogFormat::Pretty => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    std::panic::set_hook(Box::new(log_panic));
}

/// Where it panicked, and with what constant text. A text that was put together may carry what people wrote.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let message = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("(not shown)");
    let thread = std::thread::current();
    tracing::error!(place, message, thread = thread.name().unwrap_or_default(), "panicked");
}

/// A request, as it is counted: by the template of its route, never by its path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// `GET`, `POST`, …, or `other`.
    pub method: &'static str,
    /// Such as `/api/v1/conversations/{id}/open`, or `none`.
    pub route: String,
    /// The status answered.
    pub status: u16,
}

/// The figures of one node. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    sockets: Gauge,
    messages: Counter,
    batch_size: Histogram,
    commit_seconds: Histogram,
    /// Visitors who wait now.
    pub waiting: Gauge,
    /// 1 while nothing is erased since the clock may be wrong.
    pub clock_doubted: Gauge,
    /// Sign-ins that failed since the start.
    pub sign_in_failures: Counter,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Family<RouteLabels, Histogram, Buckets>,
    registry: std::sync::Arc<Registry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, Copy)]
struct Buckets;

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0])
    }
}

impl Metrics {
    /// All at zero.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("gyeot");
        let metrics = Self {
            sockets: Gauge::default(),
            messages: Counter::default(),
            batch_size: Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0]),
            commit_seconds: Histogram::new([0.000_3, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0]),
            waiting: Gauge::default(),
            clock_doubted: Gauge::default(),
            sign_in_failures: Counter::default(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(Buckets),
            registry: std::sync::Arc::default(),
        };
        registry.register("sockets", "Sockets that are open", metrics.sockets.clone());
        registry.register("messages", "Messages stored", metrics.messages.clone());
        registry.register("batch_size", "Messages that shared a commit", metrics.batch_size.clone());
        registry.register_with_unit(
            "commit",
            "How long a commit of messages took",
            Unit::Seconds,
            metrics.commit_seconds.clone(),
        );
        registry.register("waiting", "Visitors who wait", metrics.waiting.clone());
        registry.register(
            "clock_doubted",
            "1 while nothing is erased since the clock may be wrong",
            metrics.clock_doubted.clone(),
        );
        registry.register("sign_in_failures", "Sign-ins that failed", metrics.sign_in_failures.clone());
        registry.register("http_requests", "Requests by route and status", metrics.requests.clone());
        registry.register_with_unit(
            "http_request",
            "How long requests took, by route",
            Unit::Seconds,
            metrics.request_seconds.clone(),
        );
        Self { registry: std::sync::Arc::new(registry), ..metrics }
    }

    /// A socket was opened.
    pub fn socket_opened(&self) {
        self.sockets.inc();
    }

    /// A socket was closed.
    pub fn socket_closed(&self) {
        self.sockets.dec();
    }

    /// So many messages were stored by one commit.
    pub fn batch_committed(&self, messages: usize, took: Duration) {
        self.messages.inc_by(messages as u64);
        // No batch is so large that a float would round it.
        self.batch_size.observe(f64::from(u32::try_from(messages).unwrap_or(u32::MAX)));
        self.commit_seconds.observe(took.as_secs_f64());
    }

    /// Counts a request that was answered.
    pub fn request(&self, labels: &RequestLabels, took: Duration) {
        self.requests.get_or_create(labels).inc();
        self.request_seconds.get_or_create(&RouteLabels { route: labels.route.clone() }).observe(took.as_secs_f64());
    }

    /// All figures as Prometheus text.
    ///
    /// # Errors
    /// When a figure cannot be written, which is a defect.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_as_prometheus_text() {
        let metrics = Metrics::new();
        metrics.batch_committed(3, Duration::from_millis(2));
        let labels = RequestLabels { method: "GET", route: "/api/v1/status".into(), status: 200 };
        metrics.request(&labels, Duration::from_millis(2));
        let text = metrics.text().unwrap();
        for line in [
            "gyeot_messages_total 3",
            "gyeot_batch_size_bucket{le=\"4.0\"} 1",
            "gyeot_http_requests_total{method=\"GET\",route=\"/api/v1/status\",status=\"200\"} 1",
            "gyeot_http_request_seconds_count{route=\"/api/v1/status\"} 1",
            "gyeot_commit_seconds_count 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }
}

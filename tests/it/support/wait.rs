//! Waiting for what must come: never a sleep of a guessed length.

use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Asks again and again until the answer is there.
///
/// # Panics
/// When it is not there in time; `what` says what was waited for.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(start.elapsed() < LIMIT, "waited {LIMIT:?} in vain for {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// [`until`] for something that is true or not yet.
pub async fn until_true(what: &str, mut ask: impl FnMut() -> bool) {
    until(what, || std::future::ready(ask().then_some(()))).await;
}

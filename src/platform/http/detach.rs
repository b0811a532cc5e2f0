//! Commands outlive the client that sent them, and nothing panics across a connection.

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use crate::platform::Error;

/// How long a client waits for an answer before it is told to come back later. The command itself goes on.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Runs the handler of every state-changing request in a task of its own: a client that goes away must cancel neither
/// a transaction nor the news after its commit. Shutdown waits for these tasks through `tracker`.
pub async fn run(tracker: TaskTracker, request: Request, next: Next) -> Response {
    let changes_state = !request.method().is_safe();
    let handler = AssertUnwindSafe(next.run(request)).catch_unwind().in_current_span();
    let answer = if changes_state {
        let task = tracker.spawn(handler);
        tokio::time::timeout(ANSWER_WITHIN, task)
            .await
            .map(|joined| joined.unwrap_or_else(|gone| Err(Box::new(gone.to_string()))))
    } else {
        tokio::time::timeout(ANSWER_WITHIN, handler).await
    };
    match answer {
        Ok(Ok(response)) => response,
        // The panic itself is logged by the hook that telemetry sets.
        Ok(Err(_)) => Error::Internal("a handler panicked".into()).into_response(),
        Err(_) => Error::Unavailable("a request took too long".into()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };

    use axum::{
        Router,
        body::Body,
        middleware::from_fn,
        routing::{get, post},
    };
    use tower::ServiceExt;

    use super::*;

    fn router(inner: Router, tracker: &TaskTracker) -> Router {
        let tracker = tracker.clone();
        inner.layer(from_fn(move |request, next| run(tracker.clone(), request, next)))
    }

    fn request(method: &str) -> Request {
        http::Request::builder().method(method).uri("/").body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn a_command_ends_although_the_client_has_gone() {
        let (begun, wait_begun) = tokio::sync::oneshot::channel::<()>();
        let begun = Arc::new(std::sync::Mutex::new(Some(begun)));
        let (go, wait_go) = tokio::sync::watch::channel(false);
        let done = Arc::new(AtomicBool::new(false));
        let handler = {
            let done = done.clone();
            move || async move {
                if let Some(begun) = begun.lock().unwrap().take() {
                    begun.send(()).unwrap();
                }
                let mut wait_go = wait_go.clone();
                wait_go.wait_for(|go| *go).await.unwrap();
                done.store(true, Ordering::SeqCst);
            }
        };
        let tracker = TaskTracker::new();
        let app = router(Router::new().route("/", post(handler)), &tracker);
        let client = tokio::spawn(app.oneshot(request("POST")));
        wait_begun.await.unwrap();
        client.abort();
        assert!(client.await.unwrap_err().is_cancelled());
        go.send(true).unwrap();
        tracker.close();
        tracker.wait().await;
        assert!(done.load(Ordering::SeqCst));
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error_and_no_broken_connection() {
        async fn broken() {
            panic!("on purpose");
        }
        let app = router(Router::new().route("/", get(broken).post(broken)), &TaskTracker::new());
        for method in ["GET", "POST"] {
            assert_eq!(app.clone().oneshot(request(method)).await.unwrap().status(), 500, "{method}");
        }
    }
}

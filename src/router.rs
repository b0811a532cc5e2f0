//! Every route there is, and what holds for all of them.

use std::time::Instant;

use axum::{
    Json, Router,
    extract::{MatchedPath, Request, State},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing::get,
};
use http::Method;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::{
    accounts,
    app::App,
    chat, insights, messaging, pages,
    platform::{
        Result,
        http::{
            detach,
            headers::{self, Transport},
            problem,
        },
        telemetry::RequestLabels,
    },
};

/// All routes, with `app` behind them.
pub fn router(app: &App) -> Router {
    let transport = Transport { tls: app.public_url.scheme() == "https" };
    let tasks = app.tasks.clone();
    features()
        .fallback(pages::serve)
        .method_not_allowed_fallback(problem::method_not_allowed)
        // From the inside out: what is added last sees a request first.
        .layer(from_fn(move |request, next| detach::run(tasks.clone(), request, next)))
        .layer(from_fn_with_state(app.clone(), hide_address))
        .layer(from_fn_with_state(app.clone(), count))
        .layer(from_fn(move |request, next| headers::put(transport, request, next)))
        .with_state(app.clone())
}

/// Each feature's routes, by their full paths.
fn features() -> Router<App> {
    Router::new()
        .route("/api/v1/health", get(health))
        .merge(accounts::routes())
        .merge(messaging::routes())
        .merge(chat::routes())
        .merge(insights::routes())
}

#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// `ok`
    status: &'static str,
}

/// The routes of the server itself.
#[derive(Debug, OpenApi)]
#[openapi(paths(health))]
pub struct Api;

/// Whether the server can do its work: its databases answer.
#[utoipa::path(get, path = "/api/v1/health", tag = "server", responses(
    (status = 200, body = Health),
    (status = 503, description = "a database does not answer", body = problem::Problem),
))]
async fn health(State(app): State<App>) -> Result<Json<Health>> {
    app.health().await?;
    Ok(Json(Health { status: "ok" }))
}

async fn hide_address(State(app): State<App>, request: Request, next: Next) -> Response {
    app.networks.hide(request, next).await
}

async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = named(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    app.metrics.request(&RequestLabels { method, route, status: response.status().as_u16() }, begun.elapsed());
    response
}

/// A client may invent methods; figures must not grow with them.
fn named(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

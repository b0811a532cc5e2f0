//! Alerts over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use super::AlertView;
use crate::{
    accounts::Supervisor,
    app::App,
    platform::{
        Result,
        http::{Nothing, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/alerts", get(open)).route("/api/v1/alerts/{id}/answer", post(answer))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(open, answer))]
pub struct Api;

/// Open alerts.
#[derive(Debug, Serialize, ToSchema)]
struct Alerts {
    /// The loud ones first, then the oldest; at most 200.
    items: Vec<AlertView>,
}

/// What supervisors have to know of, and nobody has answered yet.
#[utoipa::path(get, path = "/api/v1/alerts", tag = "care", responses((status = 200, body = Alerts)))]
async fn open(State(app): State<App>, _: Supervisor) -> Result<Json<Alerts>> {
    Ok(Json(Alerts { items: super::open(&mut app.db.read().await?).await? }))
}

/// Says that she sees to it: it stops ringing everywhere.
#[utoipa::path(post, path = "/api/v1/alerts/{id}/answer", tag = "care", params(("id" = Uuid, Path)),
    responses((status = 200, body = AlertView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn answer(State(app): State<App>, by: Supervisor, Path(id): Path<Uuid>, _: Nothing) -> Result<Json<AlertView>> {
    Ok(Json(super::answer(&app, by.account(), id).await?))
}

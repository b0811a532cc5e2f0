//! Breaks over HTTP.

use axum::{Json, Router, extract::State, routing::post};
use utoipa::OpenApi;

use crate::{
    accounts::Counsellor,
    app::App,
    messaging::protocol::DeskState,
    platform::{
        Result,
        http::{Nothing, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/desk/break", post(begin).delete(end))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(begin, end))]
pub struct Api;

/// Begins a break of ten minutes: she is away, and nothing is offered to her. Taken in full it sets `heavy` to 0.
#[utoipa::path(post, path = "/api/v1/desk/break", tag = "desk", responses((status = 200, body = DeskState)))]
async fn begin(State(app): State<App>, by: Counsellor, _: Nothing) -> Result<Json<DeskState>> {
    Ok(Json(super::begin(&app, by.account()).await?))
}

/// Ends her break before its time; one that was due is taken in full.
#[utoipa::path(delete, path = "/api/v1/desk/break", tag = "desk", responses(
    (status = 200, body = DeskState), (status = 409, body = Problem),
))]
async fn end(State(app): State<App>, by: Counsellor, _: Nothing) -> Result<Json<DeskState>> {
    Ok(Json(super::end(&app, by.account()).await?))
}

//! Challenges over HTTP.

use axum::{Json, Router, extract::State, routing::get};
use utoipa::OpenApi;

use super::Puzzle;
use crate::{app::App, platform::Result};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/challenge", get(give))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(give))]
pub struct Api;

/// A puzzle of ALTCHA v1, good for ten minutes and one visit. Its solution goes with `POST /visits` as `challenge`: base64
/// of the JSON object `{algorithm, challenge, number, salt, signature}`.
#[utoipa::path(get, path = "/api/v1/challenge", tag = "visits", responses((status = 200, body = Puzzle)))]
async fn give(State(app): State<App>) -> Result<Json<Puzzle>> {
    Ok(Json(super::give(&app).await?))
}

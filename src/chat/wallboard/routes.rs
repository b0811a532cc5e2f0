//! The wallboard over HTTP; live, it comes over the socket.

use axum::{Json, Router, extract::State, routing::get};
use utoipa::OpenApi;

use super::Board;
use crate::{accounts::Supervisor, app::App, platform::Result};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/wallboard", get(board))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(board))]
pub struct Api;

/// The whole floor at a glance: no text of anybody in it.
#[utoipa::path(get, path = "/api/v1/wallboard", tag = "care", responses((status = 200, body = Board)))]
async fn board(State(app): State<App>, _: Supervisor) -> Result<Json<Board>> {
    Ok(Json(super::read(&app).await?))
}

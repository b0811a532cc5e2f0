//! The visitor's wish over HTTP.

use axum::{Json, Router, extract::State, routing::post};
use http::HeaderMap;
use utoipa::OpenApi;

use super::wish::{self, Wish};
use crate::{
    app::App,
    chat::routes::bearer,
    platform::{
        Result,
        http::{Nothing, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/visits/erase", post(erase))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(erase))]
pub struct Api;

/// Erases all that she ever said here, at once: every conversation that her return code led to. Her token and her return
/// code die. What a legal hold keeps is erased when the hold ends.
#[utoipa::path(post, path = "/api/v1/visits/erase", tag = "visits", responses(
    (status = 200, body = Wish), (status = 401, body = Problem),
))]
async fn erase(State(app): State<App>, headers: HeaderMap, _: Nothing) -> Result<Json<Wish>> {
    Ok(Json(wish::erase(&app, bearer(&headers)?).await?))
}

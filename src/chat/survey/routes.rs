//! The survey over HTTP.

use axum::{Router, extract::State, routing::post};
use http::{HeaderMap, StatusCode};
use utoipa::OpenApi;

use super::Answers;
use crate::{
    app::App,
    chat::routes::bearer,
    platform::{
        Result,
        http::{Body, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/visits/survey", post(answer))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(answer))]
pub struct Api;

/// Two questions to the visitor, once, after the close and while she can still read. Counted by month and language, and
/// not kept with the conversation.
#[utoipa::path(post, path = "/api/v1/visits/survey", tag = "visits", request_body = Answers, responses(
    (status = 204), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
))]
async fn answer(State(app): State<App>, headers: HeaderMap, Body(answers): Body<Answers>) -> Result<StatusCode> {
    super::answer(&app, bearer(&headers)?, answers).await?;
    Ok(StatusCode::NO_CONTENT)
}

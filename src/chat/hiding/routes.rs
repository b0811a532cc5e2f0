//! Hiding over HTTP.

use axum::{Router, extract::State, routing::post};
use http::StatusCode;
use utoipa::OpenApi;

use crate::{
    accounts::CounsellorOrSupervisor,
    app::App,
    messaging::ConversationId,
    platform::{
        Result,
        http::{Nothing, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/conversations/{id}/hide", post(hide))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(hide))]
pub struct Api;

/// Puts a closed conversation out of the sight of who had it last, for good: she reads nothing of it on any path.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/hide", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn hide(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<StatusCode> {
    super::hide(&app, by.account(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

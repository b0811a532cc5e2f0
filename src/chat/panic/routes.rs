//! Panic over HTTP.

use axum::{Json, Router, extract::State, routing::post};
use utoipa::OpenApi;

use crate::{
    accounts::CounsellorOrSupervisor,
    app::App,
    chat::view::ConversationView,
    messaging::ConversationId,
    platform::{
        Result,
        http::{Nothing, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/conversations/{id}/panic", post(panic))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(panic))]
pub struct Api;

/// Hands a conversation over in one tap: to the best colleague with a place, or to the head of its class. Every
/// supervisor is alerted, and who had it goes on a break.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/panic", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn panic(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(super::panic(&app, by.account(), id).await?))
}

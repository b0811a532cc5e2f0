//! Export over HTTP.

use axum::{Json, Router, extract::State, routing::get};
use utoipa::OpenApi;

use super::Export;
use crate::{
    accounts::CounsellorOrSupervisor,
    app::App,
    messaging::ConversationId,
    platform::{
        Result,
        http::{Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/conversations/{id}/export", get(export))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(export))]
pub struct Api;

/// A whole conversation in one document, recorded: for its counsellor, while she has it or had it last, and for a
/// supervisor who observes it or joined it.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/export", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Export), (status = 404, body = Problem)))]
async fn export(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
) -> Result<Json<Export>> {
    Ok(Json(super::export(&app, by.account(), id).await?))
}

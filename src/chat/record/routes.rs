//! Contact records over HTTP.

use axum::{Json, Router, extract::State, routing::get};
use utoipa::OpenApi;

use super::{
    Record, RecordView,
    model::{self, RecordCodes},
};
use crate::{
    accounts::CounsellorOrSupervisor,
    app::App,
    messaging::ConversationId,
    platform::{
        Result,
        http::{Body, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/record-codes", get(codes))
        .route("/api/v1/conversations/{id}/record", get(show).put(put))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(codes, show, put))]
pub struct Api;

/// The codes of a contact record, in both languages.
#[utoipa::path(get, path = "/api/v1/record-codes", tag = "conversations", responses((status = 200, body = RecordCodes)))]
async fn codes(_: CounsellorOrSupervisor) -> Json<RecordCodes> {
    Json(model::codes())
}

/// The contact record of a conversation: for its counsellor, and for supervisors.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/record", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = RecordView), (status = 404, body = Problem)))]
async fn show(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
) -> Result<Json<RecordView>> {
    Ok(Json(super::get(&app, by.account(), id).await?))
}

/// Writes the contact record of a conversation in place of what was there.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/record", tag = "conversations", request_body = Record,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = RecordView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    ))]
async fn put(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    Body(record): Body<Record>,
) -> Result<Json<RecordView>> {
    Ok(Json(super::put(&app, by.account(), id, record).await?))
}

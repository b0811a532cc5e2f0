//! Canned replies over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, put},
};
use http::StatusCode;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::{CannedReply, CannedReplyId, CannedText};
use crate::{
    accounts::CounsellorOrSupervisor,
    app::App,
    platform::{
        Result,
        http::{Body, Nothing, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/canned-replies", get(list).post(create))
        .route("/api/v1/canned-replies/{id}", put(replace).delete(delete))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, create, replace, delete))]
pub struct Api;

/// Canned replies.
#[derive(Debug, Serialize, ToSchema)]
struct CannedReplies {
    items: Vec<CannedReply>,
}

/// One's own canned replies and the shared ones, by their titles.
#[utoipa::path(get, path = "/api/v1/canned-replies", tag = "canned replies",
    responses((status = 200, body = CannedReplies)))]
async fn list(State(app): State<App>, by: CounsellorOrSupervisor) -> Result<Json<CannedReplies>> {
    Ok(Json(CannedReplies { items: super::list(&app, by.account()).await? }))
}

/// Makes a canned reply. Shared ones are made by supervisors.
#[utoipa::path(post, path = "/api/v1/canned-replies", tag = "canned replies", request_body = CannedText, responses(
    (status = 201, body = CannedReply), (status = 403, body = Problem), (status = 409, body = Problem),
    (status = 413, body = Problem), (status = 422, body = Problem),
))]
async fn create(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Body(text): Body<CannedText>,
) -> Result<(StatusCode, Json<CannedReply>)> {
    Ok((StatusCode::CREATED, Json(super::create(&app, by.account(), text).await?)))
}

/// Writes a canned reply anew: one's own, or as a supervisor a shared one.
#[utoipa::path(put, path = "/api/v1/canned-replies/{id}", tag = "canned replies", request_body = CannedText,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = CannedReply), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem),
    ))]
async fn replace(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<CannedReplyId>,
    Body(text): Body<CannedText>,
) -> Result<Json<CannedReply>> {
    Ok(Json(super::replace(&app, by.account(), id, text).await?))
}

/// Takes a canned reply away: one's own, or as a supervisor a shared one.
#[utoipa::path(delete, path = "/api/v1/canned-replies/{id}", tag = "canned replies",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn delete(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<CannedReplyId>,
    _: Nothing,
) -> Result<StatusCode> {
    super::delete(&app, by.account(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Letters over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use http::{HeaderMap, StatusCode};
use utoipa::OpenApi;

use super::{Letters, answer, leave};
use crate::{
    accounts::{Counsellor, CounsellorOrSupervisor},
    app::App,
    chat::{routes::bearer, view::ConversationView},
    messaging::ConversationId,
    platform::{
        Result,
        http::{Nothing, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/visits/later", post(later))
        .route("/api/v1/letters", get(list))
        .route("/api/v1/letters/{id}/open", post(open))
        .route("/api/v1/letters/{id}/answered", post(answered))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(later, list, open, answered))]
pub struct Api;

/// The visitor does not wait: what she said is left to be answered. Her token dies, her return code leads to the answer.
#[utoipa::path(post, path = "/api/v1/visits/later", tag = "visits", responses(
    (status = 204), (status = 401, body = Problem), (status = 409, body = Problem),
))]
async fn later(State(app): State<App>, headers: HeaderMap, _: Nothing) -> Result<StatusCode> {
    leave::later(&app, bearer(&headers)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The letters that wait for an answer: those left for her; those left for nobody, or 12 hours ago, in a language that
/// she speaks; for a supervisor all. No text. The highest risk first, in it the oldest; at most 200, and how
/// many there are.
#[utoipa::path(get, path = "/api/v1/letters", tag = "conversations", responses((status = 200, body = Letters)))]
async fn list(State(app): State<App>, by: CounsellorOrSupervisor) -> Result<Json<Letters>> {
    Ok(Json(super::list(&app, by.account()).await?))
}

/// Opens a letter, to answer it. It takes a place at her desk; the reading is recorded.
#[utoipa::path(post, path = "/api/v1/letters/{id}/open", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn open(
    State(app): State<App>,
    by: Counsellor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(answer::open(&app, by.account(), id).await?))
}

/// Lets a letter go as answered: the visitor finds the answer when she is back. Who answered is out at once, and asked
/// first when she comes.
#[utoipa::path(post, path = "/api/v1/letters/{id}/answered", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn answered(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(answer::answered(&app, by.account(), id).await?))
}

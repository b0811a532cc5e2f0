//! The risk class over HTTP.

use axum::{Json, Router, extract::State, routing::get};
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};

use super::RiskView;
use crate::{
    accounts::CounsellorOrSupervisor,
    app::App,
    chat::view::ConversationView,
    messaging::ConversationId,
    platform::{
        Result,
        http::{Body, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/conversations/{id}/risk", get(history).post(set))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(history, set))]
pub struct Api;

/// A conversation's risk class and how it came to be: which rule fired on what, who raised it, who lowered it and why.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/risk", tag = "care", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = RiskView), (status = 404, body = Problem)))]
async fn history(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
) -> Result<Json<RiskView>> {
    Ok(Json(super::history(&app, by.account(), id).await?))
}

/// A class to be set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetRisk {
    /// 0 to 4.
    risk: i64,
    /// The class that she saw and decided on: when it is another one by now, nothing is changed (409). Left out, it is
    /// not looked at.
    from: Option<i64>,
    /// Why; needed to lower it. At most 1,000 characters.
    note: Option<String>,
}

/// Raises the class, or lowers it: that only a supervisor does, with a reason.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/risk", tag = "care", params(("id" = uuid::Uuid, Path)),
    request_body = SetRisk,
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn set(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    Body(asked): Body<SetRisk>,
) -> Result<Json<ConversationView>> {
    Ok(Json(super::set(&app, by.account(), id, asked.risk, asked.from, asked.note.as_deref()).await?))
}

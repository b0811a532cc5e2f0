//! Legal holds over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{LegalHoldId, LegalHoldView};
use crate::{
    accounts::SupervisorOrAdmin,
    app::App,
    messaging::ConversationId,
    platform::{
        Result,
        http::{Body, Nothing, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/conversations/{id}/legal-hold", post(ask))
        .route("/api/v1/legal-holds", get(list))
        .route("/api/v1/legal-holds/{id}/confirm", post(confirm))
        .route("/api/v1/legal-holds/{id}/lift", post(lift))
        .route("/api/v1/legal-holds/{id}/confirm-lift", post(confirm_lift))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(ask, list, confirm, lift, confirm_lift))]
pub struct Api;

/// Why a conversation must be kept, or need be no longer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HoldReason {
    /// At most 200 characters, stored readable: it names nobody and tells nothing of what was said.
    reason: String,
}

/// Legal holds.
#[derive(Debug, Serialize, ToSchema)]
struct LegalHolds {
    items: Vec<LegalHoldView>,
}

/// Asks for a legal hold: the conversation is not erased for 72 hours, and if another person confirms, until two lift it.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/legal-hold", tag = "keeping", request_body = HoldReason,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = LegalHoldView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    ))]
async fn ask(
    State(app): State<App>,
    by: SupervisorOrAdmin,
    Path(id): Path<ConversationId>,
    Body(asked): Body<HoldReason>,
) -> Result<(StatusCode, Json<LegalHoldView>)> {
    Ok((StatusCode::CREATED, Json(super::ask(&app, by.account(), id, &asked.reason).await?)))
}

/// All legal holds, those that hold first; 200 at most.
#[utoipa::path(get, path = "/api/v1/legal-holds", tag = "keeping", responses((status = 200, body = LegalHolds)))]
async fn list(State(app): State<App>, _: SupervisorOrAdmin) -> Result<Json<LegalHolds>> {
    Ok(Json(LegalHolds { items: super::list(&app).await? }))
}

/// Confirms a legal hold that another person asked for.
#[utoipa::path(post, path = "/api/v1/legal-holds/{id}/confirm", tag = "keeping",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = LegalHoldView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn confirm(
    State(app): State<App>,
    by: SupervisorOrAdmin,
    Path(id): Path<LegalHoldId>,
    _: Nothing,
) -> Result<Json<LegalHoldView>> {
    Ok(Json(super::confirm(&app, by.account(), id).await?))
}

/// Asks for a legal hold to be lifted; it holds on until another person agrees.
#[utoipa::path(post, path = "/api/v1/legal-holds/{id}/lift", tag = "keeping", request_body = HoldReason,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = LegalHoldView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    ))]
async fn lift(
    State(app): State<App>,
    by: SupervisorOrAdmin,
    Path(id): Path<LegalHoldId>,
    Body(asked): Body<HoldReason>,
) -> Result<Json<LegalHoldView>> {
    Ok(Json(super::lift(&app, by.account(), id, &asked.reason).await?))
}

/// Lifts a legal hold, as another person asked.
#[utoipa::path(post, path = "/api/v1/legal-holds/{id}/confirm-lift", tag = "keeping",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = LegalHoldView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn confirm_lift(
    State(app): State<App>,
    by: SupervisorOrAdmin,
    Path(id): Path<LegalHoldId>,
    _: Nothing,
) -> Result<Json<LegalHoldView>> {
    Ok(Json(super::confirm_lift(&app, by.account(), id).await?))
}

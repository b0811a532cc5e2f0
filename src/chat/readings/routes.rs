//! The read ledger over HTTP.

use axum::{Json, Router, extract::State, routing::get};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::ReadingView;
use crate::{
    accounts::{AccountId, SupervisorOrAdmin},
    app::App,
    messaging::ConversationId,
    platform::{
        Result,
        http::{Limit, Problem, Query},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/readings", get(readings))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(readings))]
pub struct Api;

#[derive(Deserialize)]
struct ReadingsQuery {
    conversation: Option<ConversationId>,
    account: Option<AccountId>,
    cursor: Option<String>,
    #[serde(default)]
    limit: Limit,
}

/// A page of the read ledger.
#[derive(Debug, Serialize, ToSchema)]
struct Readings {
    items: Vec<ReadingView>,
    /// For the next page; null on the last.
    next: Option<String>,
}

/// Who read what people had said, the latest first.
#[utoipa::path(get, path = "/api/v1/readings", tag = "keeping",
    params(
        ("conversation" = Option<uuid::Uuid>, Query, description = "only of this one"),
        ("account" = Option<uuid::Uuid>, Query, description = "only by her"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "50 if left out, clamped to 1..=100"),
    ),
    responses((status = 200, body = Readings), (status = 422, body = Problem)))]
async fn readings(
    State(app): State<App>,
    _: SupervisorOrAdmin,
    Query(query): Query<ReadingsQuery>,
) -> Result<Json<Readings>> {
    let ReadingsQuery { conversation, account, cursor, limit } = query;
    let (items, next) = super::page(&app, conversation, account, cursor.as_deref(), limit.get()).await?;
    Ok(Json(Readings { items, next }))
}

//! Blocks over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{BlockId, BlockView, Reason, Wanted};
use crate::{
    accounts::{CounsellorOrSupervisor, Supervisor},
    app::App,
    chat::cursor,
    messaging::ConversationId,
    platform::{
        Result,
        http::{Body, Limit, Nothing, Path, Problem, Query},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/conversations/{id}/block", post(block))
        .route("/api/v1/blocks", get(list))
        .route("/api/v1/blocks/{id}/approve", post(approve))
        .route("/api/v1/blocks/{id}/lift", post(lift))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(block, list, approve, lift))]
pub struct Api;

/// A block that is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewBlock {
    /// Why.
    reason: Reason,
    /// More about it, at most 1,000 characters.
    note: Option<String>,
    /// How long, 1 to 8,760. More than 24 take a second person.
    hours: i64,
}

/// Blocks the visitor of a conversation. It holds at once, for a day at most; more is asked for, and another supervisor
/// approves. Her counsellor may while they talk, a supervisor always.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/block", tag = "blocks", request_body = NewBlock,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = BlockView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    ))]
async fn block(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    Body(new): Body<NewBlock>,
) -> Result<(StatusCode, Json<BlockView>)> {
    let wanted = Wanted { reason: new.reason, note: new.note, hours: new.hours };
    Ok((StatusCode::CREATED, Json(super::block(&app, by.account(), id, wanted).await?)))
}

#[derive(Deserialize)]
struct ListQuery {
    cursor: Option<String>,
    #[serde(default)]
    limit: Limit,
}

/// A page of blocks.
#[derive(Debug, Serialize, ToSchema)]
struct Blocks {
    items: Vec<BlockView>,
    /// For the next page; null on the last.
    next: Option<String>,
}

/// Blocks, the newest first, those that have ended too.
#[utoipa::path(get, path = "/api/v1/blocks", tag = "blocks",
    params(
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "50 if left out, clamped to 1..=100"),
    ),
    responses((status = 200, body = Blocks), (status = 422, body = Problem)))]
async fn list(State(app): State<App>, _by: Supervisor, Query(query): Query<ListQuery>) -> Result<Json<Blocks>> {
    let before = query.cursor.as_deref().map(cursor::read).transpose()?;
    let (items, next) = super::page(&app, before, query.limit.get()).await?;
    Ok(Json(Blocks { items, next: next.map(cursor::write) }))
}

/// Lets a block hold as long as was wanted. Not by the one who wanted it.
#[utoipa::path(post, path = "/api/v1/blocks/{id}/approve", tag = "blocks", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = BlockView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn approve(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<BlockId>,
    _: Nothing,
) -> Result<Json<BlockView>> {
    Ok(Json(super::approve(&app, by.account(), id).await?))
}

/// Why a block is lifted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LiftBlock {
    /// At most 1,000 characters.
    note: String,
}

/// Ends a block before its time.
#[utoipa::path(post, path = "/api/v1/blocks/{id}/lift", tag = "blocks", request_body = LiftBlock,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = BlockView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    ))]
async fn lift(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<BlockId>,
    Body(lift): Body<LiftBlock>,
) -> Result<Json<BlockView>> {
    Ok(Json(super::lift(&app, by.account(), id, &lift.note).await?))
}

//! Flags over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use super::{FlagView, NOTE_CAP, Outcome};
use crate::{
    accounts::{CounsellorOrSupervisor, Supervisor},
    app::App,
    messaging::{ChannelId, ConversationId, model::check_text},
    platform::{
        Result,
        http::{Body, Limit, Path, Problem, Query},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/conversations/{id}/flags", post(add))
        .route("/api/v1/flags", get(list))
        .route("/api/v1/flags/{id}/review", post(review))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(add, list, review))]
pub struct Api;

/// A message to be flagged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFlag {
    /// In which channel.
    channel: ChannelId,
    /// Its number there.
    seq: i64,
    /// Why, at most 1,000 characters.
    note: Option<String>,
}

/// Flags a message for a second look.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/flags", tag = "care", params(("id" = Uuid, Path)),
    request_body = NewFlag,
    responses((status = 201, body = FlagView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn add(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    Body(asked): Body<NewFlag>,
) -> Result<(StatusCode, Json<FlagView>)> {
    let flag = super::add(&app, by.account(), id, asked.channel, asked.seq, asked.note.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(flag)))
}

/// Which flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FlagState {
    /// Nobody has looked.
    #[default]
    Open,
    /// Somebody has.
    Done,
}

#[derive(Deserialize)]
struct ListQuery {
    #[serde(default)]
    state: FlagState,
    cursor: Option<String>,
    #[serde(default)]
    limit: Limit,
}

/// A page of flags.
#[derive(Debug, Serialize, ToSchema)]
struct FlagPage {
    items: Vec<FlagView>,
    /// For the next page; null on the last.
    next: Option<String>,
}

/// Messages that were flagged, with what they say, the newest first. The reading is recorded.
#[utoipa::path(get, path = "/api/v1/flags", tag = "care",
    params(
        ("state" = Option<FlagState>, Query, description = "`open` (if left out) or `done`"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "50 if left out, clamped to 1..=100"),
    ),
    responses((status = 200, body = FlagPage), (status = 422, body = Problem)))]
async fn list(State(app): State<App>, by: Supervisor, Query(query): Query<ListQuery>) -> Result<Json<FlagPage>> {
    let done = query.state == FlagState::Done;
    let (items, next) = super::page(&app, by.account(), done, query.cursor.as_deref(), query.limit.get()).await?;
    Ok(Json(FlagPage { items, next }))
}

/// What a look came to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Review {
    /// `fine`, `talk` or `serious`.
    outcome: Outcome,
    /// At most 1,000 characters.
    note: Option<String>,
}

/// Says what a look at a flag came to.
#[utoipa::path(post, path = "/api/v1/flags/{id}/review", tag = "care", params(("id" = Uuid, Path)),
    request_body = Review,
    responses((status = 200, body = FlagView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn review(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<Uuid>,
    Body(asked): Body<Review>,
) -> Result<Json<FlagView>> {
    if let Some(note) = &asked.note {
        check_text("note", note, NOTE_CAP)?;
    }
    Ok(Json(super::review(&app, by.account(), id, asked.outcome, asked.note.as_deref()).await?))
}

//! Held messages over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use super::{Decision, HeldView};
use crate::{
    accounts::Supervisor,
    app::App,
    messaging::model::check_text,
    platform::{
        Result,
        http::{Body, Path, Problem},
    },
};

/// Longest word to the author, in Unicode scalar values.
const NOTE_CAP: usize = 1000;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/held", get(list)).route("/api/v1/held/{id}/decide", post(decide))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, decide))]
pub struct Api;

/// Messages that wait.
#[derive(Debug, Serialize, ToSchema)]
struct HeldList {
    /// The oldest first; at most 100.
    items: Vec<HeldView>,
}

/// Messages that wait for a supervisor before the other side sees them. The reading is recorded.
#[utoipa::path(get, path = "/api/v1/held", tag = "care", responses((status = 200, body = HeldList)))]
async fn list(State(app): State<App>, by: Supervisor) -> Result<Json<HeldList>> {
    Ok(Json(HeldList { items: super::list(&app, by.account()).await? }))
}

/// What becomes of a held message.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decide {
    /// `release`, `edit` or `return`.
    decision: Decision,
    /// For `edit`: what is delivered in its place, 1 to 4,000 characters.
    body: Option<String>,
    /// A word to its author, at most 1,000 characters.
    note: Option<String>,
}

/// Decides on a held message.
#[utoipa::path(post, path = "/api/v1/held/{id}/decide", tag = "care", params(("id" = Uuid, Path)),
    request_body = Decide,
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem)))]
async fn decide(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<Uuid>,
    Body(asked): Body<Decide>,
) -> Result<StatusCode> {
    if let Some(note) = &asked.note {
        check_text("note", note, NOTE_CAP)?;
    }
    super::decide(&app, by.account(), id, asked.decision, asked.body.as_deref(), asked.note.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Notes over HTTP.

use axum::{Json, Router, extract::State, routing::get};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::NoteView;
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
    Router::new().route("/api/v1/conversations/{id}/notes", get(list).post(add))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, add))]
pub struct Api;

/// The notes on a conversation.
#[derive(Debug, Serialize, ToSchema)]
struct Notes {
    items: Vec<NoteView>,
}

/// A note to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNote {
    /// At most 4,000 characters.
    body: String,
}

/// The private notes on a conversation, the oldest first: for its counsellor, and for a supervisor who joined it. Of a
/// closed one, the reading is recorded.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/notes", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Notes), (status = 404, body = Problem)))]
async fn list(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
) -> Result<Json<Notes>> {
    Ok(Json(Notes { items: super::list(&app, by.account(), id).await? }))
}

/// Writes a private note on a conversation that is not closed.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/notes", tag = "conversations", request_body = NewNote,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = NoteView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    ))]
async fn add(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    Body(note): Body<NewNote>,
) -> Result<(StatusCode, Json<NoteView>)> {
    Ok((StatusCode::CREATED, Json(super::add(&app, by.account(), id, note.body).await?)))
}

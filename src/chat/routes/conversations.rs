//! The calls about a conversation.

use axum::{Json, extract::State};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::short;
use crate::{
    accounts::{AccountId, Counsellor, CounsellorOrSupervisor, Supervisor},
    app::App,
    chat::{
        finish, list, notes, open, supervise,
        transfer::{self, Target},
        view::ConversationView,
    },
    messaging::{ConversationId, protocol::ConversationState},
    platform::{
        Error, Result,
        http::{Body, Limit, Nothing, Path, Problem, Query},
    },
};

#[derive(Deserialize)]
pub(super) struct ListQuery {
    state: Option<ConversationState>,
    cursor: Option<String>,
    #[serde(default)]
    limit: Limit,
}

/// A page of conversations.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Page {
    items: Vec<ConversationView>,
    /// For the next page; null on the last.
    next: Option<String>,
}

/// A counsellor's own and those offered to her; for a supervisor all, without text. The newest first.
#[utoipa::path(get, path = "/api/v1/conversations", tag = "conversations",
    params(
        ("state" = Option<ConversationState>, Query, description = "only in this state"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "50 if left out, clamped to 1..=100"),
    ),
    responses((status = 200, body = Page), (status = 422, body = Problem)))]
pub(super) async fn conversations(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page>> {
    let (items, next) = list::page(&app, by.account(), query.state, query.cursor.as_deref(), query.limit.get()).await?;
    Ok(Json(Page { items, next }))
}

/// One conversation.
#[utoipa::path(get, path = "/api/v1/conversations/{id}", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem)))]
pub(super) async fn show(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationView>> {
    Ok(Json(list::one(&app, by.account(), id).await?))
}

/// Opens the offer that she was made.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/open", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn open_offer(
    State(app): State<App>,
    by: Counsellor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(open::open(&app, by.account(), id).await?))
}

/// Where a conversation goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Transfer {
    /// `line`, or the id of a colleague.
    to: String,
    /// For whoever takes it, kept with the conversation, at most 4,000 characters.
    note: Option<String>,
}

/// Lets go of a conversation: to the line, or to a colleague.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/transfer", tag = "conversations",
    params(("id" = uuid::Uuid, Path)), request_body = Transfer,
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn let_go(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    Body(asked): Body<Transfer>,
) -> Result<Json<ConversationView>> {
    let target = match asked.to.as_str() {
        "line" => Target::Line,
        other => other
            .parse::<AccountId>()
            .map(Target::Colleague)
            .map_err(|_| Error::invalid("to", "must be `line` or the id of a counsellor"))?,
    };
    let note = short("note", asked.note, notes::CAP)?;
    Ok(Json(transfer::transfer(&app, by.account(), id, target, note.as_deref()).await?))
}

/// Ends the talk.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/wrap-up", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn wrap_up(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(finish::wrap_up(&app, by.account(), id).await?))
}

/// Closes the conversation.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/close", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn close(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(finish::close(&app, by.account(), id).await?))
}

/// Makes a supervisor a silent reader, recorded.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/observe", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn observe(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(supervise::observe(&app, by.account(), id).await?))
}

/// Makes a supervisor the one who answers.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/take-over", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn take_over(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(supervise::take_over(&app, by.account(), id).await?))
}

/// Lets a supervisor speak openly beside the counsellor who has it.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/join", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn join(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(supervise::join(&app, by.account(), id).await?))
}

/// Ends a supervisor's observing, or her part in the talk.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/step-out", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn step_out(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<StatusCode> {
    supervise::step_out(&app, by.account(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

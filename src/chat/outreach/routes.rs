//! Outreach over HTTP.

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{EntryId, EntryView, LinkId, LinkView, NewEntry, NewLink};
use crate::{
    accounts::CounsellorOrSupervisor,
    app::App,
    chat::cursor,
    platform::{
        Result,
        http::{Body, Limit, Nothing, Path, Problem, Query},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/outreach/links", get(links).post(make))
        .route("/api/v1/outreach/links/{id}/qr", get(qr))
        .route("/api/v1/outreach/links/{id}/disable", post(disable))
        .route("/api/v1/outreach/log", get(log).post(write_down))
        .route("/api/v1/outreach/log/{id}", delete(take_back))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(links, make, qr, disable, log, write_down, take_back))]
pub struct Api;

/// Outreach links.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutreachLinks)]
struct Links {
    items: Vec<LinkView>,
}

/// All links, the newest first, with what came of each.
#[utoipa::path(get, path = "/api/v1/outreach/links", tag = "outreach", responses((status = 200, body = Links)))]
async fn links(State(app): State<App>, _by: CounsellorOrSupervisor) -> Result<Json<Links>> {
    Ok(Json(Links { items: super::links(&app).await? }))
}

/// Makes a link.
#[utoipa::path(post, path = "/api/v1/outreach/links", tag = "outreach", request_body = NewLink, responses(
    (status = 201, body = LinkView), (status = 409, body = Problem), (status = 413, body = Problem),
    (status = 422, body = Problem),
))]
async fn make(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Body(new): Body<NewLink>,
) -> Result<(StatusCode, Json<LinkView>)> {
    Ok((StatusCode::CREATED, Json(super::make(&app, by.account(), &new).await?)))
}

/// The link as a QR code to print.
#[utoipa::path(get, path = "/api/v1/outreach/links/{id}/qr", tag = "outreach", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = String, content_type = "image/svg+xml"), (status = 404, body = Problem)))]
async fn qr(State(app): State<App>, _by: CounsellorOrSupervisor, Path(id): Path<LinkId>) -> Result<Response> {
    let image = super::qr(&app, id).await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], image).into_response())
}

/// Disables a link: it still leads here, and counts no more. For who made it, and for supervisors.
#[utoipa::path(post, path = "/api/v1/outreach/links/{id}/disable", tag = "outreach",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = LinkView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn disable(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<LinkId>,
    _: Nothing,
) -> Result<Json<LinkView>> {
    Ok(Json(super::disable(&app, by.account(), id).await?))
}

#[derive(Deserialize)]
struct LogQuery {
    cursor: Option<String>,
    #[serde(default)]
    limit: Limit,
}

/// A page of the outreach log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutreachLog)]
struct Log {
    items: Vec<EntryView>,
    /// For the next page; null on the last.
    next: Option<String>,
}

/// What was done on other sites, the newest first: her own; for a supervisor all.
#[utoipa::path(get, path = "/api/v1/outreach/log", tag = "outreach",
    params(
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "50 if left out, clamped to 1..=100"),
    ),
    responses((status = 200, body = Log), (status = 422, body = Problem)))]
async fn log(State(app): State<App>, by: CounsellorOrSupervisor, Query(query): Query<LogQuery>) -> Result<Json<Log>> {
    let before = query.cursor.as_deref().map(cursor::read).transpose()?;
    let (items, next) = super::entries(&app, by.account(), before, query.limit.get()).await?;
    Ok(Json(Log { items, next: next.map(cursor::write) }))
}

/// Writes down what she did on another site.
#[utoipa::path(post, path = "/api/v1/outreach/log", tag = "outreach", request_body = NewEntry, responses(
    (status = 201, body = EntryView), (status = 409, body = Problem), (status = 413, body = Problem),
    (status = 422, body = Problem),
))]
async fn write_down(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Body(new): Body<NewEntry>,
) -> Result<(StatusCode, Json<EntryView>)> {
    Ok((StatusCode::CREATED, Json(super::write_down(&app, by.account(), new).await?)))
}

/// Takes an entry back that she wrote today.
#[utoipa::path(delete, path = "/api/v1/outreach/log/{id}", tag = "outreach", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn take_back(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<EntryId>,
    _: Nothing,
) -> Result<StatusCode> {
    super::take_back(&app, by.account(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

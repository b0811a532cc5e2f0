//! Debriefs over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::{DebriefId, DebriefView};
use crate::{
    accounts::CounsellorOrSupervisor,
    app::App,
    platform::{
        Result,
        http::{Nothing, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/debriefs", get(list)).route("/api/v1/debriefs/{id}/done", post(done))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, done))]
pub struct Api;

/// Debriefs.
#[derive(Debug, Serialize, ToSchema)]
struct Debriefs {
    items: Vec<DebriefView>,
}

/// A counsellor's own; for a supervisor everybody's that are open. At most 200.
#[utoipa::path(get, path = "/api/v1/debriefs", tag = "debriefs", responses((status = 200, body = Debriefs)))]
async fn list(State(app): State<App>, by: CounsellorOrSupervisor) -> Result<Json<Debriefs>> {
    Ok(Json(Debriefs { items: super::list(&app, by.account()).await? }))
}

/// They have had it: said by who was owed it, or by a supervisor.
#[utoipa::path(post, path = "/api/v1/debriefs/{id}/done", tag = "debriefs",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = DebriefView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn done(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<DebriefId>,
    _: Nothing,
) -> Result<Json<DebriefView>> {
    Ok(Json(super::done(&app, by.account(), id).await?))
}

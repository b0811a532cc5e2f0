//! Trust over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, put},
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{Trust, TrustView};
use crate::{
    accounts::{AccountId, Supervisor},
    app::App,
    platform::{
        Result,
        http::{Body, Path, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/counsellors", get(list)).route("/api/v1/counsellors/{id}/trust", put(set))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, set))]
pub struct Api;

/// All counsellors.
#[derive(Debug, Serialize, ToSchema)]
struct Counsellors {
    /// By name.
    items: Vec<TrustView>,
}

/// The counsellors, and how much of what each writes waits for a supervisor.
#[utoipa::path(get, path = "/api/v1/counsellors", tag = "care", responses((status = 200, body = Counsellors)))]
async fn list(State(app): State<App>, _: Supervisor) -> Result<Json<Counsellors>> {
    Ok(Json(Counsellors { items: super::list(&app).await? }))
}

/// How much is to wait.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetTrust {
    /// `none`, `flagged`, `first` or `all`.
    trust: Trust,
}

/// Sets how much of what a counsellor writes waits for a supervisor, from her next message on.
#[utoipa::path(put, path = "/api/v1/counsellors/{id}/trust", tag = "care", params(("id" = uuid::Uuid, Path)),
    request_body = SetTrust,
    responses((status = 200, body = TrustView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn set(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<AccountId>,
    Body(asked): Body<SetTrust>,
) -> Result<Json<TrustView>> {
    Ok(Json(super::set(&app, by.account(), id, asked.trust).await?))
}

//! Colleagues over HTTP.

use axum::{Json, Router, extract::State, routing::get};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::Colleague;
use crate::{accounts::CounsellorOrSupervisor, app::App, platform::Result};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/colleagues", get(list))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Api;

/// Colleagues.
#[derive(Debug, Serialize, ToSchema)]
struct Colleagues {
    items: Vec<Colleague>,
}

/// Whom a conversation can be transferred to: counsellors at their desks with room, the least busy first.
#[utoipa::path(get, path = "/api/v1/colleagues", tag = "desk", responses((status = 200, body = Colleagues)))]
async fn list(State(app): State<App>, by: CounsellorOrSupervisor) -> Result<Json<Colleagues>> {
    Ok(Json(Colleagues { items: super::list(&app, by.id()).await? }))
}

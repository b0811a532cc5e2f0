//! Figures over HTTP.

use axum::{Json, Router, extract::State, routing::get};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::survey::{self, SurveyMonth};
use crate::{accounts::CouncilOrAdmin, app::App, platform::Result};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/insights/survey", get(figures))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(figures))]
pub struct Api;

/// What was answered, by month and language.
#[derive(Debug, Serialize, ToSchema)]
struct Survey {
    items: Vec<SurveyMonth>,
}

/// What visitors answered to the two questions after the talk, the newest month first. A number under five is null, and
/// so is what would let it be computed.
#[utoipa::path(get, path = "/api/v1/insights/survey", tag = "insights", responses((status = 200, body = Survey)))]
async fn figures(State(app): State<App>, _: CouncilOrAdmin) -> Result<Json<Survey>> {
    Ok(Json(Survey { items: survey::figures(&app).await? }))
}

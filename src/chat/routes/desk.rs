//! The calls of a desk.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    accounts::{Counsellor, CounsellorOrSupervisor},
    app::App,
    chat::{desk, model::DeskPresence},
    messaging::protocol::DeskState,
    platform::{
        Result,
        http::{Body, Problem},
    },
};

/// How a counsellor sits at her desk.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PutDesk {
    /// `available` holds while she has a live socket, and 30 s beyond.
    state: DeskPresence,
    /// How many conversations at once, 1 to 20.
    capacity: i64,
}

/// Sets how a counsellor sits at her desk.
#[utoipa::path(put, path = "/api/v1/desk", tag = "desk", request_body = PutDesk, responses(
    (status = 200, body = DeskState), (status = 422, body = Problem),
))]
pub(super) async fn put_desk(
    State(app): State<App>,
    by: Counsellor,
    Body(asked): Body<PutDesk>,
) -> Result<Json<DeskState>> {
    Ok(Json(desk::put(&app, by.account(), asked.state, asked.capacity).await?))
}

/// Her desk, and the line as numbers.
#[utoipa::path(get, path = "/api/v1/desk", tag = "desk", responses((status = 200, body = DeskState)))]
pub(super) async fn show_desk(State(app): State<App>, by: CounsellorOrSupervisor) -> Result<Json<DeskState>> {
    Ok(Json(desk::get(&app, by.account()).await?))
}

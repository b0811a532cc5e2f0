//! The chat over HTTP: extract, authorise by type, call, answer. One file a subject; things of their own bring theirs.

mod conversations;
mod desk;
mod visits;

use axum::{
    Router,
    routing::{get, post},
};
use http::{HeaderMap, header};
use utoipa::OpenApi;

use super::{canned, colleagues, erasure, export, legal_holds, notes, readings};
use crate::{
    app::App,
    messaging::model::check_text,
    platform::{Error, Result},
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/status", get(visits::status))
        .route("/api/v1/visits", post(visits::begin))
        .route("/api/v1/visits/return", post(visits::come_back))
        .route("/api/v1/visits/leave", post(visits::go))
        .route("/api/v1/desk", get(desk::show_desk).put(desk::put_desk))
        .route("/api/v1/conversations", get(conversations::conversations))
        .route("/api/v1/conversations/{id}", get(conversations::show))
        .route("/api/v1/conversations/{id}/open", post(conversations::open_offer))
        .route("/api/v1/conversations/{id}/transfer", post(conversations::let_go))
        .route("/api/v1/conversations/{id}/wrap-up", post(conversations::wrap_up))
        .route("/api/v1/conversations/{id}/close", post(conversations::close))
        .route("/api/v1/conversations/{id}/observe", post(conversations::observe))
        .route("/api/v1/conversations/{id}/take-over", post(conversations::take_over))
        .merge(notes::routes())
        .merge(canned::routes())
        .merge(colleagues::routes())
        .merge(erasure::routes())
        .merge(export::routes())
        .merge(legal_holds::routes())
        .merge(readings::routes())
}

/// Their description.
#[derive(Debug)]
pub struct Api;

impl OpenApi for Api {
    fn openapi() -> utoipa::openapi::OpenApi {
        Calls::openapi()
            .merge_from(notes::Api::openapi())
            .merge_from(canned::Api::openapi())
            .merge_from(colleagues::Api::openapi())
            .merge_from(erasure::Api::openapi())
            .merge_from(export::Api::openapi())
            .merge_from(legal_holds::Api::openapi())
            .merge_from(readings::Api::openapi())
    }
}

/// The description of those in this file.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    visits::status,
    visits::begin,
    visits::come_back,
    visits::go,
    desk::show_desk,
    desk::put_desk,
    conversations::conversations,
    conversations::show,
    conversations::open_offer,
    conversations::let_go,
    conversations::wrap_up,
    conversations::close,
    conversations::observe,
    conversations::take_over
))]
struct Calls;

/// An optional text, checked.
fn short(field: &str, text: Option<String>, cap: usize) -> Result<Option<String>> {
    if let Some(text) = &text {
        check_text(field, text, cap)?;
    }
    Ok(text)
}

/// A visitor's token, as it is sent.
pub(super) fn bearer(headers: &HeaderMap) -> Result<&str> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or(Error::unauthenticated("the visitor's token is missing"))
}

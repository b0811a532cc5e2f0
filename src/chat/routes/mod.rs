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

use crate::{
    app::App,
    chat,
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
        .route("/api/v1/conversations/{id}/join", post(conversations::join))
        .route("/api/v1/conversations/{id}/step-out", post(conversations::step_out))
        .merge(chat::alerts::routes())
        .merge(chat::blocks::routes())
        .merge(chat::breaks::routes())
        .merge(chat::canned::routes())
        .merge(chat::challenge::routes())
        .merge(chat::colleagues::routes())
        .merge(chat::debriefs::routes())
        .merge(chat::erasure::routes())
        .merge(chat::export::routes())
        .merge(chat::flags::routes())
        .merge(chat::held::routes())
        .merge(chat::hiding::routes())
        .merge(chat::legal_holds::routes())
        .merge(chat::letters::routes())
        .merge(chat::notes::routes())
        .merge(chat::outreach::routes())
        .merge(chat::panic::routes())
        .merge(chat::readings::routes())
        .merge(chat::record::routes())
        .merge(chat::risk::routes())
        .merge(chat::survey::routes())
        .merge(chat::trust::routes())
        .merge(chat::wallboard::routes())
}

/// Their description.
#[derive(Debug)]
pub struct Api;

impl OpenApi for Api {
    fn openapi() -> utoipa::openapi::OpenApi {
        Calls::openapi()
            .merge_from(chat::alerts::Api::openapi())
            .merge_from(chat::blocks::Api::openapi())
            .merge_from(chat::breaks::Api::openapi())
            .merge_from(chat::canned::Api::openapi())
            .merge_from(chat::challenge::Api::openapi())
            .merge_from(chat::colleagues::Api::openapi())
            .merge_from(chat::debriefs::Api::openapi())
            .merge_from(chat::erasure::Api::openapi())
            .merge_from(chat::export::Api::openapi())
            .merge_from(chat::flags::Api::openapi())
            .merge_from(chat::held::Api::openapi())
            .merge_from(chat::hiding::Api::openapi())
            .merge_from(chat::legal_holds::Api::openapi())
            .merge_from(chat::letters::Api::openapi())
            .merge_from(chat::notes::Api::openapi())
            .merge_from(chat::outreach::Api::openapi())
            .merge_from(chat::panic::Api::openapi())
            .merge_from(chat::readings::Api::openapi())
            .merge_from(chat::record::Api::openapi())
            .merge_from(chat::risk::Api::openapi())
            .merge_from(chat::survey::Api::openapi())
            .merge_from(chat::trust::Api::openapi())
            .merge_from(chat::wallboard::Api::openapi())
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
    conversations::take_over,
    conversations::join,
    conversations::step_out
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
pub(in crate::chat) fn bearer(headers: &HeaderMap) -> Result<&str> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or(Error::unauthenticated("the visitor's token is missing"))
}

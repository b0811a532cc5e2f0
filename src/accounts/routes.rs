//! Signing in and out, the second factor, passwords: over HTTP.

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use zeroize::Zeroizing;

use super::{
    Language, Role, enrol,
    extract::{SignedIn, Staff},
    model::AccountId,
    passwords,
    session::Session,
    sign_in,
};
use crate::{
    app::App,
    platform::{
        Error, Result,
        http::{Body, Nothing, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/session", get(show).post(open).delete(close))
        .route("/api/v1/session/second-factor", get(begin_second_factor).post(confirm_second_factor))
        .route("/api/v1/session/password", put(change_password))
        .route("/api/v1/password-reset", post(reset_password))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(show, open, close, begin_second_factor, confirm_second_factor, change_password, reset_password))]
pub struct Api;

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    account: AccountView,
    roles: Vec<Role>,
    languages: Vec<Language>,
    second_factor: SecondFactor,
}

/// An account, as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    id: AccountId,
    name: String,
    email: String,
}

/// Where somebody stands with her second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// She has one.
    On,
    /// She has none and needs none.
    Off,
    /// She must enrol one before anything else.
    Enrol,
}

impl From<Session> for SessionView {
    fn from(session: Session) -> Self {
        let second_factor = match (session.enrolling, session.has_factor) {
            (true, _) => SecondFactor::Enrol,
            (false, true) => SecondFactor::On,
            (false, false) => SecondFactor::Off,
        };
        let account = session.account;
        Self {
            account: AccountView { id: account.id, name: account.name, email: account.email },
            roles: account.roles,
            languages: account.languages,
            second_factor,
        }
    }
}

/// A sign-in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    email: String,
    password: String,
    /// Six digits of the authenticator, or a recovery code.
    code: Option<String>,
}

/// What an authenticator is fed with.
#[derive(Debug, Serialize, ToSchema)]
struct SecondFactorOffer {
    /// To be typed in.
    secret: String,
    /// `otpauth://…`
    uri: String,
    /// The same as a picture.
    qr_svg: String,
}

/// A first code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    /// Six digits of the authenticator.
    code: String,
}

/// Codes for the day the authenticator is lost, each good once. They are shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

/// A new password for oneself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    current: String,
    /// 10 to 128 characters, of any kind.
    new: String,
}

/// A new password by a token that an administrator gave out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordReset {
    token: String,
    /// 10 to 128 characters, of any kind.
    password: String,
    /// Needed where the second factor is on.
    code: Option<String>,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "accounts", responses(
    (status = 200, body = SessionView),
    (status = 401, body = Problem),
))]
async fn show(SignedIn(session): SignedIn) -> Json<SessionView> {
    Json(session.into())
}

/// Signs in. The session's cookie comes with the answer.
#[utoipa::path(post, path = "/api/v1/session", tag = "accounts", request_body = SignIn, responses(
    (status = 200, body = SessionView),
    (status = 401, description = "wrong, or the code is missing: `second_factor`", body = Problem),
    (status = 429, description = "after failures, with Retry-After", body = Problem),
))]
async fn open(State(app): State<App>, headers: HeaderMap, Body(body): Body<SignIn>) -> Result<Response> {
    app.origins.check_if_present(&headers)?;
    let password = Zeroizing::new(body.password);
    let (session, token) = sign_in::sign_in(&app, &body.email, &password, body.code.as_deref()).await?;
    let cookie =
        app.cookie.set(token.as_str()).ok_or_else(|| Error::Internal("a token of ours is no cookie".into()))?;
    Ok(([(header::SET_COOKIE, cookie)], Json(SessionView::from(session))).into_response())
}

/// Signs out: every socket of this session closes with 4401.
#[utoipa::path(delete, path = "/api/v1/session", tag = "accounts", responses(
    (status = 204),
    (status = 401, body = Problem),
))]
async fn close(State(app): State<App>, SignedIn(session): SignedIn, _: Nothing) -> Result<Response> {
    sign_in::sign_out(&app, &session).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, app.cookie.clear())]).into_response())
}

/// Shows the secret to enrol a second factor with; the same one until it is confirmed.
#[utoipa::path(get, path = "/api/v1/session/second-factor", tag = "accounts", responses(
    (status = 200, body = SecondFactorOffer),
    (status = 401, body = Problem),
    (status = 409, description = "it is on", body = Problem),
))]
async fn begin_second_factor(State(app): State<App>, SignedIn(session): SignedIn) -> Result<Json<SecondFactorOffer>> {
    let offer = enrol::begin(&app, &session).await?;
    Ok(Json(SecondFactorOffer { secret: offer.secret, uri: offer.uri, qr_svg: offer.qr_svg }))
}

/// Turns the second factor on with a first code.
#[utoipa::path(post, path = "/api/v1/session/second-factor", tag = "accounts", request_body = Confirmation, responses(
    (status = 200, body = RecoveryCodes),
    (status = 401, body = Problem),
    (status = 409, description = "it is on, or no secret was shown", body = Problem),
    (status = 422, description = "a wrong code", body = Problem),
    (status = 429, description = "after failures, with Retry-After", body = Problem),
))]
async fn confirm_second_factor(
    State(app): State<App>,
    SignedIn(session): SignedIn,
    Body(body): Body<Confirmation>,
) -> Result<Json<RecoveryCodes>> {
    Ok(Json(RecoveryCodes { recovery_codes: enrol::confirm(&app, &session, &body.code).await? }))
}

/// Changes one's own password; all other sessions end.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "accounts", request_body = PasswordChange, responses(
    (status = 204),
    (status = 401, body = Problem),
    (status = 422, body = Problem),
    (status = 429, description = "after failures, with Retry-After", body = Problem),
))]
async fn change_password(State(app): State<App>, by: Staff, Body(body): Body<PasswordChange>) -> Result<StatusCode> {
    let (current, new) = (Zeroizing::new(body.current), Zeroizing::new(body.new));
    passwords::change(&app, by.session(), &current, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a new password by a token from `gyeot admin reset`; all sessions end.
#[utoipa::path(post, path = "/api/v1/password-reset", tag = "accounts", request_body = PasswordReset, responses(
    (status = 204),
    (status = 401, description = "the code of the second factor is missing or wrong", body = Problem),
    (status = 422, body = Problem),
    (status = 429, description = "after failures, with Retry-After", body = Problem),
))]
async fn reset_password(
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<PasswordReset>,
) -> Result<StatusCode> {
    app.origins.check_if_present(&headers)?;
    let password = Zeroizing::new(body.password);
    passwords::reset(&app, &body.token, &password, body.code.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

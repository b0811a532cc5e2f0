//! A browser's push subscription, over HTTP.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    SubscriptionId,
    subscriptions::{self, Subscription},
};
use crate::{
    accounts::Staff,
    app::App,
    platform::{
        Result,
        http::{Body, Problem},
    },
};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/push/key", get(key))
        .route("/api/v1/push/subscriptions", post(subscribe).delete(unsubscribe))
}

/// Their description.
#[derive(Debug, OpenApi)]
#[openapi(paths(key, subscribe, unsubscribe))]
pub struct Api;

/// What a browser subscribes with.
#[derive(Debug, Serialize, ToSchema)]
struct PushKey {
    /// An uncompressed point of P-256, in base64url: `applicationServerKey`.
    public_key: String,
}

/// Where a browser can be reached, as its `PushSubscription` says it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPushSubscription {
    /// https, at a public address; at most 2,048 bytes.
    endpoint: String,
    keys: PushSubscriptionKeys,
}

/// The browser's own keys, in base64url.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PushSubscriptionKeys {
    p256dh: String,
    auth: String,
}

/// A subscription that was made.
#[derive(Debug, Serialize, ToSchema)]
struct PushSubscriptionView {
    /// Which.
    id: SubscriptionId,
}

/// A subscription that ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndedPushSubscription {
    endpoint: String,
}

/// The key that browsers subscribe with; the same for all nodes, for good.
#[utoipa::path(get, path = "/api/v1/push/key", tag = "notifications", responses(
    (status = 200, body = PushKey),
    (status = 401, body = Problem),
))]
async fn key(State(app): State<App>, _: Staff) -> Result<Json<PushKey>> {
    Ok(Json(PushKey { public_key: app.notifications.vapid(&app).await?.public_text() }))
}

/// Lets the caller be notified at this browser; saying it again changes nothing.
#[utoipa::path(post, path = "/api/v1/push/subscriptions", tag = "notifications",
    request_body = NewPushSubscription, responses(
        (status = 201, body = PushSubscriptionView),
        (status = 401, body = Problem),
        (status = 409, description = "she has ten browsers already", body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = Problem),
    ))]
async fn subscribe(
    State(app): State<App>,
    by: Staff,
    Body(new): Body<NewPushSubscription>,
) -> Result<(StatusCode, Json<PushSubscriptionView>)> {
    let new = Subscription { endpoint: new.endpoint, p256dh: new.keys.p256dh, auth: new.keys.auth };
    let id = subscriptions::add(&app, by.id(), &new).await?;
    Ok((StatusCode::CREATED, Json(PushSubscriptionView { id })))
}

/// Notifies the caller at this browser no more. The same answer for one that was not hers.
#[utoipa::path(delete, path = "/api/v1/push/subscriptions", tag = "notifications",
    request_body = EndedPushSubscription, responses(
        (status = 204),
        (status = 401, body = Problem),
    ))]
async fn unsubscribe(
    State(app): State<App>,
    by: Staff,
    Body(ended): Body<EndedPushSubscription>,
) -> Result<StatusCode> {
    subscriptions::end(&app, by.id(), &ended.endpoint).await?;
    Ok(StatusCode::NO_CONTENT)
}

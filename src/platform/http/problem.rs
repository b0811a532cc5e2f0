//! Errors as RFC 9457 `application/problem+json`, with the stable `code` that clients act on.

use std::future::{Ready, ready};

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::Error;

/// What went wrong, for programs (`code`) and for people (`detail`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind it is, `code` says which.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The name of the status.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Stable and meant for programs: `malformed`, `unauthenticated`, `forbidden`, `not_found`, `method_not_allowed`,
    /// `conflict`, `too_long`, `invalid`, `challenge_required`, `slow_down`, `unavailable`, `internal`.
    pub code: &'static str,
    /// What to do about it, in plain words.
    pub detail: String,
    /// The field at fault, as the client spells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// `required`: the password was right, the code of the second factor is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<&'static str>,
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let status = status(error);
        let (detail, field) = match error {
            Error::Malformed(detail) | Error::Conflict(detail) => (detail.clone(), None),
            Error::Invalid { field, detail } => (detail.clone(), Some(field.clone())),
            Error::TooLong { field, cap } => (format!("too long: at most {cap}"), Some(field.clone())),
            Error::ChallengeRequired => ("solve the challenge and send its answer along".into(), None),
            Error::Unauthenticated { detail, .. } | Error::Forbidden(detail) => ((*detail).into(), None),
            Error::NotFound => ("there is no such thing here, or it is not yours to see".into(), None),
            Error::MethodNotAllowed => ("this path does not know that method".into(), None),
            Error::SlowDown { .. } => ("too many tries: wait, then try again".into(), None),
            // The inner texts of these two are for the log only.
            Error::Unavailable(_) => ("not possible at the moment: try again shortly".into(), None),
            Error::Internal(_) => ("an error of ours; it has been noted".into(), None),
        };
        let second_factor =
            matches!(error, Error::Unauthenticated { second_factor_required: true, .. }).then_some("required");
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code: error.code(),
            detail,
            field,
            second_factor,
        }
    }
}

const fn status(error: &Error) -> StatusCode {
    match error {
        Error::Malformed(_) => StatusCode::BAD_REQUEST,
        Error::Unauthenticated { .. } => StatusCode::UNAUTHORIZED,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Error::Invalid { .. } | Error::ChallengeRequired => StatusCode::UNPROCESSABLE_ENTITY,
        Error::SlowDown { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match &self {
            Self::Internal(inner) => tracing::error!(error = %inner, "a request failed by a defect"),
            Self::Unavailable(inner) => tracing::warn!(error = %inner, "a request failed for want of something"),
            _ => {}
        }
        let problem = Problem::from(&self);
        // A struct of strings and numbers always serialises; an empty body still has the right status.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status(&self), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Self::SlowDown { retry_after } = self {
            // Whole seconds, rounded up: who comes back exactly then must be let in.
            let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        response
    }
}

/// The answer to a path that nothing listens on.
pub fn not_found() -> Ready<Error> {
    ready(Error::NotFound)
}

/// The answer to a method that a path does not know.
pub fn method_not_allowed() -> Ready<Error> {
    ready(Error::MethodNotAllowed)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http_body_util::BodyExt;

    use super::*;

    async fn told(error: Error) -> (StatusCode, http::HeaderMap, serde_json::Value) {
        let (parts, body) = error.into_response().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts.status, parts.headers, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn an_invalid_field_is_named() {
        let (status, headers, body) = told(Error::invalid("capacity", "must be 1 to 20")).await;
        assert_eq!(status, 422);
        assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(
            body,
            serde_json::json!({"type": "about:blank", "title": "Unprocessable Entity", "status": 422,
                "code": "invalid", "detail": "must be 1 to 20", "field": "capacity"})
        );
    }

    #[tokio::test]
    async fn slow_down_says_when_to_come_back_rounded_up() {
        let (status, headers, _) = told(Error::SlowDown { retry_after: Duration::from_millis(1_001) }).await;
        assert_eq!((status.as_u16(), &headers[header::RETRY_AFTER]), (429, &HeaderValue::from_static("2")));
        let (_, headers, _) = told(Error::SlowDown { retry_after: Duration::ZERO }).await;
        assert_eq!(headers[header::RETRY_AFTER], "1");
    }

    #[tokio::test]
    async fn the_inside_is_not_told() {
        for error in [Error::Internal("table staff".into()), Error::Unavailable("table staff".into())] {
            let (_, _, body) = told(error).await;
            assert!(!body.to_string().contains("staff"), "{body}");
        }
    }

    #[tokio::test]
    async fn a_missing_second_factor_is_told_apart() {
        let (status, _, body) =
            told(Error::Unauthenticated { detail: "the code is missing", second_factor_required: true }).await;
        assert_eq!((status.as_u16(), &body["second_factor"]), (401, &serde_json::json!("required")));
        let (_, _, body) = told(Error::unauthenticated("sign in first")).await;
        assert_eq!(body.get("second_factor"), None);
    }
}

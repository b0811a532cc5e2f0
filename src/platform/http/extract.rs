//! Reading a command: straight from its bytes into a type, and a plain word about what is wrong with it.

use std::{fmt, time::Duration};

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
};
use bytes::Bytes;
use http_body_util::BodyExt;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::platform::{Error, Result};

/// A command is at most this long.
pub const BODY_CAP: usize = 256 * 1024;
/// Of a body that is too long, so much more is read and dropped: a client that is still sending would otherwise see a
/// broken connection and not the answer.
const COURTESY: usize = 1024 * 1024;
/// A body that trickles in holds a connection and a task.
const BODY_WITHIN: Duration = Duration::from_secs(15);

/// A JSON object, read into `T`. The content type is not asked for. `T` has `#[serde(deny_unknown_fields)]`.
#[derive(Debug, Clone, Copy)]
pub struct Body<T>(pub T);

/// As [`Body`], and no body at all is the same as `{}`.
#[derive(Debug, Clone, Copy)]
pub struct OptionalBody<T>(pub T);

/// A command that says nothing: no body, or `{}`.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

/// The query of a URL, read into `T`.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

/// The variable parts of a path. An id that is none is an id that is not there.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

/// How many of a list are wanted: 1 to 100, and what is beyond is clamped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// As a number to bind.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0 as i64
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix('-').unwrap_or(&text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(serde::de::Error::custom("must be a whole number"));
        }
        let wanted = if text.starts_with('-') { 0 } else { digits.parse().unwrap_or(u32::MAX) };
        Ok(Self(wanted.clamp(1, 100)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Empty {}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        parse(&read(request).await?).map(Self)
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for OptionalBody<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let body = read(request).await?;
        parse(if body.trim_ascii().is_empty() { b"{}" } else { &body }).map(Self)
    }
}

impl<S: Sync> FromRequest<S> for Nothing {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        OptionalBody::<Empty>::from_request(request, state).await.map(|_| Self)
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let pairs = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let query = serde_urlencoded::Deserializer::new(pairs);
        serde_path_to_error::deserialize(query).map(Self).map_err(|error| {
            let path = error.path().to_string();
            told(&path, &error.inner().to_string())
        })
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(path)| Self(path))
            .map_err(|_| Error::NotFound)
    }
}

/// The whole body, if it is not too long.
async fn read(request: Request) -> Result<Bytes> {
    let mut body = request.into_body();
    let reading = async {
        let mut collected = Vec::new();
        let mut length = 0;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Error::Malformed("the body broke off".into()))?;
            let Ok(data) = frame.into_data() else { continue };
            length += data.len();
            if length <= BODY_CAP {
                collected.extend_from_slice(&data);
            } else if length > BODY_CAP + COURTESY {
                break;
            }
        }
        if length > BODY_CAP {
            return Err(Error::TooLong { field: "body".into(), cap: format!("{BODY_CAP} bytes") });
        }
        Ok(collected.into())
    };
    match tokio::time::timeout(BODY_WITHIN, reading).await {
        Ok(read) => read,
        Err(_) => Err(Error::Malformed("the body did not arrive in time".into())),
    }
}

/// Reads a JSON object into `T`.
///
/// # Errors
/// [`Error::Malformed`] when it is no JSON object or a value has a wrong JSON type; [`Error::Invalid`], naming the
/// field, for all else that `T` refuses.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::Malformed("not UTF-8".into()))?;
    // serde would take an array for a struct as well.
    if !text.trim_ascii_start().starts_with('{') {
        return Err(Error::Malformed("not a JSON object".into()));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() { told(&path, &inner.to_string()) } else { syntax(&inner) }
    })?;
    json.end().map_err(|error| syntax(&error))?;
    Ok(value)
}

fn syntax(error: &serde_json::Error) -> Error {
    Error::Malformed(format!("not JSON: line {}, column {}", error.line(), error.column()))
}

/// Says what serde says in our words. Its message is the only place where it says which kind of fault it is; the tests
/// below hold it to its wording. What the client sent is not repeated.
fn told(path: &str, message: &str) -> Error {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let name = message.split('`').nth(1).unwrap_or_default();
    let expected = message.rsplit_once("expected ").map_or("another", |(_, expected)| expected);
    let field = Field { path, name };
    if message.starts_with("invalid type: ") {
        let path = if path == "." { "the body" } else { path };
        Error::Malformed(format!("{path}: expected {expected}"))
    } else if message.starts_with("missing field ") {
        Error::invalid(field.to_string(), "missing")
    } else if message.starts_with("unknown field ") {
        Error::invalid(field.to_string(), "unknown field")
    } else if message.starts_with("duplicate field ") {
        Error::invalid(field.to_string(), "given twice")
    } else if message.starts_with("unknown variant ") || message.starts_with("invalid value: ") {
        Error::invalid(path, format!("must be {expected}"))
    } else if message.starts_with("UUID parsing failed") {
        Error::invalid(path, "not a UUID")
    } else {
        // Our own words, from a `Deserialize` of ours.
        Error::invalid(path, message)
    }
}

/// A field that serde names only in its message, at the place where it belongs.
struct Field<'a> {
    path: &'a str,
    name: &'a str,
}

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, name } = self;
        let last = path.rsplit('.').next().unwrap_or_default();
        match *path {
            // A name of any length was sent; this much of it is enough to find it.
            "." | "" | "?" => f.write_str(cut(name)),
            _ if last == *name => f.write_str(path),
            _ => write!(f, "{path}.{}", cut(name)),
        }
    }
}

fn cut(name: &str) -> &str {
    name.char_indices().nth(64).map_or(name, |(end, _)| &name[..end])
}

#[cfg(test)]
mod tests {
    use axum::body;
    use uuid::Uuid;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum State {
        Available,
        Away,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read by serde alone")]
    struct Desk {
        state: State,
        capacity: u8,
        to: Option<Uuid>,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read by serde alone")]
    struct Inner {
        name: String,
    }

    fn refused(json: &str) -> (&'static str, String) {
        match parse::<Desk>(json.as_bytes()).unwrap_err() {
            Error::Invalid { field, .. } => ("invalid", field),
            Error::Malformed(detail) => ("malformed", detail),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn the_field_at_fault_is_named() {
        for (json, field) in [
            (r#"{"state":"away"}"#, "capacity"),
            (r#"{"state":"away","capacity":1,"nickname":"x"}"#, "nickname"),
            (r#"{"state":"asleep","capacity":1}"#, "state"),
            (r#"{"state":"away","capacity":300}"#, "capacity"),
            (r#"{"state":"away","capacity":-1}"#, "capacity"),
            (r#"{"state":"away","capacity":1,"to":"12"}"#, "to"),
            (r#"{"state":"away","capacity":1,"capacity":2}"#, "capacity"),
            (r#"{"state":"away","capacity":1,"inner":[{}]}"#, "inner[0].name"),
            (r#"{"state":"away","capacity":1,"inner":[{"name":"a","b":1}]}"#, "inner[0].b"),
        ] {
            assert_eq!(refused(json), ("invalid", field.into()), "{json}");
        }
    }

    #[test]
    fn what_is_no_object_or_has_a_wrong_type_is_malformed() {
        for json in [
            "",
            " ",
            "null",
            "1",
            "\"x\"",
            r#"["away",1]"#,
            "{",
            r#"{"state":"away","capacity":1} x"#,
            r#"{"state":"away","capacity":1,}"#,
            r#"{"state":"away","capacity":"1"}"#,
            r#"{"state":"away","capacity":1.5}"#,
            r#"{"state":"away","capacity":null}"#,
            r#"{"state":"away","capacity":1,"to":7}"#,
            r#"{"state":"away","capacity":1,"inner":{}}"#,
            r#"{"state":"\ud800","capacity":1}"#,
        ] {
            assert_eq!(refused(json).0, "malformed", "{json}");
        }
        assert!(matches!(parse::<Desk>(b"{\"state\":\"\xff\"}"), Err(Error::Malformed(_))));
        assert_eq!(refused(r#"{"state":5,"capacity":1}"#).0, "malformed", "a number for one of several words");
    }

    #[test]
    fn what_was_sent_is_not_repeated() {
        let secret = "s3cret".repeat(20);
        for json in [
            format!(r#"{{"state":"{secret}","capacity":1}}"#),
            format!(r#"{{"state":"away","capacity":"{secret}"}}"#),
            format!(r#"{{"state":"away","capacity":1,"to":"{secret}"}}"#),
        ] {
            let error = parse::<Desk>(json.as_bytes()).unwrap_err();
            assert!(!format!("{error}").contains("s3cret"), "{error}");
        }
    }

    fn request(body: body::Body) -> Request {
        Request::new(body)
    }

    #[tokio::test]
    async fn a_body_at_the_cap_is_read_and_one_byte_more_is_too_long() {
        let at_cap = format!("{{}}{}", " ".repeat(BODY_CAP - 2));
        Nothing::from_request(request(at_cap.clone().into()), &()).await.unwrap();
        let error = Nothing::from_request(request(format!("{at_cap} ").into()), &()).await.unwrap_err();
        assert!(matches!(error, Error::TooLong { field, .. } if field == "body"));
    }

    #[tokio::test]
    async fn nothing_is_no_body_or_an_empty_object() {
        for body in ["", " ", "{}", " { } "] {
            Nothing::from_request(request(body.into()), &()).await.unwrap();
        }
        for (body, code) in [("[]", "malformed"), ("null", "malformed"), (r#"{"a":1}"#, "invalid")] {
            assert_eq!(Nothing::from_request(request(body.into()), &()).await.unwrap_err().code(), code, "{body}");
        }
    }

    #[tokio::test]
    async fn no_body_still_misses_what_is_needed() {
        let error = OptionalBody::<Inner>::from_request(request(body::Body::empty()), &()).await.unwrap_err();
        assert!(matches!(error, Error::Invalid { field, .. } if field == "name"));
    }

    #[derive(Debug, Deserialize)]
    struct Page {
        #[serde(default)]
        limit: Limit,
        state: Option<State>,
    }

    async fn query(query: &str) -> Result<Page> {
        let uri = format!("/?{query}");
        let (mut parts, ()) = http::Request::get(uri).body(()).unwrap().into_parts();
        Query::<Page>::from_request_parts(&mut parts, &()).await.map(|Query(page)| page)
    }

    #[tokio::test]
    async fn a_limit_is_clamped_and_an_ill_formed_one_refused() {
        for (text, limit) in [
            ("", 50),
            ("limit=7", 7),
            ("limit=0", 1),
            ("limit=-5", 1),
            ("limit=101", 100),
            ("limit=99999999999999999999", 100),
        ] {
            assert_eq!(query(text).await.unwrap().limit.get(), limit, "{text}");
        }
        for text in ["limit=", "limit=x", "limit=1.5", "limit=1e3", "limit=-", "limit=%ff"] {
            let error = query(text).await.unwrap_err();
            assert!(matches!(&error, Error::Invalid { field, .. } if field == "limit"), "{text}: {error:?}");
        }
    }

    #[tokio::test]
    async fn an_unknown_word_in_a_query_names_its_field() {
        assert_eq!(query("state=away").await.unwrap().state, Some(State::Away));
        let error = query("state=asleep").await.unwrap_err();
        assert!(matches!(&error, Error::Invalid { field, .. } if field == "state"), "{error:?}");
    }
}

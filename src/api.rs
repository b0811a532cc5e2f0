//! Every call there is, as one OpenAPI document: each feature's description put together, with what holds for all.

use http::StatusCode;
use serde_json::{Map, Value, json};
use utoipa::{OpenApi, openapi};

use crate::{accounts, chat, insights, messaging, router};

/// Calls that need nobody to be signed in; for all others that is what the document says. With what they take instead.
const OPEN: &[(&str, &str, Takes)] = &[
    ("/api/v1/challenge", "get", Takes::Nothing),
    ("/api/v1/health", "get", Takes::Nothing),
    ("/api/v1/password-reset", "post", Takes::Nothing),
    ("/api/v1/session", "post", Takes::Nothing),
    ("/api/v1/socket", "get", Takes::SessionOrNothing),
    ("/api/v1/status", "get", Takes::Nothing),
    ("/api/v1/visits", "post", Takes::Nothing),
    ("/api/v1/visits/erase", "post", Takes::Token),
    ("/api/v1/visits/leave", "post", Takes::Token),
    ("/api/v1/visits/later", "post", Takes::Token),
    ("/api/v1/visits/return", "post", Takes::Nothing),
    ("/api/v1/visits/survey", "post", Takes::Token),
];

#[derive(Debug, Clone, Copy)]
enum Takes {
    Nothing,
    SessionOrNothing,
    Token,
}

/// Each feature's description.
#[must_use]
fn parts() -> Vec<openapi::OpenApi> {
    vec![
        router::Api::openapi(),
        accounts::Api::openapi(),
        messaging::Api::openapi(),
        chat::Api::openapi(),
        insights::Api::openapi(),
    ]
}

/// The document, as it stands in `docs/openapi.json`: pretty, its keys sorted.
#[must_use]
pub fn document() -> String {
    let mut whole = openapi::OpenApi::default();
    for part in parts() {
        whole.merge(part);
    }
    let mut whole = json!(whole);
    // What the web client's generator and most tools understand.
    whole["openapi"] = "3.1.0".into();
    whole["info"] = json!({
        "title": "Gyeot",
        "version": env!("CARGO_PKG_VERSION"),
        "description": env!("CARGO_PKG_DESCRIPTION"),
        "license": {"name": "MIT", "identifier": "MIT"},
    });
    whole["security"] = json!([{"session": []}]);
    whole["components"]["securitySchemes"] = json!({
        "session": {
            "type": "apiKey", "in": "cookie", "name": "__Host-gyeot",
            "description": "Staff. Over plain http on loopback the cookie is `gyeot`. A command that changes state \
                needs an `Origin` from the allow-list too.",
        },
        "visitor": {"type": "http", "scheme": "bearer", "description": "A visitor's token."},
    });
    for (path, item) in members(&mut whole["paths"]) {
        for (method, call) in members(item) {
            finish(path, method, call);
        }
    }
    // Sorted, whichever features of serde_json are on.
    whole.sort_all_objects();
    format!("{whole:#}\n")
}

fn members(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

/// What holds for all calls.
fn finish(path: &str, method: &str, call: &mut Value) {
    // Handlers have short names within their features; here each needs one of its own.
    let words = path.trim_start_matches("/api/v1/").split(['/', '-', '{', '}']).filter(|word| !word.is_empty());
    call["operationId"] = words.fold(method.to_owned(), |name, word| name + "_" + word).into();
    let open = OPEN.iter().find(|open| (open.0, open.1) == (path, method));
    match open.map(|open| open.2) {
        Some(Takes::Nothing) => call["security"] = json!([]),
        Some(Takes::SessionOrNothing) => call["security"] = json!([{"session": []}, {}]),
        Some(Takes::Token) => call["security"] = json!([{"visitor": []}]),
        None => {
            told(call, "401", "nobody is signed in");
            told(call, "403", "not for this role, or not from this origin");
        }
    }
    told(call, "default", "any other problem");
    for (status, response) in members(&mut call["responses"]) {
        as_problem(response);
        if response.get("description").is_none() {
            let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
            response["description"] = status.and_then(|status| status.canonical_reason()).unwrap_or_default().into();
        }
    }
}

/// Adds a problem, unless the handler describes it itself.
fn told(call: &mut Value, status: &str, description: &str) {
    let response = json!({
        "description": description,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    });
    if let Some(responses) = call["responses"].as_object_mut() {
        responses.entry(status).or_insert(response);
    }
}

/// Problems have a content type of their own.
fn as_problem(response: &mut Value) {
    let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else { return };
    let problem =
        content.get("application/json").is_some_and(|json| json["schema"]["$ref"] == "#/components/schemas/Problem");
    if problem && let Some(problem) = content.remove("application/json") {
        *content = Map::from_iter([("application/problem+json".to_owned(), problem)]);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn no_two_features_give_one_name_to_different_schemas_or_describe_one_call_twice() {
        let mut schemas = BTreeMap::new();
        let mut calls = BTreeSet::new();
        for part in parts() {
            let part = json!(part);
            for (name, schema) in part["components"]["schemas"].as_object().into_iter().flatten() {
                let known = schemas.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(known, schema, "{name} has two meanings");
            }
            for path in part["paths"].as_object().into_iter().flatten() {
                assert!(calls.insert(path.0.clone()), "{} is described twice", path.0);
            }
        }
    }

    #[test]
    fn every_name_that_is_referred_to_is_there_and_every_call_has_its_own() {
        let document = document();
        let whole: Value = serde_json::from_str(&document).unwrap();
        for reference in document.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(whole["components"]["schemas"].get(name).is_some(), "{name} is not described");
        }
        let calls = whole["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
        let names: Vec<_> = calls.map(|call| call["operationId"].as_str().unwrap()).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    }

    #[test]
    fn every_call_that_is_open_is_there() {
        let whole: Value = serde_json::from_str(&document()).unwrap();
        for (path, method, _) in OPEN {
            assert!(whole["paths"][path].get(method).is_some(), "{method} {path}");
        }
    }
}

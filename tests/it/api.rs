//! The interface and its descriptions say the same: `docs/openapi.json`, `docs/asyncapi.yaml`, the router.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use gyeot::{api, messaging::protocol::CloseCode, platform::db::Engine};
use serde_json::Value;

use crate::support::app::TestApp;

/// Each path with its methods, as the document has them: `GET`, `POST`.
pub fn described() -> BTreeMap<String, BTreeSet<String>> {
    let document: Value = serde_json::from_str(&api::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let methods = |item: &Value| item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
    paths.iter().map(|(path, item)| (path.clone(), methods(item))).collect()
}

fn in_repository(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_document_that_is_committed_is_current() {
    let printed = Command::new(env!("CARGO_BIN_EXE_gyeot")).arg("openapi").output().unwrap();
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), api::document());
    assert!(
        in_repository("docs/openapi.json") == api::document(),
        "docs/openapi.json is not current: cargo run -- openapi > docs/openapi.json"
    );
}

#[test]
fn every_route_in_the_source_is_described_and_every_description_has_a_route() {
    let mut routes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&source).unwrap();
        let code = text.split("\n#[cfg(test)]\nmod tests").next().unwrap();
        for other in [".nest(", ".route_service(", ".nest_service(", ", any("] {
            let holds = code.contains("Router::new()") && code.contains(other);
            assert!(!holds, "{}: {other}…) is not seen by this search", source.display());
        }
        for call in code.split(".route(").skip(1) {
            let path = call.split('"').nth(1).unwrap().to_owned();
            let end = call.find(".route(").or_else(|| call.find(".merge(")).unwrap_or(call.len());
            let handlers = call[..end].split(";\n").next().unwrap().split("\n}").next().unwrap();
            let methods = ["get", "post", "put", "delete", "patch", "head", "options"];
            let found = methods.iter().filter(|method| calls(handlers, method)).map(|method| method.to_uppercase());
            routes.entry(path).or_default().extend(found);
        }
    }
    // Its own listener, for the machine's operator.
    assert_eq!(routes.remove("/metrics"), Some(BTreeSet::from(["GET".to_owned()])));
    assert_eq!(routes, described());
}

/// Whether `code` calls a function of this name.
fn calls(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}(")).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_')
    })
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[tokio::test]
async fn the_router_knows_each_path_by_the_methods_that_are_described_and_by_no_others() {
    let app = TestApp::with(Engine::Sqlite, |_| ()).await;
    let client = app.anyone();
    for (path, methods) in described() {
        let path = path.trim_start_matches("/api/v1").replace("{id}", "0193f6a1-52c3-7b8e-9f10-6d2a4c8e1b37");
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let answer = client.ask(method.parse().unwrap(), &path, None, &[]).await;
            let known = answer.body["code"] != "method_not_allowed";
            assert_eq!(known, methods.contains(method), "{method} {path}: {} {}", answer.status, answer.body);
            if known {
                assert_ne!(answer.status, 405, "{method} {path}");
                // A path that no route has is answered by the pages.
                assert_ne!(answer.status, 404, "{method} {path}");
            }
        }
    }
}

#[test]
fn the_sockets_description_has_every_frame_with_every_field_and_every_code() {
    let document: Value = serde_json::from_str(&api::document()).unwrap();
    let yaml = in_repository("docs/asyncapi.yaml");
    let (client, server) = yaml.split_once("# ---").unwrap().1.split_once("# ---").unwrap();
    let (server, schemas) = server.split_once("\n  schemas:\n").unwrap();
    for (side, name) in [(client, "ClientFrame"), (server, "ServerFrame")] {
        let frames = document["components"]["schemas"][name]["oneOf"].as_array().unwrap();
        assert!(frames.len() >= 6);
        let mut kinds = BTreeSet::new();
        for frame in frames {
            let fields = fields(&document, frame);
            let kind = fields["type"]["enum"][0].as_str().unwrap();
            assert!(kinds.insert(kind.to_owned()));
            let block = blocks(side).into_iter().find(|block| block.starts_with(&format!("{kind}\n")));
            let block = block.unwrap_or_else(|| panic!("{name} {kind} is not described"));
            // What several frames have in common stands below, once.
            let refers = |name: &&str| block.contains(&format!("'#/components/schemas/{name}'"));
            let common = ["conversation", "message"].into_iter().find(refers).map_or("", |name| schema(schemas, name));
            for field in fields.keys() {
                let there = |text: &str| text.contains(&format!(" {field}:"));
                assert!(there(block) || there(common), "{name} {kind}: {field} is not described");
            }
        }
        let described: BTreeSet<_> =
            blocks(side).into_iter().map(|block| block.lines().next().unwrap().into()).collect();
        assert_eq!(described, kinds, "{name}");
    }
    for code in document["components"]["schemas"]["ErrorCode"]["enum"].as_array().unwrap() {
        let code = code.as_str().unwrap();
        assert!(server.contains(&format!("              - {code}\n")), "error code {code}");
        assert!(server.contains(&format!("- `{code}`: ")), "error code {code} is not explained");
    }
    for code in CloseCode::ALL {
        assert!(yaml.contains(&format!("| {} | ", *code as u16)), "close code {code:?}");
    }
}

/// The messages of one side, each from its name on.
fn blocks(side: &str) -> Vec<&str> {
    side.split("\n      name: ").skip(1).collect()
}

/// One of the schemas, up to the next.
fn schema<'a>(schemas: &'a str, name: &str) -> &'a str {
    let (_, rest) = schemas.split_once(&format!("\n    {name}:\n")).unwrap();
    let next = rest.match_indices("\n    ").find(|(at, _)| !rest[at + 5..].starts_with(' '));
    next.map_or(rest, |(end, _)| &rest[..end])
}

/// The fields of a frame's schema, those that it has from another schema too.
fn fields(document: &Value, frame: &Value) -> BTreeMap<String, Value> {
    let own = frame["properties"].as_object().into_iter().flatten().map(|(name, field)| (name.clone(), field.clone()));
    let parts = frame["allOf"].as_array().into_iter().flatten().flat_map(|part| {
        let other = part["$ref"].as_str().map(|name| name.rsplit('/').next().unwrap());
        fields(document, other.map_or(part, |name| &document["components"]["schemas"][name]))
    });
    own.chain(parts).collect()
}

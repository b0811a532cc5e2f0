//! The house keeps its shape: who may use whom, what a model may know, what a log may say.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Which top-level modules each may use (`docs/architecture.md`). What is not here may use everything.
const MAY_USE: &[(&str, &[&str])] = &[
    ("platform", &[]),
    ("accounts", &["platform"]),
    ("notifications", &["platform", "accounts"]),
    ("messaging", &["platform", "accounts"]),
    ("shifts", &["platform", "accounts", "notifications"]),
    ("monitors", &["platform", "accounts", "notifications"]),
    ("agencies", &["platform", "accounts", "notifications"]),
    ("reports", &["platform", "accounts", "notifications", "messaging", "agencies"]),
    ("chat", &["platform", "accounts", "notifications", "messaging", "shifts"]),
    ("referrals", &["platform", "accounts", "notifications", "messaging", "chat"]),
    ("insights", &["platform", "accounts"]),
];

/// The pieces that put the features together.
const ASSEMBLY: &[&str] = &["api", "app", "cli", "demo", "jobs", "lib", "load", "main", "pages", "router", "server"];

/// Names of log fields, and of things logged, that would carry what people said or who they are.
const PRIVATE: &[&str] =
    &["address", "body", "email", "ip", "name", "nickname", "note", "password", "peer", "text", "token", "topic"];

/// The crate `gyeot-rules`, in a room of `chat`.
const RULES: &str = "src/chat/rules";

struct Source {
    path: PathBuf,
    /// The top-level module that it is part of.
    module: String,
    /// Without comments and without its unit tests.
    code: String,
}

#[test]
fn modules_use_only_those_that_they_may() {
    let may_use: BTreeMap<_, _> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    // Of a crate of its own `crate::` is its own root, and it can name nothing else of ours.
    for source in sources().into_iter().filter(|source| !source.path.starts_with(RULES)) {
        let Some(allowed) = may_use.get(&*source.module) else {
            assert!(
                ASSEMBLY.contains(&&*source.module),
                "{}: the module {} has no line in the table of who may use whom",
                source.path.display(),
                source.module
            );
            continue;
        };
        for used in used_modules(&source.code) {
            let app = used == ["app", "App"] && source.module != "platform";
            if used[0] != source.module && !allowed.contains(&&*used[0]) && !app {
                wrong.push(format!("{} uses crate::{}", source.path.display(), used.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "against the table:\n{}", wrong.join("\n"));
}

#[test]
fn the_search_for_uses_finds_them() {
    let code = "use crate::{app::App, chat::{assign, desk::Desk}, id_type};\nfn f() { crate::messaging::Log::new() }";
    let found: Vec<_> = used_modules(code).into_iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["app::App", "chat", "messaging::Log"]);
}

#[test]
fn models_know_neither_database_nor_http() {
    for source in sources() {
        let name = source.path.file_name().unwrap();
        let of_model = name == "model.rs" || source.path.components().any(|part| part.as_os_str() == "model");
        // Deriving storage for a type is knowledge of a row's shape, not of a database.
        let code = source.code.replace("sqlx::Type", "").replace("sqlx::FromRow", "").replace("#[sqlx(", "");
        for foreign in ["sqlx", "axum", "platform::db", "platform::http", "reqwest"] {
            assert!(!(of_model && code.contains(foreign)), "{} names {foreign}", source.path.display());
        }
    }
}

#[test]
fn routes_hold_no_sql() {
    for source in sources() {
        if source.path.file_name().unwrap() == "routes.rs" {
            assert!(!source.code.contains(".query("), "{} runs statements", source.path.display());
        }
    }
}

#[test]
fn logs_say_nothing_of_people() {
    let mut seen = 0;
    for source in sources() {
        for call in log_calls(&source.code) {
            seen += 1;
            for field in fields(call) {
                assert!(
                    !PRIVATE.contains(&&*field) || is_our_own(&field, call),
                    "{}: a log line carries {field}: {call}",
                    source.path.display()
                );
            }
        }
    }
    assert!(seen > 5, "found only {seen} log lines: does the search still work?");
}

#[test]
fn the_search_for_private_fields_finds_them() {
    let bad = [
        r#"tracing::info!(body, "stored")"#,
        r#"tracing::info!(%email, "signed in")"#,
        r#"tracing::info!(visitor.name = %who, "came")"#,
        r#"tracing::warn!("refused {ip}")"#,
        r#"tracing::warn!("refused {ip:?} again")"#,
        r#"tracing::debug!(who = ?account.email, "x")"#,
    ];
    for call in bad {
        assert_eq!(log_calls(call).len(), 1, "{call}");
        assert!(fields(call).iter().any(|field| PRIVATE.contains(&&**field)), "{call}: {:?}", fields(call));
    }
    let good = r#"tracing::info!(conversation = %id, "a name, a text and an ip are only words here")"#;
    assert!(!fields(good).iter().any(|field| PRIVATE.contains(&&**field)), "{:?}", fields(good));
}

#[test]
fn time_comes_from_the_clock() {
    for source in sources() {
        let of_clock = source.path.ends_with("platform/clock.rs");
        for reading in ["Utc::now", "Local::now", "SystemTime::now"] {
            assert!(of_clock || !source.code.contains(reading), "{} calls {reading}", source.path.display());
        }
    }
}

#[test]
fn lints_are_expected_and_never_allowed() {
    for source in sources() {
        for silencer in ["#[allow(", "#![allow("] {
            assert!(!source.code.contains(silencer), "{} has {silencer}…", source.path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_is() {
    for path in files() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not begin with what it is", path.display());
    }
}

/// What a server says of itself is nobody's: its own address, a thread's name.
fn is_our_own(field: &str, call: &str) -> bool {
    match field {
        "address" => call.contains("metrics are served"),
        "name" => call.contains("thread.name()"),
        _ => false,
    }
}

fn files() -> Vec<PathBuf> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let mut into = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut into);
    into.sort();
    assert!(into.len() > 20, "found only {} files", into.len());
    into
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files()
        .into_iter()
        .map(|path| {
            let within = path.strip_prefix(&root).unwrap();
            let top = within.components().next().unwrap().as_os_str().to_string_lossy();
            let module = top.trim_end_matches(".rs").to_owned();
            let code = without_comments_and_tests(&fs::read_to_string(&path).unwrap());
            Source { path: Path::new("src").join(within), module, code }
        })
        .collect()
}

fn without_comments_and_tests(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod tests").next().unwrap();
    let code = |line: &str| {
        // Good enough for our own files: `//` in a string only stands behind a colon (URLs).
        let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
        comment.map_or(line, |(at, _)| &line[..at]).to_owned() + "\n"
    };
    text.lines().map(code).collect()
}

/// The paths behind every `crate::`, nested `use` lists opened up.
fn used_modules(code: &str) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            for item in list_items(list) {
                found.insert(path_of(item));
            }
        } else {
            found.insert(path_of(rest));
        }
    }
    // A macro of ours that is exported at the crate's root belongs to the ground.
    found.retain(|path| path.first().is_some_and(|first| first != "id_type"));
    found
}

/// The items of a `{a, b::{c, d}, e}` list, up to its end.
fn list_items(list: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(list[start..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

fn path_of(text: &str) -> Vec<String> {
    let end =
        text.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':').unwrap_or(text.len());
    text[..end].split("::").filter(|part| !part.is_empty()).take(2).map(str::to_owned).collect()
}

/// Every call of a log macro, whole.
fn log_calls(code: &str) -> Vec<&str> {
    let mut calls = Vec::new();
    for level in ["trace", "debug", "info", "warn", "error", "info_span", "debug_span", "error_span"] {
        let name = format!("{level}!(");
        for (at, _) in code.match_indices(&name) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
                continue;
            }
            let mut depth = 0;
            let rest = &code[at..];
            let end = rest.char_indices().find(|(_, letter)| {
                depth += match letter {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                depth == 0 && *letter == ')'
            });
            calls.push(end.map_or(rest, |(end, _)| &rest[..=end]));
        }
    }
    calls
}

/// Every word outside of strings, and every word in braces inside of them.
fn fields(call: &str) -> Vec<String> {
    let mut fields = Vec::new();
    for (index, part) in call.split('"').enumerate() {
        let words = |text: &str| -> Vec<String> {
            text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        if index % 2 == 0 {
            fields.extend(words(part));
        } else {
            for inner in part.split('{').skip(1) {
                fields.extend(words(inner.split('}').next().unwrap_or_default()));
            }
        }
    }
    fields
}

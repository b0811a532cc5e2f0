//! The web client, embedded in the binary: pages, and assets with hashed names, compressed ahead.

mod embed;

use std::borrow::Cow;

use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use rust_embed::RustEmbed;

use crate::{
    app::App,
    platform::{Error, http::headers::Abroad},
};

#[derive(RustEmbed)]
#[folder = "web-client/dist"]
struct Client;

/// Shown at `/` when the binary was built without a client.
const NOT_BUILT: &str = "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Gyeot</title>\n\
    <p>The server runs, but it was built without its web client. Run <code>make run</code>.</p>\n";

/// What a name with a hash in it says, it says for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Answers what no route does: a page, an asset, or that there is no such thing.
pub async fn serve(State(app): State<App>, request: Request) -> Response {
    let mut response = answer::<Client>(&request);
    match request.uri().path() {
        embed::SCRIPT => {
            response.extensions_mut().insert(Abroad::Script);
        }
        embed::PAGE => match embed::ancestors(&app, request.uri()).await {
            Ok(origins) => {
                response.extensions_mut().insert(Abroad::Frame(origins));
            }
            Err(error) => return error.into_response(),
        },
        _ => {}
    }
    response
}

fn answer<Files: RustEmbed>(request: &Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let Some(name) = file_name::<Files>(path) else {
        return if path.is_empty() { not_built() } else { Error::NotFound.into_response() };
    };
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = Error::MethodNotAllowed.into_response();
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
        return response;
    }
    let (file, encoding) = encoded::<Files>(&name, request.headers());
    let Some(data) = file else { return Error::NotFound.into_response() };
    let mut response = Body::from(data).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, content_type(&name));
    headers.insert(header::VARY, HeaderValue::from_name(header::ACCEPT_ENCODING));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if has_hash(&name) {
        headers.insert(header::CACHE_CONTROL, FOR_EVER);
    }
    response
}

/// `/` is the visitor's page, `/desk` is `desk.html`, and what is there under its own name is itself.
fn file_name<Files: RustEmbed>(path: &str) -> Option<Cow<'_, str>> {
    if path.is_empty() {
        return Files::get("index.html").map(|_| "index.html".into());
    }
    // The compressed forms are no files of their own.
    if [".br", ".gz"].iter().any(|end| path.ends_with(end)) {
        return None;
    }
    if Files::get(path).is_some() {
        return Some(path.into());
    }
    let page = format!("{path}.html");
    Files::get(&page).map(|_| page.into())
}

fn encoded<Files: RustEmbed>(name: &str, headers: &HeaderMap) -> (Option<Cow<'static, [u8]>>, Option<&'static str>) {
    for (encoding, end) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(headers, encoding)
            && let Some(file) = Files::get(&format!("{name}{end}"))
        {
            return (Some(file.data), Some(encoding));
        }
    }
    (Files::get(name).map(|file| file.data), None)
}

/// Whether the client named this encoding, and not with `q=0`.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding))
                && parts.next().and_then(|q| q.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0) > 0.0
        })
}

fn content_type(name: &str) -> HeaderValue {
    let kind = mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream");
    let charset = if kind.starts_with("text/") { "; charset=utf-8" } else { "" };
    HeaderValue::from_str(&format!("{kind}{charset}")).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// Whether it is `assets/<name>-<hash>.<ext>`, as the client's build names what never changes.
fn has_hash(name: &str) -> bool {
    let stem = name.strip_prefix("assets/").and_then(|name| name.split('.').next()).unwrap_or_default();
    stem.len() > 9
        && stem.is_char_boundary(stem.len() - 9)
        && stem[stem.len() - 9..].starts_with('-')
        && stem[stem.len() - 8..].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

fn not_built() -> Response {
    const HTML: [(HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::SERVICE_UNAVAILABLE, HTML, NOT_BUILT).into_response()
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[derive(RustEmbed)]
    #[folder = "tests/fixtures/client"]
    struct Built;

    async fn ask(method: Method, path: &str, encodings: &str) -> (http::response::Parts, String) {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT_ENCODING, encodings)
            .body(Body::empty())
            .unwrap();
        let (parts, body) = answer::<Built>(&request).into_parts();
        (parts, String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn pages_have_short_names_and_are_not_kept() {
        for (path, title) in [("/", "visitor"), ("/desk", "desk"), ("/desk.html", "desk")] {
            let (parts, body) = ask(Method::GET, path, "br").await;
            assert_eq!(parts.status, 200);
            assert!(body.contains(title), "{path}: {body}");
            assert_eq!(parts.headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
            assert_eq!(parts.headers.get(header::CACHE_CONTROL), None, "left to the headers of every answer");
        }
    }

    #[tokio::test]
    async fn an_asset_comes_in_the_best_form_that_the_browser_takes() {
        let path = "/assets/index-a1B2c3_4.js";
        for (encodings, encoding, content) in [
            ("gzip, deflate, br, zstd", Some("br"), "pretend brotli"),
            ("gzip, br;q=0", Some("gzip"), "pretend gzip"),
            ("identity", None, "export {};\n"),
        ] {
            let (parts, body) = ask(Method::GET, path, encodings).await;
            assert_eq!(body, content);
            let told = parts.headers.get(header::CONTENT_ENCODING).map(|told| told.to_str().unwrap());
            assert_eq!(told, encoding);
            assert_eq!(parts.headers[header::VARY], "accept-encoding");
            assert_eq!(parts.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
            assert_eq!(parts.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        }
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found_and_nothing_leads_out() {
        for path in
            ["/nothing", "/assets/index-a1B2c3_4.js.br", "/../tls/key.pem", "/%2e%2e/tls/key.pem", "//etc/passwd"]
        {
            assert_eq!(ask(Method::GET, path, "br").await.0.status, 404, "{path}");
        }
        let (parts, _) = ask(Method::POST, "/desk", "br").await;
        assert_eq!(
            (parts.status.as_u16(), &parts.headers[header::ALLOW]),
            (405, &HeaderValue::from_static("GET,HEAD"))
        );
    }

    #[tokio::test]
    async fn without_a_client_the_front_page_says_so() {
        #[derive(RustEmbed)]
        #[folder = "tests/fixtures/tls"]
        struct NoClient;
        let answer = answer::<NoClient>(&http::Request::get("/").body(Body::empty()).unwrap());
        assert_eq!(answer.status(), 503);
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        assert!(String::from_utf8_lossy(&body).contains("built without its web client"));
    }

    #[test]
    fn only_hashed_assets_are_kept_by_browsers() {
        for name in ["assets/index-Bq3x_9-Z.js", "assets/index-a1b2c3d4.css", "assets/a-b-AbCdEf12.woff2"] {
            assert!(has_hash(name), "{name}");
        }
        for name in ["index.html", "assets/logo.svg", "assets/index-short.js", "index-a1b2c3d4.js", "assets/-.js"] {
            assert!(!has_hash(name), "{name}");
        }
    }

    #[test]
    fn an_encoding_counts_when_it_is_named_and_not_refused() {
        let sent =
            |value: &'static str| HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]);
        assert!(accepts(&sent("gzip, deflate, br"), "br"));
        assert!(accepts(&sent("gzip;q=0.5, BR ; q=1.0"), "br"));
        assert!(!accepts(&sent("gzip, br;q=0"), "br"));
        assert!(!accepts(&sent("gzip"), "br"));
        assert!(!accepts(&HeaderMap::new(), "br"));
    }

    #[test]
    fn texts_say_their_charset() {
        assert_eq!(content_type("index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("a.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("a.woff2"), "font/woff2");
    }
}

//! What holds for every answer over HTTP, whatever the feature.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    sync::Arc,
    time::Duration,
};

use gyeot::{
    app::App,
    platform::{
        Clock, Config,
        config::TlsFiles,
        db::Engine,
        http::{extract::BODY_CAP, tls},
    },
    server,
};
use reqwest::Method;
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use serde_json::json;

use crate::support::{app::TestApp, client::Answer, process::Process};

async fn app() -> TestApp {
    TestApp::with(Engine::Sqlite, |_| ()).await
}

fn has_headers(answer: &Answer) {
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
             connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'",
        ),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.headers.get(name).map(|value| value.to_str().unwrap()), Some(value), "{answer:?}");
    }
    let permissions = answer.headers["permissions-policy"].to_str().unwrap();
    for off in ["camera=()", "microphone=()", "geolocation=()"] {
        assert!(permissions.contains(off), "{permissions}");
    }
    assert_eq!(answer.headers.get("strict-transport-security"), None, "this is no TLS");
}

#[tokio::test]
async fn every_answer_has_the_headers_errors_too() {
    let app = app().await;
    let client = app.anyone();
    let too_long = Some(format!("{{\"email\":\"{}\"}}", "x".repeat(BODY_CAP)));
    for (answer, status) in [
        (client.get("/health").await, 200),
        (client.page("/nothing/here").await, 404),
        (client.ask(Method::PATCH, "/health", None, &[]).await, 405),
        (client.get("/session").await, 401),
        (client.post("/session", json!({})).await, 422),
        (client.ask(Method::POST, "/session", Some("nonsense".into()), &[]).await, 400),
        (client.ask(Method::POST, "/session", too_long, &[]).await, 413),
        (client.ask(Method::OPTIONS, "/session", None, &[]).await, 405),
    ] {
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
        has_headers(&answer);
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{answer:?}");
    }
}

#[tokio::test]
async fn a_method_that_a_path_does_not_know_is_told_with_those_that_it_does() {
    let app = app().await;
    let answer = app.anyone().ask(Method::PATCH, "/session", None, &[]).await;
    let allowed = answer.headers["allow"].to_str().unwrap().to_owned();
    for method in ["GET", "POST", "DELETE"] {
        assert!(allowed.contains(method), "{allowed}");
    }
    answer.problem(405, "method_not_allowed");
}

#[tokio::test]
async fn a_body_that_is_far_too_long_is_answered_all_the_same() {
    let app = app().await;
    let body = "x".repeat(BODY_CAP * 3);
    let answer = app.anyone().ask(Method::POST, "/session", Some(body), &[]).await;
    assert_eq!(answer.problem(413, "too_long")["field"], "body");
}

#[tokio::test]
async fn figures_are_served_on_a_listener_of_their_own() {
    let app = app().await;
    app.anyone().get("/health").await.expect(200);
    app.anyone().page("/metrics").await.problem(404, "not_found");
    let (listener, address) = server::bind("GYEOT_METRICS_LISTEN", ([127, 0, 0, 1], 0).into()).unwrap();
    let serving = tokio::spawn({
        let app = (*app).clone();
        async move { server::serve_metrics(&app, listener).await }
    });
    let text = reqwest::get(format!("http://{address}/metrics")).await.unwrap().text().await.unwrap();
    let line = "gyeot_http_requests_total{method=\"GET\",route=\"/api/v1/health\",status=\"200\"} 1";
    assert!(text.lines().any(|told| told == line), "{text}");
    assert!(text.contains("route=\"none\",status=\"404\""), "a path that nobody made is not a label: {text}");
    serving.abort();
}

#[tokio::test]
async fn clients_that_say_half_a_request_keep_nobody_out() {
    let app = app().await;
    let mut silent = Vec::new();
    for _ in 0..50 {
        let mut stream = TcpStream::connect(app.address()).unwrap();
        stream.write_all(b"POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{").unwrap();
        silent.push(stream);
    }
    app.anyone().get("/health").await.expect(200);
}

/// Everything that a folder and a text hold, as one.
fn written(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(written(&path)) } else { all.extend(fs::read(&path).unwrap_or_default()) }
    }
    all
}

#[tokio::test]
async fn no_address_is_written_anywhere() {
    let server = Process::start(&[("GYEOT_LOG", "trace"), ("GYEOT_TRUSTED_PROXIES", "127.0.0.77")]);
    let client = reqwest::Client::builder()
        .no_proxy()
        .local_address(Some([127, 0, 0, 77].into()))
        .user_agent("TellTale/77")
        .build()
        .unwrap();
    for path in ["/", "/api/v1/health", "/api/v1/session", "/nothing"] {
        let asked = client.get(format!("http://{}{path}", server.address()));
        let asked = asked.header("x-forwarded-for", "203.0.113.77").header("referer", "https://telltale.example/");
        asked.send().await.unwrap();
    }
    let body = json!({"email": "telltale@example.kr", "password": "telltale telltale"}).to_string();
    client.post(format!("http://{}/api/v1/session", server.address())).body(body).send().await.unwrap();
    // A whole visit; what she says and what she is called are found nowhere either.
    let visit = json!({"language": "en", "nickname": "Telltale", "topic": "telltale", "first_message": "a telltale"});
    let visit = client.post(format!("http://{}/api/v1/visits", server.address())).body(visit.to_string());
    let begun = visit.header("x-forwarded-for", "203.0.113.77").send().await.unwrap();
    assert_eq!(begun.status(), 201);
    let begun: serde_json::Value = begun.json().await.unwrap();
    let leave = client.post(format!("http://{}/api/v1/visits/leave", server.address()));
    let left = leave.bearer_auth(begun["token"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(left.status(), 204);
    let written = written(server.data());
    assert!(written.len() > 10_000, "found only {} bytes: does the search still work?", written.len());
    let lower = String::from_utf8_lossy(&written).to_lowercase();
    let (token, code) = (begun["token"].as_str().unwrap(), begun["return_code"].as_str().unwrap());
    for trace in ["127.0.0.77", "203.0.113.77", "telltale", &token.to_lowercase(), code] {
        let found = lower.find(trace).map(|at| lower[at.saturating_sub(200)..].chars().take(300).collect::<String>());
        assert_eq!(found, None, "{trace}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_is_1_2_or_1_3_and_browsers_are_told_to_insist_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls");
    let files = TlsFiles { certificate: fixtures.join("cert.pem"), key: fixtures.join("key.pem") };
    let mut config = Config::in_folder(folder.path()).unwrap();
    config.tls = Some(files.clone());
    let (listener, address) = server::bind("GYEOT_LISTEN", config.listen).unwrap();
    let app = App::start(config, Clock::system(), address).await.unwrap();
    assert_eq!(app.public_url.scheme(), "https");
    let serving = tokio::spawn({
        let (app, tls) = (app.clone(), tls::load(&files).unwrap());
        async move { server::serve(&app, listener, Some(tls)).await }
    });
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let certificate = files.certificate.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let client = ClientConfig::builder_with_provider(provider)
                .with_protocol_versions(&[version])
                .unwrap()
                .with_root_certificates(roots)
                .with_no_client_auth();
            let connection =
                ClientConnection::new(Arc::new(client), ServerName::try_from("localhost").unwrap()).unwrap();
            let stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            stream.write_all(b"GET /api/v1/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            // A server that closes without a goodbye still answered.
            let _ = stream.read_to_string(&mut answer);
            answer
        });
        let answer = asked.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{version:?}: {answer}");
        assert!(answer.contains("strict-transport-security: max-age=31536000\r\n"), "{answer}");
    }
    app.stop.cancel();
    serving.await.unwrap().unwrap();
    app.end().await;
}

#[test]
fn certificate_files_that_do_not_fit_are_told_by_their_key() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls");
    let load = |certificate: &str, key: &str| {
        let files = TlsFiles { certificate: fixtures.join(certificate), key: fixtures.join(key) };
        tls::load(&files).unwrap_err().to_string()
    };
    assert!(load("nowhere.pem", "key.pem").starts_with("GYEOT_TLS_CERT: "));
    assert!(load("key.pem", "key.pem").starts_with("GYEOT_TLS_CERT: "));
    assert!(load("cert.pem", "nowhere.pem").starts_with("GYEOT_TLS_KEY: "));
    assert!(load("cert.pem", "cert.pem").starts_with("GYEOT_TLS_KEY: "));
}

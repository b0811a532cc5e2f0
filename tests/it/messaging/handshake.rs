//! The upgrade: origins, subprotocols, extensions.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::Visitor,
        socket::{Handshake, Socket},
    },
};

/// Shakes hands by plain HTTP, to see the answer's headers.
async fn shake(app: &TestApp, headers: &[(&str, &str)]) -> (u16, HeaderMap) {
    let mut request =
        reqwest::Client::builder().no_proxy().build().unwrap().get(format!("{}/api/v1/socket", app.origin()));
    for (name, value) in [
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ] {
        if !headers.iter().any(|(known, _)| *known == name) {
            request = request.header(name, value);
        }
    }
    for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
        request = request.header(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.headers().clone())
}

both_engines! {
    async fn an_origin_must_be_ours_to_the_letter_and_may_be_missing(app: TestApp) {
        let ours = app.origin();
        let port = app.address().port();
        for refused in [
            "null".to_owned(), format!("{ours}.evil.kr"), format!("https://127.0.0.1:{port}"),
            format!("http://127.0.0.1:{}", port ^ 1), "http://127.0.0.1".to_owned(), format!("{ours}/"), "http://evil.kr".to_owned(),
        ] {
            let handshake = Handshake { origin: Some(refused.clone()), ..Handshake::default() };
            assert_eq!(Socket::shake(app.address(), handshake).await.err(), Some(403), "{refused}");
        }
        let visitor = Visitor::arrive(app.address()).await;
        for origin in [None, Some(ours)] {
            let mut socket = Socket::shake(app.address(), Handshake { origin, ..Handshake::default() }).await.ok().unwrap();
            socket.hello(Some(&visitor.token), &[]).await;
        }
    }

    async fn of_the_subprotocols_ours_is_spoken_and_none_is_fine(app: TestApp) {
        for (offer, status) in [("gyeot.v2", 400), ("chat, superchat", 400), ("GYEOT.V1", 400), ("gyeot.v1", 101), ("chat, gyeot.v1", 101)] {
            let (came, headers) = shake(&app, &[("sec-websocket-protocol", offer)]).await;
            assert_eq!(came, status, "{offer}");
            let spoken = headers.get("sec-websocket-protocol").map(|value| value.to_str().unwrap());
            assert_eq!(spoken, (status == 101).then_some("gyeot.v1"), "{offer}");
        }
        let (came, headers) = shake(&app, &[]).await;
        assert_eq!((came, headers.get("sec-websocket-protocol")), (101, None));
        assert_eq!(headers["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    async fn compression_is_never_negotiated(app: TestApp) {
        let (status, headers) = shake(&app, &[("sec-websocket-extensions", "permessage-deflate; client_max_window_bits")]).await;
        assert_eq!((status, headers.get("sec-websocket-extensions")), (101, None));
    }

    async fn what_is_no_handshake_is_refused_with_the_reason(app: TestApp) {
        app.anyone().get("/socket").await.problem(400, "malformed");
        for headers in [[("sec-websocket-version", "8")], [("sec-websocket-key", "short")], [("upgrade", "h2c")], [("sec-websocket-key", "")]] {
            assert_eq!(shake(&app, &headers).await.0, 400, "{headers:?}");
        }
    }
}

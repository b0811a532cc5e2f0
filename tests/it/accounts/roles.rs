//! The extractors that say by their type who may call. Which call takes which is the matrix's to test.

use axum::extract::FromRequestParts;
use gyeot::{
    accounts::{Admin, Counsellor, CounsellorOrSupervisor, Role, Staff, Supervisor},
    app::App,
    platform::{Error, db::Engine},
};

use super::people::{EMAIL, add, signed_in};
use crate::support::{app::TestApp, builders::PASSWORD};

async fn ask<T: FromRequestParts<App, Rejection = Error>>(
    app: &TestApp,
    method: &str,
    cookie: Option<&str>,
    origin: Option<&str>,
) -> Result<T, &'static str> {
    let mut request = http::Request::builder().method(method).uri("/");
    for (name, value) in [("cookie", cookie), ("origin", origin)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    T::from_request_parts(&mut parts, app).await.map_err(|error| match error {
        Error::Forbidden(why) => why,
        other => other.code(),
    })
}

#[tokio::test]
async fn a_role_opens_what_takes_it_and_nothing_else() {
    let app = TestApp::with(Engine::Sqlite, |_| ()).await;
    let id = add(&app, EMAIL, "counsellor,council").await;
    let cookie = signed_in(&app, PASSWORD).await.cookie();
    let cookie = cookie.as_deref();
    assert_eq!(ask::<Staff>(&app, "GET", cookie, None).await.unwrap().id(), id);
    let counsellor = ask::<Counsellor>(&app, "GET", cookie, None).await.unwrap();
    assert!(counsellor.is(Role::Council) && !counsellor.is(Role::Supervisor));
    assert!(ask::<CounsellorOrSupervisor>(&app, "GET", cookie, None).await.is_ok());
    for refused in [
        ask::<Supervisor>(&app, "GET", cookie, None).await.map(drop),
        ask::<Admin>(&app, "GET", cookie, None).await.map(drop),
    ] {
        assert_eq!(refused, Err("your role may not do this"));
    }
}

#[tokio::test]
async fn a_missing_session_is_told_first_then_a_wrong_origin_then_a_wrong_role() {
    let app = TestApp::with(Engine::Sqlite, |_| ()).await;
    add(&app, EMAIL, "counsellor").await;
    let cookie = signed_in(&app, PASSWORD).await.cookie();
    let (ours, cookie) = (app.origin(), cookie.as_deref());
    let supervisor = async |method, cookie, origin| ask::<Supervisor>(&app, method, cookie, origin).await.map(drop);
    assert_eq!(supervisor("POST", None, None).await, Err("unauthenticated"));
    assert_eq!(supervisor("POST", None, Some("https://evil.kr")).await, Err("unauthenticated"));
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        assert_eq!(supervisor(method, cookie, None).await, Err("a command needs the Origin header"), "{method}");
    }
    let other = supervisor("POST", cookie, Some("https://evil.kr")).await;
    assert_eq!(other, Err("this origin may not give commands"));
    assert_eq!(supervisor("POST", cookie, Some(&ours)).await, Err("your role may not do this"));
    assert!(ask::<Counsellor>(&app, "POST", cookie, Some(&ours)).await.is_ok());
}

//! Accounts for these tests, made as `gyeot admin` makes them.

use gyeot::accounts::{
    AccountId, NewAccount,
    admin::{self, Applicant},
};
use serde_json::json;

use crate::support::{
    app::TestApp,
    builders::PASSWORD,
    client::{Answer, Client},
};

/// Her address.
pub const EMAIL: &str = "mina@example.kr";

/// An account with [`PASSWORD`].
pub async fn add(app: &TestApp, email: &str, roles: &str) -> AccountId {
    let applicant = Applicant {
        account: NewAccount::parse(email, "Mina", roles, "ko,en", ',').unwrap(),
        password: PASSWORD.to_owned().into(),
        line: None,
    };
    admin::add(&app.db, &app.clock, &[applicant]).await.unwrap()[0]
}

/// Tries to sign in.
pub async fn try_sign_in(client: &Client, email: &str, password: &str, code: Option<&str>) -> Answer {
    let mut body = json!({"email": email, "password": password});
    if let Some(code) = code {
        body["code"] = code.into();
    }
    client.post("/session", body).await
}

/// A counsellor who is signed in.
pub async fn counsellor(app: &TestApp) -> Client {
    add(app, EMAIL, "counsellor").await;
    signed_in(app, PASSWORD).await
}

/// Another browser of hers.
pub async fn signed_in(app: &TestApp, password: &str) -> Client {
    let client = app.anyone();
    try_sign_in(&client, EMAIL, password, None).await.expect(200);
    client
}

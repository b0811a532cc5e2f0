//! The people of the demo who have accounts, and the replies that they share.

use http::{Method, StatusCode};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::script::CANNED;
use crate::{
    accounts::{
        NewAccount,
        admin::{self, Applicant},
    },
    app::App,
    cli::{
        Failure,
        client::{As, Site},
    },
    platform::Error,
};

/// Somebody who signs in.
#[derive(Debug)]
pub(super) struct Person {
    pub email: &'static str,
    pub password: &'static str,
    pub name: &'static str,
    pub role: &'static str,
}

/// Who works in the demo. Their passwords are no secret: the demo listens on this machine alone.
pub(super) const PEOPLE: &[Person] = &[
    Person { email: "seoyeon@demo.example", password: "river-lantern-7", name: "서연", role: "counsellor" },
    Person { email: "haram@demo.example", password: "paper-crane-12", name: "하람", role: "counsellor" },
    Person { email: "jiu@demo.example", password: "quiet-harbour-3", name: "지우", role: "supervisor" },
];

/// Makes those who are not there yet (a kept folder has them).
pub(super) async fn hire(app: &App) -> Result<(), Failure> {
    for Person { email, password, name, role } in PEOPLE {
        let account = NewAccount::parse(email, name, role, "ko,en", ',')?;
        let applicant = Applicant { account, password: Zeroizing::new((*password).to_owned()), line: None };
        match admin::add(&app.db, &app.clock, &[applicant]).await {
            Ok(_) | Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Writes the shared replies, as the supervisor would.
pub(super) async fn share_replies(site: &Site) -> Result<(), Failure> {
    let mut http = site.http();
    let Some(supervisor) = PEOPLE.iter().find(|person| person.role == "supervisor") else { return Ok(()) };
    let sign_in = json!({"email": supervisor.email, "password": supervisor.password});
    let answer = http.ask(Method::POST, "/session", As::Anyone, Some(&sign_in)).await?;
    if answer.status != StatusCode::OK {
        return Err(answer.refusal());
    }
    let cookie = answer.cookie.unwrap_or_default();
    let who = As::Staff(&cookie);
    let known = http.ask(Method::GET, "/canned-replies", who, None).await?.done()?;
    if known["items"].as_array().is_none_or(Vec::is_empty) {
        for canned in CANNED {
            let reply: Value =
                json!({"language": canned.language, "title": canned.title, "body": canned.body, "shared": true});
            http.ask(Method::POST, "/canned-replies", who, Some(&reply)).await?.done()?;
        }
    }
    http.ask(Method::DELETE, "/session", who, None).await?.done()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{Clock, Config};

    #[tokio::test]
    async fn everybody_is_hired_once_with_a_password_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::in_folder(folder.path()).unwrap();
        let app = App::start(config, Clock::system(), ([127, 0, 0, 1], 9).into()).await.unwrap();
        hire(&app).await.unwrap();
        hire(&app).await.unwrap();
        let mut conn = app.db.read().await.unwrap();
        let (count,): (i64,) = conn.query("SELECT COUNT(*) FROM account").fetch_one().await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), PEOPLE.len());
        drop(conn);
        app.end().await;
    }
}

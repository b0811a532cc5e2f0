//! Staff for these tests, and conversations that have begun.

use std::{fmt::Write as _, fs, net::SocketAddr};

use gyeot::{
    accounts::{
        NewAccount,
        admin::{self, Applicant},
    },
    app::App,
};

use crate::support::{
    builders::{PASSWORD, Staff, Visitor},
    process::Process,
    wait,
};

/// Adds staff to a server of the test's own process.
pub async fn hire(app: &App, email: &str, roles: &str, languages: &str) {
    let account = NewAccount::parse(email, "Mina", roles, languages, ',').unwrap();
    let applicant = Applicant { account, password: PASSWORD.to_owned().into(), line: None };
    admin::add(&app.db, &app.clock, &[applicant]).await.unwrap();
}

/// [`hire`], and signs her in.
pub async fn counsellor(app: &App, server: SocketAddr, email: &str) -> Staff {
    hire(app, email, "counsellor", "ko,en").await;
    Staff::sign_in(server, email).await
}

/// Adds counsellors to a server in a process of its own, and signs them in.
pub async fn counsellors(server: &Process, count: usize) -> Vec<Staff> {
    let mut list = "email,name,roles,languages,password\n".to_owned();
    for number in 0..count {
        writeln!(list, "c{number}@example.kr,Mina,counsellor,ko;en,{PASSWORD}").unwrap();
    }
    fs::write(server.data().join("people.csv"), list).unwrap();
    server.run(&["admin", "import", "people.csv"], "");
    let mut staff = Vec::new();
    for number in 0..count {
        staff.push(Staff::sign_in(server.address(), &format!("c{number}@example.kr")).await);
    }
    staff
}

/// A visitor who arrives at `server` and is answered by `staff`, the only one with a free place.
pub async fn pair(server: SocketAddr, staff: &Staff, capacity: i64) -> Visitor {
    staff.available(capacity).await;
    let visitor = Visitor::arrive(server).await;
    let path = format!("/conversations/{}/open", visitor.conversation);
    wait::until("the offer", || async {
        (staff.client.post(&path, serde_json::json!({})).await.status == 200).then_some(())
    })
    .await;
    visitor
}

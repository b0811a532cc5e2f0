//! The people of these tests, and the walks that most of them begin with.

use std::time::Duration;

use gyeot::{
    accounts::{
        NewAccount,
        admin::{self, Applicant},
    },
    chat,
    platform::{Clock, db::Engine},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    app::TestApp,
    builders::{PASSWORD, Staff, Visitor},
    socket::Socket,
    wait,
};

/// Somebody of the staff, signed in. Her address is made from her name.
pub async fn staff(app: &TestApp, name: &str, roles: &str, languages: &str) -> Staff {
    let email = format!("{}@example.kr", name.to_lowercase());
    let account = NewAccount::parse(&email, name, roles, languages, ',').unwrap();
    let applicant = Applicant { account, password: PASSWORD.to_owned().into(), line: None };
    admin::add(&app.db, &app.clock, &[applicant]).await.unwrap();
    Staff::sign_in(app.address(), &email).await
}

/// A counsellor who speaks Korean.
pub async fn counsellor(app: &TestApp, name: &str) -> Staff {
    staff(app, name, "counsellor", "ko").await
}

/// A supervisor.
pub async fn supervisor(app: &TestApp, name: &str) -> Staff {
    staff(app, name, "supervisor", "ko").await
}

/// A server whose clock stands still until [`pass`] moves it.
pub async fn at_leisure(engine: Engine) -> TestApp {
    TestApp::with(engine, |settings| settings.clock = Clock::manual(Clock::system().now())).await
}

/// Lets so many seconds pass, in steps in which the server notes who is there and does what is due.
pub async fn pass(app: &TestApp, seconds: u64) {
    let mut left = seconds;
    while left > 0 {
        let step = left.min(10);
        app.clock.advance(Duration::from_secs(step));
        chat::beat(app).await.unwrap();
        chat::tasks::sweep(app).await.unwrap();
        left -= step;
    }
}

/// A visitor and a counsellor who talk.
pub struct Talk {
    pub visitor: Visitor,
    pub counsellor: Staff,
    /// The visitor's socket.
    pub hers: Socket,
    /// The counsellor's socket.
    pub theirs: Socket,
    /// The main channel.
    pub channel: Uuid,
    pub conversation: Uuid,
    /// The staff channel.
    pub staff: Uuid,
}

/// Brings them together.
pub async fn talk(app: &TestApp) -> Talk {
    talk_of(app, "Mina").await
}

/// Brings a visitor and a new counsellor together, who is the only one that is free.
pub async fn talk_of(app: &TestApp, name: &str) -> Talk {
    let counsellor = counsellor(app, name).await;
    counsellor.available(4).await;
    let (mut theirs, _) = counsellor.connect().await;
    let visitor = Visitor::arrive(app.address()).await;
    let (mut hers, _) = visitor.connect(0).await;
    theirs.frame("offer").await;
    let opened = counsellor.open(visitor.conversation).await;
    hears(&mut hers, "active").await;
    hears(&mut theirs, "active").await;
    let (channel, conversation) = (visitor.channel, visitor.conversation);
    Talk { visitor, counsellor, hers, theirs, channel, conversation, staff: channel_of(&opened, "staff") }
}

/// The channel of this kind in a conversation.
pub fn channel_of(conversation: &Value, kind: &str) -> Uuid {
    let channels = conversation["channels"].as_array().unwrap();
    let found = channels.iter().find(|channel| channel["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {conversation}"))["channel"].as_str().unwrap().parse().unwrap()
}

/// Waits until the socket hears that a conversation is in this state.
pub async fn hears(socket: &mut Socket, state: &str) -> Value {
    socket.wait(state, |frame| frame["type"] == "conversation" && frame["state"] == state).await
}

/// What a member of staff sees of a conversation.
pub async fn see(staff: &Staff, conversation: Uuid) -> Value {
    staff.client.get(&format!("/conversations/{conversation}")).await.expect(200)
}

/// Waits until she sees it in this state.
pub async fn becomes(staff: &Staff, conversation: Uuid, state: &str) -> Value {
    wait::until(state, || async { Some(see(staff, conversation).await).filter(|seen| seen["state"] == state) }).await
}

/// A command about a conversation.
pub async fn command(staff: &Staff, conversation: Uuid, verb: &str) -> crate::support::client::Answer {
    staff.client.post(&format!("/conversations/{conversation}/{verb}"), json!({})).await
}

/// Lets go of a conversation.
pub async fn transfer(staff: &Staff, conversation: Uuid, to: &str) -> crate::support::client::Answer {
    staff.client.post(&format!("/conversations/{conversation}/transfer"), json!({"to": to})).await
}

/// Her desk.
pub async fn desk(staff: &Staff) -> Value {
    staff.client.get("/desk").await.expect(200)
}

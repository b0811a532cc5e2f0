//! The people of a test. They come with what most tests need; a test says only what matters to it.

use std::net::SocketAddr;

use gyeot::accounts::{
    NewAccount,
    admin::{self, Applicant},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{app::TestApp, client::Client, socket::Socket};

/// The password of every account that a test makes.
pub const PASSWORD: &str = "four quiet herons at dusk";

/// A visitor who has asked for somebody to talk to.
pub struct Visitor {
    /// Her browser.
    pub client: Client,
    /// Her conversation.
    pub conversation: Uuid,
    /// Its main channel.
    pub channel: Uuid,
    /// What opens it.
    pub token: String,
    /// What brings her back.
    pub return_code: String,
    /// What she types in place of its last word when she is not free.
    pub duress_word: String,
}

impl Visitor {
    /// One who asks in Korean and says nothing more.
    pub async fn arrive(server: SocketAddr) -> Self {
        Self::ask(server, json!({"language": "ko"})).await
    }

    /// One who asks in her own way.
    pub async fn ask(server: SocketAddr, visit: Value) -> Self {
        let mut client = Client::new(server);
        let answer = client.post("/visits", visit).await.expect(201);
        let token = text(&answer, "token");
        client.token = Some(token.clone());
        Self {
            client,
            conversation: id(&answer, "conversation"),
            channel: id(&answer, "channel"),
            token,
            return_code: text(&answer, "return_code"),
            duress_word: text(&answer, "duress_word"),
        }
    }

    /// Her socket, said hello on, and the welcome that she got. `after` is the last message that she has.
    pub async fn connect(&self, after: i64) -> (Socket, Value) {
        let mut socket = Socket::open(&self.client).await;
        let welcome = socket.hello(Some(&self.token), &[(self.channel, after)]).await;
        (socket, welcome)
    }
}

/// Somebody of the staff, signed in.
pub struct Staff {
    /// Her browser.
    pub client: Client,
    /// Her account.
    pub id: Uuid,
    /// Her address.
    pub email: String,
}

impl Staff {
    /// Somebody new with this name and these roles, who speaks both languages.
    pub async fn hire(app: &TestApp, name: &str, roles: &str) -> Self {
        let email = format!("{}@example.kr", name.to_lowercase());
        let account = NewAccount::parse(&email, name, roles, "ko,en", ',').unwrap();
        let applicant = Applicant { account, password: PASSWORD.to_owned().into(), line: None };
        admin::add(&app.db, &app.clock, &[applicant]).await.unwrap();
        Self::sign_in(app.address(), &email).await
    }

    /// Signs in an account whose password is [`PASSWORD`].
    pub async fn sign_in(server: SocketAddr, email: &str) -> Self {
        let client = Client::new(server);
        let answer = client.post("/session", json!({"email": email, "password": PASSWORD})).await.expect(200);
        Self { client, id: id(&answer["account"], "id"), email: email.to_owned() }
    }

    /// Sits down at the desk, for so many conversations.
    pub async fn available(&self, capacity: i64) -> Value {
        self.client.put("/desk", json!({"state": "available", "capacity": capacity})).await.expect(200)
    }

    /// Her socket, said hello on, and the welcome that she got.
    pub async fn connect(&self) -> (Socket, Value) {
        let mut socket = Socket::open(&self.client).await;
        let welcome = socket.hello(None, &[]).await;
        (socket, welcome)
    }

    /// Opens the conversation that she was offered.
    pub async fn open(&self, conversation: Uuid) -> Value {
        self.client.post(&format!("/conversations/{conversation}/open"), json!({})).await.expect(200)
    }
}

fn id(answer: &Value, field: &str) -> Uuid {
    text(answer, field).parse().unwrap()
}

fn text(answer: &Value, field: &str) -> String {
    answer[field].as_str().unwrap_or_else(|| panic!("no {field} in {answer}")).to_owned()
}

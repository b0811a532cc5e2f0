//! Letters: left when nobody can be there, answered, found on return. Here what these tests begin with.

mod answered;
mod left;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    app::TestApp,
    builders::{Staff, Visitor},
    client::{Answer, Client},
};

pub(super) async fn ask(app: &TestApp) -> Visitor {
    Visitor::ask(app.address(), json!({"language": "ko", "first_message": "밤에 혼자예요"})).await
}

/// A letter of somebody whom nobody knows.
pub(super) async fn letter(app: &TestApp) -> Visitor {
    let visitor = ask(app).await;
    later(&visitor).await.expect(204);
    visitor
}

pub(super) async fn later(visitor: &Visitor) -> Answer {
    visitor.client.post("/visits/later", json!({})).await
}

pub(super) async fn come_back(app: &TestApp, visitor: &Visitor) -> Value {
    app.anyone().post("/visits/return", json!({"return_code": visitor.return_code})).await.expect(200)
}

/// Somebody with the token of a return.
pub(super) fn with_token(app: &TestApp, back: &Value) -> Client {
    let mut client = app.anyone();
    client.token = back["token"].as_str().map(str::to_owned);
    client
}

pub(super) async fn letters(staff: &Staff) -> Vec<Value> {
    staff.client.get("/letters").await.expect(200)["items"].as_array().unwrap().clone()
}

/// The conversations in her list, in its order.
pub(super) async fn listed(staff: &Staff) -> Vec<Uuid> {
    letters(staff).await.iter().map(|letter| letter["conversation"].as_str().unwrap().parse().unwrap()).collect()
}

pub(super) async fn open(staff: &Staff, conversation: Uuid) -> Answer {
    staff.client.post(&format!("/letters/{conversation}/open"), json!({})).await
}

pub(super) async fn answered(staff: &Staff, conversation: Uuid) -> Answer {
    staff.client.post(&format!("/letters/{conversation}/answered"), json!({})).await
}

/// Opens it, writes, and lets it go.
pub(super) async fn answer(staff: &Staff, visitor: &Visitor, text: &str) {
    staff.available(4).await;
    open(staff, visitor.conversation).await.expect(200);
    let (mut socket, _) = staff.connect().await;
    socket.store(visitor.channel, text).await;
    answered(staff, visitor.conversation).await.expect(200);
}

pub(super) async fn status(app: &TestApp) -> Value {
    app.anyone().get("/status").await.expect(200)
}

pub(super) async fn away(staff: &Staff) {
    staff.client.put("/desk", json!({"state": "away", "capacity": 4})).await.expect(200);
}

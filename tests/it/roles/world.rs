//! A server with one of everybody, and the things that they try their hands on.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use gyeot::platform::{Clock, db::Engine};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{callers::Caller, table::Subject};
use crate::support::{
    app::TestApp,
    builders::{Staff, Visitor},
    client::{Answer, Client},
};

/// The server and its people.
pub struct World {
    pub app: TestApp,
    staff: BTreeMap<Caller, Staff>,
    /// The cookie of a session that has ended.
    ended: Option<String>,
    /// Visitors who talk with the holder all the while: one for calls about nothing, one who is a stranger to them.
    visitor: Visitor,
    stranger: Visitor,
    /// Brings one of them back, again and again.
    pub return_code: String,
}

/// What a call is about.
pub struct Thing {
    pub id: Uuid,
    pub visitor: Option<Visitor>,
}

impl World {
    /// One of everybody.
    pub async fn new(engine: Engine) -> Self {
        let app = TestApp::with(engine, |_| ()).await;
        let mut staff = BTreeMap::new();
        for caller in Caller::ALL {
            if let Some(role) = caller.role() {
                staff.insert(caller, Staff::hire(&app, &format!("{caller:?}"), role.as_str()).await);
            }
        }
        let gone = Staff::sign_in(app.address(), &staff[&Caller::Holder].email).await;
        let ended = gone.client.cookie();
        gone.client.delete("/session").await.expect(204);
        let visitor = talk(&app, &staff[&Caller::Holder]).await;
        let stranger = talk(&app, &staff[&Caller::Holder]).await;
        let return_code = talk(&app, &staff[&Caller::Holder]).await.return_code;
        Self { app, staff, ended, visitor, stranger, return_code }
    }

    /// Somebody's browser.
    pub fn client(&self, caller: Caller, thing: &Thing) -> Client {
        let mut client = self.app.anyone();
        let hers = thing.visitor.as_ref().unwrap_or(&self.visitor);
        match caller {
            Caller::Nobody => {}
            Caller::SignedOut => client.set_cookie(self.ended.clone()),
            Caller::Visitor => client.token = Some(hers.token.clone()),
            Caller::OtherVisitor => client.token = Some(self.stranger.token.clone()),
            _ => client.set_cookie(self.staff[&caller].client.cookie()),
        }
        client
    }

    /// Somebody's browser, signed in for this alone.
    pub async fn fresh(&self, caller: Caller) -> Client {
        match self.staff.get(&caller) {
            Some(staff) => Staff::sign_in(self.app.address(), &staff.email).await.client,
            None => self.client(caller, &Thing { id: Uuid::nil(), visitor: None }),
        }
    }

    /// Makes what a call is about, so that `caller` stands to it as she is called.
    pub async fn make(&self, subject: Subject, caller: Caller) -> Thing {
        match subject {
            Subject::Nothing | Subject::FreshSession => Thing { id: Uuid::nil(), visitor: None },
            Subject::OwnReply => self.reply(Caller::Holder, false).await,
            Subject::SharedReply => self.reply(Caller::Supervisor, true).await,
            Subject::HoldAsked | Subject::HoldActive | Subject::HoldToLift => self.legal_hold(subject).await,
            Subject::Spoken | Subject::Letter | Subject::OpenLetter => self.letter(subject, caller).await,
            Subject::CounsellorAccount => Thing { id: self.staff[&Caller::OtherCounsellor].id, visitor: None },
            Subject::Alert | Subject::Held | Subject::Flag => self.report(subject).await,
            Subject::Debrief => self.debrief().await,
            Subject::Block => {
                let visitor = talk(&self.app, &self.staff[&Caller::Holder]).await;
                let wanted = json!({"reason": "abuse", "hours": 48});
                self.created(&format!("/conversations/{}/block", visitor.conversation), wanted).await
            }
            Subject::Link => self.created("/outreach/links", json!({"label": "a poster", "site": "a school"})).await,
            Subject::Entry => {
                let entry = json!({"site": "a chat", "on": today(), "minutes": 30, "contacts": 2});
                self.created("/outreach/log", entry).await
            }
            Subject::Offered | Subject::Active | Subject::Closed | Subject::Recorded => {
                let holder = &self.staff[&Caller::Holder];
                let visitor = match subject {
                    Subject::Offered => offer(&self.app, holder).await,
                    _ => talk(&self.app, holder).await,
                };
                let path = format!("/conversations/{}", visitor.conversation);
                if caller == Caller::Observer {
                    let observe = format!("{path}/observe");
                    self.staff[&caller].client.post(&observe, json!({})).await.expect(200);
                }
                if subject == Subject::Closed {
                    holder.client.post(&format!("{path}/close"), json!({})).await.expect(200);
                }
                if subject == Subject::Recorded {
                    let record = json!({"action_taken": "listened"});
                    holder.client.put(&format!("{path}/record"), record).await.expect(200);
                }
                Thing { id: visitor.conversation, visitor: Some(visitor) }
            }
        }
    }

    /// One who says something while nobody is there, and what becomes of it.
    async fn letter(&self, subject: Subject, caller: Caller) -> Thing {
        let visitor = Visitor::ask(self.app.address(), json!({"language": "ko", "first_message": "누구 있나요"})).await;
        let holder = &self.staff[&Caller::Holder];
        let (id, letter) = (visitor.conversation, format!("/letters/{}", visitor.conversation));
        if subject != Subject::Spoken {
            visitor.client.post("/visits/later", json!({})).await.expect(204);
            holder.available(20).await;
        }
        if subject == Subject::OpenLetter {
            holder.client.post(&format!("{letter}/open"), json!({})).await.expect(200);
            let (mut socket, _) = holder.connect().await;
            socket.store(visitor.channel, "여기 있어요").await;
            socket.close().await;
        }
        if caller == Caller::Observer {
            self.staff[&caller].client.post(&format!("/conversations/{id}/observe"), json!({})).await.expect(200);
        }
        Thing { id, visitor: Some(visitor) }
    }

    async fn reply(&self, by: Caller, shared: bool) -> Thing {
        let reply = json!({"title": "t", "body": "b", "language": "ko", "shared": shared});
        let made = self.staff[&by].client.post("/canned-replies", reply).await.expect(201);
        Thing { id: made["id"].as_str().unwrap().parse().unwrap(), visitor: None }
    }

    /// Something that supervisors have to look at, in a talk of the holder's.
    async fn report(&self, subject: Subject) -> Thing {
        let holder = &self.staff[&Caller::Holder];
        let visitor = talk(&self.app, holder).await;
        let path = format!("/conversations/{}", visitor.conversation);
        let list = match subject {
            Subject::Alert => {
                holder.client.post(&format!("{path}/risk"), json!({"risk": 4})).await.expect(200);
                "/alerts"
            }
            Subject::Held => {
                let (mut socket, _) = visitor.connect(0).await;
                socket.say(visitor.channel, "010-1234-5678").await;
                socket.frame("held").await;
                "/held"
            }
            _ => {
                let (mut socket, _) = visitor.connect(0).await;
                socket.store(visitor.channel, "곁").await;
                let flag = json!({"channel": visitor.channel, "seq": 1});
                holder.client.post(&format!("{path}/flags"), flag).await.expect(201);
                "/flags"
            }
        };
        let listed = self.staff[&Caller::Supervisor].client.get(list).await.expect(200);
        let hers = |item: &&Value| item["conversation"] == json!(visitor.conversation);
        let item = listed["items"].as_array().unwrap().iter().find(hers).unwrap();
        let id = item.get("alert").unwrap_or(&item["id"]).as_str().unwrap().parse().unwrap();
        Thing { id, visitor: Some(visitor) }
    }

    /// A talk that the holder is owed: she panicked.
    async fn debrief(&self) -> Thing {
        let holder = &self.staff[&Caller::Holder];
        let visitor = talk(&self.app, holder).await;
        holder.client.post(&format!("/conversations/{}/panic", visitor.conversation), json!({})).await.expect(200);
        let owed = holder.client.get("/debriefs").await.expect(200);
        let hers = |item: &&Value| item["conversation"] == json!(visitor.conversation);
        let item = owed["items"].as_array().unwrap().iter().find(hers).unwrap();
        Thing { id: item["id"].as_str().unwrap().parse().unwrap(), visitor: Some(visitor) }
    }

    /// Lets all who have had a heavy time have had their break.
    async fn rest(&self) {
        let mut tx = self.app.db.write().await.unwrap();
        let rested = "UPDATE desk SET heavy = 0, break_from = NULL, break_until = NULL";
        tx.query(rested).execute().await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What the holder makes by a call.
    async fn created(&self, path: &str, body: Value) -> Thing {
        let made = self.staff[&Caller::Holder].client.post(path, body).await.expect(201);
        Thing { id: made["id"].as_str().unwrap().parse().unwrap(), visitor: None }
    }

    /// A legal hold on a conversation that is over: as far as the supervisor and the admin take it between them.
    async fn legal_hold(&self, subject: Subject) -> Thing {
        let holder = &self.staff[&Caller::Holder];
        let visitor = talk(&self.app, holder).await;
        let path = format!("/conversations/{}", visitor.conversation);
        holder.client.post(&format!("{path}/close"), json!({})).await.expect(200);
        let (one, two) = (&self.staff[&Caller::Supervisor].client, &self.staff[&Caller::Admin].client);
        let reason = json!({"reason": "a case"});
        let hold = one.post(&format!("{path}/legal-hold"), reason.clone()).await.expect(201);
        let hold: Uuid = hold["id"].as_str().unwrap().parse().unwrap();
        if subject != Subject::HoldAsked {
            two.post(&format!("/legal-holds/{hold}/confirm"), json!({})).await.expect(200);
        }
        if subject == Subject::HoldToLift {
            one.post(&format!("/legal-holds/{hold}/lift"), reason).await.expect(200);
        }
        Thing { id: hold, visitor: None }
    }

    /// Puts away what was made for a call: nobody is left in the line for the next.
    pub async fn clean_up(&self, thing: Thing) {
        if let Some(visitor) = &thing.visitor {
            self.leave(&visitor.token).await;
            let path = format!("/conversations/{}", visitor.conversation);
            let watcher = &self.staff[&Caller::Supervisor].client;
            let mut seen = watcher.get(&path).await.expect(200);
            if seen["later"] == true {
                // Nobody closes a letter but she who left it, and time: also one that somebody has opened.
                let code = json!({"return_code": visitor.return_code});
                self.leave_with(&self.app.anyone().post("/visits/return", code).await).await;
                seen = watcher.get(&path).await.expect(200);
            }
            if seen["state"] != "closed" {
                watcher.post(&format!("{path}/close"), json!({})).await.expect(200);
            }
        }
        self.rest().await;
        // The holder takes only who comes when she is asked to.
        self.staff[&Caller::Holder].client.put("/desk", away()).await.expect(200);
    }

    /// Lets a visitor leave whom a call has brought in.
    pub async fn leave_with(&self, answer: &Answer) {
        if let Some(token) = answer.body["token"].as_str() {
            self.leave(token).await;
        }
    }

    async fn leave(&self, token: &str) {
        let mut client = self.app.anyone();
        client.token = Some(token.to_owned());
        // She may have left already.
        client.post("/visits/leave", json!({})).await;
    }
}

/// A visitor who is offered to `holder` alone.
async fn offer(app: &TestApp, holder: &Staff) -> Visitor {
    holder.available(20).await;
    let visitor = Visitor::arrive(app.address()).await;
    let view = holder.client.get(&format!("/conversations/{}", visitor.conversation)).await.expect(200);
    assert_eq!((&view["state"], &view["counsellor"]["id"]), (&json!("offered"), &json!(holder.id)), "{view}");
    holder.client.put("/desk", away()).await.expect(200);
    visitor
}

/// A visitor who talks with `holder`.
async fn talk(app: &TestApp, holder: &Staff) -> Visitor {
    let visitor = offer(app, holder).await;
    holder.open(visitor.conversation).await;
    visitor
}

/// The day as it is called in Seoul.
pub fn today() -> String {
    (Clock::system().now() + TimeDelta::hours(9)).date_naive().to_string()
}

fn away() -> Value {
    json!({"state": "away", "capacity": 20})
}

//! What is told after a commit, and never before.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    accounts::AccountId,
    app::App,
    messaging::{ConversationId, News, member, protocol::ServerFrame},
    notifications::{self, Occasion},
    platform::{Result, db::Tx, events},
};

/// The topic on which every node hears that the line or a desk is not what it was.
pub const LINE: &str = "line";

/// News gathered in a transaction, to be told once it has committed.
#[derive(Debug, Default)]
#[must_use = "news that nobody tells"]
pub struct Told {
    news: Vec<(Uuid, News)>,
    line: bool,
    facts: bool,
    notified: bool,
}

impl Told {
    /// A conversation is not what it was: everyone who hears it at this moment will look. Call it before somebody is
    /// taken out, and again after somebody came in.
    ///
    /// # Errors
    /// As any statement.
    pub async fn changed(&mut self, tx: &mut Tx, conversation: ConversationId) -> Result<()> {
        for person in member::audience(tx, conversation).await? {
            self.changed_for(person, conversation);
        }
        Ok(())
    }

    /// As [`Told::changed`], for one person.
    pub fn changed_for(&mut self, person: Uuid, conversation: ConversationId) {
        let known = self.news.iter().any(|(known, news)| {
            *known == person && matches!(news, News::Changed { conversation: about } if *about == conversation)
        });
        if !known {
            self.news.push((person, News::Changed { conversation }));
        }
    }

    /// A frame for one person.
    pub fn frame(&mut self, person: Uuid, frame: &ServerFrame) {
        self.news.push((person, News::Frame { json: frame.to_json() }));
    }

    /// Notifies somebody who may not be looking, by push and mail. Of several people, in the order of their ids.
    ///
    /// # Errors
    /// As any statement.
    pub async fn notify(
        &mut self,
        tx: &mut Tx,
        to: AccountId,
        occasion: Occasion,
        subject: Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        notifications::put(tx, to, occasion, subject, now).await?;
        self.notified = true;
        Ok(())
    }

    /// What was about `subject` needs nobody any more: notifications that are still on their way are taken back.
    ///
    /// # Errors
    /// As any statement.
    pub async fn withdraw(&mut self, tx: &mut Tx, subject: Uuid) -> Result<()> {
        notifications::withdraw(tx, subject).await?;
        Ok(())
    }

    /// Her token is dead.
    pub fn signed_out(&mut self, person: Uuid) {
        self.news.push((person, News::SignedOut { session: None }));
    }

    /// The line or a desk is not what it was.
    pub fn line(&mut self) {
        self.line = true;
    }

    /// Writes a durable fact; the last thing before the commit.
    ///
    /// # Errors
    /// As any statement.
    pub async fn fact(
        &mut self,
        tx: &mut Tx,
        kind: &'static str,
        conversation: ConversationId,
        detail: Value,
        at: DateTime<Utc>,
    ) -> Result<()> {
        events::append(tx, kind, conversation.as_uuid(), detail, at).await?;
        self.facts = true;
        Ok(())
    }

    /// Tells it all.
    pub fn tell(self, app: &App) {
        for (person, news) in self.news {
            app.hub.tell(person, news);
        }
        if self.line {
            app.bus.publish(LINE, "");
        }
        if self.facts {
            events::announce(&app.bus);
        }
        if self.notified {
            notifications::announce(&app.bus);
        }
    }
}

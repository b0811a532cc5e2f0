//! What is told after a commit, and never before.

use serde_json::Value;
use uuid::Uuid;

use crate::{
    app::App,
    messaging::{ConversationId, News, member, protocol::ServerFrame},
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
    called: Vec<(Uuid, Uuid)>,
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

    /// Calls those on duty for a loud alert, by other ways than the desk.
    ///
    /// # Errors
    /// As any statement.
    pub async fn call(&mut self, tx: &mut Tx, alert: Uuid, now: chrono::DateTime<chrono::Utc>) -> Result<()> {
        for account in super::alerts::on_call(tx, now).await? {
            self.called.push((account.as_uuid(), alert));
        }
        Ok(())
    }

    /// An alert needs nobody any more: calls for it that are still on their way are taken back.
    ///
    /// # Errors
    /// As any statement.
    pub async fn withdraw(&mut self, _tx: &mut Tx, alert: Uuid) -> Result<()> {
        self.called.retain(|(_, known)| *known != alert);
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
        at: chrono::DateTime<chrono::Utc>,
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
    }
}

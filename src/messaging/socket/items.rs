//! What the rest of the node gives a socket to deal with. Numbers come in order, each once, without a hole, whatever
//! the news did on their way.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::session::{Flow, InFlight, Session};
use crate::{
    messaging::{
        hub::{Item, Live, News},
        log::{self, Committed},
        member,
        model::{ChannelId, ConversationId, MessageId},
        owner::Incoming,
        protocol::{CloseCode, ConversationNews, ConversationState, ErrorCode, Ref, ServerFrame},
    },
    platform::error::Error,
};

/// Messages fetched at a time when a hole is filled.
const FETCH: i64 = 200;

/// Leaves of several "this conversation changed" only the last: each is a look at the database, and one look after all
/// of them sees the same. A counsellor who is given and closes many in a storm would fall behind otherwise.
fn skip_repeated_looks(items: &mut Vec<Item>) {
    let about = |item: &Item| match item {
        Item::News(news) => match **news {
            News::Changed { conversation } => Some(conversation),
            _ => None,
        },
        _ => None,
    };
    let mut seen = HashSet::new();
    let mut keep: Vec<bool> =
        items.iter().rev().map(|item| about(item).is_none_or(|conversation| seen.insert(conversation))).collect();
    items.retain(|_| keep.pop().unwrap_or(true));
}

impl Session {
    /// Deals with what was given, in order.
    pub(super) async fn deal(&mut self, items: &mut Vec<Item>) -> Flow {
        skip_repeated_looks(items);
        for item in items.drain(..) {
            let dealt = match item {
                Item::Message(committed) => self.message(&committed).await,
                Item::Live(live) => Box::pin(self.live(&live)).await,
                Item::Repeated { channel, id, seq, at } => {
                    self.stored(channel, id, seq, at);
                    Ok(())
                }
                Item::Refused { channel, id, code, detail } => {
                    let reference = id.and_then(|id| self.land(channel, id));
                    self.say(&ServerFrame::error_in(reference, code, Some(channel), id, detail));
                    Ok(())
                }
                Item::Waits { channel, id } => {
                    Box::pin(self.waits(channel, id)).await;
                    Ok(())
                }
                Item::Tail { channel, seq, epoch } => Box::pin(self.reach(channel, seq, epoch)).await,
                Item::News(news) => match Box::pin(self.news(&news)).await {
                    Ok(flow) => {
                        flow?;
                        Ok(())
                    }
                    Err(error) => Err(error),
                },
            };
            if let Err(error) = dealt {
                // Nothing may be skipped: the client comes back and resumes.
                tracing::warn!(reason = %error, "a socket could not be kept up to date");
                return Err(Some(CloseCode::FellBehind));
            }
        }
        Ok(())
    }

    async fn message(&mut self, committed: &Committed) -> Result<(), Error> {
        let Some(index) = self.position(committed.channel) else {
            // Let go of the channel after saying it: it is on disk all the same.
            self.stored_here(committed);
            return Ok(());
        };
        if committed.seq <= self.subscriptions[index].last {
            // Delivered before, or part of the channel when it was heard anew; a sender who was not told waits still.
            self.stored_here(committed);
            return Ok(());
        }
        if committed.epoch > self.subscriptions[index].epoch && !Box::pin(self.confirm(index, committed.epoch)).await? {
            self.stored_here(committed);
            return Ok(());
        }
        if committed.seq > self.subscriptions[index].last + 1 {
            Box::pin(self.fetch(index, committed.seq - 1)).await?;
        }
        self.subscriptions[index].last = committed.seq;
        if !self.stored_here(committed) {
            self.out.push(committed.frame.clone());
        }
        Ok(())
    }

    /// The log would not take it, since its id waits elsewhere: what becomes of that one is the answer.
    async fn waits(&mut self, channel: ChannelId, id: MessageId) {
        let Some(sent) = self.take(channel, id) else { return };
        let Some(index) = self.position(channel) else {
            return self.not_a_member(sent.reference, channel, Some(id));
        };
        let subscription = &self.subscriptions[index];
        let incoming = Incoming {
            channel: subscription.channel.clone(),
            author: subscription.signature.clone(),
            id,
            body: sent.body,
        };
        if self.receive(sent.reference.clone(), incoming).await.is_some() {
            // It went out, or its talk was erased, in this moment: asked once more the log knows.
            let detail = "not stored, send it again";
            self.say(&ServerFrame::error_in(sent.reference, ErrorCode::Unavailable, Some(channel), Some(id), detail));
        }
    }

    async fn live(&mut self, live: &Live) -> Result<(), Error> {
        let Some(index) = self.position(live.channel) else { return Ok(()) };
        // The author may know an old epoch as well as we do. While other nodes' news do not reach us, only the database
        // knows whether she was let go.
        let doubtful = live.epoch > self.subscriptions[index].epoch || !self.app.bus.is_connected();
        if doubtful && !self.confirm(index, live.epoch).await? {
            return Ok(());
        }
        self.out.push(live.frame.clone());
        Ok(())
    }

    async fn reach(&mut self, channel: ChannelId, seq: i64, epoch: i64) -> Result<(), Error> {
        let Some(index) = self.position(channel) else { return Ok(()) };
        if epoch > self.subscriptions[index].epoch && !self.confirm(index, epoch).await? {
            return Ok(());
        }
        self.fetch(index, seq).await
    }

    async fn news(&mut self, news: &News) -> Result<Flow, Error> {
        match news {
            News::Changed { conversation } => self.changed(*conversation).await?,
            News::Frame { json } => self.out.push(json.as_str().into()),
            News::Place { conversation, position, estimate } => {
                let channels = self.marks(*conversation).await?;
                // Read from the line a moment ago. If it was offered since, its own news may have come first.
                let Some(in_line) = self.app.owner().waits(&self.app, *conversation).await? else {
                    return Ok(Ok(()));
                };
                self.say(&ServerFrame::Conversation(ConversationNews {
                    conversation: *conversation,
                    state: ConversationState::Waiting,
                    position: Some(*position),
                    estimated_wait_seconds: Some(*estimate),
                    counsellor: None,
                    channels,
                    visitor_present: None,
                    visitor_left: None,
                    risk: None,
                    closed_reason: None,
                    later: None,
                    helplines: in_line.helplines,
                }));
            }
            News::Replaced { by } if *by != self.handle.id => {
                // Of two that said hello at the same moment each hears of the other: the database knows who was last.
                if !self.is_current().await? {
                    return Ok(Err(Some(CloseCode::Replaced)));
                }
            }
            News::Replaced { .. } => {}
            News::SignedOut { session } => {
                let mine = match self.who.as_deref() {
                    Some(super::Who::Staff { session, .. }) => Some(session.as_uuid()),
                    _ => None,
                };
                // The news of a dead token may come after she is back with a new one.
                let dead = match (session, self.who.as_deref()) {
                    (None, Some(super::Who::Visitor(_))) => !self.is_current().await?,
                    (None, _) => true,
                    (session, _) => *session == mine,
                };
                if dead {
                    return Ok(Err(Some(CloseCode::Unauthenticated)));
                }
            }
            News::Refresh => self.refresh().await?,
        }
        Ok(Ok(()))
    }

    /// A conversation is not what it was: hear what is newly hers, and nothing that no longer is.
    async fn changed(&mut self, conversation: ConversationId) -> Result<(), Error> {
        let Some(who) = self.who.clone() else { return Ok(()) };
        let app = self.app.clone();
        let view = app.owner().view(&app, &who, conversation).await?;
        let gone: Vec<ChannelId> = self
            .subscriptions
            .iter()
            .filter(|known| known.channel.conversation == conversation)
            .map(|known| known.channel.id)
            .filter(|id| !view.iter().flat_map(|view| &view.channels).any(|mark| mark.channel == *id))
            .collect();
        for channel in gone {
            self.drop_channel(channel);
        }
        // What she may do in those that stay may have changed too (a supervisor who took over).
        // From the end, since one that is dropped moves those after it.
        for index in (0..self.subscriptions.len()).rev() {
            if self.subscriptions[index].channel.conversation == conversation {
                self.confirm(index, 0).await?;
            }
        }
        if let Some(view) = view {
            let before = self.subscriptions.len();
            self.subscribe_all(&view).await?;
            if self.subscriptions.len() > before {
                app.hub.settled().await;
            }
            self.say(&ServerFrame::Conversation(view));
            for index in before..self.subscriptions.len() {
                let tail = self.tail_of(index).await?;
                self.fetch(index, tail).await?;
            }
        }
        Ok(())
    }

    /// News may have been lost: look at everything again.
    async fn refresh(&mut self) -> Result<(), Error> {
        let Some(who) = self.who.clone() else { return Ok(()) };
        let app = self.app.clone();
        let mut conversations: Vec<ConversationId> =
            self.subscriptions.iter().map(|known| known.channel.conversation).collect();
        let welcome = app.owner().welcome(&app, &who).await?;
        conversations.extend(welcome.conversations.iter().map(|view| view.conversation));
        conversations.sort_unstable();
        conversations.dedup();
        for conversation in conversations {
            self.changed(conversation).await?;
        }
        for frame in &welcome.frames {
            self.say(frame);
        }
        for index in (0..self.subscriptions.len()).rev() {
            if self.confirm(index, 0).await? {
                let tail = self.tail_of(index).await?;
                self.fetch(index, tail).await?;
            }
        }
        Ok(())
    }

    /// Delivers from the log what lies after the last number and up to `upto`.
    pub(super) async fn fetch(&mut self, index: usize, upto: i64) -> Result<(), Error> {
        let app = self.app.clone();
        let me = self.who.as_deref().map(super::Who::id);
        while self.subscriptions[index].last < upto {
            let subscription = &self.subscriptions[index];
            let (channel, last) = (subscription.channel.clone(), subscription.last);
            let lines = {
                let mut conn = app.db.read().await?;
                log::between(&mut conn, &app.vault, &channel, last, upto, FETCH).await?
            };
            if lines.is_empty() {
                return Err(Error::Internal("the log has a hole".into()));
            }
            for line in lines {
                self.subscriptions[index].last = line.seq;
                let mine = Some(line.author) == me;
                // Its own message came back by another way before the writer's answer: say `stored`, in its place.
                let waits = mine
                    && self.in_flight.iter().any(|sent| {
                        sent.channel == channel.id && sent.id == line.id && sent.body.as_str() == line.body
                    });
                if !(waits && self.stored(channel.id, line.id, line.seq, line.at)) {
                    self.say(&ServerFrame::Message(log::to_frame(&channel, line)));
                }
            }
        }
        Ok(())
    }

    /// Says `stored` if this socket sent it and has not been told yet.
    fn stored_here(&mut self, committed: &Committed) -> bool {
        committed.origin == Some(self.handle.id)
            && self.stored(committed.channel, committed.id, committed.seq, committed.at)
    }

    /// Says `stored` if it is a message of this socket that waits for it.
    fn stored(&mut self, channel: ChannelId, id: MessageId, seq: i64, at: DateTime<Utc>) -> bool {
        let Some(at_index) = self.in_flight.iter().position(|sent| sent.channel == channel && sent.id == id) else {
            return false;
        };
        let reference = self.in_flight.remove(at_index).reference;
        self.say(&ServerFrame::Stored { reference, channel, id, seq, at });
        true
    }

    /// Takes a message out of those on their way, with the client's number for it.
    fn land(&mut self, channel: ChannelId, id: MessageId) -> Option<Ref> {
        self.take(channel, id)?.reference
    }

    fn take(&mut self, channel: ChannelId, id: MessageId) -> Option<InFlight> {
        let index = self.in_flight.iter().position(|sent| sent.channel == channel && sent.id == id)?;
        Some(self.in_flight.remove(index))
    }

    fn position(&self, channel: ChannelId) -> Option<usize> {
        self.subscriptions.iter().position(|known| known.channel.id == channel)
    }

    /// Whether she is a member still; asks the database and takes note of what she may do. If not, she is told and the
    /// channel dropped.
    async fn confirm(&mut self, index: usize, epoch: i64) -> Result<bool, Error> {
        let Some(who) = self.who.clone() else { return Ok(false) };
        let app = self.app.clone();
        let channel = self.subscriptions[index].channel.clone();
        let standing = {
            let mut conn = app.db.read().await?;
            member::standing(&mut conn, channel.no, who.id()).await?
        };
        let Some(standing) = standing else {
            self.drop_channel(channel.id);
            return Ok(false);
        };
        let subscription = &mut self.subscriptions[index];
        subscription.epoch = standing.epoch.max(epoch);
        subscription.writes = standing.writes;
        subscription.closed = standing.closed;
        if subscription.signature.kind != standing.kind {
            let mut signature = (*subscription.signature).clone();
            signature.kind = standing.kind;
            subscription.signature = signature.into();
        }
        Ok(true)
    }

    /// [`Session::confirm`] for a command: a database that is away ends the command and not the socket.
    pub(super) async fn still_member(&mut self, index: usize) -> Flow<bool> {
        self.confirm(index, 0).await.map_err(|error| {
            tracing::warn!(reason = %error, "membership could not be read");
            Some(CloseCode::Restart)
        })
    }

    /// The channel's last number now.
    pub(super) async fn tail_of(&self, index: usize) -> Result<i64, Error> {
        let channel = &self.subscriptions[index].channel;
        let mut conn = self.app.db.read().await?;
        let (last,): (i64,) =
            conn.query("SELECT last_seq FROM channel WHERE no = $1").bind(channel.no).fetch_one().await?;
        Ok(last)
    }

    /// Records, once a socket and channel, that a transcript is read back, where that has to be recorded.
    pub(super) async fn record_reading(&mut self, index: usize) -> Result<(), Error> {
        let conversation = self.subscriptions[index].channel.conversation;
        if !self.subscriptions[index].recorded
            && let Some(who) = self.who.clone()
        {
            let app = self.app.clone();
            app.owner().reads(&app, &who, conversation).await?;
            // Only now: a ledger that could not be written must not let the next page through unrecorded.
            self.subscriptions[index].recorded = true;
        }
        Ok(())
    }

    async fn marks(&self, conversation: ConversationId) -> Result<Vec<crate::messaging::ChannelMark>, Error> {
        let Some(who) = self.who.clone() else { return Ok(Vec::new()) };
        let mut conn = self.app.db.read().await?;
        member::marks(&mut conn, conversation, who.id()).await
    }

    /// Whether this is the socket that speaks for her.
    async fn is_current(&self) -> Result<bool, Error> {
        match &self.who {
            Some(who) => self.app.owner().is_current(&self.app, who, self.handle.id).await,
            None => Ok(false),
        }
    }

    fn drop_channel(&mut self, channel: ChannelId) {
        self.app.hub.deafen(channel, &self.handle);
        self.subscriptions.retain(|known| known.channel.id != channel);
        self.not_a_member(None, channel, None);
    }
}

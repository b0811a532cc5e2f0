//! What a client may ask of its socket.

use super::session::{Flow, InFlight, Session};
use crate::{
    messaging::{
        log::{self, Draft, Entry, Finding, Mark},
        model::{Body, ChannelId, MessageId},
        owner::{Incoming, Received, Screened},
        protocol::{self, Author, CloseCode, Command, ErrorCode, HeldOutcome, HistoryItem, Ref, Refusal, ServerFrame},
    },
    platform::error::Error,
};

/// A page of history is cut at about so many bytes of text: other people's clients cap what they take, often at 1 MiB.
const PAGE_BYTES: usize = 600 * 1024;

impl Session {
    /// Acts on a text frame.
    pub(super) async fn obey(&mut self, text: &str) -> Flow {
        let parsed = protocol::parse(text);
        let free = matches!(&parsed, Ok((_, Command::Hello(_) | Command::Ping)));
        if !free {
            let (reference, channel) = match &parsed {
                Ok((reference, command)) => (reference.as_ref(), command.channel()),
                Err(refusal) => (refusal.reference.as_ref(), refusal.channel),
            };
            let reference = reference.cloned();
            if !self.admit(reference.as_ref(), channel)? {
                return Ok(());
            }
        }
        match parsed {
            Err(Refusal { reference, code, channel, detail }) => {
                self.say(&ServerFrame::error_in(reference, code, channel, None, detail));
                if code == ErrorCode::Malformed { self.count_malformed() } else { Ok(()) }
            }
            Ok((reference, Command::Hello(hello))) => Box::pin(self.hello(reference, hello)).await,
            Ok((reference, command)) if self.who.is_none() => {
                let detail = "say hello first";
                self.say(&ServerFrame::error_in(reference, ErrorCode::HelloFirst, command.channel(), None, detail));
                Ok(())
            }
            Ok((reference, command)) => self.act(reference, command).await,
        }
    }

    async fn act(&mut self, reference: Option<Ref>, command: Command) -> Flow {
        match command {
            Command::Hello(_) => Ok(()),
            Command::Ping => {
                self.say(&ServerFrame::Pong { reference });
                Ok(())
            }
            Command::Send { channel, id, body } => {
                self.find(channel).await?;
                self.send(reference, channel, id, body).await
            }
            Command::Typing { channel, active } => {
                self.find(channel).await?;
                self.typing(reference, channel, active);
                Ok(())
            }
            Command::Read { channel, seq } => {
                self.find(channel).await?;
                self.read(reference, channel, seq);
                Ok(())
            }
            Command::Watch { active } => Box::pin(self.watch(reference, active)).await,
            Command::History { channel, before, limit } => {
                Box::pin(self.history(reference, channel, before, limit)).await
            }
        }
    }

    /// A channel that `welcome` did not list may be hers all the same: a closed conversation that she may still read.
    async fn find(&mut self, channel: ChannelId) -> Flow {
        if self.subscriptions.iter().any(|known| known.channel.id == channel) {
            return Ok(());
        }
        Box::pin(self.subscribe(channel, None)).await.map_err(|error| {
            tracing::warn!(reason = %error, "a channel could not be looked up");
            Some(CloseCode::Restart)
        })
    }

    async fn send(&mut self, reference: Option<Ref>, channel: ChannelId, id: MessageId, body: Body) -> Flow {
        let Some(subscription) = self.subscriptions.iter().find(|known| known.channel.id == channel) else {
            self.not_a_member(reference, channel, Some(id));
            return Ok(());
        };
        if !subscription.writes {
            self.not_a_member(reference, channel, Some(id));
            return Ok(());
        }
        let finding = match self.app.owner().screen(&self.app, &subscription.signature, &subscription.channel, &body) {
            Screened::Store(finding) => finding,
            Screened::Ask => {
                let incoming = Incoming {
                    channel: subscription.channel.clone(),
                    author: subscription.signature.clone(),
                    id,
                    body: body.clone(),
                };
                match Box::pin(self.receive(reference.clone(), incoming)).await {
                    Some(finding) => finding,
                    None => return Ok(()),
                }
            }
        };
        let Some(subscription) = self.subscriptions.iter().find(|known| known.channel.id == channel) else {
            self.not_a_member(reference, channel, Some(id));
            return Ok(());
        };
        let draft = Draft {
            channel: subscription.channel.clone(),
            author: subscription.signature.clone(),
            epoch: subscription.epoch,
            id,
            body: body.clone(),
            finding,
            reply: self.handle.clone(),
        };
        self.in_flight.push(InFlight { channel, id, body, reference });
        self.hand_over(Entry::Draft(draft));
        Ok(())
    }

    /// Lets a message be looked at. What the rules saw in it if it goes to the log after all; otherwise the client was
    /// told.
    pub(super) async fn receive(&mut self, reference: Option<Ref>, incoming: Incoming) -> Option<Option<Finding>> {
        let app = self.app.clone();
        let (channel, id) = (incoming.channel.id, incoming.id);
        let frame = match app.owner().receive(&app, incoming).await {
            Ok(Received::Store(finding)) => return Some(finding),
            Ok(Received::Held { reason, at, expires_at }) => {
                ServerFrame::Held { reference, channel, id, reason, body: None, at, expires_at }
            }
            Ok(Received::Repeated { seq, at }) => ServerFrame::Stored { reference, channel, id, seq, at },
            Ok(Received::Returned) => {
                ServerFrame::HeldDone { reference, channel, id, outcome: HeldOutcome::Returned, note: None }
            }
            Ok(Received::Refused(code, detail)) => {
                ServerFrame::error_in(reference, code, Some(channel), Some(id), detail)
            }
            Err(error) => {
                tracing::warn!(reason = %error, "a message could not be held");
                let detail = "not stored, send it again";
                ServerFrame::error_in(reference, ErrorCode::Unavailable, Some(channel), Some(id), detail)
            }
        };
        self.say(&frame);
        None
    }

    async fn watch(&mut self, reference: Option<Ref>, active: bool) -> Flow {
        let Some(who) = self.who.clone() else { return Ok(()) };
        let app = self.app.clone();
        match app.owner().watch(&app, &who, self.handle.clone(), active).await {
            Ok(Some(board)) => self.say(&ServerFrame::Wallboard { reference, board }),
            Ok(None) => {}
            Err(Error::Forbidden(detail)) => self.say(&ServerFrame::error(reference, ErrorCode::Invalid, detail)),
            Err(error) => {
                tracing::warn!(reason = %error, "the wallboard could not be read");
                self.say(&ServerFrame::error(reference, ErrorCode::Unavailable, "cannot be read at the moment"));
            }
        }
        Ok(())
    }

    fn read(&mut self, reference: Option<Ref>, channel: ChannelId, seq: i64) {
        let Some(subscription) = self.subscriptions.iter().find(|known| known.channel.id == channel) else {
            return self.not_a_member(reference, channel, None);
        };
        let mark = Mark {
            channel: subscription.channel.clone(),
            author: subscription.signature.clone(),
            epoch: subscription.epoch,
            seq,
            // A silent reader stays silent.
            announce: subscription.writes,
            reply: self.handle.clone(),
        };
        if seq > 0 {
            self.hand_over(Entry::Mark(mark));
        }
    }

    fn typing(&mut self, reference: Option<Ref>, channel: ChannelId, active: bool) {
        let Some(subscription) = self.subscriptions.iter().find(|known| known.channel.id == channel) else {
            return self.not_a_member(reference, channel, None);
        };
        if !subscription.writes {
            return self.not_a_member(reference, channel, None);
        }
        if subscription.closed {
            let detail = "the conversation is over";
            return self.say(&ServerFrame::error_in(reference, ErrorCode::Closed, Some(channel), None, detail));
        }
        let author = Author { kind: subscription.signature.kind, name: subscription.signature.name.clone() };
        let frame = ServerFrame::Typing { channel, author, active };
        self.app.hub.live(channel, subscription.epoch, &self.handle, &frame);
    }

    /// Gives an entry to the log, or keeps it until there is room. The socket is not read while one is kept, so there
    /// is never a second.
    fn hand_over(&mut self, entry: Entry) {
        if let Err(
            tokio::sync::mpsc::error::TrySendError::Full(entry) | tokio::sync::mpsc::error::TrySendError::Closed(entry),
        ) = self.app.log.offer(entry)
        {
            self.pending = Some(entry);
        }
    }

    async fn history(&mut self, reference: Option<Ref>, channel: ChannelId, before: Option<i64>, limit: i64) -> Flow {
        self.find(channel).await?;
        let Some(index) = self.subscriptions.iter().position(|known| known.channel.id == channel) else {
            self.not_a_member(reference, channel, None);
            return Ok(());
        };
        // Asked of the database at this moment: history is where a lost "you are out" would hurt most.
        if !self.still_member(index).await? {
            self.not_a_member(reference, channel, None);
            return Ok(());
        }
        match self.page(index, before, limit).await {
            Ok((messages, more)) => self.say(&ServerFrame::History { reference, channel, messages, more }),
            Err(error) => {
                tracing::warn!(reason = %error, "history could not be read");
                let detail = "cannot be read at the moment";
                self.say(&ServerFrame::error_in(reference, ErrorCode::Unavailable, Some(channel), None, detail));
            }
        }
        Ok(())
    }

    async fn page(&mut self, index: usize, before: Option<i64>, limit: i64) -> Result<(Vec<HistoryItem>, bool), Error> {
        let app = self.app.clone();
        self.record_reading(index).await?;
        let channel = self.subscriptions[index].channel.clone();
        let mut conn = app.db.read().await?;
        // One more than asked for tells whether there are earlier ones.
        let mut lines = log::before(&mut conn, &app.vault, &channel, before, limit + 1).await?;
        let mut more = i64::try_from(lines.len()).is_ok_and(|count| count > limit);
        if more {
            lines.remove(0);
        }
        let mut bytes = 0;
        let keep = lines
            .iter()
            .rev()
            .take_while(|line| {
                bytes += line.body.len();
                bytes <= PAGE_BYTES
            })
            .count()
            .max(1);
        if keep < lines.len() {
            more = true;
            lines.drain(..lines.len() - keep);
        }
        let messages = lines.into_iter().map(|line| HistoryItem { message: log::to_frame(&channel, line) }).collect();
        Ok((messages, more))
    }

    pub(super) fn not_a_member(&mut self, reference: Option<Ref>, channel: ChannelId, id: Option<MessageId>) {
        let detail = "not a member of this channel";
        self.say(&ServerFrame::error_in(reference, ErrorCode::NotAMember, Some(channel), id, detail));
    }

    /// Ends the socket for want of a living token or session.
    pub(super) fn unauthenticated(&mut self, reference: Option<Ref>) -> Flow {
        self.say(&ServerFrame::error(reference, ErrorCode::Unauthenticated, "not signed in, or the token is dead"));
        Err(Some(CloseCode::Unauthenticated))
    }
}

impl Command {
    const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::Send { channel, .. }
            | Self::Typing { channel, .. }
            | Self::Read { channel, .. }
            | Self::History { channel, .. } => Some(*channel),
            Self::Hello(_) | Self::Watch { .. } | Self::Ping => None,
        }
    }
}

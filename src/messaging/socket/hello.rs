//! The first frame: who it is, what she takes part in, and what she missed.

use std::sync::Arc;

use super::{
    Who,
    session::{Flow, Session, Subscription},
};
use crate::{
    accounts::{self, Role},
    messaging::{
        channel,
        log::Signature,
        member::{self, Participant},
        model::{AuthorKind, ChannelId},
        protocol::{
            CloseCode, ConversationNews, ErrorCode, HEARTBEAT_SECONDS, Hello, Ref, Resume, ServerFrame, VERSION, You,
        },
    },
    platform::error::Error,
};

/// Staff who have business on a socket, as whom they speak by default.
fn staff(session: accounts::Session) -> Result<Who, Error> {
    let kinds = [
        (Role::Counsellor, AuthorKind::Counsellor),
        (Role::Supervisor, AuthorKind::Supervisor),
        (Role::Professional, AuthorKind::Professional),
    ];
    let (_, kind) = kinds
        .into_iter()
        .find(|(role, _)| session.account.is_any(&[*role]))
        .ok_or(Error::Forbidden("your role has no conversations"))?;
    let me = Participant { id: session.account.id.as_uuid(), kind, name: session.account.name.clone() };
    Ok(Who::Staff { me, session: session.id, account: session.account })
}

impl Session {
    pub(super) async fn hello(&mut self, reference: Option<Ref>, hello: Hello) -> Flow {
        if self.who.is_some() {
            self.say(&ServerFrame::error(reference, ErrorCode::Conflict, "hello was said before"));
            return Ok(());
        }
        if hello.protocol != VERSION {
            let detail = "version 1 is spoken here";
            self.say(&ServerFrame::error(reference, ErrorCode::UnsupportedProtocol, detail));
            return Err(Some(CloseCode::ProtocolError));
        }
        let who = match self.identify(hello.token.as_deref()).await {
            Ok(Some(who)) => Arc::new(who),
            Ok(None) => return self.unauthenticated(reference),
            Err(Error::Forbidden(_)) => return Err(Some(CloseCode::Forbidden)),
            Err(error) => {
                tracing::warn!(reason = %error, "a hello could not be answered");
                self.say(&ServerFrame::error(reference, ErrorCode::Unavailable, "not now, come back"));
                return Ok(());
            }
        };
        match self.welcome(reference, &who, &hello).await {
            Ok(flow) => flow,
            Err(error) => {
                tracing::warn!(reason = %error, "a hello could not be answered");
                // Half-way in: the client comes back and resumes.
                Err(Some(CloseCode::Restart))
            }
        }
    }

    async fn identify(&self, token: Option<&str>) -> Result<Option<Who>, Error> {
        match token {
            Some(token) => self.app.owner().visitor(&self.app, token).await,
            None => match accounts::authenticate(&self.app, &self.cookies).await {
                Ok(session) => staff(session).map(Some),
                Err(Error::Unauthenticated { .. }) => Ok(None),
                Err(error) => Err(error),
            },
        }
    }

    async fn welcome(&mut self, reference: Option<Ref>, who: &Arc<Who>, hello: &Hello) -> Result<Flow, Error> {
        let app = self.app.clone();
        self.who = Some(who.clone());
        self.set_pace(who);
        // News first, the database after: whatever falls between is seen twice and never missed.
        app.hub.attend(who.id(), &self.handle);
        app.owner().connected(&app, who, self.handle.id).await?;
        app.hub.settled().await;
        // She may have left between the first look at her token and the moment from which we hear of its death.
        if self.identify(hello.token.as_deref()).await?.is_none() {
            return Ok(self.unauthenticated(reference));
        }
        let welcome = app.owner().welcome(&app, who).await?;
        for conversation in &welcome.conversations {
            self.subscribe_all(conversation).await?;
        }
        app.hub.settled().await;
        self.say(&ServerFrame::Welcome {
            reference,
            protocol: VERSION,
            heartbeat_seconds: HEARTBEAT_SECONDS,
            you: You { kind: who.me().kind, name: who.me().name.clone() },
            conversations: welcome.conversations,
        });
        for frame in &welcome.frames {
            self.say(frame);
        }
        self.resume(&hello.resume).await.map(Ok)
    }

    /// Replays what was asked for, then whatever came while we were at it.
    async fn resume(&mut self, resume: &[Resume]) -> Result<(), Error> {
        for wanted in resume {
            // A closed conversation is not in `welcome` and may be hers to read all the same.
            if !self.subscriptions.iter().any(|known| known.channel.id == wanted.channel) {
                self.subscribe(wanted.channel, None).await?;
            }
            let Some(index) = self.subscriptions.iter().position(|known| known.channel.id == wanted.channel) else {
                self.not_a_member(None, wanted.channel, None);
                continue;
            };
            let subscription = &mut self.subscriptions[index];
            let last = subscription.last;
            if wanted.after < last {
                subscription.last = wanted.after;
                self.record_reading(index).await?;
                self.fetch(index, last).await?;
            }
            self.say(&ServerFrame::CaughtUp { channel: wanted.channel, seq: last });
        }
        for index in 0..self.subscriptions.len() {
            let tail = self.tail_of(index).await?;
            self.fetch(index, tail).await?;
        }
        Ok(())
    }

    /// Hears every channel of a conversation that it does not hear yet.
    pub(super) async fn subscribe_all(&mut self, conversation: &ConversationNews) -> Result<(), Error> {
        for mark in &conversation.channels {
            if !self.subscriptions.iter().any(|known| known.channel.id == mark.channel) {
                self.subscribe(mark.channel, Some(mark.last_seq)).await?;
            }
        }
        Ok(())
    }

    /// Hears one channel, if she is a member: from after `last` on, or from its end.
    pub(super) async fn subscribe(&mut self, wanted: ChannelId, last: Option<i64>) -> Result<(), Error> {
        let Some(who) = self.who.clone() else { return Ok(()) };
        let app = self.app.clone();
        let mut conn = app.db.read().await?;
        let channel = match channel::get(&mut conn, &app.vault, wanted).await {
            Ok(channel) => Arc::new(channel),
            // Its key was destroyed a moment ago: there is nothing left to hear.
            Err(Error::NotFound) => return Ok(()),
            Err(error) => return Err(error),
        };
        app.hub.listen(channel.id, &self.handle);
        let standing = match member::standing(&mut conn, channel.no, who.id()).await {
            Ok(Some(standing)) => standing,
            Ok(None) => {
                app.hub.deafen(channel.id, &self.handle);
                return Ok(());
            }
            Err(error) => {
                app.hub.deafen(channel.id, &self.handle);
                return Err(error);
            }
        };
        let signature = Signature { id: who.id(), kind: standing.kind, name: who.me().name.clone() };
        self.subscriptions.push(Subscription {
            channel,
            signature: Arc::new(signature),
            last: last.unwrap_or(standing.last_seq),
            epoch: standing.epoch,
            writes: standing.writes,
            closed: standing.closed,
            recorded: false,
        });
        Ok(())
    }
}

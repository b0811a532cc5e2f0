//! What the conversation core asks the feature that owns conversations (`chat`; later `referrals` joins it). The core
//! sits below that feature and must not import it, so the feature hands itself in at start-up.

use std::{future::Future, pin::Pin, sync::Arc};

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use super::{
    channel::Channel,
    hub::{Handle, SocketId},
    log::{Finding, Signature},
    model::{Body, ConversationId, MessageId},
    protocol::{ConversationNews, ErrorCode, HeldReason, HelplineNews, ServerFrame},
    socket::Who,
};
use crate::{app::App, platform::error::Result};

/// A boxed future, so that the trait can be handed in at run time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// What somebody sees right after `hello`.
#[derive(Debug, Default)]
pub struct Welcome {
    /// What she takes part in.
    pub conversations: Vec<ConversationNews>,
    /// What follows `welcome` at once: offers still open, her desk.
    pub frames: Vec<ServerFrame>,
}

/// What is to be done with a message before it may be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screened {
    /// It goes to the log, with what the rules saw in it.
    Store(Option<Finding>),
    /// [`Owner::receive`] decides.
    Ask,
}

/// A message on its way that has to be looked at first.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Where.
    pub channel: Arc<Channel>,
    /// Whose.
    pub author: Arc<Signature>,
    /// The client's own id.
    pub id: MessageId,
    /// What.
    pub body: Body,
}

/// What became of a message that had to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It goes to the log after all.
    Store(Option<Finding>),
    /// It is on disk and waits.
    Held {
        /// Why.
        reason: HeldReason,
        /// Since when.
        at: DateTime<Utc>,
        /// When it goes out without anybody having looked.
        expires_at: Option<DateTime<Utc>>,
    },
    /// It had waited before and was delivered.
    Repeated {
        /// Its number.
        seq: i64,
        /// When it was delivered.
        at: DateTime<Utc>,
    },
    /// It had waited before and was not delivered.
    Returned,
    /// It is not taken.
    Refused(ErrorCode, &'static str),
}

/// What a visitor in the line is told beside her place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InLine {
    /// Numbers to call now.
    pub helplines: Option<Vec<HelplineNews>>,
}

/// The feature that owns conversations.
pub trait Owner: Send + Sync {
    /// The visitor behind a token, if it is alive.
    fn visitor<'a>(&'a self, app: &'a App, token: &'a str) -> Answer<'a, Option<Who>>;

    /// A socket of hers said `hello`. Of a visitor's sockets, older ones are told to close.
    fn connected<'a>(&'a self, app: &'a App, who: &'a Who, socket: SocketId) -> Answer<'a, ()>;

    /// That socket is gone.
    fn disconnected<'a>(&'a self, app: &'a App, who: &'a Who, socket: SocketId) -> Answer<'a, ()>;

    /// Whether `socket` is the one that speaks for her. Staff may have several, a visitor has one.
    fn is_current<'a>(&'a self, app: &'a App, who: &'a Who, socket: SocketId) -> Answer<'a, bool>;

    /// A conversation that is in the line at this moment; `None` when it is not.
    fn waits<'a>(&'a self, app: &'a App, conversation: ConversationId) -> Answer<'a, Option<InLine>>;

    /// Looks at a message of somebody who speaks as `author` before it is stored. On the hot path: no waiting.
    fn screen(&self, app: &App, author: &Signature, channel: &Channel, body: &Body) -> Screened;

    /// Decides on a message that [`Owner::screen`] would not.
    fn receive<'a>(&'a self, app: &'a App, incoming: Incoming) -> Answer<'a, Received>;

    /// Lets a socket hear the wallboard, or no longer. Gives the board as it is now when it is wanted.
    fn watch<'a>(
        &'a self,
        app: &'a App,
        who: &'a Who,
        socket: Arc<Handle>,
        active: bool,
    ) -> Answer<'a, Option<Arc<RawValue>>>;

    /// What she takes part in now.
    fn welcome<'a>(&'a self, app: &'a App, who: &'a Who) -> Answer<'a, Welcome>;

    /// One conversation as she may see it; `None` when it is not hers to see.
    fn view<'a>(
        &'a self,
        app: &'a App,
        who: &'a Who,
        conversation: ConversationId,
    ) -> Answer<'a, Option<ConversationNews>>;

    /// Somebody reads back what was said: whoever has to record it does.
    fn reads<'a>(&'a self, app: &'a App, who: &'a Who, conversation: ConversationId) -> Answer<'a, ()>;
}

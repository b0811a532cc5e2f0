//! What the conversation core asks the feature that owns conversations (`chat`; later `referrals` joins it). The core
//! sits below that feature and must not import it, so the feature hands itself in at start-up.

use std::{future::Future, pin::Pin};

use super::{
    hub::SocketId,
    model::ConversationId,
    protocol::{ConversationNews, ServerFrame},
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

    /// Whether a conversation is in the line at this moment.
    fn waits<'a>(&'a self, app: &'a App, conversation: ConversationId) -> Answer<'a, bool>;

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

//! The socket: one task each, which reads commands, asks the log to keep what is said, and writes what its person may
//! hear, in order.

mod commands;
mod hello;
mod items;
mod pace;
mod rate;
mod session;
mod upgrade;
mod wire;

use uuid::Uuid;

use super::{member::Participant, model::AuthorKind};
use crate::accounts::{Account, SessionId};

pub use pace::Paces;
pub use upgrade::{Api, accept, routes};
pub use wire::{Incoming, Wire};

/// Who is behind a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A young person, known by her token only.
    Visitor(Participant),
    /// Somebody with an account.
    Staff {
        /// As whom she speaks where nothing else is said.
        me: Participant,
        /// Her account.
        account: Account,
        /// The session that the socket belongs to, and dies with.
        session: SessionId,
    },
}

impl Who {
    /// The participant.
    #[must_use]
    pub const fn me(&self) -> &Participant {
        match self {
            Self::Visitor(me) | Self::Staff { me, .. } => me,
        }
    }

    /// The participant's id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.me().id
    }

    /// Whether she is a visitor.
    #[must_use]
    pub const fn is_visitor(&self) -> bool {
        matches!(self.me().kind, AuthorKind::Visitor)
    }
}

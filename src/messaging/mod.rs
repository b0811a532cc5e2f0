//! The durable conversation core: who may hear what, and every word on disk before anybody is told that it is.
//!
//! The path of a message: [`socket`] -> [`log`] (one writer a node, one transaction a batch) -> COMMIT -> [`hub`] ->
//! the sockets of those who listen. The log is the truth; news may be lost and is repaired from it.

pub mod channel;
pub mod hub;
pub mod log;
pub mod member;
pub mod model;
pub mod owner;
pub mod protocol;
pub mod socket;
pub mod tails;

pub use channel::{Channel, ChannelMark};
pub use hub::{Hub, News};
pub use log::Log;
pub use member::Participant;
pub use model::{AuthorKind, Body, ChannelId, ChannelKind, ConversationId, MessageId};
pub use owner::Owner;
pub use socket::{Api, Who, routes};

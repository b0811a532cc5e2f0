//! Chat: visits, the waiting room, assignment, the desk.
//!
//! One verb a file. A verb that changes something opens a transaction, takes `Lock::Assignment`, changes by guarded
//! statements, offers whoever waits to whoever has a place ([`assign`]), commits, and only then tells ([`news`]).

pub mod assign;
mod canned;
mod colleagues;
mod desk;
pub mod erasure;
mod export;
mod finish;
mod helplines;
mod leave;
mod legal_holds;
mod line;
mod list;
pub mod model;
pub mod news;
mod notes;
mod open;
mod owner;
mod presence;
mod readings;
mod return_code;
mod return_visit;
mod routes;
mod store;
mod supervise;
pub mod tasks;
mod transfer;
mod view;
mod visit;

pub use canned::CannedReplyId;
pub use legal_holds::LegalHoldId;
pub use model::VisitorId;
pub use notes::NoteId;
pub use owner::Chats;
pub use presence::{State, beat};
pub use routes::{Api, routes};
pub use view::ConversationView;

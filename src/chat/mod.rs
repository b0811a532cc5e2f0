//! Chat: visits, the waiting room, assignment, the desk.
//!
//! One verb a file. A verb that changes something opens a transaction, takes `Lock::Assignment`, changes by guarded
//! statements, offers whoever waits to whoever has a place ([`assign`]), commits, and only then tells ([`news`]).

pub mod alerts;
pub mod assign;
pub mod blocks;
mod breaks;
mod canned;
pub mod challenge;
mod colleagues;
mod cursor;
mod debriefs;
mod desk;
mod duress;
pub mod erasure;
mod export;
mod finish;
mod flags;
mod held;
mod helplines;
mod hiding;
mod leave;
mod legal_holds;
mod letters;
mod line;
mod list;
pub mod model;
pub mod news;
mod notes;
mod open;
pub mod outreach;
mod owner;
mod panic;
pub mod person;
mod presence;
mod readings;
mod record;
mod return_code;
mod return_visit;
mod risk;
mod routes;
mod store;
mod supervise;
mod survey;
pub mod tasks;
mod transfer;
pub mod trust;
mod view;
mod visit;
pub mod wallboard;

pub use canned::CannedReplyId;
pub use debriefs::DebriefId;
pub use legal_holds::LegalHoldId;
pub use model::VisitorId;
pub use notes::NoteId;
pub use owner::Chats;
pub use presence::{State, beat};
pub use routes::{Api, routes};
pub use view::ConversationView;

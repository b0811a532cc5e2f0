//! Chat: visits, the line, the desk, what the sockets hear of it, and what is written beside a conversation.

mod absence;
mod assignment;
mod breaks;
mod canned;
mod colleagues;
mod debriefs;
mod desk;
mod finish;
mod held;
mod hiding;
mod leave;
mod lists;
mod notes;
mod offers;
mod panic;
pub mod people;
mod record;
mod refusals;
mod retention;
mod return_code;
mod returning;
mod risk;
mod supervision;
mod survey;
mod transfer;
mod visits;
mod watching;

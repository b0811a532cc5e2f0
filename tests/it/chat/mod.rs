//! Chat: visits, the line, the desk, what the sockets hear of it, and what is written beside a conversation.

mod absence;
mod assignment;
mod canned;
mod colleagues;
mod desk;
mod duress;
mod finish;
mod held;
mod leave;
mod letters;
mod lists;
mod notes;
mod offers;
pub mod people;
mod refusals;
mod retention;
mod return_code;
mod returning;
mod risk;
mod same_counsellor;
mod supervision;
mod transfer;
mod visits;
mod watching;

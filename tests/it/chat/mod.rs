//! Chat: visits, the line, the desk, what the sockets hear of it, and what is written beside a conversation.

mod absence;
mod assignment;
mod blocks;
mod canned;
mod challenge;
mod colleagues;
mod desk;
mod finish;
mod flood;
mod leave;
mod lists;
mod notes;
mod offers;
mod outreach;
pub mod people;
mod refusals;
mod retention;
mod return_code;
mod returning;
mod supervision;
mod transfer;
mod visits;

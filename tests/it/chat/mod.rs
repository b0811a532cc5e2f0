//! Chat: visits, the line, the desk, and what is written beside a conversation.

mod canned;
mod colleagues;
mod notes;
mod return_code;

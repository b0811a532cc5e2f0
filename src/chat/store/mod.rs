//! Conversations, visitors and desks in the database. Every change of state is one guarded statement: the guard is the
//! lock.

mod conversation;
mod desk;
mod line;
mod visitor;

pub(super) use conversation::*;
pub(super) use desk::*;
pub(super) use line::*;
pub(super) use visitor::*;

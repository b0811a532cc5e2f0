//! What every feature stands on.

mod bus;
mod events;

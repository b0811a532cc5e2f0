//! What every feature stands on.

mod bus;

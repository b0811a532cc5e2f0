//! What words say before a person can: readable rules for risk, and for ways to meet outside this house.
//!
//! Nothing here knows a database or a socket: text goes in, a finding comes out.

pub mod contact;
mod phrases;
pub mod risk;

pub use crate::platform::text::Text2;

/// Reads the files of rules, which takes some tenths of a second, so that nobody's first message waits for it.
pub fn prepare() {
    risk::prepare();
    contact::prepare();
}

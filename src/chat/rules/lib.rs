//! What words say before a person can: readable rules for risk, and for ways to meet outside this house.
//!
//! Nothing here knows a database or a socket: text goes in, a finding comes out. A crate of its own, since that lets it
//! be optimized in a debug build too: every process that reads a visitor's first words spells out some 75,000 phrases.

pub mod contact;
mod phrases;
pub mod risk;

/// Reads the files of rules, which takes some tenths of a second, so that nobody's first message waits for it.
pub fn prepare() {
    risk::prepare();
    contact::prepare();
}

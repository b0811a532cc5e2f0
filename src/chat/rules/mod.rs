//! What words say before a person can: readable rules for risk, and for ways to meet outside this house.
//!
//! Nothing here knows a database or a socket: text goes in, a finding comes out.

pub mod contact;
pub mod risk;

pub use crate::platform::text::Text2;

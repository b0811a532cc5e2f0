//! What tests are written with.

pub mod nats;
pub mod wait;

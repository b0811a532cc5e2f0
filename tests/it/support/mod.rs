//! What tests are written with.

pub mod db;
pub mod engines;
pub mod nats;
pub mod wait;

//! What tests are written with.

pub mod app;
pub mod builders;
pub mod client;
pub mod db;
pub mod engines;
pub mod nats;
pub mod postgres;
pub mod process;
pub mod proxy;
pub mod shell;
pub mod socket;
pub mod wait;

//! What every feature stands on. Knows nothing of the product.

pub mod bus;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod db;
pub mod error;
pub mod events;
pub mod http;
pub mod id;
pub mod telemetry;
pub mod text;

pub use bus::Bus;
pub use clock::Clock;
pub use config::Config;
pub use error::{Error, Result};

//! What every feature stands on.

mod bus;
mod db;
mod events;

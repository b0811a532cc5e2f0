//! Insights: figures for those who answer for the programme. Published only where nobody can be found in them.

mod routes;
mod store;
pub mod suppress;
pub mod survey;

pub use routes::{Api, routes};

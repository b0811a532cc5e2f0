//! What words say before a person can: readable rules for risk, and for ways to meet outside this house.
//!
//! Nothing here knows a database or a socket: text goes in, a finding comes out.

pub mod contact;
mod phrases;
pub mod risk;

use serde::Serialize;
use utoipa::ToSchema;

/// Reads the files of rules, which takes some tenths of a second, so that nobody's first message waits for it.
pub fn prepare() {
    risk::prepare();
    contact::prepare();
}

/// The same words of ours in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Text2 {
    /// In Korean.
    pub ko: &'static str,
    /// In English.
    pub en: &'static str,
}

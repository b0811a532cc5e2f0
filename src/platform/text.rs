//! Our own words in both languages, where the server has to say something that a page shows as it is.

use serde::Serialize;
use utoipa::ToSchema;

/// A short text of ours in Korean and in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Text2 {
    /// In Korean.
    pub ko: &'static str,
    /// In English.
    pub en: &'static str,
}

//! Where the next page of a list begins: the id of the last row, made opaque.

use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

use crate::platform::{Error, Result};

/// As a client gets it.
#[must_use]
pub fn write(last: Uuid) -> String {
    BASE64URL_NOPAD.encode(last.as_bytes())
}

/// As a client sends it back.
///
/// # Errors
/// [`Error::Invalid`] for what is none of ours.
pub fn read(text: &str) -> Result<Uuid> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
    bytes
        .and_then(|bytes| Uuid::from_slice(&bytes).ok())
        .ok_or_else(|| Error::invalid("cursor", "must be `next` of another page"))
}

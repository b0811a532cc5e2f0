//! `gyeot openapi`: the HTTP interface as an OpenAPI document, as it stands in `docs/openapi.json`.

use std::io::{self, Write};

use super::Failure;
use crate::api;

pub(super) fn run() -> Result<(), Failure> {
    io::stdout().write_all(api::document().as_bytes())?;
    Ok(())
}

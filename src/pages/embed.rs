//! The two things that partners' sites take from us: a script that makes a frame, and the page in it. Which sites may
//! frame it is said by the link whose code it is asked with.

use http::Uri;

use crate::{app::App, chat::outreach, platform::Result};

/// The script, by a name that stays.
pub(super) const SCRIPT: &str = "/embed.js";
/// The page; asked as `/embed?o=<code>`.
pub(super) const PAGE: &str = "/embed";

/// Who may frame the page; empty: nobody.
pub(super) async fn ancestors(app: &App, uri: &Uri) -> Result<String> {
    let query = uri.query().unwrap_or_default();
    let code = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "o");
    match code {
        Some((_, code)) => outreach::may_embed(app, &code).await,
        None => Ok(String::new()),
    }
}

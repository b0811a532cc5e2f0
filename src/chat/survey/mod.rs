//! The survey: two questions to the visitor once the talk is over. What she answers is counted and never kept with her:
//! on the conversation there is only the mark that she did, which no member of staff is shown. The figures are for
//! `insights` alone.

mod routes;
mod store;

use chrono::{DateTime, FixedOffset, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

pub use routes::{Api, routes};

use super::{
    store::{self as chat},
    visit::Token,
};
use crate::{
    app::App,
    messaging::protocol::ConversationState,
    platform::{Error, Result},
};

/// Whether the talk helped her.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Helped {
    /// Yes.
    Yes,
    /// A little.
    Some,
    /// No.
    No,
}

/// Whether she is safer than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Safer {
    /// Yes.
    Yes,
    /// As before.
    Same,
    /// No.
    No,
}

/// What she answers; each question may be left out.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Whether the talk helped her.
    helped: Option<Helped>,
    /// Whether she is safer than before.
    safer: Option<Safer>,
}

impl Answers {
    const fn helped(self) -> &'static str {
        match self.helped {
            Some(Helped::Yes) => "yes",
            Some(Helped::Some) => "some",
            Some(Helped::No) => "no",
            None => "none",
        }
    }

    const fn safer(self) -> &'static str {
        match self.safer {
            Some(Safer::Yes) => "yes",
            Some(Safer::Same) => "same",
            Some(Safer::No) => "no",
            None => "none",
        }
    }
}

/// Counts what she answers to whom `token` belongs, once a conversation.
///
/// # Errors
/// [`Error::Unauthenticated`] when the token is dead; [`Error::Conflict`] before the close, and when she has answered.
pub async fn answer(app: &App, token: &str, answers: Answers) -> Result<()> {
    let (now, hash) = (app.clock.now(), Token::hash(token));
    let mut tx = app.db.write().await?;
    let dead = Error::unauthenticated("the token is dead");
    let Some(visitor) = chat::visitor_by_token(&mut tx, &hash, now).await? else { return Err(dead) };
    let conversation = chat::get(&mut tx, visitor.conversation).await?.ok_or(Error::NotFound)?;
    if conversation.state != ConversationState::Closed {
        return Err(Error::conflict(format!("the conversation is {}", conversation.state.as_str())));
    }
    if !store::mark(&mut tx, conversation.id).await? {
        return Err(Error::conflict("you have answered already"));
    }
    let month = month(now);
    store::count(&mut tx, &month, &conversation.language, answers.helped(), answers.safer()).await?;
    tx.commit().await
}

/// The month in Seoul, which has had no summer time since 1988.
fn month(at: DateTime<Utc>) -> String {
    const SEOUL: FixedOffset = FixedOffset::east_opt(9 * 3600).expect("nine hours are less than a day");
    at.with_timezone(&SEOUL).format("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_turns_at_midnight_in_seoul() {
        assert_eq!(month("2026-11-30T14:59:59Z".parse().unwrap()), "2026-11");
        assert_eq!(month("2026-11-30T15:00:00Z".parse().unwrap()), "2026-12");
        assert_eq!(month("2026-12-31T15:00:00Z".parse().unwrap()), "2027-01");
    }
}

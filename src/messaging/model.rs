//! Words of the conversation core, and the rules that need no database.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    id_type,
    platform::error::{Error, Result},
};

id_type! {
    /// Identifies a channel: one sequence of messages that the same people hear.
    ChannelId
}
id_type! {
    /// Identifies a conversation: a `main` channel with the visitor, a `staff` channel, later `consult` ones.
    ConversationId
}
id_type! {
    /// Identifies a message within its channel. Made by the client, so that sending again is safe.
    MessageId
}

/// What a channel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Visitor, counsellor, and whoever joined openly.
    Main,
    /// Staff only: whispers and drafts.
    Staff,
    /// With a professional.
    Consult,
}

impl ChannelKind {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Staff => "staff",
            Self::Consult => "consult",
        }
    }
}

impl FromStr for ChannelKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "main" => Ok(Self::Main),
            "staff" => Ok(Self::Staff),
            "consult" => Ok(Self::Consult),
            other => Err(Error::Internal(format!("unknown channel kind {other}"))),
        }
    }
}

/// As whom somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthorKind {
    /// The young person.
    Visitor,
    /// The peer who answers.
    Counsellor,
    /// Who watches over the conversation.
    Supervisor,
    /// A doctor or lawyer.
    Professional,
}

impl AuthorKind {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Counsellor => "counsellor",
            Self::Supervisor => "supervisor",
            Self::Professional => "professional",
        }
    }
}

impl FromStr for AuthorKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "visitor" => Ok(Self::Visitor),
            "counsellor" => Ok(Self::Counsellor),
            "supervisor" => Ok(Self::Supervisor),
            "professional" => Ok(Self::Professional),
            other => Err(Error::Internal(format!("unknown kind of author {other}"))),
        }
    }
}

/// What somebody said: 1 to 4,000 Unicode scalar values, not all white space, no control characters other than newline
/// and tab, kept exactly as sent (`protocol.md`).
#[derive(Clone, PartialEq, Eq)]
pub struct Body(Arc<str>);

/// The cap of a body, in Unicode scalar values.
pub const BODY_CAP: usize = 4000;

impl Body {
    /// Checks a text.
    ///
    /// # Errors
    /// [`Error::TooLong`] over the cap, [`Error::Invalid`] for an empty text, one of white space only, or one with
    /// control characters; both name `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        check_text(field, text, BODY_CAP)?;
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Never its text: bodies end up in debug output of structs that hold them.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

/// The rule of [`Body`] with another cap, for nicknames, topics and notes.
///
/// # Errors
/// As [`Body::parse`].
pub fn check_text(field: &str, text: &str, cap: usize) -> Result<()> {
    // A scalar takes at most 4 bytes: a text far over the cap is refused without counting it.
    if text.len() > cap * 4 || text.chars().count() > cap {
        return Err(Error::TooLong { field: field.into(), cap: format!("{cap} characters") });
    }
    if text.chars().all(char::is_whitespace) {
        return Err(Error::invalid(field, "must not be empty"));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Error::invalid(field, "must not hold control characters other than newline and tab"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_counts_scalars_and_not_bytes() {
        assert!(Body::parse("body", &"곁".repeat(4000)).is_ok());
        assert!(matches!(Body::parse("body", &"곁".repeat(4001)), Err(Error::TooLong { .. })));
        assert!(Body::parse("body", &"👩‍👩‍👧".repeat(800)).is_ok());
    }

    #[test]
    fn a_body_of_white_space_or_with_control_characters_is_refused() {
        for text in ["", " ", "\n\t", "\u{3000}", "a\u{0}", "a\u{1b}[31m", "a\r\n", "\u{85}b"] {
            assert!(matches!(Body::parse("body", text), Err(Error::Invalid { .. })), "{text:?}");
        }
        for text in ["a", " a ", "a\n\tb", "a\u{200b}"] {
            assert_eq!(Body::parse("body", text).expect("allowed").as_str(), text);
        }
    }
}

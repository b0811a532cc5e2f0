//! Ways to be reached outside this house: numbers, ids, links, invitations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of way out a text offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A telephone number, however it is spelt.
    Phone,
    /// An id on a messenger.
    Messenger,
    /// An address on the web.
    Link,
    /// An e-mail address.
    Email,
    /// Words that ask to go on elsewhere, or to meet.
    Invitation,
}

impl Kind {
    /// As it is written on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Messenger => "messenger",
            Self::Link => "link",
            Self::Email => "email",
            Self::Invitation => "invitation",
        }
    }
}

/// One way out, with the words that offer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Found {
    /// What kind it is.
    pub kind: Kind,
    /// As it stands in the text.
    pub text: String,
}

/// Every way out that `text` offers, in its order.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let only = word.chars().all(|c| c.is_ascii_digit() || c == '-');
        if only && (10..=11).contains(&digits) && word.starts_with('0') {
            found.push(Found { kind: Kind::Phone, text: word.to_owned() });
        } else if word.starts_with("http://") || word.starts_with("https://") {
            found.push(Found { kind: Kind::Link, text: word.to_owned() });
        } else if word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) {
            found.push(Found { kind: Kind::Email, text: word.to_owned() });
        }
    }
    found
}

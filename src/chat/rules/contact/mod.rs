//! Ways to be reached outside this house: numbers, ids, links, invitations.

mod address;
mod messenger;
mod phone;

use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::phrases::Reading;

/// Where something was found, in bytes of the text as typed.
type Span = (Kind, Range<usize>);

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

/// Reads the files now instead of with the first text.
pub(super) fn prepare() {
    messenger::prepare();
}

/// Every way out that `text` offers, in its order. Those that overlap are told as one: as what can be called or
/// written to, rather than as an invitation.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let reading = Reading::new(text);
    let mut spans = phone::find(&reading.signs);
    spans.extend(address::find(&reading.signs));
    spans.extend(messenger::find(&reading));
    spans.sort_by_key(|(kind, span)| (span.start, *kind));
    let mut apart: Vec<Span> = Vec::new();
    for (kind, span) in spans {
        match apart.last_mut() {
            Some((before, taken)) if span.start < taken.end => {
                *before = if *before == Kind::Invitation { kind } else { *before };
                taken.end = taken.end.max(span.end);
            }
            _ => apart.push((kind, span)),
        }
    }
    apart.into_iter().map(|(kind, span)| Found { kind, text: text[span].to_owned() }).collect()
}

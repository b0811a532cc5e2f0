//! What the server says around a conversation: messages that wait, and what supervisors have to know of.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{messaging::model::ConversationId, platform::text::Text2};

/// Why a message waits before the other side sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeldReason {
    /// What this counsellor writes is looked at first.
    Approval,
    /// It seems to hold a number, an address or an invitation to go elsewhere.
    Contact,
}

impl HeldReason {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Contact => "contact",
        }
    }
}

/// What became of a message that waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeldOutcome {
    /// It was delivered as it was.
    Released,
    /// It was delivered in other words.
    Edited,
    /// It was not delivered.
    Returned,
}

impl HeldOutcome {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Edited => "edited",
            Self::Returned => "returned",
        }
    }
}

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Risk class 4.
    Risk,
    /// Somebody opened a conversation with the word that says that she is forced to.
    Duress,
    /// A counsellor handed a conversation over because she cannot go on.
    Panic,
    /// A visitor has waited for long.
    Unclaimed,
    /// A counsellor's message waits for approval.
    Held,
    /// A message with contact details was held.
    Contact,
    /// A message was flagged.
    Flag,
    /// A block of more than a day waits for a second person.
    Block,
}

impl AlertKind {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Duress => "duress",
            Self::Panic => "panic",
            Self::Unclaimed => "unclaimed",
            Self::Held => "held",
            Self::Contact => "contact",
            Self::Flag => "flag",
            Self::Block => "block",
        }
    }

    /// Whether it rings until somebody answers.
    #[must_use]
    pub const fn is_loud(self) -> bool {
        matches!(self, Self::Risk | Self::Duress | Self::Panic)
    }
}

impl TryFrom<String> for AlertKind {
    type Error = crate::platform::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        [Self::Risk, Self::Duress, Self::Panic, Self::Unclaimed, Self::Held, Self::Contact, Self::Flag, Self::Block]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| crate::platform::Error::Internal(format!("unknown kind of alert {text}")))
    }
}

/// Something that a supervisor has to know of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlertNews {
    /// Which.
    pub alert: Uuid,
    /// What it is about.
    pub kind: AlertKind,
    /// Whether it rings until somebody answers.
    pub loud: bool,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Four digits that tell two visitors apart.
    pub label: String,
    /// The visitor's language: `ko` or `en`.
    pub language: String,
    /// The risk class when it was raised, 0 to 4.
    pub risk: i64,
    /// The rule behind it, in plain words; null where there is none.
    pub reason: Option<Text2>,
    /// Since when.
    pub raised_at: DateTime<Utc>,
}

/// A number to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct HelplineNews {
    /// Whose it is, in the visitor's language.
    pub name: &'static str,
    /// As it is dialled.
    pub number: &'static str,
}

//! What the server says.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{AlertNews, HeldOutcome, HeldReason, HelplineNews, Ref};
use crate::{
    messaging::{
        channel::ChannelMark,
        model::{AuthorKind, ChannelId, ConversationId, MessageId},
    },
    platform::{Error, Result},
};

/// A frame from the server.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// The answer to `hello`.
    Welcome {
        /// The client's number.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// The version spoken.
        protocol: i64,
        /// How often each side says something at the least, in seconds.
        heartbeat_seconds: u64,
        /// Who the server takes the client for.
        you: You,
        /// What she takes part in.
        conversations: Vec<ConversationNews>,
    },
    /// Somebody said something.
    Message(MessageFrame),
    /// Committed to disk, never sent before.
    Stored {
        /// The client's number.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Where.
        channel: ChannelId,
        /// The client's own id for it.
        id: MessageId,
        /// Its number in the channel.
        seq: i64,
        /// When it was stored.
        at: DateTime<Utc>,
    },
    /// The replay that `hello` asked for is over.
    CaughtUp {
        /// Where.
        channel: ChannelId,
        /// The last message of the channel.
        seq: i64,
    },
    /// Somebody writes, or no longer.
    Typing {
        /// Where.
        channel: ChannelId,
        /// Who.
        author: Author,
        /// Whether still.
        active: bool,
    },
    /// Somebody has read.
    Read {
        /// Where.
        channel: ChannelId,
        /// Who.
        author: Author,
        /// The last message read.
        seq: i64,
    },
    /// A conversation changed.
    Conversation(ConversationNews),
    /// A visitor for the counsellor asked. No text: she is no member before she opens it.
    Offer {
        /// Which.
        conversation: ConversationId,
        /// The visitor's language.
        language: String,
        /// Her risk class, 0 to 4.
        risk: i64,
        /// How long she has waited.
        waited_seconds: i64,
        /// When the offer goes to somebody else.
        expires_at: DateTime<Utc>,
    },
    /// An offer that is no longer hers.
    OfferGone {
        /// Which.
        conversation: ConversationId,
    },
    /// The desk of the staff member, and the line as numbers.
    Desk(DeskState),
    /// A page of what was said.
    History {
        /// The client's number.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Where.
        channel: ChannelId,
        /// Ascending.
        #[schema(value_type = Vec<MessageFrame>)]
        messages: Vec<HistoryItem>,
        /// Whether there are earlier ones.
        more: bool,
    },
    /// A message is on disk and waits before the others see it. The answer to `send` then, in place of `stored`; sent
    /// again, with its text, after each `welcome` while it waits.
    Held {
        /// The client's number.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Where.
        channel: ChannelId,
        /// The client's own id for it.
        id: MessageId,
        /// Why it waits.
        reason: HeldReason,
        /// What was written; only after `welcome`.
        #[serde(skip_serializing_if = "Option::is_none")]
        body: Option<String>,
        /// Since when.
        at: DateTime<Utc>,
        /// When it goes out without anybody having looked; null: never by itself.
        expires_at: Option<DateTime<Utc>>,
    },
    /// A message of hers no longer waits. Delivered, it comes as `message` too, with the same id.
    HeldDone {
        /// The client's number, when it answers a `send` that was repeated.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Where.
        channel: ChannelId,
        /// The client's own id for it.
        id: MessageId,
        /// What became of it.
        outcome: HeldOutcome,
        /// A word from whoever decided.
        note: Option<String>,
    },
    /// A message of somebody else waits, because it seems to hold contact details.
    Withheld {
        /// Where.
        channel: ChannelId,
        /// Its id.
        id: MessageId,
        /// Who wrote it.
        author: Author,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// Something that supervisors have to know of. Sent again after each `welcome` while it is open.
    Alert(AlertNews),
    /// An alert that was answered, or is moot.
    AlertGone {
        /// Which.
        alert: Uuid,
        /// By whom; null when it went by itself.
        by: Option<String>,
    },
    /// The wallboard, to supervisors who `watch` it: at once, and whenever it changes.
    Wallboard {
        /// The client's number.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// As `GET /api/v1/wallboard` has it.
        #[schema(value_type = Object)]
        board: Arc<RawValue>,
    },
    /// The answer to `ping`.
    Pong {
        /// The client's number.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
    },
    /// A frame that was not acted on, or a channel that is no longer hers.
    Error {
        /// The client's number.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// What clients act on.
        code: ErrorCode,
        /// Where, if it is about a channel.
        #[serde(skip_serializing_if = "Option::is_none")]
        channel: Option<ChannelId>,
        /// The message it is about, if it is about one.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<MessageId>,
        /// In plain words, for people.
        detail: String,
        /// Whether the same frame may succeed later.
        retry: bool,
    },
}

/// A message as everyone in the channel gets it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageFrame {
    /// Where.
    pub channel: ChannelId,
    /// Its number: from 1, without holes.
    pub seq: i64,
    /// The id that its author gave it.
    pub id: MessageId,
    /// Who said it.
    pub author: Author,
    /// What, exactly as sent.
    pub body: String,
    /// When it was stored.
    pub at: DateTime<Utc>,
}

/// A message within a page of history, with its `type`, so that one decoder serves both.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename = "message")]
pub struct HistoryItem {
    /// The message.
    #[serde(flatten)]
    pub message: MessageFrame,
}

/// Who said or did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Author {
    /// As whom.
    pub kind: AuthorKind,
    /// The name that the others see.
    pub name: String,
}

/// Who the server takes the client for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct You {
    /// As whom she speaks where nothing else is said.
    pub kind: AuthorKind,
    /// The name that the others see.
    pub name: String,
}

/// Where a conversation stands. See "Conversation states" in `docs/protocol.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    /// In the line.
    Waiting,
    /// Shown to one counsellor, who has not opened it yet.
    Offered,
    /// They talk.
    Active,
    /// The talk is over, the counsellor finishes her notes.
    WrapUp,
    /// Over.
    Closed,
}

impl ConversationState {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Active => "active",
            Self::WrapUp => "wrap_up",
            Self::Closed => "closed",
        }
    }
}

impl TryFrom<String> for ConversationState {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        match text.as_str() {
            "waiting" => Ok(Self::Waiting),
            "offered" => Ok(Self::Offered),
            "active" => Ok(Self::Active),
            "wrap_up" => Ok(Self::WrapUp),
            "closed" => Ok(Self::Closed),
            other => Err(Error::Internal(format!("unknown state {other}"))),
        }
    }
}

/// A conversation as one of its people may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationNews {
    /// Which.
    pub conversation: ConversationId,
    /// Where it stands.
    pub state: ConversationState,
    /// Her place in the line, from 1; null when not waiting.
    pub position: Option<i64>,
    /// An honest estimate; null when not waiting.
    pub estimated_wait_seconds: Option<i64>,
    /// Who answers; null while nobody does.
    pub counsellor: Option<CounsellorName>,
    /// The channels that she is a member of.
    pub channels: Vec<ChannelMark>,
    /// Whether the visitor has a socket (staff only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor_present: Option<bool>,
    /// Whether the visitor said that she leaves (staff only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor_left: Option<bool>,
    /// Her risk class, 0 to 4 (staff only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<i64>,
    /// Why it was closed; null while it is not.
    pub closed_reason: Option<String>,
    /// Whether it is a letter: left to be answered in the visitor's absence, and she has not come back. To her only
    /// when it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later: Option<bool>,
    /// Numbers to call now (visitors only, and only while there is reason to show them above the talk).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helplines: Option<Vec<HelplineNews>>,
}

/// The counsellor by the name that visitors see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CounsellorName {
    /// Her name.
    pub name: String,
}

/// A desk, and the line as numbers only: nobody reads or picks from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeskState {
    /// `available` or `away`.
    pub state: String,
    /// How many conversations at once, 1 to 20.
    pub capacity: i64,
    /// How many she has: offered, active and in wrap-up.
    pub active: i64,
    /// How many visitors wait.
    pub waiting: i64,
    /// How long the first of them has waited; 0 when nobody does.
    pub oldest_waiting_seconds: i64,
    /// Heavy conversations that left her since her last break.
    pub heavy: i64,
    /// What follows from that. While it is `due` or `on` she cannot be available.
    #[serde(rename = "break")]
    pub pause: BreakState,
    /// When the break that she is on is over; null when she is on none.
    pub break_until: Option<DateTime<Utc>>,
}

/// How a desk stands with breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BreakState {
    /// None needed.
    None,
    /// She may take one.
    Offered,
    /// She has to take one, in full.
    Due,
    /// She is on one.
    On,
}

/// What clients act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No JSON object, unknown type, wrong JSON type.
    Malformed,
    /// A value missing or out of range.
    Invalid,
    /// A text over its cap.
    TooLong,
    /// A frame before `hello`.
    HelloFirst,
    /// Not signed in, or the token is dead.
    Unauthenticated,
    /// A version that is not spoken here.
    UnsupportedProtocol,
    /// Not a member of the channel (any more), or no such channel.
    NotAMember,
    /// The conversation is over.
    Closed,
    /// The id was used for another message; or a second `hello`.
    Conflict,
    /// Too fast.
    SlowDown,
    /// Not now; the same frame may succeed later.
    Unavailable,
}

impl ServerFrame {
    /// An error about nothing in particular.
    #[must_use]
    pub fn error(reference: Option<Ref>, code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::error_in(reference, code, None, None, detail)
    }

    /// An error about a channel, and perhaps a message in it.
    #[must_use]
    pub fn error_in(
        reference: Option<Ref>,
        code: ErrorCode,
        channel: Option<ChannelId>,
        id: Option<MessageId>,
        detail: impl Into<String>,
    ) -> Self {
        let retry = matches!(code, ErrorCode::SlowDown | ErrorCode::Unavailable);
        Self::Error { reference, code, channel, id, detail: detail.into(), retry }
    }

    /// As sent.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("frames hold only what JSON can carry")
    }
}

//! The chat protocol, version 1: every frame, to the letter of `docs/protocol.md`. Other people's clients rely on it;
//! it may gain, never break.

mod care;
mod client;
mod frames;
mod server;

pub use care::{AlertKind, AlertNews, HeldOutcome, HeldReason, HelplineNews};
pub use client::{Command, Hello, Refusal, Resume, parse};
pub use frames::ClientFrame;
pub use server::{
    Author, BreakState, ConversationNews, ConversationState, CounsellorName, DeskState, ErrorCode, HistoryItem,
    MessageFrame, ServerFrame, You,
};

/// The version that this server speaks.
pub const VERSION: i64 = 1;

/// How often, in seconds, each side says something at the least.
pub const HEARTBEAT_SECONDS: u64 = 20;

/// The subprotocol that a client asks for.
pub const SUBPROTOCOL: &str = "gyeot.v1";

/// The cap of a frame and of a message, in bytes.
pub const FRAME_CAP: usize = 64 * 1024;

/// A client's number for a frame, given back on the answer.
pub type Ref = serde_json::Number;

/// Why a socket is closed. From 4400 on, a client does not come back by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// The server restarts: reconnect with jitter.
    Restart = 1001,
    /// A binary frame.
    Unsupported = 1003,
    /// Text that is no UTF-8.
    BadText = 1007,
    /// A frame or message over the cap.
    TooLarge = 1009,
    /// The WebSocket protocol itself was broken.
    Protocol = 1002,
    /// The client did not read as fast as it was written to.
    FellBehind = 4000,
    /// Nothing was heard for two and a half beats.
    HeardNothing = 4002,
    /// No `hello` within ten seconds.
    NoHello = 4008,
    /// Twenty frames too many within a minute.
    TooFast = 4029,
    /// Ten malformed frames within a minute, or a version that is not spoken here.
    ProtocolError = 4400,
    /// Not signed in, or the token is dead.
    Unauthenticated = 4401,
    /// Signed in, with no business here.
    Forbidden = 4403,
    /// A newer socket of the same visitor took over.
    Replaced = 4409,
}

impl CloseCode {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Restart,
        Self::Unsupported,
        Self::BadText,
        Self::TooLarge,
        Self::Protocol,
        Self::FellBehind,
        Self::HeardNothing,
        Self::NoHello,
        Self::TooFast,
        Self::ProtocolError,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::Replaced,
    ];

    /// The reason sent along, for people who read logs.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Restart => "the server restarts, reconnect with jitter",
            Self::Unsupported => "text frames only",
            Self::BadText => "text must be UTF-8",
            Self::TooLarge => "at most 64 KiB a frame",
            Self::Protocol => "websocket protocol error",
            Self::FellBehind => "you fell behind, reconnect and resume",
            Self::HeardNothing => "heard nothing",
            Self::NoHello => "no hello",
            Self::TooFast => "too fast, wait a minute",
            Self::ProtocolError => "protocol error",
            Self::Unauthenticated => "not signed in or token dead",
            Self::Forbidden => "forbidden",
            Self::Replaced => "replaced by a newer socket",
        }
    }
}

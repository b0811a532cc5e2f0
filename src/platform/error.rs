//! What can go wrong, free of transport. Only `http/problem.rs` and the socket turn it into an answer.

use std::time::Duration;

/// The result of nearly everything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong. The texts of [`Error::Unavailable`] and [`Error::Internal`] are for the log only; all others may
/// be shown to a client and say nothing of the inside.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not a JSON object, or a value of a wrong JSON type.
    #[error("malformed: {0}")]
    Malformed(String),
    /// A value that is missing, unknown, out of range or ill-formed.
    #[error("invalid {field}: {detail}")]
    Invalid {
        /// The field at fault, as the client spells it.
        field: String,
        /// What is wrong with it, in plain words.
        detail: String,
    },
    /// A text over its cap.
    #[error("{field} is too long: at most {cap}")]
    TooLong {
        /// The field at fault, or `body` for the whole request.
        field: String,
        /// The cap with its unit, e.g. `4000 characters`.
        cap: String,
    },
    /// The visitor has to solve a challenge first.
    #[error("a challenge has to be solved first")]
    ChallengeRequired,
    /// Nobody is signed in, or the token is dead.
    #[error("unauthenticated: {detail}")]
    Unauthenticated {
        /// What to do about it.
        detail: &'static str,
        /// The password was right and the second factor is missing.
        second_factor_required: bool,
    },
    /// This role never may.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// Unknown, or not the caller's to see.
    #[error("not found")]
    NotFound,
    /// The path exists, the method does not.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The state of the thing does not allow it (any more).
    #[error("conflict: {0}")]
    Conflict(String),
    /// Too fast.
    #[error("slow down")]
    SlowDown {
        /// When to come back.
        retry_after: Duration,
    },
    /// Something that it needs is not there at the moment: a full disk, a database that restarts.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A defect of ours.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// A field that is missing, unknown, out of range or ill-formed.
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), detail: detail.into() }
    }

    /// A state that does not allow it.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::Conflict(detail.into())
    }

    /// Nobody is signed in, or the token is dead.
    #[must_use]
    pub const fn unauthenticated(detail: &'static str) -> Self {
        Self::Unauthenticated { detail, second_factor_required: false }
    }

    /// The stable code that clients act on (`protocol.md`, Errors).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Invalid { .. } => "invalid",
            Self::TooLong { .. } => "too_long",
            Self::ChallengeRequired => "challenge_required",
            Self::Unauthenticated { .. } => "unauthenticated",
            Self::Forbidden(_) => "forbidden",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Conflict(_) => "conflict",
            Self::SlowDown { .. } => "slow_down",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        // `Display` of a database error names constraints and columns, never bound values.
        let text = error.to_string();
        if passes_by_itself(&error) { Self::Unavailable(text) } else { Self::Internal(text) }
    }
}

/// Whether the fault lies with the database's surroundings (disk, network, locks) and not with our statement.
fn passes_by_itself(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(inner) => inner.code().is_some_and(|code| {
            if let Some(error) = inner.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
                let _ = error;
                // Primary result codes: BUSY 5, LOCKED 6, NOMEM 7, READONLY 8, IOERR 10, FULL 13, CANTOPEN 14.
                code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 8 | 10 | 13 | 14))
            } else {
                // PostgreSQL classes: 08 connection, 25006 read-only, 40 rolled back by a rival, 53 out of resources,
                // 55P03 lock timeout, 57 operator's intervention, 58 system error.
                let class = code.get(..2).unwrap_or_default();
                matches!(class, "08" | "40" | "53" | "57" | "58") || matches!(&*code, "25006" | "55P03")
            }
        }),
        _ => false,
    }
}

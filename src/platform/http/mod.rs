//! HTTP, whatever the feature: how a command is read, how an error is told, and what holds for every answer.

pub mod caller;
pub mod cookie;
pub mod detach;
pub mod extract;
pub mod headers;
pub mod limits;
pub mod origin;
pub mod outward;
pub mod problem;
pub mod tls;

pub use caller::{Caller, Networks};
pub use extract::{Body, Limit, Nothing, OptionalBody, Path, Query};
pub use limits::{Attempt, Buckets, Delays, Growth};
pub use origin::Origins;
pub use outward::Outward;
pub use problem::Problem;

//! How fast a visitor may speak, whatever sockets she opens.

use uuid::Uuid;

use super::rate::VISITOR_BURST;
use crate::platform::http::limits::Buckets;

/// All sockets of a visitor together may do as much as so many of them. Whoever loses the network in the middle of what
/// she says goes on at once with a new one, whose bucket is full; who opens one after the other does not for long.
const SOCKETS: u32 = 3;

/// What this node remembers of it, bounded, and lost at its end.
#[derive(Debug)]
pub struct Paces(Buckets<Uuid>);

impl Paces {
    /// Nobody has spoken yet. `frames_per_minute` is a socket's limit; 0 is none.
    #[must_use]
    pub fn new(frames_per_minute: u32) -> Self {
        let burst = VISITOR_BURST.min(frames_per_minute);
        Self(Buckets::new(frames_per_minute.saturating_mul(SOCKETS), burst * SOCKETS))
    }

    /// Whether a frame of `visitor` comes through.
    pub(super) fn take(&self, visitor: Uuid, now: chrono::DateTime<chrono::Utc>) -> bool {
        self.0.take(&visitor, now).is_ok()
    }
}

//! How fast a visitor may speak, whatever sockets she opens: a new socket gives her no new frames.

use uuid::Uuid;

use super::rate::VISITOR_BURST;
use crate::platform::http::limits::Buckets;

/// How often a visitor may say `hello` in a minute: a phone with bad signal does so every few seconds.
const HELLOS: u32 = 120;
/// How often at once.
const HELLO_BURST: u32 = 60;

/// What this node remembers of it, bounded, and lost at its end.
#[derive(Debug)]
pub struct Paces {
    /// Her frames.
    pub(super) frames: Buckets<Uuid>,
    /// Her first frames, each of which reads and writes the database.
    pub(super) hellos: Buckets<Uuid>,
}

impl Paces {
    /// Nobody has spoken yet. Where frames have no limit, neither does `hello`.
    #[must_use]
    pub fn new(frames_per_minute: u32) -> Self {
        let hellos = if frames_per_minute == 0 { 0 } else { HELLOS };
        Self { frames: Buckets::new(frames_per_minute, VISITOR_BURST), hellos: Buckets::new(hellos, HELLO_BURST) }
    }
}

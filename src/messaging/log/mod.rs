//! The log: what was said, in one order for all. One writer a node takes whatever has come in since the last commit and
//! commits it as one transaction, so that a disk that syncs 500 times a second carries thousands of messages.

mod append;
mod read;
mod writer;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

pub use append::{Entry as BatchEntry, Verdict, append_batch, append_in, note_finding};
pub use read::{Line, before, between, to_frame};

use super::{
    channel::Channel,
    hub::{Handle, Hub, SocketId},
    model::{AuthorKind, Body, ChannelId, MessageId},
    protocol::{Author, MessageFrame, ServerFrame},
};
use crate::platform::{Clock, crypto::Vault, db::Db, telemetry::Metrics};

/// How many drafts may wait for the writer. At 10,000 a second that is under half a second of work; beyond it sockets
/// are no longer read, which slows their clients down.
const QUEUE: usize = 4096;

/// Something a socket asks the log to keep.
#[derive(Debug)]
pub enum Entry {
    /// A message.
    Draft(Draft),
    /// How far somebody has read.
    Mark(Mark),
}

/// A message that is not stored yet.
#[derive(Debug)]
pub struct Draft {
    /// Where.
    pub channel: Arc<Channel>,
    /// Whose.
    pub author: Arc<Signature>,
    /// The channel's epoch under which the author was found to be a member who may write.
    pub epoch: i64,
    /// The client's own id.
    pub id: MessageId,
    /// What.
    pub body: Body,
    /// What the rules saw in it.
    pub finding: Option<Finding>,
    /// Who is told what became of it.
    pub reply: Arc<Handle>,
}

/// What the rules of whoever owns conversations saw in a message. Kept in the transaction that stores the message, so
/// that nothing seen is lost before it was acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The risk class, 0 to 4.
    pub class: i64,
    /// Which rule.
    pub rule: &'static str,
}

/// How far somebody has read.
#[derive(Debug)]
pub struct Mark {
    /// Where.
    pub channel: Arc<Channel>,
    /// Who.
    pub author: Arc<Signature>,
    /// The channel's epoch under which she was found to be a member.
    pub epoch: i64,
    /// The last message read.
    pub seq: i64,
    /// Whether the others are told: not of silent readers.
    pub announce: bool,
    /// Who is told if it was refused.
    pub reply: Arc<Handle>,
}

/// As whom something is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The participant.
    pub id: Uuid,
    /// As whom she speaks in this channel.
    pub kind: AuthorKind,
    /// The name that the others see.
    pub name: String,
}

/// A message that is on disk.
#[derive(Debug)]
pub struct Committed {
    /// Where.
    pub channel: ChannelId,
    /// Its number.
    pub seq: i64,
    /// The channel's epoch that it was committed under.
    pub epoch: i64,
    /// The author's id for it.
    pub id: MessageId,
    /// When.
    pub at: DateTime<Utc>,
    /// The `message` frame, made once for all who listen.
    pub frame: Utf8Bytes,
    /// The socket that sent it, if that is one of this node's.
    pub origin: Option<SocketId>,
}

/// Where a message came to stand when it was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its number.
    pub seq: i64,
    /// The channel's epoch that it was committed under.
    pub epoch: i64,
    /// When.
    pub at: DateTime<Utc>,
}

impl Committed {
    /// A message that was stored in a transaction which has committed, ready to be announced by the hub.
    #[must_use]
    pub fn new(channel: ChannelId, id: MessageId, author: &Signature, body: &Body, place: Place) -> Self {
        let Place { seq, epoch, at } = place;
        let author = Author { kind: author.kind, name: author.name.clone() };
        let body = body.as_str().to_owned();
        let frame = ServerFrame::Message(MessageFrame { channel, seq, id, author, body, at });
        Self { channel, seq, epoch, id, at, frame: frame.to_json().into(), origin: None }
    }
}

/// What the writer works with.
#[derive(Debug)]
pub struct Means {
    /// All data.
    pub db: Db,
    /// Seals what is said.
    pub vault: Vault,
    /// The time.
    pub clock: Clock,
    /// Who is told.
    pub hub: Hub,
    /// Figures.
    pub metrics: Metrics,
}

/// The way to the writer. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Log {
    entries: mpsc::Sender<Entry>,
    doubtful: Arc<Mutex<HashSet<ChannelId>>>,
}

impl Log {
    /// Starts this node's writer in `tasks`. After `stop` it finishes what it was given, and ends.
    #[must_use]
    pub fn start(means: Means, tasks: &TaskTracker, stop: CancellationToken) -> Self {
        let (entries, queue) = mpsc::channel(QUEUE);
        let doubtful = Arc::new(Mutex::new(HashSet::new()));
        let writer = writer::Writer { means, doubtful: doubtful.clone() };
        tasks.spawn(writer.run(queue, stop));
        Self { entries, doubtful }
    }

    /// Hands an entry over if there is room, and gives it back otherwise.
    ///
    /// # Errors
    /// The entry, when the queue is full or the writer has ended.
    pub fn offer(&self, entry: Entry) -> Result<(), mpsc::error::TrySendError<Entry>> {
        self.entries.try_send(entry)
    }

    /// Waits for room. Safe to cancel.
    ///
    /// # Errors
    /// When the writer has ended.
    pub async fn room(&self) -> Result<mpsc::Permit<'_, Entry>, mpsc::error::SendError<()>> {
        self.entries.reserve().await
    }

    /// Notes channels that need a look.
    pub fn doubt(&self, channels: impl IntoIterator<Item = ChannelId>) {
        self.doubtful.lock().unwrap_or_else(PoisonError::into_inner).extend(channels);
    }

    /// Channels for which a commit gave no clear answer: the message may be there without anybody having been told.
    /// Takes them out.
    #[must_use]
    pub fn take_doubtful(&self) -> HashSet<ChannelId> {
        std::mem::take(&mut *self.doubtful.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

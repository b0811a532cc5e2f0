//! Who listens on this node: to a channel, or for news about a person. A node holds nothing here that it could not
//! lose.

use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering},
};

use bytes::{BufMut, Bytes, BytesMut};
use dashmap::DashMap;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    log::Committed,
    model::{ChannelId, ConversationId, MessageId},
    protocol::{CloseCode, ErrorCode, ServerFrame},
};
use crate::{
    accounts::{self, AccountId, SessionEnded},
    id_type,
    platform::bus::Bus,
};

id_type! {
    /// Identifies a socket, on whichever node.
    SocketId
}

/// The topic on which it is told that the rules saw something in a message.
pub const FOUND: &str = "found";

/// How much a socket may lag behind before it is closed with "you fell behind" and resumes from the log.
pub const OUTBOX: usize = 512;

/// What a socket is given to deal with, in order.
#[derive(Debug)]
pub enum Item {
    /// A message is on disk: its own, or another's.
    Message(Arc<Committed>),
    /// Typing and reading, of others.
    Live(Arc<Live>),
    /// A message of this socket was on disk before.
    Repeated {
        /// Where.
        channel: ChannelId,
        /// Its id.
        id: MessageId,
        /// Its number.
        seq: i64,
        /// When it was stored.
        at: chrono::DateTime<chrono::Utc>,
    },
    /// A message of this socket has the id of one that waits outside the log: whoever owns that answers.
    Waits {
        /// Where.
        channel: ChannelId,
        /// Its id.
        id: MessageId,
    },
    /// A message (or, without an id, a read mark) of this socket was refused.
    Refused {
        /// Where.
        channel: ChannelId,
        /// Its id.
        id: Option<MessageId>,
        /// Why.
        code: ErrorCode,
        /// Why, in plain words.
        detail: &'static str,
    },
    /// The channel goes this far: fetch what is missing.
    Tail {
        /// Where.
        channel: ChannelId,
        /// Its last number.
        seq: i64,
        /// Its epoch.
        epoch: i64,
    },
    /// Something about the person behind the socket changed.
    News(Arc<News>),
}

/// Something that passes: who missed it missed nothing that lasts.
#[derive(Debug)]
pub struct Live {
    /// Where.
    pub channel: ChannelId,
    /// The channel's epoch that its author knew.
    pub epoch: i64,
    /// The frame.
    pub frame: Utf8Bytes,
}

/// What changed for a person. Most say only *that* something changed; the socket asks the database what.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// A conversation of hers, or one that just became or stopped being hers.
    Changed {
        /// Which.
        conversation: ConversationId,
    },
    /// A ready frame for her: an offer, an offer that is gone.
    Frame {
        /// As sent.
        json: String,
    },
    /// Her place in the line.
    Place {
        /// Which conversation waits.
        conversation: ConversationId,
        /// From 1.
        position: i64,
        /// In seconds.
        estimate: i64,
    },
    /// A newer socket of hers took over.
    Replaced {
        /// The newer one.
        by: SocketId,
    },
    /// Her token or session died, or this one of her sessions.
    SignedOut {
        /// The session; all of them when there is none.
        session: Option<Uuid>,
    },
    /// News may have been lost: look at everything again.
    Refresh,
}

/// The receiving end of a socket, as the rest of the node sees it.
#[derive(Debug)]
pub struct Handle {
    /// Which socket.
    pub id: SocketId,
    items: mpsc::Sender<Item>,
    kicked: CancellationToken,
    code: AtomicU16,
}

impl Handle {
    /// A handle, and where its items come out.
    #[must_use]
    pub fn new() -> (Arc<Self>, mpsc::Receiver<Item>) {
        let (items, outbox) = mpsc::channel(OUTBOX);
        let handle = Self { id: SocketId::new(), items, kicked: CancellationToken::new(), code: AtomicU16::new(0) };
        (Arc::new(handle), outbox)
    }

    /// Gives the socket something to deal with. One that does not keep up is closed, never buffered without end.
    pub fn give(&self, item: Item) {
        if self.items.try_send(item).is_err() {
            self.kick(CloseCode::FellBehind);
        }
    }

    /// Closes the socket, even while it is stuck in a write. The first reason given stands.
    pub fn kick(&self, code: CloseCode) {
        let _ = self.code.compare_exchange(0, code as u16, Ordering::AcqRel, Ordering::Acquire);
        self.kicked.cancel();
    }

    /// Waits until the socket is to be closed. Safe to cancel.
    pub async fn kicked(&self) {
        self.kicked.cancelled().await;
    }

    /// Why it is to be closed: only "you fell behind" comes this way.
    #[must_use]
    pub fn is_kicked(&self) -> bool {
        self.code.load(Ordering::Acquire) != 0
    }
}

/// Who listens on this node. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    bus: Bus,
    channels: DashMap<ChannelId, Vec<Arc<Handle>>>,
    people: DashMap<Uuid, Vec<Arc<Handle>>>,
}

impl Hub {
    /// The hub of a node, wired to `bus`.
    #[must_use]
    pub fn new(bus: Bus) -> Self {
        let hub = Self(Arc::new(Inner { bus, channels: DashMap::new(), people: DashMap::new() }));
        // Weak, or hub and bus would keep each other alive.
        let inner = Arc::downgrade(&hub.0);
        hub.0.bus.on("channel", move |_, payload| {
            if let Some(inner) = inner.upgrade() {
                inner.heard(&payload);
            }
        });
        let inner = Arc::downgrade(&hub.0);
        hub.0.bus.on("person", move |topic, payload| {
            let (Some(inner), Some(person)) = (inner.upgrade(), topic.strip_prefix("person.")) else { return };
            if let (Ok(person), Ok(news)) = (person.parse(), serde_json::from_slice(&payload)) {
                inner.tell(person, news);
            }
        });
        let inner = Arc::downgrade(&hub.0);
        hub.0.bus.on("account", move |topic, payload| {
            let (Some(inner), Some(account)) = (inner.upgrade(), topic.strip_prefix("account.")) else { return };
            if let (Ok(account), Ok(ended)) = (account.parse(), serde_json::from_slice::<SessionEnded>(&payload)) {
                inner.tell(account, News::SignedOut { session: Some(ended.session.as_uuid()) });
            }
        });
        hub
    }

    /// Lets `socket` hear `channel`.
    pub fn listen(&self, channel: ChannelId, socket: &Arc<Handle>) {
        self.0.channels.entry(channel).or_default().push(socket.clone());
        self.0.bus.subscribe(&channel_topic(channel));
    }

    /// Takes [`Hub::listen`] back.
    pub fn deafen(&self, channel: ChannelId, socket: &Handle) {
        if remove(&self.0.channels, channel, socket) {
            self.0.bus.unsubscribe(&channel_topic(channel));
        }
    }

    /// Lets `socket` hear news about `person`.
    pub fn attend(&self, person: Uuid, socket: &Arc<Handle>) {
        self.0.people.entry(person).or_default().push(socket.clone());
        self.0.bus.subscribe(&person_topic(person));
        self.0.bus.subscribe(&account_topic(person));
    }

    /// Takes [`Hub::attend`] back.
    pub fn part(&self, person: Uuid, socket: &Handle) {
        if remove(&self.0.people, person, socket) {
            self.0.bus.unsubscribe(&person_topic(person));
            self.0.bus.unsubscribe(&account_topic(person));
        }
    }

    /// Waits until other nodes' news reach this one for everything subscribed so far, but not long.
    pub async fn settled(&self) {
        self.0.bus.settled().await;
    }

    /// Tells all who hear the channel of a message that is on disk; `author`'s socket too, even if it no longer
    /// listens: it waits for `stored`.
    pub fn announce(&self, committed: &Arc<Committed>, author: Option<&Arc<Handle>>) {
        if let Some(author) = author {
            author.give(Item::Message(committed.clone()));
        }
        if let Some(listeners) = self.0.channels.get(&committed.channel) {
            for listener in listeners.iter().filter(|listener| author.is_none_or(|author| author.id != listener.id)) {
                listener.give(Item::Message(committed.clone()));
            }
        }
        self.0.bus.publish_elsewhere(&channel_topic(committed.channel), || Heard::message(committed));
    }

    /// Tells whoever acts on findings, on any node, that there are new ones.
    pub fn found(&self) {
        self.0.bus.publish(FOUND, "");
    }

    /// Tells all who hear `channel`, except `author`'s socket, of something that passes.
    pub fn live(&self, channel: ChannelId, epoch: i64, author: &Handle, frame: &ServerFrame) {
        let live = Arc::new(Live { channel, epoch, frame: frame.to_json().into() });
        self.0.bus.publish_elsewhere(&channel_topic(channel), || Heard::live(&live));
        if let Some(listeners) = self.0.channels.get(&channel) {
            for listener in listeners.iter().filter(|listener| author.id != listener.id) {
                listener.give(Item::Live(live.clone()));
            }
        }
    }

    /// Tells this node's listeners how far `channel` goes, so that they fetch what they miss.
    pub fn tail(&self, channel: ChannelId, seq: i64, epoch: i64) {
        if let Some(listeners) = self.0.channels.get(&channel) {
            for listener in listeners.iter() {
                listener.give(Item::Tail { channel, seq, epoch });
            }
        }
    }

    /// Tells every socket of `person`, on every node.
    pub fn tell(&self, person: Uuid, news: News) {
        // Serialised only where other nodes may listen.
        self.0.bus.publish_elsewhere(&person_topic(person), || {
            serde_json::to_vec(&news).expect("news hold only what JSON can carry").into()
        });
        self.0.tell(person, news);
    }

    /// Tells the sockets of `person` on this node only.
    pub fn tell_here(&self, person: Uuid, news: News) {
        self.0.tell(person, news);
    }

    /// The channels that somebody on this node listens to.
    #[must_use]
    pub fn channels_here(&self) -> Vec<ChannelId> {
        self.0.channels.iter().map(|entry| *entry.key()).collect()
    }

    /// The people who have a socket on this node.
    #[must_use]
    pub fn people_here(&self) -> Vec<Uuid> {
        self.0.people.iter().map(|entry| *entry.key()).collect()
    }

    /// Whether `person` has a socket on this node.
    #[must_use]
    pub fn is_here(&self, person: Uuid) -> bool {
        self.0.people.contains_key(&person)
    }
}

impl Inner {
    fn tell(&self, person: Uuid, news: News) {
        if let Some(sockets) = self.people.get(&person) {
            let news = Arc::new(news);
            for socket in sockets.iter() {
                socket.give(Item::News(news.clone()));
            }
        }
    }

    /// Something from another node.
    fn heard(&self, payload: &Bytes) {
        let Some((head, frame)) = Heard::parse(payload) else { return };
        let Some(listeners) = self.channels.get(&head.channel) else { return };
        if let (Some(seq), Some(id), Some(at)) = (head.seq, head.id, head.at) {
            let committed =
                Arc::new(Committed { channel: head.channel, seq, epoch: head.epoch, id, at, frame, origin: None });
            for listener in listeners.iter() {
                listener.give(Item::Message(committed.clone()));
            }
        } else {
            let live = Arc::new(Live { channel: head.channel, epoch: head.epoch, frame });
            for listener in listeners.iter() {
                listener.give(Item::Live(live.clone()));
            }
        }
    }
}

/// What goes over the network for a channel: a line of JSON for us, then the frame as sockets send it.
#[derive(Debug, Serialize, Deserialize)]
struct Heard {
    channel: ChannelId,
    epoch: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<MessageId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<chrono::DateTime<chrono::Utc>>,
}

impl Heard {
    fn message(committed: &Committed) -> Bytes {
        let head = Self {
            channel: committed.channel,
            epoch: committed.epoch,
            seq: Some(committed.seq),
            id: Some(committed.id),
            at: Some(committed.at),
        };
        head.with(&committed.frame)
    }

    fn live(live: &Live) -> Bytes {
        Self { channel: live.channel, epoch: live.epoch, seq: None, id: None, at: None }.with(&live.frame)
    }

    fn with(&self, frame: &Utf8Bytes) -> Bytes {
        let head = serde_json::to_vec(self).expect("a head holds only what JSON can carry");
        let mut bytes = BytesMut::with_capacity(head.len() + 1 + frame.as_str().len());
        bytes.put_slice(&head);
        bytes.put_u8(b'\n');
        bytes.put_slice(frame.as_str().as_bytes());
        bytes.freeze()
    }

    fn parse(payload: &Bytes) -> Option<(Self, Utf8Bytes)> {
        let end = payload.iter().position(|&byte| byte == b'\n')?;
        let head = serde_json::from_slice(&payload[..end]).ok()?;
        let frame = Utf8Bytes::try_from(payload.slice(end + 1..)).ok()?;
        Some((head, frame))
    }
}

fn channel_topic(channel: ChannelId) -> String {
    format!("channel.{channel}")
}

fn person_topic(person: Uuid) -> String {
    format!("person.{person}")
}

/// Where accounts tell of the end of sessions. Nobody ever speaks there of a visitor.
fn account_topic(person: Uuid) -> String {
    accounts::topic(AccountId::from_uuid(person))
}

/// Takes `socket` out; whether it was in.
fn remove<K: Eq + std::hash::Hash>(map: &DashMap<K, Vec<Arc<Handle>>>, key: K, socket: &Handle) -> bool {
    let dashmap::Entry::Occupied(mut entry) = map.entry(key) else { return false };
    let sockets = entry.get_mut();
    let before = sockets.len();
    sockets.retain(|known| known.id != socket.id);
    let removed = sockets.len() < before;
    if sockets.is_empty() {
        entry.remove();
    }
    removed
}

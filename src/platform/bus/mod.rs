//! Live news between the parts of a node and between nodes: quick, and allowed to get lost. Whoever may have missed
//! some asks the database; what must not be missed is an event ([`crate::platform`]'s `events`).
//!
//! A topic is words joined by dots, `channel.<uuid>`, and its first word is its kind. A node hears a topic while
//! somebody on it is subscribed to it, its own publications at once and exactly once.

mod local;
mod nats;

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::watch;

use self::{local::Local, nats::Nats};
use super::error::Result;

/// Carries live news. Cheap to clone; the connection ends with the last clone.
#[derive(Debug, Clone)]
pub struct Bus {
    local: Arc<Local>,
    nats: Option<Arc<Nats>>,
}

impl Bus {
    /// A bus for one node: everything happens in the publisher's task.
    #[must_use]
    pub fn memory() -> Self {
        Self { local: Arc::default(), nats: None }
    }

    /// A bus between nodes. A server that goes away later is waited for: news then stay on their node.
    ///
    /// # Errors
    /// [`super::Error::Unavailable`] in plain words when no server answers at `url` now.
    pub async fn nats(url: &str) -> Result<Self> {
        let local = Arc::<Local>::default();
        let nats = Nats::connect(url, Arc::clone(&local)).await?;
        Ok(Self { local, nats: Some(Arc::new(nats)) })
    }

    /// Sets who hears the topics of a kind (their first word). It is called in the publisher's task or in that of the
    /// network, per publisher and topic in order, and must be quick: hand on what takes time.
    pub fn on(&self, kind: &'static str, handler: impl Fn(&str, Bytes) + Send + Sync + 'static) {
        self.local.on(kind, Arc::new(handler));
    }

    /// Tells everyone who is subscribed to `topic`. Never waits: what the network cannot take is dropped and counted.
    pub fn publish(&self, topic: &str, payload: impl Into<Bytes>) {
        let payload = payload.into();
        if let Some(nats) = &self.nats {
            nats.publish(topic, payload.clone());
        }
        self.local.deliver(topic, payload);
    }

    /// Tells other nodes only, for a publisher that has told its own node in a quicker way. `payload` is made only if
    /// there are other nodes.
    pub fn publish_elsewhere(&self, topic: &str, payload: impl FnOnce() -> Bytes) {
        if let Some(nats) = &self.nats {
            nats.publish(topic, payload());
        }
    }

    /// Whether other nodes may share the database.
    #[must_use]
    pub const fn reaches_others(&self) -> bool {
        self.nats.is_some()
    }

    /// Makes this node hear `topic` until [`Bus::unsubscribe`] was called as often as this.
    pub fn subscribe(&self, topic: &str) {
        if self.local.subscribe(topic)
            && let Some(nats) = &self.nats
        {
            nats.changed(topic);
        }
    }

    /// Takes one [`Bus::subscribe`] back.
    pub fn unsubscribe(&self, topic: &str) {
        if self.local.unsubscribe(topic)
            && let Some(nats) = &self.nats
        {
            nats.changed(topic);
        }
    }

    /// Waits until the network has every subscription made so far, but not long: read the database after this and
    /// nothing falls between the two. It does not wait for a network that is away.
    pub async fn settled(&self) {
        if let Some(nats) = &self.nats {
            nats.settled().await;
        }
    }

    /// Changes each time that news may have been missed: the network is back, or it was faster than we.
    #[must_use]
    pub fn gaps(&self) -> watch::Receiver<u64> {
        self.local.gaps()
    }

    /// Whether other nodes can be reached. Always true where there are none.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.nats.as_ref().is_none_or(|nats| nats.is_connected())
    }

    /// How many publications other nodes did not get since the start.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.nats.as_ref().map_or(0, |nats| nats.dropped())
    }
}

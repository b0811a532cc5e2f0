//! Who on this node hears what.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use bytes::Bytes;
use dashmap::{DashMap, Entry};
use tokio::sync::watch;

pub(super) type Handler = Arc<dyn Fn(&str, Bytes) + Send + Sync>;

/// The handlers and the subscriptions of a node. Alone, it is the bus of a single node.
#[derive(Default)]
pub(super) struct Local {
    handlers: DashMap<&'static str, Handler>,
    /// How often each topic is subscribed to; never zero.
    wanted: DashMap<Box<str>, usize>,
    gaps: watch::Sender<u64>,
}

impl Local {
    pub(super) fn on(&self, kind: &'static str, handler: Handler) {
        self.handlers.insert(kind, handler);
    }

    /// Says whether it is the first.
    pub(super) fn subscribe(&self, topic: &str) -> bool {
        let mut count = self.wanted.entry(topic.into()).or_insert(0);
        *count += 1;
        *count == 1
    }

    /// Says whether it was the last.
    pub(super) fn unsubscribe(&self, topic: &str) -> bool {
        // Through `entry`, so that nobody subscribes between the last one's leaving and the topic's.
        let Entry::Occupied(mut entry) = self.wanted.entry(topic.into()) else { return false };
        *entry.get_mut() -= 1;
        let last = *entry.get() == 0;
        if last {
            entry.remove();
        }
        last
    }

    pub(super) fn wants(&self, topic: &str) -> bool {
        self.wanted.contains_key(topic)
    }

    pub(super) fn topics(&self) -> Vec<Box<str>> {
        self.wanted.iter().map(|entry| entry.key().clone()).collect()
    }

    pub(super) fn deliver(&self, topic: &str, payload: Bytes) {
        if !self.wants(topic) {
            return;
        }
        let kind = topic.split_once('.').map_or(topic, |(kind, _)| kind);
        // Cloned out: a handler may take its time, or publish itself, and the map must not be locked then.
        let Some(handler) = self.handlers.get(kind).map(|handler| Arc::clone(handler.value())) else { return };
        // One listener's defect must end neither the task that writes the log nor the one that hears the network.
        if catch_unwind(AssertUnwindSafe(|| handler(topic, payload))).is_err() {
            tracing::error!(kind, "a handler of live news panicked");
        }
    }

    pub(super) fn gaps(&self) -> watch::Receiver<u64> {
        self.gaps.subscribe()
    }

    /// News may have been missed.
    pub(super) fn gap(&self) {
        self.gaps.send_modify(|count| *count += 1);
    }
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local").field("topics", &self.wanted.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use crate::platform::bus::Bus;

    fn listening() -> (Bus, std::sync::Arc<Mutex<Vec<String>>>) {
        let bus = Bus::memory();
        let heard = std::sync::Arc::new(Mutex::new(vec![]));
        let into = heard.clone();
        bus.on("channel", move |topic, payload| {
            into.lock().unwrap().push(format!("{topic} {}", String::from_utf8_lossy(&payload)));
        });
        (bus, heard)
    }

    #[test]
    fn a_subscribed_topic_is_heard_in_order_and_once() {
        let (bus, heard) = listening();
        bus.subscribe("channel.a");
        bus.subscribe("channel.a");
        bus.publish("channel.a", "1");
        bus.publish("channel.b", "not for us");
        bus.publish("channel.a", "2");
        assert_eq!(*heard.lock().unwrap(), ["channel.a 1", "channel.a 2"]);
    }

    #[test]
    fn a_topic_is_heard_until_the_last_listener_leaves() {
        let (bus, heard) = listening();
        bus.subscribe("channel.a");
        bus.subscribe("channel.a");
        bus.unsubscribe("channel.a");
        bus.publish("channel.a", "1");
        bus.unsubscribe("channel.a");
        bus.publish("channel.a", "2");
        bus.unsubscribe("channel.a");
        bus.subscribe("channel.a");
        bus.publish("channel.a", "3");
        assert_eq!(*heard.lock().unwrap(), ["channel.a 1", "channel.a 3"]);
    }

    #[test]
    fn a_handler_may_publish_and_one_that_panics_stops_nobody() {
        let (bus, heard) = listening();
        let again = bus.clone();
        bus.on("echo", move |_, payload| again.publish("channel.a", payload));
        bus.on("defect", |_, _| panic!("a listener's defect"));
        for topic in ["channel.a", "echo", "defect.x"] {
            bus.subscribe(topic);
        }
        bus.publish("defect.x", "");
        bus.publish("echo", "1");
        assert_eq!(*heard.lock().unwrap(), ["channel.a 1"]);
    }
}

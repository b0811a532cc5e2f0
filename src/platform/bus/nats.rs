//! News between nodes over NATS, core publish/subscribe: one connection a node, a subject a topic.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    fmt, mem,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_nats::{Client, ConnectOptions, Event, Message, Request, ServerAddr, connection::State};
use bytes::Bytes;
use futures_util::{
    StreamExt,
    stream::{BoxStream, FuturesUnordered, SelectAll},
};
use tokio::{
    sync::{Notify, mpsc, oneshot, watch},
    time::{sleep, timeout},
};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::local::Local;
use crate::platform::error::{Error, Result};

/// What stands before every topic, so that a NATS server can be shared, unless the address has a path:
/// `nats://host:4222/elsewhere`.
const PREFIX: &str = "gyeot";
/// Publications that wait for the network: a second's worth of a busy node.
const QUEUE: usize = 16_384;
/// And their bytes.
const QUEUE_BYTES: usize = 32 << 20;
/// News of one topic that wait for us. More, and we are told that we were too slow.
const BACKLOG: usize = 1_024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A link that is dead without saying so is noticed after two of these.
const PING: Duration = Duration::from_secs(10);
const SETTLE_TIMEOUT: Duration = Duration::from_secs(2);

/// The link to the other nodes.
pub(super) struct Nats {
    link: Arc<Link>,
    queue: mpsc::Sender<(String, Bytes)>,
    _stop: DropGuard,
}

/// What the callers, the task and the callback of the connection share.
struct Link {
    local: Arc<Local>,
    /// Ends with a dot.
    prefix: String,
    connected: AtomicBool,
    queued_bytes: AtomicUsize,
    dropped: AtomicU64,
    changes: Mutex<Changes>,
    /// There are changes.
    changed: Notify,
    /// The number of the last change that the network has.
    applied: watch::Sender<u64>,
    /// The connection is back.
    back: Notify,
    /// The client gave up on the connection for good.
    closed: Notify,
}

/// Topics whose subscription began or ended and was not yet told to the network. A set: its size is bounded by that
/// of the topics there are.
#[derive(Default)]
struct Changes {
    topics: HashSet<Box<str>>,
    number: u64,
}

impl Nats {
    pub(super) async fn connect(url: &str, local: Arc<Local>) -> Result<Self> {
        let (servers, prefix) = parse(url)?;
        let link = Arc::new(Link::new(local, prefix));
        let client = link.connect(&servers).await.map_err(|error| {
            let names: Vec<_> = servers.iter().map(|server| format!("{}:{}", server.host(), server.port())).collect();
            Error::Unavailable(format!("no NATS server at {}: {error}", names.join(", ")))
        })?;
        let stop = CancellationToken::new();
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(run(Arc::clone(&link), client, servers, waiting, stop.clone()));
        Ok(Self { link, queue, _stop: stop.drop_guard() })
    }

    pub(super) fn publish(&self, topic: &str, payload: Bytes) {
        let subject = format!("{}{topic}", self.link.prefix);
        let size = subject.len() + payload.len();
        let over = self.link.queued_bytes.fetch_add(size, Ordering::Relaxed) + size > QUEUE_BYTES;
        if over || !self.is_connected() || self.queue.try_send((subject, payload)).is_err() {
            self.link.queued_bytes.fetch_sub(size, Ordering::Relaxed);
            self.link.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The subscription to `topic` began or ended.
    pub(super) fn changed(&self, topic: &str) {
        self.link.change([topic.into()]);
    }

    pub(super) async fn settled(&self) {
        let asked = self.link.changes().number;
        let mut applied = self.link.applied.subscribe();
        if self.is_connected() {
            // Late or never, the callers' own repair is the safety net.
            let _ = timeout(SETTLE_TIMEOUT, applied.wait_for(|applied| *applied >= asked)).await;
        }
    }

    pub(super) fn is_connected(&self) -> bool {
        self.link.connected.load(Ordering::Relaxed)
    }

    pub(super) fn dropped(&self) -> u64 {
        self.link.dropped.load(Ordering::Relaxed)
    }
}

impl Link {
    fn new(local: Arc<Local>, prefix: String) -> Self {
        Self {
            local,
            prefix,
            connected: AtomicBool::new(false),
            queued_bytes: AtomicUsize::new(0),
            dropped: AtomicU64::new(0),
            changes: Mutex::default(),
            changed: Notify::new(),
            applied: watch::Sender::new(0),
            back: Notify::new(),
            closed: Notify::new(),
        }
    }

    async fn connect(self: &Arc<Self>, servers: &[ServerAddr]) -> Result<Client, async_nats::ConnectError> {
        let link = Arc::downgrade(self);
        let client = ConnectOptions::new()
            .name("gyeot")
            // What this node publishes it has already delivered to itself.
            .no_echo()
            .connection_timeout(CONNECT_TIMEOUT)
            .ping_interval(PING)
            .subscription_capacity(BACKLOG)
            .reconnect_delay_callback(delay)
            .event_callback(move |event| {
                let link = link.clone();
                async move {
                    if let Some(link) = link.upgrade() {
                        link.on_event(&event);
                    }
                }
            })
            .connect(servers)
            .await?;
        self.connected.store(true, Ordering::Relaxed);
        Ok(client)
    }

    fn on_event(&self, event: &Event) {
        match event {
            Event::Disconnected => {
                if self.connected.swap(false, Ordering::Relaxed) {
                    tracing::warn!(
                        "lost the NATS server: other nodes hear of us later, our own visitors notice nothing"
                    );
                }
            }
            Event::Connected => {
                if !self.connected.swap(true, Ordering::Relaxed) {
                    tracing::info!("the NATS server is back");
                    self.back.notify_one();
                }
            }
            Event::SlowConsumer(_) => self.local.gap(),
            Event::Closed => self.closed.notify_one(),
            Event::ServerError(error) => tracing::warn!(%error, "the NATS server complains"),
            Event::ClientError(error) => tracing::warn!(%error, "the NATS client complains"),
            Event::LameDuckMode | Event::Draining => {}
        }
    }

    fn changes(&self) -> std::sync::MutexGuard<'_, Changes> {
        // A set and a number are in order whatever panicked beside them.
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, topics: impl IntoIterator<Item = Box<str>>) {
        let mut changes = self.changes();
        changes.topics.extend(topics);
        changes.number += 1;
        drop(changes);
        self.changed.notify_one();
    }
}

impl fmt::Debug for Nats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nats").field("connected", &self.is_connected()).finish_non_exhaustive()
    }
}

/// The servers of an address (several are parted by commas), and what stands before every topic there.
fn parse(address: &str) -> Result<(Vec<ServerAddr>, String)> {
    let refused = |error: &dyn fmt::Display| Error::Unavailable(format!("not the address of a NATS server: {error}"));
    let mut prefix = PREFIX.to_owned();
    let mut servers = Vec::new();
    for part in address.split(',') {
        let mut url = url::Url::parse(part.trim()).map_err(|error| refused(&error))?;
        let path = url.path().trim_matches('/');
        if path.contains(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_')) {
            return Err(refused(&"its path may have letters, digits, - and _"));
        }
        if !path.is_empty() {
            path.clone_into(&mut prefix);
        }
        url.set_path("");
        servers.push(ServerAddr::from_url(url).map_err(|error| refused(&error))?);
    }
    Ok((servers, prefix + "."))
}

/// Serves the link until it is stopped. The client reconnects by itself; when it gives up (a server that suddenly wants
/// another password), it is replaced.
async fn run(
    link: Arc<Link>,
    mut client: Client,
    servers: Vec<ServerAddr>,
    mut waiting: mpsc::Receiver<(String, Bytes)>,
    stop: CancellationToken,
) {
    let serve = async {
        loop {
            tokio::select! {
                () = send(&link, &client, &mut waiting) => return,
                () = hear(&link, &client) => {}
                () = link.closed.notified() => {}
            }
            link.on_event(&Event::Disconnected);
            client = reconnect(&link, &servers).await;
            link.change(link.local.topics());
            link.back.notify_one();
        }
    };
    tokio::select! {
        () = serve => {}
        () = stop.cancelled() => {}
    }
}

async fn reconnect(link: &Arc<Link>, servers: &[ServerAddr]) -> Client {
    let mut attempts = 0;
    loop {
        attempts += 1;
        sleep(delay(attempts)).await;
        if let Ok(client) = link.connect(servers).await {
            return client;
        }
    }
}

/// How long to wait before the next try to connect: doubling to 4 s, with jitter so that nodes do not come back as one.
fn delay(attempts: usize) -> Duration {
    let longest = Duration::from_millis(50 << attempts.clamp(1, 7)).min(Duration::from_secs(4));
    longest.mul_f64(rand::random_range(0.5..1.0))
}

/// Sends what waits. While the server is away it drops it: old news only delay new ones.
async fn send(link: &Link, client: &Client, waiting: &mut mpsc::Receiver<(String, Bytes)>) {
    while let Some((subject, payload)) = waiting.recv().await {
        link.queued_bytes.fetch_sub(subject.len() + payload.len(), Ordering::Relaxed);
        let sent = client.connection_state() == State::Connected && client.publish(subject, payload).await.is_ok();
        if !sent {
            link.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Keeps the server's subscriptions equal to ours and delivers what comes. Returns when the client is dead.
async fn hear(link: &Link, client: &Client) {
    let mut news: SelectAll<BoxStream<'static, Message>> = SelectAll::new();
    // Dropping the sender ends the subscription of its topic.
    let mut subscribed: HashMap<Box<str>, oneshot::Sender<()>> = HashMap::new();
    // One at most: changes that come meanwhile are told together afterwards, and news go on.
    let mut fences = FuturesUnordered::new();
    loop {
        tokio::select! {
            Some(message) = news.next(), if !news.is_empty() => {
                if let Some(topic) = message.subject.strip_prefix(&*link.prefix) {
                    link.local.deliver(topic, message.payload);
                }
            }
            () = link.changed.notified(), if fences.is_empty() => {
                let (topics, number) = {
                    let mut changes = link.changes();
                    (mem::take(&mut changes.topics), changes.number)
                };
                for topic in topics {
                    if !link.local.wants(&topic) {
                        subscribed.remove(&topic);
                    } else if let Entry::Vacant(entry) = subscribed.entry(topic) {
                        let subject = format!("{}{}", link.prefix, entry.key());
                        let Ok(stream) = client.subscribe(subject).await else { return };
                        let (until, ended) = oneshot::channel();
                        news.push(stream.take_until(ended).boxed());
                        entry.insert(until);
                    }
                }
                fences.push(fence(link, client, Then::Applied(number)));
            }
            // The client has told our subscriptions again before this fence: behind it nothing is missed.
            () = link.back.notified(), if fences.is_empty() => fences.push(fence(link, client, Then::Back)),
            Some(then) = fences.next(), if !fences.is_empty() => match then {
                Then::Applied(number) => drop(link.applied.send_replace(number)),
                Then::Back => link.local.gap(),
            },
        }
    }
}

/// What is true once the server has done all that it was told.
enum Then {
    /// It has this change.
    Applied(u64),
    /// It knows us again.
    Back,
}

/// Waits until the server has done all that it was told so far, if it can be reached: a request that nobody serves is
/// answered by the server itself, in its turn. (A flush would only say that it was sent.)
async fn fence(link: &Link, client: &Client, then: Then) -> Then {
    let request = Request::new().timeout(Some(SETTLE_TIMEOUT));
    let _nobody = client.send_request(format!("{}fence", link.prefix), request).await;
    then
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_servers_and_what_stands_before_topics() {
        let (servers, prefix) = parse("nats://one:4222, nats://user:secret@two:4223").unwrap();
        assert_eq!(servers.iter().map(ServerAddr::host).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(prefix, "gyeot.");
        assert_eq!(parse("nats://one/seoul-2").unwrap().1, "seoul-2.");
    }

    #[test]
    fn a_bad_address_is_refused_without_its_password() {
        for address in ["", "one:4222", "http://u:secret@one", "nats://u:secret@one/a.b", "nats://u:secret@one/*"] {
            let error = parse(address).unwrap_err().to_string();
            assert!(error.contains("not the address of a NATS server") && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn waiting_grows_and_stays_bounded() {
        assert!(delay(1) < Duration::from_millis(101));
        for attempts in [7, 50, usize::MAX] {
            assert!((Duration::from_secs(2)..=Duration::from_secs(4)).contains(&delay(attempts)));
        }
    }

    #[tokio::test]
    async fn a_server_that_is_away_at_the_start_is_a_plain_error() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let error = Nats::connect(&format!("nats://{free}"), Arc::default()).await.unwrap_err().to_string();
        assert!(error.contains(&format!("no NATS server at {free}")), "{error}");
    }
}

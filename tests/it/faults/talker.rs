//! A client as the contract asks for: it speaks every beat, reconnects and resumes, sends again under the same id what
//! was not `stored`, and takes nothing on trust: a number twice, a hole, a `stored` that moves are the test's failure.

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    sync::mpsc,
    time::{Instant, sleep, sleep_until, timeout},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};
use uuid::Uuid;

use crate::support::builders::{Staff, Visitor};

/// Each side speaks at least so often.
const BEAT: Duration = Duration::from_secs(20);
/// Who has heard nothing for so long reconnects.
const SILENCE: Duration = Duration::from_secs(50);
/// Messages on their way at once.
const WINDOW: usize = 6;
/// The first wait before coming back; the contract's second would only make the tests longer.
const BACK_OFF: Duration = Duration::from_millis(50);

/// A WebSocket on its bare stream.
pub type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Who connects, and where.
#[derive(Debug, Clone)]
pub struct Badge {
    /// The server, or a proxy in front of it; of several nodes any.
    pub addresses: Vec<SocketAddr>,
    /// What the server's own pages send as `Origin`.
    pub origin: String,
    /// A visitor's.
    pub token: Option<String>,
    /// Staff's.
    pub cookie: Option<String>,
}

impl Badge {
    /// Of a visitor.
    pub fn visitor(visitor: &Visitor) -> Self {
        let address = visitor.client.address();
        let origin = format!("http://{address}");
        Self { addresses: vec![address], origin, token: Some(visitor.token.clone()), cookie: None }
    }

    /// Of somebody of the staff.
    pub fn staff(staff: &Staff) -> Self {
        let address = staff.client.address();
        let origin = format!("http://{address}");
        Self { addresses: vec![address], origin, token: None, cookie: staff.client.cookie() }
    }

    /// The same person by another way.
    pub fn through(mut self, address: SocketAddr) -> Self {
        self.addresses = vec![address];
        self
    }

    /// Opens a socket; nothing when there is nobody to answer.
    pub async fn connect(&self) -> Option<Stream> {
        let address = self.addresses[rand::random_range(0..self.addresses.len())];
        let mut request = format!("ws://{address}/api/v1/socket").into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", self.origin.parse().unwrap());
        if let Some(cookie) = &self.cookie {
            headers.insert("cookie", cookie.parse().unwrap());
        }
        Some(timeout(Duration::from_secs(3), connect_async(request)).await.ok()?.ok()?.0)
    }

    /// The first frame.
    pub fn hello(&self, resume: &[(Uuid, usize)]) -> Value {
        let resume: Vec<_> =
            resume.iter().map(|(channel, after)| json!({"channel": channel, "after": after})).collect();
        let mut hello = json!({"type": "hello", "ref": 1, "protocol": 1, "resume": resume});
        if let Some(token) = &self.token {
            hello["token"] = token.as_str().into();
        }
        hello
    }
}

/// A message as a talker knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its author's id for it.
    pub id: Uuid,
    /// What was said.
    pub body: String,
}

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With this code, or with none.
    Closed(Option<u16>),
    /// Nothing was heard for two and a half beats.
    Silence,
}

/// What the test sees of a talker while it runs.
#[derive(Debug, Default)]
pub struct Progress {
    /// Messages of its own that were `stored`.
    pub stored: AtomicUsize,
    /// Messages that it has, its own too.
    pub seen: AtomicUsize,
    /// Connections that ended, and when.
    pub ends: Mutex<Vec<(End, Instant)>>,
}

/// A person with a browser.
pub struct Talker {
    /// Who she is.
    pub badge: Badge,
    /// Where she talks.
    pub channel: Uuid,
    /// What came, in order: the first has number 1.
    pub seen: Vec<Line>,
    /// The numbers of her own, as `stored` gave them.
    pub stored: HashMap<Uuid, usize>,
    /// Everything that she ever said.
    pub said: Vec<Line>,
    /// What the test sees.
    pub progress: Arc<Progress>,
    unstored: VecDeque<Line>,
    script: mpsc::UnboundedReceiver<String>,
    more: bool,
}

/// What holds for one connection only.
struct Wire {
    stream: Stream,
    ready: bool,
    /// On their way, with the order in which they were sent.
    in_flight: HashMap<Uuid, usize>,
    sent: usize,
    last_stored: usize,
    spoke_at: Instant,
    heard_at: Instant,
    /// Nothing is sent before: the server could not store.
    patient_until: Instant,
}

impl Talker {
    /// One who will say what comes out of the other end, until it is dropped.
    pub fn new(badge: Badge, channel: Uuid) -> (Self, mpsc::UnboundedSender<String>) {
        let (says, script) = mpsc::unbounded_channel();
        let talker = Self {
            badge,
            channel,
            seen: Vec::new(),
            stored: HashMap::new(),
            said: Vec::new(),
            progress: Arc::default(),
            unstored: VecDeque::new(),
            script,
            more: true,
        };
        (talker, says)
    }

    /// Talks until everything she had to say is stored and she has `expected` messages.
    pub async fn run(mut self, expected: usize) -> Self {
        while !self.is_done(expected) {
            if let Some(stream) = self.badge.connect().await {
                let now = Instant::now();
                let mut wire = Wire {
                    stream,
                    ready: false,
                    in_flight: HashMap::new(),
                    sent: 0,
                    last_stored: 0,
                    spoke_at: now,
                    heard_at: now,
                    patient_until: now,
                };
                if let Some(end) = self.talk(&mut wire, expected).await {
                    self.progress.ends.lock().unwrap().push((end, Instant::now()));
                }
                let _ = timeout(Duration::from_secs(1), wire.stream.close(None)).await;
            }
            sleep(BACK_OFF.mul_f64(rand::random_range(0.5..1.5))).await;
        }
        self
    }

    fn is_done(&self, expected: usize) -> bool {
        assert!(self.seen.len() <= expected, "a phantom: {:?}", &self.seen[expected..]);
        !self.more && self.unstored.is_empty() && self.seen.len() == expected
    }

    /// Until all is done (nothing), or the connection ended.
    async fn talk(&mut self, wire: &mut Wire, expected: usize) -> Option<End> {
        if !wire.send(self.badge.hello(&[(self.channel, self.seen.len())])).await {
            return Some(End::Closed(None));
        }
        loop {
            if wire.ready && !self.send_more(wire).await {
                return Some(End::Closed(None));
            }
            if self.is_done(expected) {
                return None;
            }
            let now = Instant::now();
            let patient = wire.patient_until > now;
            tokio::select! {
                came = wire.stream.next() => match came {
                    Some(Ok(Message::Text(text))) => {
                        wire.heard_at = Instant::now();
                        let frame: Value = serde_json::from_str(&text).unwrap();
                        if !self.hear(wire, &frame) {
                            return Some(End::Closed(None));
                        }
                    }
                    Some(Ok(Message::Close(close))) => return Some(End::Closed(close.map(|close| close.code.into()))),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Some(End::Closed(None)),
                },
                line = self.script.recv(), if self.more => match line {
                    Some(body) => {
                        let line = Line { id: Uuid::new_v4(), body };
                        self.said.push(line.clone());
                        self.unstored.push_back(line);
                    }
                    None => self.more = false,
                },
                () = sleep_until(wire.patient_until), if patient => {}
                () = sleep_until(wire.spoke_at + BEAT) => {
                    if !wire.send(json!({"type": "ping"})).await {
                        return Some(End::Closed(None));
                    }
                }
                () = sleep_until(wire.heard_at + SILENCE) => return Some(End::Silence),
            }
        }
    }

    async fn send_more(&mut self, wire: &mut Wire) -> bool {
        if wire.patient_until > Instant::now() {
            return true;
        }
        let ready: Vec<Line> =
            self.unstored.iter().filter(|line| !wire.in_flight.contains_key(&line.id)).take(WINDOW).cloned().collect();
        for line in ready {
            if wire.in_flight.len() >= WINDOW {
                break;
            }
            wire.sent += 1;
            wire.in_flight.insert(line.id, wire.sent);
            let frame =
                json!({"type": "send", "ref": wire.sent, "channel": self.channel, "id": line.id, "body": line.body});
            if !wire.send(frame).await {
                return false;
            }
        }
        true
    }

    /// Takes a frame in; whether the connection is of any use after it.
    fn hear(&mut self, wire: &mut Wire, frame: &Value) -> bool {
        let of_ours = frame["channel"].as_str() == Some(self.channel.to_string().as_str());
        match frame["type"].as_str().unwrap() {
            "caught_up" if of_ours => {
                assert_eq!(number(frame), self.seen.len(), "caught up with less or more than came: {frame}");
                wire.ready = true;
            }
            "message" if of_ours => {
                let line = Line { id: id(frame), body: frame["body"].as_str().unwrap().to_owned() };
                self.take_in(frame, line);
            }
            "stored" => self.note_stored(wire, frame),
            "error" => return Self::forgive(wire, frame),
            _ => {}
        }
        true
    }

    fn take_in(&mut self, frame: &Value, line: Line) {
        assert_eq!(number(frame), self.seen.len() + 1, "a hole or a double: {frame}");
        self.seen.push(line);
        self.progress.seen.store(self.seen.len(), Ordering::Release);
    }

    fn note_stored(&mut self, wire: &mut Wire, frame: &Value) {
        let (id, seq) = (id(frame), number(frame));
        let sent = wire.in_flight.remove(&id).unwrap_or_else(|| panic!("stored, and not asked to: {frame}"));
        let line = self.said.iter().find(|line| line.id == id).unwrap().clone();
        if let Some(known) = self.seen.get(seq - 1) {
            assert_eq!(known, &line, "it is another message that has this number: {frame}");
        } else {
            assert!(sent > wire.last_stored, "numbered out of the order in which it was sent: {frame}");
            wire.last_stored = sent;
            self.take_in(frame, line);
        }
        let before = self.stored.insert(id, seq);
        assert!(before.is_none_or(|before| before == seq), "its number moved from {before:?}: {frame}");
        self.unstored.retain(|line| line.id != id);
        self.progress.stored.store(self.stored.len(), Ordering::Release);
    }

    fn forgive(wire: &mut Wire, frame: &Value) -> bool {
        assert_eq!((&frame["code"], &frame["retry"]), (&"unavailable".into(), &true.into()), "{frame}");
        if frame["id"].is_null() {
            // `hello` could not be answered.
            return false;
        }
        wire.in_flight.remove(&id(frame)).unwrap_or_else(|| panic!("refused, and not asked: {frame}"));
        wire.patient_until = Instant::now() + 4 * BACK_OFF;
        true
    }
}

impl Wire {
    async fn send(&mut self, frame: Value) -> bool {
        self.spoke_at = Instant::now();
        // A dead link takes what the kernel has room for, and then nothing.
        matches!(timeout(SILENCE, self.stream.send(Message::text(frame.to_string()))).await, Ok(Ok(())))
    }
}

fn id(frame: &Value) -> Uuid {
    frame["id"].as_str().unwrap().parse().unwrap()
}

fn number(frame: &Value) -> usize {
    usize::try_from(frame["seq"].as_u64().unwrap()).unwrap()
}

//! A client of the socket that waits for what must come, and says what came instead.

use std::{collections::VecDeque, net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{
        self, Message,
        client::IntoClientRequest,
        http::header::{COOKIE, ORIGIN, SEC_WEBSOCKET_PROTOCOL},
    },
};
use uuid::Uuid;

use super::{client::Client, wait::LIMIT};

/// A socket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What came while waiting for something else.
    kept: VecDeque<Value>,
    next_ref: i64,
}

/// What comes out of a socket.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    /// A frame.
    Frame(Value),
    /// The end: the close code, or none when the connection just ended.
    Closed(Option<u16>),
}

/// How a socket is opened.
#[derive(Debug, Default)]
pub struct Handshake {
    /// The origin, where there is one.
    pub origin: Option<String>,
    /// The cookie, where there is one.
    pub cookie: Option<String>,
    /// The subprotocols offered, where any are.
    pub protocols: Option<String>,
}

impl Socket {
    /// Opens one as a browser with this client's jar would.
    pub async fn open(client: &Client) -> Self {
        let handshake =
            Handshake { origin: client.origin.clone(), cookie: client.cookie(), protocols: Some("gyeot.v1".into()) };
        Self::shake(client.address(), handshake).await.unwrap_or_else(|status| panic!("upgrade refused with {status}"))
    }

    /// Opens one, or says with which status it was refused.
    pub async fn shake(address: SocketAddr, handshake: Handshake) -> Result<Self, u16> {
        let mut request = format!("ws://{address}/api/v1/socket").into_client_request().unwrap();
        for (name, value) in
            [(ORIGIN, handshake.origin), (COOKIE, handshake.cookie), (SEC_WEBSOCKET_PROTOCOL, handshake.protocols)]
        {
            if let Some(value) = value {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream, kept: VecDeque::new(), next_ref: 1 }),
            Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("no socket: {error}"),
        }
    }

    /// Says hello with a visitor's token, or as the staff of the cookie, and gives back `welcome`.
    pub async fn hello(&mut self, token: Option<&str>, resume: &[(Uuid, i64)]) -> Value {
        let resume: Vec<_> =
            resume.iter().map(|(channel, after)| json!({"channel": channel, "after": after})).collect();
        let reference = self.reference();
        let mut hello = json!({"type": "hello", "ref": reference, "protocol": 1, "resume": resume});
        if let Some(token) = token {
            hello["token"] = token.into();
        }
        self.send(hello).await;
        self.wait("welcome", |frame| frame["type"] == "welcome" && frame["ref"] == reference).await
    }

    /// Sends a message and gives back its id, without waiting.
    pub async fn say(&mut self, channel: Uuid, body: &str) -> Uuid {
        let (id, reference) = (Uuid::new_v4(), self.reference());
        self.send(json!({"type": "send", "ref": reference, "channel": channel, "id": id, "body": body})).await;
        id
    }

    /// Sends a message and waits until it is on disk; gives back its `stored`.
    pub async fn store(&mut self, channel: Uuid, body: &str) -> Value {
        let id = self.say(channel, body).await.to_string();
        self.wait("stored", |frame| frame["type"] == "stored" && frame["id"] == id.as_str()).await
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: Value) {
        self.stream.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// Sends what may be no frame at all.
    pub async fn send_raw(&mut self, message: Message) {
        self.stream.send(message).await.unwrap();
    }

    /// A number for the next frame.
    pub fn reference(&mut self) -> i64 {
        self.next_ref += 1;
        self.next_ref
    }

    /// The first frame that fits, now or kept from before. Others are kept for later.
    pub async fn wait(&mut self, what: &str, mut fits: impl FnMut(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&mut fits) {
            return self.kept.remove(at).unwrap();
        }
        let reading = async {
            loop {
                match self.read().await {
                    Came::Frame(frame) if fits(&frame) => return Ok(frame),
                    Came::Frame(frame) => self.kept.push_back(frame),
                    Came::Closed(code) => return Err(code),
                }
            }
        };
        let Ok(read) = timeout(LIMIT, reading).await else {
            panic!("no {what} within {LIMIT:?}; came instead: {:#?}", self.kept);
        };
        read.unwrap_or_else(|code| {
            panic!("closed with {code:?} while waiting for {what}; came instead: {:#?}", self.kept)
        })
    }

    /// The next frame of this type.
    pub async fn frame(&mut self, kind: &str) -> Value {
        self.wait(kind, |frame| frame["type"] == kind).await
    }

    /// The error that answers the frame with this number, checked for its code.
    pub async fn error(&mut self, reference: i64, code: &str) -> Value {
        let error = self.wait("error", |frame| frame["type"] == "error" && frame["ref"] == reference).await;
        assert_eq!(error["code"], code, "{error}");
        error
    }

    /// What comes next, in order.
    pub async fn next(&mut self) -> Came {
        if let Some(frame) = self.kept.pop_front() {
            return Came::Frame(frame);
        }
        timeout(LIMIT, self.read()).await.unwrap_or_else(|_| panic!("nothing came within {LIMIT:?}"))
    }

    /// What comes next, however long it takes.
    pub async fn came(&mut self) -> Came {
        match self.kept.pop_front() {
            Some(frame) => Came::Frame(frame),
            None => self.read().await,
        }
    }

    /// Everything that came until the server answered a ping: what is not in it was not sent before.
    pub async fn settle(&mut self) -> Vec<Value> {
        let reference = self.reference();
        self.send(json!({"type": "ping", "ref": reference})).await;
        self.wait("pong", |frame| frame["type"] == "pong" && frame["ref"] == reference).await;
        self.kept.drain(..).collect()
    }

    /// Waits for the end and checks its code.
    pub async fn closed(&mut self, code: u16) {
        let ending = async {
            loop {
                match self.read().await {
                    Came::Frame(frame) => self.kept.push_back(frame),
                    Came::Closed(code) => return code,
                }
            }
        };
        let Ok(came) = timeout(LIMIT, ending).await else {
            panic!("not closed within {LIMIT:?}; came instead: {:#?}", self.kept);
        };
        assert_eq!(came, Some(code), "came before: {:#?}", self.kept);
    }

    /// Closes in order.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.stream.close(None)).await;
    }

    async fn read(&mut self) -> Came {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Came::Frame(serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}")));
                }
                Some(Ok(Message::Close(close))) => return Came::Closed(close.map(|close| close.code.into())),
                Some(Ok(Message::Binary(_))) => panic!("a binary frame"),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(_)) | None => return Came::Closed(None),
            }
        }
    }
}

//! A push service on loopback, and the browsers that it serves. It opens what it gets as a browser would, by another
//! implementation of the curve than the server's.

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, extract::State};
use data_encoding::BASE64URL_NOPAD;
use hkdf::Hkdf;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use p256::{PublicKey, SecretKey, ecdh::diffie_hellman};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{net::TcpListener, task::JoinHandle};

use super::wait;

/// What came.
#[derive(Debug, Clone)]
pub struct Push {
    /// The endpoint's path.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, sealed.
    pub body: Vec<u8>,
}

impl Push {
    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {:?}", self.headers)).to_str().unwrap()
    }
}

/// What the service answers: a status, and headers.
pub type Reply = (u16, &'static [(&'static str, &'static str)]);

#[derive(Default)]
struct Desk {
    came: Vec<Push>,
    replies: HashMap<String, VecDeque<Reply>>,
    /// Paths whose pushes are never answered.
    silent: Vec<String>,
}

/// The service. It ends when it is dropped.
pub struct PushService {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    serving: JoinHandle<()>,
}

impl PushService {
    /// Starts one that takes everything with 201.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::<Mutex<Desk>>::default();
        let router = Router::new().fallback(take).with_state(desk.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, desk, serving }
    }

    /// A browser that this service leads to.
    pub fn browser(&self, name: &str) -> Browser {
        Browser::new(format!("http://{}/{name}", self.address))
    }

    /// Answers the next pushes to a browser in this way, those after them with 201.
    pub fn answer(&self, browser: &Browser, replies: &[Reply]) {
        self.desk.lock().unwrap().replies.entry(browser.path()).or_default().extend(replies);
    }

    /// Answers no push to a browser any more, not even with a refusal.
    pub fn be_silent_to(&self, browser: &Browser) {
        self.desk.lock().unwrap().silent.push(browser.path());
    }

    /// All that came, in order.
    pub fn came(&self) -> Vec<Push> {
        self.desk.lock().unwrap().came.clone()
    }

    /// What came for a browser.
    pub fn to(&self, browser: &Browser) -> Vec<Push> {
        self.came().into_iter().filter(|push| push.path == browser.path()).collect()
    }

    /// Waits until so many came for a browser, and gives the last.
    pub async fn wait(&self, browser: &Browser, count: usize) -> Push {
        wait::until_true("a push", || self.to(browser).len() >= count).await;
        let came = self.to(browser);
        assert_eq!(came.len(), count, "more pushes than were waited for");
        came.last().unwrap().clone()
    }
}

impl Drop for PushService {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(
    State(desk): State<Arc<Mutex<Desk>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap) {
    assert_eq!(method, Method::POST);
    let path = uri.path().to_owned();
    let (silent, reply) = {
        let mut desk = desk.lock().unwrap();
        let reply = desk.replies.get_mut(&path).and_then(VecDeque::pop_front);
        let silent = desk.silent.contains(&path);
        desk.came.push(Push { path, headers, body: body.to_vec() });
        (silent, reply)
    };
    if silent {
        std::future::pending::<()>().await;
    }
    let (status, headers) = reply.unwrap_or((201, &[]));
    let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    (StatusCode::from_u16(status).unwrap(), headers.collect())
}

/// A browser that takes pushes.
pub struct Browser {
    /// Where.
    pub endpoint: String,
    secret: SecretKey,
    auth: [u8; 16],
}

impl Browser {
    /// One with a new key pair.
    pub fn new(endpoint: String) -> Self {
        // Nearly every 32 bytes are a secret key.
        let secret = std::iter::repeat_with(|| SecretKey::from_slice(&rand::random::<[u8; 32]>())).find_map(Result::ok);
        Self { endpoint, secret: secret.unwrap(), auth: rand::random() }
    }

    fn path(&self) -> String {
        self.endpoint.parse::<Uri>().unwrap().path().to_owned()
    }

    /// What the page tells the server.
    pub fn subscription(&self) -> Value {
        let key = BASE64URL_NOPAD.encode(&self.secret.public_key().to_sec1_bytes());
        json!({"endpoint": self.endpoint, "keys": {"p256dh": key, "auth": BASE64URL_NOPAD.encode(&self.auth)}})
    }

    /// Opens a push as RFC 8291 and RFC 8188 say.
    pub fn open(&self, push: &Push) -> Value {
        let (head, rest) = push.body.split_at(21);
        let (salt, length) = (&head[..16], usize::from(head[20]));
        let (sender, record) = rest.split_at(length);
        assert!(record.len() <= u32::from_be_bytes(head[16..20].try_into().unwrap()) as usize);
        let theirs = PublicKey::from_sec1_bytes(sender).unwrap();
        let shared = diffie_hellman(self.secret.to_nonzero_scalar(), theirs.as_affine());
        let expand = |keys: &Hkdf<Sha256>, info: &[&[u8]], length: usize| {
            let mut out = vec![0; length];
            keys.expand_multi_info(info, &mut out).unwrap();
            out
        };
        let own = self.secret.public_key().to_sec1_bytes();
        let input = Hkdf::<Sha256>::new(Some(&self.auth), shared.raw_secret_bytes());
        let input = expand(&input, &[b"WebPush: info\0", &own, sender], 32);
        let keys = Hkdf::<Sha256>::new(Some(salt), &input);
        let key = expand(&keys, &[b"Content-Encoding: aes128gcm\0"], 16);
        let nonce = expand(&keys, &[b"Content-Encoding: nonce\0"], 12);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
        let mut record = record.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(&nonce).unwrap();
        let text = key.open_in_place(nonce, Aad::empty(), &mut record).expect("a push for this browser");
        assert_eq!(text.last(), Some(&2), "the delimiter of the last record");
        serde_json::from_slice(&text[..text.len() - 1]).unwrap()
    }
}

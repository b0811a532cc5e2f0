//! A client of the HTTP interface: a browser at heart, with a cookie jar and an origin.

use std::{net::SocketAddr, sync::Mutex};

use reqwest::{
    Method, StatusCode,
    header::{AUTHORIZATION, COOKIE, HeaderMap, ORIGIN, SET_COOKIE},
};
use serde_json::Value;

/// A client. Clones have jars of their own.
pub struct Client {
    http: reqwest::Client,
    address: SocketAddr,
    /// Sent with every request; a browser on our page, unless changed.
    pub origin: Option<String>,
    /// A visitor's.
    pub token: Option<String>,
    cookie: Mutex<Option<String>>,
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; null when it is empty, a string when it is no JSON.
    pub body: Value,
    asked: String,
}

impl Client {
    /// Somebody whom the server does not know.
    pub fn new(address: SocketAddr) -> Self {
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        Self {
            http: http.timeout(std::time::Duration::from_secs(30)).build().unwrap(),
            address,
            origin: Some(format!("http://{address}")),
            token: None,
            cookie: Mutex::default(),
        }
    }

    /// Where it calls.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The cookie that it holds, `name=value`.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    /// Sets, or takes, its cookie.
    pub fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap() = cookie;
    }

    /// Reads. As everywhere but in [`Self::page`], `path` goes on behind `/api/v1`.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None, &[]).await
    }

    /// Commands.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, Some(body.to_string()), &[]).await
    }

    /// Sets.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PUT, path, Some(body.to_string()), &[]).await
    }

    /// Takes away.
    pub async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, None, &[]).await
    }

    /// A page or an asset.
    pub async fn page(&self, path: &str) -> Answer {
        self.send(Method::GET, path.to_owned(), None, &[]).await
    }

    /// Anything else: a raw body, more headers.
    pub async fn ask(&self, method: Method, path: &str, body: Option<String>, headers: &[(&str, &str)]) -> Answer {
        self.send(method, format!("/api/v1{path}"), body, headers).await
    }

    async fn send(&self, method: Method, path: String, body: Option<String>, headers: &[(&str, &str)]) -> Answer {
        let asked = format!("{method} {path}");
        let mut request = self.http.request(method, format!("http://{}{path}", self.address));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        if let Some(origin) = &self.origin {
            request = request.header(ORIGIN, origin);
        }
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(cookie) = self.cookie() {
            request = request.header(COOKIE, cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        for set in response.headers().get_all(SET_COOKIE) {
            self.keep(set.to_str().unwrap());
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body =
            if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::String(text)) };
        Answer { status, headers, body, asked }
    }

    /// As a browser keeps a cookie, and forgets one that is out of date.
    fn keep(&self, set: &str) {
        let pair = set.split(';').next().unwrap().trim();
        let gone = pair.ends_with('=') || set.to_ascii_lowercase().contains("max-age=0");
        *self.cookie.lock().unwrap() = (!gone).then(|| pair.to_owned());
    }
}

impl Answer {
    /// The body of an answer with this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.asked, self.body);
        self.body
    }

    /// The body of a problem with this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status.as_u16(), &self.body["code"]), (status, &code.into()), "{}: {}", self.asked, self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json", "{}", self.asked);
        self.body
    }
}

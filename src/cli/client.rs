//! A client of a running server, over HTTP and its socket alone, for the commands that play people.

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, RETRY_AFTER, SEC_WEBSOCKET_PROTOCOL, SET_COOKIE},
};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{self, client::IntoClientRequest, protocol::WebSocketConfig},
};
use url::Url;

use super::Failure;
use crate::messaging::protocol::SUBPROTOCOL;

/// Where a server is reached.
#[derive(Debug, Clone)]
pub struct Site {
    /// `host:port`
    pub authority: String,
    /// What a browser on its pages would send as `Origin`.
    pub origin: String,
}

/// Who a request speaks for.
#[derive(Debug, Clone, Copy)]
pub enum As<'a> {
    /// Somebody whom the server does not know.
    Anyone,
    /// The visitor with this token.
    Visitor(&'a str),
    /// The staff member with this cookie, `name=value`.
    Staff(&'a str),
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body; null when it is empty or no JSON.
    pub body: Value,
    /// `name=value` of the cookie that came with it.
    pub cookie: Option<String>,
    retry_after: Option<String>,
    asked: String,
}

/// A connection that is kept open between requests, and opened again when the server closed it.
#[derive(Debug)]
pub struct Http {
    site: Site,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Site {
    /// Reads `http://host[:port]`. Commands come from `origin`, or from that address where none is given.
    ///
    /// # Errors
    /// In plain words, for anything else.
    pub fn parse(text: &str, origin: Option<&str>) -> Result<Self, Failure> {
        let wrong = |why: &str| Failure::Found(format!("--url {text}: {why}"));
        let url = Url::parse(text).map_err(|_| wrong("must be like http://127.0.0.1:8080"))?;
        if url.scheme() != "http" {
            return Err(wrong("only plain http is spoken here: name the server itself, behind its TLS"));
        }
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
            return Err(wrong("has no host"));
        };
        if url.path() != "/" {
            return Err(wrong("the server's address alone, without a path"));
        }
        Ok(Self {
            authority: format!("{host}:{port}"),
            origin: origin.map_or_else(|| url.origin().ascii_serialization(), ToOwned::to_owned),
        })
    }

    async fn dial(&self) -> Result<TcpStream, Failure> {
        let stream = TcpStream::connect(&self.authority)
            .await
            .map_err(|error| Failure::Found(format!("no server at {}: {error}", self.authority)))?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// A connection for requests.
    #[must_use]
    pub fn http(&self) -> Http {
        Http { site: self.clone(), sender: None }
    }

    /// Opens a socket. Nothing is said on it yet.
    ///
    /// # Errors
    /// When there is no server, or it refuses.
    pub async fn socket(&self, who: As<'_>) -> Result<WebSocketStream<TcpStream>, Failure> {
        let stream = self.dial().await?;
        let refused = |error: tungstenite::Error| Failure::Found(format!("{}: no socket: {error}", self.authority));
        let mut request = format!("ws://{}/api/v1/socket", self.authority).into_client_request().map_err(refused)?;
        let headers = request.headers_mut();
        headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
        headers.insert(ORIGIN, header(&self.origin)?);
        if let As::Staff(cookie) = who {
            headers.insert(COOKIE, header(cookie)?);
        }
        // The defaults take 128 KiB a socket.
        let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
        let (socket, _) = client_async_with_config(request, stream, Some(config)).await.map_err(refused)?;
        Ok(socket)
    }
}

impl Http {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// When there is no server, or it ends the connection. An answer that refuses is no error here.
    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        who: As<'_>,
        body: Option<&Value>,
    ) -> Result<Answer, Failure> {
        let asked = format!("{method} {path}");
        let request = self.request(method, path, who, body)?;
        // A connection that rested may have been closed by the server; nothing was sent on it then.
        let usable = match &mut self.sender {
            Some(sender) => sender.ready().await.is_ok(),
            None => false,
        };
        if !usable {
            let stream = TokioIo::new(self.site.dial().await?);
            let (sender, connection) = http1::handshake(stream).await.map_err(|error| broken(&asked, &error))?;
            tokio::spawn(connection);
            self.sender = Some(sender);
        }
        let Some(sender) = &mut self.sender else { return Err(Failure::Found(format!("{asked}: no connection"))) };
        let answer = sender.send_request(request).await.map_err(|error| broken(&asked, &error))?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await.map_err(|error| broken(&asked, &error))?.to_bytes();
        let text = |name| head.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        Ok(Answer {
            status: head.status,
            body: serde_json::from_slice(&body).unwrap_or_default(),
            cookie: text(SET_COOKIE).and_then(|set| set.split(';').next()).map(ToOwned::to_owned),
            retry_after: text(RETRY_AFTER).map(ToOwned::to_owned),
            asked,
        })
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        who: As<'_>,
        body: Option<&Value>,
    ) -> Result<Request<Full<Bytes>>, Failure> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(HOST, header(&self.site.authority)?)
            .header(ORIGIN, header(&self.site.origin)?);
        request = match who {
            As::Anyone => request,
            As::Visitor(token) => request.header(AUTHORIZATION, header(&format!("Bearer {token}"))?),
            As::Staff(cookie) => request.header(COOKIE, header(cookie)?),
        };
        if body.is_some() {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        request.body(Full::new(body.into())).map_err(|error| Failure::Found(format!("{path}: {error}")))
    }
}

impl Answer {
    /// The body, when the server did what was asked.
    ///
    /// # Errors
    /// What it said instead.
    pub fn done(self) -> Result<Value, Failure> {
        if self.status.is_success() { Ok(self.body) } else { Err(self.refusal()) }
    }

    /// Why it did not, in one line.
    #[must_use]
    pub fn refusal(&self) -> Failure {
        let said = |field: &str| self.body.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let wait = self.retry_after.as_ref().map(|seconds| format!(" (come back in {seconds} s)")).unwrap_or_default();
        Failure::Found(format!("{}: {} {} {}{wait}", self.asked, self.status.as_u16(), said("code"), said("detail")))
    }

    /// A text of the body.
    ///
    /// # Errors
    /// When it is not there.
    pub fn text(body: &Value, field: &str) -> Result<String, Failure> {
        let text = body.get(field).and_then(Value::as_str);
        text.map(ToOwned::to_owned).ok_or_else(|| Failure::Found(format!("the answer has no {field}")))
    }
}

fn header(text: &str) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(text).map_err(|_| Failure::Found("a header cannot carry this".into()))
}

fn broken(asked: &str, error: &hyper::Error) -> Failure {
    Failure::Found(format!("{asked}: the connection broke: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_an_address_over_plain_http() {
        let site = Site::parse("http://127.0.0.1:8080", None).unwrap();
        assert_eq!((site.authority.as_str(), site.origin.as_str()), ("127.0.0.1:8080", "http://127.0.0.1:8080"));
        let site = Site::parse("http://gyeot", Some("https://gyeot.example")).unwrap();
        assert_eq!((site.authority.as_str(), site.origin.as_str()), ("gyeot:80", "https://gyeot.example"));
        for wrong in ["https://gyeot.example", "127.0.0.1:8080", "http://a/b", ""] {
            assert!(Site::parse(wrong, None).is_err(), "{wrong}");
        }
    }
}

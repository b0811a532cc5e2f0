//! Calls to servers outside whose addresses somebody else gave us: over TLS, to public addresses alone, and no further
//! than where they lead at once. A redirect is an answer like any other.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::ServerName,
    version::{TLS12, TLS13},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::platform::error::{Error, Result};

/// From the look at the name to the answer's head.
const WITHIN: Duration = Duration::from_secs(15);
/// One address of several may be dead: what is left of [`WITHIN`] is for the others.
const CONNECTS_WITHIN: Duration = Duration::from_secs(4);

/// Makes the calls.
#[derive(Clone)]
pub struct Outward {
    tls: TlsConnector,
    /// Loopback is a place to call as well, also without TLS.
    loopback: bool,
}

/// What came back. Bodies are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// How long the server wants to be left alone.
    pub retry_after: Option<Duration>,
}

/// Why nothing came back. It names no address: that may be somebody's secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// Not a place that we call, today or tomorrow.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// It may go well another time.
    #[error("{0}")]
    NoAnswer(&'static str),
}

impl Outward {
    /// A client that trusts the public authorities. `loopback` is for tests: it lets plain calls to this machine pass.
    ///
    /// # Errors
    /// [`Error::Internal`] when TLS cannot be set up, which is a defect.
    pub fn new(loopback: bool) -> Result<Self> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(|error| Error::Internal(format!("no TLS for calls outward: {error}")))?
            .with_root_certificates(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), loopback })
    }

    /// Whether a URL may be called at all, as far as it tells without a look at its name.
    ///
    /// # Errors
    /// What is wrong with it, in plain words.
    pub fn check(&self, url: &Url) -> Result<(), &'static str> {
        let address = match url.host() {
            None => return Err("names no host"),
            Some(Host::Domain(_)) => None,
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        };
        let here = self.loopback && address.is_some_and(|address| address.is_loopback());
        if url.scheme() != "https" && !here {
            return Err("must be https");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not carry a user");
        }
        if address.is_some_and(|address| !self.may_call(address)) {
            return Err("is no public address");
        }
        Ok(())
    }

    /// Posts. The name is looked at once, every address that it has must be public, and the connection goes to one of
    /// those very addresses: nobody can answer something else in between.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn post(&self, url: &Url, headers: HeaderMap, body: Bytes) -> Result<Answer, Failed> {
        timeout(WITHIN, self.go(url, headers, body)).await.unwrap_or(Err(Failed::NoAnswer("timed out")))
    }

    async fn go(&self, url: &Url, headers: HeaderMap, body: Bytes) -> Result<Answer, Failed> {
        self.check(url).map_err(Failed::Refused)?;
        let host = url.host_str().ok_or(Failed::Refused("names no host"))?;
        let stream = self.connect(url).await?;
        let mut request = Request::post(&url[url::Position::BeforePath..url::Position::AfterQuery])
            .body(Full::new(body))
            .map_err(|_| Failed::Refused("is no path to ask for"))?;
        *request.headers_mut() = headers;
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let authority = HeaderValue::from_str(&authority).map_err(|_| Failed::Refused("is no host to ask"))?;
        request.headers_mut().insert(header::HOST, authority);
        if url.scheme() == "https" {
            let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())
                .map_err(|_| Failed::Refused("is no name of a server"))?;
            let stream =
                self.tls.connect(name, stream).await.map_err(|_| Failed::NoAnswer("TLS did not come about"))?;
            exchange(stream, request).await
        } else {
            exchange(stream, request).await
        }
    }

    async fn connect(&self, url: &Url) -> Result<TcpStream, Failed> {
        for address in self.addresses(url).await? {
            if let Ok(Ok(stream)) = timeout(CONNECTS_WITHIN, TcpStream::connect(address)).await {
                return Ok(stream);
            }
        }
        Err(Failed::NoAnswer("no connection"))
    }

    async fn addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, Failed> {
        let port = url.port_or_known_default().ok_or(Failed::Refused("has no port"))?;
        let found: Vec<SocketAddr> = match url.host() {
            None => return Err(Failed::Refused("names no host")),
            Some(Host::Ipv4(address)) => vec![(address, port).into()],
            Some(Host::Ipv6(address)) => vec![(address, port).into()],
            Some(Host::Domain(name)) => {
                lookup_host((name, port)).await.map_err(|_| Failed::NoAnswer("the name is not known"))?.collect()
            }
        };
        if found.iter().all(|address| self.may_call(address.ip())) {
            Ok(found)
        } else {
            Err(Failed::Refused("leads to an address that is not public"))
        }
    }

    fn may_call(&self, address: IpAddr) -> bool {
        is_public(address) || (self.loopback && address.is_loopback())
    }
}

impl std::fmt::Debug for Outward {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outward")
    }
}

/// Asks once over a connection of its own, which ends with the answer's head.
async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Answer, Failed>
where
    S: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let broken = |_| Failed::NoAnswer("the connection broke");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let driving = async {
        // However it ended, the one who asked is told by her own future.
        let _ = connection.await;
        std::future::pending().await
    };
    let response = tokio::select! {
        response = sender.send_request(request) => response.map_err(broken)?,
        never = driving => never,
    };
    let seconds = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Ok(Answer { status: response.status(), retry_after: seconds.map(Duration::from_secs) })
}

/// Whether an address is one of the public Internet: not this machine, not its network, nothing reserved (the IANA
/// special-purpose registries), also not when such an address is wrapped in another.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let reserved = match a {
        0 | 10 | 127 | 224..=255 => true,
        100 => b & 0xc0 == 64,
        169 => b == 254,
        172 => b & 0xf0 == 16,
        192 => matches!((b, c), (0, 0 | 2) | (88, 99) | (168, _)),
        198 => b & 0xfe == 18 || (b, c) == (51, 100),
        203 => (b, c) == (0, 113),
        _ => false,
    };
    !reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = address.segments() {
        // NAT64: the last 32 bits are where it goes.
        let ([one, two], [three, four]) = (high.to_be_bytes(), low.to_be_bytes());
        return is_public_v4(Ipv4Addr::new(one, two, three, four));
    }
    // Only 2000::/3 is given out; in it, 2001::/23 (Teredo and other wrappings), documentation, and 6to4.
    let [first, second, ..] = address.segments();
    let reserved = match first {
        0x2001 => second < 0x200 || second == 0xdb8,
        0x2002 => true,
        0x3fff => second < 0x1000,
        _ => first & 0xe000 != 0x2000,
    };
    !reserved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        for address in ["1.1.1.1", "142.250.1.95", "100.128.0.1", "172.32.0.1", "198.20.0.1", "223.255.255.1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["2606:4700:4700::1111", "2a00:1450::5f", "2404:6800::1", "64:ff9b::101:101"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "0.0.0.0",
            "10.0.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:1.1.1.1",
            "::7f00:1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "3fff::1",
            "100::1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_cannot_be_a_place_to_call_is_refused_before_any_look() {
        let (strict, loose) = (Outward::new(false).unwrap(), Outward::new(true).unwrap());
        for bad in [
            "http://push.example/a",
            "ftp://push.example/a",
            "https://user@push.example/a",
            "https://:word@push.example/a",
            "https://10.0.0.1/a",
            "https://[::1]/a",
            "https://[fe80::1]/a",
            "https://2130706433/a",
            "data:text/plain,a",
        ] {
            assert!(strict.check(&url(bad)).is_err(), "{bad}");
        }
        assert!(loose.check(&url("http://push.example/a")).is_err(), "plain is for loopback alone");
        assert!(loose.check(&url("http://10.0.0.1/a")).is_err());
        assert_eq!(loose.check(&url("http://127.0.0.1:9/a")), Ok(()));
        assert_eq!(strict.check(&url("https://push.example/a?b")), Ok(()));
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused_when_it_is_looked_at() {
        let outward = Outward::new(false).unwrap();
        let failed = outward.post(&url("https://localhost/secret"), HeaderMap::new(), Bytes::new()).await.unwrap_err();
        assert_eq!(failed, Failed::Refused("leads to an address that is not public"));
        assert!(!failed.to_string().contains("secret"));
    }
}

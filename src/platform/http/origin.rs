//! Who may speak for a browser: the allow-list of origins.

use std::net::SocketAddr;

use http::{HeaderMap, header};
use url::Url;

use crate::platform::{Error, Result};

/// The origins whose pages may give commands. Compared byte by byte: a suffix, another scheme, another port and `null`
/// are all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// The public URL's own origin. Where that is on loopback (a developer's machine, tests), also the other names of
    /// the same listener, `localhost` and `127.0.0.1` at its port.
    #[must_use]
    pub fn new(public_url: &Url, listen: SocketAddr) -> Self {
        let mut origins = vec![public_url.origin().ascii_serialization()];
        if is_loopback(public_url) && (listen.ip().is_loopback() || listen.ip().is_unspecified()) {
            let scheme = public_url.scheme();
            let names =
                ["localhost", "127.0.0.1"].map(|name| Url::parse(&format!("{scheme}://{name}:{}", listen.port())));
            // Through `Url`, since a browser leaves the scheme's own port out.
            origins.extend(names.into_iter().flatten().map(|url| url.origin().ascii_serialization()));
        }
        Self(origins)
    }

    /// Lets a request pass whose `Origin`, where present, is on the list. A client without one is no browser.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for any other origin.
    pub fn check_if_present(&self, headers: &HeaderMap) -> Result<()> {
        if headers.contains_key(header::ORIGIN) { self.check(headers) } else { Ok(()) }
    }

    /// Lets a request pass that has exactly one `Origin`, and that on the list: what a staff command needs, which
    /// carries a cookie.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a missing or any other origin.
    pub fn check(&self, headers: &HeaderMap) -> Result<()> {
        let mut sent = headers.get_all(header::ORIGIN).iter();
        match (sent.next(), sent.next()) {
            (Some(origin), None) if self.0.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes()) => Ok(()),
            (None, _) => Err(Error::Forbidden("a command needs the Origin header")),
            _ => Err(Error::Forbidden("this origin may not give commands")),
        }
    }
}

/// Whether a URL leads to this machine only.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn origins(public: &str, listen: &str) -> Origins {
        Origins::new(&public.parse().unwrap(), listen.parse().unwrap())
    }

    fn sent(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (header::ORIGIN, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_the_exact_origin_passes() {
        let origins = origins("https://gyeot.seoul.kr/", "127.0.0.1:8080");
        assert!(origins.check(&sent(&["https://gyeot.seoul.kr"])).is_ok());
        for other in [
            "http://gyeot.seoul.kr",
            "https://gyeot.seoul.kr:8443",
            "https://gyeot.seoul.kr.evil.kr",
            "https://evil-gyeot.seoul.kr",
            "https://seoul.kr",
            "HTTPS://gyeot.seoul.kr",
            "https://gyeot.seoul.kr/",
            "null",
            "",
            "http://127.0.0.1:8080",
        ] {
            assert!(origins.check(&sent(&[other])).is_err(), "{other}");
            assert!(origins.check_if_present(&sent(&[other])).is_err(), "{other}");
        }
    }

    #[test]
    fn a_missing_origin_is_for_clients_that_carry_no_cookie() {
        let origins = origins("https://gyeot.seoul.kr", "127.0.0.1:8080");
        assert!(origins.check_if_present(&sent(&[])).is_ok());
        assert!(origins.check(&sent(&[])).is_err());
    }

    #[test]
    fn two_origins_are_none() {
        let origins = origins("https://gyeot.seoul.kr", "127.0.0.1:8080");
        assert!(origins.check(&sent(&["https://gyeot.seoul.kr", "https://gyeot.seoul.kr"])).is_err());
    }

    #[test]
    fn on_loopback_both_names_of_the_listener_pass() {
        let origins = origins("http://127.0.0.1:8080", "127.0.0.1:8080");
        for name in ["http://127.0.0.1:8080", "http://localhost:8080"] {
            assert!(origins.check(&sent(&[name])).is_ok(), "{name}");
        }
        for other in ["http://localhost:8081", "https://localhost:8080", "http://localhost"] {
            assert!(origins.check(&sent(&[other])).is_err(), "{other}");
        }
        let standard = self::origins("http://127.0.0.1", "127.0.0.1:80");
        assert!(standard.check(&sent(&["http://localhost"])).is_ok(), "as browsers spell it");
    }
}

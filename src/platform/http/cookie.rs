//! The cookie that carries a staff session. Visitors never get one.

use http::{HeaderMap, HeaderValue, header};

/// Over TLS: the prefix makes browsers refuse it from another host, another path or plain http.
const SECURE_NAME: &str = "__Host-gyeot";
/// Over plain http on loopback, where browsers would refuse the prefix.
const PLAIN_NAME: &str = "gyeot";

/// How the session cookie is named and marked: depends on whether people reach the server by https.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    /// `secure`: the public URL is https.
    #[must_use]
    pub const fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// The name it goes by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        if self.secure { SECURE_NAME } else { PLAIN_NAME }
    }

    /// The token in a request, if there is one. Two cookies of that name are none: one of them was planted.
    #[must_use]
    pub fn read(self, headers: &HeaderMap) -> Option<&str> {
        let mut found = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.name())
            .map(|(_, token)| token);
        let token = found.next()?;
        found.next().is_none().then_some(token)
    }

    /// The `Set-Cookie` that hands out a token. Without an age: it ends with the browser, and the server ends it
    /// earlier. `None` for a token that cannot stand in a cookie, which ours never are.
    #[must_use]
    pub fn set(self, token: &str) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("{}={token}; {}", self.name(), self.attributes())).ok()
    }

    /// The `Set-Cookie` that takes it back.
    #[must_use]
    pub const fn clear(self) -> HeaderValue {
        HeaderValue::from_static(if self.secure {
            "__Host-gyeot=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0"
        } else {
            "gyeot=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
        })
    }

    const fn attributes(self) -> &'static str {
        if self.secure { "Path=/; HttpOnly; SameSite=Strict; Secure" } else { "Path=/; HttpOnly; SameSite=Strict" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(value))])
    }

    #[test]
    fn over_tls_the_cookie_is_bound_to_the_host() {
        let cookie = SessionCookie::new(true);
        assert_eq!(cookie.set("abc").unwrap(), "__Host-gyeot=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
        assert_eq!(cookie.clear(), "__Host-gyeot=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
        assert_eq!(cookie.read(&sent("gyeot=plain")), None);
        assert_eq!(cookie.read(&sent("a=b; __Host-gyeot=abc")), Some("abc"));
    }

    #[test]
    fn over_plain_http_it_has_the_plain_name() {
        let cookie = SessionCookie::new(false);
        assert_eq!(cookie.set("abc").unwrap(), "gyeot=abc; Path=/; HttpOnly; SameSite=Strict");
        assert_eq!(cookie.read(&sent("gyeot=abc")), Some("abc"));
        assert_eq!(cookie.read(&sent("gyeotx=abc")), None);
    }

    #[test]
    fn of_two_cookies_none_is_believed() {
        assert_eq!(SessionCookie::new(false).read(&sent("gyeot=a; gyeot=b")), None);
    }

    #[test]
    fn a_token_that_would_break_the_header_is_refused() {
        assert_eq!(SessionCookie::new(false).set("a\nb"), None);
    }
}

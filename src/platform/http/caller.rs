//! Who calls, as far as that may be known: a keyed hash of the network, never an address.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
    sync::{Mutex, PoisonError},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, request::Parts};
use sha2::Sha256;

use crate::platform::{Clock, Error};

/// The network that a request comes from, under a key that only this process knows and that changes daily. It can be
/// counted with, and remembered for the day in case of a block; it must never be written anywhere, which is why it has neither text nor JSON.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Caller([u8; 16]);

#[cfg(test)]
impl Caller {
    /// One that no address leads to, for rules that only have to tell two apart.
    pub(crate) const fn for_tests(number: u8) -> Self {
        Self([number; 16])
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Caller(…)")
    }
}

/// Turns addresses into [`Caller`]s.
#[derive(Debug)]
pub struct Networks {
    clock: Clock,
    proxies: Vec<Network>,
    key: Mutex<Key>,
}

struct Key {
    secret: [u8; 32],
    made_at: DateTime<Utc>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    fn new(now: DateTime<Utc>) -> Self {
        Self { secret: rand::random(), made_at: now }
    }
}

impl Networks {
    /// `proxies`: the networks of our own reverse proxies, whose `X-Forwarded-For` is believed.
    #[must_use]
    pub fn new(clock: Clock, proxies: Vec<Network>) -> Self {
        let key = Mutex::new(Key::new(clock.now()));
        Self { clock, proxies, key }
    }

    fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> Caller {
        self.hash(self.client(peer.to_canonical(), headers))
    }

    /// The address nearest to us that is none of our proxies'. Everything to its left was written by the client.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let claimed: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .flat_map(|value| value.to_str().unwrap_or("unreadable").split(','))
            .collect();
        for hop in claimed.into_iter().rev() {
            if !self.proxies.iter().any(|proxy| proxy.contains(client)) {
                break;
            }
            let Some(address) = address(hop.trim()) else { break };
            client = address.to_canonical();
        }
        client
    }

    fn hash(&self, address: IpAddr) -> Caller {
        let network = match address {
            IpAddr::V4(v4) => v4.to_ipv6_mapped(),
            // A household or a phone has a whole /64 to itself.
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64),
        };
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret()).expect("HMAC takes a key of any length");
        mac.update(&network.octets());
        let mut hash = [0; 16];
        hash.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        Caller(hash)
    }

    fn secret(&self) -> [u8; 32] {
        let now = self.clock.now();
        let mut key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        if (now - key.made_at).abs() >= TimeDelta::days(1) {
            *key = Key::new(now);
        }
        key.secret
    }

    /// Replaces the address of a request by the [`Caller`], so that no handler ever sees it.
    pub async fn hide(&self, mut request: Request, next: Next) -> Response {
        let peer = request
            .extensions_mut()
            .remove::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        let caller = self.caller(peer, request.headers());
        for name in ["x-forwarded-for", "forwarded", "x-real-ip"] {
            request.headers_mut().remove(name);
        }
        request.extensions_mut().insert(caller);
        next.run(request).await
    }
}

fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().copied().ok_or_else(|| Error::Internal("the caller was not hidden".into()))
    }
}

/// A network in CIDR notation, or a single address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: Ipv6Addr,
    bits: u32,
}

impl Network {
    fn contains(&self, address: IpAddr) -> bool {
        let address = mapped(address);
        let mask = u128::MAX.checked_shl(128 - self.bits).unwrap_or_default();
        (address.to_bits() ^ self.first.to_bits()) & mask == 0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.first.to_ipv4_mapped().filter(|_| self.bits >= 96) {
            Some(v4) => write!(f, "{v4}/{}", self.bits - 96),
            None => write!(f, "{}/{}", self.first, self.bits),
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| format!("{text}: not an address or network"))?;
        // IPv4 lives in the last 32 of 128 bits.
        let (before, width) = if address.is_ipv4() { (96, 32) } else { (0, 128) };
        let bits = bits.map_or(Some(width), |bits| bits.parse().ok().filter(|bits| *bits <= width));
        let bits = bits.ok_or_else(|| format!("{text}: the length must be 0 to {width}"))? + before;
        Ok(Self { first: mapped(address), bits })
    }
}

const fn mapped(address: IpAddr) -> Ipv6Addr {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped(),
        IpAddr::V6(v6) => v6,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn networks(proxies: &[&str]) -> Networks {
        let clock = Clock::manual(DateTime::UNIX_EPOCH);
        Networks::new(clock, proxies.iter().map(|proxy| proxy.parse().unwrap()).collect())
    }

    fn forwarded(values: &[&'static str]) -> HeaderMap {
        values
            .iter()
            .map(|value| (http::HeaderName::from_static("x-forwarded-for"), http::HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_phone_is_one_caller_whatever_address_it_takes_in_its_network() {
        let networks = networks(&[]);
        let none = HeaderMap::new();
        let caller = |text| networks.caller(ip(text), &none);
        assert_eq!(caller("2001:db8:1:2::1"), caller("2001:db8:1:2:ffff::9"));
        assert_ne!(caller("2001:db8:1:2::1"), caller("2001:db8:1:3::1"));
        assert_eq!(caller("::ffff:203.0.113.7"), caller("203.0.113.7"));
        assert_ne!(caller("203.0.113.7"), caller("203.0.113.8"));
    }

    #[test]
    fn the_key_changes_daily_and_is_no_other_process_s() {
        let one = networks(&[]);
        let none = HeaderMap::new();
        let before = one.caller(ip("203.0.113.7"), &none);
        assert_ne!(before, networks(&[]).caller(ip("203.0.113.7"), &none));
        one.clock.advance(Duration::from_secs(86_399));
        assert_eq!(before, one.caller(ip("203.0.113.7"), &none));
        one.clock.advance(Duration::from_secs(1));
        assert_ne!(before, one.caller(ip("203.0.113.7"), &none));
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let alone = networks(&[]);
        assert_eq!(alone.client(ip("198.51.100.1"), &forwarded(&["203.0.113.7"])), ip("198.51.100.1"));
        let behind = networks(&["10.0.0.0/8", "fd00::/8"]);
        for (values, client) in [
            (vec!["203.0.113.7"], "203.0.113.7"),
            (vec!["6.6.6.6, 203.0.113.7"], "203.0.113.7"),
            (vec!["6.6.6.6", "203.0.113.7, 10.1.1.1"], "203.0.113.7"),
            (vec!["203.0.113.7:4711"], "203.0.113.7"),
            (vec!["[2001:db8::1]:4711"], "2001:db8::1"),
            (vec!["::ffff:203.0.113.7"], "203.0.113.7"),
            (vec!["6.6.6.6, nonsense"], "10.0.0.1"),
            (vec![], "10.0.0.1"),
        ] {
            assert_eq!(behind.client(ip("10.0.0.1"), &forwarded(&values)), ip(client), "{values:?}");
        }
    }

    #[test]
    fn networks_are_read_and_ill_formed_ones_refused() {
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains(ip("203.0.113.7")) && !all.contains(ip("2001:db8::1")));
        assert!("::/0".parse::<Network>().unwrap().contains(ip("2001:db8::1")));
        for wrong in ["", "proxy", "10.0.0.0/33", "10.0.0.0/x", "fd00::/129"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_caller_shows_nothing_of_itself() {
        let networks = networks(&[]);
        assert_eq!(format!("{:?}", networks.caller(ip("203.0.113.7"), &HeaderMap::new())), "Caller(…)");
        assert!(format!("{networks:?}").contains("Key(…)"));
    }
}

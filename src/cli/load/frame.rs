//! What the server says, as far as the hot path needs it. Its frames begin in a known order, so that a few comparisons
//! do; one that begins otherwise is read as JSON, and means the same.

use serde::Deserialize;

/// A frame that counts.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// A message of one's own is on disk.
    Stored(Place<'a>),
    /// The other side's message.
    Message(Place<'a>),
    /// Anything else.
    Other,
}

/// A message's place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// The channel's id, as text.
    pub channel: &'a [u8],
    /// The message's id, as text.
    pub id: &'a [u8],
    /// Its number.
    pub seq: u64,
}

/// Reads a text frame.
pub(super) fn read(text: &[u8]) -> Said<'_> {
    quick(text).unwrap_or_else(|| slow(text))
}

fn quick(text: &[u8]) -> Option<Said<'_>> {
    if let Some(rest) = text.strip_prefix(br#"{"type":"message","channel":""#) {
        let (channel, rest) = uuid(rest)?;
        let (seq, rest) = number(rest.strip_prefix(br#","seq":"#)?)?;
        let (id, _) = uuid(rest.strip_prefix(br#","id":""#)?)?;
        return Some(Said::Message(Place { channel, id, seq }));
    }
    let rest = text.strip_prefix(br#"{"type":"stored","#)?;
    let rest = match rest.strip_prefix(br#""ref":"#) {
        Some(rest) => number(rest)?.1.strip_prefix(b",")?,
        None => rest,
    };
    let (channel, rest) = uuid(rest.strip_prefix(br#""channel":""#)?)?;
    let (id, rest) = uuid(rest.strip_prefix(br#","id":""#)?)?;
    let (seq, _) = number(rest.strip_prefix(br#","seq":"#)?)?;
    Some(Said::Stored(Place { channel, id, seq }))
}

/// The text up to the quotation mark, and what follows it.
fn uuid(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (uuid, rest) = text.split_at_checked(36)?;
    Some((uuid, rest.strip_prefix(b"\"")?))
}

fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut value: u64 = 0;
    for digit in &text[..digits] {
        value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
    }
    (digits > 0).then_some((value, &text[digits..]))
}

#[derive(Deserialize)]
struct Any<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    channel: Option<&'a str>,
    id: Option<&'a str>,
    seq: Option<u64>,
}

fn slow(text: &[u8]) -> Said<'_> {
    let Ok(Any { kind, channel: Some(channel), id: Some(id), seq: Some(seq) }) = serde_json::from_slice(text) else {
        return Said::Other;
    };
    let place = Place { channel: channel.as_bytes(), id: id.as_bytes(), seq };
    match kind {
        "stored" => Said::Stored(place),
        "message" => Said::Message(place),
        _ => Said::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messaging::{
        AuthorKind, ChannelId, MessageId,
        protocol::{Author, MessageFrame, ServerFrame},
    };

    #[test]
    fn what_the_server_says_is_understood_at_once() {
        let (channel, id, at) = (ChannelId::new(), MessageId::new(), crate::platform::Clock::system().now());
        let (channel_text, id_text) = (channel.to_string(), id.to_string());
        let place = || Place { channel: channel_text.as_bytes(), id: id_text.as_bytes(), seq: 1307 };
        let author = Author { kind: AuthorKind::Visitor, name: r#"","id":"x"#.into() };
        let message = MessageFrame { channel, seq: 1307, id, author, body: "\"seq\":1".into(), at };
        let message = ServerFrame::Message(message).to_json();
        assert_eq!(quick(message.as_bytes()), Some(Said::Message(place())), "{message}");
        for reference in [None, Some(42.into())] {
            let stored = ServerFrame::Stored { reference, channel, id, seq: 1307, at }.to_json();
            assert_eq!(quick(stored.as_bytes()), Some(Said::Stored(place())), "{stored}");
        }
        let pong = ServerFrame::Pong { reference: None }.to_json();
        assert_eq!(read(pong.as_bytes()), Said::Other);
    }

    #[test]
    fn another_order_means_the_same() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let frame = format!(r#"{{"id":"{id}","seq":2,"channel":"{id}","type":"stored"}}"#);
        assert_eq!(read(frame.as_bytes()), Said::Stored(Place { channel: id.as_bytes(), id: id.as_bytes(), seq: 2 }));
        for other in ["", "{}", r#"{"type":"stored"}"#, r#"{"type":"stored","ref":1,"channel":"short"}"#] {
            assert_eq!(read(other.as_bytes()), Said::Other, "{other}");
        }
    }
}

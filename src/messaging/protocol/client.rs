//! What clients say, parsed once at the edge.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{Ref, server::ErrorCode};
use crate::{
    messaging::model::{Body, ChannelId, MessageId},
    platform::error::Error,
};

/// A frame that was understood.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Who it is, and from where to go on.
    Hello(Hello),
    /// Say something.
    Send {
        /// Where.
        channel: ChannelId,
        /// The client's own id for it.
        id: MessageId,
        /// What.
        body: Body,
    },
    /// Writing, or no longer.
    Typing {
        /// Where.
        channel: ChannelId,
        /// Whether still.
        active: bool,
    },
    /// Read up to here.
    Read {
        /// Where.
        channel: ChannelId,
        /// The last message read.
        seq: i64,
    },
    /// Earlier messages, please.
    History {
        /// Where.
        channel: ChannelId,
        /// Only those before this number; from the end when left out.
        before: Option<i64>,
        /// How many: 50 when left out, clamped to 1..=200.
        limit: i64,
    },
    /// The wallboard, please, or no longer.
    Watch {
        /// Whether still.
        active: bool,
    },
    /// Still there.
    Ping,
}

/// The first frame of a socket.
#[derive(Debug, PartialEq, Eq)]
pub struct Hello {
    /// The version that the client speaks.
    pub protocol: i64,
    /// A visitor's token; staff are known by their cookie.
    pub token: Option<String>,
    /// From where to go on, a channel each.
    pub resume: Vec<Resume>,
}

/// From where to go on in one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resume {
    /// Which.
    pub channel: ChannelId,
    /// The last number that the client has.
    pub after: i64,
}

/// A frame that was not acted on.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The client's number for it, as far as it could be read.
    pub reference: Option<Ref>,
    /// Why.
    pub code: ErrorCode,
    /// Where, if that could be read.
    pub channel: Option<ChannelId>,
    /// Why, in plain words.
    pub detail: String,
}

/// How many messages a page of history has when nothing is said.
const HISTORY_DEFAULT: i64 = 50;
/// How many it has at the most.
const HISTORY_CAP: i64 = 200;
/// How many channels a `hello` may go on from: more than anyone has open.
const RESUME_CAP: usize = 500;

/// All fields of all frames, unread: what is missing, null or of a wrong type is told apart field by field.
#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(borrow, default, deserialize_with = "raw", rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw", rename = "ref")]
    reference: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    protocol: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    token: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    resume: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    channel: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    id: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    body: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    active: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    seq: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    before: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    limit: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct ResumeFrame<'a> {
    #[serde(borrow, default, deserialize_with = "raw")]
    channel: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "raw")]
    after: Option<&'a RawValue>,
}

/// A field that is there, `null` too: where a value is needed, `null` is one of a wrong type.
fn raw<'de, D: Deserializer<'de>>(field: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(field).map(Some)
}

type Fault = (ErrorCode, String);

/// Understands a text frame.
///
/// # Errors
/// A [`Refusal`]: `malformed` for no JSON object, an unknown `type` or a wrong JSON type; `invalid` for a value that is
/// missing or out of range and an id that is no UUID; `too_long` for a body over its cap.
pub fn parse(text: &str) -> Result<(Option<Ref>, Command), Refusal> {
    let frame: Frame<'_> = serde_json::from_str(text).map_err(|_| Refusal {
        reference: None,
        code: ErrorCode::Malformed,
        channel: None,
        detail: "a frame is one JSON object".into(),
    })?;
    let reference = optional::<Ref>("ref", frame.reference).map_err(|(code, detail)| Refusal {
        reference: None,
        code,
        channel: None,
        detail,
    })?;
    match command(&frame) {
        Ok(command) => Ok((reference, command)),
        Err((code, detail)) => {
            let channel = frame.channel.and_then(|raw| serde_json::from_str(raw.get()).ok());
            Err(Refusal { reference, code, channel, detail })
        }
    }
}

fn command(frame: &Frame<'_>) -> Result<Command, Fault> {
    let kind: String = match optional("type", frame.kind)? {
        Some(kind) => kind,
        None => return Err((ErrorCode::Malformed, "type is missing".into())),
    };
    Ok(match kind.as_str() {
        "hello" => Command::Hello(Hello {
            protocol: whole("protocol", required("protocol", frame.protocol)?)?,
            token: optional("token", frame.token)?,
            resume: resume(frame.resume)?,
        }),
        "send" => {
            let (channel, id) = (channel(frame.channel)?, MessageId::from_uuid(uuid("id", frame.id)?));
            let body: String = typed("body", required("body", frame.body)?)?;
            let body = Body::parse("body", &body).map_err(|error| match error {
                Error::TooLong { .. } => (ErrorCode::TooLong, error.to_string()),
                other => (ErrorCode::Invalid, other.to_string()),
            })?;
            Command::Send { channel, id, body }
        }
        "typing" => Command::Typing {
            channel: channel(frame.channel)?,
            active: typed("active", required("active", frame.active)?)?,
        },
        "read" => Command::Read { channel: channel(frame.channel)?, seq: count("seq", required("seq", frame.seq)?)? },
        "history" => Command::History {
            channel: channel(frame.channel)?,
            before: present(frame.before).map(|raw| count("before", raw)).transpose()?,
            limit: present(frame.limit)
                .map(|raw| whole("limit", raw))
                .transpose()?
                .unwrap_or(HISTORY_DEFAULT)
                .clamp(1, HISTORY_CAP),
        },
        "watch" => Command::Watch { active: typed("active", required("active", frame.active)?)? },
        "ping" => Command::Ping,
        _ => return Err((ErrorCode::Malformed, "unknown type".into())),
    })
}

fn resume(raw: Option<&RawValue>) -> Result<Vec<Resume>, Fault> {
    let Some(raw) = present(raw) else { return Ok(Vec::new()) };
    let entries: Vec<ResumeFrame<'_>> = serde_json::from_str(raw.get())
        .map_err(|_| (ErrorCode::Malformed, "resume must be a list of {channel, after}".to_owned()))?;
    if entries.len() > RESUME_CAP {
        return Err((ErrorCode::Invalid, format!("resume: at most {RESUME_CAP} channels")));
    }
    let mut list: Vec<Resume> = Vec::with_capacity(entries.len());
    for entry in entries {
        let (channel, after) = (channel(entry.channel)?, count("after", required("after", entry.after)?)?);
        if list.iter().any(|known| known.channel == channel) {
            return Err((ErrorCode::Invalid, "resume: a channel is named twice".into()));
        }
        list.push(Resume { channel, after });
    }
    Ok(list)
}

/// `null` counts as left out.
fn present(raw: Option<&RawValue>) -> Option<&RawValue> {
    raw.filter(|raw| raw.get() != "null")
}

fn required<'a>(name: &str, raw: Option<&'a RawValue>) -> Result<&'a RawValue, Fault> {
    raw.ok_or_else(|| (ErrorCode::Invalid, format!("{name} is missing")))
}

fn typed<T: DeserializeOwned>(name: &str, raw: &RawValue) -> Result<T, Fault> {
    serde_json::from_str(raw.get()).map_err(|_| (ErrorCode::Malformed, format!("{name} has a wrong type")))
}

fn optional<T: DeserializeOwned>(name: &str, raw: Option<&RawValue>) -> Result<Option<T>, Fault> {
    present(raw).map(|raw| typed(name, raw)).transpose()
}

/// A whole number: of another JSON type, malformed; not whole or too large for us, invalid.
fn whole(name: &str, raw: &RawValue) -> Result<i64, Fault> {
    let number: serde_json::Number = typed(name, raw)?;
    number.as_i64().ok_or_else(|| (ErrorCode::Invalid, format!("{name} is out of range")))
}

/// A whole number from 0 on.
fn count(name: &str, raw: &RawValue) -> Result<i64, Fault> {
    let number = whole(name, raw)?;
    if number < 0 {
        return Err((ErrorCode::Invalid, format!("{name} is out of range")));
    }
    Ok(number)
}

fn channel(raw: Option<&RawValue>) -> Result<ChannelId, Fault> {
    uuid("channel", raw).map(ChannelId::from_uuid)
}

fn uuid(name: &str, raw: Option<&RawValue>) -> Result<Uuid, Fault> {
    let text: String = typed(name, required(name, raw)?)?;
    // The hyphenated form only: that is what we send back, and clients compare texts.
    if text.len() != 36 {
        return Err((ErrorCode::Invalid, format!("{name} is no UUID")));
    }
    text.parse().map_err(|_| (ErrorCode::Invalid, format!("{name} is no UUID")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANNEL: &str = "0197f3f0-7b1e-7c3d-8a4b-3f5e6d7c8b9a";

    fn code(text: &str) -> ErrorCode {
        parse(text).expect_err(text).code
    }

    #[test]
    fn what_is_no_object_or_of_a_wrong_type_is_malformed() {
        for text in [
            "",
            "[]",
            "null",
            "1",
            "{",
            r#"{"ref":1}"#,
            r#"{"type":1}"#,
            r#"{"type":"dance"}"#,
            r#"{"type":"ping","ref":"1"}"#,
            r#"{"type":"hello","protocol":"1"}"#,
            r#"{"type":"hello","protocol":1,"resume":{}}"#,
            r#"{"type":"send","channel":1,"id":"x","body":"x"}"#,
        ] {
            assert_eq!(code(text), ErrorCode::Malformed, "{text}");
        }
        assert_eq!(code(&format!(r#"{{"type":"typing","channel":"{CHANNEL}","active":1}}"#)), ErrorCode::Malformed);
        assert_eq!(code(&format!(r#"{{"type":"read","channel":"{CHANNEL}","seq":"1"}}"#)), ErrorCode::Malformed);
    }

    #[test]
    fn what_is_missing_or_out_of_range_is_invalid_and_keeps_its_number() {
        for text in [
            format!(r#"{{"type":"send","ref":7,"channel":"{CHANNEL}","id":"x","body":"x"}}"#),
            format!(r#"{{"type":"send","ref":7,"channel":"{CHANNEL}","id":"{CHANNEL}","body":"  "}}"#),
            format!(r#"{{"type":"read","ref":7,"channel":"{CHANNEL}","seq":-1}}"#),
            format!(r#"{{"type":"read","ref":7,"channel":"{CHANNEL}"}}"#),
            r#"{"type":"send","ref":7,"channel":"nope"}"#.to_owned(),
        ] {
            let refusal = parse(&text).expect_err(&text);
            assert_eq!(refusal.code, ErrorCode::Invalid, "{text}");
            assert_eq!(refusal.reference, Some(7.into()), "{text}");
        }
    }

    #[test]
    fn unknown_fields_are_ignored_and_limits_are_clamped() {
        let (reference, command) =
            parse(&format!(r#"{{"type":"history","channel":"{CHANNEL}","limit":9999,"colour":[{{}}],"ref":2.5}}"#))
                .expect("understood");
        assert_eq!(reference.map(|number| number.to_string()).as_deref(), Some("2.5"));
        assert!(matches!(command, Command::History { before: None, limit: 200, .. }));
    }

    #[test]
    fn a_body_is_kept_exactly_as_sent() {
        let text = format!(r#"{{"type":"send","channel":"{CHANNEL}","id":"{CHANNEL}","body":" \ud83d\ude00 곁\n"}}"#);
        let Ok((_, Command::Send { body, .. })) = parse(&text) else { panic!("understood") };
        assert_eq!(body.as_str(), " 😀 곁\n");
    }
}

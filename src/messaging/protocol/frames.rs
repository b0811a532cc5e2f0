//! The frames of a client, described for those who write one. They are read by `client.rs`, which tells faults apart
//! field by field; a test keeps the two together.

use serde::Serialize;
use utoipa::ToSchema;

use super::Ref;
use crate::messaging::model::{ChannelId, MessageId};

/// A frame from a client. Fields that are not known are ignored.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// The first frame of a socket: who it is, and from where to go on.
    Hello {
        /// Given back on the answer.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// The version that the client speaks: 1.
        protocol: i64,
        /// A visitor's token; staff are known by their cookie.
        #[serde(skip_serializing_if = "Option::is_none")]
        token: Option<String>,
        /// The channels to replay, each once.
        #[serde(skip_serializing_if = "Option::is_none")]
        resume: Option<Vec<ResumeFrom>>,
    },
    /// Say something. Answered by `stored`.
    Send {
        /// Given back on the answer.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Where.
        channel: ChannelId,
        /// Made by the client, unique in the channel: sending it again is safe.
        id: MessageId,
        /// 1 to 4,000 characters, kept exactly as sent.
        #[schema(min_length = 1, max_length = 4000)]
        body: String,
    },
    /// Writing, or no longer. Answered by errors only.
    Typing {
        /// Given back on an error.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Where.
        channel: ChannelId,
        /// Whether still.
        active: bool,
    },
    /// Read up to here. Answered by errors only.
    Read {
        /// Given back on an error.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Where.
        channel: ChannelId,
        /// The last message read. It never goes back, and stops at the last message.
        #[schema(minimum = 0)]
        seq: i64,
    },
    /// Earlier messages, please. Answered by `history`.
    History {
        /// Given back on the answer.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Where.
        channel: ChannelId,
        /// Only those before this number; from the end when left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(minimum = 0)]
        before: Option<i64>,
        /// How many: 50 when left out, clamped to 1..=200.
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<i64>,
    },
    /// The wallboard, please, or no longer (supervisors). Answered by `wallboard`, or by nothing when it is no longer
    /// wanted.
    Watch {
        /// Given back on the answer.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
        /// Whether still.
        active: bool,
    },
    /// Still there. Answered by `pong`.
    Ping {
        /// Given back on the answer.
        #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<f64>)]
        reference: Option<Ref>,
    },
}

/// From where to go on in one channel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResumeFrom {
    /// Which.
    pub channel: ChannelId,
    /// The last number that the client has; 0 for none.
    #[schema(minimum = 0)]
    pub after: i64,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use utoipa::PartialSchema as _;

    use super::*;
    use crate::messaging::protocol::{Command, parse};

    /// One of each, with every field that it has.
    fn whole() -> Vec<ClientFrame> {
        let (channel, id, reference) = (ChannelId::new(), MessageId::new(), Some(Ref::from(7)));
        let resume = Some(vec![ResumeFrom { channel, after: 3 }]);
        vec![
            ClientFrame::Hello { reference: reference.clone(), protocol: 1, token: Some("t".into()), resume },
            ClientFrame::Send { reference: reference.clone(), channel, id, body: "곁".into() },
            ClientFrame::Typing { reference: reference.clone(), channel, active: true },
            ClientFrame::Read { reference: reference.clone(), channel, seq: 4 },
            ClientFrame::History { reference: reference.clone(), channel, before: Some(9), limit: Some(20) },
            ClientFrame::Watch { reference: reference.clone(), active: true },
            ClientFrame::Ping { reference },
        ]
    }

    /// The type that a command comes from. A new command does not compile before it is here, and then in `whole`.
    const fn kind(command: &Command) -> &'static str {
        match command {
            Command::Hello(_) => "hello",
            Command::Send { .. } => "send",
            Command::Typing { .. } => "typing",
            Command::Read { .. } => "read",
            Command::History { .. } => "history",
            Command::Watch { .. } => "watch",
            Command::Ping => "ping",
        }
    }

    #[test]
    fn every_described_frame_is_understood_as_what_it_says() {
        for frame in whole() {
            let json = serde_json::to_value(&frame).unwrap();
            let (reference, command) = parse(&json.to_string()).unwrap_or_else(|fault| panic!("{json}: {fault:?}"));
            assert_eq!(json["type"], kind(&command));
            assert_eq!(reference, Some(Ref::from(7)));
            match command {
                Command::Hello(hello) => {
                    assert_eq!((hello.protocol, hello.token.as_deref()), (1, Some("t")));
                    assert_eq!(hello.resume[0].after, 3);
                }
                Command::Send { body, .. } => assert_eq!(body.as_str(), "곁"),
                Command::Typing { active, .. } | Command::Watch { active } => assert!(active),
                Command::Read { seq, .. } => assert_eq!(seq, 4),
                Command::History { before, limit, .. } => assert_eq!((before, limit), (Some(9), 20)),
                Command::Ping => {}
            }
        }
    }

    #[test]
    fn the_schema_describes_each_frame_with_the_fields_that_it_has() {
        let schema = serde_json::to_value(ClientFrame::schema()).unwrap();
        let fields =
            |object: &serde_json::Value| -> BTreeSet<String> { object.as_object().unwrap().keys().cloned().collect() };
        let described: BTreeSet<_> =
            schema["oneOf"].as_array().unwrap().iter().map(|frame| fields(&frame["properties"])).collect();
        let sent: BTreeSet<_> = whole().iter().map(|frame| fields(&serde_json::to_value(frame).unwrap())).collect();
        assert_eq!(described, sent);
    }
}

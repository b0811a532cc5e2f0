//! Who says what, where and when: all of it follows from a message's number, so that no table is needed to know a
//! message again when it comes back.

use std::{fmt::Write as _, time::Duration};

/// Which side of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Visitor,
    Counsellor,
}

/// The schedule of a run. Message `k` belongs to conversation `k mod conversations`, and is due `k / rate` seconds
/// after the start whatever became of those before it.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// Tells the ids of this run from all others.
    pub run: u64,
    /// How many conversations.
    pub conversations: u64,
    /// Messages a second, over all conversations.
    pub rate: u64,
    /// How many messages in all.
    pub messages: u64,
    /// How many of them, the first, are not measured.
    pub warm_up: u64,
    /// How long a text is, in bytes.
    pub bytes: usize,
}

/// A text of people talking, to be cut to length.
const TEXT: &str = "그 사람이 자꾸 연락해서 조금 무서워요. I do not know what to say to him. 괜찮아요, 천천히 말해도 돼요. \
                    You did nothing wrong, and we can look at it together. ";

impl Plan {
    /// The conversation of message `k`.
    pub fn conversation(&self, k: u64) -> u64 {
        k % self.conversations
    }

    /// Which message of its conversation it is, from 0.
    pub fn turn(&self, k: u64) -> u64 {
        k / self.conversations
    }

    /// The message at this turn of a conversation.
    pub fn message(&self, conversation: u64, turn: u64) -> u64 {
        conversation + turn * self.conversations
    }

    /// Whose turn it is. Half of the conversations begin with each side, so that at all times both speak.
    pub fn side(conversation: u64, turn: u64) -> Side {
        if (conversation + turn).is_multiple_of(2) { Side::Visitor } else { Side::Counsellor }
    }

    /// How many messages a conversation has.
    pub fn turns(&self, conversation: u64) -> u64 {
        self.messages.saturating_sub(conversation).div_ceil(self.conversations)
    }

    /// When message `k` is due, from the start.
    pub fn due(&self, k: u64) -> Duration {
        Duration::from_nanos(k.saturating_mul(1_000_000_000) / self.rate)
    }

    /// Appends the id of message `k`: a UUID of version 8 that holds the run and the number.
    pub fn write_id(&self, k: u64, out: &mut String) {
        let run = self.run;
        write!(out, "{:08x}-{:04x}-8000-8000-{k:012x}", run >> 16 & 0xFFFF_FFFF, run & 0xFFFF)
            .expect("writing to a String cannot fail");
    }

    /// The number of the message with this id, if it is one of this run.
    pub fn number(&self, id: &[u8]) -> Option<u64> {
        let digits = |range: std::ops::Range<usize>| {
            let text = std::str::from_utf8(id.get(range)?).ok()?;
            u64::from_str_radix(text, 16).ok()
        };
        let known = id.len() == 36
            && digits(0..8)? == self.run >> 16 & 0xFFFF_FFFF
            && digits(9..13)? == self.run & 0xFFFF
            && &id[13..24] == b"-8000-8000-";
        digits(24..36).filter(|k| known && *k < self.messages)
    }

    /// Appends the text of message `k`; it needs no escaping in JSON.
    pub fn write_body(&self, k: u64, out: &mut String) {
        let start = out.len();
        write!(out, "{k} ").expect("writing to a String cannot fail");
        while out.len() - start < self.bytes {
            let left = self.bytes - (out.len() - start);
            let mut end = left.min(TEXT.len());
            while !TEXT.is_char_boundary(end) {
                end -= 1;
            }
            if end == 0 {
                out.push('.');
            }
            out.push_str(&TEXT[..end]);
        }
    }

    /// Writes the whole frame of message `k`.
    pub fn write_send(&self, k: u64, channel: &str, out: &mut String) {
        out.clear();
        write!(out, r#"{{"type":"send","ref":{k},"channel":"{channel}","id":""#)
            .expect("writing to a String cannot fail");
        self.write_id(k, out);
        out.push_str(r#"","body":""#);
        self.write_body(k, out);
        out.push_str(r#""}"#);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messaging::{Body, protocol};

    fn plan() -> Plan {
        Plan { run: 0x1234_5678_9ABC, conversations: 7, rate: 100, messages: 100, warm_up: 0, bytes: 80 }
    }

    #[test]
    fn every_message_belongs_to_one_turn_of_one_conversation() {
        let plan = plan();
        let mut seen = vec![0; 100];
        for conversation in 0..7 {
            for turn in 0..plan.turns(conversation) {
                let k = plan.message(conversation, turn);
                assert_eq!((plan.conversation(k), plan.turn(k)), (conversation, turn));
                seen[usize::try_from(k).unwrap()] += 1;
            }
        }
        assert!(seen.iter().all(|count| *count == 1), "{seen:?}");
        assert_eq!(plan.due(50), Duration::from_millis(500));
    }

    #[test]
    fn an_id_tells_its_message_and_no_other_runs() {
        let (plan, mut id) = (plan(), String::new());
        plan.write_id(42, &mut id);
        assert_eq!(id.parse::<uuid::Uuid>().unwrap().get_version_num(), 8);
        assert_eq!(plan.number(id.as_bytes()), Some(42));
        assert_eq!(Plan { run: 1, ..plan.clone() }.number(id.as_bytes()), None);
        assert_eq!(Plan { messages: 42, ..plan.clone() }.number(id.as_bytes()), None);
        assert_eq!(plan.number(uuid::Uuid::new_v4().to_string().as_bytes()), None);
        assert_eq!(plan.number(b""), None);
    }

    #[test]
    fn the_server_understands_a_frame_of_any_length() {
        let channel = uuid::Uuid::new_v4().to_string();
        for bytes in [1, 2, 3, 4, 79, 80, 81, 4000] {
            let plan = Plan { bytes, ..plan() };
            let (mut frame, mut body) = (String::new(), String::new());
            plan.write_send(9, &channel, &mut frame);
            plan.write_body(9, &mut body);
            assert!(body.len() >= bytes && body.len() < bytes.max(2) + 1, "{} for {bytes}", body.len());
            let (_, command) = protocol::parse(&frame).unwrap();
            let protocol::Command::Send { id, body: heard, .. } = command else { panic!("{frame}") };
            assert_eq!(plan.number(id.to_string().as_bytes()), Some(9));
            assert_eq!(heard, Body::parse("body", &body).unwrap());
        }
    }
}

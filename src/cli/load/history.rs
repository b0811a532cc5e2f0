//! After the talking: the whole history of every conversation is read back, and everything is compared.

use std::{fmt::Write as _, ops::AddAssign};

use serde::{Deserialize, Serialize};

use super::{
    plan::{Plan, Side},
    talk::{Line, Talker},
};

/// How many messages a page has at the most.
const PAGE: usize = 200;

/// What was found, in messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Found {
    /// Sent, and never answered by `stored`.
    pub unanswered: u64,
    /// Answered by `stored`, and the other side never got it.
    pub undelivered: u64,
    /// Answered by `stored`, and not in the history.
    pub gone: u64,
    /// Both sides, or they and the history, have it at different places.
    pub moved: u64,
    /// In the history with another text or author.
    pub altered: u64,
    /// In the history though nobody sent it, or twice, or out of order.
    pub strange: u64,
}

impl Found {
    /// Whether nothing is wrong.
    pub fn is_clean(self) -> bool {
        self == Self::default()
    }
}

impl AddAssign for Found {
    fn add_assign(&mut self, other: Self) {
        self.unanswered += other.unanswered;
        self.undelivered += other.undelivered;
        self.gone += other.gone;
        self.moved += other.moved;
        self.altered += other.altered;
        self.strange += other.strange;
    }
}

#[derive(Deserialize)]
struct Page {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    messages: Vec<Message>,
    #[serde(default)]
    more: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Message {
    seq: u64,
    id: String,
    author: Author,
    body: String,
}

#[derive(Debug, Deserialize)]
struct Author {
    kind: String,
}

impl Talker {
    /// Everything that was said in a channel, from the last message to the first.
    pub async fn history(&mut self, channel: &str) -> Result<Vec<Message>, String> {
        let mut all: Vec<Message> = Vec::new();
        let mut request = String::new();
        loop {
            request.clear();
            write!(request, r#"{{"type":"history","channel":"{channel}","limit":{PAGE}"#)
                .expect("writing to a String cannot fail");
            if let Some(first) = all.last() {
                write!(request, r#","before":{}"#, first.seq).expect("writing to a String cannot fail");
            }
            request.push('}');
            self.wire.say(request.as_bytes());
            self.wire.flush().map_err(|error| error.to_string())?;
            let page = self.page().await?;
            let ended = page.messages.is_empty() || !page.more;
            all.extend(page.messages.into_iter().rev());
            if ended {
                return Ok(all);
            }
        }
    }

    async fn page(&mut self) -> Result<Page, String> {
        loop {
            while let Some(text) = self.next_text()? {
                let text = self.wire.text(text);
                let frame: Page = serde_json::from_slice(text).map_err(|error| error.to_string())?;
                match frame.kind.as_str() {
                    "history" => return Ok(frame),
                    "error" => return Err(format!("no history: {}", String::from_utf8_lossy(text))),
                    _ => {}
                }
            }
            self.wire.turn().await.map_err(|error| error.to_string())?;
        }
    }
}

/// Compares one conversation as its two sides and the log have it. `sent` is how many of its turns were due.
pub(super) fn compare(plan: &Plan, visitor: &Line, counsellor: &Line, history: &[Message]) -> Found {
    let mut found = Found::default();
    let mut kept = vec![0_u64; visitor.numbers.len()];
    let mut body = String::new();
    for (expected, message) in (1_u64..).zip(history.iter().rev()) {
        let turn = plan
            .number(message.id.as_bytes())
            .filter(|k| plan.conversation(*k) == visitor.conversation)
            .and_then(|k| usize::try_from(plan.turn(k)).ok().map(|turn| (k, turn)));
        let Some((k, turn)) = turn.filter(|(_, turn)| kept[*turn] == 0 && message.seq == expected) else {
            found.strange += 1;
            continue;
        };
        kept[turn] = message.seq;
        body.clear();
        plan.write_body(k, &mut body);
        let author = match Plan::side(visitor.conversation, plan.turn(k)) {
            Side::Visitor => "visitor",
            Side::Counsellor => "counsellor",
        };
        if message.body != body || message.author.kind != author {
            found.altered += 1;
        }
    }
    for (turn, kept) in kept.into_iter().enumerate() {
        let (own, other) = match Plan::side(visitor.conversation, turn as u64) {
            Side::Visitor => (visitor.numbers[turn], counsellor.numbers[turn]),
            Side::Counsellor => (counsellor.numbers[turn], visitor.numbers[turn]),
        };
        match (own, other) {
            (0, _) => found.unanswered += 1,
            (_, 0) => found.undelivered += 1,
            (own, other) if own != other => found.moved += 1,
            _ => {}
        }
        if own != 0 && kept == 0 {
            found.gone += 1;
        } else if own != 0 && kept != own {
            found.moved += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan { run: 1, conversations: 1, rate: 10, messages: 4, warm_up: 0, bytes: 10 }
    }

    fn line(plan: &Plan, side: Side, numbers: [u64; 4]) -> Line {
        let mut line = Line::new(plan, 0, side, String::new());
        line.numbers = numbers.to_vec();
        line
    }

    fn history(plan: &Plan, order: &[u64]) -> Vec<Message> {
        let message = |(seq, k): (u64, &u64)| {
            let (mut id, mut body) = (String::new(), String::new());
            plan.write_id(*k, &mut id);
            plan.write_body(*k, &mut body);
            let kind = if k % 2 == 0 { "visitor" } else { "counsellor" }.to_owned();
            Message { seq, id, author: Author { kind }, body }
        };
        let mut messages: Vec<_> = (1..).zip(order).map(message).collect();
        messages.reverse();
        messages
    }

    fn found(visitor: [u64; 4], counsellor: [u64; 4], change: impl FnOnce(&mut Vec<Message>)) -> Found {
        let plan = plan();
        let mut history = history(&plan, &[0, 1, 2, 3]);
        change(&mut history);
        compare(&plan, &line(&plan, Side::Visitor, visitor), &line(&plan, Side::Counsellor, counsellor), &history)
    }

    #[test]
    fn what_all_three_have_alike_is_clean() {
        assert!(found([1, 2, 3, 4], [1, 2, 3, 4], |_| ()).is_clean());
    }

    #[test]
    fn each_fault_is_told_by_its_name() {
        let whole = [1, 2, 3, 4];
        let expect = |found: Found, right: Found| assert_eq!(found, right);
        let zero = Found::default();
        expect(found([0, 2, 3, 4], whole, |_| ()), Found { unanswered: 1, ..zero });
        expect(found([1, 0, 3, 4], whole, |_| ()), Found { undelivered: 1, ..zero });
        expect(found(whole, [2, 1, 3, 4], |_| ()), Found { moved: 3, ..zero });
        expect(found(whole, whole, |history| drop(history.remove(0))), Found { gone: 1, ..zero });
        expect(found(whole, whole, |history| history[1].body.push('x')), Found { altered: 1, ..zero });
        expect(found(whole, whole, |history| history[1].author.kind = "visitor".into()), zero);
        expect(found(whole, whole, |history| history[0].author.kind = "visitor".into()), Found { altered: 1, ..zero });
        let twice = |history: &mut Vec<Message>| {
            let again = Message {
                seq: 5,
                id: history[0].id.clone(),
                body: String::new(),
                author: Author { kind: String::new() },
            };
            history.insert(0, again);
        };
        expect(found(whole, whole, twice), Found { strange: 1, ..zero });
    }
}

//! A made-up visitor: she comes, waits, types, answers when a counsellor writes, goes, and comes anew.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use http::Method;
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{Instant, sleep, sleep_until},
};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};
use uuid::Uuid;

use super::script::Script;
use crate::cli::{
    Failure,
    client::{Answer, As, Site},
};

/// How often she says that she is there.
const BEAT: Duration = Duration::from_secs(15);
/// Before somebody writes again in the line, in seconds.
const PATIENT: u64 = 45;
/// How long she stays after her farewell when nobody closes, in seconds.
const STAYS: u64 = 60;

/// The parts that nobody plays at the moment.
#[derive(Debug, Clone)]
pub(super) struct Parts(Arc<Mutex<VecDeque<&'static Script>>>);

impl Parts {
    pub fn new(scripts: &'static [Script]) -> Self {
        Self(Arc::new(Mutex::new(scripts.iter().collect())))
    }

    fn take(&self) -> Option<&'static Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn put_back(&self, script: &'static Script) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(script);
    }
}

/// Plays one part after the other, for ever.
pub(super) async fn live(site: Site, parts: Parts, after: Duration) {
    sleep(after).await;
    loop {
        if let Some(script) = parts.take() {
            if let Err(failure) = visit(&site, script).await {
                tracing::warn!(reason = %failure, "a scripted visitor's connection ended");
            }
            parts.put_back(script);
        }
        sleep(Duration::from_secs(rand::random_range(15..40))).await;
    }
}

/// What she does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Read,
    Type,
    Say(&'static str),
    Leave,
}

/// One visit.
struct Visit {
    socket: WebSocketStream<TcpStream>,
    channel: String,
    script: &'static Script,
    /// What is still to be done, each so long after the one before.
    steps: VecDeque<(Duration, Step)>,
    answered: usize,
    /// The last message of somebody else.
    heard: i64,
    opened: bool,
}

async fn visit(site: &Site, script: &'static Script) -> Result<(), Failure> {
    let mut http = site.http();
    let begin = json!({
        "language": script.language, "nickname": script.nickname, "topic": script.topic, "safe_now": script.safe_now,
        "first_message": script.first,
    });
    let visit = http.ask(Method::POST, "/visits", As::Anyone, Some(&begin)).await?.done()?;
    let token = Answer::text(&visit, "token")?;
    let mut visit = Visit {
        socket: site.socket(As::Visitor(&token)).await?,
        channel: Answer::text(&visit, "channel")?,
        script,
        steps: VecDeque::new(),
        answered: 0,
        heard: 0,
        opened: false,
    };
    visit.say(json!({"type": "hello", "protocol": 1, "token": token})).await?;
    visit.wait_in_line();
    if visit.stay().await? == Ended::Leaves {
        http.ask(Method::POST, "/visits/leave", As::Visitor(&token), Some(&json!({}))).await?.done()?;
    }
    // The other end hears that she is gone, whether or not it answers.
    let _ = visit.socket.close(None).await;
    Ok(())
}

/// How a visit came to its end.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    Leaves,
    Closed,
}

impl Visit {
    /// Until she leaves, the conversation is closed, or the server ends the socket.
    async fn stay(&mut self) -> Result<Ended, Failure> {
        let mut beat = Instant::now() + BEAT;
        let mut step_at = self.next_step();
        loop {
            tokio::select! {
                frame = self.socket.next() => match frame {
                    Some(Ok(Message::Text(text))) => {
                        let idle = self.steps.is_empty();
                        if self.hear(&serde_json::from_str(&text).unwrap_or_default()) {
                            return Ok(Ended::Closed);
                        }
                        if idle {
                            step_at = self.next_step();
                        }
                    }
                    Some(Ok(Message::Close(_))) | None => return Ok(Ended::Closed),
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return Err(Failure::Found(error.to_string())),
                },
                () = sleep_until(step_at), if !self.steps.is_empty() => {
                    if let Some((_, step)) = self.steps.pop_front()
                        && self.act(step).await?
                    {
                        return Ok(Ended::Leaves);
                    }
                    step_at = self.next_step();
                }
                () = sleep_until(beat) => {
                    self.say(json!({"type": "ping"})).await?;
                    beat = Instant::now() + BEAT;
                }
            }
        }
    }

    /// Takes in what the server says; whether the conversation is over.
    fn hear(&mut self, frame: &Value) -> bool {
        match frame["type"].as_str() {
            Some("conversation") => {
                let state = frame["state"].as_str();
                if state == Some("active") && !self.opened {
                    self.opened = true;
                    // What she wanted to say to the line, she need not.
                    self.steps.clear();
                }
                state == Some("closed")
            }
            Some("message") if frame["author"]["kind"] != "visitor" => {
                self.heard = frame["seq"].as_i64().unwrap_or(self.heard);
                self.answer();
                false
            }
            _ => false,
        }
    }

    /// While she waits, she writes a line or two.
    fn wait_in_line(&mut self) {
        for (count, line) in (0..).zip(self.script.waiting) {
            self.steps.push_back((Duration::from_secs(6 + count * PATIENT), Step::Type));
            self.steps.push_back((typing(line), Step::Say(line)));
        }
    }

    /// She reads what was said, and answers once, however many lines it was.
    fn answer(&mut self) {
        if self.steps.iter().any(|(_, step)| matches!(step, Step::Say(_))) {
            return;
        }
        self.steps.clear();
        self.steps.push_back((Duration::from_millis(900), Step::Read));
        let line = match self.script.answers.get(self.answered) {
            Some(line) => line,
            None if self.answered == self.script.answers.len() => self.script.farewell,
            None => {
                self.steps.push_back((Duration::from_secs(STAYS), Step::Leave));
                return;
            }
        };
        self.steps.push_back((Duration::from_millis(rand::random_range(800..2500)), Step::Type));
        self.steps.push_back((typing(line), Step::Say(line)));
        if self.answered == self.script.answers.len() {
            self.steps.push_back((Duration::from_secs(STAYS), Step::Leave));
        }
        self.answered += 1;
    }

    fn next_step(&self) -> Instant {
        Instant::now() + self.steps.front().map_or(BEAT, |(after, _)| *after)
    }

    /// Does it; whether she goes.
    async fn act(&mut self, step: Step) -> Result<bool, Failure> {
        let channel = &self.channel;
        match step {
            Step::Read => {
                let read = json!({"type": "read", "channel": channel, "seq": self.heard});
                self.say(read).await?;
            }
            Step::Type => {
                let typing = json!({"type": "typing", "channel": channel, "active": true});
                self.say(typing).await?;
            }
            Step::Say(body) => {
                let send = json!({"type": "send", "channel": channel, "id": Uuid::new_v4(), "body": body});
                let typed = json!({"type": "typing", "channel": channel, "active": false});
                self.say(send).await?;
                self.say(typed).await?;
            }
            Step::Leave => return Ok(true),
        }
        Ok(false)
    }

    async fn say(&mut self, frame: Value) -> Result<(), Failure> {
        let sent = self.socket.send(Message::text(frame.to_string())).await;
        sent.map_err(|error| Failure::Found(error.to_string()))
    }
}

/// How long it takes her to type this.
fn typing(line: &str) -> Duration {
    let letters = u64::try_from(line.chars().count()).unwrap_or(u64::MAX);
    Duration::from_millis((letters * 90).clamp(1500, 5000))
}

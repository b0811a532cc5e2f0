//! One socket of a run: it says what the plan wants when it is due, and checks everything that it hears.

use std::{
    io,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use serde::Deserialize;
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};

use super::{
    figures::Figures,
    frame::{self, Place, Said},
    plan::{Plan, Side},
    wire::{Came, Wire},
};

/// How long a socket is silent at the most; the protocol allows 20 s.
const SILENCE: Duration = Duration::from_secs(15);
/// How often a socket that waits looks whether all is over.
const LOOK: Duration = Duration::from_secs(1);

/// One conversation as one side sees it.
#[derive(Debug)]
pub(super) struct Line {
    pub conversation: u64,
    pub side: Side,
    /// The channel's id.
    pub channel: String,
    /// By turn, the number that the message came with; 0 while it has not come.
    pub numbers: Vec<u64>,
    /// The last number that came.
    last: u64,
}

impl Line {
    pub fn new(plan: &Plan, conversation: u64, side: Side, channel: String) -> Self {
        let turns = usize::try_from(plan.turns(conversation)).unwrap_or(usize::MAX);
        Self { conversation, side, channel, numbers: vec![0; turns], last: 0 }
    }
}

/// What a socket tells before the talking starts.
#[derive(Debug)]
pub(super) enum News {
    /// She is asked to open this conversation.
    Offered(String),
    /// She hears this conversation now.
    Hears(String),
    /// It ended, or refused.
    Failed(String),
}

/// When to begin, and with what.
#[derive(Debug)]
pub(super) struct Start {
    pub at: Instant,
    pub lines: Vec<Line>,
}

/// A socket after its `hello`.
pub(super) struct Talker {
    pub wire: Wire,
    pub plan: Arc<Plan>,
    pub figures: Arc<Figures>,
}

#[derive(Deserialize)]
struct Frame {
    #[serde(rename = "type")]
    kind: String,
    conversation: Option<String>,
    state: Option<String>,
    code: Option<String>,
    detail: Option<String>,
}

impl Talker {
    /// Waits for the start, telling what the server asks meanwhile; then talks until all is over. Gives back the
    /// socket and what came on it.
    pub async fn run(
        mut self,
        news: mpsc::Sender<News>,
        start: oneshot::Receiver<Start>,
    ) -> Result<(Self, Vec<Line>), String> {
        let start = match self.wait(&news, start).await {
            Ok(Some(start)) => start,
            Ok(None) => return Ok((self, Vec::new())),
            Err(why) => {
                let _ = news.send(News::Failed(why.clone())).await;
                return Err(why);
            }
        };
        drop(news);
        let mut lines = start.lines;
        match self.talk(start.at, &mut lines).await {
            Ok(()) => Ok((self, lines)),
            Err(why) => {
                self.figures.trouble(why);
                // What it had heard counts all the same.
                Ok((self, lines))
            }
        }
    }

    async fn wait(
        &mut self,
        news: &mpsc::Sender<News>,
        mut start: oneshot::Receiver<Start>,
    ) -> Result<Option<Start>, String> {
        let mut beat = Instant::now() + SILENCE;
        loop {
            while let Some(text) = self.next_text()? {
                let frame: Frame = serde_json::from_slice(self.wire.text(text)).map_err(|error| error.to_string())?;
                let told = match (frame.kind.as_str(), frame.conversation) {
                    ("offer", Some(conversation)) => News::Offered(conversation),
                    ("conversation", Some(conversation)) if frame.state.as_deref() == Some("active") => {
                        News::Hears(conversation)
                    }
                    ("error", _) => return Err(refused(frame.code, frame.detail)),
                    _ => continue,
                };
                if news.send(told).await.is_err() {
                    return Ok(None);
                }
            }
            tokio::select! {
                started = &mut start => return Ok(started.ok()),
                turned = self.wire.turn() => turned.map_err(|error| broken(&error))?,
                () = sleep_until(beat) => {
                    self.ping()?;
                    beat = Instant::now() + SILENCE;
                }
            }
        }
    }

    async fn talk(&mut self, start: Instant, lines: &mut [Line]) -> Result<(), String> {
        lines.sort_unstable_by_key(|line| line.conversation);
        let (plan, figures) = (self.plan.clone(), self.figures.clone());
        let mut schedule = Schedule::new(lines, &plan);
        let mut said = String::with_capacity(plan.bytes + 256);
        let mut spoke = start;
        let timer = sleep_until(start);
        tokio::pin!(timer);
        loop {
            let now = Instant::now();
            let mut count = 0;
            while let Some((line, k)) = schedule.due(lines, &plan, now.saturating_duration_since(start)) {
                plan.write_send(k, &lines[line].channel, &mut said);
                self.wire.say(said.as_bytes());
                count += 1;
            }
            if count > 0 {
                figures.sent.fetch_add(count, Relaxed);
                self.wire.flush().map_err(|error| broken(&error))?;
                spoke = now;
            } else if now >= spoke + SILENCE {
                self.ping()?;
                spoke = now;
            }
            if figures.over.load(Relaxed) {
                return Ok(());
            }
            let next =
                schedule.next(lines, &plan).map_or(LOOK, |k| (start + plan.due(k)).saturating_duration_since(now));
            let wake = now + next.min(LOOK);
            if timer.deadline() != wake {
                timer.as_mut().reset(wake);
            }
            tokio::select! {
                turned = self.wire.turn() => {
                    turned.map_err(|error| broken(&error))?;
                    self.hear(start, lines)?;
                }
                () = &mut timer => {}
            }
        }
    }

    fn hear(&mut self, start: Instant, lines: &mut [Line]) -> Result<(), String> {
        let elapsed = start.elapsed();
        while let Some(text) = self.next_text()? {
            let text = self.wire.text(text);
            let (place, own) = match frame::read(text) {
                Said::Stored(place) => (place, true),
                Said::Message(place) => (place, false),
                Said::Other => {
                    if let Ok(Frame { kind, code, detail, .. }) = serde_json::from_slice(text)
                        && kind == "error"
                    {
                        self.figures.trouble(refused(code, detail));
                    }
                    continue;
                }
            };
            self.check(&place, own, elapsed, lines);
        }
        Ok(())
    }

    /// Each message once, with the next number of its channel, the own ones as `stored`.
    fn check(&self, place: &Place<'_>, own: bool, elapsed: Duration, lines: &mut [Line]) {
        let (plan, figures) = (&self.plan, &self.figures);
        let line = plan.number(place.id).and_then(|k| {
            let at = lines.binary_search_by_key(&plan.conversation(k), |line| line.conversation).ok()?;
            let line = &mut lines[at];
            let mine = Plan::side(line.conversation, plan.turn(k)) == line.side;
            (line.channel.as_bytes() == place.channel && mine == own).then_some((k, line))
        });
        let Some((k, line)) = line else {
            figures.phantoms.fetch_add(1, Relaxed);
            return;
        };
        // A channel has no more turns than this machine can count.
        let Some(number) = usize::try_from(plan.turn(k)).ok().and_then(|turn| line.numbers.get_mut(turn)) else {
            return;
        };
        if *number != 0 {
            figures.doubled.fetch_add(1, Relaxed);
            return;
        }
        *number = place.seq;
        if place.seq != line.last + 1 {
            figures.disordered.fetch_add(1, Relaxed);
        }
        line.last = place.seq;
        let (count, histogram) =
            if own { (&figures.stored, &figures.to_stored) } else { (&figures.delivered, &figures.to_delivered) };
        count.fetch_add(1, Relaxed);
        if own {
            figures.last_stored.fetch_max(u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX), Relaxed);
        }
        if k >= plan.warm_up {
            histogram.record(elapsed.saturating_sub(plan.due(k)).as_micros());
        }
    }

    fn ping(&mut self) -> Result<(), String> {
        self.wire.say(br#"{"type":"ping"}"#);
        self.wire.flush().map_err(|error| broken(&error))
    }

    /// The next text frame of what was read.
    pub fn next_text(&mut self) -> Result<Option<std::ops::Range<usize>>, String> {
        match self.wire.next().map_err(|error| broken(&error))? {
            Some(Came::Text(text)) => Ok(Some(text)),
            Some(Came::Close(code)) => Err(closed(code)),
            None => Ok(None),
        }
    }
}

/// What a socket has still to say, in the order in which it is due.
struct Schedule {
    turn: u64,
    line: usize,
}

impl Schedule {
    fn new(lines: &[Line], plan: &Plan) -> Self {
        let mut schedule = Self { turn: 0, line: 0 };
        schedule.skip(lines, plan);
        schedule
    }

    /// The next message.
    fn next(&self, lines: &[Line], plan: &Plan) -> Option<u64> {
        let line = lines.get(self.line)?;
        Some(plan.message(line.conversation, self.turn)).filter(|k| *k < plan.messages)
    }

    /// The next message with its line, if it is due.
    fn due(&mut self, lines: &[Line], plan: &Plan, elapsed: Duration) -> Option<(usize, u64)> {
        let k = self.next(lines, plan).filter(|k| plan.due(*k) <= elapsed)?;
        let line = self.line;
        self.line += 1;
        self.skip(lines, plan);
        Some((line, k))
    }

    /// Goes on to the next turn that is this side's.
    fn skip(&mut self, lines: &[Line], plan: &Plan) {
        while self.turn * plan.conversations < plan.messages {
            while let Some(line) = lines.get(self.line) {
                if Plan::side(line.conversation, self.turn) == line.side {
                    return;
                }
                self.line += 1;
            }
            self.line = 0;
            self.turn += 1;
        }
        self.line = lines.len();
    }
}

fn broken(error: &io::Error) -> String {
    format!("a socket broke: {error}")
}

fn closed(code: u16) -> String {
    let hint = if code == 4029 { LIMITS } else { "" };
    format!("the server closed a socket with {code}{hint}")
}

/// What to do about it when the server says that we are too fast.
pub(super) const LIMITS: &str = ": its limits must be off under load, set GYEOT_LIMIT_VISITS_PER_MINUTE, \
                                 GYEOT_LIMIT_FRAMES_PER_MINUTE and GYEOT_LIMIT_STAFF_FRAMES_PER_MINUTE to 0";

fn refused(code: Option<String>, detail: Option<String>) -> String {
    let (code, detail) = (code.unwrap_or_default(), detail.unwrap_or_default());
    let hint = if code == "slow_down" { LIMITS } else { "" };
    format!("the server refused a frame: {code}, {detail}{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_them_both_sides_say_everything_once_and_in_order() {
        for (conversations, messages) in [(1, 10), (7, 100), (40, 41), (20, 3)] {
            let plan = Plan { run: 1, conversations, rate: 10, messages, warm_up: 0, bytes: 10 };
            let all = |side| {
                let lines = (0..conversations).map(|c| Line::new(&plan, c, side, String::new())).collect::<Vec<_>>();
                let mut schedule = Schedule::new(&lines, &plan);
                let mut said = Vec::new();
                while let Some((_, k)) = schedule.due(&lines, &plan, Duration::MAX) {
                    said.push(k);
                }
                assert!(said.is_sorted(), "{said:?}");
                said
            };
            let mut both = all(Side::Visitor);
            both.extend(all(Side::Counsellor));
            both.sort_unstable();
            assert_eq!(both, (0..messages).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_is_said_before_it_is_due() {
        let plan = Plan { run: 1, conversations: 1, rate: 10, messages: 10, warm_up: 0, bytes: 10 };
        let lines = [Line::new(&plan, 0, Side::Visitor, String::new())];
        let mut schedule = Schedule::new(&lines, &plan);
        assert_eq!(schedule.due(&lines, &plan, Duration::ZERO), Some((0, 0)));
        assert_eq!(schedule.due(&lines, &plan, Duration::from_millis(199)), None);
        assert_eq!(schedule.due(&lines, &plan, Duration::from_millis(200)), Some((0, 2)));
    }
}

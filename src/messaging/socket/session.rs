//! One socket from `hello` to its end.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use http::HeaderMap;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::mpsc,
    time::{Instant as Deadline, sleep_until},
};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::{
    Who,
    rate::{Bucket, Faults, VISITOR_BURST},
    wire::{Incoming, Wire},
};
use crate::{
    app::App,
    messaging::{
        channel::Channel,
        hub::{Handle, Item},
        log::{Entry, Signature},
        model::{Body, ChannelId, MessageId},
        protocol::{CloseCode, ErrorCode, HEARTBEAT_SECONDS, Ref, ServerFrame},
    },
};

/// Who says no `hello` for so long is closed with 4008.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// Each side speaks at least so often.
const BEAT: Duration = Duration::from_secs(HEARTBEAT_SECONDS);
/// Two and a half beats of silence end a socket.
const SILENCE: Duration = Duration::from_millis(HEARTBEAT_SECONDS * 2500);
/// Malformed frames within a minute that end a socket.
const MALFORMED: usize = 10;
/// Frames too many within a minute that end a socket.
const TOO_FAST: usize = 20;
/// How many messages a socket may have on their way to the disk before it is no longer read.
const IN_FLIGHT: usize = 64;
/// How long a stopping server waits for them.
const STOP_WITHIN: Duration = Duration::from_secs(3);
/// How many items are dealt with before the socket is read again.
const ITEMS: usize = 64;
/// How many of staff.
const STAFF_BURST: u32 = 100;

/// Why the loop goes no further: this code ends the socket, or the other side has gone.
pub(super) type Flow<T = ()> = Result<T, Option<CloseCode>>;

/// A channel that the socket hears.
#[derive(Debug)]
pub(super) struct Subscription {
    pub channel: Arc<Channel>,
    /// As whom she speaks here.
    pub signature: Arc<Signature>,
    /// The number that was delivered last.
    pub last: i64,
    /// The epoch under which membership was checked.
    pub epoch: i64,
    /// May speak.
    pub writes: bool,
    /// The conversation is over.
    pub closed: bool,
    /// The reading of a closed conversation was recorded.
    pub recorded: bool,
}

/// A message on its way to the disk.
#[derive(Debug)]
pub(super) struct InFlight {
    pub channel: ChannelId,
    pub id: MessageId,
    pub body: Body,
    pub reference: Option<Ref>,
}

/// A socket's state.
pub(super) struct Session {
    pub app: App,
    pub handle: Arc<Handle>,
    pub who: Option<Arc<Who>>,
    pub cookies: HeaderMap,
    pub subscriptions: Vec<Subscription>,
    pub in_flight: Vec<InFlight>,
    /// Did not fit into the log's queue; until it does the socket is not read.
    pub pending: Option<Entry>,
    /// Frames ready to be written.
    pub out: Vec<Utf8Bytes>,
    bucket: Option<Bucket>,
    malformed: Faults,
    too_fast: Faults,
    heard_at: Instant,
    spoke_at: Instant,
    opened_at: Instant,
}

/// Serves a socket until it ends.
pub(super) async fn run<S: AsyncRead + AsyncWrite + Unpin>(app: App, mut wire: Wire<S>, cookies: HeaderMap) {
    let (handle, mut items) = Handle::new();
    app.metrics.socket_opened();
    let now = Instant::now();
    let per_minute = app.config.limits.frames_per_minute;
    let mut session = Session {
        app,
        handle,
        who: None,
        cookies,
        subscriptions: Vec::new(),
        in_flight: Vec::new(),
        pending: None,
        out: Vec::new(),
        bucket: Bucket::new(per_minute, VISITOR_BURST, now),
        malformed: Faults::default(),
        too_fast: Faults::default(),
        heard_at: now,
        spoke_at: now,
        opened_at: now,
    };
    let end = session.serve(&mut wire, &mut items).await;
    session.leave().await;
    session.app.metrics.socket_closed();
    match end {
        Some(code) => wire.close(code).await,
        None => wire.finish().await,
    }
}

impl Session {
    /// Until the socket ends: with a code, or because the other side has gone.
    async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        wire: &mut Wire<S>,
        items: &mut mpsc::Receiver<Item>,
    ) -> Option<CloseCode> {
        let (handle, stop) = (self.handle.clone(), self.app.stop.clone());
        let log = self.app.log.clone();
        let mut batch = Vec::new();
        let mut stopping = None;
        loop {
            let readable = self.pending.is_none() && self.in_flight.len() < IN_FLIGHT && stopping.is_none();
            let went = tokio::select! {
                biased;
                // What was sent before the server stops is still answered.
                () = stop.cancelled(), if stopping.is_none() => {
                    stopping = Some(Instant::now() + STOP_WITHIN);
                    Ok(())
                }
                () = handle.kicked() => Err(Some(CloseCode::FellBehind)),
                _ = items.recv_many(&mut batch, ITEMS) => self.deal(&mut batch).await,
                room = log.room(), if self.pending.is_some() => match (room, self.pending.take()) {
                    (Ok(room), Some(entry)) => { room.send(entry); Ok(()) }
                    _ => Err(Some(CloseCode::Restart)),
                },
                incoming = wire.next(), if readable => self.hear(incoming, wire).await,
                () = sleep_until(stopping.map_or_else(|| self.deadline(), Deadline::from)) => match stopping {
                    Some(_) => Err(Some(CloseCode::Restart)),
                    None => self.beat(wire).await,
                },
            };
            let written = self.write(wire, &handle).await;
            if let Err(end) = went.and(written) {
                return end;
            }
            if stopping.is_some() && self.in_flight.is_empty() {
                return Some(CloseCode::Restart);
            }
        }
    }

    async fn hear<S: AsyncRead + AsyncWrite + Unpin>(&mut self, incoming: Incoming, wire: &mut Wire<S>) -> Flow {
        match incoming {
            Incoming::Text(text) => {
                self.heard_at = Instant::now();
                self.obey(&text).await
            }
            Incoming::Alive => {
                self.heard_at = Instant::now();
                wire.flush().await.map_err(|_| None)
            }
            Incoming::Nothing => Ok(()),
            Incoming::Gone => Err(None),
            Incoming::Fault(code) => Err(Some(code)),
        }
    }

    /// Writes what is ready. A socket that is told to close while its reader does not drain it is left where it is.
    async fn write<S: AsyncRead + AsyncWrite + Unpin>(&mut self, wire: &mut Wire<S>, handle: &Handle) -> Flow {
        if self.out.is_empty() {
            return Ok(());
        }
        self.spoke_at = Instant::now();
        let frames = std::mem::take(&mut self.out);
        tokio::select! {
            biased;
            sent = wire.send(frames) => sent.map_err(|_| Some(CloseCode::FellBehind)),
            () = handle.kicked() => Err(Some(CloseCode::FellBehind)),
        }
    }

    fn deadline(&self) -> Deadline {
        let next = match self.who {
            None => self.opened_at + HELLO_WITHIN,
            Some(_) => (self.heard_at + SILENCE).min(self.spoke_at + BEAT),
        };
        next.into()
    }

    async fn beat<S: AsyncRead + AsyncWrite + Unpin>(&mut self, wire: &mut Wire<S>) -> Flow {
        let now = Instant::now();
        if self.who.is_none() {
            return Err(Some(CloseCode::NoHello));
        }
        if now >= self.heard_at + SILENCE {
            return Err(Some(CloseCode::HeardNothing));
        }
        self.spoke_at = now;
        wire.ping().await.map_err(|_| Some(CloseCode::FellBehind))
    }

    /// Sets the pace for who it turned out to be.
    pub(super) fn set_pace(&mut self, who: &Who) {
        let limits = &self.app.config.limits;
        if !who.is_visitor() {
            self.bucket = Bucket::new(limits.staff_frames_per_minute, STAFF_BURST, Instant::now());
        }
    }

    /// Whether a frame comes through; if not, the client was told, or the socket ends.
    pub(super) fn admit(&mut self, reference: Option<&Ref>, channel: Option<ChannelId>) -> Flow<bool> {
        let now = Instant::now();
        let own = self.bucket.as_mut().is_none_or(|bucket| bucket.take(now));
        // Hers beside the socket's own: she may open as many as she likes.
        let visitor = self.who.as_deref().filter(|who| who.is_visitor());
        if own && visitor.is_none_or(|who| self.app.paces.take(who.id(), self.app.clock.now())) {
            return Ok(true);
        }
        self.say(&ServerFrame::error_in(reference.cloned(), ErrorCode::SlowDown, channel, None, "too fast"));
        if self.too_fast.reach(TOO_FAST, now) { Err(Some(CloseCode::TooFast)) } else { Ok(false) }
    }

    /// Counts a malformed frame; the tenth within a minute ends the socket.
    pub(super) fn count_malformed(&mut self) -> Flow {
        if self.malformed.reach(MALFORMED, Instant::now()) { Err(Some(CloseCode::ProtocolError)) } else { Ok(()) }
    }

    /// Puts a frame where it is written next.
    pub(super) fn say(&mut self, frame: &ServerFrame) {
        self.out.push(frame.to_json().into());
    }

    /// Takes the socket out of everything that it was in.
    async fn leave(&mut self) {
        for subscription in self.subscriptions.drain(..) {
            self.app.hub.deafen(subscription.channel.id, &self.handle);
        }
        let Some(who) = self.who.take() else { return };
        self.app.hub.part(who.id(), &self.handle);
        // Nobody is left here to be told, and thousands of notes would hold the stop up. She is back in seconds;
        // if not, her lease runs out.
        if self.app.stop.is_cancelled() {
            return;
        }
        if let Err(error) = self.app.owner().disconnected(&self.app, &who, self.handle.id).await {
            tracing::warn!(reason = %error, "a socket's end could not be noted");
        }
    }
}

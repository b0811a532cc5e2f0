//! The one writer of a node.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    Committed, Draft, Entry, Mark, Means, Place,
    append::{Batch, Verdict},
};
use crate::messaging::{
    hub::Item,
    model::ChannelId,
    protocol::{Author, ErrorCode, ServerFrame},
};

/// How many entries one transaction takes at the most. Larger ones gain little and make the first in them wait.
const BATCH: usize = 512;

pub(super) struct Writer {
    pub means: Means,
    pub doubtful: Arc<Mutex<HashSet<ChannelId>>>,
}

impl Writer {
    pub async fn run(self, mut queue: mpsc::Receiver<Entry>, stop: CancellationToken) {
        let mut entries = Vec::with_capacity(BATCH);
        loop {
            tokio::select! {
                biased;
                // What was handed over is finished even while stopping: its senders wait for a word.
                count = queue.recv_many(&mut entries, BATCH) => if count == 0 { return },
                () = stop.cancelled() => {
                    queue.close();
                    if queue.recv_many(&mut entries, BATCH).await == 0 {
                        return;
                    }
                }
            }
            self.commit(&mut entries).await;
        }
    }

    async fn commit(&self, entries: &mut Vec<Entry>) {
        let started = Instant::now();
        let mut drafts = Vec::with_capacity(entries.len());
        let mut marks = Vec::new();
        for entry in entries.drain(..) {
            match entry {
                Entry::Draft(draft) => drafts.push(draft),
                Entry::Mark(mark) => marks.push(mark),
            }
        }
        let batch = Batch { drafts: &drafts, marks: &marks, at: self.means.clock.now() };
        match batch.append(&self.means.db, &self.means.vault).await {
            Ok((verdicts, read)) => {
                self.means.metrics.batch_committed(drafts.len(), started.elapsed());
                if drafts.iter().any(|draft| draft.finding.is_some()) {
                    self.means.hub.found();
                }
                for (draft, verdict) in drafts.iter().zip(verdicts) {
                    self.tell(draft, verdict);
                }
                for (mark, verdict) in marks.iter().zip(read) {
                    self.tell_read(mark, verdict);
                }
            }
            Err(error) => {
                tracing::warn!(drafts = drafts.len(), reason = %error, "a batch could not be committed");
                self.doubtful
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend(drafts.iter().map(|draft| draft.channel.id));
                for draft in &drafts {
                    refuse(draft, ErrorCode::Unavailable, "not stored, send it again");
                }
            }
        }
    }

    fn tell(&self, draft: &Draft, verdict: Verdict) {
        match verdict {
            Verdict::Stored { seq, epoch, at } => {
                let place = Place { seq, epoch, at };
                let mut committed = Committed::new(draft.channel.id, draft.id, &draft.author, &draft.body, place);
                committed.origin = Some(draft.reply.id);
                self.means.hub.announce(&Arc::new(committed), Some(&draft.reply));
            }
            Verdict::Repeated { seq, epoch, at } => {
                draft.reply.give(Item::Repeated { channel: draft.channel.id, id: draft.id, seq, at });
                // The first try's answer was lost, and perhaps the news of it too.
                self.means.hub.tail(draft.channel.id, seq, epoch);
            }
            Verdict::Waits => draft.reply.give(Item::Waits { channel: draft.channel.id, id: draft.id }),
            Verdict::Conflict => refuse(draft, ErrorCode::Conflict, "this id was used for another message"),
            Verdict::NotAMember => refuse(draft, ErrorCode::NotAMember, "not a member who may write"),
            Verdict::Closed => refuse(draft, ErrorCode::Closed, "the conversation is over"),
        }
    }

    fn tell_read(&self, mark: &Mark, advanced: Result<Option<(i64, i64)>, ErrorCode>) {
        match advanced {
            Ok(Some((seq, epoch))) if mark.announce => {
                let author = Author { kind: mark.author.kind, name: mark.author.name.clone() };
                let frame = ServerFrame::Read { channel: mark.channel.id, author, seq };
                self.means.hub.live(mark.channel.id, epoch, &mark.reply, &frame);
            }
            Ok(_) => {}
            Err(code) => {
                mark.reply.give(Item::Refused { channel: mark.channel.id, id: None, code, detail: "not a member" });
            }
        }
    }
}

fn refuse(draft: &Draft, code: ErrorCode, detail: &'static str) {
    draft.reply.give(Item::Refused { channel: draft.channel.id, id: Some(draft.id), code, detail });
}

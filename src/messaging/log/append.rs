//! The transaction behind `stored`: numbers, idempotence and membership are decided under the channel's row lock.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Draft, Finding, Mark, Signature};
use crate::{
    messaging::{
        channel::Channel,
        member,
        model::{Body, MessageId},
        protocol::ErrorCode,
    },
    platform::{
        crypto::{Aad, Vault},
        db::{self, Conn, Db, Sql, Tx},
        error::{Error, Result},
    },
};

/// Rows an INSERT takes at the most. Each number of rows is a statement of its own in the connection's cache.
const ROWS: usize = 64;

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is on disk.
    Stored {
        /// Its number.
        seq: i64,
        /// The channel's epoch.
        epoch: i64,
        /// When.
        at: DateTime<Utc>,
    },
    /// It was on disk before: the same id, author and body.
    Repeated {
        /// Its number.
        seq: i64,
        /// The channel's epoch.
        epoch: i64,
        /// When.
        at: DateTime<Utc>,
    },
    /// A message with this id waits outside the log, or did: [`crate::messaging::owner::Owner::receive`] knows.
    Waits,
    /// The id was used for something else.
    Conflict,
    /// The author may not write there (any more).
    NotAMember,
    /// The channel is closed.
    Closed,
}

/// What one transaction takes.
pub(super) struct Batch<'a> {
    pub drafts: &'a [Draft],
    pub marks: &'a [Mark],
    pub at: DateTime<Utc>,
}

/// A draft without a socket, for benchmarks of the append path.
pub type Entry = Draft;

/// Appends drafts as one transaction, as the writer does.
///
/// # Errors
/// [`Error::Unavailable`] when the commit gave no clear answer.
pub async fn append_batch(db: &Db, vault: &Vault, drafts: &[Entry], at: DateTime<Utc>) -> Result<Vec<Verdict>> {
    Ok(Batch { drafts, marks: &[], at }.append(db, vault).await?.0)
}

/// How far each mark moved its reader and under which epoch, or why not.
type Read = Vec<Result<Option<(i64, i64)>, ErrorCode>>;

struct State {
    last_seq: i64,
    epoch: i64,
    closed: bool,
    added: i64,
}

/// Some ids were used before; nothing is decided yet.
struct IdsRepeat;

impl Batch<'_> {
    /// First as if no id had been used before, which is nearly always so and saves a look at each; when the unique
    /// index says otherwise, again with a look.
    pub async fn append(&self, db: &Db, vault: &Vault) -> Result<(Vec<Verdict>, Read)> {
        let tx = db.write().await?;
        if let Ok(done) = self.attempt(tx, vault, false).await? {
            return Ok(done);
        }
        let tx = db.write().await?;
        self.attempt(tx, vault, true)
            .await?
            .map_err(|IdsRepeat| Error::Unavailable("an id was used by a rival at the same moment".into()))
    }

    async fn attempt(&self, mut tx: Tx, vault: &Vault, look: bool) -> Result<Result<(Vec<Verdict>, Read), IdsRepeat>> {
        let mut channels = self.lock(&mut tx).await?;
        let mut verdicts = self.authorise(&mut tx, &channels).await?;
        let closed = verdicts.contains(&Some(Verdict::Closed));
        if look || closed {
            self.recognise(&mut tx, vault, &channels, &mut verdicts).await?;
        }
        let mut rows = Vec::with_capacity(self.drafts.len());
        let mut found = Vec::new();
        let mut first_use: HashMap<(i64, MessageId), usize> = HashMap::new();
        for (index, draft) in self.drafts.iter().enumerate() {
            if verdicts[index].is_some() {
                continue;
            }
            if look {
                if let Some(&first) = first_use.get(&(draft.channel.no, draft.id)) {
                    verdicts[index] = Some(self.again(first, draft, verdicts[first]));
                    continue;
                }
                first_use.insert((draft.channel.no, draft.id), index);
            }
            let state = channels.get_mut(&draft.channel.no).ok_or(Error::NotFound)?;
            state.added += 1;
            let seq = state.last_seq + state.added;
            verdicts[index] = Some(Verdict::Stored { seq, epoch: state.epoch, at: self.at });
            rows.push(Row::seal(vault, &draft.channel, draft.author.as_ref(), draft.id, &draft.body, seq, self.at));
            found.extend(draft.finding.map(|finding| (draft.channel.no, seq, finding)));
        }
        number(&mut tx, &channels).await?;
        if insert(&mut tx, &rows).await? != rows.len() as u64 {
            return Ok(Err(IdsRepeat));
        }
        for (channel, seq, finding) in found {
            note_finding(&mut tx, channel, seq, finding, false, self.at).await?;
        }
        let read = self.mark(&mut tx, &channels).await?;
        tx.commit().await?;
        // Each draft got one above; `NotAMember` never shows.
        let verdicts = verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::NotAMember)).collect();
        Ok(Ok((verdicts, read)))
    }

    /// The channels of this batch, locked in the order of their numbers (two orders would deadlock).
    async fn lock(&self, tx: &mut Tx) -> Result<BTreeMap<i64, State>> {
        let mut numbers: Vec<i64> = self
            .drafts
            .iter()
            .map(|draft| draft.channel.no)
            .chain(self.marks.iter().map(|mark| mark.channel.no))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        pad(&mut numbers);
        let mut text = format!(
            "SELECT no, last_seq, epoch, closed_at FROM channel WHERE no IN ({}) ORDER BY no",
            db::rows(1, numbers.len(), 1).replace(['(', ')'], "")
        );
        if tx.engine() == db::Engine::Postgres {
            text.push_str(" FOR UPDATE");
        }
        let rows: Vec<(i64, i64, i64, Option<DateTime<Utc>>)> =
            tx.query(Sql::built(text)).bind_all(numbers).fetch_all().await?;
        Ok(rows
            .into_iter()
            .map(|(no, last_seq, epoch, closed_at)| {
                (no, State { last_seq, epoch, closed: closed_at.is_some(), added: 0 })
            })
            .collect())
    }

    /// Refuses who may not write. Whoever was found to be a member under the channel's present epoch still is.
    async fn authorise(&self, tx: &mut Tx, channels: &BTreeMap<i64, State>) -> Result<Vec<Option<Verdict>>> {
        let mut verdicts = Vec::with_capacity(self.drafts.len());
        for draft in self.drafts {
            let Some(state) = channels.get(&draft.channel.no) else {
                verdicts.push(Some(Verdict::NotAMember));
                continue;
            };
            let writes = state.epoch == draft.epoch
                || member::standing(tx, draft.channel.no, draft.author.id)
                    .await?
                    .is_some_and(|standing| standing.writes && standing.kind == draft.author.kind);
            verdicts.push(match (writes, state.closed) {
                (false, _) => Some(Verdict::NotAMember),
                (true, true) => Some(Verdict::Closed),
                (true, false) => None,
            });
        }
        Ok(verdicts)
    }

    /// Finds the drafts that are on disk already, in the log or waiting for it. A closed channel answers them too: the
    /// promise outlives it.
    async fn recognise(
        &self,
        tx: &mut Tx,
        vault: &Vault,
        channels: &BTreeMap<i64, State>,
        verdicts: &mut [Option<Verdict>],
    ) -> Result<()> {
        for (draft, verdict) in self.drafts.iter().zip(verdicts) {
            if *verdict == Some(Verdict::NotAMember) {
                continue;
            }
            let waits: Option<(Uuid,)> = tx
                .query("SELECT id FROM held WHERE channel = $1 AND message = $2")
                .bind(draft.channel.no)
                .bind(draft.id)
                .fetch_optional()
                .await?;
            if waits.is_some() {
                *verdict = Some(Verdict::Waits);
                continue;
            }
            let known: Option<(i64, Uuid, DateTime<Utc>, Vec<u8>)> = tx
                .query("SELECT seq, author, at, body FROM message WHERE channel = $1 AND id = $2")
                .bind(draft.channel.no)
                .bind(draft.id)
                .fetch_optional()
                .await?;
            let Some((seq, author, at, sealed)) = known else { continue };
            let body = vault.open(&draft.channel.key, &body_aad(&draft.channel, draft.id, seq), &sealed)?;
            let same = author == draft.author.id && body == draft.body.as_str().as_bytes();
            let epoch = channels.get(&draft.channel.no).map_or(0, |state| state.epoch);
            *verdict = Some(if same { Verdict::Repeated { seq, epoch, at } } else { Verdict::Conflict });
        }
        Ok(())
    }

    /// The verdict on a draft whose id stands earlier in the same batch.
    fn again(&self, first: usize, draft: &Draft, verdict: Option<Verdict>) -> Verdict {
        let earlier = &self.drafts[first];
        match verdict {
            Some(Verdict::Stored { seq, epoch, at })
                if earlier.author.id == draft.author.id && earlier.body == draft.body =>
            {
                Verdict::Repeated { seq, epoch, at }
            }
            _ => Verdict::Conflict,
        }
    }

    /// Moves read marks forward, never back and never beyond the last message.
    async fn mark(&self, tx: &mut Tx, channels: &BTreeMap<i64, State>) -> Result<Read> {
        let mut read = Vec::with_capacity(self.marks.len());
        for (index, mark) in self.marks.iter().enumerate() {
            let Some(state) = channels.get(&mark.channel.no) else {
                read.push(Err(ErrorCode::NotAMember));
                continue;
            };
            if state.epoch != mark.epoch && member::standing(tx, mark.channel.no, mark.author.id).await?.is_none() {
                read.push(Err(ErrorCode::NotAMember));
                continue;
            }
            // Of several marks of one reader in a batch, only the last one costs a statement.
            let later = self.marks[index + 1..].iter().any(|later| {
                later.channel.no == mark.channel.no && later.author.id == mark.author.id && later.seq >= mark.seq
            });
            if later {
                read.push(Ok(None));
                continue;
            }
            let seq = mark.seq.min(state.last_seq + state.added);
            let moved = tx
                .query(
                    "UPDATE member SET read_seq = $1
                     WHERE channel = $2 AND participant = $3 AND left_at IS NULL AND read_seq < $1",
                )
                .bind(seq)
                .bind(mark.channel.no)
                .bind(mark.author.id)
                .execute()
                .await?;
            read.push(Ok((moved > 0).then_some((seq, state.epoch))));
        }
        Ok(read)
    }
}

/// Appends one message within a transaction of the caller's, who announces it after her commit: the first message of a
/// visit, a held draft that was released. The caller has made sure that the author may write.
///
/// # Errors
/// [`Error::Conflict`] when the id was used before.
pub async fn append_in(
    tx: &mut Tx,
    vault: &Vault,
    channel: &Channel,
    author: &Signature,
    id: MessageId,
    body: &Body,
    at: DateTime<Utc>,
) -> Result<Verdict> {
    let (seq, epoch): (i64, i64) = tx
        .query(
            "UPDATE channel SET last_seq = last_seq + 1 WHERE no = $1 AND closed_at IS NULL RETURNING last_seq, epoch",
        )
        .bind(channel.no)
        .fetch_optional()
        .await?
        .ok_or_else(|| Error::conflict("the conversation is over"))?;
    let row = Row::seal(vault, channel, author, id, body, seq, at);
    if insert(tx, &[row]).await? == 0 {
        return Err(Error::conflict("this id was used for another message"));
    }
    Ok(Verdict::Stored { seq, epoch, at })
}

/// Keeps what the rules saw in a message, in the transaction that stores it. `handled`: it was acted on already.
///
/// # Errors
/// As any statement.
pub async fn note_finding(
    conn: &mut Conn,
    channel: i64,
    seq: i64,
    finding: Finding,
    handled: bool,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    conn.query("INSERT INTO finding (channel, seq, class, rule, at, handled) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(channel)
        .bind(seq)
        .bind(finding.class)
        .bind(finding.rule)
        .bind(at)
        .bind(handled)
        .execute()
        .await?;
    Ok(())
}

/// Where a body lies. Its number is part of it: a row that is renumbered does not open.
pub(super) fn body_aad(channel: &Channel, id: MessageId, seq: i64) -> Aad {
    Aad::new("message.body", (id.as_uuid(), seq), channel.id.as_uuid())
}

struct Row {
    channel: i64,
    seq: i64,
    id: MessageId,
    author: Uuid,
    kind: &'static str,
    at: DateTime<Utc>,
    body: Vec<u8>,
}

impl Row {
    fn seal(
        vault: &Vault,
        channel: &Channel,
        author: &Signature,
        id: MessageId,
        body: &Body,
        seq: i64,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            channel: channel.no,
            seq,
            id,
            author: author.id,
            kind: author.kind.as_str(),
            at,
            body: vault.seal(&channel.key, &body_aad(channel, id, seq), body.as_str().as_bytes()),
        }
    }
}

async fn number(tx: &mut Tx, channels: &BTreeMap<i64, State>) -> sqlx::Result<()> {
    let mut moved: Vec<(i64, i64)> = channels
        .iter()
        .filter(|(_, state)| state.added > 0)
        .map(|(no, state)| (*no, state.last_seq + state.added))
        .collect();
    if moved.is_empty() {
        return Ok(());
    }
    pad(&mut moved);
    let text = format!(
        "UPDATE channel SET last_seq = d.column2 FROM (VALUES {}) AS d WHERE channel.no = d.column1",
        db::rows(1, moved.len(), 2)
    );
    let mut query = tx.query(Sql::built(text));
    for (no, seq) in moved {
        query = query.bind(no).bind(seq);
    }
    query.execute().await?;
    Ok(())
}

/// Inserts the rows and says how many went in: fewer when an id was used before, or is one of a message that waits
/// outside the log, which a trigger keeps out.
async fn insert(conn: &mut Conn, rows: &[Row]) -> sqlx::Result<u64> {
    let mut inserted = 0;
    for chunk in rows.chunks(ROWS) {
        let text = format!(
            "INSERT INTO message (channel, seq, id, author, kind, at, body) VALUES {} ON CONFLICT DO NOTHING",
            db::rows(1, chunk.len(), 7)
        );
        let mut query = conn.query(Sql::built(text));
        for row in chunk {
            query = query
                .bind(row.channel)
                .bind(row.seq)
                .bind(row.id)
                .bind(row.author)
                .bind(row.kind)
                .bind(row.at)
                .bind(row.body.as_slice());
        }
        inserted += query.execute().await?;
    }
    Ok(inserted)
}

/// Repeats the last entry up to a power of two, so that few statement texts serve all lengths.
fn pad<T: Copy>(list: &mut Vec<T>) {
    if let Some(&last) = list.last() {
        list.resize(list.len().next_power_of_two(), last);
    }
}

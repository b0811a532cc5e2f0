//! Whether the chain is whole.

use futures_util::TryStreamExt;

use super::{BEGINNING, Hash, Head, Row, checkpoint::Checkpoint};
use crate::platform::{Result, db::Conn};

/// So many faults are told; after the first break the rest says little.
const FAULTS: usize = 20;

/// What a look at the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where it ends.
    pub head: Head,
    /// What is wrong with it, in plain words; nothing when it is whole.
    pub faults: Vec<String>,
}

/// Reads the chain from its beginning, and holds it against `checkpoint`, which was read before it.
///
/// # Errors
/// When the database cannot be read.
pub async fn verify(conn: &mut Conn, checkpoint: Option<&Checkpoint>) -> Result<Report> {
    let mut seen = Seen { head: Head { count: 0, hash: BEGINNING }, at_checkpoint: None, faults: Vec::new() };
    follow(conn, &mut seen, checkpoint).await?;
    let Seen { head, at_checkpoint, mut faults } = seen;
    match checkpoint {
        Some(checkpoint) if checkpoint.head.count > head.count => faults.push(format!(
            "the end is cut off: the checkpoint of {} has {} entries, the chain has {}",
            checkpoint.at.format("%Y-%m-%d %H:%M:%S"),
            checkpoint.head.count,
            head.count
        )),
        Some(checkpoint) if at_checkpoint != Some(checkpoint.head.hash) => faults.push(format!(
            "entry {} is not the one that the checkpoint of {} has: the chain was written anew",
            checkpoint.head.count,
            checkpoint.at.format("%Y-%m-%d %H:%M:%S"),
        )),
        None if head.count > 0 => {
            faults.push("there is no checkpoint: whether the end is cut off cannot be told".to_owned());
        }
        _ => {}
    }
    Ok(Report { head, faults })
}

struct Seen {
    head: Head,
    /// The hash of the row that the checkpoint names.
    at_checkpoint: Option<Hash>,
    faults: Vec<String>,
}

async fn follow(conn: &mut Conn, seen: &mut Seen, checkpoint: Option<&Checkpoint>) -> Result<()> {
    if checkpoint.is_some_and(|checkpoint| checkpoint.head.count == 0) {
        seen.at_checkpoint = Some(BEGINNING);
    }
    let mut rows =
        conn.query("SELECT seq, at, actor, action, subject, detail, hash FROM audit ORDER BY seq").fetch::<Row>();
    while let Some(row) = rows.try_next().await? {
        let expected = seen.head.count + 1;
        if row.seq != expected && seen.faults.len() < FAULTS {
            seen.faults.push(format!("entries are missing between {} and {}", seen.head.count, row.seq));
        }
        let kept: Option<Hash> = row.hash.as_slice().try_into().ok();
        if kept != Some(row.hash_after(&seen.head.hash)) && seen.faults.len() < FAULTS {
            seen.faults.push(format!("entry {} was changed, or does not belong after the one before it", row.seq));
        }
        // On from what is kept, so that one changed row is one fault and not one for each that follows.
        seen.head = Head { count: row.seq, hash: kept.unwrap_or(BEGINNING) };
        if checkpoint.is_some_and(|checkpoint| checkpoint.head.count == row.seq) {
            seen.at_checkpoint = kept;
        }
    }
    Ok(())
}

/// Reads on from a head that was checked before, and says whether all that follows fits.
pub(super) async fn continues(conn: &mut Conn, from: Head) -> Result<Option<Head>> {
    let mut head = from;
    let mut rows = conn
        .query("SELECT seq, at, actor, action, subject, detail, hash FROM audit WHERE seq >= $1 ORDER BY seq")
        .bind(from.count)
        .fetch::<Row>();
    let mut met = from.count == 0;
    while let Some(row) = rows.try_next().await? {
        if row.seq == from.count {
            met = row.hash == from.hash;
            continue;
        }
        let next = row.hash_after(&head.hash);
        if row.seq != head.count + 1 || row.hash != next {
            return Ok(None);
        }
        head = Head { count: row.seq, hash: next };
    }
    Ok(met.then_some(head))
}

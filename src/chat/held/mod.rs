//! Held messages: what waits for a supervisor before the other side sees it. Contact details of either side, and what
//! counsellors write who are still learning ([`super::trust`]). A held message is on disk before its author is told so,
//! and takes a number of its channel only when it is delivered: the other side's numbers have no holes.

mod decide;
mod list;
mod routes;
mod screen;
mod store;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub(in crate::chat) use decide::expire;
pub use decide::{Decision, decide};
pub(in crate::chat) use list::frames;
pub use list::{HeldView, list};
pub use routes::{Api, routes};
pub(in crate::chat) use screen::{receive, screen};

use super::{alerts, news::Told, store::Conversation};
use crate::{
    accounts::AccountId,
    messaging::{
        Channel, MessageId,
        log::Signature,
        member,
        model::Body,
        protocol::{AlertKind, Author, HeldOutcome, HeldReason, ServerFrame},
    },
    platform::{
        Error, Result,
        crypto::{Aad, DataKey, Vault},
        db::{Conn, Tx},
    },
};

/// Open messages of one author in one conversation at the most: beyond it she is asked to slow down.
const MOST: i64 = 20;

/// A message to be held.
pub(in crate::chat) struct Holding<'a> {
    pub channel: &'a Channel,
    pub author: &'a Signature,
    pub id: MessageId,
    pub body: &'a Body,
    pub reason: HeldReason,
    pub expires_at: Option<DateTime<Utc>>,
}

/// Keeps a message until somebody has looked at it, and calls for that. The caller has made sure that the author may
/// write there, and holds `Lock::Assignment`.
pub(in crate::chat) async fn hold(
    tx: &mut Tx,
    vault: &Vault,
    told: &mut Told,
    conversation: &Conversation,
    holding: &Holding<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let held = Uuid::now_v7();
    let Holding { channel, author, id, body, reason, expires_at } = *holding;
    let sealed = vault.seal(&channel.key, &body_place(held, conversation), body.as_str().as_bytes());
    let row = store::New { held, conversation: conversation.id, channel: channel.no, id, author, reason, expires_at };
    store::insert(tx, &row, &sealed, now).await?;
    let kind = match reason {
        HeldReason::Approval => AlertKind::Held,
        HeldReason::Contact => AlertKind::Contact,
    };
    alerts::raise(tx, told, kind, conversation, Some(held), None, now).await?;
    if reason == HeldReason::Contact {
        let frame = ServerFrame::Withheld {
            channel: channel.id,
            id,
            author: Author { kind: author.kind, name: author.name.clone() },
            at: now,
        };
        for person in member::of(tx, channel).await? {
            if person != author.id {
                told.frame(person, &frame);
            }
        }
    }
    Ok(())
}

/// The conversation is over: what still waits is not delivered any more.
pub(in crate::chat) async fn give_back_all(
    tx: &mut Tx,
    told: &mut Told,
    conversation: &Conversation,
    now: DateTime<Utc>,
) -> Result<()> {
    for row in store::give_back(tx, conversation.id, None, now).await? {
        tell_done(told, &row, HeldOutcome::Returned, None);
    }
    let kinds = [AlertKind::Held, AlertKind::Contact];
    alerts::end(tx, told, conversation.id, &kinds, None, None, now).await
}

/// Somebody lets go of the conversation: what she wrote there and nobody has looked at is not delivered any more. The
/// caller holds `Lock::Assignment`.
///
/// # Errors
/// As any statement.
pub(in crate::chat) async fn give_back_of(
    tx: &mut Tx,
    told: &mut Told,
    conversation: &Conversation,
    author: AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    let kinds = [AlertKind::Held, AlertKind::Contact];
    for row in store::give_back(tx, conversation.id, Some(author.as_uuid()), now).await? {
        tell_done(told, &row, HeldOutcome::Returned, None);
        alerts::end(tx, told, conversation.id, &kinds, Some(row.id), None, now).await?;
    }
    Ok(())
}

fn tell_done(told: &mut Told, row: &store::Row, outcome: HeldOutcome, note: Option<String>) {
    let frame = ServerFrame::HeldDone { reference: None, channel: row.channel_id, id: row.message, outcome, note };
    told.frame(row.author, &frame);
}

/// Where what was written lies.
fn body_place(held: Uuid, conversation: &Conversation) -> Aad {
    Aad::new("held.body", held, conversation.id.as_uuid())
}

/// Where a word to the author lies.
fn note_place(held: Uuid, conversation: &Conversation) -> Aad {
    Aad::new("held.note", held, conversation.id.as_uuid())
}

fn open_body(vault: &Vault, key: &DataKey, row: &store::Row, conversation: &Conversation) -> Result<Body> {
    let text = vault.open(key, &body_place(row.id, conversation), &row.body)?;
    let text = String::from_utf8(text).map_err(|_| Error::Internal("a held message is no UTF-8".into()))?;
    Body::parse("body", &text)
}

/// As whom the author of a held message speaks in its channel.
async fn signature(conn: &mut Conn, vault: &Vault, channel: &Channel, row: &store::Row) -> Result<Signature> {
    let names = member::names(conn, vault, channel).await?;
    let name = names.into_iter().find(|(id, _)| *id == row.author).map(|(_, name)| name).unwrap_or_default();
    Ok(Signature { id: row.author, kind: row.kind.parse()?, name })
}

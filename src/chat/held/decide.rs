//! What becomes of a held message: delivered as it is or in other words, or given back. When nobody looks at a
//! counsellor's draft in time it goes out all the same, flagged: a visitor who waits in silence is the greater harm.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{note_place, open_body, signature, store, tell_done};
use crate::{
    accounts::{
        Account,
        audit::{self, Entry},
        ledger::{self, Reading},
    },
    app::App,
    chat::{
        alerts, flags,
        news::Told,
        risk,
        store::{self as conversations, Conversation},
    },
    messaging::{
        AuthorKind, Body, Channel, channel,
        log::{self, Committed, Place, Verdict},
        member,
        protocol::{AlertKind, HeldOutcome},
    },
    platform::{
        Error, Result,
        db::{Conn, Lock, Tx},
    },
};

/// Drafts released in one transaction when nobody looked.
const ROUND: i64 = 50;

/// What a supervisor decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Deliver it as it is.
    Release,
    /// Deliver other words in its place.
    Edit,
    /// Do not deliver it.
    Return,
}

/// Decides on a held message.
///
/// # Errors
/// [`Error::NotFound`] when there is none; [`Error::Conflict`] when it was decided, is her own, or its author cannot
/// speak there any more (it is given back then); [`Error::Invalid`] for other words that are no message.
pub async fn decide(
    app: &App,
    by: &Account,
    id: Uuid,
    decision: Decision,
    words: Option<&str>,
    note: Option<&str>,
) -> Result<()> {
    let other = match (decision, words) {
        (Decision::Edit, Some(text)) => Some(Body::parse("body", text)?),
        (Decision::Edit, None) => return Err(Error::invalid("body", "say what is to be delivered")),
        (Decision::Release | Decision::Return, Some(_)) => {
            return Err(Error::invalid("body", "only for an edit"));
        }
        (Decision::Release | Decision::Return, None) => None,
    };
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let row = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if row.state != "open" {
        return Err(Error::conflict("it was decided already"));
    }
    if row.author == by.id.as_uuid() {
        return Err(Error::conflict("another supervisor decides on your own"));
    }
    let conversation = conversations::get(&mut tx, row.conversation).await?.ok_or(Error::NotFound)?;
    let delivery = match decision {
        Decision::Return => Delivery::Returned,
        Decision::Release => deliver(app, &mut tx, &row, &conversation, None, now).await?,
        Decision::Edit => deliver(app, &mut tx, &row, &conversation, other.as_ref(), now).await?,
    };
    let outcome = match (&delivery, decision) {
        (Delivery::Made(..), Decision::Edit) => HeldOutcome::Edited,
        (Delivery::Made(..), _) => HeldOutcome::Released,
        _ => HeldOutcome::Returned,
    };
    let sealed = match note {
        Some(note) => {
            let key = app.vault.key(conversation.key).await?;
            Some(app.vault.seal(&key, &note_place(id, &conversation), note.as_bytes()))
        }
        None => None,
    };
    let seq = delivery.seq();
    let decided = store::Decided { outcome, by: Some(by.id), at: now, seq, note: sealed.as_deref() };
    if !store::decide(&mut tx, id, &decided).await? {
        return Err(Error::conflict("it was decided already"));
    }
    tell_done(&mut told, &row, outcome, note.map(str::to_owned));
    let kinds = [AlertKind::Held, AlertKind::Contact];
    alerts::end(&mut tx, &mut told, conversation.id, &kinds, Some(id), Some(by), now).await?;
    let subject = conversation.id.as_uuid();
    let reading = Reading { account: by.id, kind: "held", subject, reason: "decided on a held message" };
    ledger::record(&mut tx, reading, now).await?;
    let detail = json!({ "outcome": outcome.as_str(), "conversation": conversation.id });
    audit::append(&mut tx, Entry { actor: Some(by.id), action: "held.decided", subject: Some(id), detail }, now)
        .await?;
    tx.commit().await?;
    told.tell(app);
    match delivery {
        Delivery::Made(committed) => app.hub.announce(&committed, None),
        Delivery::Returned => {}
        Delivery::Impossible => {
            return Err(Error::conflict("its author cannot speak there any more: it was given back"));
        }
    }
    Ok(())
}

/// What came of trying to deliver.
enum Delivery {
    Made(Arc<Committed>),
    Returned,
    /// Its author has let go, or the talk is over.
    Impossible,
}

impl Delivery {
    fn seq(&self) -> Option<i64> {
        match self {
            Self::Made(committed) => Some(committed.seq),
            Self::Returned | Self::Impossible => None,
        }
    }
}

/// Puts a held message into the log, as its author's, with the id that she gave it.
async fn deliver(
    app: &App,
    tx: &mut Tx,
    row: &store::Row,
    conversation: &Conversation,
    other: Option<&Body>,
    now: DateTime<Utc>,
) -> Result<Delivery> {
    let channels = match channel::of(tx, &app.vault, conversation.id).await {
        Ok(channels) => channels,
        Err(Error::NotFound) => return Ok(Delivery::Impossible),
        Err(error) => return Err(error),
    };
    let Some(channel): Option<Channel> = channels.into_iter().find(|channel| channel.no == row.channel) else {
        return Ok(Delivery::Impossible);
    };
    let standing = member::standing(tx, channel.no, row.author).await?;
    if !standing.is_some_and(|standing| standing.writes && !standing.closed) {
        return Ok(Delivery::Impossible);
    }
    let author = signature(tx, &app.vault, &channel, row).await?;
    let body = match other {
        Some(other) => other.clone(),
        None => open_body(&app.vault, &channel.key, row, conversation)?,
    };
    let verdict = log::append_in(tx, &app.vault, &channel, &author, row.message, &body, now).await?;
    let Verdict::Stored { seq, epoch, at } = verdict else {
        return Err(Error::Internal("a held message was not stored".into()));
    };
    if author.kind == AuthorKind::Visitor
        && let Some(seen) = risk::see(body.as_str())
    {
        // Acted on when it came in.
        log::note_finding(tx, channel.no, seq, seen, true, now).await?;
    }
    Ok(Delivery::Made(Arc::new(Committed::new(channel.id, row.message, &author, &body, Place { seq, epoch, at }))))
}

/// How many drafts have waited for too long.
pub(in crate::chat) async fn overdue(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize> {
    Ok(store::expired(conn, now, 1).await?.len())
}

/// Lets drafts out that nobody looked at in time; each is flagged, so that somebody does later. Gives what was
/// delivered, to be announced after the commit.
pub(in crate::chat) async fn expire(
    app: &App,
    tx: &mut Tx,
    told: &mut Told,
    now: DateTime<Utc>,
) -> Result<Vec<Arc<Committed>>> {
    let mut made = Vec::new();
    for row in store::expired(tx, now, ROUND).await? {
        let Some(conversation) = conversations::get(tx, row.conversation).await? else { continue };
        let delivery = deliver(app, tx, &row, &conversation, None, now).await?;
        let outcome = if delivery.seq().is_some() { HeldOutcome::Released } else { HeldOutcome::Returned };
        let decided = store::Decided { outcome, by: None, at: now, seq: delivery.seq(), note: None };
        if !store::decide(tx, row.id, &decided).await? {
            return Err(Error::Unavailable("a draft was decided on at the same moment".into()));
        }
        tell_done(told, &row, outcome, None);
        alerts::end(tx, told, conversation.id, &[AlertKind::Held], Some(row.id), None, now).await?;
        if let Delivery::Made(committed) = delivery {
            flags::unreviewed(tx, told, &conversation, row.channel, committed.seq, now).await?;
            made.push(committed);
        }
    }
    Ok(made)
}

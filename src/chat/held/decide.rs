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
        AuthorKind, Body, Channel, ChannelId, channel,
        log::{self, Committed, Log, Place, Signature, Verdict},
        member,
        protocol::{AlertKind, HeldOutcome},
    },
    platform::{
        Error, Result,
        db::{Lock, Tx},
    },
};

/// Drafts released in one round when nobody looked.
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
    let sealed = match note {
        Some(note) => {
            let key = app.vault.key(conversation.key).await?;
            Some(app.vault.seal(&key, &note_place(id, &conversation), note.as_bytes()))
        }
        None => None,
    };
    let delivery = match decision {
        Decision::Return => Delivery::Impossible,
        Decision::Release | Decision::Edit => find_delivery(app, &mut tx, &row, &conversation, other).await?,
    };
    let outcome = match (&delivery, decision) {
        (Delivery::Possible(_), Decision::Edit) => HeldOutcome::Edited,
        (Delivery::Possible(_), _) => HeldOutcome::Released,
        (Delivery::Impossible, _) => HeldOutcome::Returned,
    };
    let decided = store::Decided { outcome, by: Some(by.id), at: now, note: sealed.as_deref() };
    let made = settle(app, &mut tx, &row, delivery, &decided).await?;
    tell_done(&mut told, &row, outcome, note.map(str::to_owned));
    let kinds = [AlertKind::Held, AlertKind::Contact];
    alerts::end(&mut tx, &mut told, conversation.id, &kinds, Some(id), Some(by), now).await?;
    let subject = conversation.id.as_uuid();
    let reading = Reading { account: by.id, kind: "held", subject, reason: "decided on a held message" };
    ledger::record(&mut tx, reading, now).await?;
    let detail = json!({ "outcome": outcome.as_str(), "conversation": conversation.id });
    audit::append(&mut tx, Entry { actor: Some(by.id), action: "held.decided", subject: Some(id), detail }, now)
        .await?;
    commit(app, tx, made.as_deref()).await?;
    told.tell(app);
    match made {
        Some(committed) => app.hub.announce(&committed, None),
        None if decision == Decision::Return => {}
        None => return Err(Error::conflict("its author cannot speak there any more: it was given back")),
    }
    Ok(())
}

/// Whether a held message can still go out.
enum Delivery {
    Possible(Box<Ready>),
    /// Its author has let go, or the talk is over.
    Impossible,
}

/// What goes out, in whose name, and where.
struct Ready {
    channel: Channel,
    author: Signature,
    body: Body,
}

async fn find_delivery(
    app: &App,
    tx: &mut Tx,
    row: &store::Row,
    conversation: &Conversation,
    other: Option<Body>,
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
        Some(other) => other,
        None => open_body(&app.vault, &channel.key, row, conversation)?,
    };
    Ok(Delivery::Possible(Box::new(Ready { channel, author, body })))
}

/// Writes the decision down and, where it goes out, puts the message into the log, as its author's, with the id that
/// she gave it. Gives what was delivered, to be announced after the commit. The decision comes first: while a message
/// waits, the database keeps its id out of the log.
async fn settle(
    app: &App,
    tx: &mut Tx,
    row: &store::Row,
    delivery: Delivery,
    decided: &store::Decided<'_>,
) -> Result<Option<Arc<Committed>>> {
    let now = decided.at;
    if !store::decide(tx, row.id, decided).await? {
        return Err(Error::conflict("it was decided already"));
    }
    let Delivery::Possible(ready) = delivery else { return Ok(None) };
    let Ready { channel, author, body } = *ready;
    let verdict = log::append_in(tx, &app.vault, &channel, &author, row.message, &body, now).await?;
    let Verdict::Stored { seq, epoch, at } = verdict else {
        return Err(Error::Internal("a held message was not stored".into()));
    };
    store::delivered(tx, row.id, seq, at).await?;
    if author.kind == AuthorKind::Visitor
        && let Some(seen) = risk::see(body.as_str())
    {
        // Acted on when it came in.
        log::note_finding(tx, channel.no, seq, seen, true, now).await?;
    }
    Ok(Some(Arc::new(Committed::new(channel.id, row.message, &author, &body, Place { seq, epoch, at }))))
}

/// Commits. Where that gives no clear answer, or is not waited for, the message may be in the log without anybody having
/// been told: those who listen to its channel are, once it is known.
async fn commit(app: &App, tx: Tx, made: Option<&Committed>) -> Result<()> {
    struct Doubt<'a>(&'a Log, Option<ChannelId>);
    impl Drop for Doubt<'_> {
        fn drop(&mut self) {
            self.0.doubt(self.1);
        }
    }
    let mut doubt = Doubt(&app.log, made.map(|committed| committed.channel));
    tx.commit().await?;
    doubt.1 = None;
    Ok(())
}

/// Lets drafts out that nobody looked at in time; each is flagged, so that somebody does later. Each by itself: one that
/// cannot go out keeps no other waiting, and no two channels are locked at once.
///
/// # Errors
/// The first, once all that were due have been tried.
pub(in crate::chat) async fn expire(app: &App) -> Result<()> {
    let now = app.clock.now();
    let due = store::expired(&mut app.db.read().await?, now, ROUND).await?;
    let mut failed = None;
    for row in due {
        if let Err(error) = expire_one(app, row.id, now).await {
            // Told by whoever sweeps, once and not with every round.
            failed.get_or_insert_with(|| Error::Internal(format!("the draft {} does not go out: {error}", row.id)));
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn expire_one(app: &App, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let mut told = Told::default();
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    // Another node or a supervisor may have been first.
    let Some(row) = store::get(&mut tx, id).await?.filter(|row| row.state == "open") else { return Ok(()) };
    let Some(conversation) = conversations::get(&mut tx, row.conversation).await? else { return Ok(()) };
    let delivery = find_delivery(app, &mut tx, &row, &conversation, None).await?;
    let outcome = match delivery {
        Delivery::Possible(_) => HeldOutcome::Released,
        Delivery::Impossible => HeldOutcome::Returned,
    };
    let decided = store::Decided { outcome, by: None, at: now, note: None };
    let made = settle(app, &mut tx, &row, delivery, &decided).await?;
    tell_done(&mut told, &row, outcome, None);
    alerts::end(&mut tx, &mut told, conversation.id, &[AlertKind::Held], Some(row.id), None, now).await?;
    if let Some(committed) = &made {
        flags::unreviewed(&mut tx, &mut told, &conversation, row.channel, committed.seq, now).await?;
    }
    commit(app, tx, made.as_deref()).await?;
    told.line();
    told.tell(app);
    if let Some(committed) = made {
        app.hub.announce(&committed, None);
    }
    Ok(())
}

//! Which messages wait.

use gyeot_rules::contact;

use super::{Holding, MOST, hold, store};
use crate::{
    accounts::AccountId,
    app::App,
    chat::{
        assign,
        news::Told,
        risk, store as conversations,
        trust::{self, Trust},
    },
    messaging::{
        AuthorKind, Body, Channel, ChannelKind, channel,
        log::Signature,
        member,
        owner::{Incoming, Received, Screened},
        protocol::{ErrorCode, HeldReason},
    },
    platform::{
        Result,
        db::{Lock, Tx},
    },
};

/// From this class on, what a counsellor of limited trust writes is looked at first.
const GRAVE: i64 = 3;

/// Looks at a message before it is stored; no waiting here. Only the main channel has another side.
pub(in crate::chat) fn screen(app: &App, author: &Signature, channel: &Channel, body: &Body) -> Screened {
    if channel.kind != ChannelKind::Main {
        return Screened::Store(None);
    }
    match author.kind {
        AuthorKind::Visitor | AuthorKind::Counsellor if has_contact(body) => Screened::Ask,
        AuthorKind::Visitor => Screened::Store(risk::see(body.as_str())),
        AuthorKind::Counsellor if app.chat.watched.contains(AccountId::from_uuid(author.id)) => Screened::Ask,
        // Who decides on others' messages needs nobody to decide on hers.
        AuthorKind::Counsellor | AuthorKind::Supervisor | AuthorKind::Professional => Screened::Store(None),
    }
}

fn has_contact(body: &Body) -> bool {
    !contact::find(body.as_str()).is_empty()
}

fn is_grave(body: &Body) -> bool {
    risk::see(body.as_str()).is_some_and(|seen| seen.class >= GRAVE)
}

/// Decides on a message that [`screen`] would not: it goes to the log, or is held, or was before.
///
/// # Errors
/// As any statement: the message is then neither stored nor held.
pub(in crate::chat) async fn receive(app: &App, incoming: Incoming) -> Result<Received> {
    let Incoming { channel, author, id, body } = incoming;
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let Some(standing) = member::standing(&mut tx, channel.no, author.id).await?.filter(|standing| standing.writes)
    else {
        return Ok(Received::Refused(ErrorCode::NotAMember, "not a member who may write"));
    };
    if let Some(known) = store::by_message(&mut tx, channel.no, id).await? {
        let Some(conversation) = conversations::get(&mut tx, channel.conversation).await? else {
            return Ok(Received::Refused(ErrorCode::NotAMember, "not a member who may write"));
        };
        let same =
            known.author == author.id && super::open_body(&app.vault, &channel.key, &known, &conversation)? == body;
        return Ok(if same {
            again(&known)
        } else {
            Received::Refused(ErrorCode::Conflict, "this id was used for another message")
        });
    }
    // The log's writer may have the same id in hand.
    channel::lock(&mut tx, channel.conversation).await?;
    // Over, or stored before: the log says so in its own words.
    if standing.closed || store::is_stored(&mut tx, channel.no, id).await? {
        return Ok(Received::Store(None));
    }
    let Some(reason) = reason(&mut tx, &author, &channel, &body).await? else {
        return Ok(Received::Store(None));
    };
    if store::open_count(&mut tx, channel.no, author.id).await? >= MOST {
        return Ok(Received::Refused(ErrorCode::SlowDown, "too many messages wait to be looked at"));
    }
    let Some(conversation) = conversations::get(&mut tx, channel.conversation).await? else {
        return Ok(Received::Refused(ErrorCode::NotAMember, "not a member who may write"));
    };
    let expires_at = (reason == HeldReason::Approval).then(|| now + app.config.care.draft_wait);
    let holding = Holding { channel: &channel, author: &author, id, body: &body, reason, expires_at };
    hold(&mut tx, &app.vault, &mut told, &conversation, &holding, now).await?;
    // What she says counts from now on, whether the other side sees it yet or not.
    if author.kind == AuthorKind::Visitor
        && let Some(seen) = risk::see(body.as_str())
    {
        risk::heard(&mut tx, &mut told, &conversation, seen.class, seen.rule, None, now).await?;
        assign::assign(&mut tx, now, &mut told).await?;
    }
    tx.commit().await?;
    told.tell(app);
    Ok(Received::Held { reason, at: now, expires_at })
}

/// Why a message waits; `None` when it does not.
async fn reason(tx: &mut Tx, author: &Signature, channel: &Channel, body: &Body) -> Result<Option<HeldReason>> {
    if has_contact(body) {
        return Ok(Some(HeldReason::Contact));
    }
    if author.kind != AuthorKind::Counsellor {
        return Ok(None);
    }
    let waits = match trust::of(tx, AccountId::from_uuid(author.id)).await? {
        Trust::None => false,
        Trust::All => true,
        Trust::First => !store::has_spoken(tx, channel.no, author.id).await?,
        Trust::Flagged => is_grave(body),
    };
    // Behind one that waits the next waits too, or the visitor would read them in the wrong order.
    let behind = waits || store::has_open_draft(tx, channel.no, author.id).await?;
    Ok(behind.then_some(HeldReason::Approval))
}

/// The answer to a message that was held before.
fn again(known: &store::Row) -> Received {
    match (known.state.as_str(), known.seq, known.delivered_at) {
        ("released" | "edited", Some(seq), Some(at)) => Received::Repeated { seq, at },
        ("open", ..) => Received::Held { reason: known.reason(), at: known.at, expires_at: known.expires_at },
        _ => Received::Returned,
    }
}

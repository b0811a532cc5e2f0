//! Coming back with a return code: to the same conversation, or to a new one that goes on from it and asks the same
//! counsellor first.

use std::sync::Arc;

use super::{
    alerts, assign, blocks, duress, letters,
    model::{DESK_HOLDS, VisitorId},
    news::Told,
    return_code::ReturnCode,
    risk::{self, Change, Source},
    store::{self, Conversation},
    visit::{New, Token, open_text},
};
use crate::{
    accounts::{self, Account, AccountId},
    app::App,
    messaging::{
        ChannelId, ChannelKind, ConversationId, member,
        protocol::{AlertKind, ConversationState},
    },
    platform::{
        Error, Result,
        crypto::DataKey,
        db::{Lock, Tx},
        http::Caller,
    },
};

/// What she takes with her.
#[derive(Debug)]
pub struct Returned {
    /// Who she is to us.
    pub visitor: VisitorId,
    /// Her conversation.
    pub conversation: ConversationId,
    /// Its main channel.
    pub channel: ChannelId,
    /// Speaks for her; the one before is dead.
    pub token: Token,
    /// Who talks with her, or did before.
    pub counsellor: Option<Before>,
    /// It was the duress word: all of this is random and opens nothing, and she is where she was.
    pub harmless: bool,
}

/// A counsellor whom she knows.
#[derive(Debug)]
pub struct Before {
    /// The name that she knows her by.
    pub name: String,
    /// Whether she is at her desk and takes conversations.
    pub on_duty: bool,
}

/// How often it is looked anew when her conversation was closed between the look and the lock. It closes once.
const TRIES: usize = 3;

/// Lets the person behind a code back in, who comes `from` a network. Its duress spelling is answered alike, after about
/// as much work, and opens nothing.
///
/// # Errors
/// [`Error::NotFound`] when the code leads to nobody; [`Error::SlowDown`] while she is blocked, and when a return would
/// begin a new conversation and her network has begun too many.
pub async fn come_back(app: &App, from: &Caller, code: &ReturnCode) -> Result<Returned> {
    let mac = code.mac(&app.vault);
    for _ in 0..TRIES {
        if let Some(returned) = enter(app, from, &mac).await? {
            return Ok(returned);
        }
    }
    Err(Error::Unavailable("the conversation moved in the meantime".into()))
}

/// One try of it; `None` when her conversation was closed meanwhile.
async fn enter(app: &App, from: &Caller, mac: &[u8]) -> Result<Option<Returned>> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let found = store::visitor_by_code(&mut conn, mac).await?.ok_or(Error::NotFound)?;
    // Also for the duress word: who is blocked does not ring at every desk.
    blocks::check_visitor(&mut conn, found.visitor.id, now).await?;
    let newest = store::get(&mut conn, found.visitor.conversation).await?.ok_or(Error::NotFound)?;
    drop(conn);
    let (over, fresh) = (newest.state == ConversationState::Closed, ConversationId::new());
    if !found.is_code(mac) {
        // It begins nothing, so no limit keeps it from calling for help; nor does a key store that does not answer.
        if over && let Err(error) = app.vault.as_if_new_key(fresh.as_uuid()).await {
            tracing::warn!(reason = %error, "a duress word is answered faster than a return code");
        }
        return duress::answer(app, mac, fresh).await.map(Some);
    }
    if !over {
        // Free, however often: bad signal must lock nobody out.
        return go_on(app, mac, None).await;
    }
    app.chat.visits.take(from, now)?;
    // Made before the transaction, which the key store's database is no part of.
    let key = app.vault.new_key(fresh.as_uuid()).await?;
    let used = go_on(app, mac, Some((fresh, key.clone()))).await;
    if is_unused(&used, fresh)
        && let Err(error) = app.vault.destroy(key.id()).await
    {
        // It opens nothing, and she is in.
        tracing::warn!(reason = %error, "a key that nothing was sealed by could not be destroyed");
    }
    if matches!(&used, Ok(Some(returned)) if returned.conversation == fresh) {
        app.chat.load.begun(now);
    }
    used
}

/// Whether the key that was made for `fresh` is certainly that of no conversation. A commit that failed may have come
/// through all the same, and a conversation without its key can neither be read nor written.
fn is_unused(used: &Result<Option<Returned>>, fresh: ConversationId) -> bool {
    match used {
        Ok(Some(returned)) => returned.conversation != fresh,
        Ok(None) | Err(Error::NotFound | Error::SlowDown { .. }) => true,
        Err(_) => false,
    }
}

/// Lets her into her newest conversation, or where that is over into a new one, for which there has to be a key: without
/// one `None`.
async fn go_on(app: &App, mac: &[u8], fresh: Option<(ConversationId, Arc<DataKey>)>) -> Result<Option<Returned>> {
    let (now, token, mut told) = (app.clock.now(), Token::new(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    // By the code once more: it leads nowhere if she erased all of hers meanwhile.
    let visitor = store::visitor_by_code(&mut tx, mac).await?.ok_or(Error::NotFound)?.visitor;
    let id = visitor.id;
    blocks::check_visitor(&mut tx, id, now).await?;
    let newest = store::get(&mut tx, visitor.conversation).await?.ok_or(Error::NotFound)?;
    told.signed_out(id.as_uuid());
    let counsellor = known(&mut tx, &newest).await?;
    let (conversation, channel) = if newest.state == ConversationState::Closed {
        let Some((fresh, key)) = fresh else { return Ok(None) };
        let prefers = counsellor.as_ref().map(|known| known.id);
        (fresh, begin_again(app, &mut tx, &mut told, &newest, fresh, key, prefers).await?)
    } else {
        store::set_left(&mut tx, newest.id, None).await?;
        letters::she_is_back(&mut tx, &mut told, &newest, now).await?;
        told.changed(&mut tx, newest.id).await?;
        let marks = member::marks(&mut tx, newest.id, id.as_uuid()).await?;
        let main = marks.iter().find(|mark| mark.kind == ChannelKind::Main).ok_or(Error::NotFound)?;
        (newest.id, main.channel)
    };
    let counsellor = match counsellor {
        Some(known) => {
            let on_duty = store::on_duty(&mut tx, known.id, now - DESK_HOLDS).await?;
            Some(Before { name: known.name, on_duty })
        }
        None => None,
    };
    store::set_token(&mut tx, id, Some(&Token::hash(token.as_str())), conversation, now).await?;
    // She is there again, so that she can be offered again.
    assign::assign(&mut tx, now, &mut told).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    Ok(Some(Returned { visitor: id, conversation, channel, token, counsellor, harmless: false }))
}

/// The counsellor who has her conversation, or had it last, if she still works here.
async fn known(tx: &mut Tx, newest: &Conversation) -> Result<Option<Account>> {
    // Whom it is only offered to, she does not know.
    let answered = newest.counsellor.filter(|_| newest.state != ConversationState::Offered);
    Ok(match answered.or(newest.prefers) {
        Some(id) => accounts::active_counsellor(tx, id).await?,
        None => None,
    })
}

/// A new conversation of the same person, under the same name. Its texts have a key of their own, so that erasing the
/// old one leaves nothing of it here.
async fn begin_again(
    app: &App,
    tx: &mut Tx,
    told: &mut Told,
    old: &Conversation,
    id: ConversationId,
    key: Arc<DataKey>,
    prefers: Option<AccountId>,
) -> Result<ChannelId> {
    let nickname = match app.vault.key(old.key).await {
        Ok(key) => open_text(&app.vault, &key, "conversation.nickname", old.id, old.nickname.as_deref())?,
        // Erased: she starts without a name.
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let new = New {
        id,
        visitor: old.visitor,
        continues: Some(old.id),
        language: old.language()?,
        nickname,
        topic: None,
        safe_now: None,
        outreach_code: None,
        risk: duress::class_after(tx, old).await?,
        prefers,
    };
    let (now, class) = (app.clock.now(), new.risk);
    let channel = new.insert(tx, &app.vault, key, now).await?.0.id;
    if class > 0 {
        let conversation = store::get(tx, id).await?.ok_or(Error::NotFound)?;
        let change = Change { to: class, source: Source::Returned, rule: None, seq: None, by: None, note: None };
        risk::begin(tx, told, &conversation, change, now).await?;
        if class == risk::HIGHEST {
            // The new one rings; of two about one person one would be looked for in vain.
            alerts::end(tx, told, old.id, &[AlertKind::Risk], None, None, now).await?;
        }
    }
    Ok(channel)
}

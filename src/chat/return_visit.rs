//! Coming back with a return code: to the same conversation, or to a new one that goes on from it and asks the same
//! counsellor first.

use std::sync::Arc;

use super::{
    assign, blocks, duress, letters,
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
    messaging::{ChannelId, ChannelKind, ConversationId, member, protocol::ConversationState},
    platform::{
        Error, Result,
        crypto::DataKey,
        db::{Lock, Tx},
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

/// Lets the person behind a code back in. Its duress spelling is answered alike, after about as much work, and opens
/// nothing.
///
/// # Errors
/// [`Error::NotFound`] when the code leads to nobody; [`Error::SlowDown`] while she is blocked.
pub async fn come_back(app: &App, code: &ReturnCode) -> Result<Returned> {
    let mac = code.mac(&app.vault);
    let mut conn = app.db.read().await?;
    let found = store::visitor_by_code(&mut conn, &mac).await?.ok_or(Error::NotFound)?;
    // Also for the duress word: who is blocked does not ring at every desk.
    blocks::check_visitor(&mut conn, found.visitor.id, app.clock.now()).await?;
    drop(conn);
    // Made before the transaction, which the key store's database is no part of; unused in most cases. For the duress
    // word it takes as long and is never used.
    let fresh = ConversationId::new();
    let key = app.vault.new_key(fresh.as_uuid()).await?;
    let used = if found.is_code(&mac) {
        go_on(app, found.visitor.id, fresh, key.clone()).await
    } else {
        duress::answer(app, found.visitor.id, fresh).await
    };
    if !matches!(&used, Ok(returned) if returned.conversation == fresh && !returned.harmless) {
        app.vault.destroy(key.id()).await?;
    }
    used
}

async fn go_on(app: &App, id: VisitorId, fresh: ConversationId, key: Arc<DataKey>) -> Result<Returned> {
    let (now, token, mut told) = (app.clock.now(), Token::new(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    blocks::check_visitor(&mut tx, id, now).await?;
    let visitor = store::visitor(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let newest = store::get(&mut tx, visitor.conversation).await?.ok_or(Error::NotFound)?;
    told.signed_out(id.as_uuid());
    let counsellor = known(&mut tx, &newest).await?;
    let (conversation, channel) = if newest.state == ConversationState::Closed {
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
    Ok(Returned { visitor: id, conversation, channel, token, counsellor, harmless: false })
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
    }
    Ok(channel)
}

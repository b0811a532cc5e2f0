//! Coming back with a return code: to the same conversation, or to a new one that goes on from it.

use std::sync::Arc;

use super::{
    assign,
    model::VisitorId,
    news::Told,
    return_code::ReturnCode,
    risk::{self, Change, Source},
    store::{self, Conversation},
    visit::{New, Token, open_text},
};
use crate::{
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
    /// Her conversation.
    pub conversation: ConversationId,
    /// Its main channel.
    pub channel: ChannelId,
    /// Speaks for her; the one before is dead.
    pub token: Token,
}

/// Lets the person behind a code back in.
///
/// # Errors
/// [`Error::NotFound`] when the code leads to nobody.
pub async fn come_back(app: &App, code: &ReturnCode) -> Result<Returned> {
    let mac = code.mac(&app.vault);
    let visitor = store::visitor_by_code(&mut app.db.read().await?, &mac).await?.ok_or(Error::NotFound)?;
    // Made before the transaction, which the key store's database is no part of; unused in most cases.
    let fresh = ConversationId::new();
    let key = app.vault.new_key(fresh.as_uuid()).await?;
    let used = go_on(app, visitor.id, fresh, key.clone()).await;
    if !matches!(&used, Ok(returned) if returned.conversation == fresh) {
        app.vault.destroy(key.id()).await?;
    }
    used
}

async fn go_on(app: &App, id: VisitorId, fresh: ConversationId, key: Arc<DataKey>) -> Result<Returned> {
    let (now, token, mut told) = (app.clock.now(), Token::new(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let visitor = store::visitor(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let newest = store::get(&mut tx, visitor.conversation).await?.ok_or(Error::NotFound)?;
    told.signed_out(id.as_uuid());
    let (conversation, channel) = if newest.state == ConversationState::Closed {
        (fresh, begin_again(app, &mut tx, &mut told, &newest, fresh, key).await?)
    } else {
        store::set_left(&mut tx, newest.id, None).await?;
        told.changed(&mut tx, newest.id).await?;
        let marks = member::marks(&mut tx, newest.id, id.as_uuid()).await?;
        let main = marks.iter().find(|mark| mark.kind == ChannelKind::Main).ok_or(Error::NotFound)?;
        (newest.id, main.channel)
    };
    store::set_token(&mut tx, id, Some(&Token::hash(token.as_str())), conversation, now).await?;
    // She is there again, so that she can be offered again.
    assign::assign(&mut tx, now, &mut told).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    Ok(Returned { conversation, channel, token })
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
        risk: old.risk,
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

//! What the conversation core asks of us.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::{
    alerts,
    assign::offer_frame,
    desk, held, line,
    model::{self, VisitorId},
    presence, store, view,
    visit::{Token, open_text},
    wallboard,
};
use crate::{
    accounts::{
        AccountId, Role,
        ledger::{self, Reading},
    },
    app::App,
    messaging::{
        Body, Channel, ConversationId, Owner,
        hub::{Handle, SocketId},
        log::Signature,
        owner::{Answer, InLine, Incoming, Received, Screened, Welcome},
        protocol::{ConversationNews, ConversationState, ServerFrame},
        socket::Who,
    },
    platform::{Error, Result, db::Conn},
};

/// The chat, as the conversation core knows it.
#[derive(Debug, Clone, Copy)]
pub struct Chats;

impl Owner for Chats {
    fn visitor<'a>(&'a self, app: &'a App, token: &'a str) -> Answer<'a, Option<Who>> {
        Box::pin(visitor(app, token))
    }

    fn connected<'a>(&'a self, app: &'a App, who: &'a Who, socket: SocketId) -> Answer<'a, ()> {
        Box::pin(presence::connected(app, who, socket))
    }

    fn disconnected<'a>(&'a self, app: &'a App, who: &'a Who, socket: SocketId) -> Answer<'a, ()> {
        Box::pin(presence::disconnected(app, who, socket))
    }

    fn is_current<'a>(&'a self, app: &'a App, who: &'a Who, socket: SocketId) -> Answer<'a, bool> {
        Box::pin(presence::is_current(app, who, socket))
    }

    fn waits<'a>(&'a self, app: &'a App, conversation: ConversationId) -> Answer<'a, Option<InLine>> {
        Box::pin(async move {
            let found = store::get(&mut app.db.read().await?, conversation).await?;
            let waiting = found.filter(|found| found.state == ConversationState::Waiting && !found.is_letter());
            Ok(waiting.map(|found| InLine { helplines: view::helplines(found.risk, &found.language) }))
        })
    }

    fn screen(&self, app: &App, author: &Signature, channel: &Channel, body: &Body) -> Screened {
        held::screen(app, author, channel, body)
    }

    fn receive<'a>(&'a self, app: &'a App, incoming: Incoming) -> Answer<'a, Received> {
        Box::pin(held::receive(app, incoming))
    }

    fn watch<'a>(
        &'a self,
        app: &'a App,
        who: &'a Who,
        socket: Arc<Handle>,
        active: bool,
    ) -> Answer<'a, Option<Arc<RawValue>>> {
        Box::pin(wallboard::watch(app, who, socket, active))
    }

    fn welcome<'a>(&'a self, app: &'a App, who: &'a Who) -> Answer<'a, Welcome> {
        Box::pin(welcome(app, who))
    }

    fn view<'a>(
        &'a self,
        app: &'a App,
        who: &'a Who,
        conversation: ConversationId,
    ) -> Answer<'a, Option<ConversationNews>> {
        Box::pin(async move { view::news(app, &mut app.db.read().await?, who, conversation).await })
    }

    fn reads<'a>(&'a self, app: &'a App, who: &'a Who, conversation: ConversationId) -> Answer<'a, ()> {
        Box::pin(reads(app, who, conversation))
    }
}

async fn visitor(app: &App, token: &str) -> Result<Option<Who>> {
    let mut conn = app.db.read().await?;
    let now = app.clock.now();
    let Some(visitor) = store::visitor_by_token(&mut conn, &Token::hash(token), now).await? else { return Ok(None) };
    let Some(found) = store::get(&mut conn, visitor.conversation).await? else { return Ok(None) };
    let key = match app.vault.key(found.key).await {
        Ok(key) => key,
        // Erased: there is nobody left to speak for.
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let nickname = open_text(&app.vault, &key, "conversation.nickname", found.id, found.nickname.as_deref())?;
    let name = match nickname {
        Some(name) => name,
        None => model::unnamed(found.language()?, &found.label),
    };
    Ok(Some(Who::Visitor(model::visitor(visitor.id, name))))
}

async fn welcome(app: &App, who: &Who) -> Result<Welcome> {
    let mut conn = app.db.read().await?;
    let ids = match who {
        Who::Visitor(me) => store::visitor(&mut conn, VisitorId::from_uuid(me.id))
            .await?
            .map(|visitor| visitor.conversation)
            .into_iter()
            .collect(),
        Who::Staff { me, .. } => theirs(&mut conn, AccountId::from_uuid(me.id)).await?,
    };
    let mut welcome = Welcome::default();
    for id in ids {
        welcome.conversations.extend(view::news(app, &mut conn, who, id).await?);
    }
    if let Who::Staff { account, .. } = who {
        for view in welcome.conversations.iter().filter(|view| view.state == ConversationState::Offered) {
            welcome.frames.extend(open_offer(app, &mut conn, account.id, view.conversation).await?);
        }
        let own = store::desk(&mut conn, account.id).await?.unwrap_or_else(|| desk::empty(account));
        let now = app.clock.now();
        let length = line::length(&mut conn, now).await?;
        welcome.frames.push(ServerFrame::Desk(desk::state(&own, length, now)));
        if account.is_any(&[Role::Supervisor]) {
            welcome.frames.extend(alerts::frames(&mut conn).await?);
        }
    }
    welcome.frames.extend(held::frames(app, &mut conn, who.id()).await?);
    Ok(welcome)
}

/// What a member of staff takes part in: offered to her, hers, and those she observes.
async fn theirs(conn: &mut Conn, account: AccountId) -> Result<Vec<ConversationId>> {
    let rows: Vec<(ConversationId,)> = conn
        .query(
            "SELECT id FROM conversation WHERE state <> 'closed' AND (counsellor = $1 OR id IN (
               SELECT c.conversation FROM channel c JOIN member m ON m.channel = c.no
               WHERE m.participant = $1 AND m.left_at IS NULL AND c.closed_at IS NULL))
             ORDER BY id",
        )
        .bind(account.as_uuid())
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

async fn open_offer(app: &App, conn: &mut Conn, account: AccountId, id: ConversationId) -> Result<Option<ServerFrame>> {
    let now = app.clock.now();
    let Some(found) = store::get(conn, id).await? else { return Ok(None) };
    let (Some(expires_at), true) = (found.offer_expires_at, found.counsellor == Some(account)) else {
        return Ok(None);
    };
    Ok((expires_at > now).then_some(offer_frame(
        id,
        found.language()?,
        found.risk,
        found.waiting_since,
        expires_at,
        now,
    )))
}

/// Staff who read back are recorded; a visitor reads what is her own.
async fn reads(app: &App, who: &Who, conversation: ConversationId) -> Result<()> {
    let Who::Staff { account, .. } = who else { return Ok(()) };
    let mut tx = app.db.write().await?;
    let Some(found) = store::get(&mut tx, conversation).await? else { return Err(Error::NotFound) };
    let reason = if found.state == ConversationState::Closed { "history after close" } else { "history" };
    let reading = Reading { account: account.id, kind: "conversation", subject: conversation.as_uuid(), reason };
    ledger::record(&mut tx, reading, app.clock.now()).await?;
    tx.commit().await
}

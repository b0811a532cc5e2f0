//! Opening an offer: from here on they talk.

use super::{
    alerts,
    news::Told,
    store,
    view::{self, ConversationView},
};
use crate::{
    accounts::{
        Account,
        ledger::{self, Reading},
    },
    app::App,
    messaging::{AuthorKind, ConversationId, Participant, channel, member, protocol::AlertKind},
    platform::{
        Error, Result,
        db::{Lock, Tx},
    },
};

/// Opens the offer that `who` was made.
///
/// # Errors
/// [`Error::NotFound`] when it is not (any more) offered to her; [`Error::Conflict`] when she has opened it before.
pub async fn open(app: &App, who: &Account, id: ConversationId) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let Some(conversation) = store::open(&mut tx, id, who.id, now).await? else {
        let known = store::get(&mut tx, id).await?.filter(|known| known.counsellor == Some(who.id));
        return Err(match known {
            Some(known) => Error::conflict(format!("the conversation is {}", known.state.as_str())),
            None => Error::NotFound,
        });
    };
    let me = Participant { id: who.id.as_uuid(), kind: AuthorKind::Counsellor, name: who.name.clone() };
    join_all(app, &mut tx, conversation.id, &me, true).await?;
    told.changed(&mut tx, id).await?;
    told.line();
    alerts::end(&mut tx, &mut told, id, &[AlertKind::Unclaimed], None, None, now).await?;
    let reading = Reading { account: who.id, kind: "conversation", subject: id.as_uuid(), reason: "opened the offer" };
    ledger::record(&mut tx, reading, now).await?;
    let view = view::conversation(app, &mut tx, id, Some(who.id)).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// Lets somebody into every channel of a conversation; into the main one as a speaker or a silent reader.
pub(super) async fn join_all(
    app: &App,
    tx: &mut Tx,
    conversation: ConversationId,
    who: &Participant,
    speaks: bool,
) -> Result<()> {
    let now = app.clock.now();
    for channel in channel::of(tx, &app.vault, conversation).await? {
        let writes = speaks || channel.kind == crate::messaging::ChannelKind::Staff;
        member::join(tx, &app.vault, &channel, who, writes, now).await?;
    }
    Ok(())
}

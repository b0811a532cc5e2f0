//! A letter is opened, and let go as answered.

use super::{is_shown, store};
use crate::{
    accounts::{
        Account, Role,
        ledger::{self, Reading},
    },
    app::App,
    chat::{
        assign, breaks, held,
        model::{DESK_HOLDS, expect_state},
        news::Told,
        open::join_all,
        store as conversations,
        view::{self, ConversationView},
    },
    messaging::{AuthorKind, ConversationId, Participant, member, protocol::ConversationState},
    platform::{Error, Result, db::Lock},
};

/// Gives the letter to `who`, unless somebody else was first. It takes a place at her desk as any conversation does.
///
/// # Errors
/// [`Error::NotFound`] when it is not in her list; [`Error::Conflict`] when somebody has opened or answered it, or when
/// she is not at her desk or has no place.
pub async fn open(app: &App, who: &Account, id: ConversationId) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let letter = conversations::get(&mut tx, id).await?.filter(conversations::Conversation::is_letter);
    let letter = letter.ok_or(Error::NotFound)?;
    if !is_shown(&letter, who, now)? {
        return Err(Error::NotFound);
    }
    expect_state(letter.state, &[ConversationState::Waiting])?;
    if !store::waits_for_answer(&mut tx, id, letter.answered_seq).await? {
        return Err(Error::conflict("it has been answered"));
    }
    if !conversations::take_place(&mut tx, who.id, now - DESK_HOLDS, now).await? {
        return Err(Error::conflict("you are not at your desk, or have no place there"));
    }
    if !store::open(&mut tx, id, who.id, now).await? {
        return Err(Error::conflict("somebody else was faster"));
    }
    let me = Participant { id: who.id.as_uuid(), kind: AuthorKind::Counsellor, name: who.name.clone() };
    join_all(app, &mut tx, id, &me, true).await?;
    told.changed(&mut tx, id).await?;
    told.line();
    told.withdraw(&mut tx, id.as_uuid()).await?;
    let reading = Reading { account: who.id, kind: "conversation", subject: id.as_uuid(), reason: "opened the letter" };
    ledger::record(&mut tx, reading, now).await?;
    let view = view::conversation(app, &mut tx, id, Some(who.id)).await?;
    tx.commit().await?;
    told.tell(app);
    Ok(view)
}

/// Lets a letter go, with her answer in it for when the visitor is back. `by` can neither read nor write it from that
/// moment on, and is asked first when she comes.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] when it is no letter (any more), or when she has not
/// written.
pub async fn answered(app: &App, by: &Account, id: ConversationId) -> Result<ConversationView> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    let letter = conversations::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if letter.counsellor != Some(by.id) || letter.state == ConversationState::Offered {
        return Err(Error::NotFound);
    }
    expect_state(letter.state, &[ConversationState::Active])?;
    if !letter.is_letter() {
        return Err(Error::conflict("it is no letter: the visitor is there"));
    }
    told.changed(&mut tx, id).await?;
    // Locks the channels: what is said from here on is not counted as answered.
    member::leave(&mut tx, id, by.id.as_uuid(), now).await?;
    let answer = store::last_of_staff(&mut tx, id).await?;
    if answer <= letter.answered_seq {
        return Err(Error::conflict("nothing has been answered yet"));
    }
    // A supervisor who took it over is not offered conversations.
    let prefers = if by.is_any(&[Role::Counsellor]) { Some(by.id) } else { letter.prefers };
    if !store::answered(&mut tx, id, by.id, prefers, answer, now).await? {
        return Err(Error::conflict("the conversation moved in the meantime"));
    }
    held::give_back_of(&mut tx, &mut told, &letter, by.id, now).await?;
    conversations::free_place(&mut tx, by.id).await?;
    breaks::left(&mut tx, &letter, false, now, &mut told).await?;
    let view = view::conversation(app, &mut tx, id, Some(by.id)).await?;
    assign::assign(&mut tx, now, &mut told).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    Ok(view)
}

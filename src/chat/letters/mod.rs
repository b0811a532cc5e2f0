//! Letters: what a visitor says when nobody can be with her now, and the answer that she finds with her return code.
//!
//! A letter is a conversation with `later_at`, until she is back. It waits, and is no part of the live line: it has no
//! place, is offered to nobody and ages by itself. A counsellor takes it from the list, writes, and lets it go as
//! answered; when she returns she is in the line, and that counsellor is asked first. Who opens one and does not answer
//! loses it to the list again.

mod answer;
mod lapse;
mod leave;
mod routes;
mod store;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

pub(super) use lapse::{lapse, lapsed_count};
pub use routes::{Api, routes};

use super::{
    leave::end,
    model::{ClosedReason, LETTER_IS_HERS, LETTER_LIES},
    news::Told,
    store::{self as conversations, Conversation},
};
use crate::{
    accounts::{self, Account, Role},
    app::App,
    messaging::{ConversationId, protocol::ConversationState},
    platform::{
        Result,
        db::{Conn, Tx},
    },
};

/// More are not shown, only counted: the first are answered first.
const MOST: i64 = 200;

/// The letters that somebody may answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Letters {
    /// The first of them, at most 200.
    items: Vec<LetterView>,
    /// Whether there are more than are shown.
    more: bool,
    /// How many there are.
    total: i64,
}

/// A letter that waits for an answer. No text: whoever opens it reads it.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterView {
    /// Which conversation.
    conversation: ConversationId,
    /// Four digits that tell two visitors apart.
    label: String,
    /// The visitor's language: `ko` or `en`.
    language: String,
    /// Risk class, 0 to 4.
    risk: i64,
    /// When it was left.
    left_at: DateTime<Utc>,
    /// How many lines of hers have not been answered.
    lines: i64,
    /// Whether it was left for the reader.
    for_me: bool,
    /// For whom it was left; null when for nobody.
    counsellor: Option<String>,
}

/// The letters that `by` may answer: those left for her, those left for nobody, and those that have lain too long; a
/// supervisor sees all. The highest risk class first, in it the oldest.
///
/// # Errors
/// As any statement.
pub async fn list(app: &App, by: &Account) -> Result<Letters> {
    let mut conn = app.db.read().await?;
    let everybodys_before = app.clock.now() - LETTER_IS_HERS;
    let letters = store::shown(&mut conn, by, everybodys_before, MOST).await?;
    let shown = i64::try_from(letters.len()).unwrap_or(MOST);
    // Counted only where the list may be cut: the list itself is the count else.
    let total =
        if shown < MOST { shown } else { store::count_shown(&mut conn, by, everybodys_before).await?.max(shown) };
    let ids: Vec<_> = letters.iter().filter_map(|letter| letter.prefers).collect();
    let names = accounts::names(&mut conn, &ids).await?;
    let view = |letter: store::Letter| LetterView {
        for_me: letter.prefers == Some(by.id),
        counsellor: letter.prefers.and_then(|id| names.get(&id).cloned()),
        conversation: letter.id,
        label: letter.label,
        language: letter.language,
        risk: letter.risk,
        left_at: letter.later_at,
        lines: letter.lines,
    };
    Ok(Letters { items: letters.into_iter().map(view).collect(), more: total > shown, total })
}

/// How many nobody has opened or answered yet, for whoever must know whether somebody floods the list.
pub(super) async fn unopened(conn: &mut Conn) -> Result<i64> {
    Ok(store::unopened(conn).await?)
}

/// Whether a letter is in the list of `by`, as [`store::shown`] has it.
fn is_shown(letter: &Conversation, by: &Account, now: DateTime<Utc>) -> Result<bool> {
    let Some(left_at) = letter.later_at else { return Ok(false) };
    let everybodys = letter.prefers.is_none() || left_at <= now - LETTER_IS_HERS;
    Ok(by.is_any(&[Role::Supervisor])
        || letter.prefers == Some(by.id)
        || (everybodys && by.languages.contains(&letter.language()?)))
}

/// She is back: what was a letter is a conversation like others, with whoever has opened it and is there, or else at the
/// end of the line. The caller holds `Lock::Assignment`, and assigns afterwards.
pub(super) async fn she_is_back(tx: &mut Tx, told: &mut Told, newest: &Conversation, now: DateTime<Utc>) -> Result<()> {
    lapse::free(tx, told, newest, now).await?;
    store::end(tx, newest.id, now).await?;
    Ok(())
}

/// Closes letters that nobody came back for, so that the time until their texts are erased begins.
pub(super) async fn let_lie_no_longer(app: &App, tx: &mut Tx, told: &mut Told) -> Result<()> {
    for id in store::forsaken(tx, app.clock.now() - LETTER_LIES).await? {
        if let Some(letter) = conversations::get(tx, id).await?
            && letter.is_letter()
            && letter.state == ConversationState::Waiting
        {
            end(app, tx, &letter, ClosedReason::Abandoned, told).await?;
        }
    }
    Ok(())
}

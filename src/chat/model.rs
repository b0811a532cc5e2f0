//! Words of the chat, and its rules that need no database.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    accounts::{AccountId, Language},
    id_type,
    messaging::{AuthorKind, ConversationId, Participant, protocol::ConversationState},
    platform::{Error, Result},
};

id_type! {
    /// Identifies a visitor: a person as far as her return code leads to her.
    VisitorId
}

/// An offer that is not opened in this time goes to somebody else.
pub const OFFER_LASTS: TimeDelta = TimeDelta::seconds(30);
/// A visitor without a socket for longer is not offered to anyone; others pass her without taking her place.
pub const ABSENT_AFTER: TimeDelta = TimeDelta::seconds(60);
/// A visitor who waits and stays away for so long has given up.
pub const ABANDONED_AFTER: TimeDelta = TimeDelta::minutes(10);
/// A counsellor stays available for so long after her last socket has gone.
pub const DESK_HOLDS: TimeDelta = TimeDelta::seconds(30);
/// Who let a conversation go to the line is not offered it again for so long: at night she may be the only one there.
pub const ASKED_AGAIN_AFTER: TimeDelta = TimeDelta::minutes(3);
/// A letter left for one counsellor is shown to the others too after so long.
pub const LETTER_IS_HERS: TimeDelta = TimeDelta::hours(12);
/// A letter that was opened and not let go as answered goes back to the list after so long: no shift is longer.
pub const LETTER_IS_OPEN: TimeDelta = TimeDelta::hours(12);
/// A letter that nobody came back for is closed so long after it was left, or answered.
pub const LETTER_LIES: TimeDelta = TimeDelta::days(30);
/// A talk that is wrapped up, or whose visitor stays away, and that nobody closes is closed so long after: what is said in
/// it goes thirty days after the close, as she was told, whatever became of its counsellor.
pub const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(7);
/// After the close, the visitor can still read for so long.
pub const READS_AFTER_CLOSE: TimeDelta = TimeDelta::minutes(10);

/// Why a conversation was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClosedReason {
    /// They had talked, and the counsellor closed it.
    Done,
    /// The visitor left.
    Left,
    /// The visitor waited, and stayed away.
    Abandoned,
    /// The visitor wanted it gone.
    Erased,
}

impl ClosedReason {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Left => "left",
            Self::Abandoned => "abandoned",
            Self::Erased => "erased",
        }
    }
}

/// What she answered to "are you safe now?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SafeNow {
    /// Yes.
    Yes,
    /// No.
    No,
    /// She does not know.
    Unsure,
}

impl SafeNow {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
        }
    }
}

/// Whether a counsellor takes conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeskPresence {
    /// Takes them.
    Available,
    /// Takes none.
    Away,
}

impl DeskPresence {
    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Away => "away",
        }
    }
}

/// What a visitor is called who gave no name.
#[must_use]
pub fn unnamed(language: Language, label: &str) -> String {
    match language {
        Language::Ko => format!("방문자 {label}"),
        Language::En => format!("Visitor {label}"),
    }
}

/// A visitor as a participant.
#[must_use]
pub fn visitor(id: VisitorId, name: String) -> Participant {
    Participant { id: id.as_uuid(), kind: AuthorKind::Visitor, name }
}

/// Refuses with the state that stands in the way.
///
/// # Errors
/// [`Error::Conflict`], unless `state` is one of `allowed`.
pub fn expect_state(state: ConversationState, allowed: &[ConversationState]) -> Result<()> {
    if allowed.contains(&state) {
        Ok(())
    } else {
        Err(Error::conflict(format!("the conversation is {}", state.as_str())))
    }
}

/// Who may be assigned: a counsellor at her desk with room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeDesk {
    /// Whose.
    pub account: AccountId,
    /// How many conversations at once.
    pub capacity: i64,
    /// How many she has.
    pub load: i64,
    /// What she speaks.
    pub languages: Vec<Language>,
    /// When she was last given one.
    pub assigned_at: Option<DateTime<Utc>>,
}

/// Who waits, as far as assignment has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Which conversation.
    pub conversation: ConversationId,
    /// In which language.
    pub language: Language,
    /// Risk class, 0 to 4.
    pub risk: i64,
    /// Her place within the class.
    pub place: i64,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who put it back to the line, and is not offered it again for a while.
    pub let_go_by: Option<AccountId>,
    /// Who talked with her before, and is asked first if she can be asked at all.
    pub prefers: Option<AccountId>,
}

/// Which counsellor is offered this conversation: of those with a place who speak the language the one who talked with
/// her before, else the least loaded, of those the one who was given a conversation longest ago. A preference decides
/// who is asked and never when: if she cannot be asked, it is as if there were none.
#[must_use]
pub fn choose<'a>(desks: &'a mut [FreeDesk], waiting: &Waiting) -> Option<&'a mut FreeDesk> {
    desks
        .iter_mut()
        .filter(|desk| {
            desk.load < desk.capacity
                && desk.languages.contains(&waiting.language)
                && waiting.let_go_by != Some(desk.account)
        })
        .min_by_key(|desk| (waiting.prefers != Some(desk.account), desk.load, desk.assigned_at, desk.account))
}

/// How long the visitor at `position` (from 1) will wait, in seconds, rounded up to half a minute: the pace at which
/// conversations were opened of late, or, while too few were, twenty minutes a conversation shared by the places on
/// duty. Never under half a minute, never over two hours: beyond that nobody knows.
#[must_use]
pub fn estimate(position: i64, opened: i64, window: TimeDelta, places: i64) -> i64 {
    const FEW: i64 = 3;
    const USUAL: i64 = 20 * 60;
    let each = if opened >= FEW { window.num_seconds() / opened } else { USUAL / places.max(1) };
    let seconds = position.max(1).saturating_mul(each.max(1));
    (seconds.saturating_add(29) / 30 * 30).clamp(30, 7200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk(load: i64, languages: &[Language], assigned: Option<i64>) -> FreeDesk {
        FreeDesk {
            account: AccountId::new(),
            capacity: 3,
            load,
            languages: languages.to_vec(),
            assigned_at: assigned.and_then(|at| DateTime::from_timestamp(at, 0)),
        }
    }

    fn waiting() -> Waiting {
        Waiting {
            conversation: ConversationId::new(),
            language: Language::Ko,
            risk: 0,
            place: 1,
            since: DateTime::UNIX_EPOCH,
            let_go_by: None,
            prefers: None,
        }
    }

    #[test]
    fn the_least_loaded_who_speaks_the_language_is_chosen_and_of_two_the_longer_idle() {
        let both = [Language::Ko, Language::En];
        let mut desks =
            [desk(1, &both, None), desk(0, &[Language::En], None), desk(0, &both, Some(9)), desk(0, &both, Some(5))];
        let expected = desks[3].account;
        assert_eq!(choose(&mut desks, &waiting()).map(|desk| desk.account), Some(expected));
    }

    #[test]
    fn a_full_desk_and_who_let_it_go_are_never_chosen() {
        let mut desks = [desk(3, &[Language::Ko], None), desk(0, &[Language::Ko], None)];
        let mut wanted = waiting();
        wanted.let_go_by = Some(desks[1].account);
        assert!(choose(&mut desks, &wanted).is_none());
    }

    #[test]
    fn who_talked_with_her_before_is_chosen_over_those_who_are_less_loaded() {
        let mut desks =
            [desk(0, &[Language::Ko], None), desk(2, &[Language::Ko], Some(9)), desk(0, &[Language::Ko], None)];
        let mut wanted = waiting();
        wanted.prefers = Some(desks[1].account);
        let chosen = choose(&mut desks, &wanted).map(|desk| desk.account);
        assert_eq!(chosen, wanted.prefers);
    }

    #[test]
    fn a_preference_that_cannot_be_met_changes_nothing() {
        let speaks = [Language::Ko];
        let with = |preferred: FreeDesk, let_go: bool| {
            let mut desks = [desk(1, &speaks, None), preferred, desk(0, &speaks, Some(5))];
            let mut wanted = waiting();
            wanted.let_go_by = let_go.then_some(desks[1].account);
            let usual = choose(&mut desks, &wanted).map(|desk| desk.account);
            wanted.prefers = Some(desks[1].account);
            assert_eq!(choose(&mut desks, &wanted).map(|desk| desk.account), usual);
            assert_eq!(usual, Some(desks[2].account));
        };
        with(desk(3, &speaks, None), false);
        with(desk(0, &[Language::En], None), false);
        with(desk(0, &speaks, None), true);
        // Not at her desk at all.
        let mut wanted = waiting();
        wanted.prefers = Some(AccountId::new());
        let mut desks = [desk(1, &speaks, None), desk(0, &speaks, None)];
        let expected = desks[1].account;
        assert_eq!(choose(&mut desks, &wanted).map(|desk| desk.account), Some(expected));
    }

    #[test]
    fn the_estimate_grows_with_the_place_and_shrinks_with_the_pace() {
        let hour = TimeDelta::hours(1);
        assert!(estimate(2, 0, hour, 4) > estimate(1, 0, hour, 4));
        assert!(estimate(2, 60, hour, 4) < estimate(2, 6, hour, 4));
        assert_eq!(estimate(1, 3600, hour, 1), 30);
        assert_eq!(estimate(i64::MAX, 0, hour, 0), 7200);
    }
}

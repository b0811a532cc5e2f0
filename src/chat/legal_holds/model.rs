//! A legal hold's states, and who may do what in them.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::LegalHoldId;
use crate::{
    accounts::AccountId,
    messaging::ConversationId,
    platform::{Error, Result},
};

/// So long a hold stands on one person's word: long enough for a weekend, too short to keep what should go.
pub const PROVISIONAL: TimeDelta = TimeDelta::hours(72);

/// Where a hold stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldState {
    /// Asked by one, and holds for 72 hours.
    Asked,
    /// Confirmed by another, and holds until it is lifted.
    Active,
    /// One wants it lifted; it holds on until another agrees.
    LiftAsked,
    /// Over: lifted by two, or never confirmed.
    Lifted,
}

/// A hold as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Hold {
    pub id: LegalHoldId,
    pub conversation: ConversationId,
    pub reason: String,
    pub asked_by: AccountId,
    pub asked_at: DateTime<Utc>,
    pub lapses_at: DateTime<Utc>,
    pub confirmed_by: Option<AccountId>,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub lift_reason: Option<String>,
    pub lift_asked_by: Option<AccountId>,
    pub lift_asked_at: Option<DateTime<Utc>>,
    pub lifted_by: Option<AccountId>,
    pub lifted_at: Option<DateTime<Utc>>,
}

impl Hold {
    /// Where it stands at `now`.
    pub fn state(&self, now: DateTime<Utc>) -> HoldState {
        if self.lifted_at.is_some() || (self.confirmed_at.is_none() && self.lapses_at <= now) {
            HoldState::Lifted
        } else if self.confirmed_at.is_none() {
            HoldState::Asked
        } else if self.lift_asked_at.is_none() {
            HoldState::Active
        } else {
            HoldState::LiftAsked
        }
    }

    /// When it ended, if it has: lifted, or lapsed for want of a second person.
    pub fn ended_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let lapsed = self.confirmed_at.is_none() && self.lapses_at <= now;
        self.lifted_at.or_else(|| lapsed.then_some(self.lapses_at))
    }

    /// Whether `by` may do what only holds from `state` on, and by somebody else than `before`.
    ///
    /// # Errors
    /// [`Error::Conflict`] when she may not.
    pub fn expect(&self, state: HoldState, before: Option<AccountId>, by: AccountId, now: DateTime<Utc>) -> Result<()> {
        if self.state(now) != state {
            return Err(Error::conflict("the legal hold does not stand where this could be done"));
        }
        if before == Some(by) {
            return Err(Error::conflict("it takes a second person"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn hold() -> Hold {
        Hold {
            id: LegalHoldId::new(),
            conversation: ConversationId::new(),
            reason: "a case".into(),
            asked_by: AccountId::new(),
            asked_at: at(0),
            lapses_at: at(0) + PROVISIONAL,
            confirmed_by: None,
            confirmed_at: None,
            lift_reason: None,
            lift_asked_by: None,
            lift_asked_at: None,
            lifted_by: None,
            lifted_at: None,
        }
    }

    #[test]
    fn one_persons_word_holds_for_three_days_and_no_longer() {
        let hold = hold();
        assert_eq!(hold.state(at(71)), HoldState::Asked);
        assert_eq!(hold.state(at(72)), HoldState::Lifted);
        assert_eq!((hold.ended_at(at(71)), hold.ended_at(at(100))), (None, Some(at(72))));
    }

    #[test]
    fn two_persons_word_holds_until_two_lift_it() {
        let mut hold = Hold { confirmed_by: Some(AccountId::new()), confirmed_at: Some(at(1)), ..hold() };
        assert_eq!(hold.state(at(100_000)), HoldState::Active);
        hold.lift_asked_at = Some(at(5));
        assert_eq!(hold.state(at(100_000)), HoldState::LiftAsked);
        hold.lifted_at = Some(at(6));
        assert_eq!((hold.state(at(7)), hold.ended_at(at(7))), (HoldState::Lifted, Some(at(6))));
    }

    #[test]
    fn nobody_confirms_her_own_word() {
        let hold = hold();
        let (her, other) = (hold.asked_by, AccountId::new());
        assert!(hold.expect(HoldState::Asked, Some(her), her, at(1)).is_err());
        assert!(hold.expect(HoldState::Asked, Some(her), other, at(1)).is_ok());
        assert!(hold.expect(HoldState::Asked, Some(her), other, at(72)).is_err());
        assert!(hold.expect(HoldState::Active, None, other, at(1)).is_err());
    }
}

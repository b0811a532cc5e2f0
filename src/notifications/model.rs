//! What notifications say, how long they are worth sending, and when a try that failed is repeated.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::accounts::{AccountId, Language};

/// Tries of one delivery, the first included.
pub(super) const MOST_TRIES: i64 = 7;
/// The same thing told again within this time is told once.
pub(super) const REPEATS_WITHIN: TimeDelta = TimeDelta::minutes(1);
/// Longer than any notification is worth sending: what is older is swept up.
pub(super) const KEPT: TimeDelta = TimeDelta::hours(12);
/// A push service may ask for more; then the notification is not worth it.
const LONGEST_WAIT: Duration = Duration::from_mins(30);

/// Why somebody is told that something waits. She reads it on no screen but the desk's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// An alert of the line or of a talk, for supervisors.
    Alert,
    /// A visitor left a message to be answered.
    Letter,
    /// A talk after a heavy case.
    Debrief,
    /// A held message waits for a decision.
    Approval,
}

impl Occasion {
    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Letter => "letter",
            Self::Debrief => "debrief",
            Self::Approval => "approval",
        }
    }

    /// How much it matters that a sleeping phone wakes up (RFC 8030, 5.3).
    pub(super) const fn urgency(self) -> &'static str {
        match self {
            Self::Alert => "high",
            Self::Letter | Self::Debrief | Self::Approval => "normal",
        }
    }

    /// How long it is worth sending: what rings or runs on a timer is over soon, the rest waits for a shift.
    const fn worth(self) -> TimeDelta {
        match self {
            Self::Alert | Self::Approval => TimeDelta::minutes(10),
            Self::Letter | Self::Debrief => KEPT,
        }
    }
}

impl TryFrom<String> for Occasion {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        [Self::Alert, Self::Letter, Self::Debrief, Self::Approval]
            .into_iter()
            .find(|occasion| occasion.as_str() == text)
            .ok_or_else(|| format!("no occasion: {text}"))
    }
}

/// A notification as it is about to be sent.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Notice {
    /// Which.
    pub(super) id: Uuid,
    /// To whom.
    pub(super) account: AccountId,
    /// Why.
    #[sqlx(try_from = "String")]
    pub(super) occasion: Occasion,
    /// Since when something waits.
    pub(super) at: DateTime<Utc>,
}

impl Notice {
    /// How many seconds it is still worth sending.
    pub(super) fn seconds_left(&self, now: DateTime<Utc>) -> i64 {
        (self.at + self.occasion.worth() - now).num_seconds().max(0)
    }
}

/// How long to wait after this many tries that failed.
pub(super) fn backoff(tries: i64, asked: Option<Duration>) -> Duration {
    let ours = Duration::from_secs(match tries {
        ..=1 => 5,
        2 => 15,
        3 => 60,
        4 => 180,
        5 => 600,
        _ => 1800,
    });
    ours.max(asked.unwrap_or_default()).min(LONGEST_WAIT)
}

/// All that a mail says, as subject and text, before the link to the desk. Never a name, a topic or a reason: phones
/// lie on kitchen tables.
pub(super) const fn words(language: Language) -> &'static str {
    match language {
        Language::Ko => "상담 화면에 기다리는 것이 있습니다.",
        Language::En => "Something is waiting at the desk.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_ever_later_and_a_service_may_ask_for_more_but_not_for_ever() {
        let waits: Vec<_> = (1..MOST_TRIES).map(|tries| backoff(tries, None).as_secs()).collect();
        assert_eq!(waits, [5, 15, 60, 180, 600, 1800]);
        assert_eq!(backoff(1, Some(Duration::from_secs(40))).as_secs(), 40);
        assert_eq!(backoff(3, Some(Duration::from_secs(40))).as_secs(), 60);
        assert_eq!(backoff(1, Some(Duration::from_hours(24))), LONGEST_WAIT);
    }

    #[test]
    fn an_alert_is_over_soon_and_a_letter_waits_for_a_shift() {
        let at = DateTime::UNIX_EPOCH;
        let left = |occasion, after| {
            let notice = Notice { id: Uuid::nil(), account: AccountId::from_uuid(Uuid::nil()), occasion, at };
            notice.seconds_left(at + TimeDelta::seconds(after))
        };
        assert_eq!([left(Occasion::Alert, 0), left(Occasion::Alert, 599), left(Occasion::Alert, 601)], [600, 1, 0]);
        assert_eq!(left(Occasion::Letter, 3600), 11 * 3600);
    }

    #[test]
    fn an_occasion_is_read_as_it_is_written() {
        for occasion in [Occasion::Alert, Occasion::Letter, Occasion::Debrief, Occasion::Approval] {
            assert_eq!(Occasion::try_from(occasion.as_str().to_owned()), Ok(occasion));
        }
        assert!(Occasion::try_from("other".to_owned()).is_err());
    }
}

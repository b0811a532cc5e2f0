//! How much danger speaks out of a text: classes 0 (none) to 4 (imminent).

use super::Text2;
use crate::chat::model::SafeNow;

/// The rule that fired, and how high it puts her.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// 0 (none), 1 (worries), 2 (elevated), 3 (high), 4 (imminent).
    pub class: i64,
    /// Which rule said so: a stable id such as `ko.suicide.wish`.
    pub rule: &'static str,
}

const FIRST: &[(&str, &str)] = &[("죽고 싶", "ko.suicide.wish"), ("kill myself", "en.suicide.plan")];

/// The highest class that any rule gives to `text`; `None` when none fires.
#[must_use]
pub fn assess(text: &str) -> Option<Match> {
    let text = text.to_lowercase();
    FIRST.iter().find(|(phrase, _)| text.contains(phrase)).map(|&(_, rule)| Match { class: 4, rule })
}

/// What her answer to "are you safe now?" says.
#[must_use]
pub fn of_answer(answer: SafeNow) -> Option<Match> {
    match answer {
        SafeNow::Yes => None,
        SafeNow::Unsure => Some(Match { class: 2, rule: "answer.safe_now.unsure" }),
        SafeNow::No => Some(Match { class: 3, rule: "answer.safe_now.no" }),
    }
}

/// Why the rule `rule` fired, in plain words for staff; `None` for an id that no rule has.
#[must_use]
pub fn reason(rule: &str) -> Option<Text2> {
    Some(match rule {
        "answer.safe_now.no" => {
            Text2 { ko: "지금 안전하지 않다고 답했습니다", en: "Answered that she is not safe now" }
        }
        "answer.safe_now.unsure" => Text2 {
            ko: "지금 안전한지 모르겠다고 답했습니다",
            en: "Answered that she is not sure whether she is safe now",
        },
        "ko.suicide.wish" => Text2 { ko: "죽고 싶다고 말합니다", en: "Says that she wants to die" },
        "en.suicide.plan" => Text2 { ko: "자살할 생각을 말합니다", en: "Speaks of killing herself" },
        _ => return None,
    })
}

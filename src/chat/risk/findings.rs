//! What is seen in her words by the rules, and in her answer by itself; and why, in plain words.

use gyeot_rules::risk;

use crate::{chat::model::SafeNow, messaging::log::Finding, platform::text::Text2};

/// What can be answered to "are you safe now?", and what each answer is for staff.
const ANSWERS: [(&str, Text2); 2] = [
    ("answer.safe_now.no", Text2 { ko: "지금 안전하지 않다고 답했습니다", en: "Answered that she is not safe now" }),
    (
        "answer.safe_now.unsure",
        Text2 {
            ko: "지금 안전한지 모르겠다고 답했습니다",
            en: "Answered that she does not know whether she is safe now",
        },
    ),
];

/// What the rules see in something that a visitor wrote.
#[must_use]
pub fn see(text: &str) -> Option<Finding> {
    risk::assess(text).map(|seen| Finding { class: seen.class, rule: seen.rule })
}

/// What her answer to "are you safe now?" says.
#[must_use]
pub fn of_answer(answer: SafeNow) -> Option<Finding> {
    match answer {
        SafeNow::Yes => None,
        SafeNow::Unsure => Some(Finding { class: 2, rule: "answer.safe_now.unsure" }),
        SafeNow::No => Some(Finding { class: 3, rule: "answer.safe_now.no" }),
    }
}

/// Why the rule `rule` fired, in plain words for staff; `None` for an id that no rule has.
#[must_use]
pub fn reason_of(rule: &str) -> Option<Text2> {
    let answer = ANSWERS.iter().find(|(id, _)| *id == rule).map(|&(_, text)| text);
    answer.or_else(|| risk::reason(rule).map(|risk::Reason { ko, en }| Text2 { ko, en }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn her_answer_has_a_class_and_a_reason() {
        assert_eq!(of_answer(SafeNow::Yes), None);
        for (answer, class) in [(SafeNow::Unsure, 2), (SafeNow::No, 3)] {
            let found = of_answer(answer).unwrap();
            assert_eq!(found.class, class);
            assert!(reason_of(found.rule).is_some(), "{}", found.rule);
        }
        assert!(reason_of("ko.suicide.wish").is_some());
        assert_eq!(reason_of("ko.nothing"), None);
    }
}

//! What the made-up visitors say. Nobody real said any of it; it is what such conversations are like when they begin.

/// A visitor's part.
#[derive(Debug)]
pub(super) struct Script {
    pub language: &'static str,
    pub nickname: Option<&'static str>,
    pub topic: Option<&'static str>,
    pub safe_now: Option<&'static str>,
    /// Sent with the visit.
    pub first: &'static str,
    /// Written while she waits.
    pub waiting: &'static [&'static str],
    /// One after each time that the counsellor wrote.
    pub answers: &'static [&'static str],
    /// Before she goes.
    pub farewell: &'static str,
}

/// Everybody there is.
pub(super) const SCRIPTS: &[Script] = &[
    Script {
        language: "ko",
        nickname: Some("하늘"),
        topic: Some("채팅에서 만난 사람"),
        safe_now: Some("yes"),
        first: "안녕하세요.. 여기서 한 말 진짜 아무한테도 안 가는 거 맞죠?",
        waiting: &["랜덤채팅에서 알게 된 사람 때문에 왔어요", "천천히 와도 돼요, 기다릴게요"],
        answers: &[
            "두 달 전에 만난 오빠인데 처음엔 고민을 진짜 잘 들어줬거든요",
            "요즘은 자꾸 사진을 보내 달래요. 싫다고 하면 며칠씩 말을 안 해요",
            "아직 안 보냈어요. 근데 학교 이름을 말해 버려서 무서워요",
            "부모님은 몰라요. 알면 폰부터 뺏길 것 같아서..",
            "차단하고 싶은데 학교로 찾아올까 봐 못 하겠어요",
            "대화는 다 캡처해 놨어요. 그게 도움이 돼요?",
        ],
        farewell: "말하고 나니까 숨이 좀 쉬어져요. 오늘은 여기까지 할게요. 고맙습니다",
    },
    Script {
        language: "en",
        nickname: Some("Robin"),
        topic: Some("someone online"),
        safe_now: Some("yes"),
        first: "hi, is it ok if I write in English?",
        waiting: &["it's about someone I met in a game", "no hurry, I'm just at home"],
        answers: &[
            "he says he's 19. he kept paying for things in the game for me",
            "now he says I owe him and that we have to meet",
            "I said no twice. then he said he'd tell everyone at school that I used him",
            "no, I haven't met him. I don't want to either",
            "he knows my first name and my school, not where I live",
            "so I can keep the messages and just not answer? that's allowed?",
        ],
        farewell: "thank you for not making me feel stupid. I'll come back if he writes again",
    },
    Script {
        language: "ko",
        nickname: Some("달"),
        topic: None,
        safe_now: Some("unsure"),
        first: "저 어제 집에서 나왔어요",
        waiting: &["지금 피시방인데 열 시 되면 나가야 돼요", "혹시 상담 오래 걸려요?"],
        answers: &[
            "어떤 사람이 자기 집에서 자도 된다고 해요. 근데 좀 이상해요",
            "용돈도 준대요. 그냥 밥만 같이 먹으면 된다고",
            "친구 집은 어제 갔어서 또 가기 미안해요",
            "쉼터요? 거기 가면 집에 바로 연락하는 거 아니에요?",
            "지금은 혼자 있어요. 배터리는 40퍼센트 남았어요",
            "그 번호로 전화하면 저 대신 얘기해 줄 수도 있어요?",
        ],
        farewell: "네, 그 사람한테는 안 갈게요. 일단 전화해 볼게요",
    },
    Script {
        language: "ko",
        nickname: None,
        topic: Some("친구 일"),
        safe_now: None,
        first: "제 얘기는 아니고 친구 얘기인데 해도 돼요?",
        waiting: &["친구가 이상한 알바를 소개받은 것 같아요"],
        answers: &[
            "한 시간에 십만 원이래요. 무슨 일인지는 만나서 알려 준대요",
            "친구는 그냥 대화만 하는 거라고 하는데 저는 너무 걱정돼요",
            "제가 이상하다고 하니까 화냈어요. 자기 일이니까 신경 쓰지 말래요",
            "친구를 잃기는 싫은데 가만히 있기도 싫어요",
            "아, 혼내는 게 아니라 걱정된다고 먼저 말하면 되는 거네요",
        ],
        farewell: "오늘 만나서 말해 볼게요. 친구가 여기 와도 되는 거죠? 감사합니다",
    },
    Script {
        language: "en",
        nickname: Some("June"),
        topic: Some("my photo"),
        safe_now: Some("yes"),
        first: "someone is using my profile photo on a site and I don't know what to do",
        waiting: &["it's just a normal photo but the site is not ok", "a friend sent me the link"],
        answers: &[
            "there's a phone number next to it and it's not mine",
            "I only posted that photo on my own account, for friends",
            "I feel sick that people from school may see it",
            "yes I saved the link and took a screenshot. I didn't write to them",
            "can it really be taken down? who would do that?",
        ],
        farewell: "ok. I'll send the link to the report page now. it helps that it isn't only me against them",
    },
    Script {
        language: "ko",
        nickname: Some("봄"),
        topic: Some("다시 왔어요"),
        safe_now: Some("yes"),
        first: "예전에 상담했었는데 또 와도 되나 해서요",
        waiting: &["급한 건 아니에요"],
        answers: &[
            "그때 말한 앱은 지웠어요. 세 달 됐어요",
            "근데 돈이 급해지면 자꾸 다시 깔고 싶어져요",
            "알바 면접을 두 번 떨어졌거든요. 나이 때문인 것 같아요",
            "알려 주신 데는 아직 전화를 못 했어요. 뭐라고 해야 할지 모르겠어서요",
            "혹시 첫마디만 같이 써 줄 수 있어요?",
        ],
        farewell: "이대로 읽으면 되겠다. 내일 전화해 볼게요. 고마워요",
    },
];

/// A reply that all counsellors can use.
#[derive(Debug)]
pub(super) struct Canned {
    pub language: &'static str,
    pub title: &'static str,
    pub body: &'static str,
}

/// The shared replies.
pub(super) const CANNED: &[Canned] = &[
    Canned {
        language: "ko",
        title: "인사",
        body: "안녕하세요, 기다려 줘서 고마워요. 여기서 한 이야기는 상담하는 사람들만 알아요. 편한 것부터 천천히 말해 주세요.",
    },
    Canned {
        language: "ko",
        title: "안전 확인",
        body: "먼저 하나만 물어볼게요. 지금 있는 곳은 안전한가요? 옆에 누가 있나요?",
    },
    Canned {
        language: "ko",
        title: "네 탓이 아니에요",
        body: "말해 줘서 고마워요. 그건 당신 잘못이 아니에요. 그렇게 만든 사람의 잘못이에요.",
    },
    Canned {
        language: "ko",
        title: "증거 남기기",
        body: "대화와 프로필은 지우지 말고 화면을 저장해 두세요. 답장은 하지 않아도 괜찮아요.",
    },
    Canned {
        language: "ko",
        title: "오늘 밤 잘 곳",
        body: "청소년전화 1388은 24시간 받아요. 오늘 밤 갈 수 있는 쉼터를 같이 찾아 주고, 전화하기 어려우면 제가 함께 도울게요.",
    },
    Canned {
        language: "ko",
        title: "마무리",
        body: "오늘 이야기해 줘서 고마워요. 돌아오기 코드를 적어 두면 언제든 이어서 이야기할 수 있어요.",
    },
    Canned {
        language: "en",
        title: "Greeting",
        body: "Hi, thank you for waiting. What you say here stays with the people who counsel. Start wherever it is easiest.",
    },
    Canned {
        language: "en",
        title: "Are you safe?",
        body: "One thing first: is the place where you are safe right now? Is somebody with you?",
    },
    Canned {
        language: "en",
        title: "Not your fault",
        body: "Thank you for telling me. It is not your fault. It is the fault of the one who did this.",
    },
    Canned {
        language: "en",
        title: "Keep the evidence",
        body: "Please do not delete the chat or the profile; save screenshots. You do not have to answer them.",
    },
    Canned {
        language: "en",
        title: "Before you go",
        body: "Thank you for talking with me. If you write down your return code, you can go on from here whenever you like.",
    },
];

#[cfg(test)]
mod tests {
    use gyeot_rules::contact;

    use super::*;
    use crate::messaging::Body;

    #[test]
    fn everything_can_be_said() {
        for script in SCRIPTS {
            let lines = [script.first, script.farewell].into_iter().chain(script.waiting.iter().copied());
            for line in lines.chain(script.answers.iter().copied()) {
                assert!(Body::parse("body", line).is_ok(), "{line}");
                assert!(contact::find(line).is_empty(), "it would be held: {line}");
            }
            let asked = [script.nickname, script.topic].into_iter().flatten();
            assert!(asked.flat_map(contact::find).next().is_none(), "it would be refused: {}", script.first);
            assert!(!script.waiting.is_empty() && script.answers.len() >= 5, "{}", script.first);
        }
        for language in ["ko", "en"] {
            assert!(SCRIPTS.iter().any(|script| script.language == language));
            assert!(CANNED.iter().any(|canned| canned.language == language));
        }
    }
}

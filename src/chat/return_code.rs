//! Return codes: six short words that bring a visitor back without an account.
//!
//! A code has at least 60 random bits, and opens nothing without the server's own secret: the database keeps only
//! [`ReturnCode::mac`]. The words are in `assets/words`.

use std::{fmt, sync::LazyLock};

use rand::{CryptoRng, RngExt as _};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::{
    accounts::Language,
    platform::{Error, crypto::Vault},
};

/// How many words a code has.
pub const WORDS: usize = 6;
/// The longest text that is looked at, in bytes: far beyond six words however they are typed.
const CAP: usize = 1024;

static KOREAN: LazyLock<Vec<&str>> = LazyLock::new(|| read(include_str!("../../assets/words/ko.txt")));
static ENGLISH: LazyLock<Vec<&str>> = LazyLock::new(|| read(include_str!("../../assets/words/en.txt")));

/// A return code. It holds the places of its words in the list and not their text, and wipes them when it goes.
pub struct ReturnCode {
    language: Language,
    words: [u16; WORDS],
}

/// A text that is no return code. It does not say which word is at fault: that would help whoever guesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a return code")]
pub struct NotACode;

impl From<NotACode> for Error {
    fn from(_: NotACode) -> Self {
        // As a code that nobody has.
        Self::NotFound
    }
}

impl ReturnCode {
    /// A new one, drawn evenly.
    #[must_use]
    pub fn generate(language: Language, rng: &mut impl CryptoRng) -> Self {
        let count = list(language).len();
        Self { language, words: std::array::from_fn(|_| index(rng.random_range(0..count))) }
    }

    /// Reads a code as somebody types it: in any case and width, composed or not, with anything that is no letter
    /// between its words, or with nothing between them where only one reading is possible.
    ///
    /// # Errors
    /// [`NotACode`] unless it is exactly six words of one list.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        if text.len() > CAP {
            return Err(NotACode);
        }
        let letters = text.nfkc().flat_map(char::to_lowercase).map(|c| if c.is_alphabetic() { c } else { ' ' });
        let text = Zeroizing::new(letters.collect::<String>());
        let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
        let joined = Zeroizing::new(parts.concat());
        let read = |language| {
            let words = spaced(list(language), &parts).or_else(|| unspaced(list(language), &joined))?;
            Some(Self { language, words })
        };
        read(Language::Ko).or_else(|| read(Language::En)).ok_or(NotACode)
    }

    /// What the database keeps of it.
    #[must_use]
    pub fn mac(&self, vault: &Vault) -> [u8; 32] {
        vault.mac("return-code", self.text().as_bytes())
    }

    /// The same with another last word.
    pub(super) fn with_last(&self, word: u16) -> Self {
        let mut words = self.words;
        words[WORDS - 1] = word;
        Self { language: self.language, words }
    }

    /// Its last word.
    #[must_use]
    pub fn last(&self) -> &'static str {
        list(self.language)[usize::from(self.words[WORDS - 1])]
    }

    /// In which language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The one spelling of a code, whichever way it was typed.
    fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.words().collect::<Vec<_>>().join(" "))
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        let list = list(self.language);
        self.words.iter().map(|&word| list[usize::from(word)])
    }
}

impl fmt::Display for ReturnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Never its words.
impl fmt::Debug for ReturnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReturnCode")
    }
}

impl Drop for ReturnCode {
    fn drop(&mut self) {
        self.words.zeroize();
    }
}

impl ZeroizeOnDrop for ReturnCode {}

/// The words of a file, in its order; lines with `#` are comments.
fn read(file: &'static str) -> Vec<&'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The words of a language, sorted.
pub(super) fn list(language: Language) -> &'static [&'static str] {
    match language {
        Language::Ko => &KOREAN,
        Language::En => &ENGLISH,
    }
}

fn index(place: usize) -> u16 {
    u16::try_from(place).expect("a list has far fewer than 65,536 words")
}

fn find(list: &[&str], word: &str) -> Option<u16> {
    list.binary_search(&word).ok().map(index)
}

/// Six words, as they stand apart.
fn spaced(list: &[&str], parts: &[&str]) -> Option<[u16; WORDS]> {
    let found = parts.iter().map(|part| find(list, part)).collect::<Option<Vec<_>>>()?;
    found.try_into().ok()
}

/// Six words written into one, if there is exactly one way to take them apart.
fn unspaced(list: &[&str], text: &str) -> Option<[u16; WORDS]> {
    // For each place in the text and each number of words before it: in how many ways it is reached (two are as good
    // as many), and by which last word.
    let mut reached = vec![[(0_u8, 0_u16); WORDS + 1]; text.len() + 1];
    reached[0][0].0 = 1;
    for start in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        let before = reached[start];
        if before.iter().all(|(ways, _)| *ways == 0) {
            continue;
        }
        let ends = text[start..].char_indices().map(|(at, letter)| start + at + letter.len_utf8());
        for (end, word) in ends.filter_map(|end| Some((end, find(list, &text[start..end])?))) {
            for (count, (ways, _)) in before[..WORDS].iter().enumerate().filter(|(_, (ways, _))| *ways > 0) {
                let (total, by) = &mut reached[end][count + 1];
                (*total, *by) = (total.saturating_add(*ways).min(2), word);
            }
        }
    }
    let mut end = text.len();
    let mut words = [0; WORDS];
    for count in (0..WORDS).rev() {
        let (1, word) = reached[end][count + 1] else { return None };
        words[count] = word;
        end -= list[usize::from(word)].len();
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::platform::{
        Clock,
        db::{Db, Purpose, Url},
    };

    const BOTH: [Language; 2] = [Language::Ko, Language::En];

    fn code(words: &str) -> ReturnCode {
        ReturnCode::parse(words).unwrap_or_else(|_| panic!("{words}"))
    }

    #[test]
    fn a_code_has_at_least_sixty_random_bits() {
        for language in BOTH {
            let words: u32 = list(language).len().try_into().unwrap();
            assert!(words >= 1024);
            assert!(f64::from(words).log2() * 6.0 >= 60.0, "{language}: {words} words");
        }
    }

    #[test]
    fn the_lists_are_sorted_and_hold_each_word_once_in_the_spelling_that_is_looked_up() {
        let mut seen = BTreeSet::new();
        for language in BOTH {
            assert!(list(language).is_sorted());
            for word in list(language) {
                let canonical: String = word.nfkc().flat_map(char::to_lowercase).collect();
                assert_eq!(*word, canonical);
                assert!(word.chars().all(char::is_alphabetic), "{word}");
                assert!((2..=8).contains(&word.chars().count()), "{word} is not short");
                assert!(seen.insert(*word), "{word} is there twice");
            }
        }
    }

    #[test]
    fn no_word_frightens_shames_or_gives_away() {
        let english = "abandon abuse accident accuse addict adult afraid alcohol alone anger arrest assault attack bar \
            bid blame blood body bomb boy bullet buyer cash child client crime cruel cry dad danger daughter dead death \
            die doctor drug dumb escape evil fat father fear fight gang ghost gift girl grape guilt gun hide hit hotel \
            hurt ill jail judge kid kill kiss knife lady lips love man massage model money mother naked night parent \
            party pay pill pistol poison police pregnant price prison rape report rescue room runaway safe save scare \
            secret sell sex shame shoot sick sister skin slave slim smoke stranger suicide sugar suspect sweet tattoo \
            teen threat ugly uncle victim video violence virgin weapon wet wife wine witness woman wrist young";
        let korean = "가난 가족 강남 강도 거짓 검사 경찰 고통 골목 공포 관계 교복 구속 귀신 꽃잎 나이트 남자 남편 눈물 \
            다방 담배 대출 데이트 도둑 도망 도움 마사지 마약 만남 매력 맥주 모델 모집 몰래 몸매 몸무게 무덤 미인 박사 \
            범인 범죄 변호사 병원 부끄러움 비밀 비만 사랑 사장 사진 산부인과 살인 삼촌 상담 상처 서비스 선물 성별 성인 \
            성적 소년 속옷 손님 손목 수술 술집 숙소 신고 신체 실종 아가씨 아버지 아저씨 아픔 악몽 알코올 애인 어머니 \
            언니 엄마 엉덩이 여관 여고생 여성 여학생 연락 연애 오피스텔 옥상 외로움 용돈 위험 유산 육체 이혼 임신 입술 \
            자살 잠옷 잠자리 장례 전쟁 접촉 조건 조직 종업원 죄인 주먹 주인 죽음 증거 중독 지갑 쫓김 처벌 첫날 출산 출장 \
            친척 침대 침실 카메라 클럽 키스 통장 파출소 판매 팬티 폭력 피해 학비 함부로 행위 현금 형사 호텔 화장 후회 흉기";
        for (language, banned) in [(Language::En, english), (Language::Ko, korean)] {
            for word in banned.split_whitespace() {
                assert_eq!(find(list(language), word), None, "{word}");
            }
        }
        // However they begin or end.
        for stem in ["kill", "rape", "sex", "drug", "suicid", "porn", "nude"] {
            let held = list(Language::En).iter().find(|word| word.contains(stem) && **word != "skill");
            assert_eq!(held, None, "{stem}");
        }
        for stem in ["살인", "죽음", "자살", "경찰", "마약", "성매", "성폭", "범죄", "폭", "섹", "술집", "음주", "피해"]
        {
            assert_eq!(list(Language::Ko).iter().find(|word| word.contains(stem)), None, "{stem}");
        }
    }

    #[test]
    fn every_word_can_be_drawn_and_none_is_preferred() {
        // 60 drawings a word: a word that comes up less than 15 or more than 120 times is no accident.
        for language in BOTH {
            let mut drawn = vec![0_u32; list(language).len()];
            for _ in 0..drawn.len() * 10 {
                for word in ReturnCode::generate(language, &mut rand::rng()).words {
                    drawn[usize::from(word)] += 1;
                }
            }
            assert!(drawn.iter().all(|times| (15..=120).contains(times)), "{drawn:?}");
        }
    }

    const ENGLISH_CODE: &str = "apple river lake tiger window yellow";
    const KOREAN_CODE: &str = "가을 하늘 바람 구름 강아지 고양이";

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in [
            "apple river lake tiger window yellow",
            " APPLE River\tlake\r\ntiger\u{3000}window\u{a0}yellow\n",
            "apple-river-lake-tiger-window-yellow",
            "apple, river, lake, tiger, window, yellow.",
            "1. apple 2. river 3. lake 4. tiger 5. window 6. yellow",
            "ａｐｐｌｅ　ｒｉｖｅｒ　ｌａｋｅ　ＴＩＧＥＲ　ｗｉｎｄｏｗ　ｙｅｌｌｏｗ",
            "\u{201c}apple\u{2013}river\u{2014}lake\u{b7}tiger_window/yellow\u{201d}\u{200b}",
            "appleriverlaketigerwindowyellow",
            "apple riverlake tiger window yellow",
            "ap ple river lake tiger window yellow",
        ] {
            assert_eq!(code(typed).to_string(), ENGLISH_CODE, "{typed:?}");
        }
        let decomposed: String = KOREAN_CODE.nfd().collect();
        for typed in [
            KOREAN_CODE,
            &decomposed,
            "가을하늘바람구름강아지고양이",
            "가을-하늘-바람, 구름·강아지。고양이",
            "가을\n하늘\n바람\n구름\n강아지\n고양이\n",
            "가 을 하늘 바람 구름 강아지 고양이",
        ] {
            assert_eq!(code(typed).to_string(), KOREAN_CODE, "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused_without_a_word_about_which_word() {
        for typed in [
            "",
            " ",
            "apple river lake tiger window",
            "apple river lake tiger window yellow zebra",
            "apple river lake tiger window police",
            "apple river lake tiger window 고양이",
            "가을 하늘 바람 구름 강아지 yellow",
            "apple river lake tiger window yell ow zebra",
            "123456",
            "\u{0}",
        ] {
            let error = ReturnCode::parse(typed).expect_err(typed);
            assert_eq!(error.to_string(), "not a return code");
        }
        assert!(ReturnCode::parse(&format!("{ENGLISH_CODE}{}", " ".repeat(CAP))).is_err());
        assert!(matches!(Error::from(NotACode), Error::NotFound));
    }

    #[test]
    fn two_ways_to_take_a_text_apart_are_none() {
        let list = ["가", "가나", "나", "나다", "다"];
        assert_eq!(unspaced(&list, "가가가가가나"), Some([0, 0, 0, 0, 0, 2]));
        assert_eq!(unspaced(&list, "가나다가가가가"), None, "가나·다 or 가·나다");
        assert_eq!(unspaced(&list, "가나다가가가"), Some([0, 2, 4, 0, 0, 0]), "six words only one by one");
        assert_eq!(unspaced(&list, "가가가가가"), None);
        assert_eq!(unspaced(&list, "가가가가가라"), None);
        assert_eq!(unspaced(&list, ""), None);
    }

    #[test]
    fn nearly_every_code_is_readable_without_its_spaces_and_none_as_another() {
        for language in BOTH {
            let read = (0..1_000).filter(|_| {
                let code = ReturnCode::generate(language, &mut rand::rng()).to_string();
                ReturnCode::parse(&code.replace(' ', "")).is_ok_and(|read| {
                    assert_eq!(read.to_string(), code);
                    true
                })
            });
            assert!(read.count() > 900, "{language}");
        }
    }

    #[test]
    fn the_same_code_has_one_mac_however_it_is_typed() {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let vault = runtime.block_on(async {
            let db = Db::connect(&Url::Sqlite(folder.path().join("keys.db")), Purpose::Keys).await.unwrap();
            Vault::unlock(db, &folder.path().join("master.key"), Clock::system()).await.unwrap()
        });
        let mac = code(ENGLISH_CODE).mac(&vault);
        assert_eq!(mac, code("APPLE-RIVER-LAKE-TIGER-WINDOW-YELLOW").mac(&vault));
        assert_ne!(mac, code("river apple lake tiger window yellow").mac(&vault));
        assert_ne!(mac, code(KOREAN_CODE).mac(&vault));
    }

    #[test]
    fn a_code_shows_nothing_in_debug_output() {
        assert_eq!(format!("{:?}", code(ENGLISH_CODE)), "ReturnCode");
    }

    proptest! {
        #[test]
        fn a_drawn_code_is_read_back(korean: bool, separator in "[ \\-,.\\n]{1,3}") {
            let language = if korean { Language::Ko } else { Language::En };
            let code = ReturnCode::generate(language, &mut rand::rng()).to_string();
            prop_assert_eq!(ReturnCode::parse(&code.replace(' ', &separator)).unwrap().to_string(), code);
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,300}") {
            let _ = ReturnCode::parse(&text);
        }
    }
}

//! A text as one language reads it: spaces, stretching and decoration gone, but remembered.

use super::fold::{CLOSE, OPEN, Sign, is_bare_vowel, is_consonant, is_syllable, vowel};

/// Whose spelling to read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Tongue {
    Korean,
    English,
}

/// What stood before a sign that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    Joined,
    Space,
    /// The end of a sentence.
    Stop,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub gap: Gap,
    /// Bytes of the text as typed.
    pub from: usize,
    pub to: usize,
    /// Bytes of [`Stream::text`].
    pub at: usize,
}

/// The signs of a text that count, in a row.
#[derive(Debug, Default)]
pub(in super::super) struct Stream {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    /// For each byte of `text`, which mark it belongs to; one more for its end.
    index: Vec<u32>,
}

impl Stream {
    pub(super) fn new(signs: &[Sign], tongue: Tongue) -> Self {
        match tongue {
            Tongue::Korean => korean(signs),
            Tongue::English => english(signs),
        }
    }

    /// Which mark the byte `at` of the squeezed text belongs to; their count for its end.
    pub(super) fn mark(&self, at: usize) -> usize {
        self.index.get(at).map_or(self.marks.len(), |&mark| mark as usize)
    }

    /// What stands before mark `n`; the end of a sentence at both ends of the text.
    pub(super) fn gap(&self, n: usize) -> Gap {
        if n == 0 { Gap::Stop } else { self.marks.get(n).map_or(Gap::Stop, |mark| mark.gap) }
    }

    /// The byte of the squeezed text where mark `n` begins.
    pub(super) fn byte(&self, n: usize) -> usize {
        self.marks.get(n).map_or(self.text.len(), |mark| mark.at)
    }

    fn keep(&mut self, c: char, gap: Gap, sign: Sign) {
        let at = self.text.len();
        let number = u32::try_from(self.marks.len()).unwrap_or(u32::MAX);
        self.text.push(c);
        self.index.resize(self.text.len(), number);
        self.marks.push(Mark { gap, from: sign.from, to: sign.to, at });
    }
}

/// Hangul, Latin letters and digits; a sign stuck between two syllables to hide them is dropped.
fn korean(signs: &[Sign]) -> Stream {
    let mut out = Stream::default();
    let (mut gap, mut line, mut i) = (Gap::Joined, 0, 0);
    while let Some(&sign) = signs.get(i) {
        let run = run(signs, i);
        let hangul = |at: Option<&Sign>| at.is_some_and(|s| is_syllable(s.c) || is_consonant(s.c));
        let hidden = run == 1 && i > 0 && hangul(signs.get(i - 1)) && hangul(signs.get(i + 1));
        let mut step = 1;
        match sign.c {
            '\n' | '\r' => {
                // Written downwards, a syllable a line, it is still one word.
                gap = gap.max(if line > 2 { Gap::Stop } else { Gap::Space });
                line = 0;
            }
            '.' | '!' | '?' if hidden || (sign.c == '.' && run > 1) => {
                gap = gap.max(Gap::Space);
                step = run;
            }
            '.' | '!' | '?' => gap = Gap::Stop,
            // Laughing.
            '\u{110F}' if run > 1 || !signs.get(i + 1).is_some_and(|s| is_consonant(s.c)) => {
                gap = gap.max(Gap::Space);
                step = run;
            }
            '\u{1112}' if run > 1 => {
                gap = gap.max(Gap::Space);
                step = run;
            }
            c if is_syllable(c) || is_consonant(c) => {
                out.keep(c, gap, sign);
                (gap, line) = (Gap::Joined, line + 1);
                step = if run > 2 { run } else { 1 };
                step += stretch(signs, i + step - 1);
            }
            c if c.is_ascii_alphanumeric() => {
                if !hidden {
                    out.keep(c, gap, sign);
                    (gap, line) = (Gap::Joined, line + 1);
                }
            }
            '\'' => {}
            _ => gap = gap.max(Gap::Space),
        }
        i += step;
    }
    out
}

/// How many syllables after `i` only hold its vowel: `고오오` has two. A single one may be a word of its own.
fn stretch(signs: &[Sign], i: usize) -> usize {
    let Some((held, false)) = signs.get(i).and_then(|sign| vowel(sign.c)) else { return 0 };
    let more = signs[i + 1..].iter();
    let count = more.take_while(|s| is_bare_vowel(s.c) && vowel(s.c).is_some_and(|(v, _)| v == held)).count();
    if count > 1 { count } else { 0 }
}

/// Latin letters and digits; apostrophes and doubled letters gone, digits that stand for letters read as letters.
fn english(signs: &[Sign]) -> Stream {
    let mut out = Stream::default();
    let (mut gap, mut i) = (Gap::Joined, 0);
    let (mut last, mut single) = (' ', false);
    while let Some(&sign) = signs.get(i) {
        if is_word(sign.c) {
            let length = signs[i..].iter().take_while(|s| is_word(s.c)).count();
            let word = &signs[i..i + length];
            let letters = word.iter().any(|s| s.c.is_ascii_alphabetic());
            let spoken = length - word.iter().rev().take_while(|s| s.c == '!').count();
            for (n, s) in word.iter().enumerate() {
                let Some(c) = letter(s.c, last, letters, n >= spoken) else { continue };
                // `k i l l` is one word, `all love` is two.
                let same_word = gap == Gap::Joined || (single && length == 1);
                if c != last || !same_word || c.is_ascii_digit() {
                    out.keep(c, gap, *s);
                }
                (gap, last) = (Gap::Joined, c);
            }
            gap = if spoken < length { Gap::Stop } else { gap };
            single = length == 1;
            i += length;
            continue;
        }
        let run = run(signs, i);
        match sign.c {
            '\'' => {}
            '\n' | '?' => gap = Gap::Stop,
            // Between two letters it only hides them.
            '.' if run == 1 && !signs.get(i + 1).is_some_and(|s| is_word(s.c)) => gap = Gap::Stop,
            _ => gap = gap.max(Gap::Space),
        }
        i += 1;
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '@' | '$' | '!' | '*')
}

/// What `c` stands for in a word with letters; `None` where it stands for nothing.
fn letter(c: char, before: char, letters: bool, at_end: bool) -> Option<char> {
    match c {
        '!' if at_end => None,
        '@' | '$' | '!' | '*' if !letters => None,
        '*' => None,
        '0' if letters => Some('o'),
        '1' | '!' if letters => Some(if matches!(before, 'i' | 'l') { 'l' } else { 'i' }),
        '3' if letters => Some('e'),
        '4' | '@' if letters => Some('a'),
        '5' | '$' if letters => Some('s'),
        '7' if letters => Some('t'),
        other => Some(other),
    }
}

fn run(signs: &[Sign], i: usize) -> usize {
    signs[i..].iter().take_while(|s| s.c == signs[i].c).take(64).count()
}

/// The quoted parts of a text, in typed bytes: from the opening sign to the closing one.
pub(super) fn quoted(signs: &[Sign]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut open: Option<Sign> = None;
    for (i, sign) in signs.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|at| signs.get(at)).map_or(' ', |s| s.c);
        let after = signs.get(i + 1).map_or(' ', |s| s.c);
        let closes = open.is_some_and(|o| match o.c {
            OPEN => sign.c == CLOSE || sign.c == '"',
            '\'' => sign.c == '\'' && !after.is_ascii_alphanumeric(),
            other => sign.c == other,
        });
        if closes {
            spans.extend(open.take().map(|o| (o.from, sign.to)));
        } else if open.is_none() {
            let opens = matches!(sign.c, OPEN | '"') || (sign.c == '\'' && !before.is_alphanumeric());
            open = opens.then_some(*sign);
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::fold::fold;

    #[test]
    fn korean_loses_spaces_stretching_and_decoration() {
        for (typed, wanted) in [
            ("죽 고 싶 어", "죽고싶어"),
            ("죽.고.싶.어", "죽고싶어"),
            ("죽고오오 싶어어어", "죽고싶어"),
            ("자1살", "자살"),
            ("죽죽죽고 싶다ㅠㅠ ㅋㅋㅋ", "죽고싶다"),
            ("배가 아파", "배가아파"),
        ] {
            assert_eq!(Stream::new(&fold(typed), Tongue::Korean).text, wanted, "{typed}");
        }
    }

    #[test]
    fn english_reads_digits_as_letters_and_doubles_as_one() {
        for (typed, wanted) in [
            ("k1ll MYSELF!!", "kilmyself"),
            ("ki11 myself", "kilmyself"),
            ("su!c1de", "suicide"),
            ("I don’t, I’m 15", "idontim15"),
            ("diiiie", "die"),
            ("k i l l", "kil"),
        ] {
            assert_eq!(Stream::new(&fold(typed), Tongue::English).text, wanted, "{typed}");
        }
    }
}

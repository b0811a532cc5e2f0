//! One spelling for everything that looks alike, with the way back to the text as it was typed.

use unicode_normalization::UnicodeNormalization;

/// A sign after folding, and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Sign {
    pub c: char,
    /// The first byte of the typed characters that made it.
    pub from: usize,
    /// The byte after them.
    pub to: usize,
}

/// What quotes open and close with once folded.
pub(super) const OPEN: char = '“';
pub(super) const CLOSE: char = '”';

/// NFKC and lower case, sign by sign; what cannot be seen is dropped, Hangul typed in pieces is put together.
pub(in super::super) fn fold(text: &str) -> Vec<Sign> {
    let mut signs = Vec::with_capacity(text.len() / 2);
    for (from, typed) in text.char_indices() {
        let to = from + typed.len_utf8();
        if typed.is_ascii() {
            signs.push(Sign { c: typed.to_ascii_lowercase(), from, to });
        } else if is_syllable(typed) {
            signs.push(Sign { c: typed, from, to });
        } else if !is_unseen(typed) {
            for part in std::iter::once(typed).nfkc().flat_map(char::to_lowercase) {
                if !is_unseen(part) {
                    push(&mut signs, Sign { c: alike(part), from, to });
                }
            }
        }
    }
    signs
}

/// A whole Hangul syllable.
pub(in super::super) fn is_syllable(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// A leading consonant on its own, as `ㅈ` is after NFKC.
pub(super) fn is_consonant(c: char) -> bool {
    ('\u{1100}'..='\u{1112}').contains(&c)
}

/// Where in a syllable its vowel stands, and whether a final consonant follows.
pub(super) fn vowel(c: char) -> Option<(u32, bool)> {
    let index = is_syllable(c).then(|| u32::from(c) - 0xAC00)?;
    Some((index % 588 / 28, index % 28 != 0))
}

/// Whether a syllable is a bare vowel, such as `아`.
pub(super) fn is_bare_vowel(c: char) -> bool {
    is_syllable(c) && (u32::from(c) - 0xAC00) / 588 == 11 && (u32::from(c) - 0xAC00).is_multiple_of(28)
}

fn push(signs: &mut Vec<Sign>, sign: Sign) {
    let joined = signs.last().and_then(|last| compose(last.c, sign.c));
    match (joined, signs.last_mut()) {
        (Some(c), Some(last)) => *last = Sign { c, from: last.from, to: sign.to },
        _ => signs.push(sign),
    }
}

/// Two pieces of a syllable as one (Unicode 3.12, Hangul syllable composition).
fn compose(first: char, second: char) -> Option<char> {
    let (a, b) = (u32::from(first), u32::from(second));
    if is_consonant(first) && (0x1161..=0x1175).contains(&b) {
        return char::from_u32(0xAC00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28);
    }
    let open = is_syllable(first) && (a - 0xAC00).is_multiple_of(28);
    if open && (0x11A8..=0x11C2).contains(&b) { char::from_u32(a + (b - 0x11A7)) } else { None }
}

/// Marks that change nothing on the screen, or only decorate the sign before.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The digit of a sign in a row of which `one` is 1.
fn nth(c: char, one: char) -> char {
    char::from_digit(u32::from(c) - u32::from(one) + 1, 10).unwrap_or(c)
}

/// Signs of other scripts that are taken for ours, and the many kinds of quotes and dashes.
fn alike(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' | '´' | '`' | '′' | '‛' => '\'',
        '“' | '„' | '「' | '『' | '〈' | '《' | '«' | '【' => OPEN,
        '”' | '」' | '』' | '〉' | '》' | '»' | '】' => CLOSE,
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ㅡ' | '\u{1173}' | '━' | '─' => '-',
        '·' | '•' | '∙' | '・' | 'ㆍ' | '\u{119E}' | '‧' | '●' => '·',
        '。' | '․' | '｡' => '.',
        '⓿' | '🄋' | '🄌' => '0',
        '⓵'..='⓽' => nth(c, '⓵'),
        '❶'..='❾' => nth(c, '❶'),
        '➀'..='➈' => nth(c, '➀'),
        '➊'..='➒' => nth(c, '➊'),
        'а' => 'a',
        'е' => 'e',
        'і' => 'i',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).into_iter().map(|sign| sign.c).collect()
    }

    #[test]
    fn what_looks_alike_becomes_the_same() {
        for (typed, wanted) in [
            ("ＫＩＬＬ", "kill"),
            ("０１０", "010"),
            ("①②", "12"),
            ("⓿❶❾⓵⓽➀➈➊➒🄋🄌", "01919191900"),
            ("don’t", "don't"),
            ("ㅈㅏ살", "자살"),
            ("\u{110C}\u{116E}\u{11A8}", "죽"),
            ("죽\u{200B}고", "죽고"),
            ("0\u{FE0F}\u{20E3}1\u{FE0F}\u{20E3}", "01"),
            ("k\u{336}i\u{336}ll", "kill"),
            ("suiсide", "suicide"),
        ] {
            assert_eq!(folded(typed), wanted, "{typed}");
        }
    }

    #[test]
    fn every_sign_knows_where_it_came_from() {
        let text = "가\u{200B}ㄴㅏ…x";
        for sign in fold(text) {
            assert!(text.is_char_boundary(sign.from) && text.is_char_boundary(sign.to) && sign.from < sign.to);
        }
        assert_eq!(fold("ㄴㅏ").first().map(|sign| (sign.c, sign.from, sign.to)), Some(('나', 0, 6)));
    }
}

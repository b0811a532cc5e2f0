//! The duress word: typed in place of the last word of her return code, it opens a page with nothing on it, changes
//! nothing for whoever watches her, and tells the staff that she is not free.

use rand::{CryptoRng, RngExt as _};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use super::{
    alerts, assign,
    news::Told,
    return_code::{ReturnCode, list},
    return_visit::Returned,
    risk,
    store::{self, Conversation},
    visit::Token,
};
use crate::{
    app::App,
    messaging::{ChannelId, ConversationId, protocol::AlertKind},
    platform::{
        Error, Result,
        db::{Conn, Lock},
    },
};

/// How many letters, of Hangul the parts of its syllables, the duress word differs from the last word in: nobody calls
/// for help by a slip of her finger.
const APART: usize = 3;

/// Her code with another last word, drawn evenly from those that can be told from all six of it. It can be read without
/// its spaces whenever the code can: she types it the way she is used to.
#[must_use]
pub fn choose(code: &ReturnCode, rng: &mut impl CryptoRng) -> ReturnCode {
    let joined = reads_joined(code);
    let count = u16::try_from(list(code.language()).len()).expect("a list has far fewer than 65,536 words");
    loop {
        let duress = code.with_last(rng.random_range(0..count));
        let apart = code.words().all(|word| word != duress.last()) && distance(code.last(), duress.last()) >= APART;
        if apart && (!joined || reads_joined(&duress)) {
            return duress;
        }
    }
}

fn reads_joined(code: &ReturnCode) -> bool {
    ReturnCode::parse(&code.words().collect::<String>()).is_ok()
}

/// Answers the duress word whose mac is `mac`: with what looks like a new conversation, `fresh`, and opens nothing. Her
/// own token, sockets and conversation stay as they are, but for the class of risk; every supervisor is called.
///
/// # Errors
/// [`Error::NotFound`] when it leads to nobody any more.
pub async fn answer(app: &App, mac: &[u8], fresh: ConversationId) -> Result<Returned> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    // By the word once more: she may have erased all of hers meanwhile, and then nobody asks about her.
    let visitor = store::visitor_by_code(&mut tx, mac).await?.ok_or(Error::NotFound)?.visitor;
    let conversation = store::get(&mut tx, visitor.conversation).await?.ok_or(Error::NotFound)?;
    // A closed one keeps its class; what goes on from it begins with this one: [`class_after`].
    risk::raise(&mut tx, &mut told, &conversation, risk::DURESS, risk::Source::Duress, None, now).await?;
    assign::assign(&mut tx, now, &mut told).await?;
    let raised = Conversation { risk: conversation.risk.max(risk::DURESS), ..conversation };
    alerts::raise(&mut tx, &mut told, AlertKind::Duress, &raised, None, None, now).await?;
    tx.commit().await?;
    told.tell(app);
    let (channel, token) = (ChannelId::new(), Token::new());
    Ok(Returned { visitor: visitor.id, conversation: fresh, channel, token, counsellor: None, harmless: true })
}

/// The class that a conversation begins with which goes on from `old`: as high as that was, and high if somebody typed
/// the duress word since it was closed.
pub(super) async fn class_after(conn: &mut Conn, old: &Conversation) -> Result<i64> {
    let called: Option<(Uuid,)> = conn
        .query(
            "SELECT a.id FROM alert a JOIN conversation c ON c.id = a.conversation
             WHERE c.id = $1 AND a.kind = 'duress' AND a.raised_at >= c.closed_at LIMIT 1",
        )
        .bind(old.id)
        .fetch_optional()
        .await?;
    Ok(if called.is_some() { old.risk.max(risk::DURESS) } else { old.risk })
}

/// In how many places two words differ, by Levenshtein.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.nfd().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.nfd().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], line + 1);
        for (place, same) in other.iter().map(|known| *known == letter).enumerate() {
            let changed = corner + usize::from(!same);
            corner = row[place + 1];
            row[place + 1] = changed.min(corner + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Language;

    #[test]
    fn a_distance_is_in_letters_and_parts_of_syllables() {
        for (one, other, apart) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("apple", "apple", 0),
            ("가을", "거을", 1),
            ("강", "가", 1),
        ] {
            assert_eq!(distance(one, other), apart, "{one} {other}");
            assert_eq!(distance(other, one), apart, "{other} {one}");
        }
    }

    #[test]
    fn the_duress_word_replaces_the_last_and_can_be_told_from_all_of_the_code() {
        for language in [Language::Ko, Language::En] {
            let mut drawn = std::collections::BTreeSet::new();
            for _ in 0..500 {
                let code = ReturnCode::generate(language, &mut rand::rng());
                let duress = choose(&code, &mut rand::rng());
                let (code_words, duress_words): (Vec<_>, Vec<_>) = (code.words().collect(), duress.words().collect());
                assert_eq!(code_words[..5], duress_words[..5]);
                assert!(!code_words.contains(&duress.last()), "{}", duress.last());
                assert!(distance(code.last(), duress.last()) >= APART, "{} {}", code.last(), duress.last());
                drawn.insert(duress.last());
            }
            assert!(drawn.len() > 300, "{language}: only {} words", drawn.len());
        }
    }

    #[test]
    fn it_is_read_in_every_way_that_the_code_is() {
        for language in [Language::Ko, Language::En] {
            for _ in 0..200 {
                let code = ReturnCode::generate(language, &mut rand::rng());
                let duress = choose(&code, &mut rand::rng());
                let (right, wrong) = (code.to_string(), duress.to_string());
                for separator in [" ", "-", ", ", "\n", ""] {
                    let read =
                        |text: &str| ReturnCode::parse(&text.replace(' ', separator)).map(|code| code.to_string());
                    if read(&right).is_ok() {
                        assert_eq!(read(&wrong).as_ref(), Ok(&wrong), "{separator:?}");
                    }
                }
            }
        }
    }
}

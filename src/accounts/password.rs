//! Passwords: which are taken, and how they are kept and compared.

use std::{collections::HashSet, sync::LazyLock};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{Error as HashError, PasswordHasher, PasswordVerifier},
};
use tokio::sync::{Semaphore, SemaphorePermit};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::platform::{Error, Result};

/// Fewest and most Unicode scalar values of a password.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=128;
/// Each running hash takes 19 MiB, so this many at once; the others queue.
const AT_ONCE: usize = 4;
/// Who comes behind so many is told to come back: a queue without end would only time out.
const QUEUE: usize = 64;

/// One a line, in lower case, none shorter than a password may be: the words, keyboard walks (those that spell Korean
/// too) and endings that people take most.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// As long to compare with as any stored one, and right for no password.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdC4uLg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password on its way in. Wiped from memory afterwards.
pub type Password = Zeroizing<String>;

/// Refuses a password that is easily guessed. Which kinds of characters it has does not matter.
///
/// # Errors
/// [`Error::Invalid`] or [`Error::TooLong`] for `field`, with what to do about it.
pub fn check(password: &str, email_key: &str, field: &str) -> Result<()> {
    let plain = normal(password);
    let length = plain.chars().count();
    if length > *LENGTH.end() {
        return Err(Error::TooLong { field: field.into(), cap: format!("{} characters", LENGTH.end()) });
    }
    if length < *LENGTH.start() {
        return Err(Error::invalid(field, format!("must have at least {} characters", LENGTH.start())));
    }
    let lower = Zeroizing::new(plain.to_lowercase());
    let local = email_key.split('@').next().unwrap_or_default();
    if is_common(&lower) || *lower == email_key || *lower == local {
        return Err(Error::invalid(field, "is among those that are tried first; take another, such as four words"));
    }
    Ok(())
}

fn is_common(lower: &str) -> bool {
    COMMON.contains(lower) || repeats(lower) || is_run(lower)
}

/// One piece of up to four characters over and over: `aaaaaaaaaa`, `abcabcabcabc`.
fn repeats(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=4).any(|period| chars.iter().zip(chars.iter().skip(period)).all(|(a, b)| a == b))
}

/// Each character the next, or the one before: `abcdefghij`, `9876543210`.
fn is_run(text: &str) -> bool {
    let steps = |by: i64| {
        let mut pairs = text.chars().zip(text.chars().skip(1));
        pairs.all(|(a, b)| i64::from(u32::from(b)) - i64::from(u32::from(a)) == by)
    };
    steps(1) || steps(-1)
}

/// A keyboard may send 곁 as one character or as its three letters; both are the same password.
fn normal(password: &str) -> Password {
    Zeroizing::new(password.nfkc().collect())
}

/// Hashes and compares, a few at a time, off the threads that serve requests.
#[derive(Debug)]
pub struct Hasher {
    running: Semaphore,
    queue: Semaphore,
}

impl Hasher {
    /// Nothing is being hashed yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { running: Semaphore::const_new(AT_ONCE), queue: Semaphore::const_new(QUEUE) }
    }

    /// The hash to keep, as a PHC string.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait already.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let _queued = self.queued()?;
        self.hash_in_turn(password).await
    }

    /// As [`Hasher::hash`], for who may wait as long as it takes.
    ///
    /// # Errors
    /// [`Error::Internal`] when hashing fails, which is a defect.
    pub async fn hash_in_turn(&self, password: &str) -> Result<String> {
        let plain = normal(password);
        let _turn = self.turn().await?;
        on_its_own_thread(move || argon2()?.hash_password(plain.as_bytes()).map(|hash| hash.to_string())).await
    }

    /// Whether it is the password behind `hash`. Without a hash it is wrong, and takes as long to say so.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait already.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let plain = normal(password);
        let hash = hash.unwrap_or(NOBODYS).to_owned();
        let _queued = self.queued()?;
        let _turn = self.turn().await?;
        on_its_own_thread(move || match argon2()?.verify_password(plain.as_bytes(), hash.as_str()) {
            Ok(()) => Ok(true),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(broken) => Err(broken),
        })
        .await
    }

    fn queued(&self) -> Result<SemaphorePermit<'_>> {
        self.queue.try_acquire().map_err(|_| Error::Unavailable("too many sign-ins at once".into()))
    }

    async fn turn(&self) -> Result<SemaphorePermit<'_>> {
        self.running.acquire().await.map_err(|closed| Error::Internal(closed.to_string()))
    }
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

fn argon2() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(19_456, 2, 1, None).map_err(|_| HashError::ParamsInvalid)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn on_its_own_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| Error::Internal(format!("hashing failed: {error}"))),
        Err(gone) => Err(Error::Unavailable(gone.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> bool {
        check(password, "mina.counsellor@example.kr", "password").is_err()
    }

    #[test]
    fn length_is_all_that_is_asked_for() {
        assert!(refused("short one"));
        for fine in ["kettle moss", "곁에 있을게 언제나요", "            x", "7391 0426 55", "counsellor-one-pw"]
        {
            assert!(!refused(fine), "{fine}");
        }
        assert!(!refused(&"xy 1".repeat(32).replace("xy 1xy 1", "abcdefgz")));
        assert!(
            matches!(check(&"ab c1".repeat(26), "a@b.kr", "new"), Err(Error::TooLong { field, .. }) if field == "new")
        );
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "1234567890",
            "password123",
            "Password123!",
            "qwertyuiop",
            "iloveyou123",
            "aaaaaaaaaa",
            "abcabcabcabc",
            "abcdefghijkl",
            "9876543210",
            "mina.counsellor",
            "MINA.counsellor@example.kr",
            "dkssudgktpdy",
        ] {
            assert!(refused(common), "{common}");
        }
    }

    #[test]
    fn the_list_is_long_lower_case_and_holds_only_what_is_long_enough() {
        assert!(COMMON.len() >= 1_000, "{}", COMMON.len());
        for entry in COMMON.iter() {
            assert!(LENGTH.contains(&entry.chars().count()), "{entry}");
            assert_eq!(*entry, entry.to_lowercase());
        }
    }

    #[tokio::test]
    async fn a_password_is_right_or_wrong_and_its_hash_says_how_it_was_made() {
        let hasher = Hasher::new();
        let hash = hasher.hash("곁에 있을게 언제나").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hasher.hash("곁에 있을게 언제나").await.unwrap(), "each hash has a salt of its own");
        assert!(hasher.verify("곁에 있을게 언제나", Some(&hash)).await.unwrap());
        assert!(!hasher.verify("곁에 있을게 언제나요", Some(&hash)).await.unwrap());
        let apart: String = "곁에 있을게 언제나".nfd().collect();
        assert!(hasher.verify(&apart, Some(&hash)).await.unwrap(), "typed letter by letter");
    }

    #[tokio::test]
    async fn without_an_account_the_same_work_is_done() {
        // Were the constant ill-formed, this would be an error at once and not a slow "no".
        assert!(!Hasher::new().verify("anything at all", None).await.unwrap());
    }
}

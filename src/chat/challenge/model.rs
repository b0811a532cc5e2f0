//! The puzzle and its solution: which number was it that, after this salt, has this hash?

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use utoipa::ToSchema;

/// A puzzle is good for so long: she may write her first message meanwhile.
pub const LASTS: TimeDelta = TimeDelta::minutes(10);
/// No solution, in base64, is longer: of ours, none has 500 bytes.
pub const CAP: usize = 1024;

/// The only one there is in this version of the protocol that all browsers have.
const ALGORITHM: &str = "SHA-256";
/// The largest number of the easiest puzzle. A phone of 2017 tries about 50,000 a second.
const EASIEST: u64 = 50_000;

/// The largest number of a puzzle at a level of load, from 0 and 1 (the easiest) to 3.
#[must_use]
pub fn most(level: u32) -> u64 {
    EASIEST << level.saturating_sub(1)
}

/// A puzzle, as ALTCHA v1 has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Challenge)]
pub struct Puzzle {
    /// `SHA-256`
    algorithm: &'static str,
    /// The hash, in hex, of the salt with the number behind it in decimal.
    challenge: String,
    /// The number is between 0 and this one.
    maxnumber: u64,
    /// Goes before the number as it is.
    salt: String,
    /// Ours, in hex; sent back with the number.
    signature: String,
}

impl Puzzle {
    /// The puzzle whose solution is `number`, at most `most`. `mac` signs.
    #[must_use]
    pub fn new(nonce: [u8; 16], number: u64, most: u64, now: DateTime<Utc>, mac: impl Fn(&[u8]) -> [u8; 32]) -> Self {
        // The mark at the end keeps a solver from moving a digit of the number into the time (CVE-2025-68113).
        let salt = format!("{}?expires={}&", HEXLOWER.encode(&nonce), (now + LASTS).timestamp());
        let challenge = HEXLOWER.encode(&hash(&salt, number));
        let signature = HEXLOWER.encode(&mac(challenge.as_bytes()));
        Self { algorithm: ALGORITHM, challenge, maxnumber: most, salt, signature }
    }
}

/// A solution that is right and in time. Whether it was used before is for the database to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// Which puzzle.
    pub challenge: [u8; 32],
    /// When it would have expired.
    pub expires_at: DateTime<Utc>,
}

/// What a client sends, in base64.
#[derive(Deserialize)]
struct Sent {
    algorithm: String,
    challenge: String,
    number: u64,
    salt: String,
    signature: String,
}

impl Solution {
    /// Reads and checks it; `None` for whatever is wrong with it.
    #[must_use]
    pub fn read(text: &str, now: DateTime<Utc>, mac: impl Fn(&[u8]) -> [u8; 32]) -> Option<Self> {
        let sent: Sent = serde_json::from_slice(&STANDARD.decode(text.trim()).ok()?).ok()?;
        let signature = HEXLOWER.decode(sent.signature.as_bytes()).ok()?;
        let ours: bool = mac(sent.challenge.as_bytes()).ct_eq(&signature).into();
        let challenge = hash(&sent.salt, sent.number);
        let right = HEXLOWER.encode(&challenge) == sent.challenge;
        let expires_at = expiry(&sent.salt)?;
        (ours && right && sent.algorithm == ALGORITHM && now < expires_at).then_some(Self { challenge, expires_at })
    }
}

fn hash(salt: &str, number: u64) -> [u8; 32] {
    Sha256::digest(format!("{salt}{number}")).into()
}

/// When a salt of ours says that it expires.
fn expiry(salt: &str) -> Option<DateTime<Utc>> {
    let seconds = salt.split_once("?expires=")?.1.strip_suffix('&')?;
    DateTime::from_timestamp(seconds.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn mac(data: &[u8]) -> [u8; 32] {
        Sha256::digest([b"secret", data].concat()).into()
    }

    fn solved(number: u64) -> Value {
        let puzzle = Puzzle::new([7; 16], number, 100, now(), mac);
        json!({"algorithm": "SHA-256", "challenge": puzzle.challenge, "number": number, "salt": puzzle.salt,
            "signature": puzzle.signature})
    }

    fn read(sent: &Value) -> Option<Solution> {
        Solution::read(&STANDARD.encode(sent.to_string()), now(), mac)
    }

    #[test]
    fn a_number_that_was_found_is_right() {
        let solution = read(&solved(42)).unwrap();
        assert_eq!(solution.expires_at, now() + LASTS);
        let with_more = json!({"took": 812, "test": false});
        let mut sent = solved(42);
        sent.as_object_mut().unwrap().extend(with_more.as_object().unwrap().clone());
        assert_eq!(read(&sent), Some(solution), "ALTCHA's own widget says how long it took");
    }

    #[test]
    fn the_hash_is_as_the_protocol_has_it() {
        let puzzle = Puzzle::new([0; 16], 42, 100, now(), mac);
        assert_eq!(puzzle.salt, "00000000000000000000000000000000?expires=1800000600&");
        // printf '%s42' "$salt" | sha256sum
        assert_eq!(puzzle.challenge, "73ed238d5d8e8cd071176e2b7fdaf62887b38cd0d9f5fb2e7477a0182d8c7d16");
    }

    #[test]
    fn whatever_is_changed_is_wrong() {
        for (field, value) in [
            ("number", json!(43)),
            ("number", json!(-42)),
            ("number", json!("42")),
            ("algorithm", json!("SHA-1")),
            ("challenge", json!("00")),
            ("salt", json!(format!("{}?expires=1900000000&", "07".repeat(16)))),
            ("salt", json!("")),
            ("signature", json!("00".repeat(32))),
            ("signature", json!("")),
            ("signature", json!("곁")),
            ("signature", json!(null)),
        ] {
            let mut sent = solved(42);
            sent[field] = value;
            assert_eq!(read(&sent), None, "{sent}");
        }
        for field in ["number", "algorithm", "challenge", "salt", "signature"] {
            let mut sent = solved(42);
            sent.as_object_mut().unwrap().remove(field);
            assert_eq!(read(&sent), None, "without {field}");
        }
        for text in ["", "x", "====", "bnVsbA==", "W10=", "e30=", "\u{0}", "곁"] {
            assert_eq!(Solution::read(text, now(), mac), None, "{text:?}");
        }
    }

    #[test]
    fn a_digit_of_the_number_cannot_become_one_of_the_time() {
        // Without the mark at its end, `…600` and 42 would hash as `…6004` and 2 do.
        let mut sent = solved(42);
        let salt = sent["salt"].as_str().unwrap().trim_end_matches('&').to_owned();
        for moved in [format!("{salt}4"), format!("{salt}&4"), format!("{salt}4&")] {
            sent["salt"] = json!(moved);
            sent["number"] = json!(2);
            assert_eq!(read(&sent), None, "{moved}");
        }
    }

    #[test]
    fn it_is_too_late_after_ten_minutes() {
        let text = STANDARD.encode(solved(42).to_string());
        assert!(Solution::read(&text, now() + LASTS - TimeDelta::seconds(1), mac).is_some());
        assert!(Solution::read(&text, now() + LASTS, mac).is_none());
    }

    #[test]
    fn it_grows_with_the_load_and_not_for_ever() {
        assert_eq!([0, 1, 2, 3].map(most), [50_000, 50_000, 100_000, 200_000]);
    }

    #[test]
    fn no_solution_of_ours_is_over_the_cap() {
        assert!(STANDARD.encode(solved(u64::MAX).to_string()).len() < 500);
    }
}

//! The second factor: codes of an authenticator (TOTP), and recovery codes for the day it is lost.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use data_encoding::{BASE32_NOPAD, Encoding, Specification};
use qrcode::{QrCode, render::svg};
use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

use super::{AccountId, store::Credentials};
use crate::platform::{
    Error, Result,
    crypto::{Aad, Vault, key_of},
    db::Conn,
};

/// Recovery codes made at enrolment.
const RECOVERY_CODES: usize = 10;
/// Bytes of a secret and of a recovery code: 160 and 80 bits.
const SECRET: usize = 20;
const RECOVERY: usize = 10;

/// Recovery codes are written down and typed: no letter that looks like a digit, and such a letter typed is that digit
/// (Crockford's alphabet).
static READABLE: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    specification.translate.from.push_str("ABCDEFGHJKMNPQRSTVWXYZoOiIlL");
    specification.translate.to.push_str("abcdefghjkmnpqrstvwxyz001111");
    specification.ignore.push_str("- ");
    specification.encoding().expect("a constant alphabet of 32")
});

/// What an authenticator is fed with.
#[derive(Debug)]
pub struct Enrolment {
    /// The secret, to be typed in.
    pub secret: String,
    /// The same as `otpauth://…`.
    pub uri: String,
    /// The same as a picture.
    pub qr_svg: String,
}

fn place(account: AccountId) -> Aad {
    Aad::new("account.factor", account.as_uuid(), account.as_uuid())
}

fn totp(secret: &[u8]) -> Result<Totp> {
    let secret: [u8; SECRET] =
        secret.try_into().map_err(|_| Error::Internal("a TOTP secret has another length".into()))?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret)
        .build()
        .map_err(|error| Error::Internal(format!("a TOTP secret is of no use: {error}")))
}

async fn open(vault: &Vault, account: AccountId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let key = vault.key(key_of(sealed)?).await?;
    vault.open(&key, &place(account), sealed).map(Zeroizing::new)
}

/// A new secret, sealed under a new key of the account's own.
pub(super) async fn new_secret(vault: &Vault, account: AccountId) -> Result<Vec<u8>> {
    let secret = Zeroizing::new(rand::random::<[u8; SECRET]>());
    let key = vault.new_key(account.as_uuid()).await?;
    Ok(vault.seal(&key, &place(account), &*secret))
}

/// Destroys the key to a secret that is no longer used.
pub(super) async fn destroy(vault: &Vault, sealed: &[u8]) -> Result<()> {
    vault.destroy(key_of(sealed)?).await?;
    Ok(())
}

/// Shows a secret to its owner, once: while she enrols.
pub(super) async fn show(vault: &Vault, account: AccountId, email: &str, sealed: &[u8]) -> Result<Enrolment> {
    let secret = BASE32_NOPAD.encode(&open(vault, account, sealed).await?);
    let mut uri = url::Url::parse("otpauth://totp/").map_err(|error| Error::Internal(error.to_string()))?;
    if let Ok(mut path) = uri.path_segments_mut() {
        path.clear().push(&format!("Gyeot:{email}"));
    }
    uri.set_query(Some(&format!("secret={secret}&issuer=Gyeot&algorithm=SHA1&digits=6&period=30")));
    let picture = QrCode::new(uri.as_str()).map_err(|error| Error::Internal(format!("no QR code: {error}")))?;
    let qr_svg = picture.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    Ok(Enrolment { secret, uri: uri.into(), qr_svg })
}

/// The time step that a code belongs to, if it is one of this secret's at `now`, give or take a step.
pub(super) async fn step(
    vault: &Vault,
    account: AccountId,
    sealed: &[u8],
    code: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let secret = open(vault, account, sealed).await?;
    let now = u64::try_from(now.timestamp()).unwrap_or_default();
    Ok(totp(&secret)?.check(&digits(code), now).and_then(|step| i64::try_from(step).ok()))
}

/// People type codes as they are shown: in groups.
fn digits(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// Recovery codes as their owner gets them.
pub(super) fn recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let code = READABLE.encode(&rand::random::<[u8; RECOVERY]>());
            [&code[..4], &code[4..8], &code[8..12], &code[12..]].join("-")
        })
        .collect()
}

/// What is kept of a recovery code, if it is one.
pub(super) fn recovery_hash(vault: &Vault, account: AccountId, code: &str) -> Option<[u8; 32]> {
    let code = READABLE.decode(code.trim().as_bytes()).ok().filter(|code| code.len() == RECOVERY)?;
    Some(vault.mac("recovery code", &[account.as_uuid().as_bytes(), &code[..]].concat()))
}

/// A code that was looked at and may be used up.
#[derive(Debug)]
pub(super) enum Code {
    /// Of the authenticator, for this time step.
    Step(i64),
    /// A recovery code, by its hash.
    Recovery([u8; 32]),
}

/// Looks at a code without using it up: nothing when it cannot be right.
pub(super) async fn look(vault: &Vault, of: &Credentials, code: &str, now: DateTime<Utc>) -> Result<Option<Code>> {
    let Some(sealed) = &of.factor_secret else { return Ok(None) };
    if let Some(step) = step(vault, of.account.id, sealed, code, now).await? {
        return Ok(Some(Code::Step(step)));
    }
    Ok(recovery_hash(vault, of.account.id, code).map(Code::Recovery))
}

/// Uses a code up; says no when it was used before, or is none of hers.
pub(super) async fn take(conn: &mut Conn, account: AccountId, code: &Code) -> sqlx::Result<bool> {
    let taken = match code {
        Code::Step(step) => {
            // The guard is the lock: of two who send the same code, one gets in.
            conn.query(
                "UPDATE account SET factor_step = $1 WHERE id = $2 AND (factor_step IS NULL OR factor_step < $1)",
            )
            .bind(*step)
            .bind(account)
            .execute()
            .await?
        }
        Code::Recovery(hash) => {
            conn.query("DELETE FROM recovery_code WHERE account = $1 AND hash = $2")
                .bind(account)
                .bind(&hash[..])
                .execute()
                .await?
        }
    };
    Ok(taken > 0)
}

/// Keeps a secret that was shown but not confirmed yet; says no when there is one already.
pub(super) async fn offer(conn: &mut Conn, account: AccountId, sealed: &[u8]) -> sqlx::Result<bool> {
    let kept = conn
        .query("UPDATE account SET factor_secret = $1, factor_step = NULL WHERE id = $2 AND factor_secret IS NULL")
        .bind(sealed)
        .bind(account)
        .execute()
        .await?;
    Ok(kept > 0)
}

/// Turns the second factor on; says no when it was on.
pub(super) async fn turn_on(
    conn: &mut Conn,
    account: AccountId,
    recovery: impl Iterator<Item = [u8; 32]>,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let turned = conn
        .query("UPDATE account SET factor_on_since = $1 WHERE id = $2 AND factor_on_since IS NULL")
        .bind(at)
        .bind(account)
        .execute()
        .await?;
    if turned == 0 {
        return Ok(false);
    }
    conn.query("DELETE FROM recovery_code WHERE account = $1").bind(account).execute().await?;
    for hash in recovery {
        conn.query("INSERT INTO recovery_code (account, hash) VALUES ($1, $2)")
            .bind(account)
            .bind(&hash[..])
            .execute()
            .await?;
    }
    Ok(true)
}

/// Takes the second factor off.
pub(super) async fn turn_off(conn: &mut Conn, account: AccountId) -> sqlx::Result<()> {
    conn.query("DELETE FROM recovery_code WHERE account = $1").bind(account).execute().await?;
    conn.query("UPDATE account SET factor_secret = NULL, factor_on_since = NULL, factor_step = NULL WHERE id = $1")
        .bind(account)
        .execute()
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_at(secret: &[u8], seconds: u64) -> String {
        totp(secret).unwrap().generate(seconds).to_string()
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Its appendix B, cut to six digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(code_at(secret, seconds), code);
        }
    }

    #[test]
    fn a_code_holds_for_its_step_and_one_on_each_side() {
        let secret = b"12345678901234567890";
        let totp = totp(secret).unwrap();
        let code = code_at(secret, 600);
        for (now, right) in [(569, false), (570, true), (600, true), (659, true), (660, false)] {
            assert_eq!(totp.check(&code, now).is_some(), right, "{now}");
        }
        assert_eq!(totp.check(&code, 659), Some(20), "the step that it was made for, not the one that it came in");
    }

    #[test]
    fn codes_may_be_typed_in_groups() {
        assert_eq!(digits(" 123 456\n"), "123456");
        assert_eq!(digits("123-456"), "123456");
    }

    #[test]
    fn recovery_codes_are_all_different_and_forgive_how_they_are_typed() {
        let codes = recovery_codes();
        assert_eq!(codes.len(), 10);
        let distinct: std::collections::HashSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), 10);
        for code in &codes {
            assert_eq!(code.len(), 19, "{code}");
            let plain = READABLE.decode(code.as_bytes()).unwrap();
            assert_eq!(plain.len(), RECOVERY);
            let typed = code.to_uppercase().replace('-', " ").replace('0', "O").replace('1', "l");
            assert_eq!(READABLE.decode(typed.as_bytes()).unwrap(), plain, "{typed}");
        }
    }
}

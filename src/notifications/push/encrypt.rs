//! A push message that the push service cannot read: RFC 8291 over `aes128gcm` (RFC 8188), in one record.

use hkdf::Hkdf;
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    rand::SystemRandom,
};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::platform::{Error, Result};

/// An uncompressed point of P-256.
pub(super) const POINT: usize = 65;
/// The secret that a browser makes with its key pair.
pub(super) const AUTH: usize = 16;
const SALT: usize = 16;
const TAG: usize = 16;
/// The record size that is told; every push service takes 4,096 bytes (RFC 8030, 7.2).
const RECORD: u32 = 4096;
/// The longest text that fits one record, its delimiter aside.
const LONGEST: usize = RECORD as usize - TAG - 1;

/// What a browser gave to be written to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recipient<'a> {
    /// Its public key, `p256dh`.
    pub(super) key: &'a [u8],
    /// Its secret, `auth`.
    pub(super) auth: &'a [u8],
}

/// Whether this is a key that can be written to: a point of the curve.
pub(super) fn is_key(key: &[u8]) -> bool {
    key.len() == POINT && agree(key).is_ok()
}

/// Seals a text for one browser.
///
/// # Errors
/// [`Error::Internal`] when the recipient's key is none, or the text too long.
pub(super) fn seal(to: Recipient<'_>, text: &[u8]) -> Result<Vec<u8>> {
    let (shared, sender) = agree(to.key)?;
    seal_with(to, &shared, &sender, &rand::random(), text)
}

/// The shared secret under a new key pair, and that pair's public half.
fn agree(key: &[u8]) -> Result<(Zeroizing<Vec<u8>>, Vec<u8>)> {
    let internal = |what: &str| Error::Internal(format!("a push was not sealed: {what}"));
    let ours = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).map_err(|_| internal("no key pair"))?;
    let public = ours.compute_public_key().map_err(|_| internal("no public key"))?.as_ref().to_vec();
    let shared =
        agree_ephemeral(ours, &UnparsedPublicKey::new(&ECDH_P256, key), |secret| Zeroizing::new(secret.to_vec()))
            .map_err(|_| internal("the browser's key is none"))?;
    Ok((shared, public))
}

fn seal_with(to: Recipient<'_>, shared: &[u8], sender: &[u8], salt: &[u8; SALT], text: &[u8]) -> Result<Vec<u8>> {
    if text.len() > LONGEST {
        return Err(Error::Internal("a push is too long for one record".into()));
    }
    let (key, nonce) = derive(to, shared, sender, salt)?;
    let mut sealed = Vec::with_capacity(SALT + 5 + sender.len() + text.len() + 1 + TAG);
    sealed.extend_from_slice(salt);
    sealed.extend_from_slice(&RECORD.to_be_bytes());
    sealed.push(u8::try_from(sender.len()).map_err(|_| Error::Internal("a public key of another length".into()))?);
    sealed.extend_from_slice(sender);
    let mut record = text.to_vec();
    // The delimiter of the last record, without padding behind it.
    record.push(2);
    let key =
        UnboundKey::new(&AES_128_GCM, &*key).map_err(|_| Error::Internal("an AES key of another length".into()))?;
    LessSafeKey::new(key)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
        .map_err(|_| Error::Internal("a push was not sealed".into()))?;
    sealed.append(&mut record);
    Ok(sealed)
}

/// The key and the nonce of the one record (RFC 8291, 3.4).
fn derive(
    to: Recipient<'_>,
    shared: &[u8],
    sender: &[u8],
    salt: &[u8; SALT],
) -> Result<(Zeroizing<[u8; 16]>, [u8; 12])> {
    let too_long = |_| Error::Internal("more than HKDF gives".into());
    let mut input = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(to.auth), shared)
        .expand_multi_info(&[b"WebPush: info\0", to.key, sender], &mut *input)
        .map_err(too_long)?;
    let keys = Hkdf::<Sha256>::new(Some(salt), &*input);
    let (mut key, mut nonce) = (Zeroizing::new([0; 16]), [0; 12]);
    keys.expand(b"Content-Encoding: aes128gcm\0", &mut *key).map_err(too_long)?;
    keys.expand(b"Content-Encoding: nonce\0", &mut nonce).map_err(too_long)?;
    Ok((key, nonce))
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;
    use p256::{PublicKey, SecretKey, ecdh::diffie_hellman};

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()
    }

    // RFC 8291, section 5 and appendix A.
    const SENDER_PRIVATE: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    const SENDER: &str = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    const BROWSER: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH_SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const SHARED: &str = "kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs";
    const MESSAGE: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAm\
                           S6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Q\
                           ulcy4a-fN";

    #[test]
    fn the_example_of_the_rfc_comes_out_byte_by_byte() {
        let (browser, auth, sender) = (bytes(BROWSER), bytes(AUTH_SECRET), bytes(SENDER));
        let salt: [u8; SALT] = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let (key, nonce) = derive(Recipient { key: &browser, auth: &auth }, &bytes(SHARED), &sender, &salt).unwrap();
        assert_eq!(BASE64URL_NOPAD.encode(&*key), "oIhVW04MRdy2XN9CiKLxTg");
        assert_eq!(BASE64URL_NOPAD.encode(&nonce), "4h_95klXJ5E_qnoN");
        // By the other implementation of the curve, as no test can choose ours its key.
        let private = SecretKey::from_slice(&bytes(SENDER_PRIVATE)).unwrap();
        let shared =
            diffie_hellman(private.to_nonzero_scalar(), PublicKey::from_sec1_bytes(&browser).unwrap().as_affine());
        assert_eq!(BASE64URL_NOPAD.encode(shared.raw_secret_bytes()), SHARED);
        let text = b"When I grow up, I want to be a watermelon";
        let sealed =
            seal_with(Recipient { key: &browser, auth: &auth }, shared.raw_secret_bytes(), &sender, &salt, text);
        assert_eq!(BASE64URL_NOPAD.encode(&sealed.unwrap()), MESSAGE);
    }

    #[test]
    fn both_sides_agree_on_one_secret() {
        let browser = SecretKey::from_slice(&[7; 32]).unwrap();
        let (shared, sender) = agree(&browser.public_key().to_sec1_bytes()).unwrap();
        let sender = PublicKey::from_sec1_bytes(&sender).unwrap();
        let theirs = diffie_hellman(browser.to_nonzero_scalar(), sender.as_affine());
        assert_eq!(&theirs.raw_secret_bytes()[..], &shared[..]);
    }

    #[test]
    fn no_two_messages_look_alike() {
        let (browser, auth) = (bytes(BROWSER), bytes(AUTH_SECRET));
        let to = Recipient { key: &browser, auth: &auth };
        assert_ne!(seal(to, b"same").unwrap(), seal(to, b"same").unwrap());
    }

    #[test]
    fn what_is_no_key_is_known() {
        assert!(is_key(&bytes(BROWSER)));
        let mut off_the_curve = bytes(BROWSER);
        off_the_curve[64] ^= 1;
        for key in [&off_the_curve[..], &[], &[4; POINT], &bytes(BROWSER)[..64]] {
            assert!(!is_key(key));
        }
    }

    #[test]
    fn a_text_longer_than_a_record_is_refused() {
        let (browser, auth) = (bytes(BROWSER), bytes(AUTH_SECRET));
        let to = Recipient { key: &browser, auth: &auth };
        assert!(seal(to, &[0; LONGEST]).is_ok());
        assert!(seal(to, &[0; LONGEST + 1]).is_err());
    }
}

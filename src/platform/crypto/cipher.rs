//! Sealing: XChaCha20-Poly1305 with a header that names the key, bound to the place where the sealed bytes lie.

use std::fmt;

use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce, aead::AeadInOut};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::platform::error::{Error, Result};

/// The first byte of everything sealed. Another layout takes another number.
const FORMAT: u8 = 1;
pub(super) const NONCE: usize = 24;
const TAG: usize = 16;
/// Format, key id, nonce.
const HEADER: usize = 1 + 16 + NONCE;

/// The place of a sealed value. It opens nowhere else: not in another table, not in another row, not under another
/// owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aad {
    /// The table, and the column where a table has several sealed ones: `note`, `visit.nickname`.
    pub table: &'static str,
    /// The row.
    pub row: RowId,
    /// Whose it is: the conversation, the report, the account.
    pub owner: Uuid,
}

/// The primary key of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowId {
    /// A row with an id of its own.
    Id(Uuid),
    /// A row numbered within something: a message of a channel.
    Numbered(Uuid, i64),
}

impl From<Uuid> for RowId {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<(Uuid, i64)> for RowId {
    fn from((of, number): (Uuid, i64)) -> Self {
        Self::Numbered(of, number)
    }
}

impl Aad {
    /// The place of a sealed value.
    pub fn new(table: &'static str, row: impl Into<RowId>, owner: Uuid) -> Self {
        Self { table, row: row.into(), owner }
    }

    /// As bytes that no other place gives: fixed widths first, the table's name last.
    fn encode(&self, key: Uuid) -> Vec<u8> {
        let (tag, id, number) = match self.row {
            RowId::Id(id) => (0, id, 0),
            RowId::Numbered(id, number) => (1, id, number),
        };
        let mut bytes = Vec::with_capacity(2 + 3 * 16 + 8 + self.table.len());
        bytes.extend_from_slice(&[FORMAT, tag]);
        bytes.extend_from_slice(key.as_bytes());
        bytes.extend_from_slice(id.as_bytes());
        bytes.extend_from_slice(&number.to_be_bytes());
        bytes.extend_from_slice(self.owner.as_bytes());
        bytes.extend_from_slice(self.table.as_bytes());
        bytes
    }
}

/// A key that seals the texts of one owner. Wiped from memory when the last holder lets go.
pub struct DataKey {
    id: Uuid,
    owner: Uuid,
    cipher: XChaCha20Poly1305,
}

impl DataKey {
    pub(super) fn new(id: Uuid, owner: Uuid, secret: &[u8; 32]) -> Self {
        Self { id, owner, cipher: XChaCha20Poly1305::new(secret.into()) }
    }

    /// Names it in the key store and in the header of all that it sealed.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// Whose texts it seals.
    #[must_use]
    pub const fn owner(&self) -> Uuid {
        self.owner
    }

    /// Seals `plaintext` for its place.
    #[must_use]
    pub fn seal(&self, place: &Aad, plaintext: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE] = rand::random();
        let mut sealed = Vec::with_capacity(HEADER + plaintext.len() + TAG);
        sealed.push(FORMAT);
        sealed.extend_from_slice(self.id.as_bytes());
        sealed.extend_from_slice(&nonce);
        encrypt(&self.cipher, &nonce, &place.encode(self.id), plaintext, &mut sealed);
        sealed
    }

    /// Opens what [`DataKey::seal`] sealed for the same place.
    ///
    /// # Errors
    /// [`Error::Internal`] when it was altered, or sealed for another place or by another key.
    pub fn open(&self, place: &Aad, sealed: &[u8]) -> Result<Vec<u8>> {
        if key_of(sealed)? != self.id {
            return Err(Error::Internal(format!("{}: sealed by another key", place.table)));
        }
        let (header, body) = sealed.split_at_checked(HEADER).ok_or_else(cut_short)?;
        let nonce = header.last_chunk::<NONCE>().ok_or_else(cut_short)?;
        decrypt(&self.cipher, nonce, &place.encode(self.id), body)
            .map(|mut plaintext| std::mem::take(&mut *plaintext))
            .ok_or_else(|| Error::Internal(format!("{}: altered, or moved from another place", place.table)))
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataKey").field("id", &self.id).field("owner", &self.owner).finish_non_exhaustive()
    }
}

/// The id of the key that sealed it.
///
/// # Errors
/// [`Error::Internal`] when it was not sealed by us, or by a newer version.
pub fn key_of(sealed: &[u8]) -> Result<Uuid> {
    match sealed.split_first() {
        Some((&FORMAT, rest)) => rest.first_chunk().map(|id| Uuid::from_bytes(*id)).ok_or_else(cut_short),
        Some((format, _)) => Err(Error::Internal(format!("sealed in format {format}, which this version cannot read"))),
        None => Err(cut_short()),
    }
}

fn cut_short() -> Error {
    Error::Internal("sealed text cut short".into())
}

/// Appends the ciphertext and its tag to `out`.
pub(super) fn encrypt(
    cipher: &XChaCha20Poly1305,
    nonce: &[u8; NONCE],
    associated: &[u8],
    plaintext: &[u8],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.extend_from_slice(plaintext);
    let tag = cipher
        .encrypt_inout_detached(&XNonce::from(*nonce), associated, (&mut out[start..]).into())
        .expect("the cipher fails only beyond 256 GiB");
    out.extend_from_slice(&tag);
}

/// The plaintext, or nothing when `body` is not what was sealed with exactly these.
pub(super) fn decrypt(
    cipher: &XChaCha20Poly1305,
    nonce: &[u8; NONCE],
    associated: &[u8],
    body: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (ciphertext, tag) = body.split_last_chunk::<TAG>()?;
    let mut plaintext = Zeroizing::new(ciphertext.to_vec());
    cipher
        .decrypt_inout_detached(&XNonce::from(*nonce), associated, plaintext.as_mut_slice().into(), &Tag::from(*tag))
        .ok()?;
    Some(plaintext)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn key() -> DataKey {
        DataKey::new(id(1), id(2), &[7; 32])
    }

    #[test]
    fn what_was_sealed_opens_at_its_place() {
        let place = Aad::new("message", (id(3), 4), id(2));
        for text in ["", "곁에 있을게", &"x".repeat(64_000)] {
            let sealed = key().seal(&place, text.as_bytes());
            assert_eq!(key().open(&place, &sealed).unwrap(), text.as_bytes());
            assert_eq!(key_of(&sealed).unwrap(), id(1));
            assert_eq!(sealed.len(), text.len() + HEADER + TAG);
        }
    }

    #[test]
    fn any_flipped_bit_is_refused() {
        let place = Aad::new("message", (id(3), 4), id(2));
        let sealed = key().seal(&place, b"are you safe now?");
        for bit in 0..sealed.len() * 8 {
            let mut altered = sealed.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(key().open(&place, &altered).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn any_shorter_or_longer_text_is_refused() {
        let place = Aad::new("note", id(3), id(2));
        let sealed = key().seal(&place, b"note");
        for length in 0..sealed.len() {
            assert!(key().open(&place, &sealed[..length]).is_err(), "{length} bytes");
        }
        assert!(key().open(&place, &[&sealed[..], &[0]].concat()).is_err());
    }

    #[test]
    fn no_other_place_opens_it() {
        let places = [
            Aad::new("message", (id(3), 4), id(2)),
            Aad::new("messages", (id(3), 4), id(2)),
            Aad::new("message", (id(3), 5), id(2)),
            Aad::new("message", (id(4), 4), id(2)),
            Aad::new("message", (id(3), 0), id(2)),
            Aad::new("message", id(3), id(2)),
            Aad::new("message", (id(3), 4), id(5)),
        ];
        for (i, from) in places.iter().enumerate() {
            let sealed = key().seal(from, b"hello");
            for (j, to) in places.iter().enumerate() {
                assert_eq!(key().open(to, &sealed).is_ok(), i == j, "{from:?} as {to:?}");
            }
        }
    }

    #[test]
    fn two_rows_swapped_are_refused() {
        let places = [Aad::new("message", (id(3), 1), id(2)), Aad::new("message", (id(3), 2), id(2))];
        let mut rows = places.map(|place| key().seal(&place, b"same text"));
        rows.swap(0, 1);
        assert!(key().open(&places[0], &rows[0]).is_err());
        assert!(key().open(&places[1], &rows[1]).is_err());
    }

    #[test]
    fn another_key_does_not_open_it_even_under_the_same_id() {
        let place = Aad::new("note", id(3), id(2));
        let sealed = key().seal(&place, b"note");
        assert!(DataKey::new(id(1), id(2), &[8; 32]).open(&place, &sealed).is_err());
        assert!(DataKey::new(id(9), id(2), &[7; 32]).open(&place, &sealed).is_err());
    }

    #[test]
    fn the_same_text_seals_differently_each_time() {
        let place = Aad::new("note", id(3), id(2));
        assert_ne!(key().seal(&place, b"yes"), key().seal(&place, b"yes"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", key());
        assert!(shown.starts_with("DataKey { id:") && !shown.contains('7'), "{shown}");
    }
}

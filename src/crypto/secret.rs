//! Secret values: AES-256-GCM without additional data, as s3db.js writes them from version 10 on.
//!
//! ```text
//! base64( salt[16] ‖ iv[12] ‖ ciphertext ‖ tag[16] ),  key = PBKDF2-HMAC-SHA256(passphrase, salt)
//! ```

use std::borrow::Cow;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::key_cache::{Key, SALT};
use super::{Effort, KeyCache};
use crate::{Error, Result, id};

const IV: usize = 12;
const TAG: usize = 16;
/// Versions before 21.0.12 encrypted a value twice; nothing did so more often than this.
const LAYERS: usize = 3;

/// Encrypts a value under the salt that values of the space share, or answers `None` when that takes
/// more effort: it is long, or its key has to be derived.
///
/// # Errors
/// [`Error::Crypto`] when the operating system has no random bytes.
pub fn encrypt(
    plain: &str,
    passphrase: &str,
    keys: &KeyCache,
    effort: Effort,
) -> Result<Option<String>> {
    if !effort.allows(plain.len()) {
        return Ok(None);
    }
    match keys.current(passphrase, effort)? {
        Some((salt, key)) => seal(plain, &salt, &key).map(Some),
        None => Ok(None),
    }
}

/// Encrypts a value under a salt of its own, or answers `None` when that takes more effort.
///
/// # Errors
/// As [`encrypt`].
pub fn encrypt_apart(
    plain: &str,
    passphrase: &str,
    keys: &KeyCache,
    effort: Effort,
) -> Result<Option<String>> {
    if !effort.allows(plain.len()) {
        return Ok(None);
    }
    match keys.fresh(passphrase, effort)? {
        Some((salt, key)) => seal(plain, &salt, &key).map(Some),
        None => Ok(None),
    }
}

fn seal(plain: &str, salt: &[u8; SALT], key: &Key) -> Result<String> {
    let mut iv = [0; IV];
    id::random(&mut iv)?;
    let sealed = Aes256Gcm::new(&(**key).into())
        .encrypt(&Nonce::from(iv), plain.as_bytes())
        .map_err(|_| Error::Crypto {
            reason: "encryption failed".to_owned(),
        })?;
    let mut packed = Vec::with_capacity(SALT + IV + sealed.len());
    packed.extend_from_slice(salt);
    packed.extend_from_slice(&iv);
    packed.extend_from_slice(&sealed);
    Ok(BASE64.encode(packed))
}

/// Decrypts a stored text as often as it was encrypted. A text that does not decrypt comes back as
/// it is: it is older than its declaration as a secret, or the passphrase is another one.
/// Answers `None` when that takes more effort, as [`encrypt`].
#[must_use]
pub fn decrypt<'a>(
    stored: &'a str,
    passphrase: &str,
    keys: &KeyCache,
    effort: Effort,
) -> Option<Cow<'a, str>> {
    if !effort.allows(stored.len()) {
        return None;
    }
    let mut text = Cow::Borrowed(stored);
    for _ in 0..LAYERS {
        let Some(parts) = Sealed::parse(&text) else {
            break;
        };
        let key = keys.key(passphrase, &parts.salt, effort)?;
        match parts.open(&key) {
            Some(plain) => text = Cow::Owned(plain),
            None => break,
        }
    }
    Some(text)
}

/// Whether a text has the form of a cipher text, under whatever passphrase. That of a random text has
/// letters of both cases, which keeps hexadecimal keys apart.
#[must_use]
pub fn is_sealed(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_lowercase())
        && text.contains(|letter: char| letter.is_ascii_uppercase())
        && Sealed::parse(text).is_some()
}

struct Sealed {
    salt: [u8; SALT],
    iv: [u8; IV],
    ciphertext: Vec<u8>,
}

impl Sealed {
    fn parse(text: &str) -> Option<Self> {
        let shortest = (SALT + IV + TAG).div_ceil(3) * 4;
        if text.len() < shortest || !text.len().is_multiple_of(4) {
            return None;
        }
        let bytes = BASE64.decode(text).ok()?;
        let (salt, rest) = bytes.split_first_chunk()?;
        let (iv, ciphertext) = rest.split_first_chunk()?;
        Some(Self {
            salt: *salt,
            iv: *iv,
            ciphertext: ciphertext.to_vec(),
        })
    }

    fn open(&self, key: &[u8; 32]) -> Option<String> {
        let plain = Aes256Gcm::new(key.into())
            .decrypt(&Nonce::from(self.iv), self.ciphertext.as_slice())
            .ok()?;
        String::from_utf8(plain).ok()
    }
}

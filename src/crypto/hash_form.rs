//! Forms of password hashes: the one that the algorithms print, and the compact one of s3db.js.
//!
//! ```text
//! $2b$12$<53>                              → $c$<53>            rounds in base62
//! $argon2id$v=19$m=65536,t=3,p=4$salt$hash → $j|g|3|4$salt$hash version, log2 memory, time, lanes
//! ```

use std::borrow::Cow;

use crate::codec::base62;

/// Length of salt and digest of a bcrypt hash, in its base64.
const BCRYPT_TAIL: usize = 53;

/// Whether a text is a hash in a full or compact form, by its exact shape.
#[must_use]
pub fn is_hashed(text: &str) -> bool {
    is_full_bcrypt(text)
        || is_full_argon2(text)
        || is_compact_bcrypt(text)
        || is_compact_argon2(text)
}

/// The compact form of a full hash; any other text stays.
#[must_use]
pub fn compact(hash: &str) -> Cow<'_, str> {
    let short = if is_full_bcrypt(hash) {
        compact_bcrypt(hash)
    } else {
        compact_argon2(hash)
    };
    short.map_or(Cow::Borrowed(hash), Cow::Owned)
}

/// The full form of a compact hash; any other text stays.
#[must_use]
pub fn expand(hash: &str) -> Cow<'_, str> {
    let full = if is_compact_bcrypt(hash) {
        expand_bcrypt(hash)
    } else {
        expand_argon2(hash)
    };
    full.map_or(Cow::Borrowed(hash), Cow::Owned)
}

fn is_full_bcrypt(text: &str) -> bool {
    let mut parts = text.split('$');
    parts.next() == Some("")
        && parts
            .next()
            .is_some_and(|version| matches!(version, "2a" | "2b" | "2y"))
        && parts.next().is_some_and(|rounds| {
            rounds.len() == 2 && rounds.bytes().all(|digit| digit.is_ascii_digit())
        })
        && parts.next().is_some_and(is_bcrypt_tail)
        && parts.next().is_none()
}

fn is_compact_bcrypt(text: &str) -> bool {
    let mut parts = text.split('$');
    parts.next() == Some("")
        && parts.next().is_some_and(|rounds| {
            (1..=2).contains(&rounds.len())
                && rounds.bytes().all(|digit| digit.is_ascii_alphanumeric())
        })
        && parts.next().is_some_and(is_bcrypt_tail)
        && parts.next().is_none()
}

/// Whether a text is salt and digest of a bcrypt hash.
pub(super) fn is_bcrypt_tail(text: &str) -> bool {
    text.len() == BCRYPT_TAIL
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/'))
}

fn is_full_argon2(text: &str) -> bool {
    let parts: Vec<_> = text.split('$').collect();
    let ["", algorithm, version, parameters, salt, digest] = parts.as_slice() else {
        return false;
    };
    algorithm.starts_with("argon2")
        && version.starts_with("v=")
        && parameters.starts_with("m=")
        && !salt.is_empty()
        && !digest.is_empty()
}

fn is_compact_argon2(text: &str) -> bool {
    let parts: Vec<_> = text.split('$').collect();
    let [first, numbers, salt, digest] = parts.as_slice() else {
        return false;
    };
    let numbers: Vec<_> = numbers.split('|').collect();
    first.is_empty()
        && numbers.len() == 4
        && numbers.iter().all(|number| !number.is_empty())
        && !salt.is_empty()
        && !digest.is_empty()
}

fn compact_bcrypt(hash: &str) -> Option<String> {
    let mut parts = hash.split('$').skip(2);
    let rounds = base62::encode(parts.next()?.parse().ok()?);
    Some(format!("${rounds}${}", parts.next()?))
}

fn expand_bcrypt(hash: &str) -> Option<String> {
    let mut parts = hash.split('$').skip(1);
    let rounds = base62::decode(parts.next()?);
    Some(format!("$2b${rounds:02}${}", parts.next()?))
}

fn compact_argon2(hash: &str) -> Option<String> {
    let parts: Vec<_> = hash.split('$').collect();
    let ["", "argon2id", version, parameters, salt, digest] = parts.as_slice() else {
        return None;
    };
    let number = |text: &str, name| text.strip_prefix(name)?.parse::<u32>().ok();
    let mut parameters = parameters.split(',');
    let version = number(version, "v=")?;
    let memory = number(parameters.next()?, "m=").filter(|memory| memory.is_power_of_two())?;
    let time = number(parameters.next()?, "t=")?;
    let lanes = number(parameters.next()?, "p=")?;
    let digits = [version, memory.ilog2(), time, lanes].map(|n| base62::encode(f64::from(n)));
    Some(format!("${}${salt}${digest}", digits.join("|")))
}

fn expand_argon2(hash: &str) -> Option<String> {
    if !is_compact_argon2(hash) {
        return None;
    }
    let mut parts = hash.split('$').skip(1);
    let mut numbers = parts.next()?.split('|').map(base62::decode);
    let (version, memory, time, lanes) = (
        numbers.next()?,
        numbers.next()?,
        numbers.next()?,
        numbers.next()?,
    );
    let (salt, digest) = (parts.next()?, parts.next()?);
    let memory = memory.exp2();
    Some(format!(
        "$argon2id$v={version}$m={memory},t={time},p={lanes}${salt}${digest}"
    ))
}

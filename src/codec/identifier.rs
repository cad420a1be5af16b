//! Identifiers of fixed width: `uuid`, `mac`, `cidr`, `color`, as padded base 62.
//!
//! | type | stored | example |
//! |---|---|---|
//! | `uuid` | four times 6 characters, one for each 32 bits | `1yzBHq49i4y833Iawe1yOjy8` |
//! | `mac` | 9 characters for 48 bits | `0RiYGo9Lp` |
//! | `cidr` | 6 characters for the address, 1 for the prefix length | `3wK8b6o` |
//! | `color` | 5 characters for 24 bits | `18owf` |
//!
//! The stored width or alphabet tells an encoded text from plain text, so that plain text of older
//! versions is recognised.

use super::{ascii, base62};

/// Where the hyphens of a UUID stand.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

/// Stored text of a UUID with or without hyphens.
#[must_use]
pub fn encode_uuid(text: &str) -> Option<String> {
    let number = parse_uuid(text)?;
    let mut stored = String::with_capacity(24);
    for shift in [96, 64, 32, 0] {
        base62::push_padded(&mut stored, low_bits(number >> shift, 32), 6);
    }
    Some(stored)
}

fn parse_uuid(text: &str) -> Option<u128> {
    let is_hyphenated = text.len() == 36;
    if !is_hyphenated && text.len() != 32 {
        return None;
    }
    if is_hyphenated
        && HYPHENS
            .iter()
            .any(|at| text.as_bytes().get(*at) != Some(&b'-'))
    {
        return None;
    }
    let mut digits = text.bytes();
    let groups = [8, 4, 4, 4, 12];
    groups.into_iter().try_fold(0, |number: u128, width| {
        let group = digits
            .by_ref()
            .take(width)
            .try_fold(0, |group: u64, byte| {
                Some(group << 4 | u64::from(char::from(byte).to_digit(16)?))
            })?;
        if is_hyphenated {
            digits.next();
        }
        Some(number << (4 * width) | u128::from(group))
    })
}

/// Whether a text is a UUID as [`decode_uuid`] prints it.
#[must_use]
pub fn is_canonical_uuid(text: &str) -> bool {
    let is_expected = |(at, byte)| {
        if HYPHENS.contains(&at) {
            byte == b'-'
        } else {
            matches!(byte, b'0'..=b'9' | b'a'..=b'f')
        }
    };
    text.len() == 36 && text.bytes().enumerate().all(is_expected)
}

/// Lower-case hyphenated UUID of a stored text.
#[must_use]
pub fn decode_uuid(stored: &str) -> Option<String> {
    if stored.len() != 24 {
        return None;
    }
    let mut words = [0; 4];
    for (word, at) in words.iter_mut().zip([0, 6, 12, 18]) {
        let number = base62::parse_unsigned(stored.get(at..at + 6)?)?;
        *word = u32::try_from(number).ok()?;
    }
    Some(print_uuid(words))
}

/// Four times 32 bits as a UUID.
fn print_uuid(words: [u32; 4]) -> String {
    /// Where the digits of a byte stand.
    const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let mut text = [b'-'; 36];
    let bytes = words.map(u32::to_be_bytes);
    for (at, byte) in PLACES.into_iter().zip(bytes.as_flattened()) {
        let digits = [byte >> 4, byte & 15].map(|digit| DIGITS.get(usize::from(digit)));
        if let (Some([first, second]), [Some(high), Some(low)]) = (text.get_mut(at..at + 2), digits)
        {
            (*first, *second) = (*high, *low);
        }
    }
    ascii(&text).to_owned()
}

/// Stored text of a MAC address: twelve digits, plain or in pairs joined by `:` or `-`.
#[must_use]
pub fn encode_mac(text: &str) -> Option<String> {
    let digits: String = match text.len() {
        12 => text.to_owned(),
        17 if text.split(':').count() == 6 => pairs(text, ':')?,
        17 => pairs(text, '-')?,
        _ => return None,
    };
    let mut stored = String::with_capacity(9);
    base62::push_padded(
        &mut stored,
        low_bits(parse_hexadecimal(&digits, 12)?, 48),
        9,
    );
    Some(stored)
}

/// Lower-case `aa:bb:cc:dd:ee:ff` of a stored text.
#[must_use]
pub fn decode_mac(stored: &str) -> Option<String> {
    let number = parse_padded(stored, 9)?;
    if number >> 48 != 0 {
        return None;
    }
    let [_, _, bytes @ ..] = number.to_be_bytes();
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(pairs.join(":"))
}

/// Stored text of `a.b.c.d/prefix`.
#[must_use]
pub fn encode_cidr(text: &str) -> Option<String> {
    let (address, prefix) = text.split_once('/')?;
    let address = u32::from_be_bytes(parse_octets(address)?);
    let prefix = parse_digits(prefix).filter(|prefix| *prefix <= 32)?;
    let mut stored = String::with_capacity(7);
    base62::push_padded(&mut stored, u64::from(address), 6);
    base62::push(&mut stored, prefix);
    Some(stored)
}

/// `a.b.c.d/prefix` of a stored text.
#[must_use]
pub fn decode_cidr(stored: &str) -> Option<String> {
    let (address, prefix) = stored.split_at_checked(6)?;
    let [a, b, c, d] = u32::try_from(parse_padded(address, 6)?).ok()?.to_be_bytes();
    let prefix = parse_padded(prefix, 1).filter(|prefix| *prefix <= 32)?;
    Some(format!("{a}.{b}.{c}.{d}/{prefix}"))
}

/// Stored text of `#rrggbb` or `#rgb`, `#` being optional.
#[must_use]
pub fn encode_color(text: &str) -> Option<String> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    let digits = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    let mut stored = String::with_capacity(5);
    base62::push_padded(&mut stored, low_bits(parse_hexadecimal(&digits, 6)?, 24), 5);
    Some(stored)
}

/// Lower-case `#rrggbb` of a stored text.
#[must_use]
pub fn decode_color(stored: &str) -> Option<String> {
    let number = parse_padded(stored, 5).filter(|number| number >> 24 == 0)?;
    Some(format!("#{number:06x}"))
}

/// Octets of an IPv4 address in decimal; leading zeros have no meaning.
pub(super) fn parse_octets(text: &str) -> Option<[u8; 4]> {
    let mut parts = text.split('.');
    let mut octet = || u8::try_from(parse_digits(parts.next()?)?).ok();
    let octets = [octet()?, octet()?, octet()?, octet()?];
    parts.next().is_none().then_some(octets)
}

fn pairs(text: &str, separator: char) -> Option<String> {
    let pairs = text.split(separator);
    pairs
        .clone()
        .all(|pair| pair.len() == 2)
        .then(|| pairs.collect())
}

fn parse_digits(text: &str) -> Option<u64> {
    let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn parse_hexadecimal(digits: &str, width: usize) -> Option<u128> {
    let is_number = digits.len() == width && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_number {
        u128::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

fn parse_padded(stored: &str, width: usize) -> Option<u64> {
    if stored.len() == width {
        base62::parse_unsigned(stored)
    } else {
        None
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "callers ask for at most 48 bits"
)]
fn low_bits(number: u128, bits: u32) -> u64 {
    (number & ((1 << bits) - 1)) as u64
}

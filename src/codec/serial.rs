//! Identifiers made of decimal digits: `semver`, `phone`, `ean`, as one base 62 number.
//!
//! A text whose digits the number cannot hold (a version with a part of four digits, a phone
//! number that begins with 0) is stored as it is, which s3db.js reads as it is.

use std::borrow::Cow;

use super::{base62, double};

/// Digits of a version's minor and patch numbers.
const PART: i64 = 1000;

/// Digits of an E.164 number, at most.
const PHONE_DIGITS: usize = 15;

/// Lengths of barcodes; a stored barcode begins with the position of its length in this list.
const BARCODE_LENGTHS: [usize; 4] = [8, 13, 12, 14];

/// Stored text of `major.minor.patch`, with or without `v`. A version that does not fit is stored
/// without `v`; `None` when the text is no version.
#[must_use]
pub fn encode_semver(text: &str) -> Option<Cow<'_, str>> {
    let version = text.strip_prefix('v').unwrap_or(text);
    let mut parts = version.split('.').map(parse_digits);
    let (major, minor, patch) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let number = major
        .checked_mul(PART * PART)?
        .checked_add(minor * PART + patch)?;
    if minor >= PART || patch >= PART || number > double::MAX_EXACT {
        return Some(Cow::Borrowed(version));
    }
    Some(Cow::Owned(base62::encode_integer(number)))
}

/// `major.minor.patch` of a stored text.
#[must_use]
pub fn decode_semver(stored: &str) -> Option<String> {
    let number = base62::parse_integer(stored).filter(|number| *number >= 0)?;
    let (major, minor, patch) = (number / (PART * PART), number / PART % PART, number % PART);
    Some(format!("{major}.{minor}.{patch}"))
}

/// Stored text of a phone number; spaces, hyphens, points, parentheses and `+` are dropped. A
/// number that begins with 0 is stored as `+` and its digits.
#[must_use]
pub fn encode_phone(text: &str) -> Option<String> {
    let number = text.strip_prefix('+').unwrap_or(text);
    let digits: String = number
        .chars()
        .filter(|character| !" -().".contains(*character))
        .collect();
    let value = parse_digits(&digits).filter(|_| digits.len() <= PHONE_DIGITS)?;
    let is_padded = digits.starts_with('0');
    Some(if is_padded {
        format!("+{digits}")
    } else {
        base62::encode_integer(value)
    })
}

/// `+` and the digits of a stored phone number.
#[must_use]
pub fn decode_phone(stored: &str) -> Option<String> {
    let value = base62::parse_unsigned(stored)?;
    let digits = value.to_string();
    (digits.len() <= PHONE_DIGITS).then(|| format!("+{digits}"))
}

/// Stored text of a barcode of 8, 12, 13 or 14 digits. `None` also when the result would itself
/// look like a barcode: then the digits are stored as they are.
#[must_use]
pub fn encode_ean(digits: &str) -> Option<String> {
    let value = parse_digits(digits)?;
    let mark = BARCODE_LENGTHS
        .iter()
        .position(|length| *length == digits.len())?;
    let stored = format!("{mark}{}", base62::encode_integer(value));
    (!is_barcode(&stored)).then_some(stored)
}

/// Digits of a stored barcode; `None` when the text is a barcode itself.
#[must_use]
pub fn decode_ean(stored: &str) -> Option<String> {
    if is_barcode(stored) {
        return None;
    }
    let (mark, number) = stored.split_at_checked(1)?;
    let length = *BARCODE_LENGTHS.get(mark.parse::<usize>().ok()?)?;
    let digits = format!("{:0length$}", base62::parse_unsigned(number)?);
    (digits.len() == length).then_some(digits)
}

fn is_barcode(text: &str) -> bool {
    BARCODE_LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parse_digits(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let value: i64 = if is_number {
        text.parse().ok()?
    } else {
        return None;
    };
    (value <= double::MAX_EXACT).then_some(value)
}

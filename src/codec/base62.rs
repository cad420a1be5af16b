//! Base 62 numbers (`0-9a-zA-Z`) and base 36 metadata keys (`0-9a-z`).
//!
//! The format comes from s3db.js, whose numbers are IEEE doubles: [`encode`] and [`decode`] repeat
//! its arithmetic digit by digit, rounding above 2⁵³ included. [`parse`] and the functions on
//! integers are what the codecs use: exact, and they refuse what is no number.

use super::ascii;
use super::double::{self, MAX_EXACT};

/// Base 62 text of a double, rounded towards −∞.
///
/// Not finite gives `undefined`, between 0 and 1 the empty text: what s3db.js prints.
#[must_use]
pub fn encode(number: f64) -> String {
    let mut text = String::new();
    if !number.is_finite() {
        text.push_str("undefined");
    } else if number == 0.0 {
        text.push('0');
    } else if let Some(integer) = double::as_integer(number) {
        push_signed(&mut text, integer);
    } else {
        let rounded = number.floor();
        if rounded < 0.0 {
            text.push('-');
        }
        push_double(&mut text, rounded.abs());
    }
    text
}

/// Value of a base 62 text: empty is 0, a leading `-` negates, any other character gives `NaN`.
#[must_use]
pub fn decode(text: &str) -> f64 {
    match text.strip_prefix('-') {
        Some(magnitude) => -horner(magnitude),
        None => horner(text),
    }
}

/// Value of a base 62 text, `None` unless it is an optional `-` and at least one digit.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    // Eight digits stay below 2⁵³, where integer arithmetic gives the same and is faster.
    let value = if magnitude.len() <= 8 {
        double::as_float(i64::try_from(parse_unsigned(magnitude)?).ok()?)
    } else {
        horner(magnitude)
    };
    if value.is_nan() {
        return None;
    }
    Some(if magnitude.len() < text.len() {
        -value
    } else {
        value
    })
}

/// Integer of a base 62 text with optional `-`, `None` beyond ±2⁵³.
#[must_use]
pub fn parse_integer(text: &str) -> Option<i64> {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let value = i64::try_from(parse_unsigned(magnitude)?).ok()?;
    if value > MAX_EXACT {
        return None;
    }
    Some(if magnitude.len() < text.len() {
        -value
    } else {
        value
    })
}

/// Integer of a base 62 text without sign; `None` when empty, foreign or beyond 64 bits.
#[must_use]
pub fn parse_unsigned(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    if text.len() < MAX_DIGITS {
        let mut is_number = true;
        let value = text.bytes().fold(0, |value, byte| {
            let digit = VALUES.get(usize::from(byte)).copied().unwrap_or(NO_DIGIT);
            is_number &= digit != NO_DIGIT;
            value * 62 + u64::from(digit)
        });
        return is_number.then_some(value);
    }
    text.bytes().try_fold(0_u64, |value, byte| {
        value
            .checked_mul(62)?
            .checked_add(u64::from(value_of(byte)?))
    })
}

/// Base 62 text of an integer, with `-` when negative.
#[must_use]
pub fn encode_integer(number: i64) -> String {
    let mut text = String::with_capacity(12);
    push_signed(&mut text, number);
    text
}

/// Appends an integer in base 62.
pub fn push(text: &mut String, number: u64) {
    let width = 1 + std::iter::successors(Some(number / 62), |rest| Some(rest / 62))
        .take_while(|rest| *rest > 0)
        .count();
    push_padded(text, number, width);
}

/// Digits of 2⁶⁴.
const MAX_DIGITS: usize = 11;

/// Appends an integer in base 62, padded with `0` to `width`; higher digits are cut off.
pub fn push_padded(text: &mut String, number: u64, width: usize) {
    let mut digits = [b'0'; MAX_DIGITS];
    let mut rest = number;
    for place in digits.iter_mut().take(width).rev() {
        *place = digit(rest % 62);
        rest /= 62;
    }
    text.push_str(ascii(digits.get(..width).unwrap_or_default()));
}

/// Base 36 text of the index of an attribute: its metadata key.
#[must_use]
pub fn encode_key(index: u64) -> String {
    let mut key = if index >= 36 {
        encode_key(index / 36)
    } else {
        String::new()
    };
    key.push(char::from(digit(index % 36)));
    key
}

/// Index of a base 36 key; `None` when empty, foreign (upper case too) or beyond 64 bits.
#[must_use]
pub fn decode_key(key: &str) -> Option<u64> {
    if key.is_empty() {
        return None;
    }
    key.bytes().try_fold(0_u64, |index, byte| {
        let value = value_of(byte).filter(|value| *value < 36)?;
        index.checked_mul(36)?.checked_add(u64::from(value))
    })
}

fn push_signed(text: &mut String, number: i64) {
    if number < 0 {
        text.push('-');
    }
    push(text, number.unsigned_abs());
}

fn push_double(text: &mut String, number: f64) {
    let mut digits = Vec::new();
    let mut rest = number;
    while rest > 0.0 {
        digits.push(double::as_integer(rest % 62.0).map_or(0, i64::unsigned_abs));
        rest = (rest / 62.0).floor();
    }
    text.extend(digits.into_iter().rev().map(digit).map(char::from));
}

fn horner(digits: &str) -> f64 {
    digits
        .bytes()
        .fold(0.0, |value, byte| match value_of(byte) {
            Some(digit) => value * 62.0 + f64::from(digit),
            None => f64::NAN,
        })
}

const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Values of the digits by their byte; [`NO_DIGIT`] for the others.
#[allow(
    clippy::indexing_slicing,
    reason = "an index out of range ends the compilation"
)]
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 62 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    values
};

const NO_DIGIT: u8 = u8::MAX;

fn digit(value: u64) -> u8 {
    let byte = usize::try_from(value)
        .ok()
        .and_then(|value| DIGITS.get(value));
    byte.copied().unwrap_or(b'0')
}

fn value_of(digit: u8) -> Option<u8> {
    let value = VALUES.get(usize::from(digit)).copied();
    value.filter(|value| *value != NO_DIGIT)
}

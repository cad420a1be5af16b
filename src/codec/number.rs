//! Decimal numbers: `number`, `number|integer` and the numbers of lists.
//!
//! Stored form: the integer part in base 62, then the decimal point and the fraction as JavaScript
//! prints them (`12.5` → `c.5`, `1.5e-7` → `1.5e-7`). s3db.js loses numbers printed without a
//! point but with an exponent, and rounds one integer in five above 2⁵³; both are written here in
//! a form that it reads back exactly.

use std::borrow::Cow;

use super::base62;
use super::double::{self, MAX_EXACT};

/// Stored text of a number printed by JavaScript; `None` when the text is no finite number.
#[must_use]
pub fn encode(text: &str) -> Option<Cow<'_, str>> {
    if !is_plain(text) && !is_decimal(text) {
        return None;
    }
    let (sign, magnitude) = split_sign(text);
    let stored = match magnitude.split_once('.') {
        Some((integer, _)) if integer.len() == 1 => return Some(Cow::Borrowed(text)),
        Some((integer, rest)) => {
            let mut stored = String::from(sign);
            base62::push(&mut stored, integer.parse().ok()?);
            stored.push('.');
            stored.push_str(rest);
            stored
        }
        None if magnitude == "0" => return Some(Cow::Borrowed(magnitude)),
        None if magnitude.len() == 1 => return Some(Cow::Borrowed(text)),
        None if magnitude.len() < 16 && !magnitude.contains(['e', 'E']) => {
            let mut stored = String::from(sign);
            base62::push(&mut stored, magnitude.parse().ok()?);
            stored
        }
        None => format!("{sign}{}", encode_wide(magnitude)?),
    };
    Some(Cow::Owned(stored))
}

/// Number of a stored text; `None` when [`encode`] and s3db.js cannot have written it.
#[must_use]
pub fn decode(stored: &str) -> Option<f64> {
    let (sign, magnitude) = split_sign(stored);
    let Some(point) = magnitude.bytes().position(|byte| byte == b'.') else {
        return base62::parse(stored);
    };
    let (integer, fraction) = (magnitude.get(..point)?, magnitude.get(point + 1..)?);
    let integer = base62::parse_unsigned(integer)?;
    let value: f64 = match exact_quotient(integer, fraction) {
        Some(value) => value,
        None if is_fraction(fraction) => format!("{integer}.{fraction}").parse().ok()?,
        None => return None,
    };
    value
        .is_finite()
        .then_some(if sign.is_empty() { value } else { -value })
}

/// Base 62 with decimals exactly as s3db.js prints it, losses included: `1e-7` gives the empty
/// text, what is not finite gives `undefined`.
#[must_use]
pub fn encode_decimal(number: f64) -> String {
    if !number.is_finite() {
        return base62::encode(number);
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let text = double::print(number.abs());
    match text
        .split_once('.')
        .map(|(integer, rest)| (integer.parse(), rest))
    {
        Some((Ok(integer), rest)) => format!("{sign}{}.{rest}", base62::encode(integer)),
        _ => format!("{sign}{}", base62::encode(number.abs())),
    }
}

/// Inverse of [`encode_decimal`] as s3db.js reads it; `NaN` when the text is no number.
#[must_use]
pub fn decode_decimal(text: &str) -> f64 {
    let (sign, magnitude) = split_sign(text);
    let mut parts = magnitude.split('.');
    let integer = base62::decode(parts.next().unwrap_or_default());
    let value = match parts.next() {
        Some(fraction) => format!("{}.{fraction}", double::print(integer))
            .parse()
            .unwrap_or(f64::NAN),
        None => integer,
    };
    if sign.is_empty() { value } else { -value }
}

/// Number of a decimal text (`-12.5`, `1e-7`), `None` for anything else, `NaN` and the infinities
/// included.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<f64> {
    let number: f64 = if is_decimal(text) {
        text.parse().ok()?
    } else {
        return None;
    };
    number.is_finite().then_some(number)
}

/// Whether a text is a decimal number without exponent that is far from the greatest double.
pub(super) fn is_plain(text: &str) -> bool {
    const SHORT: usize = 32;
    let (_, magnitude) = split_sign(text);
    let digits = magnitude.bytes().filter(u8::is_ascii_digit).count();
    let is_number = magnitude.len() == digits
        || magnitude.len() == digits + 1
            && matches!(magnitude.bytes().position(|byte| byte == b'.'), Some(point) if point > 0 && point < digits);
    is_number && digits > 0 && magnitude.len() <= SHORT
}

/// Integers of 16 digits and more, and numbers with an exponent but no point.
fn encode_wide(magnitude: &str) -> Option<String> {
    let number: f64 = magnitude
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())?;
    let reads_back = |text: &String| base62::decode(text).to_bits() == number.to_bits();
    let stored = Some(base62::encode(number)).filter(reads_back);
    stored
        .or_else(|| neighbours(number).find(reads_back))
        .or_else(|| Some(scientific(number)))
}

/// Base 62 texts of the integers around a double. Above 2⁵³ doubles are sparse, so that a neighbour
/// may be rounded to the wanted number when s3db.js multiplies it up again. Up to 62·2⁵³ there
/// always is one within a digit's distance: all digits but the last are then exact.
fn neighbours(number: f64) -> impl Iterator<Item = String> {
    const FARTHEST: u64 = 62;
    let around = |centre: u64| {
        (1..=FARTHEST).flat_map(move |distance| [centre - distance, centre + distance])
    };
    double::as_sparse_integer(number)
        .into_iter()
        .flat_map(around)
        .map(|integer| {
            let mut text = String::new();
            base62::push(&mut text, integer);
            text
        })
}

/// `1e-7` → `1.0e-7`, `123456789012345680000` → `1.2345678901234568e+20`.
fn scientific(number: f64) -> String {
    let text = double::print(number);
    if let Some((mantissa, exponent)) = text.split_once('e') {
        let point = if mantissa.contains('.') { "" } else { ".0" };
        return format!("{mantissa}{point}e{exponent}");
    }
    let (first, rest) = text.split_at_checked(1).unwrap_or((&text, ""));
    let digits = rest.trim_end_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    format!("{first}.{digits}e+{}", rest.len())
}

/// The number with this integer part and these decimals, where all digits together and the power of
/// ten that divides them are exact as doubles: their quotient is then rounded but once (William
/// Clinger, "How to Read Floating Point Numbers Accurately").
fn exact_quotient(integer: u64, fraction: &str) -> Option<f64> {
    const POWERS: [f64; 16] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    let power = POWERS
        .get(fraction.len())
        .filter(|_| !fraction.is_empty())?;
    let digits = fraction.bytes().try_fold(integer, |digits, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        digits.checked_mul(10)?.checked_add(digit)
    })?;
    let digits = i64::try_from(digits)
        .ok()
        .filter(|digits| *digits <= MAX_EXACT)?;
    Some(double::as_float(digits) / power)
}

fn split_sign(text: &str) -> (&str, &str) {
    match text.strip_prefix('-') {
        Some(magnitude) => ("-", magnitude),
        None => ("", text),
    }
}

fn is_decimal(text: &str) -> bool {
    let (_, magnitude) = split_sign(text);
    match magnitude.split_once('.') {
        Some((integer, fraction)) => is_digits(integer) && is_fraction(fraction),
        None => is_fraction(magnitude),
    }
}

/// Digits with an optional exponent.
fn is_fraction(text: &str) -> bool {
    match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => {
            is_digits(digits) && is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
        }
        None => is_digits(text),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

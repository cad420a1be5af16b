//! Fixed point numbers: `decimal` (`^2q`), `money` (`$wf`) and vectors (`^[264w,-132g]`).
//!
//! A number times a power of ten, rounded as `Math.round` does (halves towards +∞), in base 62.

use super::{base62, double};

/// `^` and the scaled number; `undefined` when it is not finite.
#[must_use]
pub fn encode(number: f64, places: u8) -> String {
    let scaled = encode_bare(number, places);
    if number.is_finite() {
        format!("^{scaled}")
    } else {
        scaled
    }
}

/// Inverse of [`encode`]; `NaN` when the text does not begin with `^` or is no number.
#[must_use]
pub fn decode(text: &str, places: u8) -> f64 {
    text.strip_prefix('^')
        .map_or(f64::NAN, |scaled| base62::decode(scaled) / scale(places))
}

/// Number of a text that [`encode`] has written, `None` for any other.
#[must_use]
pub fn parse(text: &str, places: u8) -> Option<f64> {
    Some(base62::parse(text.strip_prefix('^')?)? / scale(places))
}

/// `^[a,b,…]`; numbers that are not finite become empty items.
#[must_use]
pub fn encode_batch(numbers: &[f64], places: u8) -> String {
    let mut text = String::from("^[");
    for (position, number) in numbers.iter().enumerate() {
        if position > 0 {
            text.push(',');
        }
        if number.is_finite() {
            text.push_str(&encode_bare(*number, places));
        }
    }
    text.push(']');
    text
}

/// Inverse of [`encode_batch`]: empty and foreign items give `NaN`, another text no items.
#[must_use]
pub fn decode_batch(text: &str, places: u8) -> Vec<f64> {
    let items = text
        .strip_prefix("^[")
        .and_then(|rest| rest.strip_suffix(']'));
    let number = |item: &str| base62::parse(item).unwrap_or(f64::NAN) / scale(places);
    match items {
        None | Some("") => Vec::new(),
        Some(items) => items.split(',').map(number).collect(),
    }
}

/// `$` and the amount in its smallest unit, for instance cents.
#[must_use]
pub fn encode_money(amount: f64, places: u8) -> String {
    format!("${}", encode_bare(amount, places))
}

/// Amount of a text that [`encode_money`] has written, `None` for any other.
#[must_use]
pub fn parse_money(text: &str, places: u8) -> Option<f64> {
    Some(base62::parse(text.strip_prefix('$')?)? / scale(places))
}

/// Base 62 of the number times 10^`places`, without a mark.
#[must_use]
pub fn encode_bare(number: f64, places: u8) -> String {
    base62::encode(double::round(number * scale(places)))
}

/// Ten to the power of `places`.
#[must_use]
pub fn scale(places: u8) -> f64 {
    10_f64.powi(i32::from(places))
}

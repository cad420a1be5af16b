//! Lists of strings (`a\|b|c`), of numbers (`1|c.5`) and vectors (`^[264w,-132g]`).
//!
//! A list of strings is joined by `|`; `|` and `\` in items are escaped by `\`. A list of one empty
//! string is stored like the empty list, which is how both are read. A list that holds anything
//! else than its type says is stored as JSON text, which every version of s3db.js reads as a list.

use std::borrow::Cow;

use super::{double, fixed_point, json, number};
use crate::json::write_string;
use crate::value::Output;

const SEPARATOR: char = '|';
const ESCAPE: char = '\\';

/// Decimal places that a vector keeps.
const VECTOR_PLACES: u8 = 6;

/// Stored text of a JSON array of strings, `None` for any other text.
#[must_use]
pub fn encode_texts(array: &str) -> Option<String> {
    if let Some(stored) = join_plain(array) {
        return Some(stored);
    }
    let mut stored = String::with_capacity(array.len());
    for (position, item) in json::strings(array)?.iter().enumerate() {
        if position > 0 {
            stored.push(SEPARATOR);
        }
        push_escaped(&mut stored, item);
    }
    // Readers take a text that looks like JSON for an older form of the list.
    if json::is_container(&stored) {
        stored.insert(0, ESCAPE);
    }
    Some(stored)
}

/// [`encode_texts`] of an array as `JSON.stringify` prints it whose strings have no escapes and none
/// of the characters that the stored form escapes: every quote begins or ends a string.
fn join_plain(array: &str) -> Option<String> {
    let items = array.strip_prefix("[\"")?.strip_suffix("\"]")?;
    let is_plain = items.bytes().fold(true, |plain, byte| {
        plain & !matches!(byte, 0..=0x1f | b'|' | b'\\')
    });
    if !is_plain || items.starts_with(['[', '{']) {
        return None;
    }
    let mut stored = String::with_capacity(items.len());
    let mut rest = items;
    while let Some(end) = rest.bytes().position(|byte| byte == b'"') {
        let (item, after) = rest.split_at_checked(end)?;
        stored.push_str(item);
        stored.push(SEPARATOR);
        rest = after.strip_prefix("\",\"")?;
    }
    stored.push_str(rest);
    Some(stored)
}

/// Most bytes of an [`Output::TextList`]: it has fewer than 255 items.
const SHORT: usize = 250;

/// The strings of an [`Output::TextList`]. They are few bytes each: searching for the next separator
/// as `split` does takes longer.
pub fn texts(stored: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(stored);
    std::iter::from_fn(move || {
        let texts = rest?;
        let end = texts.bytes().position(|byte| byte == SEPARATOR as u8);
        let (text, after) = texts.split_at_checked(end.unwrap_or(texts.len()))?;
        rest = after.get(1..);
        Some(text)
    })
}

/// The list of a stored text. JSON arrays, which other versions of a schema wrote, are kept.
#[must_use]
pub fn decode_texts(stored: Cow<'_, str>) -> Output<'_> {
    if stored.is_empty() {
        return Output::Json(Cow::Borrowed("[]"));
    }
    if json::is_array(&stored) {
        return Output::Json(stored);
    }
    if stored.len() <= SHORT && !stored.bytes().any(|byte| byte == ESCAPE as u8) {
        return Output::TextList(stored);
    }
    let mut array = String::with_capacity(stored.len() + 16);
    array.push('[');
    let mut item = String::new();
    let mut characters = stored.chars();
    while let Some(character) = characters.next() {
        match character {
            ESCAPE => item.push(characters.next().unwrap_or(ESCAPE)),
            SEPARATOR => {
                write_string(&mut array, &item);
                array.push(',');
                item.clear();
            }
            _ => item.push(character),
        }
    }
    write_string(&mut array, &item);
    array.push(']');
    Output::Json(Cow::Owned(array))
}

/// Stored text of a JSON array of numbers, `None` for any other text.
#[must_use]
pub fn encode_numbers(array: &str) -> Option<String> {
    let mut stored = String::with_capacity(array.len());
    for (position, item) in json::numbers(array)?.enumerate() {
        if position > 0 {
            stored.push(SEPARATOR);
        }
        stored.push_str(&number::encode(item)?);
    }
    Some(stored)
}

/// Stored text of a JSON array of numbers with six decimal places, `None` for any other text.
#[must_use]
pub fn encode_vector(array: &str) -> Option<String> {
    let numbers: Option<Vec<f64>> = json::numbers(array)?.map(number::parse_decimal).collect();
    Some(fixed_point::encode_batch(&numbers?, VECTOR_PLACES))
}

/// The list of a stored text in any form that lists of numbers ever had: joined base 62 numbers,
/// a vector, joined items of a vector, a JSON array. Items that s3db.js left empty are `null`; a
/// text with other items is no list and is returned as it is.
#[must_use]
pub fn decode_numbers(stored: Cow<'_, str>) -> Output<'_> {
    if json::is_array(&stored) {
        return Output::Json(stored);
    }
    let vector = stored
        .strip_prefix("^[")
        .and_then(|items| items.strip_suffix(']'));
    let array = match vector {
        Some(_) => Some(print_array(fixed_point::decode_batch(
            &stored,
            VECTOR_PLACES,
        ))),
        None if stored.is_empty() => Some("[]".to_owned()),
        None => {
            let items: Option<Vec<f64>> = stored.split(SEPARATOR).map(decode_number).collect();
            items.map(print_array)
        }
    };
    match array {
        Some(array) => Output::Json(Cow::Owned(array)),
        None => Output::Text(stored),
    }
}

fn decode_number(item: &str) -> Option<f64> {
    if item.is_empty() {
        return Some(f64::NAN);
    }
    fixed_point::parse(item, VECTOR_PLACES).or_else(|| number::decode(item))
}

fn print_array(numbers: Vec<f64>) -> String {
    let mut array = String::from("[");
    for (position, number) in numbers.into_iter().enumerate() {
        if position > 0 {
            array.push(',');
        }
        if number.is_finite() {
            array.push_str(&double::print(number));
        } else {
            array.push_str("null");
        }
    }
    array.push(']');
    array
}

fn push_escaped(stored: &mut String, item: &str) {
    for character in item.chars() {
        if matches!(character, SEPARATOR | ESCAPE) {
            stored.push(ESCAPE);
        }
        stored.push(character);
    }
}

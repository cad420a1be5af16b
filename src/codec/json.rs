//! JSON text: checked and taken apart only as far as a codec needs it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, Visitor};

use crate::value::Output;

/// Whether the text is a JSON array.
#[must_use]
pub fn is_array(text: &str) -> bool {
    text.starts_with('[') && is_valid(text)
}

/// Whether the text is a JSON array or object without white space around it.
#[must_use]
pub fn is_container(text: &str) -> bool {
    text.starts_with(['[', '{']) && is_valid(text)
}

/// The value that `JSON.parse` gives, the text itself when it is not JSON.
#[must_use]
pub fn parse(text: Cow<'_, str>) -> Output<'_> {
    let first = text
        .trim_start_matches([' ', '\t', '\n', '\r'])
        .chars()
        .next();
    let scalar = match first {
        Some('{' | '[') => {
            return if is_valid(&text) {
                Output::Json(text)
            } else {
                Output::Text(text)
            };
        }
        Some('"') => serde_json::from_str(&text)
            .ok()
            .map(|text| Output::Text(Cow::Owned(text))),
        Some('t' | 'f') => serde_json::from_str(&text).ok().map(Output::Boolean),
        Some('n') => serde_json::from_str(&text).ok().map(|()| Output::Null),
        Some('-' | '0'..='9') => parse_number(&text).map(Output::Number),
        _ => None,
    };
    scalar.unwrap_or(Output::Text(text))
}

/// Items of a JSON array that holds strings only, `None` for any other text. An item without
/// escapes is borrowed.
#[must_use]
pub fn strings(text: &str) -> Option<Vec<Cow<'_, str>>> {
    let items: Vec<Item<'_>> = serde_json::from_str(text).ok()?;
    Some(items.into_iter().map(|Item(text)| text).collect())
}

/// Number texts of a JSON array that `JSON.stringify` printed, `None` when it is no array.
///
/// Items are not checked: one that is no number stays in pieces that no number codec accepts.
#[must_use]
pub fn numbers(text: &str) -> Option<impl Iterator<Item = &str>> {
    let items = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(items.split(',').filter(move |_| !items.is_empty()))
}

fn is_valid(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// JSON allows numbers beyond the doubles, which `JSON.parse` reads as infinite.
fn parse_number(text: &str) -> Option<f64> {
    if !is_valid(text) {
        return None;
    }
    text.trim_matches([' ', '\t', '\n', '\r']).parse().ok()
}

struct Item<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Item<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Item<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Item(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Item(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

//! The size calculator that users can call: bytes of any JavaScript value.

use serde_json::Value;

use crate::json::{Order, number_text, write_value};

/// What `String` makes of any object.
const OBJECT_TEXT: &str = "[object Object]";

/// Bytes that a value counts: a boolean is one character, items of an array are joined by `|`, an
/// object is JSON, `null` is nothing.
#[must_use]
pub fn value_len(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(number) => number_text(number).len(),
        Value::String(text) => text.len(),
        Value::Array(items) if items.is_empty() => "[]".len(),
        Value::Array(items) => items.iter().map(string_len).sum::<usize>() + items.len() - 1,
        Value::Object(_) => {
            let mut text = String::new();
            write_value(&mut text, value, Order::Property);
            text.len()
        }
    }
}

/// Bytes of `String(value)`.
fn string_len(value: &Value) -> usize {
    match value {
        Value::Null => "null".len(),
        Value::Bool(true) => "true".len(),
        Value::Bool(false) => "false".len(),
        Value::Number(number) => number_text(number).len(),
        Value::String(text) => text.len(),
        Value::Object(_) => OBJECT_TEXT.len(),
        Value::Array(items) => {
            let texts = items.iter().filter(|item| !item.is_null()).map(string_len);
            texts.sum::<usize>() + items.len().saturating_sub(1)
        }
    }
}

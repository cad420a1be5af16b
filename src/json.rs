//! JSON text as JavaScript writes it: `JSON.stringify` and the order of an object's properties.
//!
//! Source: ECMA-262, `OrdinaryOwnPropertyKeys`, `SerializeJSONProperty`, `QuoteJSONString`.

use serde_json::{Map, Value};

/// How the members of an object are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As JavaScript enumerates them: array indices ascending, then the others as inserted.
    Property,
    /// By UTF-16 code units: the order of canonical JSON.
    CodeUnit,
}

/// The array index that a property name spells: 0 to 2³² − 2 without leading zeros.
#[must_use]
pub fn array_index(name: &str) -> Option<u32> {
    let canonical = match name.as_bytes() {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if !canonical {
        return None;
    }
    name.parse().ok().filter(|index| *index != u32::MAX)
}

/// Sorts entries as JavaScript enumerates properties: array indices first, ascending; the others
/// keep their order.
pub fn sort_properties<T>(entries: &mut [T], name: impl for<'t> Fn(&'t T) -> &'t str) {
    entries.sort_by_key(|entry| array_index(name(entry)).map_or(u64::from(u32::MAX), u64::from));
}

/// The members of an object in the order of JavaScript.
#[must_use]
pub fn properties(object: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let mut members: Vec<_> = object
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    sort_properties(&mut members, |member| member.0);
    members
}

/// A number as `String(n)` prints it.
#[must_use]
pub fn number_text(number: &serde_json::Number) -> String {
    number.as_f64().map_or_else(
        || number.to_string(),
        |value| ryu_js::Buffer::new().format(value).to_owned(),
    )
}

/// Appends the JSON text of a value.
pub fn write_value(out: &mut String, value: &Value, order: Order) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::String(text) => write_string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write_value(out, item, order);
            }
            out.push(']');
        }
        Value::Object(object) => write_object(out, object, order),
    }
}

fn write_object(out: &mut String, object: &Map<String, Value>, order: Order) {
    let mut members = properties(object);
    if order == Order::CodeUnit {
        members.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
    }
    out.push('{');
    for (position, (name, member)) in members.into_iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write_string(out, name);
        out.push(':');
        write_value(out, member, order);
    }
    out.push('}');
}

/// JSON text of an object whose members are strings, in the order given.
#[must_use]
pub fn object_text(members: &[(String, String)]) -> String {
    let mut text = String::from("{");
    for (position, (name, value)) in members.iter().enumerate() {
        if position > 0 {
            text.push(',');
        }
        write_string(&mut text, name);
        text.push(':');
        write_string(&mut text, value);
    }
    text.push('}');
    text
}

/// Appends a quoted string.
pub fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = text;
    while let Some((at, byte)) = first_escaped(plain) {
        let (before, rest) = plain.split_at(at);
        out.push_str(before);
        write_escape(out, byte);
        plain = rest.get(1..).unwrap_or_default();
    }
    out.push_str(plain);
    out.push('"');
}

fn first_escaped(text: &str) -> Option<(usize, u8)> {
    let is_escaped = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    // Without an early end the compiler makes vector instructions of a chunk's test.
    let chunks = text.as_bytes().chunks(64);
    let clean = chunks.take_while(|chunk| {
        !chunk
            .iter()
            .fold(false, |any, byte| any | is_escaped(*byte))
    });
    let start = 64 * clean.count();
    let rest = text.as_bytes().get(start..)?.iter();
    let found = rest
        .copied()
        .enumerate()
        .find(|&(_, byte)| is_escaped(byte));
    found.map(|(at, byte)| (start + at, byte))
}

fn write_escape(out: &mut String, byte: u8) {
    out.push('\\');
    match byte {
        b'"' | b'\\' => out.push(char::from(byte)),
        0x08 => out.push('b'),
        b'\t' => out.push('t'),
        b'\n' => out.push('n'),
        0x0c => out.push('f'),
        b'\r' => out.push('r'),
        _ => {
            out.push_str("u00");
            out.push(if byte < 0x10 { '0' } else { '1' });
            out.push(char::from_digit(u32::from(byte & 0x0f), 16).unwrap_or('0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_canonical_indices_come_first() {
        let object = json!({"b": 1, "01": 1, "10": 1, "4294967295": 1, "2": 1, "4294967294": 1});
        let names: Vec<_> = properties(object.as_object().unwrap())
            .iter()
            .map(|m| m.0)
            .collect();
        assert_eq!(names, ["2", "10", "4294967294", "b", "01", "4294967295"]);
    }

    #[test]
    fn strings_are_escaped_as_by_json_stringify() {
        let mut out = String::new();
        write_string(&mut out, "a\"\\\u{8}\t\n\u{c}\r\u{0}\u{1f}\u{7f}/é😀");
        assert_eq!(out, "\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f\u{7f}/é😀\"");
    }

    #[test]
    fn numbers_print_as_in_javascript() {
        let mut out = String::new();
        write_value(
            &mut out,
            &json!([1.0, -0.5, 1e21, 1e-7, 12]),
            Order::Property,
        );
        assert_eq!(out, "[1,-0.5,1e+21,1e-7,12]");
    }
}

//! Vectors recorded from s3db.js 21.6.2.

#![allow(dead_code, reason = "each test file uses what it needs")]

pub mod bucket;
pub mod encoding;
pub mod keys;
pub mod record;
pub mod vector;

use serde_json::{Map, Value};

/// A golden file. Missing vectors fail the test.
pub fn load(name: &str) -> Value {
    let path = format!("{}/__test__/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&without_lone_surrogates(&text))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// JSON text whose escaped lone surrogates, which no Rust string can hold, are U+FFFD.
fn without_lone_surrogates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\") {
        let escape = &rest[at..];
        out.push_str(&rest[..at]);
        let (kept, len) = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (&escape[..12], 12),
            (Some(_), _) => ("\\ufffd", 6),
            (None, _) => (&escape[..2], 2),
        };
        out.push_str(kept);
        rest = &escape[len..];
    }
    out + rest
}

fn surrogate(escape: &str) -> Option<u16> {
    let unit = u16::from_str_radix(escape.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
    (0xd800..=0xdfff).contains(&unit).then_some(unit)
}

/// A list of vectors that must not be empty.
pub fn list<'v>(file: &'v Value, name: &str) -> &'v [Value] {
    let list = file[name]
        .as_array()
        .unwrap_or_else(|| panic!("no list `{name}`"));
    assert!(!list.is_empty(), "`{name}` is empty");
    list
}

/// Members of an object, none if it is absent.
pub fn members(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// The value without members tagged as undefined.
pub fn defined(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .filter(|(_, member)| member.get("$undefined").is_none())
            .map(|(name, member)| (name.clone(), defined(member)))
            .collect(),
        other => other.clone(),
    }
}

/// Writes out the runs that files abbreviate as `⟦c×N⟧`.
pub fn expand(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(expand_text(text)),
        Value::Array(items) => items.iter().map(expand).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(name, member)| (name.clone(), expand(member)))
            .collect(),
        other => other.clone(),
    }
}

fn expand_text(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, run)) = rest.split_once('⟦') {
        let (run, after) = run.split_once('⟧').expect("closed run");
        let (character, count) = run.split_once('×').expect("run with a count");
        out.push_str(before);
        out.push_str(&character.repeat(count.parse().expect("count")));
        rest = after;
    }
    out + rest
}

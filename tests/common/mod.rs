//! Vectors recorded from s3db.js, and values in their notation.

#![allow(dead_code, reason = "every test crate uses a part of this module")]

pub mod deviation;
pub mod strategy;

use std::fs;
use std::path::Path;

use s3db_native::codec::{Codec, double, list};
use s3db_native::value::Output;
use serde_json::Value;

/// A file of vectors. Lone surrogates, which Rust strings cannot hold, become U+FFFD.
pub fn golden(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("__test__/golden")
        .join(name);
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("vectors missing: {}: {error}", path.display()));
    serde_json::from_str(&text.replace(r"\ud800", r"\ufffd")).expect("vectors are JSON")
}

/// Items of a list of vectors; an empty list fails the test.
pub fn vectors<'a>(file: &'a Value, list: &str) -> &'a [Value] {
    let vectors = file[list]
        .as_array()
        .unwrap_or_else(|| panic!("no list `{list}`"));
    assert!(!vectors.is_empty(), "no vectors in `{list}`");
    vectors
}

/// A decoded value whose lists of strings are JSON, as those of other codecs are.
pub fn plain(output: Output<'_>) -> Output<'_> {
    match output {
        Output::TextList(stored) => {
            let texts: Value = list::texts(&stored).collect();
            Output::Json(texts.to_string().into())
        }
        other => other,
    }
}

/// A number, `{"$number": "NaN"}` and its kin included.
pub fn number(value: &Value) -> f64 {
    match &value["$number"] {
        Value::String(name) => name.parse().expect("name of a number"),
        _ => value.as_f64().expect("a number"),
    }
}

/// Text of a number as JavaScript prints it.
pub fn number_text(value: &Value) -> String {
    double::print(number(value))
}

/// Whether two doubles are the same, `NaN` being the same as itself and 0 as −0.
pub fn same(one: f64, other: f64) -> bool {
    one.is_nan() && other.is_nan() || (one - other).abs() == 0.0
}

/// Whether two JSON values are equal when all their numbers are doubles.
pub fn same_json(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same_json(a, b))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, a)| other.get(key).is_some_and(|b| same_json(a, b)))
        }
        _ => one == other,
    }
}

/// Every codec once.
pub const CODECS: &[Codec] = &[
    Codec::Text,
    Codec::Any,
    Codec::Json,
    Codec::Object,
    Codec::TextList,
    Codec::IntegerList,
    Codec::NumberList,
    Codec::Embedding,
    Codec::Number,
    Codec::Integer,
    Codec::PlainNumber,
    Codec::Boolean,
    Codec::PlainBoolean,
    Codec::Date,
    Codec::DateTime,
    Codec::DateOnly,
    Codec::TimeOnly,
    Codec::Uuid,
    Codec::Mac,
    Codec::Cidr,
    Codec::Semver,
    Codec::Phone,
    Codec::Color,
    Codec::Duration,
    Codec::Ean,
    Codec::Ip4,
    Codec::Ip6,
    Codec::Money(2),
    Codec::Decimal(2),
    Codec::Latitude(6),
    Codec::Longitude(6),
    Codec::Point(6),
    Codec::Buffer,
    Codec::Bits(None),
    Codec::Bits(Some(16)),
    Codec::CompressedText,
    Codec::Secret,
    Codec::SecretNumber,
    Codec::SecretAny,
    Codec::PasswordBcrypt,
    Codec::PasswordArgon2,
];

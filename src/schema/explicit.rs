//! Explicit definitions: types written as objects, `{type: 'number', min: 0}`.
//!
//! s3db.js has no codecs for these, so that their values are stored as plain text, and are
//! restored by the declared type.

use serde_json::{Map, Value};

use super::base_type::{TypeText, bits, list_codec, password};
use crate::codec::Codec;
use crate::error::Result;

/// Types whose object form is a definition, separated by spaces. The shim asks for this list.
pub const EXPLICIT: &str = "string number boolean any object array date dateonly datetime timeonly \
    email url uuid mac cidr semver phone color duration cron locale currency country ean enum \
    custom ip4 ip6 buffer bits money crypto decimal geo:lat geo:lon geo:point geo-lat geo-lon \
    geo-point geoLat geoLon geoPoint secret password password:bcrypt password:argon2id embedding \
    text bool";

/// Whether an object is the explicit form of a type. With any `type` that is not in the list it is
/// a nested object that has a field of that name.
#[must_use]
pub fn is_explicit(definition: &Map<String, Value>) -> bool {
    let Some(name) = definition.get("type").and_then(Value::as_str) else {
        return false;
    };
    let counted = name.starts_with("bits:") || name.starts_with("embedding:");
    (counted && !name.contains('|')) || EXPLICIT.split(' ').any(|known| known == name)
}

/// The codec of an explicit definition: what s3db.js can read, restored by the declared type.
///
/// # Errors
/// [`crate::Error::InvalidDefinition`] if the parameter does not fit the base type.
pub fn codec_of_object(attribute: &str, definition: &Map<String, Value>) -> Result<Codec> {
    let text = TypeText::parse(
        definition
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default(),
    );
    Ok(match text.base {
        "number" | "money" | "crypto" | "decimal" | "geo:lat" | "geo-lat" | "geoLat"
        | "geo:lon" | "geo-lon" | "geoLon" | "duration" => Codec::PlainNumber,
        "boolean" | "bool" => Codec::PlainBoolean,
        "any" | "custom" => Codec::Any,
        "object" | "embedding" | "geo:point" | "geo-point" | "geoPoint" => Codec::Object,
        "array" => definition
            .get("items")
            .and_then(Value::as_str)
            .map_or(Codec::Object, |items| {
                list_codec(
                    &TypeText::parse(items),
                    TypeText::parse(items).flag("integer"),
                    definition.get("length").and_then(Value::as_f64),
                )
            }),
        "enum" => enum_codec(definition.get("values")),
        "date" => Codec::Date,
        "buffer" => Codec::Buffer,
        "bits" => bits(&text),
        "secret" => Codec::Secret,
        "password" => password(attribute, &text)?,
        _ => Codec::Text,
    })
}

fn enum_codec(values: Option<&Value>) -> Codec {
    let values = values
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    if values.iter().all(Value::is_string) {
        Codec::Text
    } else if values.iter().all(Value::is_number) {
        Codec::PlainNumber
    } else if values.iter().all(Value::is_boolean) {
        Codec::PlainBoolean
    } else {
        Codec::Any
    }
}

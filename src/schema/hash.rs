//! Hashes of definitions: SHA-256 of canonical JSON, written `sha256:<hex>`.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::json::{Order, write_value};

/// Behavior of a definition that names none.
const DEFAULT_BEHAVIOR: &str = "user-managed";

/// The hash that decides whether a definition is a new version: attributes, behavior and
/// partitions of `definition`, without `createdAt` and `updatedAt` when `timestamps` is set.
#[must_use]
pub fn definition_hash(definition: &Value) -> String {
    let mut attributes = truthy(definition, "attributes")
        .cloned()
        .unwrap_or_else(|| json!({}));
    if let (Some(members), Some(_)) = (attributes.as_object_mut(), truthy(definition, "timestamps"))
    {
        members.shift_remove("createdAt");
        members.shift_remove("updatedAt");
    }
    hash(&json!({
        "attributes": attributes,
        "behavior": truthy(definition, "behavior").unwrap_or(&json!(DEFAULT_BEHAVIOR)),
        "partitions": truthy(definition, "partitions").unwrap_or(&Value::Object(Map::new())),
    }))
}

/// The hash that records carry as `_definitionHash`: all attributes and the behavior.
#[must_use]
pub fn record_hash(attributes: &Value, behavior: &str) -> String {
    hash(&json!({ "attributes": attributes, "behavior": behavior }))
}

/// JSON text without spaces whose members are sorted by UTF-16 code units at every level.
#[must_use]
pub fn canonical_json(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value, Order::CodeUnit);
    text
}

fn hash(value: &Value) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(canonical_json(value).as_bytes());
    digest
        .iter()
        .fold(String::from("sha256:"), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The member, unless JavaScript takes it for false.
fn truthy<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    object.get(name).filter(|member| match member {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Bool(true) | Value::Array(_) | Value::Object(_) => true,
    })
}

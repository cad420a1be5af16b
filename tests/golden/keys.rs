//! Resources for the vectors of `keys.json`.

use serde_json::{Map, Value, json};

/// Attributes for the fields of the vectors; `when` takes strings and dates.
pub fn definition(partitions: &[Value]) -> Value {
    json!({
        "name": "k",
        "version": "v1",
        "behavior": "user-managed",
        "attributes": {
            "region": "string|optional",
            "n": "number|optional",
            "flag": "boolean|optional",
            "when": "any|optional",
            "day": "string|optional",
            "b": "string|optional",
            "A": "string|optional",
            "addr": { "city": "string|optional", "geo": { "z": "string|optional" } },
        },
        "partitions": partitions,
    })
}

/// A partition as the shim hands it over: fields in the order of `localeCompare`, which for these
/// names is that without regard to case.
pub fn partition(name: &str, fields: &Map<String, Value>) -> Value {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(path, _)| path.to_lowercase());
    let fields = fields
        .into_iter()
        .map(|(path, rule)| json!({ "path": path, "rule": rule }));
    json!({ "name": name, "fields": fields.collect::<Vec<_>>() })
}

/// A partition by fields without rules.
pub fn by_fields(name: &str, fields: &[&str]) -> Value {
    partition(
        name,
        &fields
            .iter()
            .map(|path| ((*path).to_owned(), json!("string")))
            .collect(),
    )
}

//! Vectors of `encode.json` as records for the engine.

use serde_json::{Map, Value, json};

/// Passphrase of the recording.
pub const PASSPHRASE: &str = "golden-passphrase";

/// Vectors that the shim answers before the engine is asked: values that validation refuses, a
/// dotted name and a dangerous name. `c072` holds a lone surrogate, which no Rust string can.
pub const ANSWERED_BY_THE_SHIM: &[&str] = &[
    "c072", "c110", "c111", "c112", "c125", "c140", "c174", "c201", "c247", "c269", "c323", "c336",
    "c367", "c382", "c383",
];

/// Types whose values validation converts before the engine sees them.
const CONVERTED: &[&str] = &[
    "string", "number", "boolean", "currency", "country", "uuid", "mac", "color", "datetime",
    "dateonly", "timeonly", "semver", "phone", "duration",
];

/// Strings that the reference returns otherwise than validation passed them on.
const MISREAD: &[&str] = &["c006", "c008", "c009", "c095", "c105", "c192", "c366"];

/// One vector, and what is stored or read otherwise than recorded.
pub struct Vector<'v> {
    pub id: &'v str,
    pub recorded: &'v Value,
    /// Stored text and value read of a single field, each `None` where it is as recorded.
    deviation: Option<(Option<&'v str>, Option<&'v str>)>,
}

impl<'v> Vector<'v> {
    /// A vector, and its deviation if it has one field with another text or value.
    pub fn new(
        recorded: &'v Value,
        deviations: &[(&str, Option<&'v str>, Option<&'v str>)],
    ) -> Self {
        let id = recorded["id"].as_str().expect("id");
        let deviation = deviations.iter().find(|(known, _, _)| *known == id);
        Self {
            id,
            recorded,
            deviation: deviation.map(|(_, text, value)| (*text, *value)),
        }
    }

    /// The definition of its resource; hashes are made with the least effort.
    pub fn definition(&self) -> Value {
        json!({
            "name": self.id,
            "version": "v1",
            "behavior": "user-managed",
            "attributes": self.recorded["attributes"],
            "security": {
                "passphrase": PASSPHRASE,
                "rounds": 4,
                "argon2": { "memoryCost": 64, "timeCost": 1, "parallelism": 1 },
            },
        })
    }

    /// Whether texts differ with every recording: secrets and hashes.
    pub fn is_volatile(&self) -> bool {
        self.recorded.get("volatile").is_some() && self.recorded.get("stored").is_some()
    }

    /// The record as validation passes it on.
    pub fn validated(&self) -> Value {
        let mut record = self.recorded["input"].clone();
        let Some(returned) = self.recorded["insertReturned"].as_object() else {
            return record;
        };
        for (name, definition) in self.recorded["attributes"].as_object().expect("attributes") {
            let base = definition
                .as_str()
                .unwrap_or_default()
                .split(['|', ':'])
                .next();
            let base = base.unwrap_or_default();
            let given = self.recorded["input"].get(name);
            let is_nothing =
                given.is_some_and(|given| given.is_null() || given.get("$undefined").is_some());
            if base == "date" {
                // The reference shows what it stores, quotes included.
                let text = returned[name].as_str().expect("date");
                record[name] = json!({ "$date": text.trim_matches('"') });
            } else if let Some(value) = returned.get(name)
                && CONVERTED.contains(&base)
                && !is_nothing
                && !MISREAD.contains(&self.id)
            {
                record[name] = value.clone();
            }
        }
        record
    }

    /// Metadata without `_v` and the record read back. A text that is `null` may be any.
    pub fn expected(&self) -> (Map<String, Value>, Value) {
        if let Some((metadata, record)) = self.recommended() {
            return (super::members(&metadata), record);
        }
        let mut metadata = super::members(&self.recorded["stored"]["metadata"]);
        assert_eq!(metadata.remove("_v"), Some(json!("v1")), "{}", self.id);
        let mut record = self.recorded["decodedOnce"].clone();
        let (text, value) = self.deviation.unwrap_or_default();
        if let Some(text) = text {
            metadata = Map::from_iter([("0".to_owned(), json!(text))]);
        }
        if let Some(value) = value {
            record = json!({ "fld": serde_json::from_str::<Value>(value).expect("JSON") });
        }
        (metadata, record)
    }

    /// Absent secrets are not encrypted, objects are stored whole, and types that the reference
    /// refuses when the resource is made are accepted.
    fn recommended(&self) -> Option<(Value, Value)> {
        let input = self.recorded["input"].clone();
        Some(match self.id {
            "c345" => (json!({}), json!({})),
            "c357" => (json!({ "0": null }), input),
            "c358" => (json!({ "0": "1" }), input),
            "c363" => (json!({ "0": "open" }), input),
            "c364" => (json!({ "0": "number" }), input),
            "c365" => (json!({ "0": "text" }), input),
            "c372" => (json!({ "3": r#"{"q":"a","n":4.5}"# }), input),
            _ => return None,
        })
    }
}

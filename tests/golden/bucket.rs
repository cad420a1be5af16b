//! Buckets written by s3db.js, loaded into memory stores.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use s3db_native::store::{MemoryStore, Metadata, NewObject, Object};
use serde_json::{Map, Value, json};

use super::load;

/// A dump and the definitions that are inside it.
pub struct Bucket {
    /// The whole file.
    pub file: Value,
    definitions: Value,
}

impl Bucket {
    /// Reads a dump.
    pub fn load(name: &str) -> Self {
        let file = load(name);
        let body = BASE64
            .decode(text(&file["objects"]["s3db.json"]["bodyBase64"]))
            .expect("base64");
        Self {
            definitions: serde_json::from_slice(&body).expect("s3db.json"),
            file,
        }
    }

    /// A store that holds the objects.
    pub fn store(&self) -> MemoryStore {
        let objects = self.file["objects"].as_object().expect("objects");
        let store = MemoryStore::default();
        store.restore(
            objects
                .iter()
                .map(|(key, object)| (key.clone(), object_of(object))),
        );
        store
    }

    /// Every recorded read: resource, id, record.
    pub fn expected(&self) -> Vec<(&str, &str, &Value)> {
        let resources = self.file["expected"].as_object().expect("expected").iter();
        resources
            .flat_map(|(resource, records)| {
                let records = records.as_object().expect("records").iter();
                records.map(move |(id, record)| (resource.as_str(), id.as_str(), record))
            })
            .collect()
    }

    /// The definition of a resource as the shim hands it over.
    pub fn definition(&self, resource: &str) -> Value {
        let stored = &self.definitions["resources"][resource];
        let current = &stored["versions"][text(&stored["currentVersion"])];
        json!({
            "name": resource,
            "version": stored["currentVersion"],
            "attributes": current["attributes"],
            "behavior": current["behavior"],
            "timestamps": current["timestamps"],
            "partitions": partitions(current["partitions"].as_object().expect("partitions")),
            "schemaRegistry": stored["schemaRegistry"],
            "pluginSchemaRegistry": stored["pluginSchemaRegistry"],
            "security": { "passphrase": self.file["security"]["passphrase"], "rounds": 4 },
        })
    }
}

/// Partitions as the shim hands them over. Here each has one field, so order does not matter.
pub fn partitions(partitions: &Map<String, Value>) -> Vec<Value> {
    let partition = |(name, partition): (&String, &Value)| {
        let fields = partition["fields"].as_object().expect("fields").iter();
        let fields: Vec<_> = fields
            .map(|(path, rule)| json!({ "path": path, "rule": rule }))
            .collect();
        json!({ "name": name, "fields": fields })
    };
    partitions.iter().map(partition).collect()
}

fn object_of(object: &Value) -> Object {
    let metadata: Metadata = object["metadata"]
        .as_object()
        .expect("metadata")
        .iter()
        .map(|(name, value)| (name.as_str(), text(value)))
        .collect();
    let body = BASE64.decode(text(&object["bodyBase64"])).expect("base64");
    let object = NewObject {
        metadata: &metadata,
        body: &body,
        content_type: object["contentType"].as_str(),
        content_encoding: None,
    };
    Object::new(object, "\"dump\"", 0)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

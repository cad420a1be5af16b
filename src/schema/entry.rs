//! Map entries: the names that take a position in the attribute map.
//!
//! First the leaves of the definition in order, options of explicit definitions (`age.min`) among
//! them, then the objects. Nothing is ever stored under an option's key, but positions count, so
//! the list must be the one s3db.js makes.

use indexmap::IndexSet;
use serde_json::{Map, Value};

use crate::json::{properties, sort_properties};

/// The map entries of an `attributes` object whose depth has been checked.
#[must_use]
pub fn map_entries(attributes: &Map<String, Value>) -> IndexSet<String> {
    let mut leaves = Vec::new();
    add_leaves(&mut leaves, "", attributes);
    // s3db.js collects the paths as properties of one object, so that `10` precedes `2.min`.
    sort_properties(&mut leaves, String::as_str);
    let mut entries: IndexSet<String> = leaves.into_iter().collect();
    for (name, member) in properties(attributes) {
        if let (Value::Object(object), false) = (member, name.starts_with("$$")) {
            let owned_by_plugin = object.contains_key("__plugin__");
            if !owned_by_plugin {
                entries.insert(name.to_owned());
            }
            add_inner_objects(&mut entries, name, object);
        }
    }
    entries
}

/// The path of a member: names joined by dots.
#[must_use]
pub fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}.{name}")
    }
}

fn add_leaves(leaves: &mut Vec<String>, parent: &str, members: &Map<String, Value>) {
    for (name, member) in properties(members) {
        let path = join(parent, name);
        match member {
            Value::Object(inner) if !inner.is_empty() => add_leaves(leaves, &path, inner),
            _ if path.contains("$$") => {}
            _ => leaves.push(path),
        }
    }
}

/// Objects inside an object have an entry only if its `$$type` is exactly `object`.
fn add_inner_objects(entries: &mut IndexSet<String>, path: &str, object: &Map<String, Value>) {
    if object.get("$$type").and_then(Value::as_str) != Some("object") {
        return;
    }
    for (name, member) in properties(object) {
        if let (Value::Object(inner), false) = (member, name.starts_with("$$")) {
            let path = join(path, name);
            entries.insert(path.clone());
            add_inner_objects(entries, &path, inner);
        }
    }
}

//! The schema registry: which index an attribute's key is made of, for ever.
//!
//! It is kept in `s3db.json` and is what lets several processes and versions read one bucket: an
//! attribute keeps its index, a new one takes the next, that of a removed one is burned.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::REMOVED;
use super::definition::{Attribute, Definition};
use super::plugin::PluginRegistry;
use crate::error::{Error, Result};

/// Largest integer that JavaScript counts exactly.
const MAX_INDEX: u64 = (1 << 53) - 1;

/// Indices of a resource's attributes. No index ever changes hands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Registry {
    next_index: u64,
    mapping: IndexMap<String, u64>,
    burned: IndexMap<u64, Burned>,
}

/// What is kept of a removed attribute.
#[derive(Clone, Debug, PartialEq)]
struct Burned {
    attribute: String,
    at: Option<String>,
    reason: String,
}

impl Registry {
    /// Reads `schemaRegistry` of `s3db.json`. Where two attributes share an index, as merges of
    /// s3db.js can bring about, the first keeps it and the second takes a new one.
    ///
    /// # Errors
    /// [`Error::InvalidSchema`] if an index is no whole number.
    pub fn from_json(stored: &Value) -> Result<Self> {
        let mut registry = Self::default();
        for entry in stored
            .get("burned")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let text = |name| entry.get(name).and_then(Value::as_str).map(str::to_owned);
            let attribute = text("attribute").unwrap_or_default();
            let index = index_from_json(&attribute, entry.get("index"))?;
            let reason = text("reason").unwrap_or_else(|| REMOVED.to_owned());
            let burned = Burned {
                attribute,
                at: text("burnedAt"),
                reason,
            };
            registry.burned.entry(index).or_insert(burned);
        }
        let mut mapped = Vec::new();
        for (attribute, index) in stored
            .get("mapping")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            mapped.push((attribute.clone(), index_from_json(attribute, Some(index))?));
        }
        registry.next_index = stored
            .get("nextIndex")
            .and_then(Value::as_u64)
            .unwrap_or_default()
            .min(MAX_INDEX);
        let highest = mapped
            .iter()
            .map(|(_, index)| *index)
            .chain(registry.burned.keys().copied())
            .max();
        registry.raise_above(highest);
        let mut used = HashSet::with_capacity(mapped.len());
        for (attribute, index) in mapped {
            let index = if used.insert(index) {
                index
            } else {
                registry.take_index()
            };
            registry.mapping.insert(attribute, index);
        }
        Ok(registry)
    }

    /// The form kept in `s3db.json`: `{nextIndex, mapping, burned}`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let burned = self.burned.iter().map(|(index, burned)| {
            let mut entry = Map::new();
            entry.insert("index".to_owned(), json!(index));
            entry.insert("attribute".to_owned(), json!(burned.attribute));
            if let Some(time) = &burned.at {
                entry.insert("burnedAt".to_owned(), json!(time));
            }
            entry.insert("reason".to_owned(), json!(burned.reason));
            Value::Object(entry)
        });
        json!({
            "nextIndex": self.next_index,
            "mapping": self.mapping.iter().map(|(name, index)| (name.clone(), json!(index))).collect::<Map<_, _>>(),
            "burned": burned.collect::<Vec<_>>(),
        })
    }

    /// The index of a map entry.
    #[must_use]
    pub fn index_of(&self, entry: &str) -> Option<u64> {
        self.mapping.get(entry).copied()
    }

    /// The index that the next new attribute will get.
    #[must_use]
    pub fn next_index(&self) -> u64 {
        self.next_index
    }

    /// Makes the registry fit a definition: new map entries get an index in order, entries that
    /// are gone are burned at `now`, an ISO time. The first definition is numbered by position.
    /// Answers whether anything changed.
    ///
    /// Attributes of plugins have keys of their own; what only describes them gets an index on
    /// first use alone, where positions count.
    pub fn extend(&mut self, definition: &Definition, plugins: &PluginRegistry, now: &str) -> bool {
        let first = self.next_index == 0 && self.mapping.is_empty();
        let burned = self.burn_missing(definition, now);
        let owners = Owners::of(definition, plugins);
        let known = self.mapping.len();
        for entry in &definition.entries {
            if !self.mapping.contains_key(entry) && (first || owners.needs_index(entry)) {
                let index = self.take_index();
                self.mapping.insert(entry.clone(), index);
            }
        }
        burned || self.mapping.len() != known
    }

    /// Takes over what other processes have stored meanwhile: every attribute of both, the higher
    /// `nextIndex`, the burned indices of both. Where both sides numbered the same attribute the
    /// larger index holds; where they gave one index to two attributes the stored one keeps it.
    /// Answers whether an index that this registry had assigned is another now.
    pub fn merge(&mut self, stored: &Self) -> bool {
        let mut merged = stored.clone();
        merged.raise_above(self.next_index.checked_sub(1));
        let mut used: HashSet<u64> = stored.mapping.values().copied().collect();
        for (attribute, &index) in &self.mapping {
            let foreign = stored
                .burned
                .get(&index)
                .is_some_and(|burned| burned.attribute != *attribute);
            let stored_index = stored.index_of(attribute);
            if stored_index.is_some_and(|stored| stored >= index) {
                continue;
            }
            if !foreign && used.insert(index) {
                merged.mapping.insert(attribute.clone(), index);
            } else if stored_index.is_none() {
                let index = merged.take_index();
                merged.mapping.insert(attribute.clone(), index);
            }
        }
        for (index, burned) in &self.burned {
            merged
                .burned
                .entry(*index)
                .or_insert_with(|| burned.clone());
        }
        let moved = self
            .mapping
            .iter()
            .any(|(name, index)| merged.index_of(name) != Some(*index));
        *self = merged;
        moved
    }

    fn burn_missing(&mut self, definition: &Definition, now: &str) -> bool {
        let gone: Vec<_> = self
            .mapping
            .iter()
            .filter(|(entry, _)| !definition.entries.contains(entry.as_str()))
            .map(|(entry, index)| (entry.clone(), *index))
            .collect();
        self.mapping
            .retain(|entry, _| definition.entries.contains(entry.as_str()));
        for (attribute, index) in &gone {
            let burned = Burned {
                attribute: attribute.clone(),
                at: Some(now.to_owned()),
                reason: REMOVED.to_owned(),
            };
            self.burned.insert(*index, burned);
        }
        !gone.is_empty()
    }

    fn take_index(&mut self) -> u64 {
        let index = self.next_index;
        self.next_index += 1;
        index
    }

    fn raise_above(&mut self, index: Option<u64>) {
        self.next_index = self.next_index.max(index.map_or(0, |index| index + 1));
    }
}

/// Which entries belong to plugins.
struct Owners<'a> {
    attributes: HashMap<&'a str, &'a Attribute>,
    plugins: &'a PluginRegistry,
}

impl<'a> Owners<'a> {
    fn of(definition: &'a Definition, plugins: &'a PluginRegistry) -> Self {
        let attributes = definition
            .attributes
            .iter()
            .map(|found| (found.path.as_str(), found));
        Self {
            attributes: attributes.collect(),
            plugins,
        }
    }

    fn needs_index(&self, entry: &str) -> bool {
        if self.attributes.contains_key(entry) {
            return self.plugins.key_of(entry).is_none();
        }
        let top = entry.split('.').next().unwrap_or(entry);
        self.attributes
            .get(top)
            .is_none_or(|attribute| attribute.plugin.is_none())
    }
}

fn index_from_json(attribute: &str, index: Option<&Value>) -> Result<u64> {
    index
        .and_then(Value::as_u64)
        .filter(|index| *index <= MAX_INDEX)
        .ok_or_else(|| Error::InvalidSchema {
            reason: format!("schema registry has no whole number as index of `{attribute}`"),
        })
}

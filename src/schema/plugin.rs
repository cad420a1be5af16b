//! Keys of attributes that plugins add to a resource.
//!
//! Such a key is made from the names alone, so that adding a plugin moves no attribute of the
//! user: `p` and three characters of a hash. It is kept in `s3db.json` all the same, since it may
//! carry a counter, and since a definition written as text does not say whose it is.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::REMOVED;
use super::definition::Definition;
use crate::error::{Error, Result};

/// Digits of base62.
const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Keys by plugin and attribute. No key ever changes hands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PluginRegistry {
    plugins: IndexMap<String, Keys>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Keys {
    mapping: IndexMap<String, String>,
    burned: Vec<Value>,
}

impl PluginRegistry {
    /// Reads `pluginSchemaRegistry` of `s3db.json`:
    /// `{<plugin>: {mapping: {<attribute>: <key>}, burned: [{key, …}]}}`.
    ///
    /// # Errors
    /// [`Error::InvalidSchema`] with the public message if a key is no string.
    pub fn from_json(stored: &Value) -> Result<Self> {
        let mut registry = Self::default();
        for (plugin, keys) in stored.as_object().into_iter().flatten() {
            let read = registry.plugins.entry(plugin.clone()).or_default();
            for (attribute, key) in keys
                .get("mapping")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                let key = key.as_str().ok_or_else(|| {
                    invalid(
                        "non-string keys",
                        &format!("plugin mapping entry: {plugin}.{attribute}"),
                    )
                })?;
                read.mapping.insert(attribute.clone(), key.to_owned());
            }
            for entry in keys
                .get("burned")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                if !entry.get("key").is_some_and(Value::is_string) {
                    let what = format!("burned entry for plugin: {plugin}");
                    return Err(invalid("invalid burned entries", &what));
                }
                read.burned.push(entry.clone());
            }
        }
        Ok(registry)
    }

    /// The form kept in `s3db.json`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let plugins = self.plugins.iter().map(|(plugin, keys)| {
            let mapping: Map<_, _> = keys
                .mapping
                .iter()
                .map(|(name, key)| (name.clone(), json!(key)))
                .collect();
            (
                plugin.clone(),
                json!({ "mapping": mapping, "burned": keys.burned }),
            )
        });
        Value::Object(plugins.collect())
    }

    /// The key of a plugin's attribute, whoever the plugin is.
    #[must_use]
    pub fn key_of(&self, attribute: &str) -> Option<&str> {
        self.plugins
            .values()
            .find_map(|keys| keys.mapping.get(attribute))
            .map(String::as_str)
    }

    /// Gives a key to an attribute of a plugin, if it has none yet. Answers whether it is new.
    pub fn claim(&mut self, plugin: &str, attribute: &str) -> bool {
        if self
            .plugins
            .get(plugin)
            .is_some_and(|keys| keys.mapping.contains_key(attribute))
        {
            return false;
        }
        let key = self.free_key(plugin, attribute);
        let keys = self.plugins.entry(plugin.to_owned()).or_default();
        keys.mapping.insert(attribute.to_owned(), key);
        true
    }

    /// Burns the key of an attribute at `now`, an ISO time. Answers whether there was one.
    pub fn release(&mut self, plugin: &str, attribute: &str, now: &str) -> bool {
        let Some(keys) = self.plugins.get_mut(plugin) else {
            return false;
        };
        let Some(key) = keys.mapping.shift_remove(attribute) else {
            return false;
        };
        keys.burned.push(json!({
            "key": key, "attribute": attribute, "burnedAt": now, "reason": REMOVED,
        }));
        true
    }

    /// Claims keys for the attributes that a definition gives to plugins and burns the keys of
    /// attributes that are not in it at all. Answers whether anything changed.
    pub fn extend(&mut self, definition: &Definition, now: &str) -> bool {
        let mut changed = false;
        for attribute in &definition.attributes {
            if let Some(plugin) = &attribute.plugin {
                changed |= self.claim(plugin, &attribute.path);
            }
        }
        let gone: Vec<_> = self
            .entries()
            .filter(|(_, name, _)| {
                definition
                    .attributes
                    .iter()
                    .all(|known| known.path != *name)
            })
            .map(|(plugin, attribute, _)| (plugin.to_owned(), attribute.to_owned()))
            .collect();
        for (plugin, attribute) in &gone {
            changed |= self.release(plugin, attribute, now);
        }
        changed
    }

    /// Takes over what other processes have stored meanwhile; their keys hold, and an attribute
    /// of ours whose key they gave to another gets a new one. Answers whether a key of ours is
    /// another now.
    pub fn merge(&mut self, stored: &Self) -> bool {
        let ours = std::mem::replace(self, stored.clone());
        let mut moved = false;
        for (plugin, attribute, key) in ours.entries() {
            if self
                .plugins
                .get(plugin)
                .is_some_and(|keys| keys.mapping.contains_key(attribute))
            {
                moved |= self.key_of(attribute) != Some(key);
                continue;
            }
            let key = if self.is_taken(key) {
                moved = true;
                self.free_key(plugin, attribute)
            } else {
                key.to_owned()
            };
            let keys = self.plugins.entry(plugin.to_owned()).or_default();
            keys.mapping.insert(attribute.to_owned(), key);
        }
        for (plugin, keys) in ours.plugins {
            let merged = self.plugins.entry(plugin).or_default();
            for burned in keys.burned {
                if !merged
                    .burned
                    .iter()
                    .any(|known| known.get("key") == burned.get("key"))
                {
                    merged.burned.push(burned);
                }
            }
        }
        moved
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.plugins.iter().flat_map(|(plugin, keys)| {
            let mapping = keys.mapping.iter();
            mapping.map(move |(name, key)| (plugin.as_str(), name.as_str(), key.as_str()))
        })
    }

    fn free_key(&self, plugin: &str, attribute: &str) -> String {
        let key = hashed_key(plugin, attribute);
        if !self.is_taken(&key) {
            return key;
        }
        let mut counted = (1_u64..).map(|counter| format!("{key}{counter}"));
        counted.find(|key| !self.is_taken(key)).unwrap_or(key)
    }

    fn is_taken(&self, key: &str) -> bool {
        self.plugins.values().any(|keys| {
            keys.mapping.values().any(|used| used == key)
                || keys
                    .burned
                    .iter()
                    .any(|burned| burned.get("key") == Some(&json!(key)))
        })
    }
}

/// `p` and the first three characters of base62 of the first four bytes of
/// SHA-256(`<plugin>:<attribute>`), in lower case.
fn hashed_key(plugin: &str, attribute: &str) -> String {
    let digest = Sha256::digest(format!("{plugin}:{attribute}").as_bytes());
    let mut number = digest
        .iter()
        .take(4)
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    let mut digits = Vec::new();
    while number > 0 || digits.len() < 3 {
        let digit = DIGITS.get((number % 62) as usize).copied().unwrap_or(b'0');
        digits.push(char::from(digit.to_ascii_lowercase()));
        number /= 62;
    }
    std::iter::once('p')
        .chain(digits.into_iter().rev().take(3))
        .collect()
}

fn invalid(what: &str, entry: &str) -> Error {
    Error::InvalidSchema {
        reason: format!("Plugin schema registry contains {what}. Invalid {entry}"),
    }
}

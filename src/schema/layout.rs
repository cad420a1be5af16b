//! Layouts: which field of a record is stored under which key.

use std::collections::HashMap;

use super::definition::Definition;
use super::key_name::{base36, is_map_key, parse_base62, sanitize};
use super::key_table::{KeyTable, Target};
use super::plugin::PluginRegistry;
use super::registry::Registry;
use super::slot::{KeyOrigin, Slot};
use crate::error::{Error, Result};
use crate::json::{object_text, sort_properties};

/// The attribute that is part of the object's key and therefore stored nowhere else.
const ID: &str = "id";
/// First index whose key differed in releases before 19.5.4.
const FIRST_BASE62_INDEX: u64 = 36;
/// Entries of a refused map that the message names.
const REPORTED_ENTRIES: usize = 5;

/// What a stored name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredName<'a> {
    /// The slot at this position.
    Slot(usize),
    /// A map entry without a slot: an option of an explicit definition, or `id`.
    Attribute(&'a str),
}

/// The slots of a resource and the ways to find them. Immutable.
#[derive(Clone, Debug)]
pub struct Layout {
    slots: Vec<Slot>,
    map: Vec<(String, String)>,
    plugin_map: Vec<(String, String)>,
    map_json: String,
    plugin_map_json: Option<String>,
    keys: KeyTable,
    paths: HashMap<Box<str>, usize>,
    has_protected_parts: bool,
}

impl Layout {
    /// Lays out a definition by the registries, which must have been extended to it.
    ///
    /// # Errors
    /// [`Error::InvalidSchema`] if an attribute has no index or two have one key;
    /// [`Error::InvalidDefinition`] if two attributes without a key have one stored name.
    pub fn new(
        definition: &Definition,
        registry: &Registry,
        plugins: &PluginRegistry,
    ) -> Result<Self> {
        let entries = definition.entries.iter();
        let map: Vec<_> = entries
            .filter_map(|entry| Some((entry.clone(), base36(registry.index_of(entry)?))))
            .collect();
        let unnumbered = definition
            .attributes
            .iter()
            .map(|attribute| &attribute.path)
            .find(|path| {
                definition.entries.contains(path.as_str())
                    && registry.index_of(path).is_none()
                    && plugins.key_of(path).is_none()
            });
        match unnumbered {
            Some(path) => Err(invalid(format!(
                "schema registry has no index for `{path}`"
            ))),
            None => Self::build(definition, map, plugins),
        }
    }

    /// Lays out a definition by an explicit map of attributes to keys.
    ///
    /// # Errors
    /// [`Error::InvalidSchema`] with the public message if a key is not base36 or not unique.
    pub fn with_map(
        definition: &Definition,
        map: Vec<(String, String)>,
        plugins: &PluginRegistry,
    ) -> Result<Self> {
        let refused: Vec<_> = map.iter().filter(|(_, key)| !is_map_key(key)).collect();
        if !refused.is_empty() {
            let shown = refused.iter().take(REPORTED_ENTRIES);
            let shown: Vec<_> = shown
                .map(|(attribute, key)| format!("{attribute}:{key}"))
                .collect();
            let more = if refused.len() > REPORTED_ENTRIES {
                "..."
            } else {
                ""
            };
            return Err(invalid(format!(
                "Schema map contains non-base36 keys. Invalid map entries: {}{more}",
                shown.join(", ")
            )));
        }
        Self::build(definition, map, plugins)
    }

    fn build(
        definition: &Definition,
        mut map: Vec<(String, String)>,
        plugins: &PluginRegistry,
    ) -> Result<Self> {
        sort_properties(&mut map, |entry| entry.0.as_str());
        let short: HashMap<&str, &str> = map
            .iter()
            .map(|(attribute, key)| (attribute.as_str(), key.as_str()))
            .collect();
        let slots: Vec<_> = definition
            .attributes
            .iter()
            .filter(|attribute| attribute.path != ID)
            .map(|attribute| Slot::new(attribute, &short, plugins))
            .collect();
        let plugin_map: Vec<_> = slots
            .iter()
            .filter(|slot| slot.origin == KeyOrigin::Plugin)
            .map(|slot| (slot.path.to_string(), slot.key.to_string()))
            .collect();
        let mut layout = Self {
            paths: slots
                .iter()
                .enumerate()
                .map(|(at, slot)| (slot.path.clone(), at))
                .collect(),
            has_protected_parts: slots.iter().any(|slot| !slot.protected.is_empty()),
            keys: KeyTable::with_capacity(map.len()),
            map_json: object_text(&map),
            plugin_map_json: (!plugin_map.is_empty()).then(|| object_text(&plugin_map)),
            map,
            plugin_map,
            slots,
        };
        layout.index_keys(plugins)?;
        layout.index_names()?;
        Ok(layout)
    }

    fn index_keys(&mut self, plugins: &PluginRegistry) -> Result<()> {
        for (position, (attribute, key)) in self.map.iter().enumerate() {
            let slot = self.paths.get(attribute.as_str());
            let target = slot.map_or(Target::Entry(position), |slot| Target::Slot(*slot));
            if self.keys.insert(key, target).is_some() {
                return Err(duplicate(key));
            }
        }
        for (position, slot) in self.slots.iter().enumerate() {
            let Some(key) = plugins.key_of(&slot.path) else {
                continue;
            };
            if self.keys.insert(key, Target::Slot(position)).is_some() {
                return Err(duplicate(key));
            }
        }
        Ok(())
    }

    /// Fields under their own name are found by it and by its sanitised form.
    fn index_names(&mut self) -> Result<()> {
        for (position, slot) in self
            .slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| slot.origin == KeyOrigin::Path)
        {
            let target = Target::Slot(position);
            for name in [&*slot.key, &*sanitize(&slot.key)] {
                if self
                    .keys
                    .insert(name, target)
                    .is_some_and(|taken| taken != target)
                {
                    return Err(Error::InvalidDefinition {
                        attribute: slot.path.to_string(),
                        reason: format!("shares the stored name `{name}` with another attribute"),
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether a slot has secrets or passwords inside its value.
    #[must_use]
    pub fn has_protected_parts(&self) -> bool {
        self.has_protected_parts
    }

    /// The slots in the order of the definition.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Attributes and their short keys, in the order of JavaScript, options of explicit
    /// definitions among them.
    #[must_use]
    pub fn map(&self) -> &[(String, String)] {
        &self.map
    }

    /// JSON of the map: the text of `_map`.
    #[must_use]
    pub fn map_json(&self) -> &str {
        &self.map_json
    }

    /// Plugin attributes and their keys.
    #[must_use]
    pub fn plugin_map(&self) -> &[(String, String)] {
        &self.plugin_map
    }

    /// JSON of the plugin attributes' keys: the text of `_pluginmap`, if there are any.
    #[must_use]
    pub fn plugin_map_json(&self) -> Option<&str> {
        self.plugin_map_json.as_deref()
    }

    /// The slot with a dotted path.
    #[must_use]
    pub fn slot_of_path(&self, path: &str) -> Option<usize> {
        self.paths.get(path).copied()
    }

    /// What a name found in metadata or in a body stands for. Exact keys come first; then the
    /// keys of releases before 19.5.4, where index 36 was `A`; then names that a store has kept in
    /// another case. Names of fields that are in no definition are not found.
    #[must_use]
    pub fn slot_of_stored_key(&self, key: &str) -> Option<StoredName<'_>> {
        match self.keys.get(key).or_else(|| self.older_key(key))? {
            Target::Slot(position) => Some(StoredName::Slot(position)),
            Target::Entry(position) => self
                .map
                .get(position)
                .map(|(attribute, _)| StoredName::Attribute(attribute)),
        }
    }

    fn older_key(&self, key: &str) -> Option<Target> {
        if !key.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        let index = parse_base62(key).filter(|index| *index >= FIRST_BASE62_INDEX);
        let counted = index.and_then(|index| self.keys.get(&base36(index)));
        counted.or_else(|| self.keys.get(&key.to_ascii_lowercase()))
    }
}

fn duplicate(key: &str) -> Error {
    invalid(format!("Duplicate schema map key detected: {key}"))
}

fn invalid(reason: String) -> Error {
    Error::InvalidSchema { reason }
}

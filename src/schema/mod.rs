//! Schemas: from attribute definitions to slots and metadata keys. Pure, no I/O.
//!
//! ```text
//! attributes ──Definition──▶ attributes with codecs, list of map entries
//!            ──Registry, PluginRegistry──▶ a key per entry, never used twice
//!            ──Layout──▶ slots, lookup by key and by path, texts of `_map` and `_pluginmap`
//! ```

mod attribute_name;
pub mod base_type;
pub mod definition;
pub mod entry;
pub mod explicit;
mod generated;
pub mod hash;
pub mod key_name;
mod key_table;
pub mod layout;
pub mod plugin;
pub mod protected;
pub mod registry;
pub mod slot;

pub use definition::{Attribute, Definition, Kind};
pub use hash::{definition_hash, record_hash};
pub use layout::{Layout, StoredName};
pub use plugin::PluginRegistry;
pub use registry::Registry;
pub use slot::{KeyOrigin, Slot};

/// Why a key was burned, as registries say it.
const REMOVED: &str = "removed";

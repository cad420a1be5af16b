//! Slots: one per field that may be stored.

use std::collections::HashMap;

use super::definition::{Attribute, Kind};
use super::plugin::PluginRegistry;
use super::protected::Protected;
use crate::codec::Codec;

/// Where a slot's key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOrigin {
    /// The attribute map.
    Map,
    /// The plugin map.
    Plugin,
    /// The path itself: some attributes have no entry in the map.
    Path,
}

/// A field that may be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Names from the top joined by dots.
    pub path: Box<str>,
    /// Names from the top.
    pub segments: Vec<Box<str>>,
    /// Key in mapped objects and JSON bodies; clients sanitise it for metadata
    /// ([`super::key_name::sanitize`]). Base36, a plugin key, or the path itself for the few
    /// attributes that s3db.js stores under their own name.
    pub key: Box<str>,
    /// How values are stored.
    pub codec: Codec,
    /// Whether the value may be absent or null.
    pub optional: bool,
    /// Value or nested object.
    pub kind: Kind,
    /// Where the key comes from.
    pub origin: KeyOrigin,
    /// Characters of the secret or password that is made up when it is absent.
    pub generate: Option<usize>,
    /// Parts of the value that are never stored in clear.
    pub protected: Vec<Protected>,
}

impl Slot {
    /// The slot of an attribute, given the short keys of all attributes.
    pub(super) fn new(
        attribute: &Attribute,
        short: &HashMap<&str, &str>,
        plugins: &PluginRegistry,
    ) -> Self {
        let path = attribute.path.as_str();
        let own = short.get(path).copied();
        let of_plugin = plugins.key_of(path).filter(|_| own.is_none());
        let origin = match (own, of_plugin) {
            (Some(_), _) => KeyOrigin::Map,
            (None, Some(_)) => KeyOrigin::Plugin,
            (None, None) => KeyOrigin::Path,
        };
        Self {
            path: path.into(),
            segments: path.split('.').map(Into::into).collect(),
            key: own.or(of_plugin).unwrap_or(path).into(),
            codec: attribute.codec,
            optional: attribute.optional,
            kind: attribute.kind,
            origin,
            generate: attribute.generate,
            protected: attribute.protected.clone(),
        }
    }
}

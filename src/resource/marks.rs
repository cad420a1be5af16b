//! What an object says of itself besides its fields: the marks in its metadata.

use std::collections::HashMap;

use super::Plan;
use crate::Result;
use crate::behavior::Behavior;
use crate::store::Object;
use crate::value::Mapped;

/// What the reserved metadata of an object says about its body.
#[derive(Default)]
pub(super) struct Marks<'a> {
    /// Map from attribute to key of the body.
    pub map: Option<Mapped<'a>>,
    /// Map from plugin attribute to key.
    pub plugin_map: Option<Mapped<'a>>,
    /// Whether fields are in the body.
    pub overflow: bool,
    /// Whether the body is content.
    pub content: bool,
    /// Whether any field is in the metadata.
    pub any_field: bool,
}

/// What the body of an object is to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyUse {
    /// Fields that are nowhere else.
    Fields,
    /// Fields, if it is a JSON object; content otherwise.
    LikelyFields,
    /// A copy of what the metadata hold, left by an update of s3db.js.
    Copy,
    /// Content, or nothing.
    Content,
}

impl Marks<'_> {
    /// What a body is. It is data where the record needs it, content where metadata says so, and
    /// otherwise what it looks like.
    ///
    /// # Errors
    /// [`crate::Error::UnknownBehavior`].
    pub fn body_use(&self, plan: &Plan, object: &Object) -> Result<BodyUse> {
        let behavior = plan.behavior()?;
        let is_json = object
            .content_type()
            .is_none_or(|kind| kind.starts_with("application/json"));
        let expects_fields = matches!(behavior, Behavior::BodyOverflow | Behavior::BodyOnly);
        Ok(if self.needs_body() {
            BodyUse::Fields
        } else if self.content || object.size() == 0 || !is_json {
            BodyUse::Content
        } else if expects_fields || !self.any_field {
            BodyUse::LikelyFields
        } else {
            BodyUse::Copy
        })
    }

    /// Whether a JSON body that holds no fields cannot be what was written.
    pub fn require_fields(&self) -> bool {
        self.needs_body() || !self.any_field
    }

    fn needs_body(&self) -> bool {
        self.overflow || self.map.is_some()
    }
}

/// A map from attribute to key that an object carries with it; it beats the plan's.
#[derive(Default)]
pub(super) struct Renames {
    attributes: HashMap<String, String>,
}

impl Renames {
    pub fn parse(map: Option<&Mapped<'_>>) -> Self {
        let Some(Mapped::Text(text)) = map else {
            return Self::default();
        };
        let map: HashMap<String, String> = serde_json::from_str(text).unwrap_or_default();
        Self {
            attributes: map
                .into_iter()
                .map(|(attribute, key)| (key, attribute))
                .collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }

    pub fn slot(&self, plan: &Plan, key: &str) -> Option<usize> {
        plan.layout.slot_of_path(self.attributes.get(key)?)
    }
}

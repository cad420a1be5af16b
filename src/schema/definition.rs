//! Definitions: a resource's `attributes` taken apart.

use std::collections::HashMap;

use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::attribute_name::{check_name, check_options, invalid};
use super::base_type::{TypeText, codec_of_text};
use super::entry::{join, map_entries};
use super::explicit::{codec_of_object, is_explicit};
use super::generated::generated_length;
use super::protected::{Protected, is_protected, protected_parts};
use crate::codec::Codec;
use crate::error::Result;
use crate::json::properties;

/// Marks that the plugin interface leaves in an object definition.
const PLUGIN_MARKS: [&str; 2] = ["__plugin__", "__pluginCreated__"];

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value of its own.
    Leaf,
    /// A nested object. Its leaves are stored on their own; under its own key there is only what
    /// they cannot express: `null`, `{}`, or a value that is no object.
    Object,
}

/// One attribute, at any depth.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Names from the top joined by dots. A name that contains dots is the path it spells: s3db.js
    /// returns such fields nested.
    pub path: String,
    /// How values are stored.
    pub codec: Codec,
    /// Whether the value may be absent or null. Nested objects are, unless `$$type` requires them.
    pub optional: bool,
    /// Value or nested object.
    pub kind: Kind,
    /// The plugin that owns the attribute, if its definition names one.
    pub plugin: Option<String>,
    /// Rule `generate`: characters of the secret or password that is made up when it is absent.
    pub generate: Option<usize>,
    /// Parts of the value that are never stored in clear.
    pub protected: Vec<Protected>,
}

/// A parsed `attributes` object.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// Attributes in the order of the definition, as JavaScript enumerates it; an object before
    /// its members.
    pub attributes: Vec<Attribute>,
    /// Names that take a position in the attribute map, in order ([`map_entries`]).
    pub entries: IndexSet<String>,
}

impl Definition {
    /// Parses attributes. A member that JSON cannot express (a function, a date) must be handed
    /// over as `null`: it takes a position in the map.
    ///
    /// # Errors
    /// [`crate::Error::InvalidDefinition`] for a name that is empty, hostile or taken, for what is no
    /// definition, and beyond 64 levels of nesting.
    pub fn parse(attributes: &Value) -> Result<Self> {
        let Value::Object(members) = attributes else {
            return Err(invalid("", "is no object of definitions"));
        };
        let mut parsed = Self::default();
        parsed.members("", members, 0)?;
        parsed.check_paths()?;
        parsed.entries = map_entries(members);
        Ok(parsed)
    }

    fn members(&mut self, parent: &str, members: &Map<String, Value>, depth: usize) -> Result<()> {
        for (name, member) in properties(members) {
            if name.starts_with("$$") {
                continue;
            }
            let path = join(parent, name);
            if depth == 1 && PLUGIN_MARKS.contains(&name) {
                continue;
            }
            check_name(&path, name)?;
            if depth == 0 {
                check_options(&path, member, 1)?;
            }
            self.attribute(path, member, depth)?;
        }
        Ok(())
    }

    fn attribute(&mut self, path: String, definition: &Value, depth: usize) -> Result<()> {
        match definition {
            Value::String(text) => {
                let text = TypeText::parse(text);
                let codec = codec_of_text(&path, &text)?;
                let rule = |name: &str| text.modifier(name)?.parse().ok();
                self.attributes.push(Attribute {
                    codec,
                    optional: text.flag("optional"),
                    kind: Kind::Leaf,
                    plugin: None,
                    generate: generated_length(codec, rule).filter(|_| text.flag("generate")),
                    protected: protected_parts(&path, definition)?,
                    path,
                });
                Ok(())
            }
            Value::Array(alternatives) => self.alternatives(path, definition, alternatives),
            Value::Object(object) if is_explicit(object) => {
                self.explicit(path, definition, object, depth)
            }
            Value::Object(object) => self.nested(&path, object, depth),
            Value::Null | Value::Bool(_) | Value::Number(_) => Err(invalid(
                &path,
                "is defined by neither a type, an object nor a list",
            )),
        }
    }

    fn alternatives(&mut self, path: String, whole: &Value, alternatives: &[Value]) -> Result<()> {
        if alternatives.is_empty() {
            return Err(invalid(&path, "has no alternative"));
        }
        let mut codec = Codec::Any;
        let mut optional = true;
        for alternative in alternatives {
            let (found, accepts_nothing) = match alternative {
                Value::String(text) => {
                    let text = TypeText::parse(text);
                    (codec_of_text(&path, &text)?, text.flag("optional"))
                }
                Value::Object(object) => {
                    (codec_of_object(&path, object)?, truthy(object, "optional"))
                }
                _ => return Err(invalid(&path, "has an alternative that is no definition")),
            };
            optional &= accepts_nothing;
            if is_protected(found) && codec == Codec::Any {
                codec = found;
            }
        }
        let protected = protected_parts(&path, whole)?;
        let (kind, plugin, generate) = (Kind::Leaf, None, None);
        self.attributes.push(Attribute {
            path,
            codec,
            optional,
            kind,
            plugin,
            generate,
            protected,
        });
        Ok(())
    }

    fn explicit(
        &mut self,
        path: String,
        whole: &Value,
        object: &Map<String, Value>,
        depth: usize,
    ) -> Result<()> {
        let codec = codec_of_object(&path, object)?;
        let rule = |name: &str| usize::try_from(object.get(name)?.as_u64()?).ok();
        self.attributes.push(Attribute {
            codec,
            optional: truthy(object, "optional"),
            kind: Kind::Leaf,
            plugin: plugin_of(object, depth),
            generate: generated_length(codec, rule).filter(|_| truthy(object, "generate")),
            protected: protected_parts(&path, whole)?,
            path,
        });
        Ok(())
    }

    fn nested(&mut self, path: &str, object: &Map<String, Value>, depth: usize) -> Result<()> {
        let rule = object
            .get("$$type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        self.attributes.push(Attribute {
            path: path.to_owned(),
            codec: Codec::Object,
            optional: !rule.contains("required"),
            kind: Kind::Object,
            plugin: plugin_of(object, depth),
            generate: None,
            protected: Vec::new(),
        });
        self.members(path, object, depth + 1)
    }

    /// Every path once, and nothing below a value.
    fn check_paths(&self) -> Result<()> {
        let mut kinds = HashMap::with_capacity(self.attributes.len());
        for attribute in &self.attributes {
            if kinds
                .insert(attribute.path.as_str(), attribute.kind)
                .is_some()
            {
                return Err(invalid(&attribute.path, "is defined twice"));
            }
        }
        for attribute in &self.attributes {
            for (dot, _) in attribute.path.match_indices('.') {
                let parent = attribute.path.get(..dot).unwrap_or_default();
                if kinds.get(parent) == Some(&Kind::Leaf) {
                    return Err(invalid(
                        &attribute.path,
                        "lies below an attribute with a value",
                    ));
                }
            }
        }
        Ok(())
    }
}

fn plugin_of(object: &Map<String, Value>, depth: usize) -> Option<String> {
    let name = object.get("__plugin__").filter(|_| depth == 0)?;
    name.as_str().map(str::to_owned)
}

fn truthy(object: &Map<String, Value>, name: &str) -> bool {
    object
        .get(name)
        .is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)))
}

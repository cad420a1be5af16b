//! Secrets and passwords inside values that are stored as one JSON text: items of arrays, members
//! of explicit objects. The writer encrypts or hashes each of them before the text is made.

use serde_json::{Map, Value};

use super::base_type::{TypeText, codec_of_text};
use crate::codec::Codec;
use crate::error::Result;

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The member of this name.
    Member(Box<str>),
    /// Every item of an array, every member of a record.
    Each,
}

/// A part of a value that is never stored in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protected {
    /// From the attribute's value to the part; never empty.
    pub steps: Vec<Step>,
    /// `Secret`, `SecretNumber`, `SecretAny`, `PasswordBcrypt` or `PasswordArgon2`.
    pub codec: Codec,
}

/// The protected parts of an attribute with this definition.
///
/// # Errors
/// [`crate::Error::InvalidDefinition`] if a part's type has a parameter that does not fit.
pub fn protected_parts(attribute: &str, definition: &Value) -> Result<Vec<Protected>> {
    let mut walk = Walk {
        attribute,
        steps: Vec::new(),
        found: Vec::new(),
    };
    walk.definition(definition)?;
    Ok(walk.found)
}

struct Walk<'a> {
    attribute: &'a str,
    steps: Vec<Step>,
    found: Vec<Protected>,
}

impl Walk<'_> {
    fn definition(&mut self, definition: &Value) -> Result<()> {
        match definition {
            Value::String(text) => self.text(text),
            Value::Array(alternatives) => alternatives
                .iter()
                .try_for_each(|alternative| self.definition(alternative)),
            Value::Object(object) => self.object(object),
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    fn text(&mut self, text: &str) -> Result<()> {
        let parsed = TypeText::parse(text);
        if let Some(items) = parsed.base.strip_suffix("[]") {
            return self.below(Step::Each, |walk| walk.text(items));
        }
        if let ("array", Some(items)) = (parsed.base, parsed.modifier("items")) {
            return self.below(Step::Each, |walk| walk.text(items));
        }
        if self.steps.is_empty() {
            return Ok(());
        }
        let codec = codec_of_text(self.attribute, &parsed)?;
        let known = self.found.iter().any(|part| part.steps == self.steps);
        if is_protected(codec) && !known {
            self.found.push(Protected {
                steps: self.steps.clone(),
                codec,
            });
        }
        Ok(())
    }

    fn object(&mut self, definition: &Map<String, Value>) -> Result<()> {
        match definition.get("type") {
            Some(Value::String(name)) => self.text(name)?,
            _ => self.members(definition)?,
        }
        for members in ["props", "properties"] {
            if let Some(Value::Object(members)) = definition.get(members) {
                self.members(members)?;
            }
        }
        for each in ["items", "value"] {
            if let Some(each) = definition.get(each) {
                self.below(Step::Each, |walk| walk.definition(each))?;
            }
        }
        match definition.get("rules") {
            Some(rules @ Value::Array(_)) => self.definition(rules),
            _ => Ok(()),
        }
    }

    fn members(&mut self, members: &Map<String, Value>) -> Result<()> {
        members
            .iter()
            .filter(|(name, _)| !name.starts_with("$$"))
            .try_for_each(|(name, definition)| {
                self.below(Step::Member(name.as_str().into()), |walk| {
                    walk.definition(definition)
                })
            })
    }

    fn below(&mut self, step: Step, visit: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.steps.push(step);
        let outcome = visit(self);
        self.steps.pop();
        outcome
    }
}

/// Whether values of this codec are never stored in clear.
#[must_use]
pub fn is_protected(codec: Codec) -> bool {
    matches!(
        codec,
        Codec::Secret
            | Codec::SecretNumber
            | Codec::SecretAny
            | Codec::PasswordBcrypt
            | Codec::PasswordArgon2
    )
}

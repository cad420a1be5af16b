//! Names that an attribute, or an option of its definition, must not have.

use serde_json::Value;

use super::entry::join;
use crate::error::{Error, Result};

/// Levels of nesting that a definition may have.
const MAX_DEPTH: usize = 64;
/// Names through which an assignment reaches a prototype.
const HOSTILE: [&str; 3] = ["__proto__", "constructor", "prototype"];
/// Refuses a name that is empty or hostile, or has such a part between dots.
pub(super) fn check_name(path: &str, name: &str) -> Result<()> {
    if name.split('.').any(str::is_empty) {
        return Err(invalid(path, "has an empty name"));
    }
    match name.split('.').find(|segment| HOSTILE.contains(segment)) {
        Some(segment) => Err(invalid(path, &format!("must not be named `{segment}`"))),
        None => Ok(()),
    }
}

/// Refuses hostile names and excessive depth in what the validator gets to see.
pub(super) fn check_options(path: &str, definition: &Value, depth: usize) -> Result<()> {
    if depth > MAX_DEPTH {
        return Err(invalid(path, "is nested too deeply"));
    }
    match definition {
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| check_options(path, item, depth + 1)),
        Value::Object(members) => members.iter().try_for_each(|(name, member)| {
            if HOSTILE.contains(&name.as_str()) {
                return Err(invalid(
                    &join(path, name),
                    &format!("must not be named `{name}`"),
                ));
            }
            check_options(path, member, depth + 1)
        }),
        _ => Ok(()),
    }
}

/// The error of an attribute that cannot be understood.
pub(super) fn invalid(attribute: &str, reason: &str) -> Error {
    Error::InvalidDefinition {
        attribute: attribute.to_owned(),
        reason: reason.to_owned(),
    }
}

//! Partitions: which reference keys a record has. Pure.
//!
//! ```text
//! resource=<name>/partition=<partition>/<f1>=<v1>/<f2>=<v2>/…/id=<id>
//! ```
//!
//! Fields stand in the order that the shim gives (`localeCompare`, which only JavaScript knows).
//! Values are written as JavaScript prints them, after the field's rule.

use std::borrow::Cow;

use crate::key;
use crate::{Error, Result};

/// A partition of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    /// Name, as in `partition=<name>`.
    pub name: Box<str>,
    /// Fields in the order of their segments.
    pub fields: Vec<PartitionField>,
    /// Full key of the partition's folder, with a final `/`.
    pub folder: Box<str>,
}

/// One segment of a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionField {
    /// Dotted path; the name in the segment.
    pub path: Box<str>,
    /// Where the value is found.
    pub source: Source,
    /// What is done to it.
    pub rule: Rule,
}

/// Where a partition field finds its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A slot of the layout.
    Slot(usize),
    /// Inside the JSON of a slot.
    Inside(usize, Vec<Box<str>>),
    /// An attribute that is not declared.
    Undeclared,
    /// The record's id.
    Id,
    /// The resource's version.
    Version,
}

/// A partition rule such as `date|maxlength:10`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rule {
    /// Longest value, in UTF-16 units.
    pub max_length: Option<usize>,
    /// Whether a date is reduced to `YYYY-MM-DD`.
    pub date: bool,
}

/// A value as JavaScript prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed<'a> {
    /// `String(value)`.
    pub text: Cow<'a, str>,
    /// Whether the value is a string: rules cut nothing else.
    pub is_string: bool,
}

/// Values of a record, as partition fields ask for them.
pub trait Values {
    /// The value, or `None` for null and undefined.
    fn printed(&self, field: &PartitionField) -> Option<Printed<'_>>;

    /// `YYYY-MM-DD` of a date that only JavaScript can read.
    fn date_text(&self, partition: usize, field: usize) -> Option<&str>;
}

impl Rule {
    /// Reads a rule. Words other than `maxlength:<n>` and `date` have no effect.
    #[must_use]
    pub fn parse(rule: &str) -> Self {
        let max_length = rule.split_once("maxlength:").and_then(|(_, rest)| {
            let digits = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            rest.get(..digits)?.parse().ok()
        });
        Self {
            max_length,
            date: rule.contains("date"),
        }
    }

    /// Applies the rule to a string.
    ///
    /// The cut falls on a whole character: the reference may split a surrogate pair, but no store
    /// except its memory client holds such a key.
    #[must_use]
    pub fn apply<'a>(&self, value: &'a str) -> &'a str {
        let cut = self
            .max_length
            .map_or(value, |units| first_units(value, units));
        self.day(cut)
    }

    fn segment<'a>(&self, value: &'a Printed<'_>) -> &'a str {
        if value.is_string {
            self.apply(&value.text)
        } else {
            self.day(&value.text)
        }
    }

    fn day<'a>(&self, value: &'a str) -> &'a str {
        if self.date && value.contains('T') && value.contains('Z') {
            value.split('T').next().unwrap_or(value)
        } else {
            value
        }
    }
}

impl Partition {
    /// Full reference key of a record, or `None` when a field has no value.
    ///
    /// # Errors
    /// [`Error::InvalidPartition`] when a value would move the key out of the partition's folder;
    /// [`Error::InvalidId`].
    pub fn reference(
        &self,
        index: usize,
        id: &str,
        values: &impl Values,
    ) -> Result<Option<String>> {
        let mut key = String::with_capacity(self.folder.len() + 48);
        key.push_str(&self.folder);
        for (position, field) in self.fields.iter().enumerate() {
            let Some(value) = values.printed(field) else {
                return Ok(None);
            };
            key.push_str(&field.path);
            key.push('=');
            key.push_str(match values.date_text(index, position) {
                Some(date) => date,
                None => field.rule.segment(&value),
            });
            key.push('/');
        }
        key.push_str("id=");
        key::check_id(id)?;
        key.push_str(id);
        self.check(key).map(Some)
    }

    /// The longest key prefix that holds all references with the given values, and the `field=value`
    /// segments that the keys below it must contain besides. Values are final: rules have been
    /// applied.
    ///
    /// # Errors
    /// [`Error::InvalidPartition`] when a value would move the prefix out of the partition's folder.
    pub fn prefix(&self, values: &[(&str, &str)]) -> Result<(String, Vec<String>)> {
        let mut prefix = self.folder.to_string();
        let mut filters = Vec::new();
        let mut leading = true;
        for field in &self.fields {
            match values.iter().find(|(path, _)| *path == &*field.path) {
                Some((path, value)) if leading => {
                    prefix.push_str(path);
                    prefix.push('=');
                    prefix.push_str(value);
                    prefix.push('/');
                }
                Some((path, value)) => {
                    let segment = key::normalize(&format!("{path}={value}"));
                    filters.push(format!("/{}/", segment.map_err(|_| self.escapes())?));
                }
                None => leading = false,
            }
        }
        let mut prefix = self.check(prefix)?;
        prefix.push('/');
        Ok((prefix, filters))
    }

    fn check(&self, key: String) -> Result<String> {
        let plain = !key.contains("//") && !key.contains("/.") && !key.ends_with('/');
        let normal = if plain {
            key
        } else {
            key::normalize(&key).map_err(|_| self.escapes())?
        };
        if normal.len() > key::MAX_KEY_BYTES {
            return Err(self.invalid(format!(
                "makes a key of more than {} bytes",
                key::MAX_KEY_BYTES
            )));
        }
        Ok(normal)
    }

    fn escapes(&self) -> Error {
        self.invalid("a value contains a path segment `.` or `..`".to_owned())
    }

    fn invalid(&self, reason: String) -> Error {
        Error::InvalidPartition {
            partition: self.name.to_string(),
            reason,
        }
    }
}

/// The first `units` UTF-16 units of a text, without splitting a character.
fn first_units(text: &str, units: usize) -> &str {
    let mut left = units;
    for (offset, character) in text.char_indices() {
        match left.checked_sub(character.len_utf16()) {
            Some(rest) => left = rest,
            None => return text.get(..offset).unwrap_or(text),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_cut_whole_characters_and_dates() {
        assert_eq!(Rule::parse("string|maxlength:3").apply("abcdef"), "abc");
        assert_eq!(Rule::parse("string|maxlength:3").apply("😀😀"), "😀");
        assert_eq!(
            Rule::parse("date").apply("2024-01-15T10:20:30.456Z"),
            "2024-01-15"
        );
        assert_eq!(
            Rule::parse("date|maxlength:10").apply("2024-01-15T23:30:00-03:00"),
            "2024-01-15"
        );
    }
}

//! The content of a memory store.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Bound;

use super::Object;
use crate::{Error, Result};

/// Objects by key, with a counter for each folder.
#[derive(Debug, Default)]
pub struct Objects {
    by_key: BTreeMap<Box<str>, Object>,
    /// Number of objects directly in a folder; folders end in `/`.
    folders: BTreeMap<Box<str>, usize>,
    body_bytes: u64,
}

impl Objects {
    /// Writes an object if `check` agrees with the one that the key has now.
    ///
    /// # Errors
    /// What `check` says; nothing is written then.
    pub fn insert(
        &mut self,
        key: &str,
        object: Object,
        check: impl FnOnce(Option<&Object>, u64) -> Result<()>,
    ) -> Result<()> {
        let size = object.size();
        match self.by_key.entry(key.into()) {
            Entry::Occupied(mut slot) => {
                check(Some(slot.get()), self.body_bytes)?;
                self.body_bytes -= slot.get().size();
                slot.insert(object);
            }
            Entry::Vacant(slot) => {
                check(None, self.body_bytes)?;
                slot.insert(object);
                match self.folders.get_mut(folder(key)) {
                    Some(count) => *count += 1,
                    None => {
                        self.folders.insert(folder(key).into(), 1);
                    }
                }
            }
        }
        self.body_bytes += size;
        Ok(())
    }

    /// Deletes an object, if there is one.
    pub fn remove(&mut self, key: &str) {
        let Some(object) = self.by_key.remove(key) else {
            return;
        };
        self.body_bytes -= object.size();
        if let Some(count) = self.folders.get_mut(folder(key)) {
            *count -= 1;
            if *count == 0 {
                self.folders.remove(folder(key));
            }
        }
    }

    /// The object of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&Object> {
        self.by_key.get(key)
    }

    /// The object of a key.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn get(&self, key: &str) -> Result<&Object> {
        self.find(key).ok_or_else(|| Error::NotFound {
            key: key.to_owned(),
        })
    }

    /// Objects below a prefix, after a key.
    pub fn range<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a str, &'a Object)> {
        let start = match after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        self.by_key
            .range::<str, _>((start, Bound::Unbounded))
            .map(|(key, object)| (&**key, object))
            .take_while(move |(key, _)| key.starts_with(prefix))
    }

    /// Number of objects below a prefix. Whole folders are not walked.
    pub fn count(&self, prefix: &str) -> usize {
        if !prefix.is_empty() && !prefix.ends_with('/') {
            return self.range(prefix, None).count();
        }
        let below = self
            .folders
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        let below = below.take_while(|(folder, _)| folder.starts_with(prefix));
        below.map(|(_, count)| count).sum()
    }

    /// Every object, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Object)> {
        self.by_key.iter().map(|(key, object)| (&**key, object))
    }

    /// Number of objects.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Bytes of all bodies.
    pub fn body_bytes(&self) -> u64 {
        self.body_bytes
    }
}

impl FromIterator<(String, Object)> for Objects {
    fn from_iter<T: IntoIterator<Item = (String, Object)>>(given: T) -> Self {
        let by_key: BTreeMap<Box<str>, Object> = given
            .into_iter()
            .map(|(key, object)| (key.into(), object))
            .collect();
        let mut folders = BTreeMap::<Box<str>, usize>::new();
        for key in by_key.keys() {
            *folders.entry(folder(key).into()).or_default() += 1;
        }
        Self {
            body_bytes: by_key.values().map(Object::size).sum(),
            by_key,
            folders,
        }
    }
}

/// The folder of a key, with its final `/`, or nothing.
fn folder(key: &str) -> &str {
    key.rfind('/')
        .and_then(|slash| key.get(..=slash))
        .unwrap_or_default()
}

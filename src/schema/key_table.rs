//! From the name of a stored entry to what it holds.

use std::collections::HashMap;

use super::key_name::parse_base36;

/// What is stored under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The slot at this position.
    Slot(usize),
    /// The entry of the attribute map at this position, for which there is no slot.
    Entry(usize),
}

/// Short keys are found by their index, other names by hash.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyTable {
    short: Vec<Option<Target>>,
    named: HashMap<Box<str>, Target>,
}

impl KeyTable {
    /// A table for about `entries` keys. Indices far above that, as a damaged registry may hold,
    /// do not make it larger.
    pub(super) fn with_capacity(entries: usize) -> Self {
        Self {
            short: vec![None; entries * 2 + 64],
            named: HashMap::new(),
        }
    }

    /// Adds a key. Answers what is stored under it already, and then changes nothing.
    pub(super) fn insert(&mut self, key: &str, target: Target) -> Option<Target> {
        let position = self.position(key);
        if let Some(place) = position.and_then(|at| self.short.get_mut(at)) {
            if place.is_none() {
                *place = Some(target);
                return None;
            }
            return *place;
        }
        if let Some(taken) = self.named.get(key) {
            return Some(*taken);
        }
        self.named.insert(key.into(), target);
        None
    }

    /// What is stored under exactly this key.
    #[inline]
    pub(super) fn get(&self, key: &str) -> Option<Target> {
        let position = match key.as_bytes() {
            [digit @ b'0'..=b'9'] => Some(usize::from(digit - b'0')),
            [letter @ b'a'..=b'z'] => Some(usize::from(letter - b'a') + 10),
            _ => self.position(key),
        };
        match position {
            Some(position) => self.short.get(position).copied().flatten(),
            None => self.named.get(key).copied(),
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        let position = usize::try_from(parse_base36(key)?).ok()?;
        (position < self.short.len()).then_some(position)
    }
}

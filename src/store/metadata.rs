//! User metadata of an object, packed into one text.

/// Names and values of user metadata, in the order of writing. Names are unique: a later value
/// replaces an earlier one, as a header would.
///
/// Packed as `name length, value length (u32 each), name, value` per entry, so that storing and
/// copying a record's metadata is one allocation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    packed: Vec<u8>,
}

/// Bytes of the two lengths before an entry.
const LENGTHS: usize = 8;

impl Metadata {
    /// Empty metadata with room for `bytes` of names and values.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            packed: Vec::with_capacity(bytes),
        }
    }

    /// Metadata as [`Metadata::as_bytes`] gave it.
    #[must_use]
    pub fn from_bytes(packed: &[u8]) -> Self {
        Self {
            packed: packed.to_vec(),
        }
    }

    /// The packed form.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.packed
    }

    /// Adds an entry whose name is not there yet.
    pub fn push(&mut self, name: &str, value: &str) {
        debug_assert!(self.get(name).is_none(), "metadata name twice");
        // Stores refuse metadata of more than a few kilobytes long before lengths overflow.
        for text in [name, value] {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            self.packed.extend_from_slice(&length.to_le_bytes());
        }
        self.packed.extend_from_slice(name.as_bytes());
        self.packed.extend_from_slice(value.as_bytes());
    }

    /// Sets an entry.
    pub fn set(&mut self, name: &str, value: &str) {
        if self.get(name).is_some() {
            let mut rest = Self::with_capacity(self.packed.len());
            for (other, text) in self.iter().filter(|(other, _)| *other != name) {
                rest.push(other, text);
            }
            *self = rest;
        }
        self.push(name, value);
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find_map(|(other, value)| (other == name).then_some(value))
    }

    /// Names and values.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        Iter {
            packed: &self.packed,
        }
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// Bytes of names and values: what a store counts against its limit.
    #[must_use]
    pub fn size(&self) -> usize {
        self.iter()
            .map(|(name, value)| name.len() + value.len())
            .sum()
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Metadata {
    fn from_iter<T: IntoIterator<Item = (&'a str, &'a str)>>(entries: T) -> Self {
        let mut metadata = Self::default();
        for (name, value) in entries {
            metadata.set(name, value);
        }
        metadata
    }
}

impl<'a> IntoIterator for &'a Metadata {
    type Item = (&'a str, &'a str);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Iterates over names and values.
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    packed: &'a [u8],
}

impl<'a> Iter<'a> {
    /// Entries of a packed form.
    #[must_use]
    pub fn over(packed: &'a [u8]) -> Self {
        Self { packed }
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (lengths, texts) = self.packed.split_at_checked(LENGTHS)?;
        let (name, value) = lengths.split_at_checked(4)?;
        let length = |bytes: &[u8]| {
            bytes
                .try_into()
                .map(|array| u32::from_le_bytes(array) as usize)
        };
        let (name, texts) = texts.split_at_checked(length(name).ok()?)?;
        let (value, rest) = texts.split_at_checked(length(value).ok()?)?;
        self.packed = rest;
        Some((
            std::str::from_utf8(name).ok()?,
            std::str::from_utf8(value).ok()?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_value_replaces_an_earlier_one() {
        let metadata: Metadata = [("0", "a"), ("_v", "v1"), ("0", "é")].into_iter().collect();
        assert_eq!(
            metadata.iter().collect::<Vec<_>>(),
            [("_v", "v1"), ("0", "é")]
        );
        assert_eq!(metadata.size(), 2 + 2 + 1 + 2);
        assert_eq!(Metadata::from_bytes(metadata.as_bytes()), metadata);
    }
}

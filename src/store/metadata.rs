//! User metadata of an object, packed into one text.

/// Names and values of user metadata, in the order of writing. Names are unique: a later value
/// replaces an earlier one, as a header would.
///
/// Packed as `name length, value length, name, value` per entry, so that storing and copying a
/// record's metadata is one allocation. A length is one character below U+007F, or U+007F and five
/// digits of seven bits, which keeps the packed form a text: its parts need no check of their own when
/// they are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    packed: String,
}

/// Says that a length of five digits follows.
const LONG: u8 = 0x7f;

/// Digits of a long length.
const DIGITS: usize = 5;

impl Metadata {
    /// Empty metadata with room for `bytes` of names, values and lengths.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            packed: String::with_capacity(bytes),
        }
    }

    /// Metadata as [`Metadata::as_packed`] gave it.
    #[must_use]
    pub fn from_packed(packed: &str) -> Self {
        Self {
            packed: packed.to_owned(),
        }
    }

    /// The packed form.
    #[must_use]
    pub fn as_packed(&self) -> &str {
        &self.packed
    }

    /// Adds an entry whose name is not there yet.
    pub fn push(&mut self, name: &str, value: &str) {
        debug_assert!(self.get(name).is_none(), "metadata name twice");
        push_length(&mut self.packed, name.len());
        push_length(&mut self.packed, value.len());
        self.packed.push_str(name);
        self.packed.push_str(value);
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
        Iter::over(&self.packed)
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

fn push_length(packed: &mut String, length: usize) {
    match u8::try_from(length) {
        Ok(short) if short < LONG => packed.push(char::from(short)),
        _ => {
            packed.push(char::from(LONG));
            // Of a text of 32 GiB, no store would take the metadata.
            for digit in (0..DIGITS).rev() {
                let bits = (length >> (7 * digit)) & 0x7f;
                packed.push(char::from(u8::try_from(bits).unwrap_or_default()));
            }
        }
    }
}

/// Takes a length off the beginning of a packed form.
fn take_length(packed: &str) -> Option<(usize, &str)> {
    let (first, rest) = packed.split_at_checked(1)?;
    match first.bytes().next()? {
        LONG => {
            let (digits, rest) = rest.split_at_checked(DIGITS)?;
            let length = |length, digit| length << 7 | usize::from(digit);
            Some((digits.bytes().fold(0, length), rest))
        }
        short => Some((usize::from(short), rest)),
    }
}

/// Iterates over names and values.
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    packed: &'a str,
}

impl<'a> Iter<'a> {
    /// Entries of a packed form.
    #[must_use]
    pub fn over(packed: &'a str) -> Self {
        Self { packed }
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value, texts) =
            if let [name @ ..LONG, value @ ..LONG, ..] = self.packed.as_bytes() {
                (
                    usize::from(*name),
                    usize::from(*value),
                    self.packed.get(2..)?,
                )
            } else {
                let (name, rest) = take_length(self.packed)?;
                let (value, texts) = take_length(rest)?;
                (name, value, texts)
            };
        let (name, texts) = texts.split_at_checked(name)?;
        let (value, rest) = texts.split_at_checked(value)?;
        self.packed = rest;
        Some((name, value))
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
        assert_eq!(Metadata::from_packed(metadata.as_packed()), metadata);
    }
}

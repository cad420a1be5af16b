//! The dictionary: frequent values and beginnings of URLs that metadata holds as a short code.
//!
//! Stored form: `d:` and a code of one character for a whole value, or `d:@`, a character and the
//! rest of the value for a beginning. The tables are those of s3db.js; codes are case-sensitive.
//! Its code `f` stands for both `failed` and `font/woff2` and reads as `failed`, so that
//! `font/woff2` has no entry here.

use std::borrow::Cow;

/// Values with a code of their own: content types and states. Ordered by length, so that a lookup
/// compares only the few values as long as the one it looks for.
pub const VALUES: &[(&str, &str)] = &[
    ("failed", "f"),
    ("shipped", "h"),
    ("timeout", "t"),
    ("captured", "K"),
    ("declined", "d"),
    ("refunded", "R"),
    ("retrying", "r"),
    ("returned", "e"),
    ("text/css", "C"),
    ("text/csv", "v"),
    ("cancelled", "x"),
    ("completed", "c"),
    ("delivered", "D"),
    ("font/woff", "w"),
    ("image/gif", "G"),
    ("image/png", "P"),
    ("succeeded", "s"),
    ("text/html", "H"),
    ("authorized", "a"),
    ("image/jpeg", "I"),
    ("image/webp", "W"),
    ("in_transit", "i"),
    ("processing", "p"),
    ("terminated", "m"),
    ("text/plain", "T"),
    ("initialized", "n"),
    ("image/svg+xml", "S"),
    ("application/pdf", "Q"),
    ("application/xml", "X"),
    ("application/zip", "z"),
    ("text/javascript", "V"),
    ("application/json", "j"),
    ("application/ld+json", "J"),
    ("multipart/form-data", "F"),
    ("application/octet-stream", "o"),
    ("application/x-www-form-urlencoded", "u"),
];

/// Beginnings with a code of their own, the longest first: the first that fits is used.
pub const PREFIXES: &[(&str, &str)] = &[
    ("https://s3.amazonaws.com/", "@s"),
    ("https://api.example.com/", "@A"),
    ("http://localhost:", "@L"),
    ("http://localhost", "@l"),
    ("https://api.", "@H"),
    ("https://www.", "@W"),
    ("https://s3-", "@S"),
    ("/products/", "@p"),
    ("/api/v1/", "@1"),
    ("/api/v2/", "@2"),
    ("/api/v3/", "@3"),
    ("https://", "@h"),
    ("http://", "@t"),
    ("/users/", "@u"),
    ("/api/", "@a"),
    ("/v1/", "@v"),
];

/// A value as the dictionary holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Code of the value, or of its beginning when it starts with `@`.
    pub code: &'static str,
    /// What the code stands for.
    pub meaning: &'static str,
    /// What follows the beginning; empty for a whole value.
    pub rest: &'a str,
}

impl Entry<'_> {
    /// Bytes that the stored form is shorter than the value; 0 for `/v1/`.
    #[must_use]
    pub fn savings(&self) -> usize {
        self.meaning
            .len()
            .saturating_sub(MARK.len() + self.code.len())
    }

    /// Bytes of the stored form.
    #[must_use]
    pub fn stored_len(&self) -> usize {
        MARK.len() + self.code.len() + self.rest.len()
    }

    /// The stored form.
    #[must_use]
    pub fn stored(&self) -> String {
        let mut stored = String::with_capacity(self.stored_len());
        self.append(&mut stored);
        stored
    }

    /// Appends the stored form.
    pub fn append(&self, stored: &mut String) {
        stored.push_str(MARK);
        stored.push_str(self.code);
        stored.push_str(self.rest);
    }
}

/// What every stored form begins with.
pub const MARK: &str = "d:";

/// Entry of a value, whole values before beginnings.
#[must_use]
pub fn find(value: &str) -> Option<Entry<'_>> {
    let whole = find_value(value).map(|(meaning, code)| Entry {
        code,
        meaning,
        rest: "",
    });
    whole.or_else(|| find_prefix(value))
}

/// Value of a stored form without its mark; `None` for an unknown code.
#[must_use]
pub fn decode(code: &str) -> Option<Cow<'static, str>> {
    if !code.starts_with('@') {
        let (value, _) = VALUES.iter().find(|(_, known)| *known == code)?;
        return Some(Cow::Borrowed(value));
    }
    PREFIXES.iter().find_map(|(prefix, known)| {
        let rest = code.strip_prefix(known)?;
        Some(Cow::Owned([prefix, rest].concat()))
    })
}

fn find_value(value: &str) -> Option<(&'static str, &'static str)> {
    let first = VALUES.partition_point(|(known, _)| known.len() < value.len());
    let candidates = VALUES.get(first..)?.iter();
    let mut candidates = candidates.take_while(|(known, _)| known.len() == value.len());
    candidates.find(|(known, _)| *known == value).copied()
}

fn find_prefix(value: &str) -> Option<Entry<'_>> {
    if !value.starts_with(['/', 'h']) {
        return None;
    }
    PREFIXES.iter().find_map(|(meaning, code)| {
        let rest = value.strip_prefix(meaning)?;
        Some(Entry {
            code,
            meaning,
            rest,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_ordered_by_length_and_found() {
        assert!(VALUES.is_sorted_by_key(|(value, _)| value.len()));
        for (value, code) in VALUES {
            assert_eq!(find(value).map(|entry| entry.code), Some(*code));
        }
    }

    #[test]
    fn prefixes_are_ordered_longest_first() {
        assert!(PREFIXES.is_sorted_by(|(one, _), (next, _)| one.len() >= next.len()));
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = VALUES
            .iter()
            .chain(PREFIXES)
            .map(|(_, code)| code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), VALUES.len() + PREFIXES.len());
    }
}

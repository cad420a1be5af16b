//! Pages of a listing, in the order of the bytes of keys.

use std::fmt::Write;
use std::ops::Bound;
use std::sync::Arc;

use crate::store::{Object, Objects};

/// Entries of a page at most, as AWS has it.
pub const LARGEST_PAGE: usize = 1000;

/// Where a page begins: after a key, or after all keys that begin alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// After this key.
    Key(String),
    /// After every key that begins so.
    Prefix(String),
}

impl Position {
    /// The position as a continuation token: text that means nothing to clients.
    #[must_use]
    pub fn token(&self) -> String {
        let (kind, text) = match self {
            Self::Key(key) => ('k', key),
            Self::Prefix(prefix) => ('p', prefix),
        };
        text.bytes().fold(String::from(kind), |mut token, byte| {
            let _ = write!(token, "{byte:02x}");
            token
        })
    }

    /// Reads a token; `None` for what [`Position::token`] does not make.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        let (kind, digits) = token.split_at_checked(1)?;
        let pairs = digits.as_bytes().chunks(2);
        let bytes = pairs.map(|pair| {
            let pair = std::str::from_utf8(pair)
                .ok()
                .filter(|pair| pair.len() == 2)?;
            u8::from_str_radix(pair, 16).ok()
        });
        let text = String::from_utf8(bytes.collect::<Option<_>>()?).ok()?;
        match kind {
            "k" => Some(Self::Key(text)),
            "p" => Some(Self::Prefix(text)),
            _ => None,
        }
    }
}

/// What `ListObjectsV2` asks for.
#[derive(Debug, Default)]
pub struct Query<'a> {
    /// Keys begin so.
    pub prefix: &'a str,
    /// Keys that agree up to its next occurrence are one entry; not empty.
    pub delimiter: Option<&'a str>,
    /// Where the page begins; at the beginning without it.
    pub after: Option<Position>,
    /// Entries at most.
    pub limit: usize,
}

/// A page: objects and common prefixes, each in order.
#[derive(Debug, Default)]
pub struct Page {
    /// Keys and their objects.
    pub objects: Vec<(String, Arc<Object>)>,
    /// Common prefixes, the delimiter included.
    pub prefixes: Vec<String>,
    /// Where the next page begins, if there is one.
    pub next: Option<Position>,
}

impl Page {
    fn entries(&self) -> usize {
        self.objects.len() + self.prefixes.len()
    }
}

impl Query<'_> {
    /// The page of these objects.
    #[must_use]
    pub fn page(&self, objects: &Objects) -> Page {
        let mut page = Page::default();
        let mut last = self.after.clone();
        if self.limit == 0 {
            return page;
        }
        let keys = objects.range::<str, _>((self.start(), Bound::Unbounded));
        for (key, object) in keys.take_while(|(key, _)| key.starts_with(self.prefix)) {
            if matches!(&last, Some(Position::Prefix(prefix)) if key.starts_with(prefix.as_str())) {
                continue;
            }
            if page.entries() == self.limit {
                page.next = last;
                break;
            }
            if let Some(common) = self.common_prefix(key) {
                page.prefixes.push(common.to_owned());
                last = Some(Position::Prefix(common.to_owned()));
            } else {
                page.objects.push((key.clone(), Arc::clone(object)));
                last = Some(Position::Key(key.clone()));
            }
        }
        page
    }

    fn start(&self) -> Bound<&str> {
        match &self.after {
            Some(Position::Key(key)) if key.as_str() >= self.prefix => Bound::Excluded(key),
            Some(Position::Prefix(prefix)) => Bound::Included(prefix),
            _ => Bound::Included(self.prefix),
        }
    }

    fn common_prefix<'k>(&self, key: &'k str) -> Option<&'k str> {
        let rest = key.strip_prefix(self.prefix)?;
        let delimiter = self.delimiter?;
        let end = self.prefix.len() + rest.find(delimiter)? + delimiter.len();
        key.get(..end)
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use bytes::Bytes;
    use http::HeaderMap;

    use super::*;

    fn objects(keys: &[&str]) -> Objects {
        let object = Arc::new(Object {
            body: Bytes::new(),
            etag: String::new(),
            headers: HeaderMap::new(),
            checksums: HeaderMap::new(),
            modified: SystemTime::UNIX_EPOCH,
        });
        let pairs = keys
            .iter()
            .map(|key| ((*key).to_owned(), Arc::clone(&object)));
        pairs.collect()
    }

    /// Entries of all pages, each page ended by `|`.
    fn pages(objects: &Objects, prefix: &str, delimiter: Option<&str>, limit: usize) -> String {
        let mut text = String::new();
        let mut after = None;
        loop {
            let query = Query {
                prefix,
                delimiter,
                after,
                limit,
            };
            let page = query.page(objects);
            let keys = page.objects.iter().map(|(key, _)| key);
            let mut entries: Vec<_> = keys.chain(&page.prefixes).cloned().collect();
            entries.sort();
            text = text + &entries.join(" ") + "|";
            let Some(next) = page.next else { return text };
            after = Position::parse(&next.token());
            assert_eq!(after.as_ref(), Some(&next));
        }
    }

    #[test]
    fn orders_by_bytes() {
        let keys = objects(&["é", "z", "Z", "😀", "\u{ffee}", "a=1", "a/1"]);
        assert_eq!(pages(&keys, "", None, 9), "Z a/1 a=1 z é \u{ffee} 😀|");
    }

    #[test]
    fn divides_into_pages() {
        let keys = objects(&["a", "b", "c", "d"]);
        assert_eq!(pages(&keys, "", None, 3), "a b c|d|");
        assert_eq!(pages(&keys, "", None, 2), "a b|c d|");
        assert_eq!(pages(&keys, "c", None, 2), "c|");
        assert_eq!(pages(&keys, "", None, 0), "|");
    }

    #[test]
    fn joins_common_prefixes() {
        let keys = objects(&["a/1", "a/2", "b", "c/1", "c/2/3"]);
        assert_eq!(pages(&keys, "", Some("/"), 9), "a/ b c/|");
        assert_eq!(pages(&keys, "", Some("/"), 1), "a/|b|c/|");
        assert_eq!(pages(&keys, "c/", Some("/"), 1), "c/1|c/2/|");
    }

    #[test]
    fn starts_after_a_key() {
        let keys = objects(&["p/a", "p/b", "p/c"]);
        for (after, first) in [("p/a", "p/b"), ("p/aa", "p/b"), ("a", "p/a")] {
            let after = Some(Position::Key(after.to_owned()));
            let query = Query {
                prefix: "p/",
                delimiter: None,
                after,
                limit: 1,
            };
            assert_eq!(query.page(&keys).objects[0].0, first);
        }
    }

    #[test]
    fn refuses_tokens_of_others() {
        for token in ["", "x61", "k6", "kzz", "kff", "ä"] {
            assert_eq!(Position::parse(token), None, "{token}");
        }
    }
}

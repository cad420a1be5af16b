//! Listings: what is asked for, and pages of the answer.

/// Which keys a listing returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List<'a> {
    /// Literal beginning of the keys.
    pub prefix: &'a str,
    /// Keys up to and including this one are left out.
    pub after: Option<&'a str>,
    /// Groups keys by what stands before it; the groups are `common_prefixes`.
    pub delimiter: Option<&'a str>,
    /// Most keys and groups of a page; `None` lists everything at once.
    pub limit: Option<usize>,
}

impl List<'_> {
    /// The group of a key: its beginning up to the first delimiter behind the prefix.
    #[must_use]
    pub fn group_of<'k>(&self, key: &'k str) -> Option<&'k str> {
        let delimiter = self.delimiter.filter(|delimiter| !delimiter.is_empty())?;
        let rest = key.strip_prefix(self.prefix)?;
        let end = rest.find(delimiter)?;
        key.get(..self.prefix.len() + end + delimiter.len())
    }
}

/// An entry of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Full key.
    pub key: String,
    /// Bytes of the body.
    pub size: u64,
    /// Quoted `ETag`.
    pub etag: String,
    /// Milliseconds since 1970.
    pub last_modified: u64,
}

/// A page of a listing, keys in the order of their UTF-8 bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Objects.
    pub entries: Vec<Entry>,
    /// Groups, if a delimiter was given.
    pub common_prefixes: Vec<String>,
    /// The last key or group of the page, if there are more behind it.
    pub next: Option<String>,
}

/// Keys of a page without what else is known of the objects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyPage {
    /// Full keys in the order of their UTF-8 bytes.
    pub keys: Vec<String>,
    /// The last key of the page, if there are more behind it.
    pub next: Option<String>,
}

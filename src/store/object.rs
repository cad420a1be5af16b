//! An object: its facts packed into one text, and its body.

use std::sync::Arc;

use md5::{Digest, Md5};

use super::metadata::{Iter, Metadata};
use super::{NewObject, STAMP};

/// `ETag` of an empty body.
pub const EMPTY_ETAG: &str = "\"d41d8cd98f00b204e9800998ecf8427e\"";

/// Quoted MD5 of a body.
#[must_use]
pub fn etag_of(body: &[u8]) -> String {
    if body.is_empty() {
        return EMPTY_ETAG.to_owned();
    }
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in Md5::digest(body) {
        for nibble in [byte >> 4, byte & 15] {
            tag.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    tag.push('"');
    tag
}

/// An object of a store. Cloning shares the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Packed metadata, media type, content coding and `ETag`, one after another.
    facts: Arc<str>,
    metadata: u32,
    content_type: u32,
    content_encoding: u32,
    body: Arc<[u8]>,
    last_modified: u64,
    size: u64,
}

impl Object {
    /// Packs an object. Its `ETag` is taken as given, in quotes.
    #[must_use]
    pub fn new(object: NewObject<'_>, etag: &str, last_modified: u64) -> Self {
        Self::pack(object, etag, last_modified, object.body.len() as u64)
    }

    /// Packs what is known of an object whose body, of `size` bytes, was not read.
    #[must_use]
    pub fn without_body(object: NewObject<'_>, etag: &str, last_modified: u64, size: u64) -> Self {
        Self::pack(
            NewObject {
                body: &[],
                ..object
            },
            etag,
            last_modified,
            size,
        )
    }

    fn pack(object: NewObject<'_>, etag: &str, last_modified: u64, size: u64) -> Self {
        let metadata = object.metadata.as_packed();
        let content_type = object.content_type.unwrap_or_default();
        let content_encoding = object.content_encoding.unwrap_or_default();
        // The most frequent tag is not stored.
        let etag = if etag == EMPTY_ETAG { "" } else { etag };
        let parts = [metadata, content_type, content_encoding, etag];
        let facts = match parts {
            [metadata, "", "", ""] => metadata.into(),
            parts => parts.concat().into(),
        };
        let mut end = 0;
        let [metadata, content_type, content_encoding, _] = parts.map(|part| {
            end += part.len();
            // Headers of 4 GiB do not exist.
            u32::try_from(end).unwrap_or(u32::MAX)
        });
        Self {
            facts,
            metadata,
            content_type,
            content_encoding,
            body: match object.body {
                [] => Arc::default(),
                body => body.into(),
            },
            last_modified,
            size,
        }
    }

    /// Names and values of the metadata, as stored.
    #[must_use]
    pub fn metadata(&self) -> Iter<'_> {
        Iter::over(self.packed_metadata())
    }

    /// The metadata as a value of its own.
    #[must_use]
    pub fn to_metadata(&self) -> Metadata {
        Metadata::from_packed(self.packed_metadata())
    }

    /// Value of [`STAMP`], if there is one.
    #[must_use]
    pub fn stamp(&self) -> Option<&str> {
        let mut metadata = self.metadata();
        metadata
            .find(|(name, _)| *name == STAMP)
            .map(|(_, stamp)| stamp)
    }

    /// Media type, if one was given.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.text(self.metadata, self.content_type)
    }

    /// Content coding, if one was given.
    #[must_use]
    pub fn content_encoding(&self) -> Option<&str> {
        self.text(self.content_type, self.content_encoding)
    }

    /// Quoted `ETag`.
    #[must_use]
    pub fn etag(&self) -> &str {
        let etag = self.facts.get(self.content_encoding as usize..);
        etag.filter(|etag| !etag.is_empty()).unwrap_or(EMPTY_ETAG)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn last_modified(&self) -> u64 {
        self.last_modified
    }

    /// Bytes of the body, also where the body was not read.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The body, if it was read.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The object without its body.
    #[must_use]
    pub fn head(&self) -> Self {
        Self {
            body: Arc::default(),
            ..self.clone()
        }
    }

    fn packed_metadata(&self) -> &str {
        self.facts.get(..self.metadata as usize).unwrap_or_default()
    }

    fn text(&self, start: u32, end: u32) -> Option<&str> {
        let text = self.facts.get(start as usize..end as usize)?;
        (!text.is_empty()).then_some(text)
    }
}

//! An object: its facts packed into one text, and its body.

use std::sync::Arc;

use super::etag::{Body, EMPTY_ETAG, Etag};
use super::metadata::{Iter, Metadata};
use super::{NewObject, STAMP};

/// An object of a store. Cloning shares the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Packed metadata, media type, content coding and `ETag`, one after another. A tag that is not
    /// there is that of the body.
    facts: Arc<str>,
    metadata: u32,
    content_type: u32,
    content_encoding: u32,
    is_head: bool,
    /// `None` where it is empty.
    body: Option<Arc<Body>>,
    last_modified: u64,
    size: u64,
}

impl Object {
    /// Packs an object. Its `ETag` is taken as given, in quotes.
    #[must_use]
    pub fn new(object: NewObject<'_>, etag: &str, last_modified: u64) -> Self {
        Self::pack(object, etag, last_modified, object.body.len() as u64)
    }

    /// Packs an object whose `ETag` is the MD5 of its body.
    #[must_use]
    pub fn digested(object: NewObject<'_>, last_modified: u64) -> Self {
        Self::pack(object, "", last_modified, object.body.len() as u64)
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
        let etag = if etag == EMPTY_ETAG && object.body.is_empty() {
            ""
        } else {
            etag
        };
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
            is_head: false,
            body: match object.body {
                [] => None,
                body => Some(Arc::new(body.into())),
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
        match self.facts.get(self.content_encoding as usize..) {
            Some(known) if !known.is_empty() => known,
            _ => self.body.as_ref().map_or(EMPTY_ETAG, |body| body.etag()),
        }
    }

    /// The tag as a value of its own, not made before somebody asks for it.
    #[must_use]
    pub fn to_etag(&self) -> Etag {
        let is_known = self.facts.len() > self.content_encoding as usize;
        match &self.body {
            _ if is_known => self.etag().into(),
            Some(body) => Etag::Of(Arc::clone(body)),
            None => Etag::Known(EMPTY_ETAG.into()),
        }
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
        match &self.body {
            Some(body) if !self.is_head => body.bytes(),
            _ => &[],
        }
    }

    /// The object without its body.
    #[must_use]
    pub fn head(&self) -> Self {
        Self {
            is_head: true,
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

//! An object, packed into one allocation.

use std::sync::Arc;

use md5::{Digest, Md5};

use super::NewObject;
use super::metadata::{Iter, Metadata};

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
#[derive(Debug, Clone)]
pub struct Object {
    bytes: Arc<[u8]>,
    metadata: u32,
    content_type: u32,
    content_encoding: u32,
    etag: u32,
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
        let metadata = object.metadata.as_bytes();
        let content_type = object.content_type.unwrap_or_default();
        let content_encoding = object.content_encoding.unwrap_or_default();
        // The most frequent tag is not stored.
        let etag = if etag == EMPTY_ETAG { "" } else { etag };
        let mut bytes = Vec::with_capacity(
            metadata.len()
                + content_type.len()
                + content_encoding.len()
                + etag.len()
                + object.body.len(),
        );
        let mut ends = [0; 4];
        let parts = [
            metadata,
            content_type.as_bytes(),
            content_encoding.as_bytes(),
            etag.as_bytes(),
        ];
        for (end, part) in ends.iter_mut().zip(parts) {
            bytes.extend_from_slice(part);
            // Headers of 4 GiB do not exist.
            *end = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        }
        bytes.extend_from_slice(object.body);
        let [metadata, content_type, content_encoding, etag] = ends;
        Self {
            bytes: bytes.into(),
            metadata,
            content_type,
            content_encoding,
            etag,
            last_modified,
            size,
        }
    }

    /// Names and values of the metadata, as stored.
    #[must_use]
    pub fn metadata(&self) -> Iter<'_> {
        Iter::over(self.part(0, self.metadata))
    }

    /// The metadata as a value of its own.
    #[must_use]
    pub fn to_metadata(&self) -> Metadata {
        Metadata::from_bytes(self.part(0, self.metadata))
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
        self.text(self.content_encoding, self.etag)
            .unwrap_or(EMPTY_ETAG)
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
        self.bytes.get(self.etag as usize..).unwrap_or_default()
    }

    /// The object without its body.
    #[must_use]
    pub fn head(&self) -> Self {
        let bytes = if self.size == 0 {
            Arc::clone(&self.bytes)
        } else {
            self.part(0, self.etag).into()
        };
        Self {
            bytes,
            ..self.clone()
        }
    }

    fn part(&self, start: u32, end: u32) -> &[u8] {
        self.bytes
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    fn text(&self, start: u32, end: u32) -> Option<&str> {
        let text = std::str::from_utf8(self.part(start, end)).ok()?;
        (!text.is_empty()).then_some(text)
    }
}

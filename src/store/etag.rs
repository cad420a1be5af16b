//! `ETag`s, and bodies whose `ETag` nobody may ever ask for.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use md5::{Digest, Md5};

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

/// The body of an object, with its MD5 from when it is first asked for: the digest of 4 KB takes as
/// long as the rest of a write in memory.
#[derive(Debug, Default)]
pub struct Body {
    bytes: Box<[u8]>,
    etag: OnceLock<Box<str>>,
}

impl Body {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Quoted MD5 of the bytes.
    #[must_use]
    pub fn etag(&self) -> &str {
        self.etag
            .get_or_init(|| etag_of(&self.bytes).into_boxed_str())
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.into(),
            etag: OnceLock::new(),
        }
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Body {}

/// Quoted `ETag` of an object that was written.
#[derive(Debug, Clone)]
pub enum Etag {
    /// As the store gave it.
    Known(Cow<'static, str>),
    /// That of a body.
    Of(Arc<Body>),
}

impl Etag {
    /// The tag, in quotes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(etag) => etag,
            Self::Of(body) => body.etag(),
        }
    }
}

impl From<String> for Etag {
    fn from(etag: String) -> Self {
        Self::Known(etag.into())
    }
}

impl From<Etag> for String {
    fn from(etag: Etag) -> Self {
        match etag {
            Etag::Known(etag) => etag.into_owned(),
            Etag::Of(body) => body.etag().to_owned(),
        }
    }
}

impl From<&str> for Etag {
    fn from(etag: &str) -> Self {
        Self::Known(etag.to_owned().into())
    }
}

impl PartialEq for Etag {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Etag {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Metadata, NewObject, Object};

    fn written(body: &[u8]) -> Object {
        let object = NewObject {
            metadata: &Metadata::default(),
            body,
            content_type: None,
            content_encoding: None,
        };
        Object::digested(object, 0)
    }

    #[test]
    fn a_digest_waits_until_it_is_asked_for_and_is_shared() {
        let object = written(b"body");
        let (copy, head, etag) = (object.clone(), object.head(), object.to_etag());
        let Etag::Of(body) = &etag else {
            panic!("{etag:?} is known");
        };
        assert_eq!(body.etag.get(), None);
        let digest = "\"841a2d689ad86bd1611447453c22c6fc\"";
        assert_eq!(copy.etag(), digest);
        assert_eq!(body.etag.get().map(|tag| &**tag), Some(digest));
        assert_eq!((head.etag(), head.body()), (digest, &[][..]));
        assert_eq!(etag, Etag::from(digest));
    }

    #[test]
    fn an_empty_body_has_the_known_tag() {
        assert_eq!(written(b"").to_etag(), Etag::Known(EMPTY_ETAG.into()));
        assert_eq!(written(b"").etag(), etag_of(b""));
    }
}

//! Reading objects.

use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};

use super::S3Store;
use super::headers::Headers;
use super::transport::Message;
use crate::Result;
use crate::store::{Metadata, NewObject, Object};

/// Media type of an object that was written without one.
pub const DEFAULT_CONTENT_TYPE: &str = "application/octet-stream";

/// What names of headers begin with that hold metadata.
pub const METADATA_PREFIX: &str = "x-amz-meta-";

/// What an answer tells of an object besides its body.
struct Facts {
    metadata: Metadata,
    content_type: Option<String>,
    content_encoding: Option<String>,
    etag: String,
    last_modified: u64,
}

impl Facts {
    fn of(headers: &Headers) -> Self {
        let given = |name, default| {
            let value = headers.get(name).filter(|value| *value != default);
            value.map(str::to_owned)
        };
        let modified = headers.get("last-modified");
        let modified =
            modified.and_then(|text| DateTime::from_str(text, DateTimeFormat::HttpDate).ok());
        Self {
            metadata: packed(headers),
            content_type: given("content-type", DEFAULT_CONTENT_TYPE),
            content_encoding: given("content-encoding", ""),
            etag: quoted(headers.get("etag").unwrap_or_default()),
            last_modified: milliseconds(modified.as_ref()),
        }
    }

    fn as_object<'a>(&'a self, body: &'a [u8]) -> NewObject<'a> {
        NewObject {
            metadata: &self.metadata,
            body,
            content_type: self.content_type.as_deref(),
            content_encoding: self.content_encoding.as_deref(),
        }
    }
}

impl S3Store {
    /// Reads an object with its body.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], and what the service says.
    pub(super) async fn read(&self, key: &str) -> Result<Object> {
        let read = self.requests.make(key, || async {
            let answer = self.requests.send(Message::new("GET", key)).await?;
            let facts = Facts::of(&answer.headers);
            let object = facts.as_object(&answer.body);
            Ok(Object::new(object, &facts.etag, facts.last_modified))
        });
        Ok(read.await?)
    }

    /// Reads what is known of an object besides its body.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], and what the service says.
    pub(super) async fn read_head(&self, key: &str) -> Result<Object> {
        let read = self.requests.make(key, || async {
            let answer = self.requests.send(Message::new("HEAD", key)).await?;
            let facts = Facts::of(&answer.headers);
            let size = answer.headers.get("content-length");
            Ok(Object::without_body(
                facts.as_object(&[]),
                &facts.etag,
                facts.last_modified,
                size.and_then(|size| size.parse().ok()).unwrap_or_default(),
            ))
        });
        Ok(read.await?)
    }
}

/// Metadata in the order of the names: that of the headers is lost on the way.
fn packed(headers: &Headers) -> Metadata {
    let mut entries: Vec<_> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(METADATA_PREFIX)?, value)))
        .collect();
    entries.sort_unstable();
    entries.into_iter().collect()
}

/// An `ETag` in quotes, whether the service writes them or not.
#[must_use]
pub fn quoted(etag: &str) -> String {
    format!("\"{}\"", etag.trim_matches('"'))
}

/// Milliseconds since 1970, to the second: headers tell no more, and listings should not differ.
#[must_use]
pub fn milliseconds(instant: Option<&DateTime>) -> u64 {
    let seconds = instant.map_or(0, DateTime::secs);
    u64::try_from(seconds).unwrap_or_default() * 1000
}

//! Reading objects.

use std::collections::HashMap;

use aws_sdk_s3::primitives::{ByteStream, DateTime};

use super::S3Store;
use super::failure::Failure;
use crate::Result;
use crate::store::{Metadata, NewObject, Object};

/// Media type of an object that was written without one.
pub const DEFAULT_CONTENT_TYPE: &str = "application/octet-stream";

/// What an answer tells of an object besides its body.
struct Facts {
    metadata: Metadata,
    content_type: Option<String>,
    content_encoding: Option<String>,
    etag: String,
    last_modified: u64,
}

impl Facts {
    fn new(
        metadata: Option<&HashMap<String, String>>,
        content_type: Option<&str>,
        content_encoding: Option<&str>,
        etag: Option<&str>,
        last_modified: Option<&DateTime>,
    ) -> Self {
        Self {
            metadata: packed(metadata),
            content_type: content_type
                .filter(|given| *given != DEFAULT_CONTENT_TYPE)
                .map(str::to_owned),
            content_encoding: content_encoding
                .filter(|given| !given.is_empty())
                .map(str::to_owned),
            etag: quoted(etag.unwrap_or_default()),
            last_modified: milliseconds(last_modified),
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
            let client = self.requests.client();
            let request = client.get_object().bucket(self.requests.bucket()).key(key);
            let answer = request.send().await;
            let mut answer = answer.map_err(|error| Failure::of(&error, key))?;
            let facts = Facts::new(
                answer.metadata(),
                answer.content_type(),
                answer.content_encoding(),
                answer.e_tag(),
                answer.last_modified(),
            );
            let stream = std::mem::replace(&mut answer.body, ByteStream::from_static(b""));
            let body = stream.collect().await;
            let body = body.map_err(|error| Failure::broken(key, &error.to_string()))?;
            let body = body.into_bytes();
            Ok(Object::new(
                facts.as_object(&body),
                &facts.etag,
                facts.last_modified,
            ))
        });
        Ok(read.await?)
    }

    /// Reads what is known of an object besides its body.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], and what the service says.
    pub(super) async fn read_head(&self, key: &str) -> Result<Object> {
        let read = self.requests.make(key, || async {
            let client = self.requests.client();
            let request = client.head_object().bucket(self.requests.bucket()).key(key);
            let answer = request.send().await;
            let answer = answer.map_err(|error| Failure::of(&error, key))?;
            let facts = Facts::new(
                answer.metadata(),
                answer.content_type(),
                answer.content_encoding(),
                answer.e_tag(),
                answer.last_modified(),
            );
            let size = answer.content_length().unwrap_or_default();
            Ok(Object::without_body(
                facts.as_object(&[]),
                &facts.etag,
                facts.last_modified,
                u64::try_from(size).unwrap_or_default(),
            ))
        });
        Ok(read.await?)
    }
}

/// Metadata in the order of the names: that of the headers is lost on the way.
fn packed(metadata: Option<&HashMap<String, String>>) -> Metadata {
    let mut entries: Vec<_> = metadata.into_iter().flatten().collect();
    entries.sort_unstable();
    entries
        .into_iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
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

//! Writing objects, under a condition or not.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use md5::{Digest, Md5};

use super::S3Store;
use super::read::{DEFAULT_CONTENT_TYPE, METADATA_PREFIX, quoted};
use super::retry::Exhausted;
use super::transport::Message;
use crate::store::{Condition, NewObject, Object, Written};
use crate::{Error, Result};

/// MD5 of nothing.
const EMPTY_DIGEST: &str = "1B2M2Y8AsgTpgAmY7PhCfg==";

impl S3Store {
    /// Writes an object. Where an answer was lost and the repeated request finds its condition broken,
    /// the object that is there decides: if it is the one to be written, it was.
    ///
    /// # Errors
    /// [`Error::Precondition`], and what the service says.
    pub(super) async fn write(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Written> {
        let seen = self.single_tag(key, condition).await?;
        let condition = match &seen {
            Some(etag) => Condition::Matches(etag),
            None => condition,
        };
        match self.put_once(key, object, condition).await {
            Ok(written) => Ok(written),
            Err(failure) => self.resolve(key, object, condition, failure).await,
        }
    }

    /// The one tag that stands for a condition: services compare with no more than one, and never with
    /// metadata, so that a stamp is compared just before.
    async fn single_tag(&self, key: &str, condition: Condition<'_>) -> Result<Option<String>> {
        match condition {
            Condition::None | Condition::Absent => return Ok(None),
            Condition::Matches(wanted) if is_single(wanted) => return Ok(Some(quoted(wanted))),
            Condition::Matches(_) | Condition::Unchanged { .. } => {}
        }
        let current = match self.read_head(key).await {
            Ok(object) => Some(object),
            Err(Error::NotFound { .. }) => None,
            Err(error) => return Err(error),
        };
        condition.check(key, current.as_ref().map(Object::etag))?;
        condition.check_stamp(key, || current.as_ref().and_then(Object::stamp))?;
        Ok(current.map(|object| object.etag().to_owned()))
    }

    async fn put_once(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Written, Exhausted> {
        self.requests
            .make(key, || async {
                let answer = self.requests.send(put(key, object, condition)).await?;
                let version = answer.headers.get("x-amz-version-id");
                Ok(Written {
                    etag: quoted(answer.headers.get("etag").unwrap_or_default()),
                    version_id: version.map(str::to_owned),
                })
            })
            .await
    }

    async fn resolve(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
        failure: Exhausted,
    ) -> Result<Written> {
        let refused = match (&failure.error, condition) {
            (Error::Precondition { .. }, _) | (Error::NotFound { .. }, Condition::Matches(_)) => {
                true
            }
            (Error::Service(said), _) => said.name == "ConditionalRequestConflict",
            _ => false,
        };
        if !refused {
            return Err(failure.of_change());
        }
        if failure.maybe_done
            && let Ok(found) = self.read(key).await
            && is_same(&found, object)
        {
            return Ok(Written {
                etag: found.etag().to_owned(),
                version_id: None,
            });
        }
        let reason = match (condition, &failure.error) {
            (_, Error::NotFound { .. }) => "object does not exist",
            (Condition::Matches(_), _) => "ETag mismatch",
            _ => "object already exists",
        };
        Err(Error::Precondition {
            key: key.to_owned(),
            reason,
        })
    }
}

fn put<'a>(key: &'a str, object: NewObject<'a>, condition: Condition<'a>) -> Message<'a> {
    let mut message = Message::new("PUT", key);
    message.body = object.body;
    let kind = object.content_type.unwrap_or(DEFAULT_CONTENT_TYPE);
    message.push("content-type", kind);
    message.push("content-md5", digest_of(object.body));
    if let Some(encoding) = object.content_encoding {
        message.push("content-encoding", encoding);
    }
    match condition {
        Condition::None => {}
        Condition::Absent => message.push("if-none-match", "*"),
        Condition::Matches(etag) | Condition::Unchanged { etag, .. } => {
            message.push("if-match", etag);
        }
    }
    for (name, value) in object.metadata {
        let mut header = [METADATA_PREFIX, name].concat();
        header.make_ascii_lowercase();
        message.push(header, value);
    }
    message
}

/// MD5 of a body, in base64: buckets that keep objects from being changed insist on it.
#[must_use]
pub fn digest_of(body: &[u8]) -> Cow<'static, str> {
    if body.is_empty() {
        return EMPTY_DIGEST.into();
    }
    BASE64.encode(Md5::digest(body)).into()
}

/// Whether a condition is one strong tag.
fn is_single(wanted: &str) -> bool {
    let bare = wanted.trim_matches('"');
    !bare.is_empty() && !bare.contains([',', '*', '"', ' ']) && !bare.starts_with("W/")
}

/// Whether an object is what a request was to write.
fn is_same(found: &Object, object: NewObject<'_>) -> bool {
    found.body() == object.body
        && found.metadata().count() == object.metadata.iter().count()
        && object
            .metadata
            .iter()
            .all(|(name, value)| found.metadata().any(|entry| entry == (name, value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_nothing_is_known() {
        assert_eq!(EMPTY_DIGEST, BASE64.encode(Md5::digest(b"")));
        assert_eq!(digest_of(b"abc"), "kAFQmDzST7DWlj99KOF/cg==");
    }

    #[test]
    fn one_strong_tag_needs_no_look_at_the_object() {
        for tag in ["\"abc\"", "abc"] {
            assert!(is_single(tag), "{tag}");
        }
        for tags in ["*", "", "\"\"", "\"a\", \"b\"", "a,b", "W/\"abc\"", ","] {
            assert!(!is_single(tags), "{tags}");
        }
    }
}

//! Writing objects, under a condition or not.

use super::S3Store;
use super::checksum;
use super::read::{DEFAULT_CONTENT_TYPE, METADATA_PREFIX, quoted};
use super::retry::Exhausted;
use super::transport::Message;
use crate::store::{Condition, Etag, NewObject, Object};
use crate::{Error, Result};

impl S3Store {
    /// Writes an object. Where an answer was lost and the repeated request finds its condition broken,
    /// the object that is there decides: if it is the one to be written, it was. If it is another, it may
    /// have come before ours or after it, and the refusal says so.
    ///
    /// # Errors
    /// [`Error::Precondition`], and what the service says.
    pub(super) async fn write(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Etag> {
        let seen = self.single_tag(key, condition).await?;
        let condition = match &seen {
            _ if !self.requests.has_conditional_writes() => Condition::None,
            Some(etag) => Condition::Matches(etag),
            None => condition,
        };
        match self.put_once(key, object, condition).await {
            Ok(written) => Ok(written),
            Err(failure) => self.resolve(key, object, condition, failure).await,
        }
    }

    /// The one tag that stands for a condition: services compare with no more than one, and never with
    /// metadata, so that a stamp is compared just before, unless it was just read. For services that
    /// compare nothing, all is.
    async fn single_tag(&self, key: &str, condition: Condition<'_>) -> Result<Option<String>> {
        let compares = self.requests.has_conditional_writes();
        match condition {
            Condition::None => return Ok(None),
            Condition::Absent if compares => return Ok(None),
            Condition::Matches(wanted) if compares && is_single(wanted) => {
                return Ok(Some(quoted(wanted)));
            }
            Condition::Unchanged {
                etag,
                is_recent: true,
                ..
            } if compares => return Ok(Some(quoted(etag))),
            Condition::Absent | Condition::Matches(_) | Condition::Unchanged { .. } => {}
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
    ) -> Result<Etag, Exhausted> {
        self.requests
            .make(key, || async {
                let answer = self.requests.send(put(key, object, condition)).await?;
                Ok(quoted(answer.headers.get("etag").unwrap_or_default()).into())
            })
            .await
    }

    async fn resolve(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
        failure: Exhausted,
    ) -> Result<Etag> {
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
        if failure.maybe_done {
            match self.read(key).await {
                Ok(found) if is_same(&found, object) => {
                    return Ok(found.to_etag());
                }
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(failure.unresolved(error)),
            }
        }
        let reason = match (condition, &failure.error, failure.maybe_done) {
            (_, Error::NotFound { .. }, false) => "object does not exist",
            (_, Error::NotFound { .. }, true) => {
                "object does not exist after an attempt that may have been done"
            }
            (Condition::Matches(_), _, false) => "ETag mismatch",
            (Condition::Matches(_), _, true) => {
                "ETag mismatch after an attempt that may have been done"
            }
            (_, _, false) => "object already exists",
            (_, _, true) => "object already exists after an attempt that may have been done",
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
    message.push("content-md5", checksum::md5_of(object.body));
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
    fn one_strong_tag_needs_no_look_at_the_object() {
        for tag in ["\"abc\"", "abc"] {
            assert!(is_single(tag), "{tag}");
        }
        for tags in ["*", "", "\"\"", "\"a\", \"b\"", "a,b", "W/\"abc\"", ","] {
            assert!(!is_single(tags), "{tags}");
        }
    }
}

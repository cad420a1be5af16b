//! Deleting objects, one at a time or a thousand.

use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use futures_util::future::join_all;

use super::S3Store;
use super::checksum;
use super::failure::Failure;
use super::kind::{Kind, kind_of};
use super::retry::Exhausted;
use super::transport::Message;
use crate::error::ServiceFailure;
use crate::store::Condition;
use crate::{Error, Result};

/// Keys of one request.
const BATCH: usize = 1000;

/// The status with which it is the name of a failure that tells its kind: single keys have none.
const NAMED_STATUS: u16 = 409;

/// Status that stands for a failure of a single key that may pass.
const PASSING_STATUS: u16 = 503;

/// What is known of the keys of a batch.
#[derive(Debug, Default)]
struct Progress {
    /// Keys of the next request.
    left: Vec<String>,
    /// What the last answer said of these.
    passing: Vec<(String, Error)>,
    /// Keys that cannot be deleted.
    failed: Vec<(String, Error)>,
}

impl S3Store {
    /// Deletes an object; there need not be one. Services that compare do so only if it has the `ETag`
    /// that is given.
    ///
    /// # Errors
    /// [`Error::Precondition`], and what the service says.
    pub async fn delete_one(&self, key: &str, etag: Option<&str>) -> Result<()> {
        let etag = match etag {
            Some(etag) if !self.requests.has_conditional_writes() => {
                let current = self.read_head(key).await?;
                Condition::Matches(etag).check(key, Some(current.etag()))?;
                None
            }
            etag => etag,
        };
        let deleted = self.requests.make(key, || async {
            let mut message = Message::new("DELETE", key);
            if let Some(etag) = etag {
                message.push("if-match", etag);
            }
            self.requests.send(message).await
        });
        match deleted.await {
            Err(Exhausted {
                error: Error::NotFound { .. },
                ..
            })
            | Ok(_) => Ok(()),
            Err(failure) => Err(failure.of_change()),
        }
    }

    /// Deletes objects, and answers those that are still there and why. Keys that XML cannot hold are
    /// deleted one by one.
    ///
    /// # Errors
    /// What the service says when nothing is known of any key.
    pub(super) async fn delete_all(&self, keys: &[String]) -> Result<Vec<(String, Error)>> {
        let (plain, odd): (Vec<_>, Vec<_>) = keys.iter().cloned().partition(|key| is_xml(key));
        let batches: Vec<_> = plain.chunks(BATCH).collect();
        let answers = join_all(batches.iter().map(|batch| self.delete_batch(batch))).await;
        if let [Err(error)] = answers.as_slice()
            && odd.is_empty()
        {
            return Err(error.clone());
        }
        let mut failed = Vec::new();
        for (batch, answer) in batches.into_iter().zip(answers) {
            match answer {
                Ok(errors) => failed.extend(errors),
                Err(error) => failed.extend(batch.iter().map(|key| (key.clone(), error.clone()))),
            }
        }
        let single = join_all(odd.iter().map(|key| self.delete_one(key, None))).await;
        for (key, answer) in odd.into_iter().zip(single) {
            if let Err(error) = answer {
                failed.push((key, error));
            }
        }
        Ok(failed)
    }

    /// Deletes the keys of one request. Keys whose failure may pass are tried again, without the others:
    /// these may be written anew meanwhile.
    async fn delete_batch(&self, keys: &[String]) -> Result<Vec<(String, Error)>> {
        let first = keys.first().map(String::as_str).unwrap_or_default();
        let progress = Mutex::new(Progress {
            left: keys.to_vec(),
            ..Progress::default()
        });
        let deleted = self.requests.make(first, || async {
            let left = locked(&progress).begin();
            let objects = left
                .iter()
                .map(|key| ObjectIdentifier::builder().key(key).build());
            let objects = objects.collect::<Result<Vec<_>, _>>();
            let delete = objects.and_then(|objects| {
                Delete::builder()
                    .set_objects(Some(objects))
                    .quiet(true)
                    .build()
            });
            let delete = delete.map_err(|error| Failure {
                error: Error::Internal {
                    reason: error.to_string(),
                },
                kind: Kind::Final,
                retry_after: None,
            })?;
            let request = self.requests.client().delete_objects();
            let request = request.bucket(self.requests.bucket()).delete(delete);
            // Older services insist on the digest that came before checksums, and some refuse these.
            let is_bare = self.requests.has_bare_requests();
            let request = request.customize().mutate_request(move |request| {
                let digest = request.body().bytes().map(checksum::md5_of);
                let headers = request.headers_mut();
                if let Some(digest) = digest {
                    headers.insert("content-md5", digest.into_owned());
                    if is_bare {
                        headers.remove("x-amz-checksum-crc32");
                        headers.remove("x-amz-sdk-checksum-algorithm");
                    }
                }
            });
            let answer = request.send().await;
            let answer = answer.map_err(|error| Failure::of(&error, first))?;
            let errors = answer.errors().iter();
            let errors = errors.filter(|error| error.code() != Some("NoSuchKey"));
            match locked(&progress).record(errors.map(error_of)) {
                Some(error) => Err(Failure {
                    error,
                    kind: Kind::Unknown,
                    retry_after: None,
                }),
                None => Ok(()),
            }
        });
        let deleted = deleted.await;
        let known = std::mem::take(&mut *locked(&progress));
        match deleted {
            Err(failure) if known.is_unknown_of(keys) => Err(failure.of_change()),
            Err(failure) => Ok(known.given_up(&failure.of_change())),
            Ok(()) => Ok(known.failed),
        }
    }
}

impl Progress {
    /// Begins a request, and answers its keys.
    fn begin(&mut self) -> Vec<String> {
        self.passing.clear();
        self.left.clone()
    }

    /// Takes in what an answer says of its keys, and answers the first failure that may pass.
    fn record(&mut self, errors: impl Iterator<Item = (String, Error)>) -> Option<Error> {
        let (passing, lasting): (Vec<_>, Vec<_>) =
            errors.partition(|(_, error)| error.is_retriable());
        self.failed.extend(lasting);
        self.left = passing.iter().map(|(key, _)| key.clone()).collect();
        self.passing = passing;
        self.passing.first().map(|(_, error)| error.clone())
    }

    /// Whether no answer said anything of any key.
    fn is_unknown_of(&self, keys: &[String]) -> bool {
        self.passing.is_empty() && self.failed.is_empty() && self.left.len() == keys.len()
    }

    /// The keys that are still there: those of the last request with what its answer said of them, or,
    /// where it had none, with its error.
    fn given_up(mut self, error: &Error) -> Vec<(String, Error)> {
        if self.passing.is_empty() {
            let left = self.left.into_iter();
            self.failed.extend(left.map(|key| (key, error.clone())));
        } else {
            self.failed.append(&mut self.passing);
        }
        self.failed
    }
}

fn locked(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

fn error_of(error: &aws_sdk_s3::types::Error) -> (String, Error) {
    let key = error.key().unwrap_or_default().to_owned();
    let name = error.code().unwrap_or("Unknown").to_owned();
    let status = match kind_of(NAMED_STATUS, &name) {
        Kind::Final => 403,
        Kind::Conflict | Kind::Passing | Kind::Unknown => PASSING_STATUS,
    };
    let error = Error::Service(Box::new(ServiceFailure {
        key: key.clone(),
        name,
        status: Some(status),
        request_id: None,
        reason: error.message().unwrap_or_default().to_owned(),
    }));
    (key, error)
}

/// Whether XML can hold a text.
fn is_xml(text: &str) -> bool {
    text.chars().all(|character| {
        matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
            && character != '\u{7f}'
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_not_xml() {
        for text in ["a\tb", "id=ü", "😀", "<&>"] {
            assert!(is_xml(text), "{text:?}");
        }
        for text in ["\u{1}", "a\u{1f}", "\u{ffff}"] {
            assert!(!is_xml(text), "{text:?}");
        }
    }
}

//! Objects in a bucket of an S3 service.
//!
//! | module | what |
//! |---|---|
//! | `config`, `endpoint`, `hosts` | where the bucket is, and how requests are made |
//! | `credentials`, `keys`, `signature`, `skew` | who signs, how, and when |
//! | `connection`, `transport`, `checksum` | what requests are sent with: by us, or by the client of the SDK |
//! | `dial`, `trust`, `pool`, `line`, `patience` | connections, and how long they may take |
//! | `headers` | what an answer begins with |
//! | `requests`, `retry`, `failure` | limits of a request, the loop that repeats it, what went wrong |
//! | `gate`, `tuning` | how many at a time, how many are good |
//! | `underway`, `samples` | operations that have not ended, what those that have were like |
//! | `read`, `write`, `copy`, `delete`, `listing` | the requests |
//!
//! What crosses the wire is ASCII: keys are percent-encoded, and metadata is stored encoded.

mod cause;
mod checksum;
mod config;
mod connection;
mod copy;
mod credentials;
mod delete;
mod dial;
mod endpoint;
mod failure;
mod gate;
mod headers;
mod hosts;
mod keys;
mod kind;
mod line;
mod listing;
mod patience;
mod pool;
mod read;
mod refusal;
mod requests;
mod retry;
mod samples;
mod signature;
mod skew;
mod transport;
mod trust;
mod tuning;
mod underway;
mod write;

use futures_util::future::join_all;

pub use config::{Checksums, CredentialSource, S3Config, Timeouts};
pub use gate::Gate;
pub use requests::RequestStats;
pub use retry::Policy;
pub use samples::Summary;
pub use tuning::{Attempt, Outcome, Tuning, TuningPolicy};
pub use underway::Pending;

use super::{Condition, Etag, List, Metadata, NewObject, Object, ObjectStore, Page, failures};
use crate::{Error, Result};
use requests::Requests;
use retry::Exhausted;

/// A bucket of an S3 service.
#[derive(Debug)]
pub struct S3Store {
    requests: Requests,
}

impl S3Store {
    /// A bucket. Nothing is asked of the service before the first request.
    #[must_use]
    pub fn new(config: S3Config) -> Self {
        Self {
            requests: Requests::new(config),
        }
    }

    /// Numbers of requests since the store was opened.
    #[must_use]
    pub fn stats(&self) -> RequestStats {
        self.requests.stats()
    }

    /// Lets requests through, or not.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        self.requests.gate()
    }

    /// Makes another number of requests at a time.
    pub fn set_concurrency(&self, limit: usize) {
        self.requests.set_concurrency(limit);
    }

    /// Lets `listener` know of every request that is made again: its key, and how often it has failed.
    pub fn watch_retries(&self, listener: impl Fn(&str, u64) + Send + Sync + 'static) {
        self.requests.watch_retries(Box::new(listener));
    }

    /// Begins an operation that [`S3Store::settled`] waits for, whether it has made a request or not.
    #[must_use]
    pub fn begin(&self) -> Pending {
        self.requests.underway().begin()
    }

    /// Whether an operation that has begun is the only one, and would find a connection.
    #[must_use]
    pub fn is_at_hand(&self) -> bool {
        self.requests.underway().count() <= 1 && self.requests.is_connected()
    }

    /// Waits until no operation is under way.
    pub async fn settled(&self) {
        self.requests.underway().settled().await;
    }
}

impl From<Exhausted> for Error {
    fn from(failure: Exhausted) -> Self {
        failure.error
    }
}

impl ObjectStore for S3Store {
    async fn put(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Etag> {
        self.write(key, object, condition).await
    }

    async fn get(&self, key: &str) -> Result<Object> {
        self.read(key).await
    }

    async fn head(&self, key: &str) -> Result<Object> {
        self.read_head(key).await
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: Option<&Metadata>,
        content_type: Option<&str>,
    ) -> Result<Etag> {
        self.copy_object(from, to, metadata, content_type).await
    }

    async fn delete(&self, key: &str) -> Result<()> {
        self.delete_one(key, None).await
    }

    async fn delete_many(&self, keys: &[String]) -> Result<Vec<(String, Error)>> {
        self.delete_all(keys).await
    }

    async fn list(&self, request: List<'_>) -> Result<Page> {
        self.list_page(request).await
    }

    async fn put_many(&self, keys: &[String], object: NewObject<'_>) -> Vec<(String, Error)> {
        let written = join_all(
            keys.iter()
                .map(|key| self.write(key, object, Condition::None)),
        )
        .await;
        failures(keys, written)
    }

    async fn get_many(&self, keys: &[String]) -> Vec<Result<Object>> {
        join_all(keys.iter().map(|key| self.read(key))).await
    }

    async fn head_many(&self, keys: &[String]) -> Vec<Result<Object>> {
        join_all(keys.iter().map(|key| self.read_head(key))).await
    }
}

//! Requests: how many are under way, how long each may take, and how often it is made.

use std::future::Future;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_s3::Client;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::config::S3Config;
use super::connection::Connection;
use super::failure::{Failure, Kind};
use super::retry::{self, Exhausted};
use super::transport::{Answer, Message};
use crate::Error;

/// Makes requests to one bucket.
#[derive(Debug)]
pub struct Requests {
    config: S3Config,
    connection: OnceLock<Connection>,
    permits: Semaphore,
    counts: Counts,
}

#[derive(Debug, Default)]
struct Counts {
    attempts: AtomicU64,
    retries: AtomicU64,
    done: AtomicU64,
    failed: AtomicU64,
    waiting: AtomicU64,
}

/// Numbers since the store was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RequestStats {
    /// Requests on the wire.
    pub attempts: u64,
    /// Those of them that repeat one that failed.
    pub retries: u64,
    /// Operations that succeeded.
    pub done: u64,
    /// Operations that failed.
    pub failed: u64,
    /// Requests on the wire now.
    pub active: u64,
    /// Requests that wait for others to end.
    pub waiting: u64,
}

impl Requests {
    /// Requests as a configuration asks for them. What they are sent with is made by the first of them.
    #[must_use]
    pub fn new(config: S3Config) -> Self {
        Self {
            connection: OnceLock::new(),
            permits: Semaphore::new(config.concurrency.clamp(1, Semaphore::MAX_PERMITS)),
            counts: Counts::default(),
            config,
        }
    }

    /// Name of the bucket.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.config.bucket
    }

    /// The client of the SDK.
    pub fn client(&self) -> &Client {
        self.connection().client(&self.config)
    }

    /// Sends a request to an object once.
    ///
    /// # Errors
    /// See [`super::transport::Transport::send`].
    pub async fn send(&self, message: Message<'_>) -> Result<Answer, Failure> {
        self.connection().transport.send(message).await
    }

    fn connection(&self) -> &Connection {
        self.connection
            .get_or_init(|| Connection::new(&self.config))
    }

    /// Numbers since the store was opened.
    #[must_use]
    pub fn stats(&self) -> RequestStats {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let permits = self.config.concurrency.clamp(1, Semaphore::MAX_PERMITS);
        let active = permits.saturating_sub(self.permits.available_permits());
        RequestStats {
            attempts: read(&self.counts.attempts),
            retries: read(&self.counts.retries),
            done: read(&self.counts.done),
            failed: read(&self.counts.failed),
            active: active as u64,
            waiting: read(&self.counts.waiting),
        }
    }

    /// Makes a request on `key`, and makes it again while that makes sense.
    ///
    /// # Errors
    /// What the last attempt said.
    pub async fn make<T, F>(
        &self,
        key: &str,
        mut attempt: impl FnMut() -> F + Send,
    ) -> Result<T, Exhausted>
    where
        F: Future<Output = Result<T, Failure>> + Send,
        T: Send,
    {
        let mut made: u64 = 0;
        let result = retry::run(self.config.retries, || {
            made += 1;
            if made > 1 {
                self.counts.retries.fetch_add(1, Ordering::Relaxed);
            }
            // The futures of the SDK are large, and would be part of every operation's.
            self.attempt(key, Box::pin(attempt()))
        })
        .await;
        let count = match &result {
            Ok(_) => &self.counts.done,
            Err(_) => &self.counts.failed,
        };
        count.fetch_add(1, Ordering::Relaxed);
        result
    }

    async fn attempt<T>(
        &self,
        key: &str,
        attempt: impl Future<Output = Result<T, Failure>> + Send,
    ) -> Result<T, Failure> {
        self.counts.waiting.fetch_add(1, Ordering::Relaxed);
        // The semaphore is never closed.
        let permit = self.permits.acquire().await;
        self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
        self.counts.attempts.fetch_add(1, Ordering::Relaxed);
        let answer = match self.config.timeouts.attempt {
            Some(longest) => timeout(longest, attempt).await.unwrap_or_else(|_| {
                Err(Failure::timed_out(
                    key,
                    "the attempt took longer than it may",
                ))
            }),
            None => attempt.await,
        };
        drop(permit);
        answer.map_err(|failure| self.judged(failure))
    }

    /// A failure that the user wants to be tried again may pass.
    fn judged(&self, failure: Failure) -> Failure {
        match (&failure.error, failure.kind) {
            (Error::Service(said), Kind::Final) if self.config.retryable.contains(&said.name) => {
                Failure {
                    kind: Kind::Unknown,
                    ..failure
                }
            }
            _ => failure,
        }
    }
}

//! Requests: how many are under way, how long each may take, and how often it is made.

use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use aws_sdk_s3::Client;
use tokio::time::timeout;

use super::config::{Checksums, S3Config};
use super::connection::Connection;
use super::failure::Failure;
use super::gate::{Gate, Stopped};
use super::kind::Kind;
use super::retry::{self, Exhausted};
use super::samples::{Sample, Samples, Summary};
use super::transport::{Answer, Message};
use super::tuning::{Attempt, Outcome, Tuning};
use super::underway::Underway;
use crate::Error;
use crate::clock::Stopwatch;

/// Makes requests to one bucket.
#[derive(Debug)]
pub struct Requests {
    config: S3Config,
    connection: OnceLock<Connection>,
    clock: Stopwatch,
    gate: Gate,
    tuning: Option<Mutex<Tuning>>,
    counts: Counts,
    samples: Mutex<Samples>,
    underway: Underway,
    retries: RetryEvents,
}

/// Is told the key of a request that is made again, and how often it has failed.
pub type RetryListener = Box<dyn Fn(&str, u64) + Send + Sync>;

/// Who is told of requests that are made again.
#[derive(Default)]
struct RetryEvents(OnceLock<RetryListener>);

impl fmt::Debug for RetryEvents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RetryEvents")
    }
}

#[derive(Debug, Default)]
struct Counts {
    attempts: AtomicU64,
    retries: AtomicU64,
    done: AtomicU64,
    failed: AtomicU64,
}

/// Numbers since the store was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
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
    /// Most requests at a time, at present.
    pub limit: usize,
    /// Whether new requests wait until they may go on.
    pub is_paused: bool,
    /// Whether requests are refused.
    pub is_stopped: bool,
    /// Means of the last requests.
    pub last: Summary,
}

/// Where the time of an operation went.
#[derive(Debug, Default)]
struct Spent(Mutex<(Duration, Duration)>);

impl Requests {
    /// Requests as a configuration asks for them. What they are sent with is made by the first of them.
    #[must_use]
    pub fn new(config: S3Config) -> Self {
        let tuning = config
            .tuning
            .map(|policy| Tuning::new(policy, config.concurrency, Duration::ZERO));
        let limit = tuning.as_ref().map_or(config.concurrency, Tuning::limit);
        Self {
            connection: OnceLock::new(),
            clock: Stopwatch::start(),
            gate: Gate::new(limit),
            tuning: tuning.map(Mutex::new),
            counts: Counts::default(),
            samples: Mutex::default(),
            underway: Underway::default(),
            retries: RetryEvents::default(),
            config,
        }
    }

    /// Name of the bucket.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.config.bucket
    }

    /// Whether the service compares conditions of writes itself.
    #[must_use]
    pub fn has_conditional_writes(&self) -> bool {
        self.config.has_conditional_writes
    }

    /// Whether requests carry no checksums besides those that are signed.
    #[must_use]
    pub fn has_bare_requests(&self) -> bool {
        self.config.checksums == Checksums::Required
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

    /// Whether a request to an object would find a connection.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        let connection = self.connection.get();
        connection.is_some_and(|connection| connection.transport.is_connected())
    }

    fn connection(&self) -> &Connection {
        self.connection
            .get_or_init(|| Connection::new(&self.config))
    }

    /// Lets requests through, or not.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Makes another number of requests at a time; where it follows the answers, it begins there anew.
    pub fn set_concurrency(&self, limit: usize) {
        let limit = match (&self.tuning, self.config.tuning) {
            (Some(tuning), Some(policy)) => {
                let begun = Tuning::new(policy, limit, self.clock.elapsed());
                let limit = begun.limit();
                *tuning.lock().unwrap_or_else(PoisonError::into_inner) = begun;
                limit
            }
            _ => limit,
        };
        self.gate.set_limit(limit);
    }

    /// Lets a function know of every request that is made again; there is no second one.
    pub fn watch_retries(&self, listener: RetryListener) {
        self.retries.0.get_or_init(|| listener);
    }

    /// Operations under way.
    #[must_use]
    pub fn underway(&self) -> &Underway {
        &self.underway
    }

    /// Numbers since the store was opened.
    #[must_use]
    pub fn stats(&self) -> RequestStats {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        RequestStats {
            attempts: read(&self.counts.attempts),
            retries: read(&self.counts.retries),
            done: read(&self.counts.done),
            failed: read(&self.counts.failed),
            active: self.gate.active(),
            waiting: self.gate.waiting(),
            limit: self.gate.limit(),
            is_paused: self.gate.is_paused(),
            is_stopped: self.gate.is_stopped(),
            last: samples.summary(self.clock.elapsed()),
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
        let spent = Spent::default();
        let mut made: u64 = 0;
        let result = retry::run(self.config.retries, || {
            made += 1;
            if made > 1 {
                self.counts.retries.fetch_add(1, Ordering::Relaxed);
                if let Some(listener) = self.retries.0.get() {
                    listener(key, made - 1);
                }
            }
            // The futures of the SDK are large, and would be part of every operation's.
            self.attempt(key, &spent, Box::pin(attempt()))
        })
        .await;
        let count = match &result {
            Ok(_) => &self.counts.done,
            Err(_) => &self.counts.failed,
        };
        count.fetch_add(1, Ordering::Relaxed);
        let (wait, execution) = spent.times();
        let mut samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        samples.push(Sample {
            end: self.clock.elapsed(),
            wait,
            execution,
            retries: made.saturating_sub(1),
            has_failed: result.is_err(),
        });
        drop(samples);
        result
    }

    async fn attempt<T>(
        &self,
        key: &str,
        spent: &Spent,
        attempt: impl Future<Output = Result<T, Failure>> + Send,
    ) -> Result<T, Failure> {
        let arrival = self.clock.elapsed();
        let has_waited = self.gate.waiting() > 0 || self.gate.active() >= self.gate.limit() as u64;
        let pass = self.gate.enter().await;
        let pass = pass.map_err(|Stopped| Failure::stopped(key))?;
        self.counts.attempts.fetch_add(1, Ordering::Relaxed);
        let start = self.clock.elapsed();
        let answer = match self.config.timeouts.attempt {
            Some(longest) => timeout(longest, attempt).await.unwrap_or_else(|_| {
                Err(Failure::timed_out(
                    key,
                    "the attempt took longer than it may",
                ))
            }),
            None => attempt.await,
        };
        drop(pass);
        let end = self.clock.elapsed();
        let latency = end.saturating_sub(start);
        spent.add(start.saturating_sub(arrival), latency);
        self.tune(Attempt {
            end,
            latency,
            outcome: outcome_of(&answer),
            has_waited,
        });
        answer.map_err(|failure| self.judged(failure))
    }

    fn tune(&self, attempt: Attempt) {
        let Some(tuning) = &self.tuning else {
            return;
        };
        let mut tuning = tuning.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(limit) = tuning.record(attempt) {
            self.gate.set_limit(limit);
        }
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

fn outcome_of<T>(answer: &Result<T, Failure>) -> Outcome {
    match answer.as_ref().err().map(|failure| failure.kind) {
        None | Some(Kind::Final | Kind::Conflict) => Outcome::Answered,
        Some(Kind::Unknown) => Outcome::Failed,
        Some(Kind::Passing) => Outcome::Throttled,
    }
}

impl Spent {
    fn add(&self, wait: Duration, execution: Duration) {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        times.0 += wait;
        times.1 += execution;
    }

    fn times(&self) -> (Duration, Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

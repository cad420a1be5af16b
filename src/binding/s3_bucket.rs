//! A bucket of an S3 service as its client sees it: objects under full keys.
//!
//! Every call runs on the asynchronous runtime, many at a time. It answers a ticket, whose reply the
//! space hands out.

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use napi::Env;
use napi::bindgen_prelude::spawn;
use napi_derive::napi;

use super::completion::{Completions, Ticket};
use super::object::{self, Listing, Pairs, PutOptions};
use super::signer::Signer;
use super::space::Space;
use crate::Result;
use crate::frame::Reply;
use crate::store::S3Store;
use crate::store::s3::{Checksums, CredentialSource, S3Config, TuningPolicy};

/// A bucket of an S3 service.
#[napi]
pub struct S3Bucket {
    store: Arc<S3Store>,
    completions: Arc<Completions>,
}

/// Where a bucket is, who signs, and how requests are made. Times are in milliseconds.
#[napi(object)]
pub struct S3BucketOptions {
    /// URL of the service, without the bucket.
    pub endpoint: String,
    /// Region that requests are signed for.
    pub region: String,
    /// Name of the bucket.
    pub bucket: String,
    /// Whether the bucket is named in the path; without a value only where no host can have its name.
    pub path_style: Option<bool>,
    /// Id of the access key. Without it the signer is asked, or the default chain of AWS.
    pub access_key_id: Option<String>,
    /// Secret of the access key.
    pub secret_access_key: Option<String>,
    /// Token of a session.
    pub session_token: Option<String>,
    /// Attempts of a request.
    pub attempts: Option<u32>,
    /// Longest pause before the second attempt.
    pub retry_delay: Option<f64>,
    /// Longest pause of all.
    pub longest_pause: Option<f64>,
    /// Whether the service's wish for a pause counts; it does without a value.
    pub heeds_service: Option<bool>,
    /// Names of errors after which a request is made again besides those that may pass.
    pub retryable: Option<Vec<String>>,
    /// Most requests at a time.
    pub concurrency: Option<u32>,
    /// Bounds within which that number follows the answers.
    pub tuning: Option<S3TuningOptions>,
    /// Whether requests carry checksums only where the protocol asks for them.
    pub bare: Option<bool>,
    /// Whether the service compares conditions of writes itself; it does without a value.
    pub conditional_writes: Option<bool>,
    /// Names of hosts and their addresses, one after another.
    pub hosts: Option<Vec<String>>,
    /// Time to make a connection; 0 is without limit.
    pub connect_timeout: Option<f64>,
    /// Time to the beginning of an answer; 0 is without limit.
    pub read_timeout: Option<f64>,
    /// Time of an attempt as a whole; 0 is without limit.
    pub attempt_timeout: Option<f64>,
    /// Time that a connection without requests is kept; 0 keeps none.
    pub idle_timeout: Option<f64>,
}

/// Bounds within which the number of requests at a time follows the answers.
#[napi(object)]
pub struct S3TuningOptions {
    /// Lowest number, 1 without a value.
    pub least: Option<u32>,
    /// Highest number, 100 without a value.
    pub most: Option<u32>,
    /// Milliseconds that an attempt may take on the average, 200 without a value.
    pub target: Option<f64>,
    /// Milliseconds between two changes, 5000 without a value.
    pub interval: Option<f64>,
}

impl S3TuningOptions {
    /// The bounds with the defaults of what is not given.
    #[must_use]
    pub fn policy(&self) -> TuningPolicy {
        let default = TuningPolicy::default();
        let count = |given: Option<u32>, default| given.map_or(default, |number| number as usize);
        TuningPolicy {
            least: count(self.least, default.least),
            most: count(self.most, default.most),
            target: self.target.map_or(default.target, milliseconds),
            interval: self.interval.map_or(default.interval, milliseconds),
        }
    }
}

impl S3BucketOptions {
    fn config(self, signer: Option<&Signer>) -> S3Config {
        let credentials = match (self.access_key_id, self.secret_access_key, signer) {
            (Some(id), Some(secret), _) => CredentialSource::Static(Credentials::new(
                id,
                secret,
                self.session_token,
                None,
                "connection string",
            )),
            (_, _, Some(signer)) => CredentialSource::Provider(signer.provider()),
            _ => CredentialSource::Chain,
        };
        let mut config = S3Config::new(&self.endpoint, &self.region, &self.bucket, credentials);
        if self.path_style == Some(true) {
            config.path_style = true;
        }
        if let Some(attempts) = self.attempts {
            config.retries.attempts = attempts.max(1);
        }
        if let Some(pause) = self.retry_delay {
            config.retries.first_pause = milliseconds(pause);
        }
        if let Some(pause) = self.longest_pause {
            config.retries.longest_pause = milliseconds(pause);
        }
        config.retries.heeds_service = self.heeds_service != Some(false);
        config.retryable = self.retryable.unwrap_or_default();
        if let Some(concurrency) = self.concurrency {
            config.concurrency = concurrency.max(1) as usize;
        }
        config.tuning = self.tuning.map(|tuning| tuning.policy());
        if self.bare == Some(true) {
            config.checksums = Checksums::Required;
        }
        config.has_conditional_writes = self.conditional_writes != Some(false);
        config.hosts = addresses(&self.hosts.unwrap_or_default());
        let timeouts = &mut config.timeouts;
        timeouts.connect = limit(self.connect_timeout, timeouts.connect);
        timeouts.read = limit(self.read_timeout, timeouts.read);
        timeouts.attempt = limit(self.attempt_timeout, timeouts.attempt);
        timeouts.idle = self.idle_timeout.map(milliseconds).or(timeouts.idle);
        config
    }
}

/// Names and addresses, one after another; those that are none were refused by the shim.
fn addresses(pairs: &[String]) -> Vec<(String, IpAddr)> {
    let pairs = pairs.chunks_exact(2);
    pairs
        .filter_map(|pair| match pair {
            [name, address] => Some((name.clone(), address.parse().ok()?)),
            _ => None,
        })
        .collect()
}

fn limit(given: Option<f64>, default: Option<Duration>) -> Option<Duration> {
    match given {
        Some(number) => Some(milliseconds(number)).filter(|limit| !limit.is_zero()),
        None => default,
    }
}

/// A time in milliseconds.
#[must_use]
pub fn milliseconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number / 1000.0).unwrap_or(Duration::MAX)
}

impl S3Bucket {
    /// The store.
    #[must_use]
    pub fn store(&self) -> Arc<S3Store> {
        Arc::clone(&self.store)
    }

    fn run<F>(&self, env: Env, call: impl FnOnce(Arc<S3Store>, Reply) -> F) -> napi::Result<i32>
    where
        F: Future<Output = (Reply, Result<()>)> + Send + 'static,
    {
        let pending = self.store.begin();
        let call = call(self.store(), Ticket::reply());
        self.answer_later(env, async move {
            let answer = call.await;
            drop(pending);
            answer
        })
    }

    fn answer_later<F>(&self, env: Env, answer: F) -> napi::Result<i32>
    where
        F: Future<Output = (Reply, Result<()>)> + Send + 'static,
    {
        let ticket = self.completions.begin(env)?;
        let number = ticket.number();
        drop(spawn(async move {
            let (reply, result) = answer.await;
            ticket.end_with(reply, result);
        }));
        Ok(number)
    }
}

#[napi]
impl S3Bucket {
    /// A bucket. Nothing is asked of the service before the first request.
    #[napi(constructor)]
    #[must_use]
    pub fn new(space: &Space, options: S3BucketOptions, signer: Option<&Signer>) -> Self {
        Self {
            store: Arc::new(S3Store::new(options.config(signer))),
            completions: space.completions(),
        }
    }

    /// Writes an object; see [`object::put`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn put(
        &self,
        env: Env,
        key: String,
        metadata: Pairs,
        body: &[u8],
        options: PutOptions,
    ) -> napi::Result<i32> {
        let body = body.to_vec();
        self.run(env, |store, mut reply| async move {
            let etag = object::put(&*store, &key, &metadata, &body, &options).await;
            let result = etag.map(|etag| reply.known_text(&etag));
            (reply, result)
        })
    }

    /// Reads an object; see [`object::get`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn get(&self, env: Env, key: String) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            let result = object::get(&*store, &key, &mut reply).await;
            (reply, result)
        })
    }

    /// Reads what is known of an object; see [`object::head`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn head(&self, env: Env, key: String) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            let result = object::head(&*store, &key, &mut reply).await;
            (reply, result)
        })
    }

    /// Copies an object; see [`object::copy`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn copy(
        &self,
        env: Env,
        from: String,
        to: String,
        metadata: Option<Pairs>,
        content_type: Option<String>,
    ) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            let (metadata, content_type) = (metadata.as_deref(), content_type.as_deref());
            let etag = object::copy(&*store, (&from, &to), metadata, content_type).await;
            let result = etag.map(|etag| reply.known_text(&etag));
            (reply, result)
        })
    }

    /// Deletes objects; see [`object::delete`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn delete(&self, env: Env, keys: Vec<String>) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            let result = object::delete(&*store, &keys, &mut reply).await;
            (reply, result)
        })
    }

    /// Deletes an object if it has an `ETag`, where the service compares; see [`S3Store::delete_one`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn delete_if_match(&self, env: Env, key: String, etag: String) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            reply.null();
            let result = store.delete_one(&key, Some(&etag)).await;
            (reply, result)
        })
    }

    /// A page of keys; see [`object::list`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn list(
        &self,
        env: Env,
        prefix: String,
        after: Option<String>,
        delimiter: Option<String>,
        limit: Option<u32>,
    ) -> napi::Result<i32> {
        let listing = Listing {
            prefix,
            after,
            delimiter,
            limit,
        };
        self.run(env, |store, mut reply| async move {
            let result = object::list(&*store, &listing, &mut reply).await;
            (reply, result)
        })
    }

    /// Number of keys that begin with a prefix.
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn count(&self, env: Env, prefix: String) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            let count = object::count(&*store, &prefix).await;
            let result = count.map(|count| reply.count(count as u64));
            (reply, result)
        })
    }

    /// Makes another number of requests at a time, those of resources included.
    #[napi]
    pub fn set_concurrency(&self, limit: u32) {
        self.store.set_concurrency(limit as usize);
    }

    /// Lets new requests wait until [`S3Bucket::resume`].
    #[napi]
    pub fn pause(&self) {
        self.store.gate().pause();
    }

    /// Lets requests go on.
    #[napi]
    pub fn resume(&self) {
        self.store.gate().resume();
    }

    /// Refuses requests that wait and those to come.
    #[napi]
    pub fn stop(&self) {
        self.store.gate().stop();
    }

    /// Waits until no request is under way.
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn drain(&self, env: Env) -> napi::Result<i32> {
        let (store, mut reply) = (self.store(), Ticket::reply());
        self.answer_later(env, async move {
            store.settled().await;
            reply.null();
            (reply, Ok(()))
        })
    }

    /// Counts since the bucket was opened: requests on the wire, those that repeated one, operations done
    /// and failed, requests on the wire now, requests that wait; the most at a time, whether they are
    /// paused, stopped; of the last ones how many they are, their means of waiting, of execution in
    /// milliseconds and of repetitions, the share that failed, how many ended within a second, the share
    /// of these that succeeded.
    #[napi]
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn stats(&self) -> Vec<f64> {
        let stats = self.store.stats();
        let last = stats.last;
        vec![
            stats.attempts as f64,
            stats.retries as f64,
            stats.done as f64,
            stats.failed as f64,
            stats.active as f64,
            stats.waiting as f64,
            stats.limit as f64,
            f64::from(stats.is_paused),
            f64::from(stats.is_stopped),
            last.size,
            last.wait,
            last.execution,
            last.retries,
            last.failed,
            last.recent,
            last.succeeded,
        ]
    }
}

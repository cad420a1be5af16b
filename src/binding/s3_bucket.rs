//! A bucket of an S3 service as its client sees it: objects under full keys.
//!
//! Every call runs on the asynchronous runtime, many at a time. It answers a ticket, whose reply the
//! space hands out.

use std::future::Future;
use std::sync::Arc;

use napi::Env;
use napi::bindgen_prelude::{FnArgs, Function, spawn};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi_derive::napi;
use tokio::task_local;

use super::completion::{Completions, Ticket};
use super::object::{self, Listing, Pairs, PutOptions};
use super::s3_options::S3BucketOptions;
use super::signer::Signer;
use super::space::Space;
use crate::Result;
use crate::frame::Reply;
use crate::store::S3Store;

task_local! {
    /// Ticket of the call of a bucket that a task carries out.
    static OPERATION: i32;
}

/// A bucket of an S3 service.
#[napi]
pub struct S3Bucket {
    store: Arc<S3Store>,
    completions: Arc<Completions>,
}

impl S3Bucket {
    /// The store.
    #[must_use]
    pub fn store(&self) -> Arc<S3Store> {
        Arc::clone(&self.store)
    }

    fn run<F>(&self, env: Env, call: impl FnOnce(Arc<S3Store>, Reply) -> F) -> napi::Result<i32>
    where
        F: Future<Output = Result<Reply>> + Send + 'static,
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
        F: Future<Output = Result<Reply>> + Send + 'static,
    {
        let ticket = self.completions.begin(env)?;
        let number = ticket.number();
        drop(spawn(OPERATION.scope(number, ticket.settle(answer))));
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
            let etag = object::put(&*store, &key, &metadata, &body, &options).await?;
            reply.known_text(etag.as_str());
            Ok(reply)
        })
    }

    /// Reads an object; see [`object::get`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn get(&self, env: Env, key: String) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            object::get(&*store, &key, &mut reply).await?;
            Ok(reply)
        })
    }

    /// Reads what is known of an object; see [`object::head`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn head(&self, env: Env, key: String) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            object::head(&*store, &key, &mut reply).await?;
            Ok(reply)
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
            let etag = object::copy(&*store, (&from, &to), metadata, content_type).await?;
            reply.known_text(etag.as_str());
            Ok(reply)
        })
    }

    /// Deletes objects; see [`object::delete`].
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn delete(&self, env: Env, keys: Vec<String>) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            object::delete(&*store, &keys, &mut reply).await?;
            Ok(reply)
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
            store.delete_one(&key, Some(&etag)).await?;
            Ok(reply)
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
            object::list(&*store, &listing, &mut reply).await?;
            Ok(reply)
        })
    }

    /// Number of keys that begin with a prefix.
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    #[napi]
    pub fn count(&self, env: Env, prefix: String) -> napi::Result<i32> {
        self.run(env, |store, mut reply| async move {
            reply.count(object::count(&*store, &prefix).await? as u64);
            Ok(reply)
        })
    }

    /// Lets `listener` know of every request that is made again: its key, how often it has failed, and the
    /// ticket of the call of this bucket that it is part of, or 0. The function does not keep the process
    /// alive; there is no second one.
    ///
    /// # Errors
    /// napi refuses the function.
    #[napi]
    pub fn watch_retries(
        &self,
        listener: Function<'_, FnArgs<(String, u32, i32)>, ()>,
    ) -> napi::Result<()> {
        let listener = listener.build_threadsafe_function();
        let listener = listener.weak::<true>().build()?;
        self.store.watch_retries(move |key, failures| {
            let failures = u32::try_from(failures).unwrap_or(u32::MAX);
            let ticket = OPERATION.try_with(|number| *number).unwrap_or_default();
            // Nobody listens any more when the environment has ended.
            let _ = listener.call(
                (key.to_owned(), failures, ticket).into(),
                ThreadsafeFunctionCallMode::NonBlocking,
            );
        });
        Ok(())
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
            Ok(reply)
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

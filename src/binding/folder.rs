//! A folder of the file system as its client sees it: objects under full keys.
//!
//! Every call runs on a thread that may wait. It answers a ticket, whose reply the space hands out.

use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use napi::Env;
use napi_derive::napi;

use super::completion::{Completions, Ticket};
use super::object::{self, Listing, Pairs, PutOptions};
use super::thread_pool;
use crate::clock::milliseconds;
use crate::frame::Reply;
use crate::store::file::{Compression, Durability, FileOptions, FileStore};
use crate::{Error, Result};

/// Threads for operations on files: as many as processors, within limits. Few are enough while the system
/// answers from memory, and writers of one folder wait for each other; some have to wait for the disk
/// while others read.
pub static THREADS: LazyLock<usize> = LazyLock::new(|| thread_pool::PROCESSORS.clamp(2, 4));

/// A folder of the file system.
#[napi]
pub struct Folder {
    store: Arc<FileStore>,
    completions: Arc<Completions>,
}

/// How a folder keeps its objects.
#[napi(object)]
pub struct FolderOptions {
    /// What an acknowledged write survives: `none`, `data` or `full`.
    pub durability: String,
    /// Bytes from which on bodies are compressed; without a number they are not.
    pub compression_threshold: Option<f64>,
    /// Level of the compression, 0 to 9.
    pub compression_level: Option<u32>,
    /// Milliseconds after which a new object expires; without a number it does not.
    pub ttl: Option<f64>,
    /// Suffix under which the former body of an object is kept.
    pub backup: Option<String>,
    /// File below the folder that tells of all changes.
    pub journal: Option<String>,
    /// Most milliseconds that an operation waits for another.
    pub lock_timeout: f64,
    /// Bytes of an object's metadata.
    pub metadata_bytes: Option<f64>,
    /// Bytes of a body.
    pub body_bytes: Option<f64>,
}

impl FolderOptions {
    /// The same for the store.
    ///
    /// # Errors
    /// There is no such durability.
    pub fn at(&self, base: PathBuf) -> Result<FileOptions> {
        let mut options = FileOptions::new(base);
        options.durability = match &*self.durability {
            "none" => Durability::None,
            "data" => Durability::Data,
            "full" => Durability::Full,
            other => {
                return Err(Error::Internal {
                    reason: format!("durability `{other}`"),
                });
            }
        };
        options.compression = self.compression_threshold.map(|threshold| Compression {
            threshold: bytes(threshold),
            level: self.compression_level.unwrap_or_default(),
        });
        options.ttl = self.ttl.map(milliseconds);
        options.backup.clone_from(&self.backup);
        options.journal.clone_from(&self.journal);
        options.lock_timeout = milliseconds(self.lock_timeout);
        options.metadata_bytes = self.metadata_bytes.map(bytes);
        options.body_bytes = self.body_bytes.map(bytes);
        Ok(options)
    }
}

impl Folder {
    /// A handle on a store whose replies go to `completions`.
    #[must_use]
    pub fn new(store: Arc<FileStore>, completions: Arc<Completions>) -> Self {
        Self { store, completions }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> Arc<FileStore> {
        Arc::clone(&self.store)
    }

    fn run<Fut: Future<Output = Result<Reply>> + Send + 'static>(
        &self,
        env: Env,
        call: impl FnOnce(Arc<FileStore>, Reply) -> Fut,
    ) -> napi::Result<i32> {
        let ticket = self.completions.begin(env)?;
        let number = ticket.number();
        let call = call(self.store(), Ticket::reply());
        thread_pool::run(*THREADS, ticket.settle(call))?;
        Ok(number)
    }
}

#[napi]
impl Folder {
    /// Writes an object; see [`object::put`].
    ///
    /// # Errors
    /// There is no thread.
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
        self.run(env, async move |store, mut reply| {
            let etag = object::put(&*store, &key, &metadata, &body, &options).await?;
            reply.known_text(etag.as_str());
            Ok(reply)
        })
    }

    /// Reads an object; see [`object::get`].
    ///
    /// # Errors
    /// There is no thread.
    #[napi]
    pub fn get(&self, env: Env, key: String) -> napi::Result<i32> {
        self.run(env, async move |store, mut reply| {
            object::get(&*store, &key, &mut reply).await?;
            Ok(reply)
        })
    }

    /// Reads what is known of an object; see [`object::head`].
    ///
    /// # Errors
    /// There is no thread.
    #[napi]
    pub fn head(&self, env: Env, key: String) -> napi::Result<i32> {
        self.run(env, async move |store, mut reply| {
            object::head(&*store, &key, &mut reply).await?;
            Ok(reply)
        })
    }

    /// Copies an object; see [`object::copy`].
    ///
    /// # Errors
    /// There is no thread.
    #[napi]
    pub fn copy(
        &self,
        env: Env,
        from: String,
        to: String,
        metadata: Option<Pairs>,
        content_type: Option<String>,
    ) -> napi::Result<i32> {
        self.run(env, async move |store, mut reply| {
            let (metadata, content_type) = (metadata.as_deref(), content_type.as_deref());
            let etag = object::copy(&*store, (&from, &to), metadata, content_type).await?;
            reply.known_text(etag.as_str());
            Ok(reply)
        })
    }

    /// Deletes objects; see [`object::delete`].
    ///
    /// # Errors
    /// There is no thread.
    #[napi]
    pub fn delete(&self, env: Env, keys: Vec<String>) -> napi::Result<i32> {
        self.run(env, async move |store, mut reply| {
            object::delete(&*store, &keys, &mut reply).await?;
            Ok(reply)
        })
    }

    /// A page of keys; see [`object::list`].
    ///
    /// # Errors
    /// There is no thread.
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
        self.run(env, async move |store, mut reply| {
            object::list(&*store, &listing, &mut reply).await?;
            Ok(reply)
        })
    }

    /// Number of keys that begin with a prefix.
    ///
    /// # Errors
    /// There is no thread.
    #[napi]
    pub fn count(&self, env: Env, prefix: String) -> napi::Result<i32> {
        self.run(env, async move |store, mut reply| {
            reply.count(object::count(&*store, &prefix).await? as u64);
            Ok(reply)
        })
    }

    /// Deletes everything.
    ///
    /// # Errors
    /// There is no thread.
    #[napi]
    pub fn clear(&self, env: Env) -> napi::Result<i32> {
        self.run(env, async move |store, mut reply| {
            store.clear()?;
            reply.null();
            Ok(reply)
        })
    }

    /// Removes expired objects, and answers their number.
    ///
    /// # Errors
    /// There is no thread.
    #[napi]
    pub fn sweep(&self, env: Env) -> napi::Result<i32> {
        self.run(env, async move |store, mut reply| {
            reply.count(store.sweep()? as u64);
            Ok(reply)
        })
    }

    /// Counts since the folder was opened: gets, puts, deletes, errors, bytes that compression saved,
    /// bytes of compressed bodies, bytes that they had before.
    #[napi]
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn stats(&self) -> Vec<f64> {
        let stats = self.store.stats();
        [
            stats.gets,
            stats.puts,
            stats.deletes,
            stats.errors,
            stats.compression_saved,
            stats.total_compressed,
            stats.total_uncompressed,
        ]
        .map(|count| count as f64)
        .to_vec()
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a limit beyond the range of usize is none"
)]
fn bytes(number: f64) -> usize {
    number as usize
}

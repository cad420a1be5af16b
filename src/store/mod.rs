//! Stores: where objects live.
//!
//! [`ObjectStore`] is what an operation on records needs of a store; `conformance` says what every
//! store must do. Keys are full keys. Metadata is stored as it goes over the wire: the names
//! sanitised, the values encoded (`codec::metadata`).

use std::future::Future;

use crate::{Error, Result};

mod condition;
#[allow(
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    reason = "every case panics where a store does otherwise and hands on what a store says"
)]
pub mod conformance;
pub mod etag;
pub mod fault;
pub mod file;
mod list;
pub mod memory;
pub mod metadata;
pub mod object;
mod objects;
#[cfg(feature = "s3")]
pub mod s3;

pub use condition::{Condition, MISMATCH, STAMP};
pub use etag::Etag;
pub use fault::FaultStore;
pub use file::FileStore;
pub use list::{Entry, KeyPage, List, Page};
pub use memory::MemoryStore;
pub use metadata::Metadata;
pub use object::Object;
#[cfg(feature = "s3")]
pub use s3::S3Store;

/// An object to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewObject<'a> {
    /// User metadata.
    pub metadata: &'a Metadata,
    /// Content.
    pub body: &'a [u8],
    /// Media type, if one is given.
    pub content_type: Option<&'a str>,
    /// Content coding, if one is given.
    pub content_encoding: Option<&'a str>,
}

/// A place for objects.
///
/// Futures of the memory store are always ready, so the binding polls an operation on it once,
/// inside one synchronous call; other stores run the same operation on threads.
pub trait ObjectStore: Send + Sync {
    /// Writes an object.
    ///
    /// # Errors
    /// [`crate::Error::Precondition`] when the condition does not hold.
    fn put(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> impl Future<Output = Result<Etag>> + Send;

    /// Reads an object.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    fn get(&self, key: &str) -> impl Future<Output = Result<Object>> + Send;

    /// Reads an object without its body; [`Object::size`] still tells the body's size.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    fn head(&self, key: &str) -> impl Future<Output = Result<Object>> + Send;

    /// Whether there is an object.
    ///
    /// # Errors
    /// What the store says.
    fn exists(&self, key: &str) -> impl Future<Output = Result<bool>> + Send {
        async move {
            match self.head(key).await {
                Ok(_) => Ok(true),
                Err(crate::Error::NotFound { .. }) => Ok(false),
                Err(error) => Err(error),
            }
        }
    }

    /// Copies an object, with new metadata if `metadata` is given. `from` and `to` may be the same.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when there is no object `from`.
    fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: Option<&Metadata>,
        content_type: Option<&str>,
    ) -> impl Future<Output = Result<Etag>> + Send;

    /// Deletes an object; there need not be one.
    ///
    /// # Errors
    /// What the store says.
    fn delete(&self, key: &str) -> impl Future<Output = Result<()>> + Send;

    /// Deletes objects and returns the keys that could not be deleted, with the reason.
    ///
    /// # Errors
    /// What the store says when nothing is known of any key.
    fn delete_many(
        &self,
        keys: &[String],
    ) -> impl Future<Output = Result<Vec<(String, Error)>>> + Send;

    /// Lists objects.
    ///
    /// # Errors
    /// What the store says.
    fn list(&self, request: List<'_>) -> impl Future<Output = Result<Page>> + Send;

    /// Lists keys only. A store that can do this for less than [`ObjectStore::list`] overrides it.
    ///
    /// # Errors
    /// What the store says.
    fn list_keys(&self, request: List<'_>) -> impl Future<Output = Result<KeyPage>> + Send {
        async move {
            let page = self.list(request).await?;
            let keys = page.entries.into_iter().map(|entry| entry.key).collect();
            Ok(KeyPage {
                keys,
                next: page.next,
            })
        }
    }

    /// Writes the same object under many keys, and answers those under which it could not be written,
    /// with the reason. A store that has to wait for each overrides it.
    fn put_many(
        &self,
        keys: &[String],
        object: NewObject<'_>,
    ) -> impl Future<Output = Vec<(String, Error)>> + Send {
        async move {
            let mut failed = Vec::new();
            for key in keys {
                if let Err(error) = self.put(key, object, Condition::None).await {
                    failed.push((key.clone(), error));
                }
            }
            failed
        }
    }

    /// Reads many objects, in the order of the keys. A store with a lock takes it once.
    fn get_many(&self, keys: &[String]) -> impl Future<Output = Vec<Result<Object>>> + Send {
        async move {
            let mut objects = Vec::with_capacity(keys.len());
            for key in keys {
                objects.push(self.get(key).await);
            }
            objects
        }
    }

    /// Reads many objects without their bodies, in the order of the keys.
    fn head_many(&self, keys: &[String]) -> impl Future<Output = Vec<Result<Object>>> + Send {
        async move {
            let mut objects = Vec::with_capacity(keys.len());
            for key in keys {
                objects.push(self.head(key).await);
            }
            objects
        }
    }

    /// Counts the keys that begin with `prefix`.
    ///
    /// # Errors
    /// What the store says.
    fn count(&self, prefix: &str) -> impl Future<Output = Result<usize>> + Send {
        async move {
            let mut count = 0;
            let mut after: Option<String> = None;
            loop {
                let request = List {
                    prefix,
                    after: after.as_deref(),
                    limit: Some(1000),
                    delimiter: None,
                };
                let page = self.list_keys(request).await?;
                count += page.keys.len();
                match page.next {
                    Some(next) => after = Some(next),
                    None => return Ok(count),
                }
            }
        }
    }
}

/// The keys of which something went wrong, with the reason.
fn failures<T>(keys: &[String], results: Vec<Result<T>>) -> Vec<(String, Error)> {
    let results = keys.iter().zip(results);
    results
        .filter_map(|(key, result)| Some((key.clone(), result.err()?)))
        .collect()
}

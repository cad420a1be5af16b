//! Stores: where objects live.
//!
//! [`ObjectStore`] is what an operation on records needs of a store; `conformance` says what every
//! store must do. Keys are full keys. Metadata is stored as it goes over the wire: the names
//! sanitised, the values encoded (`codec::metadata`).

use std::future::Future;

use crate::{Error, Result};

#[allow(
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    reason = "every case panics where a store does otherwise and hands on what a store says"
)]
pub mod conformance;
pub mod fault;
pub mod file;
pub mod memory;
pub mod metadata;
pub mod object;
mod objects;
#[cfg(feature = "s3")]
pub mod s3;

pub use fault::FaultStore;
pub use file::FileStore;
pub use memory::MemoryStore;
pub use metadata::Metadata;
pub use object::Object;
#[cfg(feature = "s3")]
pub use s3::S3Store;

/// Metadata of records that are updated under a condition: a random text that every write changes. An
/// `ETag` tells bodies apart only, and most records have none.
pub const STAMP: &str = "_cas";

/// Why a condition on the `ETag` does not hold.
pub const MISMATCH: &str = "ETag mismatch";

/// What a write asks of the object that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition<'a> {
    /// Nothing.
    None,
    /// No object has the key (`If-None-Match: *`).
    Absent,
    /// The object has this `ETag` (`If-Match`).
    Matches(&'a str),
    /// The object has this `ETag` and this stamp: it is the one that was read.
    Unchanged {
        /// `ETag`, as it was read.
        etag: &'a str,
        /// Value of [`STAMP`], as it was read.
        stamp: Option<&'a str>,
        /// Whether it was read just now: then a store that can compare stamps only by reading once
        /// more would learn nothing by it.
        is_recent: bool,
    },
}

impl Condition<'_> {
    /// Checks the condition against the `ETag` of the object that is there, if there is one.
    ///
    /// # Errors
    /// [`crate::Error::Precondition`].
    pub fn check(self, key: &str, current: Option<&str>) -> Result<()> {
        let reason = match (self, current) {
            (Self::Absent, Some(_)) => "object already exists",
            (Self::Matches(_) | Self::Unchanged { .. }, None) => "object does not exist",
            (Self::Matches(wanted) | Self::Unchanged { etag: wanted, .. }, Some(etag))
                if !matches(wanted, etag) =>
            {
                MISMATCH
            }
            _ => return Ok(()),
        };
        Err(Error::Precondition {
            key: key.to_owned(),
            reason,
        })
    }

    /// Checks the condition against the stamp of the object that is there; `stamp` is called only
    /// where it counts.
    ///
    /// # Errors
    /// [`crate::Error::Precondition`].
    pub fn check_stamp<'s>(self, key: &str, stamp: impl FnOnce() -> Option<&'s str>) -> Result<()> {
        match self {
            Self::Unchanged { stamp: wanted, .. } if wanted != stamp() => {
                Err(Error::Precondition {
                    key: key.to_owned(),
                    reason: MISMATCH,
                })
            }
            _ => Ok(()),
        }
    }
}

/// Whether one of the tags in an `If-Match` value is the object's. `*`, weak prefixes, quotes and
/// comma lists are understood.
fn matches(wanted: &str, etag: &str) -> bool {
    let bare = |tag: &str| {
        tag.trim()
            .trim_start_matches("W/")
            .trim_matches('"')
            .to_owned()
    };
    wanted
        .split(',')
        .any(|tag| tag.trim() == "*" || bare(tag) == bare(etag))
}

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

/// What a store says of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Quoted MD5 of the body, or what the store uses instead.
    pub etag: String,
    /// Version of the object in a versioned bucket.
    pub version_id: Option<String>,
}

/// Which keys a listing returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List<'a> {
    /// Literal beginning of the keys.
    pub prefix: &'a str,
    /// Keys up to and including this one are left out.
    pub after: Option<&'a str>,
    /// Groups keys by what stands before it; the groups are `common_prefixes`.
    pub delimiter: Option<&'a str>,
    /// Most keys and groups of a page; `None` lists everything at once.
    pub limit: Option<usize>,
}

impl List<'_> {
    /// The group of a key: its beginning up to the first delimiter behind the prefix.
    #[must_use]
    pub fn group_of<'k>(&self, key: &'k str) -> Option<&'k str> {
        let delimiter = self.delimiter.filter(|delimiter| !delimiter.is_empty())?;
        let rest = key.strip_prefix(self.prefix)?;
        let end = rest.find(delimiter)?;
        key.get(..self.prefix.len() + end + delimiter.len())
    }
}

/// An entry of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Full key.
    pub key: String,
    /// Bytes of the body.
    pub size: u64,
    /// Quoted `ETag`.
    pub etag: String,
    /// Milliseconds since 1970.
    pub last_modified: u64,
}

/// A page of a listing, keys in the order of their UTF-8 bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Objects.
    pub entries: Vec<Entry>,
    /// Groups, if a delimiter was given.
    pub common_prefixes: Vec<String>,
    /// The last key or group of the page, if there are more behind it.
    pub next: Option<String>,
}

/// Keys of a page without what else is known of the objects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyPage {
    /// Full keys in the order of their UTF-8 bytes.
    pub keys: Vec<String>,
    /// The last key of the page, if there are more behind it.
    pub next: Option<String>,
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
    ) -> impl Future<Output = Result<Written>> + Send;

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
    ) -> impl Future<Output = Result<Written>> + Send;

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

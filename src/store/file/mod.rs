//! The file store: objects as files, in the layout of s3db.js.
//!
//! An object is two files, its body and a side file with everything else; it exists when it has a
//! side file. `docs/design/0007-file-store.md` says how a change of both is one change for every
//! reader and after every crash.
//!
//! Futures make blocking calls of the system when they are polled: operations belong on threads that may
//! wait. They are pending only while they wait for a sync that others share.

mod at_hand;
mod body;
mod copy;
mod creation;
mod delete;
mod directory;
mod disk;
mod draft;
mod empty_body;
mod failure;
mod folder;
mod group_commit;
mod index;
mod journal;
mod leftover;
mod listing;
mod location;
mod lock;
mod options;
mod page_cache;
mod read;
mod side_file;
mod side_value;
mod standing;
mod sweep;
mod write;

#[cfg(test)]
mod clock_tests;
#[cfg(test)]
mod crash_tests;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

use futures_util::future::join_all;

use self::draft::NamesOnly;
use self::empty_body::EmptyBodies;
use self::group_commit::GroupCommit;
use self::index::Indexes;
use self::location::Location;
use self::lock::Locks;
use self::options::Counters;
use self::page_cache::PageCache;
use super::{
    Condition, Etag, KeyPage, List, Metadata, NewObject, Object, ObjectStore, Page, failures,
};
use crate::{Error, Result, clock};

pub use self::at_hand::AtHand;
pub use self::options::{Compression, Durability, FileOptions, FileStats};

/// Objects below a folder. Stores of any number of processes may share it.
#[derive(Debug)]
pub struct FileStore {
    options: FileOptions,
    locks: Locks,
    commits: GroupCommit,
    indexes: Indexes,
    empty_bodies: EmptyBodies,
    names_only: NamesOnly,
    page_cache: PageCache,
    counters: Counters,
    /// Folders whose parents are known to be on the disk.
    rooted: Mutex<HashSet<Box<str>>>,
}

impl FileStore {
    /// A store of the objects below a folder. Nothing is read or written yet.
    #[must_use]
    pub fn open(options: FileOptions) -> Self {
        Self {
            locks: Locks::new(options.lock_timeout),
            commits: GroupCommit::default(),
            indexes: Indexes::default(),
            empty_bodies: EmptyBodies::default(),
            names_only: NamesOnly::default(),
            page_cache: PageCache::default(),
            counters: Counters::default(),
            rooted: Mutex::default(),
            options,
        }
    }

    /// Folder of the objects.
    #[must_use]
    pub fn base(&self) -> &Path {
        &self.options.base
    }

    /// What the store has done since it was opened.
    #[must_use]
    pub fn stats(&self) -> FileStats {
        self.counters.read()
    }

    /// Number of folders that were read for listings and counts since the store was opened.
    #[must_use]
    pub fn scans(&self) -> u64 {
        self.indexes.scans()
    }

    /// Number of syncs that writers waited for since the store was opened; with durability one serves
    /// all who wait.
    #[must_use]
    pub fn syncs(&self) -> u64 {
        self.commits.rounds()
    }

    /// The location of a key that may be written.
    fn writable<'k>(&self, key: &'k str) -> Result<Location<'k>> {
        let location = Location::of(key)?;
        let is_backup = self
            .options
            .backup
            .as_ref()
            .is_some_and(|suffix| location.name.ends_with(&**suffix));
        let is_journal = self.options.journal.as_deref() == Some(key);
        if is_backup || is_journal {
            return Err(Error::InvalidKey {
                key: key.to_owned(),
                reason: "backups or the journal have this name",
            });
        }
        Ok(location)
    }

    /// Whether objects may have expired.
    fn has_expiry(&self) -> bool {
        self.options.ttl.is_some()
    }

    /// When an object that is written now expires.
    fn expiry(&self, now: u64) -> Option<u64> {
        let ttl = self.options.ttl?;
        Some(now.saturating_add(u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX)))
    }

    /// Whether an object that expires at a time is gone.
    fn is_gone(&self, expires_at: Option<u64>) -> bool {
        self.has_expiry() && expires_at.is_some_and(|at| at <= clock::now())
    }

    /// Counts a request of a kind, or its failure.
    fn counted<T>(&self, counter: Option<&AtomicU64>, result: Result<T>) -> Result<T> {
        match &result {
            Ok(_) => counter.into_iter().for_each(Counters::add),
            Err(Error::NotFound { .. } | Error::Precondition { .. }) => {}
            Err(_) => Counters::add(&self.counters.errors),
        }
        result
    }
}

impl ObjectStore for FileStore {
    async fn put(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Etag> {
        self.counted(
            Some(&self.counters.puts),
            self.put_object(key, &object, condition).await,
        )
    }

    async fn get(&self, key: &str) -> Result<Object> {
        self.counted(Some(&self.counters.gets), self.get_object(key))
    }

    async fn head(&self, key: &str) -> Result<Object> {
        self.counted(None, self.head_object(key))
    }

    async fn exists(&self, key: &str) -> Result<bool> {
        self.counted(None, self.has_object(key))
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: Option<&Metadata>,
        content_type: Option<&str>,
    ) -> Result<Etag> {
        let copied = self.copy_object(from, to, metadata, content_type).await;
        self.counted(None, copied)
    }

    async fn delete(&self, key: &str) -> Result<()> {
        let deleted = self.delete_object(key).await;
        self.counted(Some(&self.counters.deletes), deleted)
    }

    /// All share their syncs.
    async fn delete_many(&self, keys: &[String]) -> Result<Vec<(String, Error)>> {
        let deleted = join_all(keys.iter().map(|key| self.delete(key))).await;
        Ok(failures(keys, deleted))
    }

    /// All share their syncs.
    async fn put_many(&self, keys: &[String], object: NewObject<'_>) -> Vec<(String, Error)> {
        let written = keys
            .iter()
            .map(|key| self.put(key, object, Condition::None));
        failures(keys, join_all(written).await)
    }

    async fn list(&self, request: List<'_>) -> Result<Page> {
        self.counted(None, self.list_objects(&request))
    }

    async fn list_keys(&self, request: List<'_>) -> Result<KeyPage> {
        self.counted(None, self.list_names(&request))
    }

    async fn count(&self, prefix: &str) -> Result<usize> {
        self.counted(None, self.count_names(prefix))
    }
}

//! How a file store is set up and what it counts.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::store::memory::Limits;

/// What survives a loss of power. A process that is killed loses nothing either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Durability {
    /// Whatever the operating system had written by then.
    #[default]
    None,
    /// Every acknowledged write.
    Data,
    /// As `Data`, with the attributes of files and the folders up to the base.
    Full,
}

/// Which bodies are compressed with gzip. One that would not shrink is stored as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compression {
    /// Bytes from which a body is compressed.
    pub threshold: usize,
    /// 0 (fastest) to 9 (smallest).
    pub level: u32,
}

/// How a file store is set up.
#[derive(Debug, Clone)]
pub struct FileOptions {
    /// Folder of the objects. It need not exist.
    pub base: PathBuf,
    /// What survives a loss of power.
    pub durability: Durability,
    /// Whether bodies are compressed.
    pub compression: Option<Compression>,
    /// Time to live of new objects. Without one, expired objects are treated as any other.
    pub ttl: Option<Duration>,
    /// Suffix under which the previous body of a replaced object is kept, `.bak`.
    pub backup: Option<String>,
    /// Name, below the base, of a file that records every write and deletion as a line of JSON.
    pub journal: Option<String>,
    /// How long a write waits for other writers of the same folder.
    pub lock_timeout: Duration,
    /// Most bytes of metadata names and values of an object.
    pub metadata_bytes: Option<usize>,
    /// Most bytes of a body.
    pub body_bytes: Option<usize>,
}

impl FileOptions {
    /// Options with everything off, and five seconds for the lock.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self {
            base: base.into(),
            durability: Durability::None,
            compression: None,
            ttl: None,
            backup: None,
            journal: None,
            lock_timeout: Duration::from_secs(5),
            metadata_bytes: None,
            body_bytes: None,
        }
    }

    /// The limits of one object.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            metadata_bytes: self.metadata_bytes,
            body_bytes: self.body_bytes,
            total_bytes: None,
        }
    }
}

/// What a store has done since it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileStats {
    /// Objects read with their bodies.
    pub gets: u64,
    /// Objects written, copies excluded.
    pub puts: u64,
    /// Deletions.
    pub deletes: u64,
    /// Requests that failed, other than for a missing object or a condition.
    pub errors: u64,
    /// Bytes that compression has saved.
    pub compression_saved: u64,
    /// Bytes of compressed bodies.
    pub total_compressed: u64,
    /// Bytes of the same bodies before.
    pub total_uncompressed: u64,
}

/// The counters behind [`FileStats`].
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub gets: AtomicU64,
    pub puts: AtomicU64,
    pub deletes: AtomicU64,
    pub errors: AtomicU64,
    compressed: AtomicU64,
    uncompressed: AtomicU64,
}

impl Counters {
    /// Counts one.
    pub fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a body that was compressed.
    pub fn add_compressed(&self, from: usize, to: usize) {
        self.uncompressed.fetch_add(from as u64, Ordering::Relaxed);
        self.compressed.fetch_add(to as u64, Ordering::Relaxed);
    }

    /// The counters at this moment.
    pub fn read(&self) -> FileStats {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let (compressed, uncompressed) = (of(&self.compressed), of(&self.uncompressed));
        FileStats {
            gets: of(&self.gets),
            puts: of(&self.puts),
            deletes: of(&self.deletes),
            errors: of(&self.errors),
            compression_saved: uncompressed.saturating_sub(compressed),
            total_compressed: compressed,
            total_uncompressed: uncompressed,
        }
    }
}

//! Sorted names of folders, kept while the folders do not change.
//!
//! A folder's time of change tells whether its names are still the same. It is as coarse as the
//! file system's clock, so names that were read too soon after a change are not trusted: the next
//! change might have the same time.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::directory::{found, status};
use super::leftover;
use super::location::SIDE;
use crate::clock;

/// Bytes that all indexes of a store may take; folders that were not used for longest go first. A
/// folder that takes more alone is read again for every page.
const MAX_BYTES: usize = 64 << 20;
/// Longest step of the clock of a file system that tells fractions of a second.
const FINE: Duration = Duration::from_millis(50);
/// Longest step of one that does not.
const COARSE: Duration = Duration::from_millis(2500);
/// Nanoseconds of which the times of FAT and exFAT are multiples. Windows does not tell there when the
/// names in a folder have changed.
const STEP_OF_FAT: u32 = 10_000_000;

/// The sorted names of a folder: objects, and folders with a final `/`.
#[derive(Debug, Default)]
pub(super) struct Index {
    names: String,
    ends: Vec<u32>,
    objects: usize,
}

/// Indexes of folders, by their keys.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    kept: Mutex<Kept>,
    scans: AtomicU64,
}

#[derive(Debug, Default)]
struct Kept {
    by_folder: HashMap<Box<str>, Entry>,
    bytes: usize,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    index: Arc<Index>,
    state: FolderState,
    used: u64,
}

/// What tells one state of a folder from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FolderState {
    changed: SystemTime,
    number: u64,
}

impl Index {
    /// An index of sorted names.
    pub fn new(names: Vec<String>) -> Self {
        let mut index = Self {
            names: String::with_capacity(names.iter().map(String::len).sum()),
            ends: Vec::with_capacity(names.len()),
            objects: 0,
        };
        for name in names {
            let end = u32::try_from(index.names.len() + name.len());
            let Ok(end) = end else { break };
            index.names.push_str(&name);
            index.ends.push(end);
            index.objects += usize::from(!name.ends_with('/'));
        }
        index
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Number of names of objects.
    pub fn objects(&self) -> usize {
        self.objects
    }

    /// A name by its position.
    pub fn name(&self, position: usize) -> Option<&str> {
        let end = *self.ends.get(position)? as usize;
        let start = match position.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.names.get(start..end)
    }

    /// Names from a position on.
    pub fn names_from(&self, position: usize) -> impl Iterator<Item = &str> {
        (position..self.len()).filter_map(|position| self.name(position))
    }

    /// Position of the first name for which `is_before` does not hold; it holds for those before.
    pub fn position(&self, is_before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.name(middle).is_some_and(&is_before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn bytes(&self) -> usize {
        self.names.len() + self.ends.len() * size_of::<u32>()
    }
}

impl Indexes {
    /// Number of folders that were read.
    pub fn scans(&self) -> u64 {
        self.scans.load(Ordering::Relaxed)
    }

    /// The index of a folder; `None` when there is no such folder.
    pub fn of(&self, folder: &str, path: &Path) -> io::Result<Option<Arc<Index>>> {
        let Some(status) = folder_status(path)? else {
            return Ok(None);
        };
        let state = FolderState::of(&status)?;
        if let Some(index) = self.kept().find(folder, state) {
            return Ok(Some(index));
        }
        let began = clock::now();
        self.scans.fetch_add(1, Ordering::Relaxed);
        let Some(names) = found(read_names(path))? else {
            return Ok(None);
        };
        let index = Arc::new(Index::new(names));
        let is_unchanged = folder_status(path)?
            .is_some_and(|status| FolderState::of(&status).is_ok_and(|now| now == state));
        let mut kept = self.kept();
        if is_unchanged && state.is_settled(began) {
            kept.keep(folder, Arc::clone(&index), state);
        } else {
            kept.forget(folder);
        }
        Ok(Some(index))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&mut self, folder: &str, state: FolderState) -> Option<Arc<Index>> {
        self.clock += 1;
        let entry = self.by_folder.get_mut(folder)?;
        entry.used = self.clock;
        (entry.state == state).then(|| Arc::clone(&entry.index))
    }

    fn keep(&mut self, folder: &str, index: Arc<Index>, state: FolderState) {
        self.forget(folder);
        let bytes = cost(folder, &index);
        if bytes > MAX_BYTES {
            return;
        }
        while self.bytes + bytes > MAX_BYTES {
            let oldest = self.by_folder.iter().min_by_key(|(_, entry)| entry.used);
            let Some(folder) = oldest.map(|(folder, _)| folder.clone()) else {
                break;
            };
            self.forget(&folder);
        }
        self.bytes += bytes;
        let used = self.clock;
        self.by_folder
            .insert(folder.into(), Entry { index, state, used });
    }

    fn forget(&mut self, folder: &str) {
        if let Some(entry) = self.by_folder.remove(folder) {
            self.bytes -= cost(folder, &entry.index);
        }
    }
}

/// Bytes that an index takes, its place in the map included.
fn cost(folder: &str, index: &Index) -> usize {
    index.bytes() + folder.len() + size_of::<Entry>() + size_of::<Index>() + size_of::<Box<str>>()
}

impl FolderState {
    fn of(status: &Metadata) -> io::Result<Self> {
        Ok(Self {
            changed: status.modified()?,
            number: number_of(status),
        })
    }

    /// Whether a change after `began` would have had another time.
    fn is_settled(self, began: u64) -> bool {
        let changed = self.changed.duration_since(UNIX_EPOCH).unwrap_or_default();
        if cfg!(windows) && changed.subsec_nanos().is_multiple_of(STEP_OF_FAT) {
            return false;
        }
        let step = if changed.subsec_nanos() == 0 {
            COARSE
        } else {
            FINE
        };
        changed + step < Duration::from_millis(began)
    }
}

#[cfg(unix)]
fn number_of(status: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(status)
}

#[cfg(not(unix))]
fn number_of(_status: &Metadata) -> u64 {
    0
}

fn folder_status(path: &Path) -> io::Result<Option<Metadata>> {
    use io::ErrorKind::{InvalidFilename, NotADirectory};
    match found(status(path)) {
        Err(error) if matches!(error.kind(), NotADirectory | InvalidFilename) => Ok(None),
        status => Ok(status?.filter(Metadata::is_dir)),
    }
}

/// Names of the objects and folders in a folder; leftovers that are met are removed. Links are passed
/// over, as s3db.js does: one that leads upwards would make the listing endless.
fn read_names(path: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut leftovers = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let Ok(mut name) = entry.file_name().into_string() else {
            continue;
        };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            name.push('/');
            names.push(name);
            continue;
        }
        if !kind.is_file() {
            continue;
        }
        if let Some(object) = name.strip_suffix(SIDE) {
            if !object.is_empty() && !object.ends_with(SIDE) {
                names.push(object.to_owned());
            }
        } else if leftover::may_be(&name) {
            leftovers.push(name);
        }
    }
    names.sort_unstable();
    leftover::remove(path, leftovers, &names);
    Ok(names)
}

//! The lock of a folder: one writer at a time, in all processes.
//!
//! Threads of one process queue for a shard first, so that only one of them asks the system for the
//! lock; only waiting for another process is done by asking again. A turn is shorter than it takes to
//! wake a thread, so a thread looks for its turn for a while before it sleeps.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::hint::spin_loop;
use std::num::NonZero;
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::directory::Directory;
use super::failure::failure;
use super::location::Location;
use crate::clock::Deadline;
use crate::{Error, Result};

const SHARDS: usize = 64;
/// First and longest pause before another process's lock is tried again.
const PAUSES: (Duration, Duration) = (Duration::from_micros(50), Duration::from_millis(5));
/// How often a thread looks for its turn before it sleeps: some 30 µs in all. Where there is one
/// processor, nobody could end a turn meanwhile.
static LOOKS: LazyLock<u32> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    if processors > 1 { 20 } else { 0 }
});
/// Pauses of the processor between two looks.
const PAUSES_OF_A_LOOK: u32 = 30;

/// The locks of a process.
#[derive(Debug)]
pub(super) struct Locks {
    shards: [Shard; SHARDS],
    timeout: Duration,
}

#[derive(Debug, Default)]
struct Shard {
    queue: Mutex<Queue>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    is_held: bool,
    waiting: usize,
}

/// A folder that this thread has locked.
#[derive(Debug)]
pub(super) struct Locked<'l> {
    // Fields are dropped in this order: closing the folder gives the system's lock back before the
    // next thread asks for it.
    directory: Directory,
    _turn: Turn<'l>,
}

#[derive(Debug)]
struct Turn<'l>(&'l Shard);

impl Locks {
    /// Locks for which a writer waits as long as given.
    pub fn new(timeout: Duration) -> Self {
        Self {
            shards: std::array::from_fn(|_| Shard::default()),
            timeout,
        }
    }

    /// Locks the folder of an object.
    ///
    /// # Errors
    /// [`Error::LockTimeout`], or what the system says.
    pub fn lock(&self, directory: Directory, location: &Location<'_>) -> Result<Locked<'_>> {
        let deadline = Deadline::after(self.timeout);
        let timed_out = || Error::LockTimeout {
            key: location.key.to_owned(),
        };
        let shard = self.shard(location.folder);
        let turn = shard.wait(deadline).ok_or_else(timed_out)?;
        let mut pause = PAUSES.0;
        while !directory
            .try_lock()
            .map_err(|error| failure(&error, location.key))?
        {
            let left = deadline.left().ok_or_else(timed_out)?;
            wait(pause.min(left));
            pause = (pause * 2).min(PAUSES.1);
        }
        Ok(Locked {
            directory,
            _turn: turn,
        })
    }

    /// Locks the folder of an object unless somebody else has.
    pub fn try_lock(&self, directory: Directory, location: &Location<'_>) -> Option<Locked<'_>> {
        let turn = self.shard(location.folder).take()?;
        let is_ours = matches!(directory.try_lock(), Ok(true));
        is_ours.then_some(Locked {
            directory,
            _turn: turn,
        })
    }

    fn shard(&self, folder: &str) -> &Shard {
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(folder);
        let [first, rest @ ..] = &self.shards;
        usize::try_from(hash % SHARDS as u64)
            .ok()
            .and_then(|index| rest.get(index))
            .unwrap_or(first)
    }
}

impl Locked<'_> {
    /// The folder, unlocked.
    ///
    /// # Errors
    /// What the system says.
    pub fn unlock(self) -> std::io::Result<Directory> {
        self.directory.unlock()?;
        Ok(self.directory)
    }
}

impl std::ops::Deref for Locked<'_> {
    type Target = Directory;

    fn deref(&self) -> &Directory {
        &self.directory
    }
}

impl Shard {
    /// Waits for the shard, `None` after the deadline.
    fn wait(&self, deadline: Deadline) -> Option<Turn<'_>> {
        for _ in 0..*LOOKS {
            if let Some(turn) = self.take() {
                return Some(turn);
            }
            for _ in 0..PAUSES_OF_A_LOOK {
                spin_loop();
            }
        }
        let mut queue = self.queue();
        queue.waiting += 1;
        while queue.is_held {
            let Some(left) = deadline.left() else {
                queue.waiting -= 1;
                return None;
            };
            queue = self
                .freed
                .wait_timeout(queue, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        queue.waiting -= 1;
        queue.is_held = true;
        Some(Turn(self))
    }

    fn take(&self) -> Option<Turn<'_>> {
        let mut queue = self.queue();
        let was_held = std::mem::replace(&mut queue.is_held, true);
        (!was_held).then(|| Turn(self))
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.is_held = false;
        if queue.waiting > 0 {
            self.0.freed.notify_one();
        }
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "writers of files run on threads that may wait, and systems do not say when a lock is free"
)]
fn wait(pause: Duration) {
    thread::sleep(pause);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_locked_once_and_freed() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Directory::open(folder.path()).unwrap();
        let (locks, others) = (
            Locks::new(Duration::from_millis(20)),
            Locks::new(Duration::from_millis(20)),
        );
        let location = Location::of("folder/key").unwrap();
        let held = locks.lock(open(), &location).unwrap();
        for locks in [&locks, &others] {
            let refused = locks.lock(open(), &location);
            assert!(
                matches!(refused, Err(Error::LockTimeout { .. })),
                "{refused:?}"
            );
            assert!(locks.try_lock(open(), &location).is_none());
        }
        held.unlock().unwrap();
        for locks in [&locks, &others] {
            drop(locks.lock(open(), &location).unwrap());
            assert!(locks.try_lock(open(), &location).is_some());
        }
    }
}

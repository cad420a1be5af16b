//! Group commit: writers that need a sync at the same time share it.
//!
//! A writer joins the round that is open. If no round is under way it leads: it closes the round,
//! syncs for everybody in it and tells them what came of it. Whoever arrives meanwhile is in the
//! next round.

use std::fs::File;
use std::io;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

/// A sync of more files than this is one of the whole file system, where there is such a thing.
const FEW: usize = 2;

/// What a sync has to bring to the disk.
#[derive(Debug)]
pub(super) struct Work {
    /// The file or folder.
    pub file: File,
    /// Whether attributes that reading does not need are part of it.
    pub with_attributes: bool,
}

/// Something that files can be synced to.
pub(super) trait Disk: Send + Sync {
    /// Returns when all of the work is done.
    fn sync(&self, work: &[Work]) -> io::Result<()>;
}

/// The disks of the machine.
#[derive(Debug, Default)]
pub(super) struct SystemDisk;

/// Rounds of syncs on a disk.
#[derive(Debug, Default)]
pub(super) struct GroupCommit<D = SystemDisk> {
    disk: D,
    state: Mutex<State>,
    finished: Condvar,
    rounds: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    open: Arc<Round>,
    work: Vec<Work>,
    is_led: bool,
}

/// What came of a round; errors of the system cannot be cloned, their kind and text can.
type Outcome = Result<(), (io::ErrorKind, Option<i32>, String)>;

#[derive(Debug, Default)]
struct Round {
    outcome: OnceLock<Outcome>,
}

impl<D: Disk> GroupCommit<D> {
    /// Number of rounds that were led.
    pub fn rounds(&self) -> u64 {
        self.rounds.load(Ordering::Relaxed)
    }

    /// Returns when the work is done.
    ///
    /// # Errors
    /// What the system said of any work of the same round: it does not say which files are safe.
    pub fn sync(&self, work: impl IntoIterator<Item = Work>) -> io::Result<()> {
        let mut state = self.state();
        state.work.extend(work);
        let round = Arc::clone(&state.open);
        loop {
            if let Some(outcome) = round.outcome.get() {
                return to_result(outcome);
            }
            state = if state.is_led {
                let waited = self.finished.wait(state);
                waited.unwrap_or_else(PoisonError::into_inner)
            } else {
                self.lead(state)
            };
        }
    }

    /// Syncs for everybody in the round that is open.
    fn lead<'g>(&'g self, mut state: MutexGuard<'g, State>) -> MutexGuard<'g, State> {
        state.is_led = true;
        self.rounds.fetch_add(1, Ordering::Relaxed);
        let round = mem::take(&mut state.open);
        let work = mem::take(&mut state.work);
        drop(state);
        let outcome = self
            .disk
            .sync(&work)
            .map_err(|error| (error.kind(), error.raw_os_error(), error.to_string()));
        drop(work);
        let mut state = self.state();
        state.is_led = false;
        round.outcome.get_or_init(|| outcome);
        self.finished.notify_all();
        state
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn to_result(outcome: &Outcome) -> io::Result<()> {
    match outcome {
        Ok(()) => Ok(()),
        Err((_, Some(code), _)) => Err(io::Error::from_raw_os_error(*code)),
        Err((kind, None, text)) => Err(io::Error::new(*kind, text.clone())),
    }
}

impl Disk for SystemDisk {
    fn sync(&self, work: &[Work]) -> io::Result<()> {
        if work.len() > FEW && sync_file_systems(work)? {
            return Ok(());
        }
        work.iter().try_for_each(|work| {
            if work.with_attributes {
                work.file.sync_all()
            } else {
                work.file.sync_data()
            }
        })
    }
}

/// Syncs every file system that the files are on, and says whether that can be done.
#[cfg(target_os = "linux")]
fn sync_file_systems(work: &[Work]) -> io::Result<bool> {
    let mut synced = Vec::new();
    for work in work {
        let device = rustix::fs::fstat(&work.file)?.st_dev;
        if !synced.contains(&device) {
            rustix::fs::syncfs(&work.file)?;
            synced.push(device);
        }
    }
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
fn sync_file_systems(_work: &[Work]) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicBool, AtomicUsize};
    use std::thread;

    use super::*;

    /// A disk that counts, holds its first sync until it is told to go on, and can fail.
    #[derive(Default)]
    struct CountingDisk {
        rounds: AtomicUsize,
        files: AtomicUsize,
        first: Option<Barrier>,
        fails: AtomicBool,
    }

    impl Disk for CountingDisk {
        fn sync(&self, work: &[Work]) -> io::Result<()> {
            self.files.fetch_add(work.len(), Ordering::SeqCst);
            if self.rounds.fetch_add(1, Ordering::SeqCst) == 0
                && let Some(barrier) = &self.first
            {
                barrier.wait();
                barrier.wait();
            }
            if self.fails.load(Ordering::SeqCst) {
                return Err(io::Error::from_raw_os_error(5));
            }
            Ok(())
        }
    }

    fn work() -> [Work; 1] {
        [Work {
            file: tempfile::tempfile().unwrap(),
            with_attributes: false,
        }]
    }

    fn group(disk: CountingDisk) -> GroupCommit<CountingDisk> {
        GroupCommit {
            disk,
            state: Mutex::default(),
            finished: Condvar::new(),
            rounds: AtomicU64::new(0),
        }
    }

    /// Lets one writer begin a sync and fifty others arrive while it lasts; their results.
    fn fifty_writers(group: &GroupCommit<CountingDisk>, fail: bool) -> Vec<io::Result<()>> {
        thread::scope(|scope| {
            let leader = scope.spawn(|| group.sync(work()));
            let barrier = group.disk.first.as_ref().unwrap();
            barrier.wait();
            let others: Vec<_> = (0..50)
                .map(|_| scope.spawn(|| group.sync(work())))
                .collect();
            while group.state().work.len() < 50 {
                thread::yield_now();
            }
            group.disk.fails.store(fail, Ordering::SeqCst);
            barrier.wait();
            assert_eq!(leader.join().unwrap().is_err(), fail);
            others
                .into_iter()
                .map(|writer| writer.join().unwrap())
                .collect()
        })
    }

    #[test]
    fn writers_who_wait_share_one_sync() {
        let group = group(CountingDisk {
            first: Some(Barrier::new(2)),
            ..CountingDisk::default()
        });
        let results = fifty_writers(&group, false);
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert_eq!(group.disk.rounds.load(Ordering::SeqCst), 2);
        assert_eq!(group.disk.files.load(Ordering::SeqCst), 51);
    }

    #[test]
    fn a_failed_sync_is_told_to_every_writer_of_its_round() {
        let group = group(CountingDisk {
            first: Some(Barrier::new(2)),
            ..CountingDisk::default()
        });
        let results = fifty_writers(&group, true);
        for result in results {
            assert_eq!(result.unwrap_err().raw_os_error(), Some(5));
        }
        group.disk.fails.store(false, Ordering::SeqCst);
        group.sync(work()).unwrap();
    }

    #[test]
    fn a_writer_alone_waits_for_its_own_sync() {
        let group = group(CountingDisk::default());
        for _ in 0..3 {
            group.sync(work()).unwrap();
        }
        assert_eq!(group.disk.rounds.load(Ordering::SeqCst), 3);
    }

    #[test]
    fn the_system_syncs_few_and_many_files() {
        let group = GroupCommit::<SystemDisk>::default();
        group.sync(work()).unwrap();
        group.sync((0..5).flat_map(|_| work())).unwrap();
    }
}

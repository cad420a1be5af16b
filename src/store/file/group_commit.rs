//! Group commit: writers that need a sync at the same time share it.
//!
//! A writer joins the round that is open. If no round is under way it leads: it waits a little for the
//! writers that have begun, closes the round, syncs for everybody in it and tells them what came of it.
//! Whoever arrives meanwhile is in the next round.

#[cfg(unix)]
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, Thread};
use std::time::Duration;

use crate::clock::Deadline;

/// A sync of more files than this is one of the whole file system, where there is such a thing.
const FEW: usize = 2;

/// How long a round waits for writers that have begun. They are on their way, unless the lock of a
/// folder or the disk holds them up.
const PATIENCE: Duration = Duration::from_micros(500);

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
    rounds: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    open: Arc<Round>,
    work: Vec<Work>,
    /// Threads in the open round.
    members: Vec<Thread>,
    /// Writers between `begin` and its end.
    writers: usize,
    is_led: bool,
    /// Who leads and waits for more writers.
    gathering: Option<Thread>,
}

/// What came of a round; errors of the system cannot be cloned, their kind and text can.
type Outcome = Result<(), (io::ErrorKind, Option<i32>, String)>;

#[derive(Debug, Default)]
struct Round {
    outcome: OnceLock<Outcome>,
}

/// A writer under way, for which whoever leads a round waits a little.
#[derive(Debug)]
pub(super) struct Writer<'g, D: Disk = SystemDisk>(&'g GroupCommit<D>);

impl<D: Disk> Drop for Writer<'_, D> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.writers -= 1;
        state.tell_leader();
    }
}

impl State {
    fn is_complete(&self) -> bool {
        self.members.len() >= self.writers
    }

    /// Wakes whoever waits for more writers when there are no others.
    fn tell_leader(&mut self) {
        if self.is_complete()
            && let Some(leader) = self.gathering.take()
        {
            leader.unpark();
        }
    }
}

impl<D: Disk> GroupCommit<D> {
    /// Number of rounds that were led.
    pub fn rounds(&self) -> u64 {
        self.rounds.load(Ordering::Relaxed)
    }

    /// Tells of a writer that is going to sync.
    pub fn begin(&self) -> Writer<'_, D> {
        self.state().writers += 1;
        Writer(self)
    }

    /// Returns when the work is done.
    ///
    /// # Errors
    /// What the system said of any work of the same round: it does not say which files are safe.
    pub fn sync(&self, work: impl IntoIterator<Item = Work>) -> io::Result<()> {
        let mut state = self.state();
        state.work.extend(work);
        state.members.push(thread::current());
        state.tell_leader();
        let round = Arc::clone(&state.open);
        drop(state);
        loop {
            if let Some(outcome) = round.outcome.get() {
                return to_result(outcome);
            }
            let mut state = self.state();
            if !state.is_led && Arc::ptr_eq(&state.open, &round) {
                state.is_led = true;
                self.lead(state);
            } else {
                drop(state);
                thread::park();
            }
        }
    }

    /// Syncs for everybody in the round that is open.
    fn lead(&self, state: MutexGuard<'_, State>) {
        let mut state = self.gather(state);
        self.rounds.fetch_add(1, Ordering::Relaxed);
        let round = mem::take(&mut state.open);
        let work = mem::take(&mut state.work);
        let members = mem::take(&mut state.members);
        drop(state);
        let outcome = self
            .disk
            .sync(&work)
            .map_err(|error| (error.kind(), error.raw_os_error(), error.to_string()));
        drop(work);
        round.outcome.get_or_init(|| outcome);
        let mut state = self.state();
        state.is_led = false;
        let next = state.members.first().cloned();
        drop(state);
        for member in members.into_iter().chain(next) {
            member.unpark();
        }
    }

    /// Waits until every writer under way has joined the round, or for `PATIENCE`.
    fn gather<'g>(&'g self, mut state: MutexGuard<'g, State>) -> MutexGuard<'g, State> {
        let deadline = Deadline::after(PATIENCE);
        while !state.is_complete()
            && let Some(left) = deadline.left()
        {
            state.gathering = Some(thread::current());
            drop(state);
            thread::park_timeout(left);
            state = self.state();
        }
        state.gathering = None;
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
        let distinct = distinct(work)?;
        if distinct.len() > FEW && sync_file_systems(&distinct)? {
            return Ok(());
        }
        distinct.into_iter().try_for_each(|work| {
            if work.with_attributes {
                work.file.sync_all()
            } else {
                work.file.sync_data()
            }
        })
    }
}

/// One handle of every file. Writers of one folder bring a handle of it each, all of the same kind.
#[cfg(unix)]
fn distinct(work: &[Work]) -> io::Result<Vec<&Work>> {
    let mut known = HashSet::new();
    let mut distinct = Vec::new();
    for work in work {
        let status = rustix::fs::fstat(&work.file)?;
        if known.insert((status.st_dev, status.st_ino)) {
            distinct.push(work);
        }
    }
    Ok(distinct)
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
fn distinct(work: &[Work]) -> io::Result<Vec<&Work>> {
    Ok(work.iter().collect())
}

/// Syncs every file system that the files are on, and says whether that can be done.
#[cfg(target_os = "linux")]
fn sync_file_systems(work: &[&Work]) -> io::Result<bool> {
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
fn sync_file_systems(_work: &[&Work]) -> io::Result<bool> {
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
    fn a_round_waits_for_writers_that_have_begun() {
        let group = group(CountingDisk::default());
        let begun: Vec<_> = (0..8).map(|_| group.begin()).collect();
        thread::scope(|scope| {
            for writer in begun {
                scope.spawn(|| {
                    group.sync(work()).unwrap();
                    drop(writer);
                });
            }
        });
        let rounds = group.disk.rounds.load(Ordering::SeqCst);
        assert!(rounds < 8, "{rounds}");
        assert_eq!(group.disk.files.load(Ordering::SeqCst), 8);
    }

    #[test]
    fn a_round_does_not_wait_for_ever() {
        let group = group(CountingDisk::default());
        let _stuck = group.begin();
        group.sync(work()).unwrap();
        assert_eq!(group.rounds(), 1);
    }

    #[test]
    fn a_writer_that_gives_up_is_not_waited_for() {
        let group = group(CountingDisk::default());
        let (own, other) = (group.begin(), group.begin());
        assert!(!group.state().is_complete());
        drop(other);
        group.sync(work()).unwrap();
        drop(own);
        assert_eq!(group.state().writers, 0);
        assert!(group.state().gathering.is_none());
    }

    #[test]
    fn handles_of_one_file_are_one_file() {
        let file = tempfile::tempfile().unwrap();
        let work: Vec<_> = (0..5)
            .map(|_| Work {
                file: file.try_clone().unwrap(),
                with_attributes: true,
            })
            .collect();
        let expected = if cfg!(unix) { 1 } else { 5 };
        assert_eq!(distinct(&work).unwrap().len(), expected);
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

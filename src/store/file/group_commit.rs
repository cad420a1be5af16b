//! Group commit: writers that need a sync at the same time share it.
//!
//! A writer joins the round that is open and lets everything go first that is ready to run, so that
//! whoever is about to join has joined. If no round is under way then, it leads: it closes the round,
//! syncs for everybody in it and wakes them. Whoever joins meanwhile is in the next round.

use std::future::poll_fn;
use std::io;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Poll, Waker};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::disk::{Disk, SystemDisk, Work};

/// Most writers under way, each of which has up to four files open.
const WRITERS: usize = 64;

/// Rounds of syncs on a disk.
#[derive(Debug)]
pub(super) struct GroupCommit<D = SystemDisk> {
    disk: D,
    writers: Semaphore,
    state: Mutex<State>,
    rounds: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    open: Arc<Round>,
    /// What the open round has to sync.
    work: Vec<Work>,
    is_led: bool,
    /// Who waits for the round under way.
    members: Vec<Waker>,
    /// Who waits for the open round.
    next: Vec<Waker>,
}

/// What came of a round; errors of the system cannot be cloned, their kind and text can.
type Outcome = Result<(), (io::ErrorKind, Option<i32>, String)>;

#[derive(Debug, Default)]
struct Round {
    outcome: OnceLock<Outcome>,
}

impl<D: Default> Default for GroupCommit<D> {
    fn default() -> Self {
        Self {
            disk: D::default(),
            writers: Semaphore::new(WRITERS),
            state: Mutex::default(),
            rounds: AtomicU64::new(0),
        }
    }
}

impl<D: Disk> GroupCommit<D> {
    /// Number of rounds that were led.
    pub fn rounds(&self) -> u64 {
        self.rounds.load(Ordering::Relaxed)
    }

    /// Waits until there is room for a writer, who has it until the permit is dropped.
    pub async fn admit(&self) -> Option<SemaphorePermit<'_>> {
        // Nobody closes the semaphore.
        self.writers.acquire().await.ok()
    }

    /// Returns when the work is done.
    ///
    /// # Errors
    /// What the system said of any work of the same round: it does not say which files are safe.
    pub async fn sync(&self, work: impl IntoIterator<Item = Work>) -> io::Result<()> {
        let round = self.join(work);
        let mut has_made_way = false;
        poll_fn(|context| {
            if !mem::replace(&mut has_made_way, true) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.attend(&round, context.waker())
        })
        .await
    }

    fn join(&self, work: impl IntoIterator<Item = Work>) -> Arc<Round> {
        let mut state = self.state();
        state.work.extend(work);
        Arc::clone(&state.open)
    }

    /// What came of the round. Leads it if nobody leads one; the leader is woken like all others.
    fn attend(&self, round: &Arc<Round>, waker: &Waker) -> Poll<io::Result<()>> {
        let mut state = self.state();
        if let Some(outcome) = round.outcome.get() {
            return Poll::Ready(to_result(outcome));
        }
        if !Arc::ptr_eq(&state.open, round) {
            state.members.push(waker.clone());
        } else if state.is_led {
            state.next.push(waker.clone());
        } else {
            self.lead(state);
            waker.wake_by_ref();
        }
        Poll::Pending
    }

    /// Syncs for everybody in the round that is open. Its members are woken first: what they join then
    /// belongs to the next round.
    fn lead(&self, mut state: MutexGuard<'_, State>) {
        self.rounds.fetch_add(1, Ordering::Relaxed);
        state.is_led = true;
        state.members = mem::take(&mut state.next);
        let round = mem::take(&mut state.open);
        let work = mem::take(&mut state.work);
        drop(state);
        let outcome = self
            .disk
            .sync(&work)
            .map_err(|error| (error.kind(), error.raw_os_error(), error.to_string()));
        drop(work);
        let mut state = self.state();
        round.outcome.get_or_init(|| outcome);
        state.is_led = false;
        let members = mem::take(&mut state.members);
        let next = mem::take(&mut state.next);
        drop(state);
        members.into_iter().chain(next).for_each(Waker::wake);
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
#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicBool, AtomicUsize};
    use std::task::Context;
    use std::thread;

    use pollster::block_on;

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
            ..GroupCommit::default()
        }
    }

    /// Lets one writer begin a sync and fifty others join while it lasts; their results.
    fn fifty_writers(group: &GroupCommit<CountingDisk>, fail: bool) -> Vec<io::Result<()>> {
        thread::scope(|scope| {
            let leader = scope.spawn(|| block_on(group.sync(work())));
            let barrier = group.disk.first.as_ref().unwrap();
            barrier.wait();
            let others: Vec<_> = (0..50)
                .map(|_| scope.spawn(|| block_on(group.sync(work()))))
                .collect();
            while group.state().next.len() < 50 {
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
        block_on(group.sync(work())).unwrap();
    }

    #[test]
    fn a_writer_alone_waits_for_its_own_sync() {
        let group = group(CountingDisk::default());
        for _ in 0..3 {
            block_on(group.sync(work())).unwrap();
        }
        assert_eq!(group.rounds(), 3);
    }

    #[test]
    fn a_writer_lets_others_join_before_it_leads() {
        let group = group(CountingDisk::default());
        let mut context = Context::from_waker(Waker::noop());
        let (mut first, mut second) = (pin!(group.sync(work())), pin!(group.sync(work())));
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert_eq!(group.rounds(), 0);
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert_eq!(group.rounds(), 1);
        assert!(second.as_mut().poll(&mut context).is_ready());
        assert!(first.as_mut().poll(&mut context).is_ready());
        assert_eq!(group.disk.files.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn a_writer_that_gives_up_is_not_waited_for() {
        let group = group(CountingDisk::default());
        let mut context = Context::from_waker(Waker::noop());
        let mut given_up = Box::pin(group.sync(work()));
        assert!(given_up.as_mut().poll(&mut context).is_pending());
        drop(given_up);
        block_on(group.sync(work())).unwrap();
        assert_eq!(group.rounds(), 1);
    }

    #[test]
    fn a_writer_waits_for_room() {
        let group = group(CountingDisk::default());
        let mut permits: Vec<_> = (0..WRITERS).map(|_| block_on(group.admit())).collect();
        let mut context = Context::from_waker(Waker::noop());
        let mut late = pin!(group.admit());
        assert!(late.as_mut().poll(&mut context).is_pending());
        drop(permits.pop());
        assert!(late.as_mut().poll(&mut context).is_ready());
    }
}

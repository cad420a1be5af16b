//! Threads for operations that wait for a disk, or compute for long.
//!
//! One thread is woken per operation, and it answers itself: a task of a runtime would be woken once
//! more. Waking a thread takes longer than most operations, so one that has ended its work watches for
//! more before it sleeps. Threads are made when all others are busy, and end when they have had nothing
//! to do. See `docs/design/0008-tickets-for-threads.md`.

use std::collections::VecDeque;
use std::hint::spin_loop;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::{Error, Result};

/// Processors that the process may use: as many threads as compute at a time.
pub static PROCESSORS: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(2, NonZero::get));

/// How long a thread sleeps before it ends.
const IDLE: Duration = Duration::from_secs(5);

/// How often a thread looks for work before it sleeps: some 50 µs in all. Where there is one processor,
/// nobody could bring any meanwhile.
static ROUNDS: LazyLock<u32> = LazyLock::new(|| if *PROCESSORS > 1 { 60 } else { 0 });

/// Looks of a round, after which whoever waits for the processor may have it.
const LOOKS: u32 = 50;

type Work = Box<dyn FnOnce() + Send>;

static POOL: Pool = Pool {
    state: Mutex::new(State {
        work: VecDeque::new(),
        idle: 0,
        threads: 0,
        is_watched: false,
    }),
    has_work: AtomicBool::new(false),
    arrived: Condvar::new(),
};

struct Pool {
    state: Mutex<State>,
    /// Whether there is work, for the thread that watches.
    has_work: AtomicBool,
    arrived: Condvar,
}

struct State {
    work: VecDeque<Work>,
    /// Threads that sleep, those included that are just being woken.
    idle: usize,
    threads: usize,
    /// Whether a thread watches for work; it looks here once more before it sleeps.
    is_watched: bool,
}

/// Runs work on a thread, of which there are `most` at most.
///
/// # Errors
/// [`Error::Store`] when there is no thread and none can be made.
pub fn run(most: usize, work: impl FnOnce() + Send + 'static) -> Result<()> {
    let mut state = POOL.state();
    let awake = usize::from(state.is_watched);
    if awake + state.idle <= state.work.len() && state.threads < most {
        let builder = thread::Builder::new().name("s3db-store".to_owned());
        match builder.spawn(|| POOL.serve()) {
            Ok(_) => state.threads += 1,
            Err(error) if state.threads == 0 => {
                return Err(Error::Store {
                    reason: format!("no thread can be made: {error}"),
                    thrown: None,
                });
            }
            // Those that are there will come to it.
            Err(_) => {}
        }
    }
    let wakes = awake <= state.work.len() && state.idle > 0;
    state.work.push_back(Box::new(work));
    POOL.has_work.store(true, Ordering::Relaxed);
    drop(state);
    if wakes {
        POOL.arrived.notify_one();
    }
    Ok(())
}

impl Pool {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self) {
        let mut state = self.state();
        loop {
            while let Some(work) = self.take(&mut state) {
                drop(state);
                work();
                state = self.state();
                if state.work.is_empty() && !state.is_watched {
                    state.is_watched = true;
                    drop(state);
                    self.watch();
                    state = self.state();
                    state.is_watched = false;
                }
            }
            state.idle += 1;
            let (woken, wait) = self
                .arrived
                .wait_timeout_while(state, IDLE, |state| state.work.is_empty())
                .unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle -= 1;
            if wait.timed_out() && state.work.is_empty() {
                state.threads -= 1;
                return;
            }
        }
    }

    fn take(&self, state: &mut State) -> Option<Work> {
        let work = state.work.pop_front();
        self.has_work
            .store(!state.work.is_empty(), Ordering::Relaxed);
        work
    }

    fn watch(&self) {
        for _ in 0..*ROUNDS {
            for _ in 0..LOOKS {
                if self.has_work.load(Ordering::Relaxed) {
                    return;
                }
                spin_loop();
            }
            thread::yield_now();
        }
    }
}

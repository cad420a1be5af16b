//! Threads for operations that wait for a disk, or compute for long.
//!
//! One thread is woken per operation, and it answers itself. Waking a thread takes longer than most
//! operations, so one that has ended its work watches for more before it sleeps. Threads are made when
//! all others are busy, and end when they have had nothing to do. Operations that wait for others leave
//! their thread meanwhile. See `docs/design/0008-tickets-for-threads.md`.

use std::cell::Cell;
use std::collections::VecDeque;
use std::future::Future;
use std::hint::spin_loop;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use async_task::Runnable;

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

thread_local! {
    /// Whether this thread is one of the pool, and will look for work when it has done its own.
    static IS_OF_POOL: Cell<bool> = const { Cell::new(false) };
}

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
    work: VecDeque<Runnable>,
    /// Threads that sleep, those included that are just being woken.
    idle: usize,
    threads: usize,
    /// Whether a thread watches for work; it looks here once more before it sleeps.
    is_watched: bool,
}

/// Runs an operation to its end on threads, of which there are `most` at most. While it is pending they do
/// other work; it comes after all that is waiting when it is woken.
///
/// # Errors
/// [`Error::Store`] when there is no thread and none can be made.
pub fn run(most: usize, operation: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    // What cannot be scheduled is dropped, and with it the operation.
    let schedule = move |work| drop(POOL.schedule(most, work));
    let (work, task) = async_task::spawn(operation, schedule);
    task.detach();
    POOL.schedule(most, work)
}

impl Pool {
    fn schedule(&'static self, most: usize, work: Runnable) -> Result<()> {
        let mut state = self.state();
        let awake = usize::from(state.is_watched) + usize::from(IS_OF_POOL.get());
        if awake + state.idle <= state.work.len() && state.threads < most {
            let builder = thread::Builder::new().name("s3db-store".to_owned());
            match builder.spawn(|| self.serve()) {
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
        state.work.push_back(work);
        self.has_work.store(true, Ordering::Relaxed);
        drop(state);
        if wakes {
            self.arrived.notify_one();
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self) {
        IS_OF_POOL.set(true);
        let mut state = self.state();
        loop {
            while let Some(work) = self.take(&mut state) {
                drop(state);
                work.run();
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

    fn take(&self, state: &mut State) -> Option<Runnable> {
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

//! How long something may take, without a timer for each.
//!
//! A timer that is set wakes the runtime, and most are never due. All that wait share one instead: they
//! have the same limit, so that the first to begin is the first to be late.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

/// A limit of time.
#[derive(Debug)]
pub struct Patience {
    limit: Option<Duration>,
    waiting: Arc<Mutex<Waiting>>,
}

/// Something took longer than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late;

#[derive(Debug, Default)]
struct Waiting {
    /// Numbers grow, and so do the instants.
    turns: BTreeMap<u64, (Instant, Waker)>,
    last: u64,
    watch: Option<JoinHandle<()>>,
}

/// A place among those that wait, until it is dropped.
struct Turn<'a> {
    number: u64,
    deadline: Instant,
    waiting: &'a Mutex<Waiting>,
}

impl Patience {
    /// A limit, or none.
    #[must_use]
    pub fn new(limit: Option<Duration>) -> Self {
        Self {
            limit,
            waiting: Arc::default(),
        }
    }

    /// Waits for a future. The time begins when it first is not ready.
    ///
    /// # Errors
    /// [`Late`].
    pub async fn within<F: Future>(&self, future: F) -> Result<F::Output, Late> {
        let mut future = pin!(future);
        let mut turn = None;
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Ok(output));
            }
            let Some(limit) = self.limit else {
                return Poll::Pending;
            };
            let turn = turn.get_or_insert_with(|| self.begin(limit, context.waker()));
            if turn.is_over(context.waker()) {
                return Poll::Ready(Err(Late));
            }
            Poll::Pending
        })
        .await
    }

    fn begin(&self, limit: Duration, waker: &Waker) -> Turn<'_> {
        let mut waiting = locked(&self.waiting);
        let deadline = Instant::now() + limit;
        waiting.last += 1;
        let number = waiting.last;
        waiting.turns.insert(number, (deadline, waker.clone()));
        if waiting.watch.as_ref().is_none_or(JoinHandle::is_finished) {
            waiting.watch = Some(tokio::spawn(watch(Arc::clone(&self.waiting), deadline)));
        }
        Turn {
            number,
            deadline,
            waiting: &self.waiting,
        }
    }
}

impl Turn<'_> {
    fn is_over(&self, waker: &Waker) -> bool {
        if Instant::now() >= self.deadline {
            return true;
        }
        let mut waiting = locked(self.waiting);
        if let Some((_, known)) = waiting.turns.get_mut(&self.number) {
            known.clone_from(waker);
        }
        false
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        locked(self.waiting).turns.remove(&self.number);
    }
}

/// Wakes whose time is over, until nobody waits.
async fn watch(waiting: Arc<Mutex<Waiting>>, mut deadline: Instant) {
    loop {
        sleep_until(deadline).await;
        let mut waiting = locked(&waiting);
        let now = Instant::now();
        let due = waiting.turns.values();
        for (_, waker) in due.take_while(|(deadline, _)| *deadline <= now) {
            waker.wake_by_ref();
        }
        let mut left = waiting.turns.values();
        let Some((next, _)) = left.find(|(deadline, _)| *deadline > now) else {
            waiting.watch = None;
            return;
        };
        deadline = *next;
    }
}

fn locked(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use futures_util::FutureExt;
    use futures_util::future::join_all;
    use tokio::runtime::{Builder, Runtime};
    use tokio::time::sleep;

    use super::*;

    const LIMIT: Duration = Duration::from_millis(40);

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_time().build().unwrap()
    }

    #[test]
    fn what_is_ready_in_time_is_not_late() {
        let patience = Patience::new(Some(LIMIT));
        runtime().block_on(async {
            assert_eq!(patience.within(ready(1)).await, Ok(1));
            let slow = async {
                sleep(LIMIT / 4).await;
                2
            };
            assert_eq!(patience.within(slow).await, Ok(2));
        });
        assert!(locked(&patience.waiting).turns.is_empty());
    }

    #[test]
    fn each_has_the_whole_time_and_no_more() {
        let patience = Patience::new(Some(LIMIT));
        runtime().block_on(async {
            let ends = join_all((0..4).map(|number| {
                let patience = &patience;
                async move {
                    sleep(LIMIT / 4 * number).await;
                    let begun = Instant::now();
                    assert_eq!(patience.within(pending::<()>()).await, Err(Late));
                    begun.elapsed()
                }
            }));
            for taken in ends.await {
                assert!(taken >= LIMIT, "{taken:?}");
                assert!(taken < LIMIT * 20, "{taken:?}");
            }
            assert_eq!(patience.within(pending::<()>()).await, Err(Late));
        });
    }

    #[test]
    fn a_runtime_that_has_ended_is_not_waited_for() {
        let patience = Patience::new(Some(LIMIT));
        runtime().block_on(async {
            assert!(patience.within(pending::<()>()).now_or_never().is_none());
        });
        let late = runtime().block_on(patience.within(pending::<()>()));
        assert_eq!(late, Err(Late));
    }

    #[test]
    fn nothing_is_late_without_a_limit() {
        let patience = Patience::new(None);
        assert!(patience.within(pending::<()>()).now_or_never().is_none());
        assert!(locked(&patience.waiting).watch.is_none());
    }
}

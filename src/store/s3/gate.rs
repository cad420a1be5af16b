//! How many requests are under way: a limit that may change while they are.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

/// Lets requests through, in the order in which they came, as many at a time as its limit says.
#[derive(Debug)]
pub struct Gate {
    permits: Semaphore,
    limits: Mutex<Limits>,
    active: AtomicU64,
    waiting: AtomicU64,
}

#[derive(Debug)]
struct Limits {
    limit: usize,
    is_paused: bool,
    /// Permits that are held by requests and will be taken away when they come back.
    surplus: usize,
}

/// The gate is closed for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// A request's way through the gate, until it is dropped.
#[derive(Debug)]
pub struct Pass<'a> {
    gate: &'a Gate,
    permit: Option<SemaphorePermit<'a>>,
}

/// Counts somebody for as long as it lives.
#[derive(Debug)]
struct Counted<'a>(&'a AtomicU64);

impl Gate {
    /// A gate for `limit` requests at a time, at least one.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        let limit = allowed(limit);
        Self {
            permits: Semaphore::new(limit),
            limits: Mutex::new(Limits {
                limit,
                is_paused: false,
                surplus: 0,
            }),
            active: AtomicU64::new(0),
            waiting: AtomicU64::new(0),
        }
    }

    /// Waits until there is room for one more.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn enter(&self) -> Result<Pass<'_>, Stopped> {
        let waiting = Counted::new(&self.waiting);
        let permit = self.permits.acquire().await.map_err(|_| Stopped)?;
        drop(waiting);
        self.active.fetch_add(1, Ordering::Relaxed);
        Ok(Pass {
            gate: self,
            permit: Some(permit),
        })
    }

    /// Most requests at a time, paused or not.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.with_limits(|limits| limits.limit)
    }

    /// Lets another number of requests through; those under way go on.
    pub fn set_limit(&self, limit: usize) {
        self.change(|limits| limits.limit = allowed(limit));
    }

    /// Lets nobody through until [`Gate::resume`]; those under way go on.
    pub fn pause(&self) {
        self.change(|limits| limits.is_paused = true);
    }

    /// Ends a pause.
    pub fn resume(&self) {
        self.change(|limits| limits.is_paused = false);
    }

    /// Whether nobody is let through for a while.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.with_limits(|limits| limits.is_paused)
    }

    /// Refuses those that wait, and all that come.
    pub fn stop(&self) {
        self.permits.close();
    }

    /// Whether everybody is refused.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.permits.is_closed()
    }

    /// Requests under way.
    #[must_use]
    pub fn active(&self) -> u64 {
        self.active.load(Ordering::Relaxed)
    }

    /// Requests that wait.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.waiting.load(Ordering::Relaxed)
    }

    fn with_limits<T>(&self, read: impl FnOnce(&mut Limits) -> T) -> T {
        read(&mut self.limits.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, change: impl FnOnce(&mut Limits)) {
        self.with_limits(|limits| {
            let before = limits.open();
            change(limits);
            let after = limits.open();
            if after > before {
                let more = after - before;
                let kept = more.min(limits.surplus);
                limits.surplus -= kept;
                self.permits.add_permits(more - kept);
            } else {
                let fewer = before - after;
                limits.surplus += fewer - self.permits.forget_permits(fewer);
            }
        });
    }
}

impl Limits {
    fn open(&self) -> usize {
        if self.is_paused { 0 } else { self.limit }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.active.fetch_sub(1, Ordering::Relaxed);
        let permit = self.permit.take();
        self.gate.with_limits(|limits| {
            if limits.surplus > 0
                && let Some(permit) = permit
            {
                limits.surplus -= 1;
                permit.forget();
            }
        });
    }
}

impl<'a> Counted<'a> {
    fn new(count: &'a AtomicU64) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn allowed(limit: usize) -> usize {
    limit.clamp(1, Semaphore::MAX_PERMITS)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn entered(gate: &Gate) -> Option<Pass<'_>> {
        gate.enter().now_or_never().and_then(Result::ok)
    }

    #[test]
    fn lets_as_many_through_as_its_limit_says() {
        let gate = Gate::new(2);
        let (first, _second) = (entered(&gate).unwrap(), entered(&gate).unwrap());
        assert!(entered(&gate).is_none());
        assert_eq!((gate.active(), gate.waiting()), (2, 0));
        drop(first);
        assert!(entered(&gate).is_some());
    }

    #[test]
    fn a_lower_limit_holds_once_those_under_way_are_through() {
        let gate = Gate::new(3);
        let mut passes: Vec<_> = (0..3).map(|_| entered(&gate).unwrap()).collect();
        gate.set_limit(1);
        drop(passes.pop());
        drop(passes.pop());
        assert!(entered(&gate).is_none());
        drop(passes.pop());
        let only = entered(&gate).unwrap();
        assert!(entered(&gate).is_none());
        gate.set_limit(2);
        let _other = entered(&gate).unwrap();
        drop(only);
        assert_eq!(gate.limit(), 2);
    }

    #[test]
    fn a_higher_limit_takes_back_what_a_lower_one_had_taken() {
        let gate = Gate::new(2);
        let passes = (entered(&gate).unwrap(), entered(&gate).unwrap());
        gate.set_limit(1);
        gate.set_limit(2);
        drop(passes);
        let _passes = (entered(&gate).unwrap(), entered(&gate).unwrap());
        assert!(entered(&gate).is_none());
    }

    #[test]
    fn nobody_gets_through_a_paused_gate() {
        let gate = Gate::new(1);
        gate.pause();
        assert!(gate.is_paused());
        let mut waiting = Box::pin(gate.enter());
        assert!(waiting.as_mut().now_or_never().is_none());
        assert_eq!(gate.waiting(), 1);
        gate.set_limit(4);
        assert!(waiting.as_mut().now_or_never().is_none());
        gate.resume();
        assert!(waiting.now_or_never().unwrap().is_ok());
    }

    #[test]
    fn who_gives_up_waiting_is_not_counted() {
        let gate = Gate::new(1);
        gate.pause();
        let mut waiting = Box::pin(gate.enter());
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(waiting);
        assert_eq!(gate.waiting(), 0);
    }

    #[test]
    fn a_stopped_gate_refuses() {
        let gate = Gate::new(1);
        gate.pause();
        let mut waiting = Box::pin(gate.enter());
        assert!(waiting.as_mut().now_or_never().is_none());
        gate.stop();
        assert_eq!(waiting.now_or_never().unwrap().unwrap_err(), Stopped);
        assert!(gate.is_stopped());
    }
}

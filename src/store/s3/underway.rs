//! Operations under way, and when there are none.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Notify;

/// Operations that have begun and not ended.
#[derive(Debug, Default)]
pub struct Underway(Arc<Shared>);

/// An operation that is under way for as long as this lives.
#[derive(Debug)]
pub struct Pending(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    count: AtomicU64,
    none: Notify,
}

impl Underway {
    /// Begins an operation, which may make many requests, or none yet.
    #[must_use]
    pub fn begin(&self) -> Pending {
        self.0.count.fetch_add(1, Ordering::Relaxed);
        Pending(Arc::clone(&self.0))
    }

    /// How many are under way.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.count.load(Ordering::Relaxed)
    }

    /// Waits until no operation is under way.
    pub async fn settled(&self) {
        loop {
            let mut none = pin!(self.0.none.notified());
            // From here on the last one to end is heard.
            none.as_mut().enable();
            if self.0.count.load(Ordering::Acquire) == 0 {
                return;
            }
            none.await;
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.none.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn the_last_one_to_end_is_waited_for() {
        let underway = Underway::default();
        assert!(underway.settled().now_or_never().is_some());
        let (first, second) = (underway.begin(), underway.begin());
        assert_eq!(underway.count(), 2);
        let mut settled = Box::pin(underway.settled());
        assert!(settled.as_mut().now_or_never().is_none());
        drop(first);
        assert!(settled.as_mut().now_or_never().is_none());
        drop(second);
        assert!(settled.now_or_never().is_some());
    }
}

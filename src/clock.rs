//! Time. The only place that asks the operating system for it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[must_use]
#[allow(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock"
)]
pub fn now() -> u64 {
    let time = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| {
            u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
        });
    jump::of(time)
}

/// What a test does to the wall clock.
#[cfg(test)]
pub(crate) mod jump {
    use std::cell::Cell;

    thread_local! {
        static JUMP: Cell<i64> = const { Cell::new(0) };
    }

    /// Puts the clock of this thread ahead of that of the system by a number of milliseconds, or behind.
    pub fn to(milliseconds: i64) {
        JUMP.set(milliseconds);
    }

    pub(super) fn of(time: u64) -> u64 {
        time.saturating_add_signed(JUMP.get())
    }
}

#[cfg(not(test))]
mod jump {
    #[inline]
    pub(super) fn of(time: u64) -> u64 {
        time
    }
}

/// The duration of a number of milliseconds as JavaScript has it; what is none is the longest.
#[must_use]
pub fn milliseconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number / 1000.0).unwrap_or(Duration::MAX)
}

/// A point in time up to which something may take, whatever the wall clock does meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    start: Instant,
    allowed: Duration,
}

impl Deadline {
    /// The deadline that lies a duration ahead.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    pub fn after(allowed: Duration) -> Self {
        Self {
            start: Instant::now(),
            allowed,
        }
    }

    /// The time that is left, `None` when it has passed.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        self.allowed.checked_sub(self.start.elapsed())
    }
}

/// Tells how long ago it was started, whatever the wall clock does meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch {
    start: Instant,
}

impl Stopwatch {
    /// A stopwatch that starts now.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    pub fn start() -> Self {
        Self {
            start: Instant::now(),
        }
    }

    /// The time since the start.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

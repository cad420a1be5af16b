//! How many requests at a time a service bears: a limit that follows its answers.

use std::time::Duration;

/// Bounds of a limit, and what it aims at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TuningPolicy {
    /// Lowest limit.
    pub least: usize,
    /// Highest limit.
    pub most: usize,
    /// Mean time of an attempt that is still good.
    pub target: Duration,
    /// Time between two changes.
    pub interval: Duration,
}

impl Default for TuningPolicy {
    fn default() -> Self {
        Self {
            least: 1,
            most: 100,
            target: Duration::from_millis(200),
            interval: Duration::from_secs(5),
        }
    }
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// With an answer, whatever it said.
    Answered,
    /// Without one, or with one of a broken service.
    Failed,
    /// The service asked for fewer requests.
    Throttled,
}

/// An attempt that has ended.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// When it ended.
    pub end: Duration,
    /// How long it took.
    pub latency: Duration,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it had to wait for others.
    pub has_waited: bool,
}

/// Share of failed attempts that is borne, one in so many.
const FAILURES_BORNE: u32 = 20;

/// A limit of requests at a time. Times are those since any one moment.
///
/// It grows by a fifth at the end of an interval in which requests had to wait and answers came in
/// half of the target. It shrinks by a tenth where they took longer than the target, by a half where
/// attempts failed. An answer that asks for fewer requests halves it at once, the first one of an
/// interval.
#[derive(Debug)]
pub struct Tuning {
    policy: TuningPolicy,
    limit: usize,
    start: Duration,
    attempts: u32,
    failures: u32,
    latency: Duration,
    has_waited: bool,
}

impl Tuning {
    /// A limit that begins with a number of requests at a time.
    #[must_use]
    pub fn new(policy: TuningPolicy, limit: usize, now: Duration) -> Self {
        let least = policy.least.max(1);
        let policy = TuningPolicy {
            least,
            most: policy.most.max(least),
            ..policy
        };
        Self {
            limit: limit.clamp(policy.least, policy.most),
            policy,
            start: now,
            attempts: 0,
            failures: 0,
            latency: Duration::ZERO,
            has_waited: false,
        }
    }

    /// The limit.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Takes an attempt into account.
    ///
    /// # Returns
    /// The limit, if it is another one now.
    pub fn record(&mut self, attempt: Attempt) -> Option<usize> {
        self.attempts = self.attempts.saturating_add(1);
        self.latency = self.latency.saturating_add(attempt.latency);
        self.has_waited |= attempt.has_waited;
        if attempt.outcome != Outcome::Answered {
            self.failures = self.failures.saturating_add(1);
        }
        let is_over = attempt.end.saturating_sub(self.start) >= self.policy.interval;
        let is_first_refusal = attempt.outcome == Outcome::Throttled && self.failures == 1;
        if is_over {
            return self.adjust(attempt.end);
        }
        if !is_first_refusal {
            return None;
        }
        let next = self.become_limit(self.limit / 2);
        self.begin(attempt.end);
        // Those that were under way with it are refused as well, and halve nothing.
        self.failures = 1;
        self.attempts = 1;
        next
    }

    /// Ends the interval.
    ///
    /// # Returns
    /// The limit, if it is another one now.
    pub fn adjust(&mut self, now: Duration) -> Option<usize> {
        if self.attempts == 0 {
            self.begin(now);
            return None;
        }
        let next = self.next();
        self.begin(now);
        self.become_limit(next)
    }

    fn become_limit(&mut self, limit: usize) -> Option<usize> {
        let limit = limit.clamp(self.policy.least, self.policy.most);
        let has_changed = limit != self.limit;
        self.limit = limit;
        has_changed.then_some(limit)
    }

    fn next(&self) -> usize {
        let mean = self
            .latency
            .checked_div(self.attempts)
            .unwrap_or(Duration::ZERO);
        let has_failed = self.failures.saturating_mul(FAILURES_BORNE) > self.attempts;
        if has_failed {
            self.limit / 2
        } else if mean > self.policy.target {
            self.limit - self.limit.div_ceil(10)
        } else if self.has_waited && mean * 2 <= self.policy.target {
            self.limit + self.limit.div_ceil(5)
        } else {
            self.limit
        }
    }

    fn begin(&mut self, now: Duration) {
        self.start = now;
        self.attempts = 0;
        self.failures = 0;
        self.latency = Duration::ZERO;
        self.has_waited = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: TuningPolicy = TuningPolicy {
        least: 2,
        most: 20,
        target: Duration::from_millis(100),
        interval: Duration::from_secs(1),
    };

    /// The limits after attempts, each a tenth of a second after the one before.
    fn limits(count: u32, latency: u64, outcome: Outcome, has_waited: bool) -> Vec<usize> {
        let mut tuning = Tuning::new(POLICY, 10, Duration::ZERO);
        let attempts = (1..=count).map(|number| Attempt {
            end: Duration::from_millis(100) * number,
            latency: Duration::from_millis(latency),
            outcome,
            has_waited,
        });
        attempts
            .filter_map(|attempt| tuning.record(attempt))
            .collect()
    }

    #[test]
    fn grows_while_answers_are_fast_and_requests_wait() {
        assert_eq!(limits(50, 10, Outcome::Answered, true), [12, 15, 18, 20]);
        assert_eq!(limits(9, 10, Outcome::Answered, true), [0; 0]);
    }

    #[test]
    fn stays_while_nobody_waits_or_answers_are_neither_fast_nor_slow() {
        assert_eq!(limits(50, 10, Outcome::Answered, false), [0; 0]);
        assert_eq!(limits(50, 80, Outcome::Answered, true), [0; 0]);
    }

    #[test]
    fn shrinks_while_answers_are_slow() {
        assert_eq!(limits(30, 500, Outcome::Answered, true), [9, 8, 7]);
    }

    #[test]
    fn halves_where_attempts_fail_down_to_the_least() {
        assert_eq!(limits(40, 10, Outcome::Failed, true), [5, 2]);
    }

    #[test]
    fn halves_at_once_where_the_service_asks_for_it_once_an_interval() {
        let refused = limits(9, 10, Outcome::Throttled, true);
        assert_eq!(refused, [5]);
    }

    #[test]
    fn few_failures_are_borne() {
        let mut tuning = Tuning::new(POLICY, 10, Duration::ZERO);
        let attempt = |end: u64, outcome| Attempt {
            end: Duration::from_millis(end),
            latency: Duration::from_millis(80),
            outcome,
            has_waited: true,
        };
        assert_eq!(tuning.record(attempt(1, Outcome::Failed)), None);
        for number in 2..=20 {
            assert_eq!(tuning.record(attempt(number, Outcome::Answered)), None);
        }
        assert_eq!(tuning.record(attempt(1000, Outcome::Answered)), None);
        assert_eq!(tuning.limit(), 10);
    }

    #[test]
    fn begins_within_its_bounds() {
        let limit = |wanted| Tuning::new(POLICY, wanted, Duration::ZERO).limit();
        assert_eq!([limit(0), limit(10), limit(99)], [2, 10, 20]);
        let turned = TuningPolicy {
            least: 9,
            most: 3,
            ..POLICY
        };
        assert_eq!(Tuning::new(turned, 5, Duration::ZERO).limit(), 9);
    }
}

//! What the last requests were like.

use std::collections::VecDeque;
use std::time::Duration;

/// Requests that are remembered.
const KEPT: usize = 200;

/// Time over which throughput is counted.
const WINDOW: Duration = Duration::from_secs(1);

/// A request that has ended, with all of its attempts.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// When it ended, since any one moment.
    pub end: Duration,
    /// How long it waited for others.
    pub wait: Duration,
    /// How long its attempts took.
    pub execution: Duration,
    /// Attempts after the first one.
    pub retries: u64,
    /// Whether it failed.
    pub has_failed: bool,
}

/// The last requests.
#[derive(Debug, Default)]
pub struct Samples(VecDeque<Sample>);

/// Means of the last requests, times in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Summary {
    /// How many they are.
    pub size: f64,
    /// Mean time of waiting for others.
    pub wait: f64,
    /// Mean time of all attempts.
    pub execution: f64,
    /// Mean number of attempts after the first one.
    pub retries: f64,
    /// Share of those that failed.
    pub failed: f64,
    /// Requests that ended within the last second.
    pub recent: f64,
    /// Share of those that succeeded; 1 where there was none.
    pub succeeded: f64,
}

impl Samples {
    /// Remembers a request.
    pub fn push(&mut self, sample: Sample) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(sample);
    }

    /// What the remembered ones have in common.
    #[must_use]
    pub fn summary(&self, now: Duration) -> Summary {
        let mean = |value: &dyn Fn(&Sample) -> f64| mean_of(self.0.iter().map(value));
        let from = now.saturating_sub(WINDOW);
        let recent = || self.0.iter().filter(|sample| sample.end >= from);
        Summary {
            size: number_of(self.0.iter()),
            wait: mean(&|sample| milliseconds(sample.wait)),
            execution: mean(&|sample| milliseconds(sample.execution)),
            retries: mean(&|sample| f64::from(u32::try_from(sample.retries).unwrap_or(u32::MAX))),
            failed: mean(&|sample| f64::from(sample.has_failed)),
            recent: number_of(recent()),
            succeeded: 1.0 - mean_of(recent().map(|sample| f64::from(sample.has_failed))),
        }
    }
}

fn number_of<'a>(samples: impl Iterator<Item = &'a Sample>) -> f64 {
    samples.fold(0.0, |count, _| count + 1.0)
}

/// The mean of numbers; 0 of none.
fn mean_of(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(end: u64, has_failed: bool) -> Sample {
        Sample {
            end: Duration::from_millis(end),
            wait: Duration::from_millis(2),
            execution: Duration::from_millis(10),
            retries: 1,
            has_failed,
        }
    }

    #[test]
    fn nothing_has_no_means() {
        let summary = Samples::default().summary(Duration::ZERO);
        let none = Summary {
            succeeded: 1.0,
            ..Summary::default()
        };
        assert_eq!(summary, none);
        assert!(summary.size.is_sign_positive() && summary.recent.is_sign_positive());
    }

    #[test]
    fn requests_are_summed_up() {
        let mut samples = Samples::default();
        for (end, has_failed) in [(1, true), (2, true), (1500, false), (1900, true)] {
            samples.push(sample(end, has_failed));
        }
        let summary = samples.summary(Duration::from_secs(2));
        assert_eq!(
            (summary.size, summary.wait, summary.retries),
            (4.0, 2.0, 1.0)
        );
        assert_eq!(
            (summary.failed, summary.recent, summary.succeeded),
            (0.75, 2.0, 0.5)
        );
        assert!((summary.execution - 10.0).abs() < 1e-9);
    }

    #[test]
    fn only_the_last_ones_are_remembered() {
        let mut samples = Samples::default();
        for number in 0..1000 {
            samples.push(sample(number, number < 800));
        }
        let summary = samples.summary(Duration::from_secs(1));
        assert_eq!((summary.size, summary.failed), (200.0, 0.0));
    }
}

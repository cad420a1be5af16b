//! A number of tasks at a time that follows how they end, for tasks of the user's own.

use napi_derive::napi;

use super::s3_options::S3TuningOptions;
use crate::clock::milliseconds;
use crate::store::s3::{Attempt, Outcome, Tuning};

/// A number of tasks at a time. Times are in milliseconds since any one moment.
#[napi]
pub struct Tuner {
    tuning: Tuning,
}

#[napi]
impl Tuner {
    /// A number within its bounds.
    #[napi(constructor)]
    #[must_use]
    pub fn new(options: S3TuningOptions, initial: u32, now: f64) -> Self {
        let policy = options.policy();
        Self {
            tuning: Tuning::new(policy, initial as usize, milliseconds(now)),
        }
    }

    /// Takes a task into account that ended now.
    #[napi]
    pub fn record(&mut self, now: f64, latency: f64, has_succeeded: bool, has_waited: bool) {
        let outcome = if has_succeeded {
            Outcome::Answered
        } else {
            Outcome::Failed
        };
        self.tuning.record(Attempt {
            end: milliseconds(now),
            latency: milliseconds(latency),
            outcome,
            has_waited,
        });
    }

    /// Ends the interval now, and answers the number.
    #[napi]
    pub fn adjust(&mut self, now: f64) -> u32 {
        self.tuning.adjust(milliseconds(now));
        self.limit()
    }

    /// The number.
    #[napi]
    #[must_use]
    pub fn limit(&self) -> u32 {
        u32::try_from(self.tuning.limit()).unwrap_or(u32::MAX)
    }
}

//! The one loop that makes a request again.

use std::future::Future;
use std::time::Duration;

use super::failure::Failure;
use super::kind::Kind;
use crate::clock::Deadline;
use crate::error::ServiceFailure;
use crate::{Error, id};

/// How often a request is made, and what lies between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Attempts, the first one included.
    pub attempts: u32,
    /// Longest first pause; each further one may be twice as long.
    pub first_pause: Duration,
    /// Longest pause that is drawn.
    pub longest_pause: Duration,
    /// Whether the service's wish for a pause counts.
    pub heeds_service: bool,
}

/// Time after which no further attempt begins.
const BUDGET: Duration = Duration::from_secs(30);

/// Attempts of a conditional write that meets another one.
const CONFLICTS: u32 = 3;

/// A request that failed for good.
#[derive(Debug, Clone, PartialEq)]
pub struct Exhausted {
    /// What the last attempt said.
    pub error: Error,
    /// Whether an attempt may have been done although its answer was none.
    pub maybe_done: bool,
    /// Attempts that were made.
    pub attempts: u32,
}

impl Exhausted {
    /// The error of a request that changes something: it tells where the outcome is not known.
    #[must_use]
    pub fn of_change(self) -> Error {
        let attempts = self.attempts;
        match self.error {
            Error::Service(said) if self.maybe_done => perhaps_done(said, attempts),
            error => error,
        }
    }

    /// The error of a request that changes something and was refused after an attempt whose answer was
    /// lost, where the object cannot be read to see whose it is.
    #[must_use]
    pub fn unresolved(self, unread: Error) -> Error {
        match unread {
            Error::Service(said) => perhaps_done(said, self.attempts),
            error => error,
        }
    }
}

fn perhaps_done(mut said: Box<ServiceFailure>, attempts: u32) -> Error {
    let tail = format!(" (after {attempts} attempts; one of them may have been done)");
    said.reason.push_str(&tail);
    Error::Service(said)
}

/// Makes attempts until one succeeds, one fails for good, or there were as many as there may be. What may pass is tried
/// again after a random pause, at most of twice the length of the one before, or after what the service
/// asks for.
///
/// # Errors
/// What the last attempt said.
pub async fn run<T, F>(
    policy: Policy,
    mut attempt: impl FnMut() -> F + Send,
) -> Result<T, Exhausted>
where
    F: Future<Output = Result<T, Failure>> + Send,
    T: Send,
{
    let deadline = Deadline::after(BUDGET);
    let (mut attempts, mut maybe_done) = (0, false);
    loop {
        let failure = match attempt().await {
            Ok(answer) => return Ok(answer),
            Err(failure) => failure,
        };
        attempts += 1;
        maybe_done |= failure.kind == Kind::Unknown;
        let allowed = match failure.kind {
            Kind::Final => 0,
            Kind::Conflict => CONFLICTS,
            Kind::Passing | Kind::Unknown => policy.attempts,
        };
        let wish = failure.retry_after.filter(|_| policy.heeds_service);
        let pause = wish.unwrap_or_else(|| pause(policy, attempts));
        if attempts >= allowed || deadline.left().is_none_or(|left| left < pause) {
            return Err(Exhausted {
                error: failure.error,
                maybe_done,
                attempts,
            });
        }
        tokio::time::sleep(pause).await;
    }
}

/// A pause between nothing and the longest for the number of attempts.
fn pause(policy: Policy, attempts: u32) -> Duration {
    let factor = 1 << attempts.saturating_sub(1).min(16);
    let doubled = policy.first_pause.saturating_mul(factor);
    let longest = doubled.min(policy.longest_pause);
    let mut random = [0; 2];
    // Without randomness the pause is the longest.
    let part = match id::random(&mut random) {
        Ok(()) => u32::from(u16::from_le_bytes(random)),
        Err(_) => u32::from(u16::MAX),
    };
    longest * part / u32::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn failure(kind: Kind) -> Failure {
        Failure {
            error: Error::NotFound {
                key: "k".to_owned(),
            },
            kind,
            retry_after: None,
        }
    }

    const POLICY: Policy = Policy {
        attempts: 3,
        first_pause: Duration::from_millis(4),
        longest_pause: Duration::from_secs(10),
        heeds_service: true,
    };

    fn attempts(kinds: &[Kind]) -> (u32, Result<(), Exhausted>) {
        let made = AtomicU32::new(0);
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().build().unwrap();
        let result = runtime.block_on(run(POLICY, || async {
            let number = made.fetch_add(1, Ordering::Relaxed) as usize;
            kinds.get(number).map_or(Ok(()), |kind| Err(failure(*kind)))
        }));
        (made.into_inner(), result)
    }

    #[test]
    fn what_is_final_is_tried_once() {
        let (made, result) = attempts(&[Kind::Final]);
        assert_eq!(made, 1);
        assert!(!result.unwrap_err().maybe_done);
    }

    #[test]
    fn what_may_pass_is_tried_again() {
        let (made, result) = attempts(&[Kind::Passing, Kind::Unknown]);
        assert_eq!((made, result), (3, Ok(())));
    }

    #[test]
    fn attempts_are_limited() {
        let (made, result) = attempts(&[Kind::Passing; 9]);
        let exhausted = result.unwrap_err();
        assert_eq!((made, exhausted.attempts), (3, 3));
        assert!(!exhausted.maybe_done);
    }

    #[test]
    fn a_lost_answer_is_remembered() {
        let (made, result) = attempts(&[Kind::Unknown, Kind::Final]);
        assert_eq!(made, 2);
        assert!(result.unwrap_err().maybe_done);
    }

    #[test]
    fn pauses_grow_up_to_a_limit() {
        let first_pause = Duration::from_millis(100);
        let policy = Policy {
            first_pause,
            ..POLICY
        };
        for attempts in 1..40 {
            let most = first_pause.saturating_mul(1 << (attempts - 1).min(16));
            assert!(pause(policy, attempts) <= most.min(policy.longest_pause));
        }
    }

    #[test]
    fn what_the_service_wishes_counts_unless_it_is_not_to() {
        let waits = |heeds_service| {
            let policy = Policy {
                heeds_service,
                ..POLICY
            };
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = runtime.enable_time().build().unwrap();
            let result: Result<(), _> = runtime.block_on(run(policy, || async {
                Err(Failure {
                    retry_after: Some(Duration::from_secs(60)),
                    ..failure(Kind::Passing)
                })
            }));
            result.unwrap_err().attempts
        };
        assert_eq!(waits(true), 1, "a minute is more than there is");
        assert_eq!(waits(false), 3);
    }
}

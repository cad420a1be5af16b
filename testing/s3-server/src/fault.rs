//! Faults on demand: which requests go wrong, and how.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use s3s::{S3Error, S3ErrorCode};
use serde::Deserialize;

use crate::exchange::Disturbance;

/// A fault as it is asked for. It applies to every request that has the operation and the text in its
/// key, where these are given.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Name of the operation, such as `PutObject`.
    operation: Option<String>,
    /// Part of the key; of the prefix for listings. With `DeleteObjects` the fault is one of the
    /// single keys: an `Error` in the answer.
    key: Option<String>,
    /// Requests that go wrong; all of them without it.
    times: Option<u64>,
    /// What happens.
    kind: Kind,
    /// Milliseconds, for `latency` and `slowBody`.
    #[serde(default)]
    ms: u64,
    /// Share of the requests, 0 to 1, that go wrong.
    #[serde(default = "always")]
    probability: f64,
    /// Decides which ones: the same requests in the same order go wrong with the same seed.
    #[serde(default)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Latency,
    #[serde(rename = "500")]
    InternalError,
    #[serde(rename = "503")]
    SlowDown,
    #[serde(rename = "409")]
    Conflict,
    Reset,
    DropAfterCommit,
    TruncatedList,
    SlowBody,
}

impl Kind {
    /// The error that is the answer.
    fn error(self) -> Option<S3ErrorCode> {
        match self {
            Self::InternalError => Some(S3ErrorCode::InternalError),
            Self::SlowDown => Some(S3ErrorCode::SlowDown),
            Self::Conflict => Some(S3ErrorCode::ConditionalRequestConflict),
            _ => None,
        }
    }
}

fn always() -> f64 {
    1.0
}

/// What happens to a request.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Time before anything else.
    pub latency: Duration,
    /// The error that is the answer.
    pub error: Option<S3ErrorCode>,
    /// What goes wrong later.
    pub disturbance: Option<Disturbance>,
}

/// The faults in force, in the order in which they came.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Adds one.
    pub fn add(&self, fault: Fault) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(fault);
    }

    /// Ends all of them.
    pub fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// What happens to a request: the latencies of all faults that apply, and the first other one.
    pub fn outcome(&self, operation: &str, key: Option<&str>) -> Outcome {
        let mut outcome = Outcome::default();
        let mut decided = false;
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for fault in faults.iter_mut() {
            let delays = fault.kind == Kind::Latency;
            if (decided && !delays) || !fault.applies(operation, key) || !fault.strikes() {
                continue;
            }
            decided |= !delays;
            let time = Duration::from_millis(fault.ms);
            match fault.kind {
                Kind::Latency => outcome.latency += time,
                Kind::Reset => outcome.disturbance = Some(Disturbance::Reset),
                Kind::DropAfterCommit => outcome.disturbance = Some(Disturbance::DropAfterCommit),
                Kind::TruncatedList => outcome.disturbance = Some(Disturbance::TruncatedList),
                Kind::SlowBody => outcome.disturbance = Some(Disturbance::SlowBody(time)),
                kind => outcome.error = kind.error(),
            }
        }
        outcome
    }

    /// The error of a single key of a `DeleteObjects` that is carried out, by the first fault that
    /// names a part of it.
    pub fn error_of_key(&self, key: &str) -> Option<S3ErrorCode> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        faults.iter_mut().find_map(|fault| {
            let error = fault.kind.error()?;
            let applies = fault.key.is_some() && fault.applies("DeleteObjects", Some(key));
            (applies && fault.strikes()).then_some(error)
        })
    }
}

impl Fault {
    fn applies(&self, operation: &str, key: Option<&str>) -> bool {
        let listing = operation == "ListObjectsV2";
        self.times != Some(0)
            && (listing || self.kind != Kind::TruncatedList)
            && self
                .operation
                .as_ref()
                .is_none_or(|wanted| wanted == operation)
            && self
                .key
                .as_ref()
                .is_none_or(|part| key.is_some_and(|key| key.contains(part)))
    }

    fn strikes(&mut self) -> bool {
        if self.probability < 1.0 && next_unit(&mut self.seed) >= self.probability {
            return false;
        }
        self.times = self.times.map(|times| times.saturating_sub(1));
        true
    }
}

/// The next of a row of numbers in 0..1 (`SplitMix64`).
fn next_unit(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let high = u32::try_from((bits ^ (bits >> 31)) >> 32).unwrap_or(u32::MAX);
    f64::from(high) / (f64::from(u32::MAX) + 1.0)
}

/// The answer of a request that fails with this code on demand.
#[must_use]
pub fn injected(code: S3ErrorCode) -> S3Error {
    S3Error::with_message(code, "This error was asked for.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(json: &[&str]) -> Faults {
        let faults = Faults::default();
        for fault in json {
            faults.add(serde_json::from_str(fault).unwrap());
        }
        faults
    }

    #[test]
    fn applies_to_what_is_asked_for() {
        let faults = faults(&[r#"{"operation":"PutObject","key":"ab","kind":"503"}"#]);
        let error = |operation, key| faults.outcome(operation, key).error;
        assert_eq!(
            error("PutObject", Some("xaby")),
            Some(S3ErrorCode::SlowDown)
        );
        assert_eq!(error("PutObject", Some("xa")), None);
        assert_eq!(error("PutObject", None), None);
        assert_eq!(error("GetObject", Some("ab")), None);
        faults.clear();
        assert_eq!(error("PutObject", Some("ab")), None);
    }

    #[test]
    fn ends_after_its_times() {
        let faults = faults(&[r#"{"kind":"500","times":2}"#, r#"{"kind":"409","times":1}"#]);
        let codes: Vec<_> = (0..4)
            .map(|_| faults.outcome("GetObject", None).error)
            .collect();
        let internal = Some(S3ErrorCode::InternalError);
        let conflict = Some(S3ErrorCode::ConditionalRequestConflict);
        assert_eq!(codes, [internal.clone(), internal, conflict, None]);
    }

    #[test]
    fn latencies_add_to_others() {
        let latency = r#"{"kind":"latency","ms":2}"#;
        let faults = faults(&[latency, r#"{"kind":"reset"}"#, latency]);
        let outcome = faults.outcome("GetObject", None);
        assert_eq!(outcome.latency, Duration::from_millis(4));
        assert_eq!(outcome.disturbance, Some(Disturbance::Reset));
    }

    #[test]
    fn strikes_by_chance_but_repeatably() {
        let run = |seed: u64| {
            let json = format!(r#"{{"kind":"500","probability":0.25,"seed":{seed}}}"#);
            let faults = faults(&[&json]);
            let strikes = (0..1000).map(|_| faults.outcome("GetObject", None).error.is_some());
            strikes.collect::<Vec<_>>()
        };
        let struck = run(1).iter().filter(|struck| **struck).count();
        assert!((200..300).contains(&struck), "{struck}");
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn single_keys_fail_by_faults_that_name_them() {
        let reset = r#"{"kind":"reset","key":"a","times":1}"#;
        let every = r#"{"kind":"503","times":1}"#;
        let faults = faults(&[reset, every, r#"{"kind":"500","key":"a","times":1}"#]);
        assert_eq!(faults.error_of_key("b"), None);
        assert_eq!(faults.error_of_key("a"), Some(S3ErrorCode::InternalError));
        assert_eq!(faults.error_of_key("a"), None);
        let whole = faults.outcome("DeleteObjects", None);
        assert_eq!(whole.error, Some(S3ErrorCode::SlowDown));
    }

    #[test]
    fn only_listings_are_truncated() {
        let faults = faults(&[r#"{"kind":"truncatedList"}"#]);
        assert_eq!(faults.outcome("GetObject", None).disturbance, None);
        let listing = faults.outcome("ListObjectsV2", None).disturbance;
        assert_eq!(listing, Some(Disturbance::TruncatedList));
    }

    #[test]
    fn unknown_fields_and_kinds_are_refused() {
        for json in [r#"{"kind":"404"}"#, r#"{"kind":"500","delay":1}"#, "{}"] {
            assert!(serde_json::from_str::<Fault>(json).is_err(), "{json}");
        }
    }
}

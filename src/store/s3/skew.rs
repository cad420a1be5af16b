//! How far the clock of a service is from ours.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_s3::config::http::HttpRequest;
use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector,
};

use crate::clock;

/// Milliseconds from which on a refusal may be one of the clock. Services allow fifteen minutes.
const NOTABLE: u64 = 5 * 60 * 1000;

/// The status of a refusal that may be one of the clock. That of HEAD has no body that says so.
const FORBIDDEN: u16 = 403;

/// What has to be added to our clock, in milliseconds. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Skew(Arc<AtomicI64>);

impl Skew {
    /// The time of the service, in milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> u64 {
        clock::now().saturating_add_signed(self.0.load(Ordering::Relaxed))
    }

    /// Takes over the clock of a service that refuses a request, as the header `date` says it, if ours is
    /// notably another one. Answers whether it did: then the request may be made again.
    pub fn correct(&self, status: u16, date: Option<&str>) -> bool {
        if status != FORBIDDEN {
            return false;
        }
        let Some(theirs) = date.and_then(time_of) else {
            return false;
        };
        if theirs.abs_diff(self.now()) < NOTABLE {
            return false;
        }
        let ours = clock::now();
        let ahead = i64::try_from(theirs.saturating_sub(ours)).unwrap_or_default();
        let behind = i64::try_from(ours.saturating_sub(theirs)).unwrap_or_default();
        self.0.store(ahead - behind, Ordering::Relaxed);
        true
    }
}

impl TimeSource for Skew {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.now())
    }
}

/// Looks at the clock of a service in answers to the SDK.
#[derive(Debug)]
pub struct SkewObserver {
    connector: SharedHttpConnector,
    skew: Skew,
}

impl SkewObserver {
    /// Observes the answers that come over a connector.
    #[must_use]
    pub fn new(connector: SharedHttpConnector, skew: Skew) -> Self {
        Self { connector, skew }
    }
}

impl HttpConnector for SkewObserver {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (answer, skew) = (self.connector.call(request), self.skew.clone());
        HttpConnectorFuture::new(async move {
            let response = answer.await?;
            skew.correct(response.status().as_u16(), response.headers().get("date"));
            Ok(response)
        })
    }
}

/// The time that a date says, in milliseconds since 1970.
fn time_of(date: &str) -> Option<u64> {
    let date = DateTime::from_str(date, DateTimeFormat::HttpDate).ok()?;
    u64::try_from(date.to_millis().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date_after(milliseconds: i64) -> String {
        let now = i64::try_from(clock::now()).unwrap();
        let date = DateTime::from_millis(now + milliseconds);
        date.fmt(DateTimeFormat::HttpDate).unwrap()
    }

    #[test]
    fn a_clock_that_is_far_away_is_taken_over_once() {
        for hours in [-3, 3] {
            let skew = Skew::default();
            let date = date_after(hours * 3_600_000);
            assert!(skew.correct(403, Some(&date)));
            assert!(skew.now().abs_diff(time_of(&date).unwrap()) < NOTABLE);
            assert!(!skew.correct(403, Some(&date)));
        }
    }

    #[test]
    fn nothing_else_changes_the_clock() {
        let skew = Skew::default();
        assert!(!skew.correct(403, Some(&date_after(60_000))));
        assert!(!skew.correct(404, Some(&date_after(36_000_000))));
        assert!(!skew.correct(403, None));
        assert!(skew.now().abs_diff(clock::now()) < 1000);
    }
}

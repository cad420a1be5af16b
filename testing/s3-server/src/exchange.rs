//! One request on its way through the server, and the log of those that came.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde::Serialize;

/// Requests that the log keeps; older ones are forgotten.
const LOGGED: usize = 100_000;

/// What is known of a request. Shared by all who handle it.
#[derive(Debug, Default)]
pub struct Exchange {
    subject: OnceLock<Subject>,
    status: AtomicU16,
    disturbance: OnceLock<Disturbance>,
}

#[derive(Debug)]
struct Subject {
    operation: String,
    key: Option<String>,
}

/// What is to go wrong after the request was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disturbance {
    /// The connection is reset; the operation is not carried out.
    Reset,
    /// The connection is closed in place of an answer; the operation is carried out.
    DropAfterCommit,
    /// A listing ends after one entry and says that there are more.
    TruncatedList,
    /// The body of the answer comes in ten pieces, with this time before each.
    SlowBody(Duration),
}

/// A line of the log.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Name of the operation, such as `PutObject`; none for requests that were refused before it was
    /// known, those with a wrong signature for instance.
    pub operation: Option<String>,
    /// Key of the object; for listings the prefix.
    pub key: Option<String>,
    /// Status of the answer; none where there was no answer, or not yet.
    pub status: Option<u16>,
}

impl Exchange {
    /// Says what the request is about, once.
    pub fn identify(&self, operation: &str, key: Option<String>) {
        let operation = operation.to_owned();
        let _ = self.subject.set(Subject { operation, key });
    }

    /// Says what is to go wrong, once.
    pub fn disturb(&self, disturbance: Disturbance) {
        let _ = self.disturbance.set(disturbance);
    }

    /// What is to go wrong.
    pub fn disturbance(&self) -> Option<Disturbance> {
        self.disturbance.get().copied()
    }

    /// Says what was answered.
    pub fn answer(&self, status: http::StatusCode) {
        self.status.store(status.as_u16(), Ordering::Release);
    }

    fn entry(&self) -> Entry {
        let subject = self.subject.get();
        let status = self.status.load(Ordering::Acquire);
        Entry {
            operation: subject.map(|subject| subject.operation.clone()),
            key: subject.and_then(|subject| subject.key.clone()),
            status: (status != 0).then_some(status),
        }
    }
}

/// The requests that came, in order.
#[derive(Debug, Default)]
pub struct Log(Mutex<VecDeque<Arc<Exchange>>>);

impl Log {
    /// A new request.
    pub fn begin(&self) -> Arc<Exchange> {
        let exchange = Arc::new(Exchange::default());
        let mut exchanges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if exchanges.len() == LOGGED {
            exchanges.pop_front();
        }
        exchanges.push_back(Arc::clone(&exchange));
        exchange
    }

    /// All of them.
    pub fn entries(&self) -> Vec<Entry> {
        let exchanges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        exchanges.iter().map(|exchange| exchange.entry()).collect()
    }

    /// Forgets all of them.
    pub fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_was_answered() {
        let log = Log::default();
        let (first, _second) = (log.begin(), log.begin());
        first.identify("GetObject", Some("k".to_owned()));
        first.answer(http::StatusCode::OK);
        let json = serde_json::to_string(&log.entries()).unwrap();
        let nothing = r#"{"operation":null,"key":null,"status":null}"#;
        let answered = r#"{"operation":"GetObject","key":"k","status":200}"#;
        assert_eq!(json, format!("[{answered},{nothing}]"));
        log.clear();
        assert!(log.entries().is_empty());
    }

    #[test]
    fn forgets_the_oldest() {
        let log = Log::default();
        log.begin().identify("First", None);
        for _ in 0..LOGGED {
            log.begin();
        }
        let entries = log.entries();
        assert_eq!(entries.len(), LOGGED);
        assert_eq!(entries[0].operation, None);
    }
}

//! A store whose requests can be made to fail, and counted: for tests of what a failure leaves
//! behind and of what an operation costs.

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Condition, Etag, List, Metadata, NewObject, Object, ObjectStore, Page};
use crate::{Error, Result};

/// A store that passes requests on to another one. What the other one does in one step for many
/// objects counts as one request for each, except where S3 has a request for it.
#[derive(Debug, Default)]
pub struct FaultStore<S> {
    inner: S,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    requests: Vec<Request>,
    fault: Option<(usize, Fault)>,
}

/// When a request fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Before it has any effect, as when no connection can be made.
    Before,
    /// After it took effect, as when the answer is lost.
    After,
}

/// Kind of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Writes an object.
    Put,
    /// Reads an object.
    Get,
    /// Reads what is known of an object.
    Head,
    /// Copies an object.
    Copy,
    /// Deletes an object.
    Delete,
    /// Deletes objects.
    DeleteMany,
    /// Lists objects.
    List,
}

/// A request that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its kind.
    pub verb: Verb,
    /// Its key, the first of its keys, or its prefix.
    pub key: String,
}

impl<S> FaultStore<S> {
    /// A store that passes everything on.
    pub fn new(inner: S) -> Self {
        Self {
            inner,
            state: Mutex::default(),
        }
    }

    /// The other store.
    pub fn inner(&self) -> &S {
        &self.inner
    }

    /// Lets one of the requests to come fail, the next one being number 0.
    pub fn fail(&self, number: usize, fault: Fault) {
        self.state().fault = Some((number, fault));
    }

    /// Lets no request fail.
    pub fn heal(&self) {
        self.state().fault = None;
    }

    /// The requests made since the last call.
    pub fn take_requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.state().requests)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and answers how it fails.
    fn record(&self, verb: Verb, key: &str) -> Option<Fault> {
        let mut state = self.state();
        state.requests.push(Request {
            verb,
            key: key.to_owned(),
        });
        match state.fault {
            Some((0, fault)) => {
                state.fault = None;
                Some(fault)
            }
            Some((number, fault)) => {
                state.fault = Some((number - 1, fault));
                None
            }
            None => None,
        }
    }

    async fn request<T>(
        &self,
        verb: Verb,
        key: &str,
        request: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let fault = self.record(verb, key);
        if fault == Some(Fault::Before) {
            return Err(injected());
        }
        let answer = request.await;
        if fault == Some(Fault::After) {
            Err(injected())
        } else {
            answer
        }
    }
}

impl<S: ObjectStore> ObjectStore for FaultStore<S> {
    async fn put(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Etag> {
        self.request(Verb::Put, key, self.inner.put(key, object, condition))
            .await
    }

    async fn get(&self, key: &str) -> Result<Object> {
        self.request(Verb::Get, key, self.inner.get(key)).await
    }

    async fn head(&self, key: &str) -> Result<Object> {
        self.request(Verb::Head, key, self.inner.head(key)).await
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: Option<&Metadata>,
        content_type: Option<&str>,
    ) -> Result<Etag> {
        self.request(
            Verb::Copy,
            from,
            self.inner.copy(from, to, metadata, content_type),
        )
        .await
    }

    async fn delete(&self, key: &str) -> Result<()> {
        self.request(Verb::Delete, key, self.inner.delete(key))
            .await
    }

    async fn delete_many(&self, keys: &[String]) -> Result<Vec<(String, Error)>> {
        let first = keys.first().map(String::as_str).unwrap_or_default();
        self.request(Verb::DeleteMany, first, self.inner.delete_many(keys))
            .await
    }

    async fn list(&self, request: List<'_>) -> Result<Page> {
        self.request(Verb::List, request.prefix, self.inner.list(request))
            .await
    }
}

fn injected() -> Error {
    Error::Store {
        reason: "injected fault".to_owned(),
        thrown: None,
    }
}

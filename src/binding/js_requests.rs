//! Requests to a client that is user code.
//!
//! They cross the thread boundary by number: the dispatcher of the shim (`lib/clients/js-store.js`)
//! takes a request, calls the client, and settles the number.

use napi::Status;
use napi::bindgen_prelude::{Buffer, FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use serde_json::Value;

use super::object::encoded;
use super::pending::Pending;
use crate::store::{Etag, NewObject, Object};
use crate::{Error, Result};

/// Number, method, arguments as JSON, body.
type Request = FnArgs<(u32, String, String, Buffer)>;

type Dispatch = ThreadsafeFunction<Request, (), Request, Status, false, true>;

/// Requests that wait for the client.
pub struct Requests {
    dispatch: Dispatch,
    pending: Pending<Result<Answer>>,
}

/// What the client answered: facts as JSON, and a body.
pub struct Answer {
    /// What its members say.
    pub facts: Value,
    body: Vec<u8>,
}

impl Requests {
    /// Requests that go to `dispatch(number, method, arguments as JSON, body)`, which does not keep the
    /// process alive.
    ///
    /// # Errors
    /// napi refuses the function.
    pub fn new(dispatch: &Function<'_, Request, ()>) -> napi::Result<Self> {
        let dispatch = dispatch.build_threadsafe_function().weak::<true>();
        Ok(Self {
            dispatch: dispatch.build()?,
            pending: Pending::default(),
        })
    }

    /// Ends a request.
    pub fn settle(&self, number: u32, answer: Result<Answer>) {
        self.pending.settle(number, answer);
    }

    /// Calls a method of the client and waits for its answer.
    ///
    /// # Errors
    /// What the client threw; the environment of the client has ended.
    pub async fn call(&self, method: &str, arguments: Value, body: &[u8]) -> Result<Answer> {
        let (number, receiver) = self.pending.begin();
        let request = (
            number,
            method.to_owned(),
            arguments.to_string(),
            Buffer::from(body.to_vec()),
        );
        let mode = ThreadsafeFunctionCallMode::NonBlocking;
        if self.dispatch.call(request.into(), mode) != Status::Ok {
            self.pending.forget(number);
            return Err(internal("the client's environment has ended"));
        }
        receiver
            .await
            .map_err(|_| internal("the client's environment has ended"))?
    }
}

impl Answer {
    /// An answer of facts as JSON, and a body.
    ///
    /// # Errors
    /// The facts are no JSON.
    pub fn of(facts: &str, body: &[u8]) -> Result<Self> {
        Ok(Self {
            facts: serde_json::from_str(facts).map_err(|error| internal(&error.to_string()))?,
            body: body.to_vec(),
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.facts.get(name).and_then(Value::as_str)
    }

    fn number(&self, name: &str) -> u64 {
        self.facts
            .get(name)
            .and_then(Value::as_u64)
            .unwrap_or_default()
    }

    /// The `ETag` of a write.
    #[must_use]
    pub fn etag(&self) -> Etag {
        self.text("etag").unwrap_or_default().into()
    }

    /// The object that was read.
    #[must_use]
    pub fn object(&self) -> Object {
        let pairs = self.facts.get("metadata").and_then(Value::as_array);
        let pairs: Vec<_> = pairs
            .into_iter()
            .flatten()
            .map(|text| text.as_str().map(str::to_owned))
            .collect();
        let object = NewObject {
            metadata: &encoded(&pairs),
            body: &self.body,
            content_type: self.text("contentType"),
            content_encoding: self.text("contentEncoding"),
        };
        let (etag, modified) = (
            self.text("etag").unwrap_or_default(),
            self.number("lastModified"),
        );
        if self.body.is_empty() {
            Object::without_body(object, etag, modified, self.number("size"))
        } else {
            Object::new(object, etag, modified)
        }
    }
}

fn internal(reason: &str) -> Error {
    Error::Internal {
        reason: reason.to_owned(),
    }
}

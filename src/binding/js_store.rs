//! A store made of user code: every request calls a method of a JavaScript client and awaits it.
//!
//! Clients see decoded metadata and keys without the connection's prefix.

use std::sync::Arc;

use napi::bindgen_prelude::{Buffer, FnArgs, Function};
use napi_derive::napi;
use serde_json::{Map, Value, json};

use super::js_requests::{Answer, Requests};
use crate::codec::metadata;
use crate::store::{
    Condition, Entry, Etag, List, MISMATCH, Metadata, NewObject, Object, ObjectStore, Page,
};
use crate::value::Mapped;
use crate::{Error, Result};

/// A client of the user, as a handle.
#[napi]
pub struct JsStoreHandle {
    requests: Arc<Requests>,
    prefix: String,
}

/// A client of the user, as a store.
#[derive(Clone)]
pub struct JsStore {
    requests: Arc<Requests>,
    prefix: String,
}

#[napi]
impl JsStoreHandle {
    /// A store whose requests go to `dispatch(number, method, arguments as JSON, body)`. The function
    /// does not keep the process alive.
    ///
    /// # Errors
    /// napi refuses the function.
    #[napi(constructor)]
    pub fn new(
        prefix: String,
        dispatch: Function<'_, FnArgs<(u32, String, String, Buffer)>, ()>,
    ) -> napi::Result<Self> {
        let requests = Arc::new(Requests::new(&dispatch)?);
        Ok(Self { requests, prefix })
    }

    /// Ends a request with what the client answered: facts as JSON, and a body.
    ///
    /// # Errors
    /// The facts are no JSON.
    #[napi]
    pub fn settle(&self, number: u32, facts: String, body: Option<&[u8]>) -> napi::Result<()> {
        let answer = Answer::of(&facts, body.unwrap_or_default())?;
        self.requests.settle(number, Ok(answer));
        Ok(())
    }

    /// Ends a request with what the client threw: the number under which the shim keeps it, and whether
    /// it says that an object is missing or a condition does not hold.
    #[napi]
    pub fn fail(&self, number: u32, thrown: u32, status: u32, message: String) {
        let error = match status {
            404 => Error::NotFound { key: message },
            412 => Error::Precondition {
                key: message,
                reason: "object already exists",
            },
            _ => Error::Store {
                reason: message,
                thrown: Some(thrown),
            },
        };
        self.requests.settle(number, Err(error));
    }
}

impl JsStoreHandle {
    /// The store.
    #[must_use]
    pub fn store(&self) -> JsStore {
        JsStore {
            requests: Arc::clone(&self.requests),
            prefix: self.prefix.clone(),
        }
    }
}

impl JsStore {
    fn relative<'a>(&self, key: &'a str) -> &'a str {
        let below = key.strip_prefix(&*self.prefix);
        below
            .filter(|_| !self.prefix.is_empty())
            .map_or(key, |key| key.trim_start_matches('/'))
    }

    fn full(&self, key: &str) -> String {
        crate::key::join(&self.prefix, key)
    }
}

impl ObjectStore for JsStore {
    async fn put(
        &self,
        key: &str,
        object: NewObject<'_>,
        condition: Condition<'_>,
    ) -> Result<Etag> {
        let (if_match, if_none_match) = match condition {
            Condition::None => (None, None),
            Condition::Absent => (None, Some("*")),
            Condition::Matches(etag) | Condition::Unchanged { etag, .. } => (Some(etag), None),
        };
        let arguments = json!({
            "key": self.relative(key),
            "metadata": decoded(object.metadata),
            "contentType": object.content_type,
            "contentEncoding": object.content_encoding,
            "ifMatch": if_match,
            "ifNoneMatch": if_none_match,
        });
        let answer = self
            .requests
            .call("putObject", arguments, object.body)
            .await;
        match answer {
            Err(Error::Precondition { key, .. }) if if_match.is_some() => {
                Err(Error::Precondition {
                    key,
                    reason: MISMATCH,
                })
            }
            answer => Ok(answer?.etag()),
        }
    }

    async fn get(&self, key: &str) -> Result<Object> {
        let arguments = json!({ "key": self.relative(key) });
        Ok(self
            .requests
            .call("getObject", arguments, &[])
            .await?
            .object())
    }

    async fn head(&self, key: &str) -> Result<Object> {
        let arguments = json!({ "key": self.relative(key) });
        Ok(self
            .requests
            .call("headObject", arguments, &[])
            .await?
            .object())
    }

    async fn copy(
        &self,
        from: &str,
        to: &str,
        metadata: Option<&Metadata>,
        content_type: Option<&str>,
    ) -> Result<Etag> {
        let arguments = json!({
            "from": self.relative(from),
            "to": self.relative(to),
            "metadata": metadata.map(decoded),
            "metadataDirective": if metadata.is_some() { "REPLACE" } else { "COPY" },
            "contentType": content_type,
        });
        Ok(self
            .requests
            .call("copyObject", arguments, &[])
            .await?
            .etag())
    }

    async fn delete(&self, key: &str) -> Result<()> {
        let arguments = json!({ "key": self.relative(key) });
        self.requests
            .call("deleteObject", arguments, &[])
            .await
            .map(|_| ())
    }

    async fn delete_many(&self, keys: &[String]) -> Result<Vec<(String, Error)>> {
        let relative: Vec<_> = keys.iter().map(|key| self.relative(key)).collect();
        let answer = self
            .requests
            .call("deleteObjects", json!({ "keys": relative }), &[])
            .await?;
        let failed = answer.facts.get("failed").and_then(Value::as_array);
        let failed = failed.into_iter().flatten().filter_map(|failure| {
            let key = failure.get("key")?.as_str()?;
            let reason = failure
                .get("message")
                .and_then(Value::as_str)
                .unwrap_or_default();
            Some((
                self.full(key),
                Error::Store {
                    reason: reason.to_owned(),
                    thrown: None,
                },
            ))
        });
        Ok(failed.collect())
    }

    /// Clients know tokens where the engine knows keys; the dispatcher walks the pages for it.
    async fn list(&self, request: List<'_>) -> Result<Page> {
        let arguments = json!({
            "prefix": self.relative(request.prefix),
            "after": request.after.map(|after| self.relative(after)),
            "delimiter": request.delimiter,
            "limit": request.limit,
        });
        let answer = self.requests.call("listObjects", arguments, &[]).await?;
        let texts = |name: &str| -> Vec<String> {
            let list = answer.facts.get(name).and_then(Value::as_array);
            let list = list.into_iter().flatten().filter_map(Value::as_str);
            list.map(|key| self.full(key)).collect()
        };
        let next = answer.facts.get("next").and_then(Value::as_str);
        Ok(Page {
            entries: texts("keys").into_iter().map(entry).collect(),
            common_prefixes: texts("commonPrefixes"),
            next: next.map(|key| self.full(key)),
        })
    }
}

fn entry(key: String) -> Entry {
    Entry {
        key,
        size: 0,
        etag: String::new(),
        last_modified: 0,
    }
}

/// Metadata as clients see it: plain values, null and undefined as null.
fn decoded(metadata: &Metadata) -> Value {
    let pairs = metadata.iter().map(|(name, value)| {
        let value = match metadata::decode(value) {
            Mapped::Text(text) => Value::from(&*text),
            Mapped::Null | Mapped::Undefined => Value::Null,
        };
        (name.to_owned(), value)
    });
    Value::Object(pairs.collect::<Map<_, _>>())
}

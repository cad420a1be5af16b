//! Errors on their way to JavaScript: a JSON object in the message of a plain error, which the shim
//! turns into the class that users know (`lib/failure.js`).

use napi::Status;
use serde_json::{Map, Value};

use crate::Error;

impl From<Error> for napi::Error {
    fn from(error: Error) -> Self {
        Self::new(Status::GenericFailure, describe(&error).to_string())
    }
}

/// `{code, message, statusCode, …}` with the fields of the variant.
#[must_use]
pub fn describe(error: &Error) -> Value {
    let mut facts = Map::new();
    facts.insert("code".to_owned(), error.code().into());
    facts.insert("message".to_owned(), error.to_string().into());
    facts.insert("statusCode".to_owned(), error.status().into());
    let mut add = |name: &str, value: Value| facts.insert(name.to_owned(), value);
    match error {
        Error::NotFound { key }
        | Error::AccessDenied { key }
        | Error::KeyTooLong { key }
        | Error::LockTimeout { key } => {
            add("key", key.as_str().into());
        }
        Error::Unavailable { reason } | Error::Filesystem { reason } => {
            add("reason", reason.as_str().into());
        }
        Error::Precondition { key, reason } | Error::InvalidKey { key, reason } => {
            add("key", key.as_str().into());
            add("reason", (*reason).into());
        }
        Error::Corrupt { key, reason } | Error::InvalidObjectState { key, reason } => {
            add("key", key.as_str().into());
            add("reason", reason.as_str().into());
        }
        Error::InvalidField { field, reason } => {
            add("field", field.as_str().into());
            add("reason", reason.as_str().into());
        }
        Error::InvalidDefinition { attribute, reason } => {
            add("attribute", attribute.as_str().into());
            add("reason", reason.as_str().into());
        }
        Error::InvalidPartition { partition, reason } => {
            add("partition", partition.as_str().into());
            add("reason", reason.as_str().into());
        }
        Error::MetadataTooLarge {
            total,
            limit,
            absolute,
        } => {
            add("totalSize", (*total).into());
            add("effectiveLimit", (*limit).into());
            add("absoluteLimit", (*absolute).into());
        }
        Error::Store {
            thrown: Some(number),
            ..
        } => {
            add("thrown", (*number).into());
        }
        _ => {}
    }
    Value::Object(facts)
}

//! What an error tells besides its message: a JSON object, from which the shim makes the class that
//! users know (`lib/failure.js`).

use serde_json::{Map, Value};

use crate::Error;

impl Error {
    /// `{code, message, statusCode, retriable, …}` with the fields of the variant.
    #[must_use]
    pub fn facts(&self) -> Value {
        let mut facts = Map::new();
        let mut add = |name: &str, value: Value| facts.insert(name.to_owned(), value);
        add("code", self.code().into());
        add("message", self.to_string().into());
        add("statusCode", self.status().into());
        add("retriable", self.is_retriable().into());
        match self {
            Self::NotFound { key }
            | Self::AccessDenied { key }
            | Self::KeyTooLong { key }
            | Self::LockTimeout { key }
            | Self::BodyInUse { key }
            | Self::Stopped { key } => {
                add("key", key.as_str().into());
            }
            Self::Precondition { key, reason } | Self::InvalidKey { key, reason } => {
                add("key", key.as_str().into());
                add("reason", (*reason).into());
            }
            Self::Corrupt { key, reason }
            | Self::Unavailable { key, reason }
            | Self::InvalidObjectState { key, reason }
            | Self::Filesystem { key, reason } => {
                add("key", key.as_str().into());
                add("reason", reason.as_str().into());
            }
            Self::InvalidField { field, reason } => {
                add("field", field.as_str().into());
                add("reason", reason.as_str().into());
            }
            Self::InvalidDefinition { attribute, reason } => {
                add("attribute", attribute.as_str().into());
                add("reason", reason.as_str().into());
            }
            Self::InvalidPartition { partition, reason } => {
                add("partition", partition.as_str().into());
                add("reason", reason.as_str().into());
            }
            Self::MetadataTooLarge {
                total,
                limit,
                absolute,
            } => {
                add("totalSize", (*total).into());
                add("effectiveLimit", (*limit).into());
                add("absoluteLimit", (*absolute).into());
            }
            Self::Service(failure) => {
                add("key", failure.key.as_str().into());
                add("name", failure.name.as_str().into());
                add("reason", failure.reason.as_str().into());
                add("httpStatusCode", failure.status.into());
                add("requestId", failure.request_id.as_deref().into());
            }
            Self::Store {
                thrown: Some(number),
                ..
            } => {
                add("thrown", (*number).into());
            }
            _ => {}
        }
        Value::Object(facts)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_tells_what_it_is_about() {
        let (key, reason) = ("k".to_owned(), "no room".to_owned());
        assert_eq!(
            Error::Unavailable { key, reason }.facts(),
            json!({
                "code": "ServiceUnavailable",
                "message": "store unavailable for `k`: no room",
                "statusCode": 503,
                "retriable": true,
                "key": "k",
                "reason": "no room",
            })
        );
    }

    #[test]
    fn only_what_may_pass_is_retriable() {
        let key = || "k".to_owned();
        assert!(Error::LockTimeout { key: key() }.is_retriable());
        assert!(!Error::AccessDenied { key: key() }.is_retriable());
        assert!(!Error::NotFound { key: key() }.is_retriable());
    }
}

//! What programs rely on: code, status and retriability of every error. A new variant has a row here, or
//! [`row`] does not compile.

use crate::Error;
use crate::error::ServiceFailure;

/// Code, status, and whether it may pass.
type Row = (&'static str, u16, bool);

fn row(error: &Error) -> Row {
    match error {
        Error::NotFound { .. } => ("NoSuchKey", 404, false),
        Error::Precondition { .. } => ("PreconditionFailed", 412, false),
        Error::InvalidId { .. } => ("INVALID_ID", 400, false),
        Error::InvalidKey { .. } => ("INVALID_KEY", 400, false),
        Error::InvalidField { .. } => ("INVALID_FIELD", 422, false),
        Error::InvalidDefinition { .. } => ("INVALID_DEFINITION", 400, false),
        Error::InvalidSchema { .. } => ("INVALID_SCHEMA", 400, false),
        Error::UnknownBehavior { .. } => ("UNKNOWN_BEHAVIOR", 400, false),
        Error::InvalidPartition { .. } => ("INVALID_PARTITION", 400, false),
        Error::MetadataTooLarge { .. } => ("METADATA_LIMIT_EXCEEDED", 413, false),
        Error::Corrupt { .. } => ("CORRUPT_OBJECT", 500, false),
        Error::BodyInUse { .. } => ("BODY_IN_USE", 409, false),
        Error::LimitExceeded { .. } => ("LIMIT_EXCEEDED", 413, false),
        Error::AccessDenied { .. } => ("AccessDenied", 403, false),
        Error::Unavailable { .. } => ("ServiceUnavailable", 503, true),
        Error::InvalidObjectState { .. } => ("InvalidObjectState", 400, false),
        Error::KeyTooLong { .. } => ("KeyTooLongError", 400, false),
        Error::LockTimeout { .. } => ("LockTimeout", 408, true),
        Error::Filesystem { .. } => ("InternalError", 500, false),
        Error::InvalidSnapshot => ("INVALID_SNAPSHOT", 400, false),
        Error::Crypto { .. } => ("CRYPTO_ERROR", 500, false),
        Error::Service(said) => ("S3_ERROR", said.status.unwrap_or(500), passes(said)),
        Error::Credentials { .. } => ("CREDENTIALS_ERROR", 401, false),
        Error::Stopped { .. } => ("POOL_STOPPED", 503, false),
        Error::Store { .. } => ("STORE_ERROR", 500, false),
        Error::Internal { .. } => ("INTERNAL_ERROR", 500, false),
    }
}

/// Whether the failures of [`errors`] may pass.
fn passes(said: &ServiceFailure) -> bool {
    matches!(
        &*said.name,
        "InternalError" | "TooManyRequests" | "NetworkingError"
    )
}

fn service(name: &str, status: Option<u16>) -> Error {
    Error::Service(Box::new(ServiceFailure {
        key: "k".to_owned(),
        name: name.to_owned(),
        status,
        request_id: Some("7".to_owned()),
        reason: "why".to_owned(),
    }))
}

/// One of each kind.
fn errors() -> Vec<Error> {
    let (key, reason) = (|| "k".to_owned(), || "why".to_owned());
    vec![
        Error::NotFound { key: key() },
        Error::Precondition {
            key: key(),
            reason: "why",
        },
        Error::InvalidId { reason: reason() },
        Error::InvalidKey {
            key: key(),
            reason: "why",
        },
        Error::InvalidField {
            field: key(),
            reason: reason(),
        },
        Error::InvalidDefinition {
            attribute: key(),
            reason: reason(),
        },
        Error::InvalidSchema { reason: reason() },
        Error::UnknownBehavior { name: key() },
        Error::InvalidPartition {
            partition: key(),
            reason: reason(),
        },
        Error::MetadataTooLarge {
            total: 3,
            limit: 1,
            absolute: 2,
        },
        Error::Corrupt {
            key: key(),
            reason: reason(),
        },
        Error::BodyInUse { key: key() },
        Error::LimitExceeded { reason: reason() },
        Error::AccessDenied { key: key() },
        Error::Unavailable {
            key: key(),
            reason: reason(),
        },
        Error::InvalidObjectState {
            key: key(),
            reason: reason(),
        },
        Error::KeyTooLong { key: key() },
        Error::LockTimeout { key: key() },
        Error::Filesystem {
            key: key(),
            reason: reason(),
        },
        Error::InvalidSnapshot,
        Error::Crypto { reason: reason() },
        service("AccessDenied", Some(403)),
        service("InternalError", Some(500)),
        service("TooManyRequests", Some(429)),
        service("NetworkingError", None),
        service("InvalidRequest", None),
        Error::Credentials { reason: reason() },
        Error::Stopped { key: key() },
        Error::Store {
            reason: reason(),
            thrown: Some(5),
        },
        Error::Internal { reason: reason() },
    ]
}

#[test]
fn every_error_has_its_code_status_and_retriability() {
    for error in errors() {
        let shown = (error.code(), error.status(), error.is_retriable());
        assert_eq!(shown, row(&error), "{error:?}");
    }
}

#[test]
fn what_crosses_the_border_has_all_of_it_and_the_fields_of_the_error() {
    for error in errors() {
        let facts = error.facts();
        assert_eq!(facts["code"], error.code());
        assert_eq!(facts["statusCode"], error.status());
        assert_eq!(facts["retriable"], error.is_retriable());
        assert_eq!(facts["message"], error.to_string());
        let shown = facts.to_string();
        let debugged = format!("{error:?}");
        assert!(
            !debugged.contains("key: \"k\"") || shown.contains("\"key\":\"k\""),
            "{shown}"
        );
    }
}

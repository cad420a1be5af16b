//! The one error type of the engine.
//!
//! A variant per meaning. `code` is stable and part of the public API; messages are not. The shim
//! turns an error into the class that the code stands for (`lib/failure.js`).

/// What can go wrong in the engine.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No object under the key.
    #[error("object not found: `{key}`")]
    NotFound {
        /// Full key, with the connection's prefix.
        key: String,
    },
    /// A conditional write found another state than it asked for.
    #[error("precondition failed for key `{key}`: {reason}")]
    Precondition {
        /// Full key.
        key: String,
        /// What was found.
        reason: &'static str,
    },
    /// An id that cannot be part of a key.
    #[error("invalid id: {reason}")]
    InvalidId {
        /// What is wrong with it.
        reason: String,
    },
    /// A key that a store cannot hold or that would leave its folder.
    #[error("invalid key `{key}`: {reason}")]
    InvalidKey {
        /// The refused key.
        key: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A field whose value cannot be stored.
    #[error("field `{field}` {reason}")]
    InvalidField {
        /// Dotted path of the field.
        field: String,
        /// What is wrong with the value.
        reason: String,
    },
    /// An attribute definition that cannot be understood.
    #[error("attribute `{attribute}` {reason}")]
    InvalidDefinition {
        /// Dotted path of the attribute.
        attribute: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A schema map, registry or plugin registry that contradicts itself.
    #[error("{reason}")]
    InvalidSchema {
        /// What is wrong with it, `description` of the public error included.
        reason: String,
    },
    /// A behavior that does not exist.
    #[error("unknown behavior `{name}`")]
    UnknownBehavior {
        /// The name given.
        name: String,
    },
    /// A partition that does not exist or whose reference key would leave its folder.
    #[error("partition `{partition}`: {reason}")]
    InvalidPartition {
        /// Name of the partition.
        partition: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The record does not fit the metadata limit and its behavior allows no other place.
    #[error("metadata of {total} bytes exceeds the limit of {limit} bytes")]
    MetadataTooLarge {
        /// Bytes of names and values.
        total: usize,
        /// Bytes that the behavior may use.
        limit: usize,
        /// Absolute limit of the store, before the overhead of system fields.
        absolute: usize,
    },
    /// The object is not what its metadata says, or its body is not what a record needs.
    #[error("corrupt object `{key}`: {reason}")]
    Corrupt {
        /// Key of the object.
        key: String,
        /// What does not fit.
        reason: String,
    },
    /// Fields of a record are in the body of its object, which therefore cannot hold content.
    #[error("fields of the record are in the body of `{key}`")]
    BodyInUse {
        /// Key of the object.
        key: String,
    },
    /// A limit of the store that the user has set.
    #[error("{reason}")]
    LimitExceeded {
        /// Which limit.
        reason: String,
    },
    /// The operating system does not allow it.
    #[error("permission denied: `{key}`")]
    AccessDenied {
        /// Key of the object.
        key: String,
    },
    /// The store lacks room or handles at the moment; the request may be repeated.
    #[error("store unavailable for `{key}`: {reason}")]
    Unavailable {
        /// Key of the object, or of the folder that was to be listed.
        key: String,
        /// What is lacking.
        reason: String,
    },
    /// The key is that of a folder, or goes through an object as if it were a folder.
    #[error("invalid object state for `{key}`: {reason}")]
    InvalidObjectState {
        /// Key of the object.
        key: String,
        /// What the operating system said.
        reason: String,
    },
    /// A key or a part of one that is longer than the store allows.
    #[error("key too long: `{key}`")]
    KeyTooLong {
        /// The refused key.
        key: String,
    },
    /// Another writer held the lock of a folder for longer than the store waits.
    #[error("timed out waiting for the lock of `{key}`")]
    LockTimeout {
        /// Key of the object.
        key: String,
    },
    /// Any other failure of a file system.
    #[error("filesystem error for `{key}`: {reason}")]
    Filesystem {
        /// Key of the object, or of the folder that was to be listed.
        key: String,
        /// What the operating system said.
        reason: String,
    },
    /// A text that is no snapshot of a memory store.
    #[error("invalid snapshot format")]
    InvalidSnapshot,
    /// A secret cannot be encrypted or a password cannot be hashed.
    #[error("{reason}")]
    Crypto {
        /// What is missing or wrong; never the value.
        reason: String,
    },
    /// An S3 service refused or failed, or could not be reached.
    #[error("{}: {}", .0.name, .0.reason)]
    Service(Box<ServiceFailure>),
    /// Nobody has credentials to sign requests with.
    #[error("{reason}")]
    Credentials {
        /// What was tried.
        reason: String,
    },
    /// The user has stopped the store: it makes no further request.
    #[error("requests were stopped: `{key}`")]
    Stopped {
        /// Key of the object, or prefix of the listing.
        key: String,
    },
    /// The store failed; for stores made of user code, the error they threw is kept by the shim.
    #[error("{reason}")]
    Store {
        /// What the store said.
        reason: String,
        /// The shim's number of a JavaScript exception to be thrown again.
        thrown: Option<u32>,
    },
    /// A defect of this package: a frame or plan that does not fit, or a caught panic.
    #[error("internal error: {reason}")]
    Internal {
        /// Where.
        reason: String,
    },
}

/// What an S3 service said, or why it said nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceFailure {
    /// Key of the object, or prefix of the listing.
    pub key: String,
    /// The service's name for it, or that of the failure on the way.
    pub name: String,
    /// Status of the answer, if there was one.
    pub status: Option<u16>,
    /// The service's number of the request.
    pub request_id: Option<String>,
    /// What the service said.
    pub reason: String,
}

/// A result with the engine's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Stable name of the error's meaning.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "NoSuchKey",
            Self::Precondition { .. } => "PreconditionFailed",
            Self::InvalidId { .. } => "INVALID_ID",
            Self::InvalidKey { .. } => "INVALID_KEY",
            Self::InvalidField { .. } => "INVALID_FIELD",
            Self::InvalidDefinition { .. } => "INVALID_DEFINITION",
            Self::InvalidSchema { .. } => "INVALID_SCHEMA",
            Self::UnknownBehavior { .. } => "UNKNOWN_BEHAVIOR",
            Self::InvalidPartition { .. } => "INVALID_PARTITION",
            Self::MetadataTooLarge { .. } => "METADATA_LIMIT_EXCEEDED",
            Self::Corrupt { .. } => "CORRUPT_OBJECT",
            Self::BodyInUse { .. } => "BODY_IN_USE",
            Self::LimitExceeded { .. } => "LIMIT_EXCEEDED",
            Self::AccessDenied { .. } => "AccessDenied",
            Self::Unavailable { .. } => "ServiceUnavailable",
            Self::InvalidObjectState { .. } => "InvalidObjectState",
            Self::KeyTooLong { .. } => "KeyTooLongError",
            Self::LockTimeout { .. } => "LockTimeout",
            Self::Filesystem { .. } => "InternalError",
            Self::InvalidSnapshot => "INVALID_SNAPSHOT",
            Self::Crypto { .. } => "CRYPTO_ERROR",
            Self::Service(_) => "S3_ERROR",
            Self::Credentials { .. } => "CREDENTIALS_ERROR",
            Self::Stopped { .. } => "POOL_STOPPED",
            Self::Store { .. } => "STORE_ERROR",
            Self::Internal { .. } => "INTERNAL_ERROR",
        }
    }

    /// Whether the cause may pass, so that the request may be repeated.
    #[must_use]
    pub fn is_retriable(&self) -> bool {
        match self {
            Self::Unavailable { .. } | Self::LockTimeout { .. } => true,
            Self::Service(failure) => match failure.status {
                Some(status) => matches!(status, 408 | 429 | 500..=599),
                None => failure.name != "InvalidRequest",
            },
            _ => false,
        }
    }

    /// HTTP status that describes the error.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound { .. } => 404,
            Self::BodyInUse { .. } => 409,
            Self::Precondition { .. } => 412,
            Self::InvalidId { .. }
            | Self::InvalidKey { .. }
            | Self::InvalidDefinition { .. }
            | Self::InvalidSnapshot
            | Self::InvalidSchema { .. }
            | Self::UnknownBehavior { .. }
            | Self::InvalidPartition { .. }
            | Self::InvalidObjectState { .. }
            | Self::KeyTooLong { .. } => 400,
            Self::Credentials { .. } => 401,
            Self::AccessDenied { .. } => 403,
            Self::Service(failure) => failure.status.unwrap_or(500),
            Self::LockTimeout { .. } => 408,
            Self::InvalidField { .. } => 422,
            Self::MetadataTooLarge { .. } | Self::LimitExceeded { .. } => 413,
            Self::Corrupt { .. }
            | Self::Crypto { .. }
            | Self::Store { .. }
            | Self::Filesystem { .. }
            | Self::Internal { .. } => 500,
            Self::Unavailable { .. } | Self::Stopped { .. } => 503,
        }
    }
}

//! What went wrong with an attempt, and whether another one makes sense.

use std::error::Error as StdError;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::RequestId;

use super::cause::{cause_of, causes_of, is_unconnected};
use super::credentials;
use super::headers::Headers;
use super::kind::{INVALID_RESPONSE, Kind, kind_of, name_of};
use super::refusal::Refusal;
use crate::Error;
use crate::error::ServiceFailure;

/// A failed attempt of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What is said of it.
    pub error: Error,
    /// Whether it may be made again.
    pub kind: Kind,
    /// How long the service asks to wait.
    pub retry_after: Option<Duration>,
}

const UNINTELLIGIBLE: &str = "the answer of the service cannot be understood";

/// The error of an answer that contradicts the request, or the one before.
#[must_use]
pub fn invalid_response(key: &str, reason: &str) -> Error {
    unreached(INVALID_RESPONSE, key, reason)
}

impl Failure {
    /// What the SDK says of an attempt on `key`.
    pub fn of<E>(error: &SdkError<E, HttpResponse>, key: &str) -> Self
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        match error.raw_response() {
            Some(response) => Self::answered(error, response, key),
            None => Self::undelivered(error, key),
        }
    }

    /// What a service says of a request that it refuses.
    #[must_use]
    pub fn refused(status: u16, headers: &Headers, body: &[u8], key: &str) -> Self {
        let said = Refusal::of(body);
        let id = headers.get("x-amz-request-id").map(str::to_owned);
        let said = Refusal {
            request_id: id.or(said.request_id),
            ..said
        };
        Self::told(status, said, headers.get("retry-after"), key)
    }

    /// The same of a refusal whose cause is gone.
    #[must_use]
    pub fn passing(self) -> Self {
        Self {
            kind: Kind::Passing,
            ..self
        }
    }

    /// A request that was not sent, because no connection was made.
    #[must_use]
    pub fn unconnected(key: &str, reason: &str) -> Self {
        Self {
            error: unreached("NetworkingError", key, reason),
            kind: Kind::Passing,
            retry_after: None,
        }
    }

    /// A request whose connection broke off before its answer.
    #[must_use]
    pub fn unanswered(key: &str, reason: &str) -> Self {
        Self {
            error: unreached("NetworkingError", key, reason),
            kind: Kind::Unknown,
            retry_after: None,
        }
    }

    /// Why there is nothing to sign with.
    #[must_use]
    pub fn without_keys(error: &CredentialsError) -> Self {
        Self {
            error: Error::Credentials {
                reason: credentials::describe(error),
            },
            kind: Kind::Final,
            retry_after: None,
        }
    }

    /// A request that cannot be sent.
    #[must_use]
    pub fn invalid(key: &str, reason: &str) -> Self {
        Self {
            error: unreached("InvalidRequest", key, reason),
            kind: Kind::Final,
            retry_after: None,
        }
    }

    /// An attempt that took longer than it may.
    #[must_use]
    pub fn timed_out(key: &str, reason: &str) -> Self {
        Self {
            error: unreached("TimeoutError", key, reason),
            kind: Kind::Unknown,
            retry_after: None,
        }
    }

    /// A request that was not made, because the user has stopped the store.
    #[must_use]
    pub fn stopped(key: &str) -> Self {
        Self {
            error: Error::Stopped {
                key: key.to_owned(),
            },
            kind: Kind::Final,
            retry_after: None,
        }
    }

    /// An answer whose body broke off.
    #[must_use]
    pub fn broken(key: &str, reason: &str) -> Self {
        Self {
            error: unreached("IncompleteBody", key, reason),
            kind: Kind::Unknown,
            retry_after: None,
        }
    }

    fn answered<E>(error: &SdkError<E, HttpResponse>, response: &HttpResponse, key: &str) -> Self
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        let said = Refusal {
            code: error.code().map(str::to_owned),
            message: error.message().map(str::to_owned),
            request_id: error.request_id().map(str::to_owned),
        };
        let retry_after = response.headers().get("retry-after");
        Self::told(response.status().as_u16(), said, retry_after, key)
    }

    fn told(status: u16, said: Refusal, retry_after: Option<&str>, key: &str) -> Self {
        let name = said.code.unwrap_or_else(|| name_of(status));
        let reason = said.message.unwrap_or_else(|| match status {
            200..300 => UNINTELLIGIBLE.to_owned(),
            _ => format!("the service answered {status}"),
        });
        let kind = kind_of(status, &name);
        let key = key.to_owned();
        let error = match (status, &*name) {
            (404, "NoSuchKey" | "NotFound") => Error::NotFound { key },
            (412, _) => Error::Precondition {
                key,
                reason: "the object is another one",
            },
            _ => Error::Service(Box::new(ServiceFailure {
                key,
                name,
                // A copy and a batch of deletions can fail after the status of success was sent.
                status: Some(status).filter(|status| !(200..300).contains(status)),
                request_id: said.request_id,
                reason,
            })),
        };
        Self {
            error,
            kind,
            retry_after: retry_after
                .and_then(|seconds| seconds.parse().ok())
                .map(Duration::from_secs),
        }
    }

    fn undelivered<E>(error: &SdkError<E, HttpResponse>, key: &str) -> Self
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        if let Some(error) = cause_of::<CredentialsError>(error) {
            return Self::without_keys(error);
        }
        let (name, kind) = match error {
            SdkError::DispatchFailure(_) if is_unconnected(error) => {
                ("NetworkingError", Kind::Passing)
            }
            SdkError::DispatchFailure(failure) if failure.is_timeout() => {
                ("TimeoutError", Kind::Unknown)
            }
            SdkError::DispatchFailure(failure) if failure.is_user() => {
                ("InvalidRequest", Kind::Final)
            }
            SdkError::DispatchFailure(_) => ("NetworkingError", Kind::Unknown),
            SdkError::TimeoutError(_) => ("TimeoutError", Kind::Unknown),
            _ => ("InvalidRequest", Kind::Final),
        };
        Self {
            error: unreached(name, key, &causes_of(error)),
            kind,
            retry_after: None,
        }
    }
}

fn unreached(name: &str, key: &str, reason: &str) -> Error {
    Error::Service(Box::new(ServiceFailure {
        key: key.to_owned(),
        name: name.to_owned(),
        status: None,
        request_id: None,
        reason: reason.to_owned(),
    }))
}

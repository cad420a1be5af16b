//! What went wrong with an attempt, and whether another one makes sense.

use std::error::Error as StdError;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::RequestId;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_xml::decode::{Document, try_data};
use hyper_util::client::legacy::Error as TransportError;

use super::credentials;
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

/// Whether an attempt that failed may be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It would fail again.
    Final,
    /// Another writer was at it (409).
    Conflict,
    /// The cause may pass, and nothing was done.
    Passing,
    /// The cause may pass, and nobody knows whether the request was done.
    Unknown,
}

/// Names under which services and networks report what may pass, whatever the status.
const PASSING: [&str; 8] = [
    "SlowDown",
    "ServiceUnavailable",
    "InternalError",
    "RequestTimeout",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
    "ProvisionedThroughputExceededException",
];

/// Name of the failure of a service whose answer is none.
const INVALID_RESPONSE: &str = "InvalidResponse";

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
            None => Self::unanswered(error, key),
        }
    }

    /// What a service says of a request that it refuses.
    #[must_use]
    pub fn refused(status: u16, headers: &Headers, body: &[u8], key: &str) -> Self {
        let said = Said::of(body);
        let id = headers.get("x-amz-request-id").map(str::to_owned);
        let said = Said {
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

    /// Why a request was not answered.
    #[must_use]
    pub fn of_connection(error: ConnectorError, key: &str) -> Self {
        let error: SdkError<GetObjectError, HttpResponse> = SdkError::dispatch_failure(error);
        Self::unanswered(&error, key)
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
        let said = Said {
            code: error.code().map(str::to_owned),
            message: error.message().map(str::to_owned),
            request_id: error.request_id().map(str::to_owned),
        };
        let retry_after = response.headers().get("retry-after");
        Self::told(response.status().as_u16(), said, retry_after, key)
    }

    fn told(status: u16, said: Said, retry_after: Option<&str>, key: &str) -> Self {
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

    fn unanswered<E>(error: &SdkError<E, HttpResponse>, key: &str) -> Self
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

/// What the body of a refusal says; that of HEAD has none.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl Said {
    fn of(body: &[u8]) -> Self {
        let mut said = Self::default();
        let Ok(mut document) = Document::try_from(body) else {
            return said;
        };
        let Ok(mut root) = document.root_element() else {
            return said;
        };
        while let Some(mut element) = root.next_tag() {
            let place = match element.start_el().local() {
                "Code" => &mut said.code,
                "Message" => &mut said.message,
                "RequestId" => &mut said.request_id,
                _ => continue,
            };
            if let Ok(text) = try_data(&mut element) {
                *place = Some(text.into_owned());
            }
        }
        said
    }
}

/// Whether an answer may be another one next time.
#[must_use]
pub fn kind_of(status: u16, name: &str) -> Kind {
    match status {
        409 if name == "ConditionalRequestConflict" => Kind::Conflict,
        429 => Kind::Passing,
        503 if name == "SlowDown" => Kind::Passing,
        _ if name == "RequestTimeTooSkewed" => Kind::Passing,
        408 | 500..=599 => Kind::Unknown,
        _ if PASSING.contains(&name) => Kind::Unknown,
        _ => Kind::Final,
    }
}

/// What an answer without a body, as that of HEAD, stands for.
fn name_of(status: u16) -> String {
    let name = match status {
        200..300 => INVALID_RESPONSE,
        403 => "Forbidden",
        404 => "NotFound",
        409 => "ConditionalRequestConflict",
        412 => "PreconditionFailed",
        429 => "TooManyRequests",
        500 => "InternalError",
        503 => "ServiceUnavailable",
        _ => return format!("Http{status}"),
    };
    name.to_owned()
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

/// An error and what caused it, each said once.
fn causes_of(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

/// Whether no connection was made, so that nothing can have been done.
fn is_unconnected(error: &(dyn StdError + 'static)) -> bool {
    cause_of::<TransportError>(error).is_some_and(TransportError::is_connect)
}

/// The first cause of a type.
fn cause_of<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut source = Some(error);
    while let Some(error) = source {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        source = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_read_whatever_their_form() {
        let xml =
            b"<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>a &lt; b</Message>\
            <Key>k</Key><RequestId>7</RequestId></Error>";
        let text = |text: &str| Some(text.to_owned());
        let said = Said {
            code: text("NoSuchKey"),
            message: text("a < b"),
            request_id: text("7"),
        };
        assert_eq!(Said::of(xml), said);
        for body in [
            "",
            "Bad Gateway",
            "<html><body>502</body></html>",
            "<Error>",
            "\u{0}",
        ] {
            assert_eq!(Said::of(body.as_bytes()), Said::default(), "{body:?}");
        }
        assert_eq!(Said::of(b"\xff\xfe"), Said::default());
    }

    #[test]
    fn what_a_client_did_wrong_is_final() {
        for (status, name) in [
            (400, "InvalidRequest"),
            (403, "AccessDenied"),
            (404, "NoSuchKey"),
            (409, "OperationAborted"),
            (412, "PreconditionFailed"),
        ] {
            assert_eq!(kind_of(status, name), Kind::Final, "{status} {name}");
        }
    }

    #[test]
    fn an_answer_without_a_body_has_the_name_of_one_with_it() {
        for (status, name) in [
            (404, "NotFound"),
            (409, "ConditionalRequestConflict"),
            (429, "TooManyRequests"),
            (500, "InternalError"),
            (503, "ServiceUnavailable"),
            (502, "Http502"),
        ] {
            assert_eq!(name_of(status), name);
        }
    }

    #[test]
    fn what_may_pass_is_made_again() {
        assert_eq!(kind_of(429, "TooManyRequests"), Kind::Passing);
        assert_eq!(kind_of(503, "SlowDown"), Kind::Passing);
        assert_eq!(kind_of(409, "ConditionalRequestConflict"), Kind::Conflict);
        for (status, name) in [
            (408, "RequestTimeout"),
            (500, "InternalError"),
            (503, "ServiceUnavailable"),
            (400, "RequestTimeout"),
        ] {
            assert_eq!(kind_of(status, name), Kind::Unknown, "{status} {name}");
        }
    }
}

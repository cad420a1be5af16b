//! Kinds of failures: whether a request may be made again.

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
pub const INVALID_RESPONSE: &str = "InvalidResponse";

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
#[must_use]
pub fn name_of(status: u16) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

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

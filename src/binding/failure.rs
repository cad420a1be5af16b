//! Errors on their way to JavaScript: their facts, as JSON in the message of a plain error.

use napi::Status;

use crate::Error;

impl From<Error> for napi::Error {
    fn from(error: Error) -> Self {
        Self::new(Status::GenericFailure, error.facts().to_string())
    }
}

//! What is behind an error of a request.

use std::error::Error as StdError;

use hyper_util::client::legacy::Error as TransportError;

/// An error and what caused it, each said once.
#[must_use]
pub fn causes_of(error: &(dyn StdError + 'static)) -> String {
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
#[must_use]
pub fn is_unconnected(error: &(dyn StdError + 'static)) -> bool {
    cause_of::<TransportError>(error).is_some_and(TransportError::is_connect)
}

/// The first cause of a type.
#[must_use]
pub fn cause_of<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut source = Some(error);
    while let Some(error) = source {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        source = error.source();
    }
    None
}

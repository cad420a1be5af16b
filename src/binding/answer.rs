//! Running operations, and answering for what they throw.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::{Error, Result};

/// Runs an operation on a store whose futures are always ready, by polling it once.
///
/// # Errors
/// The operation's; [`Error::Internal`] when it panics or its store is not one of those.
pub fn at_once<T>(operation: impl Future<Output = Result<T>>) -> Result<T> {
    match poll_once(operation) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(Error::Internal {
            reason: "an operation on a synchronous store did not finish".to_owned(),
        }),
    }
}

/// Runs an operation as far as it comes without waiting. What is left of it is dropped.
pub fn poll_once<T>(operation: impl Future<Output = Result<T>>) -> Poll<Result<T>> {
    pin!(caught(operation)).poll(&mut Context::from_waker(Waker::noop()))
}

/// An operation whose panics are errors.
///
/// # Errors
/// The operation's; [`Error::Internal`] when it panics.
pub async fn caught<T>(operation: impl Future<Output = Result<T>>) -> Result<T> {
    let mut operation = pin!(operation);
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| operation.as_mut().poll(context))).unwrap_or_else(
            |panic| {
                Poll::Ready(Err(Error::Internal {
                    reason: panic_text(&*panic),
                }))
            },
        )
    })
    .await
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("panic").to_owned()
}

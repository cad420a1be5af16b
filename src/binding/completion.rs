//! Answers of operations that run on threads, on their way back to one evaluation of the shim.
//!
//! An operation gets a number, the ticket. What it ends with is queued; the shim is woken once for
//! all that has ended, and takes the replies one after another (`lib/pending.js`). The event loop is
//! kept alive while tickets are out, and only then.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::AbortHandle;
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status, check_status, sys};

use super::answer::caught;
use crate::frame::Reply;
use crate::{Error, Result};

type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// Operations under way, and the replies of those that have ended.
#[derive(Default)]
pub struct Completions {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    wake: Option<Arc<Wake>>,
    is_woken: bool,
    ended: VecDeque<(i32, Vec<u8>)>,
    last: i32,
    underway: usize,
    cancelling: HashMap<i32, AbortHandle>,
}

/// An operation that has ended.
pub struct Ended {
    /// The number of its ticket.
    pub number: i32,
    /// Its reply.
    pub reply: Vec<u8>,
    /// Whether no other one waits to be taken.
    pub is_last: bool,
}

/// An operation under way. Dropping it unused ends the operation with an internal error.
pub struct Ticket {
    completions: Arc<Completions>,
    number: i32,
    is_used: bool,
}

impl Completions {
    /// Lets `wake` be called when operations have ended.
    ///
    /// # Errors
    /// napi refuses the function.
    pub fn listen(&self, env: Env, wake: Function<'_, (), ()>) -> napi::Result<()> {
        let wake = wake.build_threadsafe_function().weak::<true>().build()?;
        let mut state = self.state();
        if state.underway > 0 {
            hold(env, &wake)?;
        }
        state.wake = Some(Arc::new(wake));
        state.is_woken = false;
        let wake = state.take_wake();
        drop(state);
        call(wake);
        Ok(())
    }

    /// Lets go of the function, unless operations are under way. Answers whether it did.
    pub fn unlisten(&self) -> bool {
        let mut state = self.state();
        if state.underway > 0 {
            return false;
        }
        let wake = state.wake.take();
        drop(state);
        drop(wake);
        true
    }

    /// Begins an operation.
    ///
    /// # Errors
    /// napi cannot keep the event loop alive.
    pub fn begin(self: &Arc<Self>, env: Env) -> napi::Result<Ticket> {
        let mut state = self.state();
        if state.underway == 0
            && let Some(wake) = &state.wake
        {
            hold(env, wake)?;
        }
        state.underway += 1;
        state.last = state.last.checked_add(1).unwrap_or(1);
        Ok(Ticket {
            completions: Arc::clone(self),
            number: state.last,
            is_used: false,
        })
    }

    /// The next operation that has ended, with its reply: `true` and what it answers, or `false` and
    /// the description of its error. None when there is no other.
    ///
    /// # Errors
    /// napi cannot let go of the event loop.
    pub fn next(&self, env: Env) -> napi::Result<Option<Ended>> {
        let mut state = self.state();
        let ended = state.ended.pop_front();
        if ended.is_some() {
            state.underway -= 1;
        }
        let is_last = state.ended.is_empty();
        if is_last {
            state.is_woken = false;
            if state.underway == 0
                && let Some(wake) = &state.wake
            {
                release(env, wake)?;
            }
        }
        Ok(ended.map(|(number, reply)| Ended {
            number,
            reply,
            is_last,
        }))
    }

    /// Ends an operation that waits for a service at once, with an error; others go on.
    pub fn cancel(&self, number: i32) {
        let handle = self.state().cancelling.remove(&number);
        if let Some(handle) = handle {
            handle.abort();
        }
    }

    fn end(&self, number: i32, reply: Vec<u8>) {
        let mut state = self.state();
        state.cancelling.remove(&number);
        state.ended.push_back((number, reply));
        let wake = state.take_wake();
        drop(state);
        call(wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The function to be called now; it is called once for all that end until the shim has seen them.
    fn take_wake(&mut self) -> Option<Arc<Wake>> {
        if self.is_woken || self.ended.is_empty() {
            return None;
        }
        let wake = self.wake.clone()?;
        self.is_woken = true;
        Some(wake)
    }
}

impl Ticket {
    /// The operation's number, from 1 on.
    #[must_use]
    pub fn number(&self) -> i32 {
        self.number
    }

    /// Lets [`Completions::cancel`] end the operation, whose future then drops the ticket.
    pub fn cancel_by(&self, handle: AbortHandle) {
        self.completions
            .state()
            .cancelling
            .insert(self.number, handle);
    }

    /// A reply to be written and handed to [`Ticket::end_with`].
    #[must_use]
    pub fn reply() -> Reply {
        let mut reply = Reply::default();
        reply.boolean(true);
        reply
    }

    /// Runs the operation, and ends it with its reply, begun by [`Ticket::reply`], or with its error.
    pub async fn settle(self, operation: impl Future<Output = Result<Reply>>) {
        self.end_with(caught(operation).await);
    }

    /// Ends the operation with a reply, or with its error.
    pub fn end_with(mut self, result: Result<Reply>) {
        self.end(result.unwrap_or_else(|error| failure(&error)));
    }

    fn end(&mut self, reply: Reply) {
        self.is_used = true;
        self.completions.end(self.number, reply.into_bytes());
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.is_used {
            return;
        }
        let error = Error::Internal {
            reason: "an operation was dropped".to_owned(),
        };
        self.end(failure(&error));
    }
}

fn failure(error: &Error) -> Reply {
    let mut reply = Reply::default();
    reply.boolean(false);
    reply.text(&error.facts().to_string());
    reply
}

fn call(wake: Option<Arc<Wake>>) {
    if let Some(wake) = wake {
        // Nobody waits any more when the environment has ended.
        let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
    }
}

#[allow(unsafe_code, reason = "napi's C interface")]
fn hold(env: Env, wake: &Wake) -> napi::Result<()> {
    // SAFETY: both belong to the environment on whose thread this runs.
    check_status!(unsafe { sys::napi_ref_threadsafe_function(env.raw(), wake.raw()) })
}

#[allow(unsafe_code, reason = "napi's C interface")]
fn release(env: Env, wake: &Wake) -> napi::Result<()> {
    // SAFETY: both belong to the environment on whose thread this runs.
    check_status!(unsafe { sys::napi_unref_threadsafe_function(env.raw(), wake.raw()) })
}

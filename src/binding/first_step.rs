//! The first step of an operation, made on the thread that asks for it.
//!
//! An operation that is spawned wakes the runtime to be begun, and the answer of the service wakes it
//! again. One that is begun here wakes it once.

use std::future::Future;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use napi::bindgen_prelude::within_runtime_if_available;
use tokio::runtime::Handle;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Steps that are made here where the first ones are woken at once.
const STEPS: usize = 4;

/// Work of which the first step was made.
struct Begun {
    runtime: Handle,
    state: Mutex<State>,
}

enum State {
    /// A step is being made, and the next one may be asked for meanwhile.
    Stepping { is_woken: bool },
    /// Until it is woken.
    Waiting(Work),
    /// Ended, or gone to the runtime.
    Gone,
}

/// Begins work here and now. What is left of it goes to the runtime once it can go on. Work that panics is
/// dropped.
pub fn begin(work: impl Future<Output = ()> + Send + 'static) {
    within_runtime_if_available(|| {
        let begun = Arc::new(Begun {
            runtime: Handle::current(),
            state: Mutex::new(State::Stepping { is_woken: false }),
        });
        begun.step(Box::pin(work));
    });
}

impl Begun {
    fn step(self: Arc<Self>, mut work: Work) {
        let waker = Waker::from(Arc::clone(&self));
        let mut context = Context::from_waker(&waker);
        for _ in 0..STEPS {
            let step = AssertUnwindSafe(|| work.as_mut().poll(&mut context));
            let Ok(Poll::Pending) = catch_unwind(step) else {
                *self.state() = State::Gone;
                return;
            };
            let mut state = self.state();
            if !matches!(*state, State::Stepping { is_woken: true }) {
                *state = State::Waiting(work);
                return;
            }
            *state = State::Stepping { is_woken: false };
        }
        *self.state() = State::Gone;
        drop(self.runtime.spawn(work));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Begun {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut state = self.state();
        match mem::replace(&mut *state, State::Gone) {
            State::Stepping { .. } => *state = State::Stepping { is_woken: true },
            State::Waiting(work) => {
                drop(state);
                drop(self.runtime.spawn(work));
            }
            State::Gone => {}
        }
    }
}

//! The first step of an operation, made on the thread that asks for it.
//!
//! An operation that is spawned wakes the runtime to be begun, and the answer of the service wakes it
//! again. One that is begun here wakes it once.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};

use async_task::Runnable;
use napi::bindgen_prelude::within_runtime_if_available;
use tokio::runtime::Handle;

/// Begins work here and now. What is left of it is done on the runtime, step by step. Work that panics is
/// dropped.
pub fn begin(work: impl Future<Output = ()> + Send + 'static) {
    within_runtime_if_available(|| {
        let runtime = Handle::current();
        let schedule = move |step: Runnable| {
            drop(runtime.spawn(async move {
                step.run();
            }));
        };
        let (step, task) = async_task::spawn(work, schedule);
        task.detach();
        drop(catch_unwind(AssertUnwindSafe(|| step.run())));
    });
}

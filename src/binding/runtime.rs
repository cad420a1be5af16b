//! The asynchronous runtime, which napi makes when the module is loaded.
//!
//! It has one thread: where there are more, an operation and the connection it waits for wake each
//! other from thread to thread. See `docs/design/0010-requests-to-s3.md`.

use napi::bindgen_prelude::create_custom_tokio_runtime;
use tokio::runtime::Builder;

#[napi_derive::module_init]
fn init() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    // Without it napi makes one as it sees fit.
    if let Ok(runtime) = runtime {
        create_custom_tokio_runtime(runtime);
    }
}

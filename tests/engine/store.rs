//! Stores, driven without a runtime.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use pollster::block_on;
use s3db_native::store::{Condition, Metadata, NewObject, Object, ObjectStore};
use serde_json::Value;

/// Polls a future once. Futures of the memory store are ready.
pub fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a future of the memory store is pending"),
    }
}

/// Stores an object as it is.
pub fn put_raw(
    store: &impl ObjectStore,
    key: &str,
    metadata: &[(&str, &str)],
    body: &[u8],
    media_type: Option<&str>,
) {
    let metadata: Metadata = metadata.iter().copied().collect();
    let object = NewObject {
        metadata: &metadata,
        body,
        content_type: media_type,
        content_encoding: None,
    };
    block_on(store.put(key, object, Condition::None)).expect("put");
}

/// The stored metadata as an object of texts.
pub fn metadata_of(object: &Object) -> Value {
    object
        .metadata()
        .map(|(name, text)| (name.to_owned(), Value::from(text)))
        .collect()
}

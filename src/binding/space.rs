//! A space: what one evaluation of the shim shares.
//!
//! Memory buckets, key caches and requests to JavaScript hang on a space and not on the process, so
//! that each of Jest's module registries and each worker sees a world of its own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi_derive::napi;

use super::bucket::Bucket;
use crate::crypto::KeyCache;
use crate::store::MemoryStore;

/// What one evaluation of the shim shares.
#[napi]
#[derive(Default)]
pub struct Space {
    buckets: Mutex<HashMap<String, Arc<MemoryStore>>>,
    keys: Arc<KeyCache>,
}

#[napi]
impl Space {
    /// An empty space.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The memory bucket of a name; it is made when it is first asked for.
    #[napi]
    #[must_use]
    pub fn bucket(&self, name: String) -> Bucket {
        Bucket::new(Arc::clone(self.buckets().entry(name).or_default()))
    }

    /// Forgets a memory bucket; who has it open keeps it.
    #[napi]
    pub fn forget_bucket(&self, name: String) {
        self.buckets().remove(&name);
    }

    /// Forgets all memory buckets.
    #[napi]
    pub fn forget_buckets(&self) {
        self.buckets().clear();
    }

    /// Derived keys of this space.
    #[must_use]
    pub fn keys(&self) -> Arc<KeyCache> {
        Arc::clone(&self.keys)
    }

    fn buckets(&self) -> MutexGuard<'_, HashMap<String, Arc<MemoryStore>>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

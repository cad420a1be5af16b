//! A space: what one evaluation of the shim shares.
//!
//! Memory buckets, folders, key caches, replies and requests to JavaScript hang on a space and not on the process, so
//! that each of Jest's module registries and each worker sees a world of its own.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::Env;
use napi::bindgen_prelude::{Buffer, BufferSlice, Function};
use napi_derive::napi;

use super::bucket::Bucket;
use super::completion::{Completions, Ended};
use super::folder::{Folder, FolderOptions};
use crate::crypto::KeyCache;
use crate::frame::Reply;
use crate::store::{FileStore, MemoryStore};

/// What one evaluation of the shim shares.
#[napi]
#[derive(Default)]
pub struct Space {
    buckets: Mutex<HashMap<String, Arc<MemoryStore>>>,
    folders: Mutex<HashMap<PathBuf, Arc<FileStore>>>,
    keys: Arc<KeyCache>,
    completions: Arc<Completions>,
    spill: RefCell<Vec<u8>>,
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

    /// The folder at an absolute path. The options hold when it is first asked for.
    ///
    /// # Errors
    /// The options make no sense.
    #[napi]
    pub fn folder(&self, path: String, options: FolderOptions) -> napi::Result<Folder> {
        let mut folders = self.folders();
        let path = PathBuf::from(path);
        let store = if let Some(store) = folders.get(&path) {
            Arc::clone(store)
        } else {
            let store = Arc::new(FileStore::open(options.at(path.clone())?));
            folders.insert(path, Arc::clone(&store));
            store
        };
        Ok(Folder::new(store, Arc::clone(&self.completions)))
    }

    /// Forgets a folder; who has it open keeps it. Its objects stay where they are.
    #[napi]
    pub fn forget_folder(&self, path: String) {
        self.folders().remove(&PathBuf::from(path));
    }

    /// Forgets all folders.
    #[napi]
    pub fn forget_folders(&self) {
        self.folders().clear();
    }

    /// Lets `wake` be called when operations have ended, after which their replies are to be taken. It
    /// keeps the process alive while operations are under way, and only then.
    ///
    /// # Errors
    /// napi refuses the function.
    #[napi]
    pub fn listen(&self, env: Env, wake: Function<'_, (), ()>) -> napi::Result<()> {
        self.completions.listen(env, wake)
    }

    /// Lets go of the function unless operations are under way. Answers whether it did.
    #[napi]
    pub fn unlisten(&self) -> bool {
        self.completions.unlisten()
    }

    /// The ticket of the next operation that has ended, or 0; below 0 it is the last one. Its reply is in the buffer: `true` and
    /// what the operation answers, `false` and the description of its error as JSON, or null where it
    /// did not fit and waits to be fetched.
    ///
    /// # Errors
    /// napi cannot let go of the event loop.
    #[napi]
    pub fn next_reply(&self, env: Env, mut buffer: BufferSlice<'_>) -> napi::Result<i32> {
        let Some(Ended {
            number,
            reply,
            is_last,
        }) = self.completions.next(env)?
        else {
            return Ok(0);
        };
        if let Some(room) = buffer.get_mut(..reply.len()) {
            room.copy_from_slice(&reply);
        } else {
            self.spill.replace(reply);
            let mut spilled = Reply::default();
            spilled.null();
            for (room, byte) in buffer.iter_mut().zip(spilled.into_bytes()) {
                *room = byte;
            }
        }
        Ok(if is_last { -number } else { number })
    }

    /// Ends an operation that waits for a service at once; what it has asked of the service may be done.
    #[napi]
    pub fn cancel(&self, ticket: i32) {
        self.completions.cancel(ticket);
    }

    /// The reply that did not fit the buffer of the last call.
    #[napi]
    #[must_use]
    pub fn spilled_reply(&self) -> Buffer {
        self.spill.take().into()
    }

    /// Where operations of this space end.
    #[must_use]
    pub fn completions(&self) -> Arc<Completions> {
        Arc::clone(&self.completions)
    }

    /// Derived keys of this space.
    #[must_use]
    pub fn keys(&self) -> Arc<KeyCache> {
        Arc::clone(&self.keys)
    }

    fn folders(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<FileStore>>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn buckets(&self) -> MutexGuard<'_, HashMap<String, Arc<MemoryStore>>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

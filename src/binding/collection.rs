//! A collection: the plan of a resource on a store.
//!
//! A method that takes a frame finds it at the beginning of the buffer it is given. It runs at once
//! where the store and the keys it needs are at hand. It then writes its reply into the same buffer and
//! answers the reply's length, or [`SPILLED`] where the reply did not fit and waits to be fetched.
//! Where something takes longer, the same function runs on a thread that may wait, and the answer
//! tells its ticket, for whose reply the space is asked.
//!
//! The calls are in `record`, `walk`, `content` and `decode`.

use std::cell::RefCell;
use std::sync::Arc;
use std::task::Poll;

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, Abortable};
use napi::Env;
use napi::bindgen_prelude::{Buffer, BufferSlice, spawn, spawn_blocking};
use napi_derive::napi;
use serde_json::Value;
use tokio::runtime::Handle;

use super::SPILLED;
use super::answer::{at_once, poll_once};
use super::bucket::Bucket;
use super::completion::{Completions, Ticket};
use super::first_step;
use super::folder::{self, Folder};
use super::js_store::{JsStore, JsStoreHandle};
use super::layout::layout;
use super::operation::Operation;
use super::preimage::{MovesPlace, PreimageHandle};
use super::s3_bucket::S3Bucket;
use super::space::Space;
use super::thread_pool;
use crate::crypto::{Effort, KeyCache};
use crate::frame::Reply;
use crate::resource::{Context, Outcome, Plan};
use crate::store::file::AtHand;
use crate::store::s3::Pending;
use crate::store::{FileStore, MemoryStore, S3Store};
use crate::{Error, Result};

/// The plan of a resource on a store.
#[napi]
pub struct Collection {
    shared: Arc<Shared>,
    completions: Arc<Completions>,
    spill: RefCell<Vec<u8>>,
}

struct Shared {
    plan: Plan,
    keys: Arc<KeyCache>,
    store: Store,
}

enum Store {
    Memory(Arc<MemoryStore>),
    File(Arc<FileStore>),
    S3(Arc<S3Store>),
    Js(JsStore),
}

impl Shared {
    fn context(&self, effort: Effort) -> Context<'_> {
        Context {
            plan: &self.plan,
            keys: &self.keys,
            effort,
        }
    }

    /// Runs an operation now, if the store is at hand, or at least what the operation asks for.
    fn run_now(&self, operation: &Operation, reply: &mut Reply) -> Result<Outcome<()>> {
        match &self.store {
            Store::Memory(store) => {
                at_once(operation.run(&**store, &self.context(Effort::Cheap), reply))
            }
            Store::File(store) if operation.reads_one_object() => {
                let context = self.context(Effort::Cheap);
                match poll_once(operation.run(&AtHand(store), &context, reply)) {
                    Poll::Ready(outcome) => outcome,
                    Poll::Pending => Ok(Outcome::Deferred),
                }
            }
            Store::File(_) | Store::S3(_) | Store::Js(_) => Ok(Outcome::Deferred),
        }
    }

    /// Runs an operation to its end, where waiting is allowed.
    async fn run(&self, operation: &Operation) -> Result<Reply> {
        let mut reply = Ticket::reply();
        let context = self.context(Effort::Any);
        let outcome = match &self.store {
            Store::Memory(store) => operation.run(&**store, &context, &mut reply).await?,
            Store::File(store) => operation.run(&**store, &context, &mut reply).await?,
            Store::S3(store) => operation.run(&**store, &context, &mut reply).await?,
            Store::Js(store) => operation.run(store, &context, &mut reply).await?,
        };
        match outcome {
            Outcome::Done(()) => Ok(reply),
            Outcome::Deferred => Err(Error::Internal {
                reason: "deferred with any effort allowed".to_owned(),
            }),
        }
    }

    /// The same, as the answer to a ticket.
    async fn settle(self: Arc<Self>, operation: Operation, ticket: Ticket) {
        ticket.settle(self.run(&operation)).await;
    }

    /// Runs an operation on a thread that may wait, or among many on the asynchronous runtime where it
    /// waits for a service. Those that wait for user code have threads of their own: what they wait for
    /// may be another operation.
    fn run_later(self: Arc<Self>, operation: Operation, ticket: Ticket) -> Result<()> {
        let threads = match &self.store {
            Store::File(_) => *folder::THREADS,
            Store::Memory(_) => *thread_pool::PROCESSORS,
            Store::S3(store) => {
                let (store, pending) = (Arc::clone(store), store.begin());
                let begins_here = operation.is_light() && store.is_at_hand();
                let (handle, registration) = AbortHandle::new_pair();
                ticket.cancel_by(handle);
                let run = self.run_remotely(store, operation, ticket, pending);
                // A ticket that is dropped ends its operation.
                let work = Abortable::new(run, registration).map(drop);
                if begins_here {
                    first_step::begin(work);
                } else {
                    drop(spawn(work));
                }
                return Ok(());
            }
            Store::Js(_) => {
                drop(spawn_blocking(|| {
                    Handle::current().block_on(self.settle(operation, ticket));
                }));
                return Ok(());
            }
        };
        thread_pool::run(threads, self.settle(operation, ticket))
    }

    /// Runs an operation on a service. What needs a key that is not at hand begins anew on a thread.
    async fn run_remotely(
        self: Arc<Self>,
        store: Arc<S3Store>,
        operation: Operation,
        ticket: Ticket,
        pending: Pending,
    ) {
        let mut reply = Ticket::reply();
        let context = self.context(Effort::Cheap);
        match operation.run(&*store, &context, &mut reply).await {
            Ok(Outcome::Deferred) => drop(spawn_blocking(move || {
                Handle::current().block_on(self.settle(operation, ticket));
                drop(pending);
            })),
            Ok(Outcome::Done(())) => ticket.end_with(Ok(reply)),
            Err(error) => ticket.end_with(Err(error)),
        }
    }
}

impl Collection {
    fn new(space: &Space, store: Store, definition: &str) -> Result<Self> {
        let definition: Value =
            serde_json::from_str(definition).map_err(|error| Error::Internal {
                reason: format!("plan definition: {error}"),
            })?;
        let plan = Plan::parse(&definition)?;
        let shared = Arc::new(Shared {
            plan,
            keys: space.keys(),
            store,
        });
        Ok(Self {
            shared,
            completions: space.completions(),
            spill: RefCell::default(),
        })
    }

    /// Where a write leaves references for later, if it does.
    pub(super) fn later(&self, preimage: &PreimageHandle) -> Option<MovesPlace> {
        let defers = self.shared.plan.defers_references;
        defers.then(|| preimage.moves_place())
    }

    pub(super) fn answer(
        &self,
        env: Env,
        operation: Operation,
        buffer: &mut BufferSlice<'_>,
    ) -> napi::Result<i32> {
        let mut reply = Reply::reusing(self.spill.take());
        let outcome = self.shared.run_now(&operation, &mut reply);
        let bytes = reply.into_bytes();
        if outcome? == Outcome::Deferred {
            let ticket = self.completions.begin(env)?;
            let answer = SPILLED - ticket.number();
            Arc::clone(&self.shared).run_later(operation, ticket)?;
            return Ok(answer);
        }
        let fits = buffer
            .get_mut(..bytes.len())
            .map(|room| room.copy_from_slice(&bytes));
        let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
        self.spill.replace(bytes);
        Ok(if fits.is_some() { length } else { SPILLED })
    }
}

#[napi]
impl Collection {
    /// A plan on a memory bucket.
    ///
    /// # Errors
    /// The definition cannot be understood.
    #[napi(factory)]
    pub fn in_bucket(space: &Space, bucket: &Bucket, definition: String) -> napi::Result<Self> {
        Ok(Self::new(
            space,
            Store::Memory(bucket.store()),
            &definition,
        )?)
    }

    /// A plan on a folder.
    ///
    /// # Errors
    /// The definition cannot be understood.
    #[napi(factory)]
    pub fn in_folder(space: &Space, folder: &Folder, definition: String) -> napi::Result<Self> {
        Ok(Self::new(space, Store::File(folder.store()), &definition)?)
    }

    /// A plan on a bucket of an S3 service.
    ///
    /// # Errors
    /// The definition cannot be understood.
    #[napi(factory)]
    pub fn in_s3(space: &Space, bucket: &S3Bucket, definition: String) -> napi::Result<Self> {
        Ok(Self::new(space, Store::S3(bucket.store()), &definition)?)
    }

    /// A plan on a client of the user.
    ///
    /// # Errors
    /// The definition cannot be understood.
    #[napi(factory)]
    pub fn in_client(
        space: &Space,
        client: &JsStoreHandle,
        definition: String,
    ) -> napi::Result<Self> {
        Ok(Self::new(space, Store::Js(client.store()), &definition)?)
    }

    /// The layout as JSON: `{slots, map, pluginMap, schemaRegistry, pluginSchemaRegistry, recordHash,
    /// dateFields}`.
    #[napi]
    #[must_use]
    pub fn layout(&self) -> String {
        layout(&self.shared.plan).to_string()
    }

    /// Whether writes of loaded records leave their references for [`Collection::move_references`].
    #[napi(getter)]
    #[must_use]
    pub fn defers_references(&self) -> bool {
        self.shared.plan.defers_references
    }

    /// The reply that did not fit the buffer of the last call.
    #[napi]
    #[must_use]
    pub fn spilled(&self) -> Buffer {
        self.spill.take().into()
    }
}

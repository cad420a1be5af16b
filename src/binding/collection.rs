//! A collection: the plan of a resource on a store.
//!
//! A method that takes a frame finds it at the beginning of the buffer it is given. It runs at once
//! where the store and the keys it needs are at hand. It then writes its reply into the same buffer and
//! answers the reply's length, or [`SPILLED`] where the reply did not fit and waits to be fetched. Where something takes longer, the same function runs on a thread that
//! may wait, and the answer tells its ticket, for whose reply the space is asked.

use std::cell::RefCell;
use std::sync::Arc;

use napi::Env;
use napi::bindgen_prelude::{Buffer, BufferSlice, spawn, spawn_blocking};
use napi_derive::napi;
use serde_json::{Map, Value, json};
use tokio::runtime::Handle;

use super::SPILLED;
use super::answer::at_once;
use super::bucket::Bucket;
use super::completion::{Completions, Ticket};
use super::folder::Folder;
use super::js_store::{JsStore, JsStoreHandle};
use super::operation::{Operation, OwnedContent, RangeArguments, WalkArguments};
use super::preimage::{MovesPlace, PreimageHandle};
use super::s3_bucket::S3Bucket;
use super::space::Space;
use super::text::Text;
use super::thread_pool;
use crate::codec::Codec;
use crate::crypto::{Effort, KeyCache};
use crate::frame::Reply;
use crate::resource::{Context, Outcome, Plan};
use crate::schema::Kind;
use crate::schema::protected::Step;
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
    File {
        store: Arc<FileStore>,
        threads: usize,
    },
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

    /// Runs an operation now, if the store is at hand.
    fn run_now(&self, operation: &Operation, reply: &mut Reply) -> Result<Outcome<()>> {
        match &self.store {
            Store::Memory(store) => {
                at_once(operation.run(&**store, &self.context(Effort::Cheap), reply))
            }
            Store::File { .. } | Store::S3(_) | Store::Js(_) => Ok(Outcome::Deferred),
        }
    }

    /// Runs an operation to its end on a thread that may wait.
    fn run(&self, operation: &Operation, reply: &mut Reply) -> Result<()> {
        let context = self.context(Effort::Any);
        let outcome = match &self.store {
            Store::Memory(store) => at_once(operation.run(&**store, &context, reply))?,
            Store::File { store, .. } => at_once(operation.run(&**store, &context, reply))?,
            Store::S3(store) => {
                Handle::current().block_on(operation.run(&**store, &context, reply))?
            }
            Store::Js(store) => {
                Handle::current().block_on(operation.run(store, &context, reply))?
            }
        };
        match outcome {
            Outcome::Done(()) => Ok(()),
            Outcome::Deferred => Err(Error::Internal {
                reason: "deferred with any effort allowed".to_owned(),
            }),
        }
    }

    /// Runs an operation on such a thread, or among many on the asynchronous runtime where it waits for
    /// a service. Those that wait for user code have threads of their own: what they wait for may be
    /// another operation.
    fn run_later(self: Arc<Self>, operation: Operation, ticket: Ticket) -> Result<()> {
        let limit = match &self.store {
            Store::File { threads, .. } => Some(*threads),
            Store::Memory(_) => Some(*thread_pool::PROCESSORS),
            Store::S3(store) => {
                let (store, pending) = (Arc::clone(store), store.begin());
                drop(spawn(self.run_remotely(store, operation, ticket, pending)));
                return Ok(());
            }
            Store::Js(_) => None,
        };
        let work = move || ticket.settle(|reply| self.run(&operation, reply));
        match limit {
            Some(threads) => thread_pool::run(threads, work)?,
            None => drop(spawn_blocking(work)),
        }
        Ok(())
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
                ticket.settle(|reply| self.run(&operation, reply));
                drop(pending);
            })),
            Ok(Outcome::Done(())) => ticket.end_with(reply, Ok(())),
            Err(error) => ticket.end_with(reply, Err(error)),
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
    fn later(&self, preimage: &PreimageHandle) -> Option<MovesPlace> {
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
        let (store, threads) = folder.store();
        let store = Store::File { store, threads };
        Ok(Self::new(space, store, &definition)?)
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

    /// Inserts a record.
    ///
    /// # Errors
    /// See [`crate::resource::insert`].
    #[napi]
    pub fn insert(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        id: Option<Text>,
        content: Option<&[u8]>,
        media_type: Option<String>,
    ) -> napi::Result<i32> {
        let frame = frame(&buffer, length)?;
        let content = content.map(|bytes| OwnedContent {
            bytes: bytes.to_vec(),
            media_type: media_type.unwrap_or_default(),
        });
        self.answer(env, Operation::Insert { id, frame, content }, &mut buffer)
    }

    /// Writes a record whether it exists or not; `preimage` is the old one where it had to be loaded.
    ///
    /// # Errors
    /// See [`crate::resource::replace`].
    #[napi]
    pub fn replace(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        id: Text,
        preimage: Option<&PreimageHandle>,
        old_dates: Option<Text>,
    ) -> napi::Result<i32> {
        let frame = frame(&buffer, length)?;
        let later = preimage.and_then(|preimage| self.later(preimage));
        let known = match (preimage, old_dates) {
            (Some(preimage), Some(dates)) => Some((preimage.take()?, dates)),
            _ => None,
        };
        let operation = Operation::Replace {
            id,
            frame,
            known,
            later,
        };
        self.answer(env, operation, &mut buffer)
    }

    /// Reads a record.
    ///
    /// # Errors
    /// See [`crate::resource::get`].
    #[napi]
    pub fn get(&self, env: Env, mut buffer: BufferSlice<'_>, id: Text) -> napi::Result<i32> {
        self.answer(env, Operation::Get { id }, &mut buffer)
    }

    /// Whether there is a record.
    ///
    /// # Errors
    /// See [`crate::resource::exists`].
    #[napi]
    pub fn exists(&self, env: Env, mut buffer: BufferSlice<'_>, id: Text) -> napi::Result<i32> {
        self.answer(env, Operation::Exists { id }, &mut buffer)
    }

    /// Reads a record that is to be written again, and keeps it in the handle.
    ///
    /// # Errors
    /// See [`crate::resource::load`].
    #[napi]
    pub fn load(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        id: Text,
        preimage: &PreimageHandle,
    ) -> napi::Result<i32> {
        self.answer(
            env,
            Operation::Load {
                id,
                place: preimage.place(),
            },
            &mut buffer,
        )
    }

    /// Writes a record that was loaded.
    ///
    /// # Errors
    /// See [`crate::resource::commit`].
    #[napi]
    pub fn commit(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        preimage: &PreimageHandle,
        old_dates: Text,
    ) -> napi::Result<i32> {
        let operation = Operation::Commit {
            preimage: preimage.take()?,
            frame: frame(&buffer, length)?,
            old_dates,
            if_match: None,
            later: self.later(preimage),
        };
        self.answer(env, operation, &mut buffer)
    }

    /// Writes a historical copy of a record.
    ///
    /// # Errors
    /// See [`crate::resource::create_historical`].
    #[napi]
    pub fn create_historical(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        id: Text,
        version: Text,
    ) -> napi::Result<i32> {
        let frame = frame(&buffer, length)?;
        self.answer(
            env,
            Operation::CreateHistorical { id, frame, version },
            &mut buffer,
        )
    }

    /// Moves the references that a write has left for later.
    ///
    /// # Errors
    /// None of the references': they are in the reply.
    #[napi]
    pub fn move_references(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        preimage: &PreimageHandle,
    ) -> napi::Result<i32> {
        let moves = preimage.take_moves();
        self.answer(env, Operation::MoveReferences { moves }, &mut buffer)
    }

    /// Writes a record that was loaded, if it has a certain `ETag`.
    ///
    /// # Errors
    /// See [`crate::resource::commit`].
    #[napi]
    pub fn commit_if(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        length: u32,
        preimage: &PreimageHandle,
        old_dates: Text,
        if_match: Text,
    ) -> napi::Result<i32> {
        let operation = Operation::Commit {
            preimage: preimage.take()?,
            frame: frame(&buffer, length)?,
            old_dates,
            if_match: Some(if_match),
            later: self.later(preimage),
        };
        self.answer(env, operation, &mut buffer)
    }

    /// Reads and deletes a record.
    ///
    /// # Errors
    /// See [`crate::resource::take`].
    #[napi]
    pub fn take(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        id: Text,
        wants_record: bool,
    ) -> napi::Result<i32> {
        self.answer(env, Operation::Take { id, wants_record }, &mut buffer)
    }

    /// Deletes a record that was loaded.
    ///
    /// # Errors
    /// See [`crate::resource::delete`].
    #[napi]
    pub fn delete(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        preimage: &PreimageHandle,
        old_dates: Text,
    ) -> napi::Result<i32> {
        let operation = Operation::Delete {
            preimage: preimage.take()?,
            old_dates,
        };
        self.answer(env, operation, &mut buffer)
    }

    /// Reads records by id.
    ///
    /// # Errors
    /// See [`crate::resource::get_many`].
    #[napi]
    pub fn get_many(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        ids: Vec<String>,
    ) -> napi::Result<i32> {
        self.answer(env, Operation::GetMany { ids }, &mut buffer)
    }

    /// Reads the records of a walk.
    ///
    /// # Errors
    /// See [`crate::resource::scan`].
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "one crossing takes all of them")]
    pub fn scan(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        partition: Option<String>,
        values: Vec<String>,
        after: Option<String>,
        skip: u32,
        limit: u32,
        filter: Text,
    ) -> napi::Result<i32> {
        let walk = WalkArguments { partition, values };
        let range = RangeArguments { after, skip, limit };
        self.answer(
            env,
            Operation::Scan {
                walk,
                range,
                filter,
            },
            &mut buffer,
        )
    }

    /// The ids that a walk passes.
    ///
    /// # Errors
    /// See [`crate::resource::list_ids`].
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "one crossing takes all of them")]
    pub fn list_ids(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        partition: Option<String>,
        values: Vec<String>,
        after: Option<String>,
        skip: u32,
        limit: u32,
    ) -> napi::Result<i32> {
        let walk = WalkArguments { partition, values };
        let range = RangeArguments { after, skip, limit };
        self.answer(env, Operation::ListIds { walk, range }, &mut buffer)
    }

    /// The keys that a walk passes.
    ///
    /// # Errors
    /// See [`crate::resource::list_keys`].
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "one crossing takes all of them")]
    pub fn list_keys(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        partition: Option<String>,
        values: Vec<String>,
        after: Option<String>,
        skip: u32,
        limit: u32,
    ) -> napi::Result<i32> {
        let walk = WalkArguments { partition, values };
        let range = RangeArguments { after, skip, limit };
        self.answer(env, Operation::ListKeys { walk, range }, &mut buffer)
    }

    /// Writes the references that records lack.
    ///
    /// # Errors
    /// See [`crate::resource::index`].
    #[napi]
    pub fn index(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        ids: Vec<String>,
        dates: Vec<String>,
        dry_run: bool,
    ) -> napi::Result<i32> {
        let operation = Operation::Index {
            ids,
            dates,
            dry_run,
        };
        self.answer(env, operation, &mut buffer)
    }

    /// Deletes references that their records do not have.
    ///
    /// # Errors
    /// See [`crate::resource::prune`].
    #[napi]
    pub fn prune(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        keys: Vec<String>,
        dates: Vec<String>,
        dry_run: bool,
    ) -> napi::Result<i32> {
        let operation = Operation::Prune {
            keys,
            dates,
            dry_run,
        };
        self.answer(env, operation, &mut buffer)
    }

    /// The number of keys that a walk passes.
    ///
    /// # Errors
    /// What the store says.
    #[napi]
    pub fn count(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        partition: Option<String>,
        values: Vec<String>,
    ) -> napi::Result<i32> {
        let walk = WalkArguments { partition, values };
        self.answer(env, Operation::Count { walk }, &mut buffer)
    }

    /// Whether a partition refers to a record under these values.
    ///
    /// # Errors
    /// See [`crate::resource::is_referenced`].
    #[napi]
    pub fn is_referenced(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        partition: String,
        values: Vec<String>,
        id: Text,
    ) -> napi::Result<i32> {
        let walk = WalkArguments {
            partition: Some(partition),
            values,
        };
        self.answer(env, Operation::IsReferenced { walk, id }, &mut buffer)
    }
}

/// The frame at the beginning of a buffer.
fn frame(buffer: &[u8], length: u32) -> Result<Text> {
    Text::copy_of(buffer.get(..length as usize).unwrap_or_default())
}

/// Names of members; null stands for every item or member.
fn steps(steps: &[Step]) -> Value {
    let names = steps.iter().map(|step| match step {
        Step::Member(name) => Value::from(&**name),
        Step::Each => Value::Null,
    });
    names.collect()
}

fn layout(plan: &Plan) -> Value {
    let slots = plan.layout.slots().iter().map(|slot| {
        let is_scalar = slot.protected.is_empty()
            && !slot.codec.is_secret()
            && slot.kind == Kind::Leaf
            && !matches!(slot.codec, Codec::Any | Codec::Json | Codec::Object);
        json!({
            "path": slot.path,
            "segments": slot.segments,
            "key": slot.key,
            "isObject": slot.kind == Kind::Object,
            "isProtected": slot.codec.is_secret() || slot.codec.is_password(),
            "isPassword": slot.codec.is_password(),
            "protectedParts": slot.protected.iter().map(|part| steps(&part.steps)).collect::<Vec<_>>(),
            "generate": slot.generate,
            "isScalar": is_scalar,
        })
    });
    let object = |pairs: &[(String, String)]| -> Value {
        let pairs = pairs
            .iter()
            .map(|(name, key)| (name.clone(), Value::from(key.as_str())));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    let dates = plan.date_texts.iter().filter_map(|(partition, field)| {
        let field = plan.partitions.get(*partition)?.fields.get(*field)?;
        Some(json!({
            "segments": field.path.split('.').collect::<Vec<_>>(),
            "maxLength": field.rule.max_length,
        }))
    });
    let codecs = plan.layout.slots().iter().flat_map(|slot| {
        let parts = slot.protected.iter().map(|part| part.codec);
        parts.chain([slot.codec])
    });
    json!({
        "slots": slots.collect::<Vec<_>>(),
        "hasSecrets": codecs.clone().any(Codec::is_secret),
        "hasBcrypt": codecs.clone().any(|codec| codec == Codec::PasswordBcrypt),
        "map": object(plan.layout.map()),
        "pluginMap": object(plan.layout.plugin_map()),
        "schemaRegistry": plan.registry.as_ref().map(crate::schema::Registry::to_json),
        "pluginSchemaRegistry": plan.plugin_registry.to_json(),
        "recordHash": plan.record_hash,
        "dateFields": dates.collect::<Vec<_>>(),
    })
}

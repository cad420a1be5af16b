//! A resource on a store, driven as the JavaScript shim drives it.

#![allow(dead_code, reason = "every test crate uses a part of this module")]

pub mod frame;
pub mod reply;
pub mod store;
pub mod token;

use std::sync::LazyLock;

use s3db_native::crypto::{Effort, KeyCache};
use s3db_native::frame::Reply;
use s3db_native::resource::{
    self, Commit, Content, Context, Moves, Outcome, Plan, Preimage, Range, Walk,
};
use s3db_native::store::{Condition, List, MemoryStore, Object, ObjectStore};
use s3db_native::{Error, Result};
use serde_json::Value;

use self::frame::{date_frame, record_frame};
use self::reply::{Deletion, Failure, Page, Record, Report};
use self::store::ready;
use self::token::Cursor;

/// The plan of a definition.
pub fn plan(definition: &Value) -> Plan {
    Plan::parse(definition).unwrap_or_else(|error| panic!("{definition}: {error}"))
}

static KEYS: LazyLock<KeyCache> = LazyLock::new(KeyCache::default);

/// A resource on a store.
pub struct Engine<S = MemoryStore> {
    pub store: S,
    /// Derived keys, shared by all resources of a test: deriving them takes most of its time.
    pub keys: &'static KeyCache,
    pub plan: Plan,
    /// Dates of partition fields that only JavaScript can read: text and `YYYY-MM-DD`.
    pub dates: &'static [(&'static str, &'static str)],
}

impl Engine {
    /// A resource on a memory store of its own.
    pub fn new(definition: &Value) -> Self {
        Self::over(MemoryStore::default(), definition)
    }
}

impl<S: ObjectStore> Engine<S> {
    /// A resource on a store.
    pub fn over(store: S, definition: &Value) -> Self {
        Self {
            store,
            keys: &KEYS,
            plan: plan(definition),
            dates: &[],
        }
    }

    /// What operations work with.
    pub fn context(&self, effort: Effort) -> Context<'_> {
        Context {
            plan: &self.plan,
            keys: self.keys,
            effort,
        }
    }

    /// The frame of a record.
    pub fn frame(&self, record: &Value) -> String {
        record_frame(&self.plan, record, self.dates)
    }

    pub fn insert(&self, id: &str, record: &Value) -> Result<Report> {
        self.insert_with(Some(id), record, None)
    }

    pub fn insert_with(
        &self,
        id: Option<&str>,
        record: &Value,
        content: Option<Content<'_>>,
    ) -> Result<Report> {
        let (context, frame, mut reply) = (
            self.context(Effort::Any),
            self.frame(record),
            Reply::default(),
        );
        let insert = resource::insert(&self.store, &context, id, &frame, content, &mut reply);
        done(ready(insert)?);
        Ok(Report::read(reply))
    }

    pub fn replace(&self, id: &str, record: &Value) -> Result<Report> {
        let (context, frame, mut reply) = (
            self.context(Effort::Any),
            self.frame(record),
            Reply::default(),
        );
        done(ready(resource::replace(
            &self.store,
            &context,
            id,
            &frame,
            None,
            &mut reply,
        ))?);
        Ok(Report::read(reply))
    }

    pub fn get(&self, id: &str) -> Result<Record> {
        let mut reply = Reply::default();
        done(ready(resource::get(
            &self.store,
            &self.context(Effort::Any),
            id,
            &mut reply,
        ))?);
        Ok(Record::read_all(&self.plan, id, reply))
    }

    pub fn load(&self, id: &str) -> Result<(Record, Preimage)> {
        let mut reply = Reply::default();
        let context = self.context(Effort::Any);
        let preimage = done(ready(resource::load(
            &self.store,
            &context,
            id,
            &mut reply,
        ))?);
        Ok((Record::read_all(&self.plan, id, reply), preimage))
    }

    /// Commits a merged record over one that was loaded.
    pub fn commit(&self, old: &Record, preimage: &Preimage, record: &Value) -> Result<Report> {
        let frame = self.frame(record);
        self.commit_frame(old, preimage, &frame, Condition::None)
    }

    pub fn commit_frame(
        &self,
        old: &Record,
        preimage: &Preimage,
        frame: &str,
        condition: Condition<'_>,
    ) -> Result<Report> {
        let old_dates = date_frame(&self.plan, &old.fields(&self.plan), self.dates);
        let commit = Commit {
            frame,
            old_dates: &old_dates,
            condition,
            is_recent: false,
        };
        let (context, mut reply) = (self.context(Effort::Any), Reply::default());
        done(ready(resource::commit(
            &self.store,
            &context,
            preimage,
            commit,
            &mut reply,
        ))?);
        Ok(Report::read(reply))
    }

    /// Loads a record and commits another in its place.
    pub fn update(&self, id: &str, record: &Value) -> Result<Report> {
        let (old, preimage) = self.load(id)?;
        self.commit(&old, &preimage, record)
    }

    pub fn take(&self, id: &str) -> Result<(Record, Deletion)> {
        let mut reply = Reply::default();
        done(ready(resource::take(
            &self.store,
            &self.context(Effort::Any),
            id,
            true,
            &mut reply,
        ))?);
        let bytes = reply.into_bytes();
        let mut cursor = Cursor::over(&bytes);
        Ok((
            Record::read(&self.plan, id, &mut cursor),
            Deletion::read(&mut cursor),
        ))
    }

    /// Commits and answers the references that are left for later.
    pub fn commit_and_leave(&self, old: &Record, preimage: &Preimage, frame: &str) -> Moves {
        let old_dates = date_frame(&self.plan, &old.fields(&self.plan), self.dates);
        let commit = Commit {
            frame,
            old_dates: &old_dates,
            condition: Condition::None,
            is_recent: false,
        };
        let (context, mut reply) = (self.context(Effort::Any), Reply::default());
        let committed = ready(resource::commit(
            &self.store,
            &context,
            preimage,
            commit,
            &mut reply,
        ));
        done(committed.expect("commit"))
    }

    pub fn move_references(&self, moves: &Moves) -> Vec<Failure> {
        let mut reply = Reply::default();
        ready(resource::move_references(
            &self.store,
            &self.plan,
            moves,
            &mut reply,
        ));
        let bytes = reply.into_bytes();
        Deletion::read(&mut Cursor::over(&bytes)).failed
    }

    pub fn delete(&self, old: &Record, preimage: &Preimage) -> Result<Deletion> {
        let old_dates = date_frame(&self.plan, &old.fields(&self.plan), self.dates);
        let (context, mut reply) = (self.context(Effort::Any), Reply::default());
        done(ready(resource::delete(
            &self.store,
            &context,
            preimage,
            &old_dates,
            &mut reply,
        ))?);
        let bytes = reply.into_bytes();
        Ok(Deletion::read(&mut Cursor::over(&bytes)))
    }

    pub fn scan(&self, walk: &Walk, range: Range<'_>) -> Result<Page> {
        let mut reply = Reply::default();
        let context = self.context(Effort::Any);
        done(ready(resource::scan(
            &self.store,
            &context,
            walk,
            range,
            &mut reply,
        ))?);
        Ok(Page::read(&self.plan, reply))
    }

    pub fn get_many(&self, ids: &[String]) -> Result<Page> {
        let mut reply = Reply::default();
        let context = self.context(Effort::Any);
        done(ready(resource::get_many(
            &self.store,
            &context,
            ids,
            &mut reply,
        ))?);
        Ok(Page::read(&self.plan, reply))
    }

    pub fn list_ids(&self, walk: &Walk, range: Range<'_>) -> Result<(Vec<String>, Option<String>)> {
        let mut reply = Reply::default();
        ready(resource::list_ids(&self.store, walk, range, &mut reply))?;
        let bytes = reply.into_bytes();
        let mut cursor = Cursor::over(&bytes);
        let count = cursor.count();
        let ids = (0..count).map(|_| cursor.text()).collect();
        let next = cursor.optional_text();
        cursor.finish();
        Ok((ids, next))
    }

    /// The object of a record as it is stored.
    pub fn object(&self, id: &str) -> Result<Object> {
        ready(self.store.get(&self.plan.record_key(id)?))
    }

    /// Every key below a prefix.
    pub fn stored_keys(&self, prefix: &str) -> Vec<String> {
        let request = List {
            prefix,
            ..List::default()
        };
        ready(self.store.list_keys(request)).expect("listing").keys
    }
}

/// What an operation with any effort allowed has done.
pub fn done<T>(outcome: Outcome<T>) -> T {
    match outcome {
        Outcome::Done(result) => result,
        Outcome::Deferred => panic!("deferred with any effort allowed"),
    }
}

/// Whether an operation was refused because there is no object.
pub fn is_missing<T>(result: &Result<T>) -> bool {
    matches!(result, Err(Error::NotFound { .. }))
}

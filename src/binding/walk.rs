//! Calls of a collection about many records, and about the keys of a walk.

use napi::Env;
use napi::bindgen_prelude::BufferSlice;
use napi_derive::napi;

use super::collection::Collection;
use super::operation::{Operation, RangeArguments, WalkArguments};
use super::text::Text;

#[napi]
impl Collection {
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

    /// Deletes records by id.
    ///
    /// # Errors
    /// See [`crate::resource::take_many`].
    #[napi]
    pub fn take_many(
        &self,
        env: Env,
        mut buffer: BufferSlice<'_>,
        ids: Vec<String>,
        wants_records: bool,
    ) -> napi::Result<i32> {
        self.answer(env, Operation::TakeMany { ids, wants_records }, &mut buffer)
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

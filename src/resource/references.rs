//! Partition references: which keys a record has, and how they follow it.

use super::Plan;
use super::read::ReadRecord;
use super::walk::Walk;
use crate::partition::Values;
use crate::store::{Metadata, NewObject, ObjectStore};
use crate::{Error, Result};

/// A reference that could not be written or deleted; the record itself is as it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedReference {
    /// Key of the reference.
    pub key: String,
    /// Why.
    pub error: Error,
}

/// References that a record has left behind, and those it has to get.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// Keys to delete.
    pub old: Vec<String>,
    /// Keys to write.
    pub new: Vec<String>,
}

impl From<(String, Error)> for FailedReference {
    fn from((key, error): (String, Error)) -> Self {
        Self { key, error }
    }
}

/// The reference keys of a record, in the order of the partitions.
///
/// # Errors
/// [`Error::InvalidPartition`] when a value would move a key out of its partition's folder.
pub fn keys(plan: &Plan, id: &str, values: &impl Values) -> Result<Vec<String>> {
    let mut keys = Vec::new();
    for (index, partition) in plan.partitions.iter().enumerate() {
        keys.extend(partition.reference(index, id, values)?);
    }
    Ok(keys)
}

/// The reference keys of a record that is stored. A value that older versions let out of its
/// partition's folder has no reference here, and its record can still be changed and deleted.
pub fn stored_keys(plan: &Plan, id: &str, record: &ReadRecord<'_>) -> Vec<String> {
    let partitions = plan.partitions.iter().enumerate();
    partitions
        .filter_map(|(index, partition)| partition.reference(index, id, record).ok().flatten())
        .collect()
}

/// Whether a partition has a reference to a record under the values of a walk, which must be those
/// of all its fields.
///
/// # Errors
/// [`Error::InvalidId`] and what the store says.
pub async fn is_referenced<S: ObjectStore>(store: &S, walk: &Walk, id: &str) -> Result<bool> {
    let Some(key) = walk.reference_key(id)? else {
        return Ok(false);
    };
    match store.head(&key).await {
        Ok(_) => Ok(true),
        Err(Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes references. A reference holds nothing but the version of its resource.
pub async fn put<S: ObjectStore>(store: &S, plan: &Plan, keys: &[String]) -> Vec<FailedReference> {
    let metadata = Metadata::from_iter([("_v", &*plan.version)]);
    let object = NewObject {
        metadata: &metadata,
        body: &[],
        content_type: None,
        content_encoding: None,
    };
    let failed = store.put_many(keys, object).await;
    failed.into_iter().map(FailedReference::from).collect()
}

/// Deletes references.
pub async fn delete<S: ObjectStore>(store: &S, keys: &[String]) -> Vec<FailedReference> {
    let failed = delete_keys(store, keys).await;
    failed.into_iter().map(FailedReference::from).collect()
}

/// Deletes objects, and answers the keys that could not be deleted, with the reason.
pub(super) async fn delete_keys<S: ObjectStore>(
    store: &S,
    keys: &[String],
) -> Vec<(String, Error)> {
    let result = match keys {
        [] => return Vec::new(),
        [key] => store.delete(key).await.map(|()| Vec::new()),
        _ => store.delete_many(keys).await,
    };
    result.unwrap_or_else(|error| {
        let failed = keys.iter().map(|key| (key.clone(), error.clone()));
        failed.collect()
    })
}

/// Follows a record from its old references to its new ones: the new ones are written before the old
/// ones go, so that a crash leaves one too many rather than none.
pub async fn shift<S: ObjectStore>(
    store: &S,
    plan: &Plan,
    old: &[String],
    new: &[String],
) -> Vec<FailedReference> {
    perform(store, plan, &Moves::between(old, new)).await
}

/// Writes and deletes references, in this order.
pub async fn perform<S: ObjectStore>(
    store: &S,
    plan: &Plan,
    moves: &Moves,
) -> Vec<FailedReference> {
    let mut failed = put(store, plan, &moves.new).await;
    if failed.is_empty() {
        failed = delete(store, &moves.old).await;
    }
    failed
}

impl Moves {
    /// What leads from old references to new ones.
    #[must_use]
    pub fn between(old: &[String], new: &[String]) -> Self {
        let without = |keys: &[String], others: &[String]| -> Vec<String> {
            keys.iter()
                .filter(|key| !others.contains(key))
                .cloned()
                .collect()
        };
        Self {
            old: without(old, new),
            new: without(new, old),
        }
    }
}

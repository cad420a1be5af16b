//! delete: the record first, then its references.

use super::read::ReadRecord;
use super::references::{self, FailedReference, Moves};
use super::update::{Preimage, references_of};
use super::{Context, Outcome, Plan};
use crate::Result;
use crate::frame::Reply;
use crate::store::ObjectStore;

/// Deletes a record and its references. The reply holds the record, if it is wanted, and the references
/// that could not be deleted: their number, then (key, error). A record that nobody wants and that has
/// no references is not read.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::InvalidId`] and what the store says: nothing is deleted.
pub async fn take<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    id: &str,
    wants_record: bool,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let key = context.plan.record_key(id)?;
    if !wants_record && context.plan.partitions.is_empty() {
        store.head(&key).await?;
        store.delete(&key).await?;
        write_failed(reply, &[]);
        return Ok(Outcome::Done(()));
    }
    let object = store.get(&key).await?;
    let Outcome::Done(record) = ReadRecord::decode(context, id, &object)? else {
        return Ok(Outcome::Deferred);
    };
    if wants_record {
        record.write(reply);
    }
    let references = references::stored_keys(context.plan, id, &record);
    store.delete(&key).await?;
    write_failed(reply, &references::delete(store, &references).await);
    Ok(Outcome::Done(()))
}

/// Moves references that a write has left for later. The reply holds those that failed, as that of
/// [`take`].
pub async fn move_references<S: ObjectStore>(
    store: &S,
    plan: &Plan,
    moves: &Moves,
    reply: &mut Reply,
) {
    write_failed(reply, &references::perform(store, plan, moves).await);
}

/// Deletes a record that was loaded, and its references. The reply holds the references that could
/// not be deleted, as that of [`take`].
///
/// # Errors
/// What the store says: nothing is deleted.
pub async fn delete<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    preimage: &Preimage,
    old_dates: &str,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let Outcome::Done(references) = references_of(context, preimage, old_dates)? else {
        return Ok(Outcome::Deferred);
    };
    store
        .delete(&context.plan.record_key(&preimage.id)?)
        .await?;
    write_failed(reply, &references::delete(store, &references).await);
    Ok(Outcome::Done(()))
}

/// Number of references, then (key, error).
pub(super) fn write_failed(reply: &mut Reply, failed: &[FailedReference]) {
    reply.count(failed.len() as u64);
    for FailedReference { key, error } in failed {
        reply.text(key);
        reply.error(error);
    }
}

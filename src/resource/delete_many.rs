//! deleteMany: all records first, then the references of those that are gone.

use std::collections::HashMap;

use super::read::ReadRecord;
use super::references;
use super::scan::{Part, read_objects};
use super::{Context, Outcome};
use crate::frame::Reply;
use crate::store::{Object, ObjectStore};
use crate::{Error, Result};

/// Records that are in memory at a time, with their bodies.
const READ_AT_ONCE: usize = 100;

/// A record that was found.
struct Found {
    position: u64,
    key: String,
    references: Vec<String>,
}

/// Deletes records and their references, in as few requests as the store has for it. No id may be there
/// twice. Where nobody wants the records, and they have no references, their bodies are not read.
///
/// ```text
/// (true [record] | false error)* in the order of the ids, a record only if they are wanted
/// number of records that are still there, (position of the id, error)*
/// number of references that are left, (position of the id, key, error)*
/// ```
///
/// # Errors
/// None of a single record; those are in the reply.
pub async fn take_many<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    ids: &[String],
    wants_records: bool,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let part = if wants_records || !context.plan.partitions.is_empty() {
        Part::Whole
    } else {
        Part::Head
    };
    let mut found = Vec::with_capacity(ids.len());
    let mut positions = 0..;
    for some in ids.chunks(READ_AT_ONCE) {
        let objects = read_objects(store, context.plan, some, part).await;
        for ((id, object), position) in some.iter().zip(objects).zip(&mut positions) {
            let start = reply.len();
            let read =
                object.and_then(|object| read(context, id, &object, part, wants_records, reply));
            match read {
                Ok(Outcome::Done((key, references))) => found.push(Found {
                    position,
                    key,
                    references,
                }),
                Ok(Outcome::Deferred) => return Ok(Outcome::Deferred),
                Err(error) => {
                    reply.truncate(start);
                    reply.boolean(false);
                    reply.error(&error);
                }
            }
        }
    }
    let left = delete_records(store, &mut found).await;
    reply.count(left.len() as u64);
    for (position, error) in &left {
        reply.count(*position);
        reply.error(error);
    }
    let left = delete_references(store, &found).await;
    reply.count(left.len() as u64);
    for (position, key, error) in &left {
        reply.count(*position);
        reply.text(key);
        reply.error(error);
    }
    Ok(Outcome::Done(()))
}

/// Writes one record, if it is wanted, and answers its key and its references.
fn read(
    context: &Context<'_>,
    id: &str,
    object: &Object,
    part: Part,
    is_wanted: bool,
    reply: &mut Reply,
) -> Result<Outcome<(String, Vec<String>)>> {
    let key = context.plan.record_key(id)?;
    reply.boolean(true);
    if part == Part::Head {
        return Ok(Outcome::Done((key, Vec::new())));
    }
    let decoded = ReadRecord::decode(context, id, object)?;
    Ok(decoded.map(|record| {
        if is_wanted {
            record.write(reply);
        }
        (key, references::stored_keys(context.plan, id, &record))
    }))
}

/// Deletes the records, and takes those out that are still there: where they were among the ids, and why.
async fn delete_records<S: ObjectStore>(store: &S, found: &mut Vec<Found>) -> Vec<(u64, Error)> {
    let keys: Vec<_> = found.iter().map(|record| record.key.clone()).collect();
    let mut failed: HashMap<_, _> = references::delete_keys(store, &keys)
        .await
        .into_iter()
        .collect();
    let mut left = Vec::with_capacity(failed.len());
    found.retain(|record| match failed.remove(&record.key) {
        Some(error) => {
            left.push((record.position, error));
            false
        }
        None => true,
    });
    left
}

/// Deletes the references of records that are gone, and answers those that are left: which of the ids was
/// theirs, and why.
async fn delete_references<S: ObjectStore>(
    store: &S,
    found: &[Found],
) -> Vec<(u64, String, Error)> {
    let references = found.iter().flat_map(|record| &record.references);
    let keys: Vec<_> = references.cloned().collect();
    let mut failed: HashMap<_, _> = references::delete_keys(store, &keys)
        .await
        .into_iter()
        .collect();
    let mut left = Vec::with_capacity(failed.len());
    for record in found {
        for key in &record.references {
            if let Some(error) = failed.remove(key) {
                left.push((record.position, key.clone(), error));
            }
        }
    }
    left
}

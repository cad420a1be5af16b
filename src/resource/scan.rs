//! list, getMany, query and their kin: one page at a time.

use super::filter::Equals;
use super::read::{ReadRecord, write_object};
use super::walk::{PAGE, Walk};
use super::{Context, Outcome, Plan};
use crate::frame::Reply;
use crate::store::{Object, ObjectStore};
use crate::{Result, key};

/// Which of the records a walk passes are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Range<'a> {
    /// Key after which the walk begins.
    pub after: Option<&'a str>,
    /// Keys to pass over first.
    pub skip: usize,
    /// Most records, or ids, in the reply.
    pub limit: usize,
    /// Conditions that all hold for a record in the reply.
    pub filter: &'a [Equals<'a>],
}

/// Marks of the entries of a reply.
mod mark {
    pub const FAILURE: u64 = 0;
    pub const RECORD: u64 = 1;
    pub const END: u64 = 2;
}

/// Walks keys and reads their records into the reply. Keys without a readable record do not end it.
///
/// ```text
/// (1 id record | 0 id error)* 2, key after which the next records begin | null, keys passed
/// ```
///
/// # Errors
/// What the store says of the listing.
pub async fn scan<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    walk: &Walk,
    range: Range<'_>,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let (mut after, mut left) = skip(store, walk, &range).await?;
    let (mut taken, mut passed) = (0, 0);
    while left && taken < range.limit {
        let wanted = if range.filter.is_empty() {
            range.limit - taken
        } else {
            PAGE
        };
        let (keys, next) = walk.keys(store, after.as_deref(), wanted.min(PAGE)).await?;
        let ids: Vec<_> = keys.iter().filter_map(|key| key::id_of(key)).collect();
        let mut read = 0;
        for (id, object) in ids
            .iter()
            .zip(read_objects(store, context.plan, &ids, Part::Whole).await)
        {
            if taken == range.limit {
                break;
            }
            match write_one(context, id, object, range.filter, reply) {
                Outcome::Deferred => return Ok(Outcome::Deferred),
                Outcome::Done(written) => taken += usize::from(written),
            }
            read += 1;
        }
        passed += read as u64;
        left = next.is_some() || read < keys.len();
        after = if read < keys.len() {
            keys.into_iter().take(read).next_back()
        } else {
            next
        };
    }
    reply.count(mark::END);
    reply.optional_text(after.as_deref().filter(|_| left));
    reply.count(passed);
    Ok(Outcome::Done(()))
}

/// Reads records by id into the reply, in the order of the ids; the reply is that of [`scan`].
///
/// # Errors
/// None of a single record; those are in the reply.
pub async fn get_many<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    ids: &[String],
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let objects = read_objects(store, context.plan, ids, Part::Whole).await;
    for (id, object) in ids.iter().zip(objects) {
        if write_one(context, id, object, &[], reply) == Outcome::Deferred {
            return Ok(Outcome::Deferred);
        }
    }
    reply.count(mark::END);
    reply.null();
    reply.count(ids.len() as u64);
    Ok(Outcome::Done(()))
}

/// Writes the ids that a walk passes: their number, the ids, the key after which the next ones begin
/// or null.
///
/// # Errors
/// What the store says.
pub async fn list_ids<S: ObjectStore>(
    store: &S,
    walk: &Walk,
    range: Range<'_>,
    reply: &mut Reply,
) -> Result<()> {
    write_keys(store, walk, range, reply, |key| {
        key::id_of(key).unwrap_or_default()
    })
    .await
}

/// Writes the full keys that a walk passes, in the form of [`list_ids`].
///
/// # Errors
/// What the store says.
pub async fn list_keys<S: ObjectStore>(
    store: &S,
    walk: &Walk,
    range: Range<'_>,
    reply: &mut Reply,
) -> Result<()> {
    write_keys(store, walk, range, reply, |key| key).await
}

async fn write_keys<S: ObjectStore>(
    store: &S,
    walk: &Walk,
    range: Range<'_>,
    reply: &mut Reply,
    text: impl Fn(&str) -> &str + Send,
) -> Result<()> {
    let (after, left) = skip(store, walk, &range).await?;
    let (keys, next) = if left {
        walk.keys(store, after.as_deref(), range.limit).await?
    } else {
        (Vec::new(), None)
    };
    reply.count(keys.len() as u64);
    for key in &keys {
        reply.text(text(key));
    }
    reply.optional_text(next.as_deref());
    Ok(())
}

/// Passes over the first keys of a range. Answers where the walk goes on, and whether anything is left.
async fn skip<S: ObjectStore>(
    store: &S,
    walk: &Walk,
    range: &Range<'_>,
) -> Result<(Option<String>, bool)> {
    let after = range.after.map(str::to_owned);
    if range.skip == 0 {
        return Ok((after, true));
    }
    let (keys, next) = walk.keys(store, after.as_deref(), range.skip).await?;
    let last = keys.into_iter().last().or(after);
    Ok((last, next.is_some()))
}

/// How much of an object is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// What is known of it besides its body.
    Head,
}

/// Reads the objects of records, in the order of the ids.
pub(super) async fn read_objects<S: ObjectStore>(
    store: &S,
    plan: &Plan,
    ids: &[impl AsRef<str> + Sync],
    part: Part,
) -> Vec<Result<Object>> {
    let mut keys = Vec::with_capacity(ids.len());
    let mut refused = Vec::new();
    for (position, id) in ids.iter().enumerate() {
        match plan.record_key(id.as_ref()) {
            Ok(key) => keys.push(key),
            Err(error) => refused.push((position, error)),
        }
    }
    let mut objects = match part {
        Part::Whole => store.get_many(&keys).await,
        Part::Head => store.head_many(&keys).await,
    };
    for (position, error) in refused {
        objects.insert(position.min(objects.len()), Err(error));
    }
    objects
}

/// Writes a record or its failure, unless a filter leaves it out.
fn write_one(
    context: &Context<'_>,
    id: &str,
    object: Result<Object>,
    filter: &[Equals<'_>],
    reply: &mut Reply,
) -> Outcome<bool> {
    let start = reply.len();
    let written = object.and_then(|object| match filter {
        [] => {
            reply.count(mark::RECORD);
            reply.text(id);
            write_object(context, id, &object, reply).map(|outcome| outcome.map(|()| true))
        }
        filter => write_if(context, id, &object, filter, reply),
    });
    written.unwrap_or_else(|error| {
        reply.truncate(start);
        reply.count(mark::FAILURE);
        reply.text(id);
        reply.error(&error);
        Outcome::Done(false)
    })
}

/// Writes a record for which all conditions hold.
fn write_if(
    context: &Context<'_>,
    id: &str,
    object: &Object,
    filter: &[Equals<'_>],
    reply: &mut Reply,
) -> Result<Outcome<bool>> {
    let decoded = ReadRecord::decode(context, id, object)?;
    Ok(decoded.map(|record| {
        let wanted = filter.iter().all(|condition| condition.holds(&record));
        if wanted {
            reply.count(mark::RECORD);
            reply.text(id);
            record.write(reply);
        }
        wanted
    }))
}

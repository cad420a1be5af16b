//! insert and replace: a record is written from one frame.

use std::borrow::Cow;

use super::content::Content;
use super::references::{self, Moves};
use super::update::{NO_DATES, Preimage, references_of};
use super::write::{Base, Prepared};
use super::{Context, Outcome};
use crate::frame::Reply;
use crate::store::{Condition, ObjectStore};
use crate::{Result, id};

/// Writes a record that must not exist yet, then its references. Without an id it gets a random one.
/// References that cannot be written do not fail the insert; they are in the reply
/// (see `Prepared::report`).
///
/// # Errors
/// [`Error::Precondition`] when the id exists; [`Error::InvalidId`], [`Error::InvalidField`],
/// [`Error::InvalidPartition`], [`Error::MetadataTooLarge`], [`Error::Crypto`]: nothing is stored.
pub async fn insert<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    id: Option<&str>,
    frame: &str,
    attached: Option<Content<'_>>,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let id = id.map_or_else(
        || Cow::Owned(id::generate(context.plan.id_size)),
        Cow::Borrowed,
    );
    let frame = context.plan.parse_frame(frame)?;
    let prepared = Prepared::new(context, &id, frame, Base::default(), attached)?;
    let Outcome::Done(write) = prepared else {
        return Ok(Outcome::Deferred);
    };
    let etag = store
        .put(&write.key, write.new_object(), Condition::Absent)
        .await?;
    let failed = references::put(store, context.plan, &write.references).await;
    write.report(reply, Some(&etag), &failed);
    Ok(Outcome::Done(()))
}

/// Writes a record whether it exists or not; what was there is lost, its content included. With
/// partitions the old record is read first, so that its references can follow; `known` is that record
/// where the caller had to read it, for its dates or because the plan moves references later: then the
/// answer holds them.
///
/// # Errors
/// As [`insert`], except that the id may exist.
pub async fn replace<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    id: &str,
    frame: &str,
    known: Option<(&Preimage, &str)>,
    reply: &mut Reply,
) -> Result<Outcome<Moves>> {
    let plan = context.plan;
    let prepare = |is_stamped| {
        let base = Base::default().reserve_stamp(is_stamped);
        Prepared::new(context, id, plan.parse_frame(frame)?, base, None)
    };
    let is_known_stamped = known.is_some_and(|(preimage, _)| preimage.stamp.is_some());
    // What takes effort is found out before anything is read.
    let Outcome::Done(mut write) = prepare(is_known_stamped)? else {
        return Ok(Outcome::Deferred);
    };
    let read;
    let (preimage, dates) = match known {
        Some((preimage, dates)) => (Some(preimage), dates),
        None if plan.partitions.is_empty() => (None, NO_DATES),
        None => {
            read = Preimage::read(store, plan, id).await?;
            (read.as_ref(), NO_DATES)
        }
    };
    if preimage.is_some_and(|preimage| preimage.stamp.is_some()) {
        if !is_known_stamped {
            let Outcome::Done(narrower) = prepare(true)? else {
                return Ok(Outcome::Deferred);
            };
            write = narrower;
        }
        write.stamp();
    }
    let old = match preimage.map(|preimage| references_of(context, preimage, dates)) {
        None => Vec::new(),
        Some(old) => match old? {
            Outcome::Done(old) => old,
            Outcome::Deferred => return Ok(Outcome::Deferred),
        },
    };
    store
        .put(&write.key, write.new_object(), Condition::None)
        .await?;
    if plan.defers_references && known.is_some() {
        write.report(reply, None, &[]);
        return Ok(Outcome::Done(Moves::between(&old, &write.references)));
    }
    let failed = references::shift(store, plan, &old, &write.references).await;
    write.report(reply, None, &failed);
    Ok(Outcome::Done(Moves::default()))
}

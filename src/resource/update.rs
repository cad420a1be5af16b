//! update: load, then commit. Between the two, hooks and merging run in JavaScript.

use std::fmt;

use super::content::Content;
use super::read::ReadRecord;
use super::references;
use super::stored::StoredFields;
use super::write::{Base, Prepared};
use super::{Context, Outcome, Plan};
use crate::frame::Reply;
use crate::store::{Condition, Object, ObjectStore};
use crate::{Error, Result};

/// What `load` read, for `commit`: stored texts of fields that do not change, content to keep.
#[derive(Debug, Clone)]
pub struct Preimage {
    pub(super) id: String,
    pub(super) object: Object,
}

/// Reads a record into the reply and keeps what the write will need.
///
/// # Errors
/// As [`super::get`].
pub async fn load<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    id: &str,
    reply: &mut Reply,
) -> Result<Outcome<Preimage>> {
    let object = store.get(&context.plan.record_key(id)?).await?;
    match ReadRecord::decode(context, id, &object)? {
        Outcome::Done(record) => record.write(reply),
        Outcome::Deferred => return Ok(Outcome::Deferred),
    }
    Ok(Outcome::Done(Preimage {
        id: id.to_owned(),
        object,
    }))
}

/// What a commit writes.
#[derive(Clone, Copy)]
pub struct Commit<'a> {
    /// The merged record.
    pub frame: &'a str,
    /// Dates of the old record that only JavaScript can read, as a frame without slots.
    pub old_dates: &'a str,
    /// What the object must be.
    pub condition: Condition<'a>,
}

impl fmt::Debug for Commit<'_> {
    /// Shows no frame: it may hold secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Commit")
            .field("condition", &self.condition)
            .finish_non_exhaustive()
    }
}

/// Writes the new form of a record that was loaded, then moves its references. Content that is no
/// data of the record is kept.
///
/// # Errors
/// As [`super::insert`]; [`crate::Error::Precondition`] when the condition does not hold.
pub async fn commit<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    preimage: &Preimage,
    commit: Commit<'_>,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let plan = context.plan;
    let Preimage { id, object } = preimage;
    let frame = plan.parse_frame(commit.frame)?;
    let stored = if frame.has_unchanged() || object.size() > 0 {
        Some(StoredFields::read(plan, id, object)?)
    } else {
        None
    };
    let is_content = stored.as_ref().is_some_and(|stored| !stored.body_is_data);
    let attached = (is_content && object.size() > 0).then(|| Content {
        bytes: object.body(),
        media_type: object.content_type().unwrap_or_default(),
    });
    let Outcome::Done(old) = references_of(context, preimage, commit.old_dates)? else {
        return Ok(Outcome::Deferred);
    };
    let base = Base {
        stored: stored.as_ref(),
        counted_id: Some(id),
    };
    let prepared = Prepared::new(context, id, frame, base, attached)?;
    let Outcome::Done(write) = prepared else {
        return Ok(Outcome::Deferred);
    };
    let written = store
        .put(&write.key, write.new_object(), commit.condition)
        .await?;
    let failed = references::shift(store, plan, &old, &write.references).await;
    write.report(reply, &written, &failed);
    Ok(Outcome::Done(()))
}

/// A frame of no dates.
pub(super) const NO_DATES: &str = "";

impl Preimage {
    /// Reads the object of a record, if there is one.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn read<S: ObjectStore>(
        store: &S,
        plan: &Plan,
        id: &str,
    ) -> Result<Option<Self>> {
        match store.get(&plan.record_key(id)?).await {
            Ok(object) => Ok(Some(Self {
                id: id.to_owned(),
                object,
            })),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Reference keys of a record that was loaded.
///
/// # Errors
/// [`crate::Error::Corrupt`].
pub(super) fn references_of(
    context: &Context<'_>,
    Preimage { id, object }: &Preimage,
    dates: &str,
) -> Result<Outcome<Vec<String>>> {
    let plan = context.plan;
    if plan.partitions.is_empty() {
        return Ok(Outcome::Done(Vec::new()));
    }
    let Outcome::Done(mut record) = ReadRecord::decode(context, id, object)? else {
        return Ok(Outcome::Deferred);
    };
    if dates != NO_DATES {
        record.set_date_texts(dates)?;
    }
    Ok(Outcome::Done(references::stored_keys(plan, id, &record)))
}

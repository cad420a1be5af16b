//! update: load, then commit. Between the two, hooks and merging run in JavaScript.

use std::borrow::Cow;
use std::fmt;

use super::content::Content;
use super::read::ReadRecord;
use super::references::{self, Moves};
use super::stamp;
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
    pub(super) stamp: Option<String>,
}

impl Preimage {
    /// What the object must still be when the record is written.
    fn condition(&self, is_recent: bool) -> Condition<'_> {
        Condition::Unchanged {
            etag: self.object.etag(),
            stamp: self.stamp.as_deref(),
            is_recent,
        }
    }

    /// Bytes of the body, which a write may carry over.
    #[must_use]
    pub fn body_size(&self) -> usize {
        self.object.body().len()
    }

    /// The tag under which the record was read.
    fn tag(&self) -> Cow<'_, str> {
        stamp::tag(self.object.etag(), self.stamp.as_deref())
    }
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
    let stamp = match ReadRecord::decode(context, id, &object)? {
        Outcome::Done(record) => {
            record.write(reply);
            record.stamp.map(str::to_owned)
        }
        Outcome::Deferred => return Ok(Outcome::Deferred),
    };
    Ok(Outcome::Done(Preimage {
        id: id.to_owned(),
        object,
        stamp,
    }))
}

/// What a commit writes.
#[derive(Clone, Copy)]
pub struct Commit<'a> {
    /// The merged record.
    pub frame: &'a str,
    /// Dates of the old record that only JavaScript can read, as a frame without slots.
    pub old_dates: &'a str,
    /// What the record must be; `Matches` takes the tag that reading it gave, and asks besides that
    /// nobody has written it since it was loaded.
    pub condition: Condition<'a>,
    /// Whether the record was loaded just now ([`Condition::Unchanged`]).
    pub is_recent: bool,
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

/// Writes the new form of a record that was loaded, then moves its references, unless the plan leaves
/// that for later: then the answer holds them. Content that is no data of the record is kept.
///
/// # Errors
/// As [`super::insert`]; [`crate::Error::Precondition`] when the condition does not hold.
pub async fn commit<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    preimage: &Preimage,
    commit: Commit<'_>,
    reply: &mut Reply,
) -> Result<Outcome<Moves>> {
    let plan = context.plan;
    let Preimage { id, object, .. } = preimage;
    let frame = plan.parse_frame(commit.frame)?;
    let needs_stored = frame.has_unchanged() || plan.layout.has_protected_parts();
    let stored = if needs_stored || object.size() > 0 {
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
    let is_stamped = preimage.stamp.is_some() || commit.condition != Condition::None;
    let base = Base {
        stored: stored.as_ref(),
        counted_id: Some(id),
        ..Base::default()
    }
    .reserve_stamp(is_stamped);
    let prepared = Prepared::new(context, id, frame, base, attached)?;
    let Outcome::Done(mut write) = prepared else {
        return Ok(Outcome::Deferred);
    };
    let condition = match commit.condition {
        Condition::Matches(_) => {
            commit.condition.check(&write.key, Some(&preimage.tag()))?;
            preimage.condition(commit.is_recent)
        }
        condition => condition,
    };
    if is_stamped {
        write.stamp();
    }
    let etag = store.put(&write.key, write.new_object(), condition).await?;
    let etag = (condition != Condition::None).then_some(&etag);
    if plan.defers_references {
        write.report(reply, etag, &[]);
        return Ok(Outcome::Done(Moves::between(&old, &write.references)));
    }
    let failed = references::shift(store, plan, &old, &write.references).await;
    write.report(reply, etag, &failed);
    Ok(Outcome::Done(Moves::default()))
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
                stamp: object.stamp().map(str::to_owned),
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
    Preimage { id, object, .. }: &Preimage,
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

//! Reading records.

use std::borrow::Cow;
use std::fmt;

use super::stored::{StoredFields, StoredValue};
use super::values::{inner_text, output_text, string};
use super::{Context, Outcome, Plan};
use super::{plain, stamp};
use crate::Result;
use crate::frame::{Reply, WriteFrame};
use crate::partition::{PartitionField, Printed, Source, Values};
use crate::schema::key_name::sanitize;
use crate::store::{Object, ObjectStore};
use crate::value::Output;

/// A record as it was read.
pub struct ReadRecord<'a> {
    plan: &'a Plan,
    /// Id, from the key.
    pub id: &'a str,
    /// The object that holds the record.
    pub object: &'a Object,
    /// One per slot of the plan.
    pub slots: Vec<Option<Output<'a>>>,
    /// Attributes that the plan does not know: dotted path and value.
    pub unknown: Vec<(Cow<'a, str>, Output<'a>)>,
    /// Version of the definition under which the record was written.
    pub version: Option<Cow<'a, str>>,
    /// Stamp of conditional updates.
    pub stamp: Option<&'a str>,
    /// Dates of partition fields that only JavaScript can read.
    pub date_texts: Vec<Option<&'a str>>,
}

impl fmt::Debug for ReadRecord<'_> {
    /// Shows no field: some are secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReadRecord")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl<'a> ReadRecord<'a> {
    /// Decodes an object.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub fn decode(context: &Context<'a>, id: &'a str, object: &'a Object) -> Result<Outcome<Self>> {
        let plan = context.plan;
        let fields = StoredFields::read(plan, id, object)?;
        let mut slots = Vec::with_capacity(fields.slots.len());
        for (value, slot) in fields.slots.into_iter().zip(plan.layout.slots()) {
            slots.push(match value {
                None => None,
                Some(value) => match value.decode(context, slot) {
                    Outcome::Done(output) => Some(output),
                    Outcome::Deferred => return Ok(Outcome::Deferred),
                },
            });
        }
        Ok(Outcome::Done(Self {
            plan,
            id,
            object,
            slots,
            unknown: decoded(fields.unknown),
            version: fields.version,
            stamp: fields.stamp,
            date_texts: Vec::new(),
        }))
    }

    /// Adds the dates of partition fields that only JavaScript can read, given as the frame of a record
    /// without slots.
    ///
    /// # Errors
    /// [`Error::Internal`] where the frame breaks the grammar.
    pub fn set_date_texts(&mut self, dates: &'a str) -> Result<()> {
        self.date_texts = WriteFrame::parse(dates, 0, self.plan.date_texts.len())?.extras;
        Ok(())
    }

    /// Writes the record:
    ///
    /// ```text
    /// last modified (ms), true, a value per slot
    /// last modified (ms), false, body length, media type | null, ETag, version if it is not the
    ///     current one | null, number of unknown attributes, (path, value)*, a value per slot
    /// ```
    ///
    /// The first form has what the second would say before the slots: nothing.
    pub fn write(&self, reply: &mut Reply) {
        let facts = Facts {
            version: self.version.as_deref(),
            stamp: self.stamp,
            unknown: &self.unknown,
        };
        facts.write(self.plan, self.object, reply);
        for slot in &self.slots {
            reply.optional_output(slot.as_ref());
        }
    }
}

/// Writes what [`ReadRecord::decode`] and [`ReadRecord::write`] would, without the record between
/// them. Where a value is deferred the reply is unfinished.
///
/// # Errors
/// [`Error::Corrupt`].
pub fn write_object(
    context: &Context<'_>,
    id: &str,
    object: &Object,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    if let Some(outcome) = plain::write(context, object, reply) {
        return Ok(outcome);
    }
    let plan = context.plan;
    let fields = StoredFields::read(plan, id, object)?;
    let facts = Facts {
        version: fields.version.as_deref(),
        stamp: fields.stamp,
        unknown: &decoded(fields.unknown),
    };
    facts.write(plan, object, reply);
    for (value, slot) in fields.slots.into_iter().zip(plan.layout.slots()) {
        match value.map(|value| value.write(context, slot, reply)) {
            None => reply.absent(),
            Some(Outcome::Done(())) => {}
            Some(Outcome::Deferred) => return Ok(Outcome::Deferred),
        }
    }
    Ok(Outcome::Done(()))
}

/// What there is to say of a record besides its slots.
struct Facts<'a> {
    version: Option<&'a str>,
    stamp: Option<&'a str>,
    unknown: &'a [(Cow<'a, str>, Output<'a>)],
}

impl Facts<'_> {
    fn write(self, plan: &Plan, object: &Object, reply: &mut Reply) {
        reply.count(object.last_modified());
        let version = self.version.filter(|version| *version != plan.version);
        let is_plain = version.is_none()
            && self.stamp.is_none()
            && self.unknown.is_empty()
            && plain::is_plain(object);
        reply.boolean(is_plain);
        if is_plain {
            return;
        }
        reply.count(object.size());
        reply.optional_text(object.content_type());
        reply.known_text(&stamp::tag(object.etag(), self.stamp));
        reply.optional_text(version);
        reply.count(self.unknown.len() as u64);
        for (path, value) in self.unknown {
            reply.text(path);
            reply.output(value);
        }
    }
}

fn decoded<'a>(unknown: Vec<(Cow<'a, str>, StoredValue<'a>)>) -> Vec<(Cow<'a, str>, Output<'a>)> {
    let unknown = unknown.into_iter();
    unknown
        .map(|(path, value)| (path, value.decode_undeclared()))
        .collect()
}

impl Values for ReadRecord<'_> {
    fn printed(&self, field: &PartitionField) -> Option<Printed<'_>> {
        match &field.source {
            Source::Slot(slot) => output_text(self.slots.get(*slot)?.as_ref()?),
            Source::Inside(slot, path) => match self.slots.get(*slot)?.as_ref()? {
                Output::Json(json) => inner_text(json, path),
                _ => None,
            },
            Source::Undeclared => {
                let stored = sanitize(&field.path);
                let mut unknown = self.unknown.iter();
                // Metadata keeps names in their sanitised form, bodies as they were given.
                let is_field = |path: &str| path == &*field.path || path == stored;
                output_text(&unknown.find(|(path, _)| is_field(path))?.1)
            }
            Source::Id => Some(string(self.id)),
            Source::Version => Some(string(
                self.version.as_deref().unwrap_or(&self.plan.version),
            )),
        }
    }

    fn date_text(&self, partition: usize, field: usize) -> Option<&str> {
        let place = self.plan.date_text(partition, field)?;
        self.date_texts.get(place).copied().flatten()
    }
}

/// Reads one record into a reply (see [`ReadRecord::write`]).
///
/// # Errors
/// [`Error::NotFound`], [`Error::InvalidId`], [`Error::Corrupt`].
pub async fn get<S: ObjectStore>(
    store: &S,
    context: &Context<'_>,
    id: &str,
    reply: &mut Reply,
) -> Result<Outcome<()>> {
    let object = store.get(&context.plan.record_key(id)?).await?;
    write_object(context, id, &object, reply)
}

/// Whether there is a record.
///
/// # Errors
/// [`crate::Error::InvalidId`] and what the store says.
pub async fn exists<S: ObjectStore>(store: &S, plan: &Plan, id: &str) -> Result<bool> {
    store.exists(&plan.record_key(id)?).await
}

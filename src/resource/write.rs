//! From a frame to the object that is stored, and what there is to say about it.

use std::borrow::Cow;

use super::content::Content;
use super::delete::write_failed;
use super::record::{Correction, NewRecord, Place};
use super::references::{self, FailedReference};
use super::stamp;
use super::stored::StoredFields;
use super::{Context, Outcome, Plan};
use crate::behavior::{self, Exceeds, Limits};
use crate::codec::{Codec, metadata};
use crate::frame::{Reply, WriteFrame};
use crate::schema::key_name::sanitize;
use crate::store::{Etag, Metadata, NewObject, STAMP};
use crate::value::Mapped;
use crate::{Error, Result};

/// Name under which a historical copy has the time when it was made.
const HISTORICAL_KEY: &str = "_historicaltimestamp";

/// Bytes of an ISO time.
const TIME_LEN: usize = "2026-01-01T00:00:00.000Z".len();

/// What a record is written over: nothing, or the record that was loaded.
#[derive(Debug, Clone, Copy, Default)]
pub struct Base<'a> {
    /// Texts of fields that do not change.
    pub stored: Option<&'a StoredFields<'a>>,
    /// The id, where it counts against the limit: on updates.
    pub counted_id: Option<&'a str>,
    /// Bytes of marks that the metadata get besides the record's.
    pub reserved: usize,
}

impl Base<'_> {
    /// That of a record which gets a stamp, or not.
    #[must_use]
    pub fn reserve_stamp(self, is_stamped: bool) -> Self {
        let reserved = if is_stamped {
            STAMP.len() + stamp::SIZE
        } else {
            0
        };
        Self { reserved, ..self }
    }

    /// That of a historical copy of a version.
    #[must_use]
    pub fn of_copy(version: &str) -> Self {
        let version_len = metadata::encode_text(version).len();
        Self {
            reserved: HISTORICAL_KEY.len() + TIME_LEN + version_len,
            ..Self::default()
        }
    }
}

/// A write that has passed every check and has had no effect yet.
#[derive(Debug)]
pub struct Prepared<'a> {
    id: &'a str,
    /// Full key of the record.
    pub key: String,
    /// Full keys of its references.
    pub references: Vec<String>,
    metadata: Metadata,
    stamp: Option<String>,
    body: Cow<'a, [u8]>,
    content_type: Option<&'a str>,
    overflowed: bool,
    truncated: bool,
    exceeds: Option<Exceeds>,
    corrections: Vec<Correction>,
}

impl<'a> Prepared<'a> {
    /// Maps the fields of a frame and lays them out. Answers [`Outcome::Deferred`] when secrets or
    /// passwords need more effort than `context` allows.
    ///
    /// # Errors
    /// Those of `insert`.
    pub fn new(
        context: &Context<'a>,
        id: &'a str,
        frame: WriteFrame<'a>,
        base: Base<'a>,
        attached: Option<Content<'a>>,
    ) -> Result<Outcome<Self>> {
        let plan = context.plan;
        let key = plan.record_key(id)?;
        let Outcome::Done(mut record) = NewRecord::map(context, id, frame, base.stored)? else {
            return Ok(Outcome::Deferred);
        };
        let layout = behavior::Context {
            limits: Limits {
                limit: plan.metadata_limit,
                encoded: (plan.metadata_limit + 1).saturating_sub(base.reserved),
                version: &plan.version,
                timestamps: plan.timestamps,
                id: base.counted_id,
            },
            map: plan.layout.map_json(),
            plugin_map: plan.layout.plugin_map_json(),
        };
        let write = plan
            .behavior()?
            .plan(record.take_fields(), &layout, |value| {
                encoded_len(value, plan.metadata_limit)
            })?;
        for key in &write.truncated {
            record.correct(truncated(plan, key, &write));
        }
        let references = references::keys(plan, id, &record)?;
        let mut prepared = Self {
            id,
            key,
            references,
            metadata: encode(&write),
            stamp: None,
            content_type: (!write.body.is_empty()).then_some("application/json"),
            overflowed: write.overflowed,
            truncated: !write.truncated.is_empty(),
            exceeds: write.exceeds,
            body: Cow::Owned(write.body.into_bytes()),
            corrections: record.into_corrections(),
        };
        if let Some(content) = attached {
            if !prepared.body.is_empty() {
                return Err(no_room_for_content());
            }
            prepared.add_content(plan, content)?;
        }
        Ok(Outcome::Done(prepared))
    }

    /// The object to store.
    #[must_use]
    pub fn new_object(&self) -> NewObject<'_> {
        NewObject {
            metadata: &self.metadata,
            body: &self.body,
            content_type: self.content_type,
            content_encoding: None,
        }
    }

    /// Gives the object a stamp that no other write has.
    pub fn stamp(&mut self) {
        let stamp = stamp::generate();
        self.metadata.push(STAMP, &stamp);
        self.stamp = Some(stamp);
    }

    /// Makes a historical copy of it: of a version, made at `now`, an ISO time.
    pub fn date_back(&mut self, version: &str, now: &str) {
        self.metadata.set("_v", &metadata::encode_text(version));
        self.metadata.push(HISTORICAL_KEY, now);
    }

    fn add_content(&mut self, plan: &Plan, content: Content<'a>) -> Result<()> {
        content.mark(plan, &mut self.metadata)?;
        self.body = Cow::Borrowed(content.bytes);
        self.content_type = Some(content.media_type);
        Ok(())
    }

    /// Writes what there is to say of the write, with the `ETag` if somebody wants it:
    ///
    /// ```text
    /// id, ETag | null, body length, media type | null, overflowed, truncated,
    /// number of corrections, (slot | dotted path, value)*, total size | null [, limit, excess],
    /// number of failed references, (key, error)*
    /// ```
    pub fn report(&self, reply: &mut Reply, etag: Option<&Etag>, failed: &[FailedReference]) {
        reply.text(self.id);
        match etag {
            Some(etag) => reply.known_text(&stamp::tag(etag.as_str(), self.stamp.as_deref())),
            None => reply.null(),
        }
        reply.count(self.body.len() as u64);
        reply.optional_text(self.content_type);
        reply.boolean(self.overflowed);
        reply.boolean(self.truncated);
        reply.count(self.corrections.len() as u64);
        for (place, value) in &self.corrections {
            match place {
                Place::Slot(slot) => reply.count(*slot as u64),
                Place::Undeclared(path) => reply.text(path),
            }
            match value {
                Some(value) => reply.output(value),
                None => reply.absent(),
            }
        }
        match &self.exceeds {
            Some(exceeds) => {
                reply.count(exceeds.total as u64);
                reply.count(exceeds.limit as u64);
                #[allow(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
                reply.number(exceeds.excess as f64);
            }
            None => reply.null(),
        }
        write_failed(reply, failed);
    }
}

/// Bytes of a value in metadata. A value that is over the limit before it is encoded is so afterwards
/// for all that matters, and need not be encoded to know it.
fn encoded_len(value: &Mapped<'_>, limit: usize) -> usize {
    match value {
        Mapped::Text(text) if text.len() > limit => text.len(),
        _ => metadata::encoded_len(value),
    }
}

/// An object has one body. Where the fields need it, content would be lost, or the fields would.
fn no_room_for_content() -> Error {
    Error::LimitExceeded {
        reason: "the fields of the record need the body of its object, which holds content"
            .to_owned(),
    }
}

/// Names sanitised, values encoded.
fn encode(write: &behavior::WritePlan<'_>) -> Metadata {
    let mut stored = Metadata::with_capacity(32 * write.metadata.len() + 64);
    let mut encoded = String::new();
    for field in &write.metadata {
        let name = sanitize(&field.key);
        match &field.value {
            Mapped::Text(text) => match metadata::Form::of(text) {
                metadata::Form::Plain => stored.push(&name, text),
                form => {
                    encoded.clear();
                    encoded.reserve(3 * text.len());
                    form.append(text, &mut encoded);
                    stored.push(&name, &encoded);
                }
            },
            value => stored.push(&name, &metadata::encode(value)),
        }
    }
    stored
}

/// What a truncated field reads as now.
fn truncated(plan: &Plan, key: &str, write: &behavior::WritePlan<'_>) -> Correction {
    let mut slots = plan.layout.slots().iter().enumerate();
    let (place, codec) = match slots.find(|(_, slot)| &*slot.key == key) {
        Some((index, slot)) => (Place::Slot(index), slot.codec),
        None => (Place::Undeclared(key.to_owned()), Codec::Any),
    };
    let kept = write.metadata.iter().find(|field| field.key == key);
    let read = kept.map(|field| codec.decode(field.value.clone()).into_owned());
    (place, read)
}

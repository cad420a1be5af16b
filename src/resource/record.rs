//! A record on its way into the bucket: the fields of a frame become mapped values.

use std::borrow::Cow;
use std::fmt;

use super::protect::{protect, show_hashes};
use super::stored::StoredFields;
use super::values::{inner_text, input_text, number_text, output_text, string};
use super::{Context, Outcome, Plan};
use crate::behavior::{Field, Form};
use crate::codec::Codec;
use crate::codec::identifier::is_canonical_uuid;
use crate::frame::{FrameSlot, WriteFrame};
use crate::partition::{PartitionField, Printed, Source, Values};
use crate::schema::Slot;
use crate::schema::key_name::{is_system, sanitize};
use crate::value::{Input, Mapped, Output};
use crate::{Error, Result};

/// Where a value of a record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The slot with this index.
    Slot(usize),
    /// The dotted path of an attribute that the plan does not know.
    Undeclared(String),
}

/// A place and what it reads as; `None` where nothing is stored.
pub type Correction = (Place, Option<Output<'static>>);

/// A record in mapped form.
pub struct NewRecord<'a> {
    plan: &'a Plan,
    id: &'a str,
    frame: WriteFrame<'a>,
    fields: Vec<Field<'a>>,
    corrections: Vec<Correction>,
}

impl fmt::Debug for NewRecord<'_> {
    /// Shows no field: some are secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("NewRecord")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl<'a> NewRecord<'a> {
    /// Maps the fields of a frame. Slots marked unchanged keep the text that `stored` has for them.
    ///
    /// # Errors
    /// [`Error::InvalidField`] for values that cannot be stored; [`Error::Crypto`].
    pub fn map(
        context: &Context<'a>,
        id: &'a str,
        frame: WriteFrame<'a>,
        stored: Option<&'a StoredFields<'a>>,
    ) -> Result<Outcome<Self>> {
        let plan = context.plan;
        // The behavior adds entries of the system.
        let mut fields = Vec::with_capacity(frame.slots.len() + frame.unknown.len() + 1);
        let mut corrections = Vec::new();
        for (index, (given, slot)) in frame.slots.iter().zip(plan.layout.slots()).enumerate() {
            let value = match given {
                FrameSlot::Absent => None,
                FrameSlot::Unchanged => stored
                    .and_then(|stored| stored.text(index))
                    .map(|text| (text, Form::Coded)),
                FrameSlot::Value(Input::Raw(text)) => {
                    Some((Mapped::Text(Cow::Borrowed(*text)), Form::Coded))
                }
                FrameSlot::Value(input) => {
                    let mapped = match slot.codec.encode(*input) {
                        Ok(mapped) => mapped,
                        Err(error) => return Err(named(error, &slot.path)),
                    };
                    let before = || stored.and_then(|stored| stored.text(index));
                    let Outcome::Done(mapped) = protect(context, slot, mapped, before)? else {
                        return Ok(Outcome::Deferred);
                    };
                    mapped.map(|mapped| {
                        if let Some(output) = correction(slot, input, &mapped) {
                            corrections.push((Place::Slot(index), Some(output)));
                        }
                        (mapped, form(slot.codec, input))
                    })
                }
            };
            if let Some((value, form)) = value {
                fields.push(Field {
                    key: Cow::Borrowed(&slot.key),
                    value,
                    form,
                });
            }
        }
        map_unknown(plan, &frame, &mut fields)?;
        Ok(Outcome::Done(Self {
            plan,
            id,
            frame,
            fields,
            corrections,
        }))
    }

    /// Takes out key and value of everything that is stored.
    pub fn take_fields(&mut self) -> Vec<Field<'a>> {
        std::mem::take(&mut self.fields)
    }

    /// Notes that a value reads otherwise than given.
    pub fn correct(&mut self, correction: Correction) {
        self.corrections.push(correction);
    }

    /// The values that read otherwise than given.
    #[must_use]
    pub fn into_corrections(self) -> Vec<Correction> {
        self.corrections
    }

    fn corrected(&self, place: &Place) -> Option<&Option<Output<'static>>> {
        let correction = self
            .corrections
            .iter()
            .rev()
            .find(|(corrected, _)| corrected == place);
        correction.map(|(_, output)| output)
    }

    fn slot_text(&self, index: usize) -> Option<Printed<'_>> {
        if let Some(output) = self.corrected(&Place::Slot(index)) {
            return output_text(output.as_ref()?);
        }
        match self.frame.slots.get(index)? {
            FrameSlot::Value(input) => input_text(input),
            FrameSlot::Absent | FrameSlot::Unchanged => None,
        }
    }

    fn undeclared_text(&self, path: &str) -> Option<Printed<'_>> {
        if let Some(output) = self.corrected(&Place::Undeclared(path.to_owned())) {
            return output_text(output.as_ref()?);
        }
        let mut unknown = self.frame.unknown.iter();
        let (_, value) = unknown.find(|(given, _)| *given == path)?;
        input_text(value)
    }
}

impl Values for NewRecord<'_> {
    fn printed(&self, field: &PartitionField) -> Option<Printed<'_>> {
        match &field.source {
            Source::Slot(slot) => self.slot_text(*slot),
            Source::Inside(slot, path) => {
                match (
                    self.corrected(&Place::Slot(*slot)),
                    self.frame.slots.get(*slot)?,
                ) {
                    (Some(corrected), _) => match corrected.as_ref()? {
                        Output::Json(json) => inner_text(json, path),
                        _ => None,
                    },
                    (None, FrameSlot::Value(Input::Json(json))) => inner_text(json, path),
                    _ => None,
                }
            }
            Source::Undeclared => self.undeclared_text(&field.path),
            Source::Id => Some(string(self.id)),
            Source::Version => Some(string(&*self.plan.version)),
        }
    }

    fn date_text(&self, partition: usize, field: usize) -> Option<&str> {
        let place = self.plan.date_text(partition, field)?;
        self.frame.extras.get(place).copied().flatten()
    }
}

/// Maps the attributes that the plan does not know. Where metadata could not tell two fields apart,
/// one of them would be lost, so both are refused. Names that begin with `_` are the system's: what
/// a user writes there is not stored.
fn map_unknown<'a>(plan: &Plan, frame: &WriteFrame<'a>, fields: &mut Vec<Field<'a>>) -> Result<()> {
    let mut names: Vec<Cow<'_, str>> = Vec::with_capacity(frame.unknown.len());
    for (path, input) in &frame.unknown {
        if *path == "id" || path.starts_with('$') || is_system(path) {
            continue;
        }
        let name = sanitize(path);
        if plan.layout.slot_of_stored_key(&name).is_some() || names.contains(&name) {
            return Err(Error::InvalidField {
                field: (*path).to_owned(),
                reason: format!("is stored under the name `{name}`, which another field has"),
            });
        }
        names.push(name);
        let value = Codec::Any
            .encode(*input)
            .map_err(|error| named(error, path))?;
        fields.push(Field {
            key: Cow::Borrowed(path),
            value,
            form: form(Codec::Any, input),
        });
    }
    Ok(())
}

fn form(codec: Codec, input: &Input<'_>) -> Form {
    match (codec, input) {
        (Codec::Text | Codec::Any, Input::Text(_)) => Form::Plain,
        (
            Codec::Any | Codec::PlainNumber | Codec::PlainBoolean,
            Input::Number(_) | Input::Boolean(_),
        ) => Form::Literal,
        _ => Form::Coded,
    }
}

/// What a slot reads as, where that may differ from what was given. Secrets show their plain text,
/// passwords the hash that is stored.
fn correction(slot: &Slot, input: &Input<'_>, mapped: &Mapped<'_>) -> Option<Output<'static>> {
    if let (Input::Json(given), Mapped::Text(stored)) = (input, mapped)
        && let Some(shown) = show_hashes(slot, given, stored)
    {
        return Some(slot.codec.decode(Mapped::Text(shown.into())).into_owned());
    }
    let empty = matches!(input, Input::Null | Input::Undefined);
    let differs = match slot.codec {
        codec if codec.is_secret() => false,
        codec if codec.is_password() => !empty,
        Codec::Boolean => empty,
        Codec::Uuid => !matches!(input, Input::Text(text) if is_canonical_uuid(text)),
        Codec::TextList => matches!(input, Input::Json("[\"\"]")),
        codec => codec.is_lossy(),
    };
    let read = differs.then(|| slot.codec.decode(mapped.clone()))?;
    (!is_same(input, &read)).then(|| read.into_owned())
}

fn is_same(given: &Input<'_>, read: &Output<'_>) -> bool {
    match (given, read) {
        (Input::Text(given), Output::Text(read)) => given == read,
        (Input::Number(given), Output::Number(read)) => *given == number_text(*read),
        _ => false,
    }
}

fn named(error: Error, path: &str) -> Error {
    match error {
        Error::InvalidField { reason, .. } => Error::InvalidField {
            field: path.to_owned(),
            reason,
        },
        other => other,
    }
}

//! The fields of a stored object, before their codecs: metadata and body are each read once.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::marks::{BodyUse, Marks, Renames};
use super::protect::reveal_parts;
use super::{Context, Outcome, Plan};
use crate::codec::{Codec, metadata};
use crate::frame::Reply;
use crate::schema::key_name::{Reserved, is_system, reserved};
use crate::schema::{Slot, StoredName};
use crate::store::Object;
use crate::value::{Mapped, Output};
use crate::{Error, Result};

/// Fields of an object in mapped form.
#[derive(Debug)]
pub struct StoredFields<'a> {
    /// One per slot of the plan.
    pub slots: Vec<Option<StoredValue<'a>>>,
    /// Fields that have no slot, under the name or dotted path that is stored.
    pub unknown: Vec<(Cow<'a, str>, StoredValue<'a>)>,
    /// Version of the definition under which the record was written.
    pub version: Option<Cow<'a, str>>,
    /// Stamp of conditional updates.
    pub stamp: Option<&'a str>,
    /// Whether the body holds fields, not content.
    pub body_is_data: bool,
}

/// A stored value before its codec.
#[derive(Debug, Clone)]
pub enum StoredValue<'a> {
    /// Text of metadata, still encoded for them.
    Metadata(&'a str),
    /// Text of a body, or null.
    Mapped(Mapped<'a>),
    /// What stands in a JSON body without quotes: a number, a boolean, and from older versions an
    /// array or object.
    Literal(Box<Value>),
}

impl<'a> StoredValue<'a> {
    /// Decodes the value of a slot.
    #[must_use]
    pub fn decode(self, context: &Context<'_>, slot: &Slot) -> Outcome<Output<'a>> {
        let codec = slot.codec;
        let mapped = match self {
            Self::Literal(value) if codec == Codec::Any => return Outcome::Done(typed(&value)),
            Self::Literal(value) => Mapped::Text(Cow::Owned(value.to_string())),
            Self::Mapped(mapped) => mapped,
            Self::Metadata(text) => metadata::decode(text),
        };
        let security = &context.plan.security;
        match mapped {
            Mapped::Text(text) if codec.is_secret() => {
                match security.reveal(&text, context.keys, context.effort) {
                    Some(plain) => Outcome::Done(restore_secret(codec, slot.optional, plain)),
                    None => Outcome::Deferred,
                }
            }
            Mapped::Text(text) if !slot.protected.is_empty() => {
                match reveal_parts(context, slot, &text) {
                    Some(text) => Outcome::Done(codec.decode(Mapped::Text(Cow::Owned(text)))),
                    None => Outcome::Deferred,
                }
            }
            mapped => Outcome::Done(codec.decode(mapped)),
        }
    }

    /// Decodes the value of a slot into a reply; one that is deferred leaves it unchanged.
    pub fn write(self, context: &Context<'_>, slot: &Slot, reply: &mut Reply) -> Outcome<()> {
        if let Self::Metadata(text) = self
            && slot.codec == Codec::Text
            && slot.protected.is_empty()
            && reply.metadata_text(text)
        {
            return Outcome::Done(());
        }
        match self.decode(context, slot) {
            Outcome::Done(output) => {
                reply.output(&output);
                Outcome::Done(())
            }
            Outcome::Deferred => Outcome::Deferred,
        }
    }

    /// Decodes the value of an attribute that is not declared.
    #[must_use]
    pub fn decode_undeclared(self) -> Output<'a> {
        match self {
            Self::Metadata(text) => Codec::Any.decode(metadata::decode(text)),
            Self::Mapped(mapped) => Codec::Any.decode(mapped),
            Self::Literal(value) => typed(&value),
        }
    }
}

fn typed<'a>(value: &Value) -> Output<'a> {
    match value {
        Value::Bool(flag) => Output::Boolean(*flag),
        Value::Number(number) => Output::Number(number.as_f64().unwrap_or(f64::NAN)),
        other => Output::Json(Cow::Owned(other.to_string())),
    }
}

/// Older versions encrypted the words `null` and `undefined` for optional secrets that were absent.
fn restore_secret<'a>(codec: Codec, optional: bool, plain: String) -> Output<'a> {
    match &*plain {
        "null" if optional => Output::Null,
        "undefined" if optional => Output::Undefined,
        _ => codec.decode(Mapped::Text(Cow::Owned(plain))),
    }
}

impl<'a> StoredFields<'a> {
    /// Takes an object apart. Metadata wins over the body.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the record needs its body and the body is no JSON object.
    pub fn read(plan: &Plan, key: &str, object: &'a Object) -> Result<Self> {
        let mut fields = Self::none(plan);
        let marks = fields.read_metadata(plan, object);
        if object.size() > 0 && object.body().len() as u64 == object.size() {
            fields.read_body(plan, key, object, &marks)?;
        }
        Ok(fields)
    }

    /// What the body of an object is to its record, told without the body.
    ///
    /// # Errors
    /// [`Error::UnknownBehavior`].
    pub fn body_use(plan: &Plan, object: &'a Object) -> Result<BodyUse> {
        Self::none(plan)
            .read_metadata(plan, object)
            .body_use(plan, object)
    }

    fn none(plan: &Plan) -> Self {
        Self {
            slots: std::iter::repeat_with(|| None)
                .take(plan.layout.slots().len())
                .collect(),
            unknown: Vec::new(),
            version: None,
            stamp: None,
            body_is_data: false,
        }
    }

    /// The text that is stored for a slot.
    #[must_use]
    pub fn text(&self, slot: usize) -> Option<Mapped<'a>> {
        match self.slots.get(slot)?.as_ref()? {
            StoredValue::Metadata(text) => Some(metadata::decode(text)),
            StoredValue::Mapped(mapped) => Some(mapped.clone()),
            StoredValue::Literal(value) => Some(Mapped::Text(Cow::Owned(value.to_string()))),
        }
    }

    fn read_metadata(&mut self, plan: &Plan, object: &'a Object) -> Marks<'a> {
        let mut marks = Marks::default();
        let mut plugins = Vec::new();
        for (name, text) in object.metadata() {
            if is_system(name) {
                self.read_reserved(name, text, &mut marks);
                continue;
            }
            let value = StoredValue::Metadata(text);
            match plan.layout.slot_of_stored_key(name) {
                Some(StoredName::Slot(slot)) => self.set(slot, value),
                Some(StoredName::Attribute(_)) => continue,
                None if name == "id" => continue,
                None => plugins.push((name, value)),
            }
            marks.any_field = true;
        }
        if !plugins.is_empty() {
            let plugin_keys = Renames::parse(marks.plugin_map.as_ref());
            for (name, value) in plugins {
                match plugin_keys.slot(plan, name) {
                    Some(slot) => self.set(slot, value),
                    None => self.unknown.push((Cow::Borrowed(name), value)),
                }
            }
        }
        marks
    }

    /// Reserved names are compared without case: versions up to 16 did not lower it.
    fn read_reserved(&mut self, name: &'a str, text: &'a str, marks: &mut Marks<'a>) {
        if name == "_v" {
            if let Mapped::Text(version) = metadata::decode(text) {
                self.version = Some(version);
            }
            return;
        }
        match reserved(name) {
            Some(Reserved::Map) => marks.map = Some(metadata::decode(text)),
            Some(Reserved::PluginMap) => marks.plugin_map = Some(metadata::decode(text)),
            Some(Reserved::Stamp) => self.stamp = Some(text),
            Some(Reserved::Overflow) => marks.overflow = true,
            Some(Reserved::HasContent) => marks.content = text == "true",
            _ => {}
        }
    }

    fn read_body(
        &mut self,
        plan: &Plan,
        key: &str,
        object: &Object,
        marks: &Marks<'_>,
    ) -> Result<()> {
        let body = match marks.body_use(plan, object)? {
            BodyUse::Content => return Ok(()),
            BodyUse::Copy => {
                self.body_is_data = true;
                return Ok(());
            }
            BodyUse::Fields | BodyUse::LikelyFields => parse_body(object.body()),
        };
        match body {
            Some(Value::Object(body)) => {
                self.merge(plan, body, marks);
                self.body_is_data = true;
                Ok(())
            }
            _ if marks.require_fields() => Err(Error::Corrupt {
                key: key.to_owned(),
                reason: "the body is no JSON object".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    fn merge(&mut self, plan: &Plan, body: Map<String, Value>, marks: &Marks<'_>) {
        let renames = Renames::parse(marks.map.as_ref());
        let plugins = Renames::parse(marks.plugin_map.as_ref());
        for (name, value) in body {
            if is_system(&name) {
                if let ("_v", Value::String(version)) = (&*name, value) {
                    self.version.get_or_insert(Cow::Owned(version));
                }
                continue;
            }
            let slot = renames
                .slot(plan, &name)
                .or_else(|| plugins.slot(plan, &name))
                .or_else(|| plan.slot_of_key(&name).filter(|_| renames.is_empty()));
            match slot {
                Some(slot) => self.set(slot, stored(value)),
                None if name == "id" => {}
                None if self.unknown.iter().any(|(other, _)| *other == name) => {}
                None => self.unknown.push((Cow::Owned(name), stored(value))),
            }
        }
    }

    fn set(&mut self, slot: usize, value: StoredValue<'a>) {
        if let Some(place @ None) = self.slots.get_mut(slot) {
            *place = Some(value);
        }
    }
}

fn parse_body(body: &[u8]) -> Option<Value> {
    serde_json::from_str(simdutf8::basic::from_utf8(body).ok()?).ok()
}

fn stored<'a>(value: Value) -> StoredValue<'a> {
    match value {
        Value::Null => StoredValue::Mapped(Mapped::Null),
        Value::String(text) => StoredValue::Mapped(Mapped::Text(Cow::Owned(text))),
        literal => StoredValue::Literal(Box::new(literal)),
    }
}

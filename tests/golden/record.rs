//! Vectors of `behaviors.json` as mapped records.

use s3db_native::behavior::{
    Behavior, Context, DEFAULT_ENCODED_LIMIT, DEFAULT_LIMIT, Field, Form, Limits, WritePlan,
};
use s3db_native::codec::Codec;
use s3db_native::error::Error;
use s3db_native::schema::{Definition, Kind, Layout, PluginRegistry, Registry};
use s3db_native::value::Mapped;
use serde_json::{Map, Value, json};

use super::encoding::encoded_len;
use super::{expand, list, load, members};

/// Read-only fields that the reference copies into updated records, and the id.
const JUNK: [&str; 9] = [
    "_contentlength",
    "_lastmodified",
    "_hascontent",
    "_mimetype",
    "_etag",
    "_definitionhash",
    "_originalversion",
    "_versionmapped",
    "id",
];
/// "Encoded size": the reference accepts more encoded bytes than a store takes.
pub const TOO_LARGE_ENCODED: [u64; 6] = [37, 39, 123, 125, 80, 82];
/// "Update, upsert, patch": a user-managed record over the limit is laid out as on insert.
pub const OVER_LIMIT_ON_UPDATE: u64 = 135;
/// "Truncation": the reference blanks fields, or never ends.
pub const TRUNCATED: std::ops::RangeInclusive<u64> = 169..=179;
/// Length of the ciphertext of one character.
const SHORTEST_SECRET: usize = 60;

/// An encoded time of our days.
const SOME_TIME: &str = "vBAwKiO";

/// One vector, and the record it writes.
pub struct Case {
    pub number: u64,
    pub behavior: Behavior,
    pub operation: String,
    pub attributes: Value,
    pub record: Map<String, Value>,
    pub timestamps: bool,
    pub vector: Value,
}

impl Case {
    pub fn all() -> Vec<Self> {
        let file = load("behaviors");
        list(&file, "vectors")
            .iter()
            .map(|vector| Self::of(&expand(vector)))
            .collect()
    }

    fn of(vector: &Value) -> Self {
        let timestamps = vector["options"]["timestamps"] == true;
        let mut attributes = vector["attributes"].clone();
        let mut record = members(&vector["input"]);
        record.extend(members(&vector["second"]));
        if timestamps {
            for name in ["createdAt", "updatedAt"] {
                attributes[name] = json!("datetime|optional");
                record.insert(name.to_owned(), json!("2026-01-01T00:00:00.000Z"));
            }
        }
        Self {
            number: vector["n"].as_u64().expect("number"),
            behavior: Behavior::parse(vector["behavior"].as_str().unwrap()).expect("behavior"),
            operation: vector["operation"].as_str().unwrap().to_owned(),
            attributes,
            record,
            timestamps,
            vector: vector.clone(),
        }
    }

    pub fn stored_metadata(&self) -> Map<String, Value> {
        let mut metadata = members(&self.vector["stored"]["metadata"]);
        metadata.retain(|name, _| !JUNK.contains(&name.as_str()));
        metadata
    }

    pub fn stored_body(&self) -> Value {
        let body = self.vector["stored"]["body"].as_str().unwrap_or_default();
        let keeps_body = !matches!(
            self.behavior,
            Behavior::UserManaged | Behavior::EnforceLimits
        );
        if body.is_empty() || (self.is_update() && !keeps_body) {
            return Value::Null;
        }
        let mut body = members(&serde_json::from_str(body).expect("JSON"));
        body.retain(|name, _| !JUNK.contains(&name.to_lowercase().as_str()));
        Value::Object(body)
    }

    pub fn is_update(&self) -> bool {
        matches!(self.operation.as_str(), "update" | "patch" | "upsert")
    }

    fn layout(&self) -> Layout {
        let definition = Definition::parse(&self.attributes).expect("definition");
        let mut registry = Registry::default();
        registry.extend(&definition, &PluginRegistry::default(), "");
        Layout::new(&definition, &registry, &PluginRegistry::default()).expect("layout")
    }

    /// The mapped fields; texts that tests cannot make come from the stored object.
    fn fields(&self, layout: &Layout) -> Vec<Field<'static>> {
        let slots = layout.slots().iter().filter(|slot| slot.kind == Kind::Leaf);
        let fields = slots.filter_map(|slot| {
            let first = self.record.get(&*slot.segments[0])?;
            let value = slot.segments[1..]
                .iter()
                .try_fold(first, |v, name| v.get(&**name))?;
            let (text, form) = self.text_of(slot.codec, &slot.key, value);
            let value = Mapped::Text(text.into());
            Some(Field {
                key: slot.key.to_string().into(),
                value,
                form,
            })
        });
        fields.collect()
    }

    fn text_of(&self, codec: Codec, key: &str, value: &Value) -> (String, Form) {
        let text = match codec {
            Codec::Text => return (value.as_str().unwrap().to_owned(), Form::Plain),
            Codec::Number => value.to_string(),
            Codec::Object => value.to_string(),
            Codec::TextList => value[0].as_str().unwrap().replace('|', "\\|"),
            Codec::Secret => self.stored_text(key, &"c".repeat(SHORTEST_SECRET)),
            Codec::DateTime => self.stored_text(key, SOME_TIME),
            other => panic!("no test codec for {other:?}"),
        };
        (text, Form::Coded)
    }

    fn stored_text(&self, key: &str, otherwise: &str) -> String {
        let stored = &self.vector["stored"];
        let body: Value =
            serde_json::from_str(stored["body"].as_str().unwrap_or_default()).unwrap_or_default();
        let text = stored["metadata"][key].as_str().or(body[key].as_str());
        text.unwrap_or(otherwise).to_owned()
    }

    pub fn plan(
        &self,
        check: impl FnOnce(&[Field<'_>], &Limits<'_>, Result<WritePlan<'_>, Error>),
    ) {
        let layout = self.layout();
        let fields = self.fields(&layout);
        let limits = Limits {
            limit: DEFAULT_LIMIT,
            encoded: DEFAULT_ENCODED_LIMIT,
            version: "v1",
            timestamps: self.timestamps,
            id: self.is_update().then_some("x"),
        };
        let context = Context {
            limits,
            map: layout.map_json(),
            plugin_map: None,
        };
        check(
            &fields,
            &limits,
            self.behavior.plan(fields.clone(), &context, encoded_len),
        );
    }
}

pub fn metadata_of(plan: &WritePlan<'_>) -> Map<String, Value> {
    let entry = |field: &Field<'_>| (field.key.to_string(), json!(text(&field.value)));
    plan.metadata.iter().map(entry).collect()
}

pub fn body_of(plan: &WritePlan<'_>) -> Value {
    if plan.body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&plan.body).expect("JSON")
    }
}

pub fn text<'a>(value: &'a Mapped<'_>) -> &'a str {
    match value {
        Mapped::Text(text) => text,
        other => panic!("no text: {other:?}"),
    }
}

//! Replies of operations, read as the shim reads them.

use s3db_native::frame::Reply;
use s3db_native::resource::Plan;
use s3db_native::store::etag::EMPTY_ETAG;
use serde_json::{Map, Value, json};

use super::token::{Cursor, Token};

/// A record as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: String,
    pub size: usize,
    pub last_modified: f64,
    pub media_type: Option<String>,
    pub etag: String,
    /// Set where it is not the current one.
    pub version: Option<String>,
    pub slots: Vec<Token>,
    pub unknown: Vec<(String, Token)>,
}

impl Record {
    pub fn read(plan: &Plan, id: &str, cursor: &mut Cursor<'_>) -> Self {
        let mut record = Self {
            id: id.to_owned(),
            size: 0,
            last_modified: cursor.number(),
            media_type: None,
            etag: EMPTY_ETAG.to_owned(),
            version: None,
            slots: Vec::new(),
            unknown: Vec::new(),
        };
        if !cursor.boolean() {
            record.size = cursor.count();
            record.media_type = cursor.optional_text();
            record.etag = cursor.text();
            record.version = cursor.optional_text();
            for _ in 0..cursor.count() {
                record.unknown.push((cursor.text(), cursor.token()));
            }
        }
        let slots = plan.layout.slots().iter();
        record.slots = slots.map(|_| cursor.token()).collect();
        record
    }

    /// A record that is all of a reply.
    pub fn read_all(plan: &Plan, id: &str, reply: Reply) -> Self {
        let bytes = reply.into_bytes();
        let mut cursor = Cursor::over(&bytes);
        let record = Self::read(plan, id, &mut cursor);
        cursor.finish();
        record
    }

    /// The fields as the shim puts them together, in the notation of the vectors.
    pub fn fields(&self, plan: &Plan) -> Value {
        let mut fields = Map::new();
        for (slot, token) in plan.layout.slots().iter().zip(&self.slots) {
            if let Some(value) = token.value() {
                place(&mut fields, &slot.segments, value);
            }
        }
        for (path, token) in &self.unknown {
            fields.extend(token.value().map(|value| (path.clone(), value)));
        }
        Value::Object(fields)
    }
}

/// Sets a value at a path. Members come after the object they are in and beat what stands there.
fn place(fields: &mut Map<String, Value>, path: &[Box<str>], value: Value) {
    let (name, rest) = path.split_first().expect("a path");
    if rest.is_empty() {
        fields.insert(name.to_string(), value);
        return;
    }
    let inner = fields.entry(name.to_string()).or_insert_with(|| json!({}));
    if !inner.is_object() {
        *inner = json!({});
    }
    place(inner.as_object_mut().expect("an object"), rest, value);
}

/// A reference that could not be written or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub key: String,
    pub code: String,
    pub message: String,
}

impl Failure {
    fn read(cursor: &mut Cursor<'_>) -> Self {
        let key = cursor.text();
        let facts: Value = serde_json::from_str(&cursor.text()).expect("facts");
        assert!(facts["thrown"].is_null(), "no store here throws");
        let text = |name: &str| facts[name].as_str().expect("a text").to_owned();
        Self {
            key,
            code: text("code"),
            message: text("message"),
        }
    }
}

/// What a correction is of: a slot, or the dotted path of an undeclared attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Slot(usize),
    Undeclared(String),
}

impl Place {
    fn read(cursor: &mut Cursor<'_>) -> Self {
        match cursor.token() {
            Token::Text(path) => Self::Undeclared(path),
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "slots are counted from 0"
            )]
            Token::Number(slot) => Self::Slot(slot as usize),
            other => panic!("{other:?} is no place"),
        }
    }
}

/// What a write has to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub id: String,
    /// Of an insert, and of an update under a condition.
    pub etag: Option<String>,
    pub body_length: usize,
    pub media_type: Option<String>,
    pub overflowed: bool,
    pub truncated: bool,
    pub corrections: Vec<(Place, Token)>,
    /// Total size, limit and excess.
    pub exceeds: Option<(f64, f64, f64)>,
    pub failed: Vec<Failure>,
}

impl Report {
    pub fn read(reply: Reply) -> Self {
        let bytes = reply.into_bytes();
        let mut cursor = Cursor::over(&bytes);
        let report = Self {
            id: cursor.text(),
            etag: cursor.optional_text(),
            body_length: cursor.count(),
            media_type: cursor.optional_text(),
            overflowed: cursor.boolean(),
            truncated: cursor.boolean(),
            corrections: (0..cursor.count())
                .map(|_| (Place::read(&mut cursor), cursor.token()))
                .collect(),
            exceeds: match cursor.token() {
                Token::Number(total) => Some((total, cursor.number(), cursor.number())),
                _ => None,
            },
            failed: (0..cursor.count())
                .map(|_| Failure::read(&mut cursor))
                .collect(),
        };
        cursor.finish();
        report
    }
}

/// What a delete has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    pub failed: Vec<Failure>,
}

impl Deletion {
    pub fn read(cursor: &mut Cursor<'_>) -> Self {
        let failed = (0..cursor.count()).map(|_| Failure::read(cursor)).collect();
        cursor.finish();
        Self { failed }
    }
}

/// An entry of a page: a record, or the id, code and message of one that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Record(Record),
    Failure(Failure),
}

/// A page of records.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub entries: Vec<Entry>,
    pub next: Option<String>,
    pub passed: usize,
}

impl Page {
    pub fn read(plan: &Plan, reply: Reply) -> Self {
        let bytes = reply.into_bytes();
        let mut cursor = Cursor::over(&bytes);
        let mut entries = Vec::new();
        loop {
            match cursor.count() {
                0 => entries.push(Entry::Failure(Failure::read(&mut cursor))),
                1 => {
                    let id = cursor.text();
                    entries.push(Entry::Record(Record::read(plan, &id, &mut cursor)));
                }
                _ => break,
            }
        }
        let page = Self {
            entries,
            next: cursor.optional_text(),
            passed: cursor.count(),
        };
        cursor.finish();
        page
    }

    /// Ids of the entries; those that cannot be read begin with `!`.
    pub fn ids(&self) -> Vec<String> {
        let id = |entry: &Entry| match entry {
            Entry::Record(record) => record.id.clone(),
            Entry::Failure(failure) => format!("!{}", failure.key),
        };
        self.entries.iter().map(id).collect()
    }
}

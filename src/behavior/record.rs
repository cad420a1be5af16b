//! What goes into a behavior and what comes out.

use std::borrow::Cow;

use crate::value::Mapped;

/// Limit of mapped sizes where the store is Amazon S3: one byte less than it takes.
pub const DEFAULT_LIMIT: usize = 2047;
/// Bytes of metadata that Amazon S3 takes.
pub const DEFAULT_ENCODED_LIMIT: usize = 2048;

pub(super) const VERSION_KEY: &str = "_v";
pub(super) const MAP_KEY: &str = "_map";
pub(super) const PLUGIN_MAP_KEY: &str = "_pluginmap";
pub(super) const OVERFLOW_KEY: &str = "_overflow";
pub(super) const TRUNCATED_KEY: &str = "_truncated";
/// Value of the two markers.
pub(super) const MARKED: &str = "true";

/// How the text of a field may be treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A user's string as it is: any prefix of it is a shorter string.
    Plain,
    /// Text made by a codec, a cipher or a hash: a part of it is worth nothing.
    Coded,
    /// Decimal text of a number, or `true` or `false`: unquoted in JSON bodies.
    Literal,
}

/// A field on its way into an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Short key, or the path of a field that has none.
    pub key: Cow<'a, str>,
    /// Mapped value.
    pub value: Mapped<'a>,
    /// How its text may be treated.
    pub form: Form,
}

impl<'a> Field<'a> {
    /// A system entry.
    pub(super) fn system(key: &'static str, text: &'a str) -> Self {
        Self {
            key: key.into(),
            value: Mapped::Text(text.into()),
            form: Form::Coded,
        }
    }
}

/// What limits the metadata of one record.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// Bytes of mapped names and values, system fields included: the client's `metadataLimit`.
    pub limit: usize,
    /// Bytes of sanitised names and encoded values that the store takes.
    pub encoded: usize,
    /// The version written as `_v`, such as `v1`.
    pub version: &'a str,
    /// Whether the resource keeps timestamps.
    pub timestamps: bool,
    /// The record's id on update and upsert; s3db.js does not count it on insert.
    pub id: Option<&'a str>,
}

/// What a behavior needs to know besides the fields.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Limits of the metadata.
    pub limits: Limits<'a>,
    /// JSON of the attribute map ([`crate::schema::Layout::map_json`]).
    pub map: &'a str,
    /// JSON of the plugin map, if the resource has plugin attributes.
    pub plugin_map: Option<&'a str>,
}

/// Figures of the event `exceedsLimit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeds {
    /// Bytes of all mapped names and values.
    pub total: usize,
    /// The limit before overhead.
    pub limit: usize,
    /// The limit after overhead.
    pub effective: usize,
    /// `total` − `limit`: negative when only the overhead or the encoding is too much.
    pub excess: i64,
}

/// Metadata and body of one object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WritePlan<'a> {
    /// Entries of the metadata, not yet encoded, names not yet sanitised.
    pub metadata: Vec<Field<'a>>,
    /// JSON text; empty if all of the record is in metadata.
    pub body: String,
    /// Whether fields that metadata has no room for are in the body.
    pub overflowed: bool,
    /// Keys of fields that were cut or left out.
    pub truncated: Vec<Cow<'a, str>>,
    /// Set when the record left metadata because of its size and users are told.
    pub exceeds: Option<Exceeds>,
}

impl<'a> WritePlan<'a> {
    /// The whole record in metadata.
    pub(super) fn in_metadata(mut fields: Vec<Field<'a>>, context: &Context<'a>) -> Self {
        fields.push(Field::system(VERSION_KEY, context.limits.version));
        Self {
            metadata: fields,
            ..Self::default()
        }
    }
}

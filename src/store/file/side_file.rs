//! The side file of an object: everything but its body, as JSON.
//!
//! s3db.js repeats the whole body in a field `body` that nothing reads. We write none and pass over
//! those that we find.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::side_value::{MetadataEntries, Number, Text};
use crate::codec::date::{format_instant, parse_instant};
use crate::json::{sort_properties, write_string};
use crate::store::etag::EMPTY_ETAG;
use crate::store::{Metadata, NewObject, Object};

/// Media type of objects for which none was given.
const DEFAULT_TYPE: &str = "application/octet-stream";

/// What is known of an object besides its body.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SideFile<'a> {
    /// Metadata as it goes over the wire.
    pub metadata: Cow<'a, Metadata>,
    /// Media type.
    pub content_type: Option<Cow<'a, str>>,
    /// MD5 of the stored bytes, in hexadecimal digits without quotes.
    pub etag: Cow<'a, str>,
    /// Milliseconds since 1970.
    pub last_modified: u64,
    /// Stored bytes of the body. Files that s3db.js wrote always tell it.
    pub size: Option<u64>,
    /// Content coding.
    pub content_encoding: Option<Cow<'a, str>>,
    /// Bytes of the body before it was compressed, if it was.
    pub original_size: Option<u64>,
    /// Whether the stored bytes are a gzip stream.
    pub compressed: bool,
    /// Milliseconds since 1970 at which the object ceases to exist.
    pub expires_at: Option<u64>,
}

impl<'a> SideFile<'a> {
    /// What is written of a new object; `stored` is what becomes of its body, and `etag` its quoted
    /// MD5.
    pub fn new(
        object: &NewObject<'a>,
        stored: &[u8],
        etag: &'a str,
        now: u64,
        expires_at: Option<u64>,
    ) -> Self {
        let compressed = stored.len() != object.body.len();
        Self {
            metadata: Cow::Borrowed(object.metadata),
            content_type: object.content_type.map(Cow::Borrowed),
            etag: etag.trim_matches('"').into(),
            last_modified: now,
            size: Some(stored.len() as u64),
            content_encoding: object.content_encoding.map(Cow::Borrowed),
            original_size: compressed.then_some(object.body.len() as u64),
            compressed,
            expires_at,
        }
    }

    /// Reads a side file.
    ///
    /// # Errors
    /// What is wrong with its text.
    pub fn parse(text: &'a [u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text)
    }

    /// The same, without reference to the text that was read.
    pub fn to_static(&self) -> SideFile<'static> {
        let owned = |text: &Option<Cow<'_, str>>| text.as_ref().map(|text| text.to_string().into());
        SideFile {
            metadata: Cow::Owned(self.metadata.clone().into_owned()),
            content_type: owned(&self.content_type),
            etag: self.etag.to_string().into(),
            content_encoding: owned(&self.content_encoding),
            ..*self
        }
    }

    /// Whether the object has ceased to exist.
    pub fn is_expired(&self, now: u64) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// The quoted `ETag`.
    pub fn quoted_etag(&self) -> Cow<'static, str> {
        match EMPTY_ETAG.get(1..33) {
            Some(empty) if empty == self.etag => EMPTY_ETAG.into(),
            _ => ["\"", &self.etag, "\""].concat().into(),
        }
    }

    /// Bytes of the body as it is read, where that is known without reading it.
    pub fn body_size(&self) -> Option<u64> {
        if self.compressed {
            self.original_size
        } else {
            self.size
        }
    }

    /// The object, with its body if that was read, else with the body's size.
    pub fn object(&self, body: Option<&[u8]>, size: u64) -> Object {
        let object = NewObject {
            metadata: &self.metadata,
            body: body.unwrap_or_default(),
            content_type: self.content_type.as_deref(),
            content_encoding: self.content_encoding.as_deref(),
        };
        match body {
            Some(_) => Object::new(object, &self.quoted_etag(), self.last_modified),
            None => Object::without_body(object, &self.quoted_etag(), self.last_modified, size),
        }
    }

    /// The text, as `JSON.stringify` with two spaces of indentation prints it.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(320 + self.metadata.as_packed().len() * 5 / 4);
        text.push_str("{\n  \"metadata\": {");
        let mut entries: Vec<_> = self.metadata.iter().collect();
        sort_properties(&mut entries, |entry| entry.0);
        for (position, (name, value)) in entries.iter().enumerate() {
            text.push_str(if position > 0 { ",\n    " } else { "\n    " });
            write_string(&mut text, name);
            text.push_str(": ");
            write_string(&mut text, value);
        }
        text.push_str(if entries.is_empty() { "}" } else { "\n  }" });
        let content_type = self.content_type.as_deref().unwrap_or(DEFAULT_TYPE);
        push_text(&mut text, "contentType", content_type);
        push_text(&mut text, "etag", &self.etag);
        let modified = i64::try_from(self.last_modified)
            .ok()
            .and_then(format_instant);
        push_text(&mut text, "lastModified", &modified.unwrap_or_default());
        let size = self.size.unwrap_or_default();
        push(&mut text, "size", size);
        if let Some(encoding) = &self.content_encoding {
            push_text(&mut text, "contentEncoding", encoding);
        }
        push(&mut text, "contentLength", size);
        push(&mut text, "compressed", self.compressed);
        if let Some(original) = self.original_size {
            push(&mut text, "originalSize", original);
            push_text(&mut text, "compressionRatio", &ratio(size, original));
        }
        match self.expires_at {
            Some(at) => push(&mut text, "expiresAt", at),
            None => push(&mut text, "expiresAt", "null"),
        }
        text.push_str("\n}");
        text
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "three decimals of a ratio are exact enough"
)]
fn ratio(size: u64, original: u64) -> String {
    format!("{:.3}", size as f64 / original.max(1) as f64)
}

fn push_text(text: &mut String, name: &str, value: &str) {
    push(text, name, "");
    write_string(text, value);
}

fn push(text: &mut String, name: &str, value: impl fmt::Display) {
    text.push_str(",\n  \"");
    text.push_str(name);
    text.push_str("\": ");
    text.push_str(&value.to_string());
}

impl<'de> Deserialize<'de> for SideFile<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = SideFile<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a side file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut file = SideFile::default();
        while let Some(Text(name)) = map.next_key()? {
            match &*name {
                "metadata" => file.metadata = Cow::Owned(map.next_value_seed(MetadataEntries)?),
                "contentType" => file.content_type = text(&mut map)?,
                "etag" => file.etag = text(&mut map)?.unwrap_or_default(),
                "lastModified" => file.last_modified = instant(text(&mut map)?.as_deref()),
                "size" => file.size = number(&mut map)?,
                "contentEncoding" => file.content_encoding = text(&mut map)?,
                "originalSize" => file.original_size = number(&mut map)?,
                "compressed" => file.compressed = map.next_value::<Option<bool>>()? == Some(true),
                "expiresAt" => file.expires_at = number(&mut map)?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(file)
    }
}

fn instant(text: Option<&str>) -> u64 {
    text.and_then(parse_instant)
        .and_then(|instant| u64::try_from(instant).ok())
        .unwrap_or_default()
}

fn text<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    let value = map.next_value::<Option<Text<'de>>>()?;
    Ok(value.map(|Text(text)| text).filter(|text| !text.is_empty()))
}

fn number<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<u64>, A::Error> {
    let value = map.next_value::<Option<Number>>()?;
    Ok(value.map(|Number(number)| number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn side_file() -> impl Strategy<Value = SideFile<'static>> {
        let metadata = prop::collection::vec(("[0-9a-z_]{1,3}|\\PC{1,4}", any::<String>()), 0..6);
        let text = || prop::option::of("\\PC{1,12}");
        let numbers = (0..4_000_000_000_000_u64, any::<u32>());
        let options = (
            prop::option::of(any::<u32>()),
            prop::option::of(any::<u32>()),
        );
        (metadata, text(), text(), "[0-9a-f]{32}", numbers, options).prop_map(
            |(entries, content_type, encoding, etag, (time, size), (original, expiry))| SideFile {
                metadata: Cow::Owned(
                    entries
                        .iter()
                        .map(|(name, value)| (name.as_str(), value.as_str()))
                        .collect(),
                ),
                content_type: Some(content_type.map_or(DEFAULT_TYPE.into(), Cow::Owned)),
                etag: etag.into(),
                last_modified: time,
                size: Some(size.into()),
                content_encoding: encoding.map(Cow::Owned),
                original_size: original.map(u64::from),
                compressed: original.is_some(),
                expires_at: expiry.map(u64::from),
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn what_is_written_is_json_in_the_usual_form_and_is_read_back(side in side_file()) {
            let text = side.text();
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&text, &serde_json::to_string_pretty(&value).unwrap());
            let read = SideFile::parse(text.as_bytes()).unwrap();
            let sorted = |side: &SideFile<'_>| {
                let mut entries: Vec<_> = side
                    .metadata
                    .iter()
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect();
                entries.sort();
                entries
            };
            prop_assert_eq!(sorted(&read), sorted(&side));
            let metadata = || Cow::Owned(Metadata::default());
            prop_assert_eq!(
                SideFile { metadata: metadata(), ..read.to_static() },
                SideFile { metadata: metadata(), ..side.to_static() }
            );
        }
    }
}

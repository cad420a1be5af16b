//! A memory bucket as the memory client sees it: objects under full keys.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use napi::bindgen_prelude::{Buffer, BufferSlice};
use napi_derive::napi;
use serde_json::Value;

use super::answer::at_once;
use crate::codec::date::parse_instant;
use crate::codec::metadata;
use crate::frame::Reply;
use crate::schema::key_name::sanitize;
use crate::store::memory::Limits;
use crate::store::{Condition, List, MemoryStore, Metadata, NewObject, Object, ObjectStore};
use crate::value::Mapped;
use crate::{Error, Result, clock};

/// A memory bucket.
#[napi]
pub struct Bucket {
    store: Arc<MemoryStore>,
}

/// What a put may say besides key, metadata and body.
#[napi(object)]
#[derive(Default)]
pub struct PutOptions {
    /// Media type.
    pub content_type: Option<String>,
    /// Content coding.
    pub content_encoding: Option<String>,
    /// `ETag` that the object must have.
    pub if_match: Option<String>,
    /// Whether there must be no object.
    pub if_absent: Option<bool>,
}

/// Limits of a bucket; without a number there is none.
#[napi(object)]
#[allow(clippy::struct_field_names, reason = "the unit is part of the name")]
pub struct BucketLimits {
    /// Bytes of an object's metadata.
    pub metadata_bytes: Option<u32>,
    /// Bytes of a body.
    pub body_bytes: Option<f64>,
    /// Bytes of all bodies.
    pub total_bytes: Option<f64>,
}

impl Bucket {
    /// A handle on a store.
    #[must_use]
    pub fn new(store: Arc<MemoryStore>) -> Self {
        Self { store }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> Arc<MemoryStore> {
        Arc::clone(&self.store)
    }
}

#[napi]
impl Bucket {
    /// Writes an object; `metadata` is a list of names and plain values, one after another. Answers the `ETag`.
    ///
    /// # Errors
    /// A failed condition or limit.
    #[napi]
    pub fn put(
        &self,
        key: String,
        metadata: Vec<Option<String>>,
        body: BufferSlice<'_>,
        options: PutOptions,
    ) -> napi::Result<String> {
        let metadata = encoded(&metadata);
        let object = NewObject {
            metadata: &metadata,
            body: &body,
            content_type: options.content_type.as_deref(),
            content_encoding: options.content_encoding.as_deref(),
        };
        let condition = match &options.if_match {
            Some(etag) => Condition::Matches(etag),
            None if options.if_absent == Some(true) => Condition::Absent,
            None => Condition::None,
        };
        Ok(at_once(self.store.put(&key, object, condition))?.etag)
    }

    /// Reads an object: facts, then the body (see [`write_object`]).
    ///
    /// # Errors
    /// There is none.
    #[napi]
    pub fn get(&self, key: String) -> napi::Result<Buffer> {
        let mut reply = Reply::default();
        let object = at_once(self.store.get(&key))?;
        write_object(&mut reply, &object);
        reply.output(&crate::value::Output::Bytes(object.body().to_vec()));
        Ok(reply.into_bytes().into())
    }

    /// Reads what is known of an object besides its body.
    ///
    /// # Errors
    /// There is none.
    #[napi]
    pub fn head(&self, key: String) -> napi::Result<Buffer> {
        let mut reply = Reply::default();
        write_object(&mut reply, &at_once(self.store.head(&key))?);
        Ok(reply.into_bytes().into())
    }

    /// Copies an object, with other metadata if `metadata` is given. Answers the `ETag`.
    ///
    /// # Errors
    /// There is no object `from`, or the copy breaks a limit.
    #[napi]
    pub fn copy(
        &self,
        from: String,
        to: String,
        metadata: Option<Vec<Option<String>>>,
        content_type: Option<String>,
    ) -> napi::Result<String> {
        let metadata = metadata.map(|pairs| encoded(&pairs));
        let copy = self
            .store
            .copy(&from, &to, metadata.as_ref(), content_type.as_deref());
        Ok(at_once(copy)?.etag)
    }

    /// Deletes objects.
    ///
    /// # Errors
    /// None that this store knows.
    #[napi]
    pub fn delete(&self, keys: Vec<String>) -> napi::Result<()> {
        at_once(self.store.delete_many(&keys))?;
        Ok(())
    }

    /// A page of keys: entries as (key, size, `ETag`, last modified), their number first; groups, their
    /// number first; the key after which the next page begins, or null.
    ///
    /// # Errors
    /// None that this store knows.
    #[napi]
    pub fn list(
        &self,
        prefix: String,
        after: Option<String>,
        delimiter: Option<String>,
        limit: Option<u32>,
    ) -> napi::Result<Buffer> {
        let request = List {
            prefix: &prefix,
            after: after.as_deref(),
            delimiter: delimiter.as_deref(),
            limit: limit.map(|limit| limit as usize),
        };
        let page = at_once(self.store.list(request))?;
        let mut reply = Reply::default();
        reply.count(page.entries.len() as u64);
        for entry in &page.entries {
            reply.text(&entry.key);
            reply.count(entry.size);
            reply.known_text(&entry.etag);
            reply.count(entry.last_modified);
        }
        reply.count(page.common_prefixes.len() as u64);
        for prefix in &page.common_prefixes {
            reply.text(prefix);
        }
        reply.optional_text(page.next.as_deref());
        Ok(reply.into_bytes().into())
    }

    /// Number of keys that begin with a prefix.
    ///
    /// # Errors
    /// None that this store knows.
    #[napi]
    pub fn count(&self, prefix: String) -> napi::Result<u32> {
        let count = at_once(self.store.count(&prefix))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Every object: their number, then for each its key, its facts as [`write_object`] has them but
    /// with metadata values as stored, and its body in base64.
    #[napi]
    #[must_use]
    pub fn snapshot(&self) -> Buffer {
        let objects = self.store.snapshot();
        let mut reply = Reply::default();
        reply.count(objects.len() as u64);
        for (key, object) in &objects {
            reply.text(key);
            write_facts(&mut reply, object, Reply::text);
            reply.text(&BASE64.encode(object.body()));
        }
        reply.into_bytes().into()
    }

    /// Replaces everything by the objects of a snapshot in the reference's JSON form.
    ///
    /// # Errors
    /// The text is no snapshot; nothing is changed.
    #[napi]
    pub fn restore(&self, snapshot: String) -> napi::Result<()> {
        let objects = parse_snapshot(&snapshot)?;
        self.store.restore(objects);
        Ok(())
    }

    /// Number of objects and bytes of their bodies.
    #[napi]
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
    pub fn usage(&self) -> Vec<f64> {
        let (objects, bytes) = self.store.usage();
        vec![objects as f64, bytes as f64]
    }

    /// Sets the limits for objects written from now on.
    #[napi]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a limit beyond the range of usize is none"
    )]
    pub fn set_limits(&self, limits: BucketLimits) {
        self.store.set_limits(Limits {
            metadata_bytes: limits.metadata_bytes.map(|bytes| bytes as usize),
            body_bytes: limits.body_bytes.map(|bytes| bytes as usize),
            total_bytes: limits.total_bytes.map(|bytes| bytes as u64),
        });
    }
}

/// Metadata as it is stored, from names and values one after another: names sanitised, values encoded.
#[must_use]
pub fn encoded(pairs: &[Option<String>]) -> Metadata {
    let mut metadata = Metadata::default();
    for pair in pairs.chunks_exact(2) {
        if let [Some(name), value] = pair {
            let value = value
                .as_deref()
                .map_or(Mapped::Null, |text| Mapped::Text(text.into()));
            metadata.set(&sanitize(name), &metadata::encode(&value));
        }
    }
    metadata
}

/// Writes what is known of an object: number of metadata entries, (name, decoded value)*, media type,
/// coding, `ETag`, last modified (ms), size.
pub fn write_object(reply: &mut Reply, object: &Object) {
    write_facts(reply, object, |reply, value| {
        match metadata::decode(value) {
            Mapped::Null | Mapped::Undefined => reply.null(),
            Mapped::Text(text) => reply.text(&text),
        }
    });
}

fn write_facts(reply: &mut Reply, object: &Object, value: impl Fn(&mut Reply, &str)) {
    reply.count(object.metadata().count() as u64);
    for (name, text) in object.metadata() {
        reply.text(name);
        value(reply, text);
    }
    reply.optional_text(object.content_type());
    reply.optional_text(object.content_encoding());
    reply.known_text(object.etag());
    reply.count(object.last_modified());
    reply.count(object.size());
}

fn parse_snapshot(snapshot: &str) -> Result<Vec<(String, Object)>> {
    let value: Value = serde_json::from_str(snapshot).map_err(|_| invalid_snapshot())?;
    let objects = value
        .get("objects")
        .and_then(Value::as_object)
        .ok_or_else(invalid_snapshot)?;
    objects
        .iter()
        .map(|(key, object)| Ok((key.clone(), parse_object(object)?)))
        .collect()
}

fn parse_object(object: &Value) -> Result<Object> {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let body = BASE64
        .decode(text("body").unwrap_or_default())
        .map_err(|_| invalid_snapshot())?;
    let metadata = object
        .get("metadata")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let metadata: Metadata = metadata
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap_or("null")))
        .collect();
    let new = NewObject {
        metadata: &metadata,
        body: &body,
        content_type: text("contentType"),
        content_encoding: text("contentEncoding"),
    };
    let modified = text("lastModified").and_then(parse_instant);
    let modified = modified.and_then(|instant| u64::try_from(instant).ok());
    let etag = format!("\"{}\"", text("etag").unwrap_or_default().trim_matches('"'));
    Ok(Object::new(new, &etag, modified.unwrap_or_else(clock::now)))
}

fn invalid_snapshot() -> Error {
    Error::InvalidSnapshot
}

//! A memory bucket as the memory client sees it: objects under full keys.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use napi::bindgen_prelude::{Buffer, BufferSlice};
use napi_derive::napi;
use serde_json::Value;

use super::answer::at_once;
use super::object::{self, Listing, Pairs, PutOptions, write_facts};
use crate::codec::date::parse_instant;
use crate::frame::Reply;
use crate::store::memory::Limits;
use crate::store::{MemoryStore, Metadata, NewObject, Object};
use crate::{Error, Result, clock};

/// A memory bucket.
#[napi]
pub struct Bucket {
    store: Arc<MemoryStore>,
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
    /// Writes an object; see [`object::put`]. Answers the `ETag`.
    ///
    /// # Errors
    /// A failed condition or limit.
    #[napi]
    pub fn put(
        &self,
        key: String,
        metadata: Pairs,
        body: BufferSlice<'_>,
        options: PutOptions,
    ) -> napi::Result<String> {
        let put = object::put(&*self.store, &key, &metadata, &body, &options);
        Ok(at_once(put)?.into())
    }

    /// Reads an object; see [`object::get`].
    ///
    /// # Errors
    /// There is none.
    #[napi]
    pub fn get(&self, key: String) -> napi::Result<Buffer> {
        replied(|reply| at_once(object::get(&*self.store, &key, reply)))
    }

    /// Reads what is known of an object besides its body.
    ///
    /// # Errors
    /// There is none.
    #[napi]
    pub fn head(&self, key: String) -> napi::Result<Buffer> {
        replied(|reply| at_once(object::head(&*self.store, &key, reply)))
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
        metadata: Option<Pairs>,
        content_type: Option<String>,
    ) -> napi::Result<String> {
        let (metadata, content_type) = (metadata.as_deref(), content_type.as_deref());
        let copy = object::copy(&*self.store, (&from, &to), metadata, content_type);
        Ok(at_once(copy)?.into())
    }

    /// Deletes objects; see [`object::delete`].
    ///
    /// # Errors
    /// None that this store knows.
    #[napi]
    pub fn delete(&self, keys: Vec<String>) -> napi::Result<Buffer> {
        replied(|reply| at_once(object::delete(&*self.store, &keys, reply)))
    }

    /// A page of keys; see [`object::list`].
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
        let listing = Listing {
            prefix,
            after,
            delimiter,
            limit,
        };
        replied(|reply| at_once(object::list(&*self.store, &listing, reply)))
    }

    /// Number of keys that begin with a prefix.
    ///
    /// # Errors
    /// None that this store knows.
    #[napi]
    pub fn count(&self, prefix: String) -> napi::Result<u32> {
        let count = at_once(object::count(&*self.store, &prefix))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Every object: their number, then for each its key, its facts as [`object::write_object`] has them but
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

fn replied(write: impl FnOnce(&mut Reply) -> Result<()>) -> napi::Result<Buffer> {
    let mut reply = Reply::default();
    write(&mut reply)?;
    Ok(reply.into_bytes().into())
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

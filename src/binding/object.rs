//! Objects of a store as clients see them: plain metadata, facts and bodies.
//!
//! Written for any store: where one is at hand its future is polled once, elsewhere it runs on a thread
//! or on the asynchronous runtime.

use napi_derive::napi;

use crate::Result;
use crate::codec::metadata;
use crate::frame::Reply;
use crate::schema::key_name::sanitize;
use crate::store::{Condition, Etag, List, Metadata, NewObject, Object, ObjectStore};
use crate::value::{Mapped, Output};

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

/// Names and plain values of metadata, one after another.
pub type Pairs = Vec<Option<String>>;

/// Which keys a listing returns.
pub struct Listing {
    /// Literal beginning of the keys.
    pub prefix: String,
    /// Key or group that the page comes after.
    pub after: Option<String>,
    /// Groups keys by what stands before it.
    pub delimiter: Option<String>,
    /// Most keys and groups.
    pub limit: Option<u32>,
}

/// Writes an object and answers the `ETag`.
///
/// # Errors
/// A failed condition or limit, and what the store says.
pub async fn put(
    store: &impl ObjectStore,
    key: &str,
    metadata: &[Option<String>],
    body: &[u8],
    options: &PutOptions,
) -> Result<Etag> {
    let object = NewObject {
        metadata: &encoded(metadata),
        body,
        content_type: options.content_type.as_deref(),
        content_encoding: options.content_encoding.as_deref(),
    };
    let condition = match &options.if_match {
        Some(etag) => Condition::Matches(etag),
        None if options.if_absent == Some(true) => Condition::Absent,
        None => Condition::None,
    };
    store.put(key, object, condition).await
}

/// Reads an object: facts, then the body (see [`write_object`]).
///
/// # Errors
/// There is none, and what the store says.
pub async fn get(store: &impl ObjectStore, key: &str, reply: &mut Reply) -> Result<()> {
    let object = store.get(key).await?;
    write_object(reply, &object);
    reply.output(&Output::Bytes(object.body().to_vec()));
    Ok(())
}

/// Reads what is known of an object besides its body.
///
/// # Errors
/// There is none, and what the store says.
pub async fn head(store: &impl ObjectStore, key: &str, reply: &mut Reply) -> Result<()> {
    write_object(reply, &store.head(key).await?);
    Ok(())
}

/// Copies an object, with other metadata if `metadata` is given, and answers the `ETag`.
///
/// # Errors
/// There is no object `from`, the copy breaks a limit, and what the store says.
pub async fn copy(
    store: &impl ObjectStore,
    (from, to): (&str, &str),
    metadata: Option<&[Option<String>]>,
    content_type: Option<&str>,
) -> Result<Etag> {
    let metadata = metadata.map(encoded);
    let copy = store.copy(from, to, metadata.as_ref(), content_type);
    copy.await
}

/// Deletes objects: number of those that could not be deleted, then for each its key and the
/// error.
///
/// # Errors
/// What the store says when nothing is known of any key.
pub async fn delete(store: &impl ObjectStore, keys: &[String], reply: &mut Reply) -> Result<()> {
    let failed = store.delete_many(keys).await?;
    reply.count(failed.len() as u64);
    for (key, error) in &failed {
        reply.text(key);
        reply.error(error);
    }
    Ok(())
}

/// A page of keys: entries as (key, size, `ETag`, last modified), their number first; groups, their
/// number first; the key after which the next page begins, or null.
///
/// # Errors
/// What the store says.
pub async fn list(store: &impl ObjectStore, listing: &Listing, reply: &mut Reply) -> Result<()> {
    let request = List {
        prefix: &listing.prefix,
        after: listing.after.as_deref(),
        delimiter: listing.delimiter.as_deref(),
        limit: listing.limit.map(|limit| limit as usize),
    };
    let page = store.list(request).await?;
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
    Ok(())
}

/// Number of keys that begin with a prefix.
///
/// # Errors
/// What the store says.
pub async fn count(store: &impl ObjectStore, prefix: &str) -> Result<usize> {
    store.count(prefix).await
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

/// Writes the same, metadata values as `value` writes them.
pub fn write_facts(reply: &mut Reply, object: &Object, value: impl Fn(&mut Reply, &str)) {
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

/// Metadata as it is stored, names and values one after another, from names and plain values.
#[napi]
#[must_use]
pub fn encode_metadata(pairs: Pairs) -> Vec<String> {
    let stored = encoded(&pairs);
    let entries = stored.iter();
    entries
        .flat_map(|(name, value)| [name.to_owned(), value.to_owned()])
        .collect()
}

/// The plain value of stored metadata.
#[napi]
#[must_use]
pub fn decode_metadata(stored: String) -> Option<String> {
    match metadata::decode(&stored) {
        Mapped::Null | Mapped::Undefined => None,
        Mapped::Text(text) => Some(text.into_owned()),
    }
}

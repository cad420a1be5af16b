//! Copies.

use super::super::{Condition, Etag, Metadata, NewObject, ObjectStore};
use super::put;
use crate::{Error, Result};

async fn put_source<S: ObjectStore>(store: &S, key: &str) -> Result<Etag> {
    let metadata: Metadata = [("0", "old"), ("1", "kept")].into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body: b"content",
        content_type: Some("text/plain"),
        content_encoding: None,
    };
    store.put(key, object, Condition::None).await
}

/// Without new metadata a copy is the same object under another key. It replaces what was there.
pub async fn with_metadata_kept<S: ObjectStore>(store: &S) -> Result<()> {
    let etag = put_source(store, "copies/kept/from").await?;
    put(store, "copies/kept/to", b"something else").await?;
    let written = store
        .copy("copies/kept/from", "copies/kept/to", None, None)
        .await?;
    assert_eq!(written, etag);
    let (source, copy) = (
        store.get("copies/kept/from").await?,
        store.get("copies/kept/to").await?,
    );
    assert_eq!(copy.to_metadata(), source.to_metadata());
    assert_eq!(copy.body(), source.body());
    assert_eq!(copy.content_type(), source.content_type());
    assert_eq!(copy.etag(), etag.as_str());
    Ok(())
}

/// New metadata replaces the old one as a whole; the body stays.
pub async fn with_metadata_replaced<S: ObjectStore>(store: &S) -> Result<()> {
    put_source(store, "copies/new/from").await?;
    let metadata: Metadata = [("0", "new")].into_iter().collect();
    let kind = Some("application/json");
    store
        .copy("copies/new/from", "copies/new/to", Some(&metadata), kind)
        .await?;
    let copy = store.get("copies/new/to").await?;
    assert_eq!(copy.to_metadata(), metadata);
    assert_eq!(copy.body(), b"content");
    assert_eq!(copy.content_type(), kind);
    let source = store.get("copies/new/from").await?;
    assert_eq!(source.to_metadata().get("1"), Some("kept"));
    Ok(())
}

/// A copy onto itself changes metadata and nothing else.
pub async fn onto_itself<S: ObjectStore>(store: &S) -> Result<()> {
    let key = "copies/same";
    let etag = put_source(store, key).await?;
    let metadata: Metadata = [("2", "new")].into_iter().collect();
    let written = store.copy(key, key, Some(&metadata), None).await?;
    let read = store.get(key).await?;
    assert_eq!(read.to_metadata(), metadata);
    assert_eq!((read.body(), read.size()), (b"content".as_slice(), 7));
    assert_eq!((read.to_etag(), written), (etag.clone(), etag));
    Ok(())
}

/// There is nothing to copy, and nothing comes of it.
pub async fn of_nothing<S: ObjectStore>(store: &S) -> Result<()> {
    let copy = store
        .copy("copies/none/from", "copies/none/to", None, None)
        .await;
    assert!(matches!(copy, Err(Error::NotFound { .. })), "{copy:?}");
    assert!(store.get("copies/none/to").await.is_err());
    Ok(())
}

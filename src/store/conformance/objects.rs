//! Single objects.

use super::super::{Condition, Metadata, NewObject, ObjectStore};
use super::{keys_below, put};
use crate::{Error, Result};

/// An object is read as it was written, until it is deleted. Deleting nothing is no error.
pub async fn put_get_delete<S: ObjectStore>(store: &S) -> Result<()> {
    let key = "objects/put/id=1";
    let metadata: Metadata = [("0", "text"), ("_v", "v1")].into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body: b"body",
        content_type: Some("application/json"),
        content_encoding: Some("gzip"),
    };
    let written = store.put(key, object, Condition::None).await?;
    let read = store.get(key).await?;
    assert_eq!(read.to_metadata(), metadata);
    assert_eq!((read.body(), read.size()), (b"body".as_slice(), 4));
    assert_eq!(read.content_type(), Some("application/json"));
    assert_eq!(read.content_encoding(), Some("gzip"));
    assert_eq!(read.etag(), written.as_str());
    assert!(read.last_modified() > 0);
    store.delete(key).await?;
    is_missing(store, key).await;
    store.delete(key).await?;
    store.delete("objects/put/id=never").await
}

/// A second write replaces all of an object.
pub async fn replacing<S: ObjectStore>(store: &S) -> Result<()> {
    let key = "objects/replace/id=1";
    let metadata: Metadata = [("old", "x")].into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body: b"a longer body",
        content_type: Some("text/plain"),
        content_encoding: None,
    };
    let first = store.put(key, object, Condition::None).await?;
    let second = put(store, key, b"short").await?;
    let read = store.get(key).await?;
    assert!(read.to_metadata().is_empty());
    assert_eq!(read.body(), b"short");
    assert_ne!(read.content_type(), Some("text/plain"));
    assert_ne!(first, second);
    assert_eq!(keys_below(store, "objects/replace/").await?, [key]);
    Ok(())
}

/// Reading the head tells everything but the body.
pub async fn head_without_body<S: ObjectStore>(store: &S) -> Result<()> {
    let key = "objects/head/id=1";
    let metadata: Metadata = [("0", "text")].into_iter().collect();
    for body in [b"some content".as_slice(), b""] {
        let object = NewObject {
            metadata: &metadata,
            body,
            content_type: None,
            content_encoding: None,
        };
        store.put(key, object, Condition::None).await?;
        let (head, whole) = (store.head(key).await?, store.get(key).await?);
        assert_eq!(head.body(), b"");
        assert_eq!(head.size(), body.len() as u64);
        assert_eq!(head.to_metadata(), metadata);
        assert_eq!(head.etag(), whole.etag());
        assert_eq!(head.last_modified(), whole.last_modified());
        assert!(store.exists(key).await?);
    }
    is_missing(store, "objects/head/id=2").await;
    Ok(())
}

/// Metadata keeps any printable ASCII without outer spaces, empty values included.
pub async fn metadata_values<S: ObjectStore>(store: &S) -> Result<()> {
    let printable: String = ('!'..='~').collect();
    let long = "x".repeat(1500);
    let entries = [
        ("0", ""),
        ("1", printable.as_str()),
        ("2", "two  spaces"),
        ("10", "d:o"),
        ("a", "null"),
        ("_v", "v1"),
        ("under_score-dash", "a,b; c=\"d\""),
        ("long", long.as_str()),
    ];
    let metadata: Metadata = entries.into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body: b"",
        content_type: None,
        content_encoding: None,
    };
    store
        .put("objects/metadata/id=1", object, Condition::None)
        .await?;
    let read = store.get("objects/metadata/id=1").await?.to_metadata();
    for (name, value) in entries {
        assert_eq!(read.get(name), Some(value), "metadata `{name}`");
    }
    assert_eq!(read.iter().count(), entries.len());
    Ok(())
}

/// Bodies of any bytes, up to `largest` of them.
pub async fn bodies<S: ObjectStore>(store: &S, largest: usize) -> Result<()> {
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let large: Vec<u8> = every_byte.iter().copied().cycle().take(largest).collect();
    for body in [b"".as_slice(), b"\0", b"\r\n\r\n", &every_byte, &large] {
        let written = put(store, "objects/bodies/id=1", body).await?;
        let read = store.get("objects/bodies/id=1").await?;
        assert!(read.body() == body, "a body of {} bytes", body.len());
        assert_eq!(read.size(), body.len() as u64);
        assert_eq!(read.etag(), written.as_str());
        let bare = read.etag().strip_prefix('"');
        let bare = bare.and_then(|tag| tag.strip_suffix('"'));
        assert!(bare.is_some_and(|tag| !tag.is_empty()), "{}", read.etag());
    }
    Ok(())
}

/// Keys are told apart by every character.
pub async fn keys<S: ObjectStore>(store: &S, any: bool) -> Result<()> {
    let portable = [
        "objects/keys/id=a b",
        "objects/keys/id=a+b",
        "objects/keys/id=a%20b",
        "objects/keys/id=a&b",
        "objects/keys/id=São Paulo",
        "objects/keys/id=日本",
        "objects/keys/id=😀",
        "objects/keys/id='",
    ];
    let unknown_to_windows = ["objects/keys/id=..", "objects/keys/id=\""];
    let odd = [
        "objects/keys/id=A b",
        "objects/keys/id=a:b",
        "objects/keys/id=a\\b",
        "objects/keys/id=a*?<>|",
        "objects/keys/id=a\tb",
        "objects/keys/id=a\u{7f}b",
        "objects/keys//id=empty",
    ];
    let mut keys = portable.to_vec();
    keys.extend(unknown_to_windows.into_iter().filter(|_| !cfg!(windows)));
    keys.extend(odd.into_iter().filter(|_| any));
    for key in &keys {
        put(store, key, key.as_bytes()).await?;
    }
    for key in &keys {
        assert_eq!(store.get(key).await?.body(), key.as_bytes(), "key `{key}`");
    }
    keys.sort_unstable();
    assert_eq!(keys_below(store, "objects/keys/").await?, keys);
    Ok(())
}

/// An object may have the key of another one's folder.
pub async fn nested_keys<S: ObjectStore>(store: &S) -> Result<()> {
    let keys = [
        "objects/nested/a",
        "objects/nested/a/",
        "objects/nested/a/b",
    ];
    for key in keys {
        put(store, key, key.as_bytes()).await?;
    }
    for key in keys {
        assert_eq!(store.get(key).await?.body(), key.as_bytes(), "key `{key}`");
    }
    store.delete("objects/nested/a").await?;
    let [_, left @ ..] = keys;
    assert_eq!(keys_below(store, "objects/nested/").await?, left);
    Ok(())
}

async fn is_missing<S: ObjectStore>(store: &S, key: &str) {
    for read in [store.get(key).await, store.head(key).await] {
        match read {
            Err(Error::NotFound { key: missing }) => assert_eq!(missing, key),
            other => panic!("`{key}` is not missing: {other:?}"),
        }
    }
    assert_eq!(store.exists(key).await, Ok(false), "key `{key}`");
}

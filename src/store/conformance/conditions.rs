//! Conditional writes. A condition that does not hold leaves the object as it is.

use super::super::{Condition, Etag, Metadata, NewObject, ObjectStore, STAMP};
use super::{put, put_if};
use crate::{Error, Result};

/// Only one write creates an object.
pub async fn absent<S: ObjectStore>(store: &S) -> Result<()> {
    let key = "conditions/absent";
    put_if(store, key, b"first", Condition::Absent).await?;
    is_refused(put_if(store, key, b"second", Condition::Absent).await, key);
    assert_eq!(store.get(key).await?.body(), b"first");
    store.delete(key).await?;
    put_if(store, key, b"third", Condition::Absent).await?;
    assert_eq!(store.get(key).await?.body(), b"third");
    Ok(())
}

/// A write replaces the object that it has seen and no other.
pub async fn matches<S: ObjectStore>(store: &S) -> Result<()> {
    let key = "conditions/matches";
    is_refused(
        put_if(store, key, b"new", Condition::Matches("\"tag\"")).await,
        key,
    );
    let first = put(store, key, b"first").await?;
    let second = put_if(store, key, b"second", Condition::Matches(first.as_str())).await?;
    is_refused(
        put_if(store, key, b"third", Condition::Matches(first.as_str())).await,
        key,
    );
    assert_eq!(store.get(key).await?.body(), b"second");
    store.delete(key).await?;
    is_refused(
        put_if(store, key, b"fourth", Condition::Matches(second.as_str())).await,
        key,
    );
    Ok(())
}

/// `If-Match` takes a list of tags, `*` for any object, and tags without quotes.
pub async fn tag_lists<S: ObjectStore>(store: &S) -> Result<()> {
    let key = "conditions/lists";
    is_refused(
        put_if(store, key, b"new", Condition::Matches("*")).await,
        key,
    );
    let mut current = put(store, key, b"0").await?;
    let forms: [fn(&str) -> String; 5] = [
        |_| "*".to_owned(),
        |tag| format!("\"other\", {tag}"),
        |tag| format!("{tag},\"other\""),
        |tag| tag.trim_matches('"').to_owned(),
        |tag| format!("W/{tag}"),
    ];
    for (body, form) in (b'1'..).zip(forms) {
        let condition = form(current.as_str());
        current = put_if(store, key, &[body], Condition::Matches(&condition)).await?;
    }
    for none in ["", ",", "\"\"", "\"other\", \"another\""] {
        is_refused(
            put_if(store, key, b"late", Condition::Matches(none)).await,
            key,
        );
    }
    assert_eq!(store.get(key).await?.body(), b"5");
    Ok(())
}

/// Objects of the same body are told apart by their stamps.
pub async fn unchanged<S: ObjectStore>(store: &S) -> Result<()> {
    let key = "conditions/unchanged";
    let stamped = |stamp: &str| Metadata::from_iter([(STAMP, stamp)]);
    let etag = put(store, key, b"body").await?;
    let read = |stamp| Condition::Unchanged {
        etag: etag.as_str(),
        stamp,
        is_recent: false,
    };
    put_with(store, key, &stamped("one"), read(None)).await?;
    is_refused(
        put_with(store, key, &stamped("late"), read(None)).await,
        key,
    );
    is_refused(
        put_with(store, key, &stamped("late"), read(Some("other"))).await,
        key,
    );
    put_with(store, key, &stamped("two"), read(Some("one"))).await?;
    assert_eq!(store.get(key).await?.stamp(), Some("two"));
    store.delete(key).await?;
    is_refused(
        put_with(store, key, &stamped("three"), read(Some("two"))).await,
        key,
    );
    Ok(())
}

async fn put_with<S: ObjectStore>(
    store: &S,
    key: &str,
    metadata: &Metadata,
    condition: Condition<'_>,
) -> Result<Etag> {
    let object = NewObject {
        metadata,
        body: b"body",
        content_type: None,
        content_encoding: None,
    };
    store.put(key, object, condition).await
}

fn is_refused<T: std::fmt::Debug>(result: Result<T>, key: &str) {
    match result {
        Err(Error::Precondition { key: refused, .. }) => assert_eq!(refused, key),
        other => panic!("`{key}` is not refused: {other:?}"),
    }
}

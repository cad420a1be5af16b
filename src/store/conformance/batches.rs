//! Requests on many objects.

use super::super::{Metadata, NewObject, ObjectStore};
use super::{keys_below, put, put_keys};
use crate::{Error, Result};

/// Deleting many objects passes over those that are not there.
pub async fn deleting<S: ObjectStore>(store: &S) -> Result<()> {
    let keys: Vec<String> = (0..25)
        .map(|number| format!("batches/delete/{number:02}"))
        .collect();
    put_keys(store, &keys.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let (kept, mut gone): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| key.ends_with('7'));
    gone.push("batches/delete/missing".to_owned());
    gone.extend(gone.first().cloned());
    assert_eq!(store.delete_many(&gone).await?, []);
    assert_eq!(keys_below(store, "batches/delete/").await?, kept);
    assert_eq!(store.count("batches/delete/").await?, kept.len());
    Ok(())
}

/// One object is written under many keys.
pub async fn writing<S: ObjectStore>(store: &S) -> Result<()> {
    let keys = ["a", "b", "c"].map(|name| format!("batches/write/{name}"));
    let metadata: Metadata = [("_v", "v1")].into_iter().collect();
    let object = NewObject {
        metadata: &metadata,
        body: b"same",
        content_type: None,
        content_encoding: None,
    };
    assert_eq!(store.put_many(&keys, object).await, []);
    assert_eq!(store.put_many(&[], object).await, []);
    for key in &keys {
        let read = store.get(key).await?;
        assert_eq!(
            (read.body(), read.to_metadata()),
            (&b"same"[..], metadata.clone())
        );
    }
    assert_eq!(keys_below(store, "batches/write/").await?, keys);
    Ok(())
}

/// Many objects are read in the order asked for, missing and repeated ones included.
pub async fn reading<S: ObjectStore>(store: &S) -> Result<()> {
    for name in ["a", "b", "c"] {
        put(store, &format!("batches/read/{name}"), name.as_bytes()).await?;
    }
    let names = ["c", "missing", "a", "b", "a"];
    let keys: Vec<_> = names
        .iter()
        .map(|name| format!("batches/read/{name}"))
        .collect();
    let objects = store.get_many(&keys).await;
    assert_eq!(objects.len(), keys.len());
    for ((name, key), object) in names.iter().zip(&keys).zip(objects) {
        match object {
            Ok(object) => assert_eq!(object.body(), name.as_bytes()),
            Err(Error::NotFound { key: missing }) => {
                assert_eq!((*name, &missing), ("missing", key));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A count is the number of keys that a listing would give, whatever was written and deleted before.
pub async fn counting<S: ObjectStore>(store: &S) -> Result<()> {
    let keys = [
        "batches/count/a",
        "batches/count/b/1",
        "batches/count/b/2",
        "batches/count/b/c/3",
        "batches/count/bb/4",
        "batches/counted/5",
    ];
    put_keys(store, &keys).await?;
    put_keys(store, &keys).await?;
    let expect = async |expected: [usize; 6]| -> Result<()> {
        let prefixes = [
            "batches/count/",
            "batches/count/b/",
            "batches/count/b",
            "batches/count",
            "batches/count/b/c/",
            "batches/count/b/c/3",
        ];
        for (prefix, expected) in prefixes.into_iter().zip(expected) {
            assert_eq!(store.count(prefix).await?, expected, "prefix `{prefix}`");
            assert_eq!(
                keys_below(store, prefix).await?.len(),
                expected,
                "prefix `{prefix}`"
            );
        }
        Ok(())
    };
    expect([5, 3, 4, 6, 1, 1]).await?;
    store
        .copy("batches/count/a", "batches/count/b/d", None, None)
        .await?;
    store
        .copy("batches/count/a", "batches/count/b/1", None, None)
        .await?;
    expect([6, 4, 5, 7, 1, 1]).await?;
    store.delete("batches/count/b/c/3").await?;
    store.delete("batches/count/b/c/3").await?;
    expect([5, 3, 4, 6, 0, 0]).await?;
    let below = keys_below(store, "batches/count").await?;
    store.delete_many(&below).await?;
    expect([0; 6]).await
}

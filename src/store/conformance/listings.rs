//! Listings of everything at once.

use super::super::{KeyPage, List, ObjectStore, Page};
use super::{keys_below, put, put_keys};
use crate::Result;

/// Nothing is listed, counted or read where nothing is.
pub async fn empty_store<S: ObjectStore>(store: &S) -> Result<()> {
    for prefix in ["", "a", "a/"] {
        for limit in [None, Some(1)] {
            let request = List {
                prefix,
                limit,
                delimiter: Some("/"),
                after: Some("a"),
            };
            assert_eq!(store.list(request).await?, Page::default());
            assert_eq!(
                store
                    .list_keys(List {
                        delimiter: None,
                        ..request
                    })
                    .await?,
                KeyPage::default()
            );
        }
        assert_eq!(store.count(prefix).await?, 0);
    }
    assert!(store.get_many(&[]).await.is_empty());
    assert_eq!(store.delete_many(&[]).await?, []);
    Ok(())
}

/// Keys come in the order of their UTF-8 bytes, in which capitals precede small letters and the
/// characters beyond U+FFFF follow all others (in that of UTF-16 units they would not).
pub async fn order<S: ObjectStore>(store: &S) -> Result<()> {
    let sorted = [
        "listings/order/!",
        "listings/order/-",
        "listings/order/1",
        "listings/order/10",
        "listings/order/2",
        "listings/order/C",
        "listings/order/_",
        "listings/order/a!",
        "listings/order/a/b",
        "listings/order/b",
        "listings/order/z",
        "listings/order/é",
        "listings/order/日",
        "listings/order/\u{ffee}",
        "listings/order/😀",
    ];
    let mut shuffled = sorted.to_vec();
    shuffled.sort_by_key(|key| key.bytes().rev().collect::<Vec<_>>());
    put_keys(store, &shuffled).await?;
    assert_eq!(keys_below(store, "listings/order/").await?, sorted);
    Ok(())
}

/// A prefix is a literal beginning, not a folder.
pub async fn prefixes<S: ObjectStore>(store: &S) -> Result<()> {
    let keys = [
        "listings/prefix/user/1",
        "listings/prefix/user/2",
        "listings/prefix/user=x",
        "listings/prefix/users/1",
        "listings/prefix/😀/1",
    ];
    put_keys(store, &keys).await?;
    let [one, two, odd, many, face] = keys;
    for (prefix, expected) in [
        ("listings/prefix/user/", vec![one, two]),
        ("listings/prefix/user", vec![one, two, odd, many]),
        ("listings/prefix/users", vec![many]),
        ("listings/prefix/user/1", vec![one]),
        ("listings/prefix/User", vec![]),
        ("listings/prefix/😀", vec![face]),
        ("listings/prefix/user/1/", vec![]),
    ] {
        assert_eq!(
            keys_below(store, prefix).await?,
            expected,
            "prefix `{prefix}`"
        );
    }
    Ok(())
}

/// An entry tells what a head does.
pub async fn entries<S: ObjectStore>(store: &S) -> Result<()> {
    for (key, body) in [
        ("listings/entries/a", b"".as_slice()),
        ("listings/entries/b", b"body"),
    ] {
        put(store, key, body).await?;
    }
    let page = store
        .list(List {
            prefix: "listings/entries/",
            ..List::default()
        })
        .await?;
    assert_eq!(page.entries.len(), 2);
    for entry in page.entries {
        let head = store.head(&entry.key).await?;
        assert_eq!(entry.size, head.size());
        assert_eq!(entry.etag, head.etag());
        assert_eq!(entry.last_modified, head.last_modified());
    }
    Ok(())
}

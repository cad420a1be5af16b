//! Listings in pages and in groups.

use super::super::{List, ObjectStore};
use super::put_keys;
use crate::Result;

/// Pages of any size are the listing cut into pieces, and the last one says so.
pub async fn every_size<S: ObjectStore>(store: &S) -> Result<()> {
    let prefix = "pages/sizes/";
    let keys: Vec<String> = (0..7).map(|number| format!("{prefix}{number}")).collect();
    put_keys(store, &keys.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    put_keys(store, &["pages/size", "pages/sizes0"]).await?;
    for limit in 1..=keys.len() + 1 {
        let (mut found, mut after, mut pages) = (Vec::new(), None::<String>, 0);
        loop {
            let request = List {
                prefix,
                after: after.as_deref(),
                limit: Some(limit),
                delimiter: None,
            };
            let (page, whole) = (store.list_keys(request).await?, store.list(request).await?);
            let listed: Vec<_> = whole.entries.into_iter().map(|entry| entry.key).collect();
            assert_eq!(
                (&listed, &whole.next),
                (&page.keys, &page.next),
                "pages of {limit}"
            );
            assert!(
                page.keys.len() == limit || page.next.is_none(),
                "a page that is not full"
            );
            found.extend(page.keys);
            pages += 1;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, keys, "pages of {limit}");
        assert_eq!(pages, keys.len().div_ceil(limit), "pages of {limit}");
    }
    Ok(())
}

/// A listing begins behind a key whether or not there is an object.
pub async fn after_a_missing_key<S: ObjectStore>(store: &S) -> Result<()> {
    let keys = ["pages/after/b", "pages/after/d", "pages/after/f"];
    put_keys(store, &keys).await?;
    for (after, left) in [
        ("", 3),
        ("pages", 3),
        ("pages/after/", 3),
        ("pages/after/a", 3),
        ("pages/after/b", 2),
        ("pages/after/c", 2),
        ("pages/after/d/x", 1),
        ("pages/after/f", 0),
        ("pages/after/zz", 0),
        ("pages/z", 0),
    ] {
        let request = List {
            prefix: "pages/after/",
            after: Some(after),
            ..List::default()
        };
        let page = store.list_keys(request).await?;
        let expected: Vec<_> = keys.into_iter().skip(3 - left).collect();
        assert_eq!(page.keys, expected, "after `{after}`");
    }
    Ok(())
}

/// A delimiter puts what lies deeper into groups.
pub async fn groups<S: ObjectStore>(store: &S) -> Result<()> {
    put_groups(store, "pages/groups/").await?;
    for (prefix, delimiter, entries, groups) in [
        ("pages/groups/", "/", vec!["a", "e"], vec!["b/", "c/", "d/"]),
        ("pages/groups/c/", "/", vec!["c/1", "c/2"], vec![]),
        ("pages/groups/c", "/", vec![], vec!["c/"]),
        (
            "pages/groups/",
            "/1",
            vec!["a", "c/2", "e"],
            vec!["b/1", "c/1", "d/1"],
        ),
        ("pages/groups/e", "/", vec!["e"], vec![]),
    ] {
        let request = List {
            prefix,
            delimiter: Some(delimiter),
            ..List::default()
        };
        let page = store.list(request).await?;
        let below = |name: &&str| format!("pages/groups/{name}");
        let found: Vec<_> = page.entries.into_iter().map(|entry| entry.key).collect();
        assert_eq!(
            found,
            entries.iter().map(below).collect::<Vec<_>>(),
            "`{prefix}`"
        );
        assert_eq!(
            page.common_prefixes,
            groups.iter().map(below).collect::<Vec<_>>()
        );
    }
    Ok(())
}

/// Groups count as one and come once, whatever the size of the pages.
pub async fn after_a_group<S: ObjectStore>(store: &S) -> Result<()> {
    let prefix = "pages/continued/";
    put_groups(store, prefix).await?;
    for limit in 1..=6 {
        let (mut entries, mut groups, mut after) = (Vec::new(), Vec::new(), None::<String>);
        loop {
            let request = List {
                prefix,
                after: after.as_deref(),
                delimiter: Some("/"),
                limit: Some(limit),
            };
            let page = store.list(request).await?;
            let listed = page.entries.len() + page.common_prefixes.len();
            assert!(
                listed == limit || page.next.is_none(),
                "a page that is not full"
            );
            entries.extend(page.entries.into_iter().map(|entry| entry.key));
            groups.extend(page.common_prefixes);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(
            entries,
            ["a", "e"].map(|name| format!("{prefix}{name}")),
            "pages of {limit}"
        );
        assert_eq!(
            groups,
            ["b/", "c/", "d/"].map(|name| format!("{prefix}{name}"))
        );
    }
    Ok(())
}

async fn put_groups<S: ObjectStore>(store: &S, prefix: &str) -> Result<()> {
    let keys = ["a", "b/1", "c/1", "c/2", "d/1/2", "e"].map(|name| format!("{prefix}{name}"));
    put_keys(store, &keys.each_ref().map(String::as_str)).await
}

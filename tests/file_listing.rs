//! Listings of the file store: against a sorted model, and what they cost.

mod common;
mod engine;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use common::strategy;
use engine::store::{put_raw, ready};
use proptest::prelude::*;
use s3db_native::store::file::FileOptions;
use s3db_native::store::{FileStore, List, ObjectStore, Page};

/// Segments whose order changes with what follows them: `a-`, `a/`, `a0`. A file system need not tell
/// capitals from small letters.
const SEGMENTS: [&str; 12] = [
    "a", "a-", "a0", "a!", "C", "b", "id=1", "id=10", "é", "日", "\u{ffee}", "😀",
];

fn key() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&SEGMENTS[..]), 1..4)
        .prop_map(|segments| segments.join("/"))
}

/// The keys that a file system can hold together: none is the folder of another one.
fn compatible(keys: Vec<String>) -> BTreeSet<String> {
    let mut kept = BTreeSet::<String>::new();
    for key in keys {
        let is_below =
            |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('/'));
        if !kept
            .iter()
            .any(|other| is_below(other, &key) || is_below(&key, other))
        {
            kept.insert(key);
        }
    }
    kept
}

/// A page cut from a sorted listing, as `List` describes it.
fn model(
    keys: &BTreeSet<String>,
    request: &List<'_>,
) -> (Vec<String>, Vec<String>, Option<String>) {
    let (mut entries, mut groups, mut next, mut last) = (Vec::new(), Vec::new(), None, None);
    let limit = request.limit.unwrap_or(usize::MAX);
    for key in keys.iter().filter(|key| key.starts_with(request.prefix)) {
        let group = request.group_of(key);
        let name = group.unwrap_or(key);
        let is_passed = request
            .after
            .is_some_and(|after| &**key <= after || group == Some(after));
        if is_passed || last.as_deref() == Some(name) {
            continue;
        }
        if entries.len() + groups.len() == limit {
            next = last;
            break;
        }
        last = Some(name.to_owned());
        if group.is_some() {
            &mut groups
        } else {
            &mut entries
        }
        .push(name.to_owned());
    }
    (entries, groups, next)
}

fn parts(page: Page) -> (Vec<String>, Vec<String>, Option<String>) {
    let keys = page.entries.into_iter().map(|entry| entry.key).collect();
    (keys, page.common_prefixes, page.next)
}

fn compare(store: &FileStore, keys: &BTreeSet<String>, prefix: &str, after: Option<&str>) {
    for (limit, delimiter) in [
        (None, None),
        (Some(2), None),
        (None, Some("/")),
        (Some(1), Some("/")),
    ] {
        let request = List {
            prefix,
            after,
            delimiter,
            limit,
        };
        let expected = model(keys, &request);
        assert_eq!(
            parts(ready(store.list(request)).unwrap()),
            expected,
            "{request:?}"
        );
        if delimiter.is_none() {
            let page = ready(store.list_keys(request)).unwrap();
            assert_eq!(
                (page.keys, page.next),
                (expected.0, expected.2),
                "{request:?}"
            );
        }
    }
    let count = keys.iter().filter(|key| key.starts_with(prefix)).count();
    assert_eq!(ready(store.count(prefix)), Ok(count), "prefix `{prefix}`");
}

proptest! {
    #![proptest_config(strategy::cases(64))]

    #[test]
    fn listings_are_those_of_a_sorted_set(
        keys in prop::collection::vec(key(), 0..24),
        removed in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        prefixes in prop::collection::vec((key(), 0..3_usize), 1..6),
        afters in prop::collection::vec(key(), 1..4),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(FileOptions::new(folder.path()));
        let mut kept = compatible(keys);
        for key in &kept {
            put_raw(&store, key, &[], b"", None);
        }
        for index in removed.into_iter().filter(|_| !kept.is_empty()).collect::<Vec<_>>() {
            let Some(key) = kept.iter().nth(index.index(kept.len().max(1))).cloned() else { break };
            ready(store.delete(&key)).unwrap();
            kept.remove(&key);
        }
        let cut = |(key, form): &(String, usize)| match form {
            0 => key.clone(),
            1 => format!("{key}/"),
            _ => key.chars().take(1).collect(),
        };
        let prefixes = prefixes.iter().map(cut).chain([String::new()]);
        for prefix in prefixes {
            compare(&store, &kept, &prefix, None);
            for after in &afters {
                compare(&store, &kept, &prefix, Some(after));
                compare(&store, &kept, &prefix, Some(&format!("{after}/")));
            }
        }
    }
}

fn pages(store: &FileStore, prefix: &str, limit: usize) -> Vec<String> {
    let (mut keys, mut after) = (Vec::new(), None::<String>);
    loop {
        let request = List {
            prefix,
            after: after.as_deref(),
            limit: Some(limit),
            delimiter: None,
        };
        let page = ready(store.list_keys(request)).unwrap();
        keys.extend(page.keys);
        after = page.next;
        if after.is_none() {
            return keys;
        }
    }
}

/// Lets the time of the last change become one that is trusted.
#[allow(
    clippy::disallowed_methods,
    reason = "a test waits for the clock of the file system"
)]
fn settle() {
    thread::sleep(Duration::from_millis(120));
}

/// Makes an object as another process would.
fn touch(base: &Path, key: &str) {
    for name in [key.to_owned(), format!("{key}.meta.json")] {
        fs::write(base.join(name), "{\"size\":0}").unwrap();
    }
}

#[test]
fn paging_reads_each_folder_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    for name in ["a", "b"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        (0..500).for_each(|number| touch(folder.path(), &format!("{name}/{number:03}")));
    }
    settle();
    assert_eq!(pages(&store, "", 10).len(), 1000);
    assert_eq!(store.scans(), 3);
    assert_eq!(ready(store.count("")), Ok(1000));
    assert_eq!(pages(&store, "b/", 7).len(), 500);
    assert_eq!(store.scans(), 3);
}

#[test]
fn changes_of_others_are_seen_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    for number in 0..50 {
        touch(folder.path(), &format!("id={number:02}"));
        assert_eq!(pages(&store, "", 1000).len(), number + 1);
    }
    settle();
    assert_eq!(pages(&store, "", 1000).len(), 50);
    let scans = store.scans();
    assert_eq!(pages(&store, "", 1).len(), 50);
    assert_eq!(store.scans(), scans);
    fs::remove_file(folder.path().join("id=07.meta.json")).unwrap();
    assert_eq!(pages(&store, "", 1000).len(), 49);
    assert_eq!(store.scans(), scans + 1);
}

#[test]
fn a_folder_that_is_replaced_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    fs::create_dir(folder.path().join("a")).unwrap();
    touch(folder.path(), "a/old");
    settle();
    assert_eq!(pages(&store, "a/", 10), ["a/old"]);
    fs::remove_dir_all(folder.path().join("a")).unwrap();
    assert_eq!(pages(&store, "a/", 10), Vec::<String>::new());
    put_raw(&store, "a/new", &[], b"", None);
    assert_eq!(pages(&store, "a/", 10), ["a/new"]);
}

#[test]
fn names_that_are_no_objects_are_not_listed() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    put_raw(&store, "a", &[], b"body", None);
    for name in [
        "orphan",
        "a.bak",
        "a.tmp.1700000000000.abcdef",
        "a.meta.json.tmp.1700000000000.abcdef",
        "a.meta.next",
        ".meta.json",
        "x.meta.json.meta.json",
        "operations.journal",
    ] {
        fs::write(folder.path().join(name), "{}").unwrap();
    }
    assert_eq!(pages(&store, "", 10), ["a"]);
    assert_eq!(ready(store.count("")), Ok(1));
    assert_eq!(ready(store.get("a")).unwrap().body(), b"body");
}

#[test]
fn old_leftovers_of_writers_go_and_recent_ones_stay() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    put_raw(&store, "stored.tmp", &[], b"", None);
    let now = s3db_native::clock::now();
    let (old, recent) = (now - 2 * 3_600_000, now - 60_000);
    let leave = |name: String, time: u64| {
        let file = fs::File::create(folder.path().join(&name)).unwrap();
        let time = std::time::UNIX_EPOCH + Duration::from_millis(time);
        file.set_modified(time).unwrap();
        folder.path().join(name)
    };
    let gone = [
        leave(format!("a.tmp.{old}.abcdef"), old),
        leave(format!("a.meta.json.tmp.{old}.abcdef"), old),
        leave("a.meta.next".to_owned(), old),
    ];
    let object = format!("kept.tmp.{old}.abcdef");
    let kept = [
        leave(format!("a.tmp.{recent}.abcdef"), recent),
        leave(format!("a.tmp.{old}.abcdeg"), recent),
        leave(format!("a.tmp.{recent}.abcdeh"), old),
        leave("b.meta.next".to_owned(), recent),
        leave(object.clone(), old),
        leave(format!("{object}.meta.json"), old),
    ];
    assert_eq!(pages(&store, "", 10).len(), 2);
    assert!(gone.iter().all(|path| !path.exists()), "{gone:?}");
    assert!(kept.iter().all(|path| path.exists()), "{kept:?}");
}

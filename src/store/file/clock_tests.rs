//! What a store makes of a wall clock that jumps by hours.

use std::path::Path;
use std::time::Duration;

use super::crash_tests::ready;
use super::directory::Directory;
use super::location::Location;
use super::{FileOptions, FileStore};
use crate::clock::{Stopwatch, jump, now};
use crate::store::{Condition, Etag, List, Metadata, NewObject, ObjectStore};
use crate::{Error, Result};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn store(base: &Path, ttl: Option<Duration>) -> FileStore {
    FileStore::open(FileOptions {
        ttl,
        lock_timeout: Duration::from_millis(40),
        ..FileOptions::new(base)
    })
}

fn put(store: &FileStore, key: &str, body: &[u8], condition: Condition<'_>) -> Result<Etag> {
    let object = NewObject {
        metadata: &Metadata::default(),
        body,
        content_type: None,
        content_encoding: None,
    };
    ready(store.put(key, object, condition))
}

fn keys(store: &FileStore) -> Vec<String> {
    ready(store.list_keys(List::default())).unwrap().keys
}

#[test]
fn objects_expire_by_what_the_clock_says_and_by_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), Some(Duration::from_secs(3600)));
    put(&store, "a", b"body", Condition::None).unwrap();
    for ahead in [-100 * HOUR, -HOUR, 0, 59 * MINUTE] {
        jump::to(ahead);
        assert_eq!(store.sweep(), Ok(0), "{ahead}");
        assert_eq!(ready(store.get("a")).unwrap().body(), b"body", "{ahead}");
        assert_eq!(keys(&store), ["a"], "{ahead}");
        assert_eq!(ready(store.count("")), Ok(1), "{ahead}");
        let refused = put(&store, "a", b"", Condition::Absent);
        assert!(
            matches!(refused, Err(Error::Precondition { .. })),
            "{refused:?}"
        );
    }
    jump::to(HOUR + MINUTE);
    assert_eq!(keys(&store), Vec::<String>::new());
    put(&store, "a", b"new", Condition::Absent).unwrap();
    jump::to(0);
    assert_eq!(ready(store.get("a")).unwrap().body(), b"new");
    jump::to(2 * HOUR + 2 * MINUTE);
    assert_eq!((store.sweep(), keys(&store).len()), (Ok(1), 0));
}

#[test]
fn every_write_is_listed_and_read_when_the_clock_was_set_back() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, reader) = (store(folder.path(), None), store(folder.path(), None));
    let mut expected = Vec::new();
    for (number, ahead) in [0, -5, -12, -5, 0].into_iter().enumerate() {
        jump::to(ahead * HOUR);
        expected.push(number.to_string());
        replace_and_copy(&writer, &expected[number]);
        assert_eq!(keys(&writer), expected);
        assert_eq!(keys(&reader), expected);
    }
    ready(writer.delete("0")).unwrap();
    assert_eq!(keys(&reader), expected[1..]);
}

#[test]
fn every_write_is_listed_and_read_when_the_clock_was_put_forward() {
    let folder = tempfile::tempdir().unwrap();
    for (number, ahead) in [0, 5, 12].into_iter().enumerate() {
        jump::to(ahead * HOUR);
        replace_and_copy(&store(folder.path(), None), &number.to_string());
        assert_eq!(keys(&store(folder.path(), None)).len(), number + 1);
    }
}

/// Makes every kind of change of an object, and reads it.
fn replace_and_copy(store: &FileStore, key: &str) {
    for body in [b"".as_slice(), b"body"] {
        let etag = put(store, key, body, Condition::None).unwrap();
        put(store, key, b"next", Condition::Matches(etag.as_str())).unwrap();
        let object = ready(store.get(key)).unwrap();
        assert_eq!(object.body(), b"next");
        assert!(object.last_modified().abs_diff(now()) < MINUTE.unsigned_abs());
        ready(store.copy(key, key, Some(&Metadata::default()), None)).unwrap();
    }
}

#[test]
fn dates_before_1970_are_its_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), Some(Duration::from_secs(1)));
    jump::to(i64::MIN);
    assert_eq!(now(), 0);
    put(&store, "a", b"body", Condition::None).unwrap();
    let object = ready(store.get("a")).unwrap();
    assert_eq!((object.last_modified(), object.body()), (0, &b"body"[..]));
    assert_eq!(keys(&store), ["a"]);
}

#[test]
fn files_of_a_writer_whose_clock_was_ahead_or_behind_are_swept_when_both_times_are_old() {
    let folder = tempfile::tempdir().unwrap();
    for ahead in [-3 * HOUR, 0, 3 * HOUR] {
        let made = now().checked_add_signed(ahead).unwrap();
        std::fs::write(folder.path().join(format!("a.tmp.{made}.abcdef")), "").unwrap();
    }
    let left = || std::fs::read_dir(folder.path()).unwrap().count();
    for (ahead, expected) in [
        (0, 3),
        (-9 * HOUR, 3),
        (HOUR + MINUTE, 1),
        (4 * HOUR + MINUTE, 0),
    ] {
        jump::to(ahead);
        assert_eq!(keys(&store(folder.path(), None)), Vec::<String>::new());
        assert_eq!(left(), expected, "{ahead}");
    }
}

#[test]
fn a_lock_is_waited_for_as_long_as_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let (holder, waiting) = (store(folder.path(), None), store(folder.path(), None));
    let location = Location::of("a").unwrap();
    let directory = Directory::open(folder.path()).unwrap();
    let held = holder.locks.lock(directory, &location).unwrap();
    for ahead in [-12 * HOUR, 12 * HOUR] {
        jump::to(ahead);
        let stopwatch = Stopwatch::start();
        let refused = put(&waiting, "a", b"body", Condition::None);
        assert!(
            matches!(refused, Err(Error::LockTimeout { .. })),
            "{refused:?}"
        );
        let elapsed = stopwatch.elapsed();
        assert!((40..5_000).contains(&elapsed.as_millis()), "{elapsed:?}");
    }
    drop(held);
    put(&waiting, "a", b"body", Condition::None).unwrap();
}

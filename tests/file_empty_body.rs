//! Empty bodies that are names of one file.
#![cfg(all(target_os = "linux", not(feature = "portable")))]

mod engine;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use engine::store::{put_raw, ready};
use s3db_native::store::file::FileOptions;
use s3db_native::store::{FileStore, ObjectStore};

fn put_empty(store: &FileStore, key: &str) {
    put_raw(store, key, &[("key", key)], b"", None);
}

/// Number of the file that has a name.
fn number(base: &Path, key: &str) -> u64 {
    fs::metadata(base.join(key)).unwrap().ino()
}

#[test]
fn records_of_a_folder_share_an_empty_body() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    for key in ["a/1", "a/2", "b/1"] {
        put_empty(&store, key);
    }
    assert_eq!(number(folder.path(), "a/1"), number(folder.path(), "a/2"));
    assert_ne!(number(folder.path(), "a/1"), number(folder.path(), "b/1"));
}

#[test]
fn a_body_that_is_written_or_deleted_leaves_the_others_empty() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    for key in ["1", "2", "3"] {
        put_empty(&store, key);
    }
    put_raw(&store, "1", &[("key", "1")], b"body", None);
    ready(store.delete("2")).unwrap();
    assert_eq!(ready(store.get("1")).unwrap().body(), b"body");
    assert_eq!(fs::read(folder.path().join("3")).unwrap(), b"");
    put_empty(&store, "1");
    put_empty(&store, "2");
    for key in ["1", "2", "3"] {
        assert_eq!(ready(store.get(key)).unwrap().body(), b"", "{key}");
        assert_eq!(fs::read(folder.path().join(key)).unwrap(), b"", "{key}");
    }
}

#[test]
fn a_file_that_somebody_wrote_into_or_removed_gets_no_more_names() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    put_empty(&store, "1");
    let mut body = OpenOptions::new()
        .write(true)
        .open(folder.path().join("1"))
        .unwrap();
    body.write_all(b"by hand").unwrap();
    put_empty(&store, "2");
    assert_eq!(fs::read(folder.path().join("2")).unwrap(), b"");
    ready(store.delete("2")).unwrap();
    put_empty(&store, "3");
    assert_eq!(fs::read(folder.path().join("3")).unwrap(), b"");
}

#[test]
fn a_file_has_a_thousand_names_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    for number in 0..2500 {
        put_empty(&store, &number.to_string());
    }
    let names: Vec<_> = (0..2500)
        .map(|number| {
            fs::metadata(folder.path().join(number.to_string()))
                .unwrap()
                .nlink()
        })
        .collect();
    assert_eq!(names.iter().max(), Some(&1000));
    assert_eq!(ready(store.count("")), Ok(2500));
}

#[test]
fn what_is_left_under_a_name_is_no_body() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    put_empty(&store, "1");
    fs::write(folder.path().join("2"), b"left").unwrap();
    put_empty(&store, "2");
    assert_eq!(fs::read(folder.path().join("2")).unwrap(), b"");
    assert_eq!(fs::read(folder.path().join("1")).unwrap(), b"");
}

//! The file store: the conformance suite, and what only it has.

mod engine;

use std::fs;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use engine::store::{put_raw, ready};
use s3db_native::store::conformance::{Capabilities, run_all};
use s3db_native::store::file::{Compression, Durability, FileOptions, FileStats};
use s3db_native::store::{Condition, FileStore, List, Metadata, NewObject, ObjectStore};
use s3db_native::{Error, Result};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("temporary folder")
}

fn capabilities() -> Capabilities {
    Capabilities {
        nested_keys: false,
        any_key: false,
        ..Capabilities::default()
    }
}

fn put(store: &FileStore, key: &str, body: &[u8], condition: Condition<'_>) -> Result<()> {
    let metadata = Metadata::default();
    let object = NewObject {
        metadata: &metadata,
        body,
        content_type: None,
        content_encoding: None,
    };
    ready(store.put(key, object, condition)).map(drop)
}

fn keys(store: &FileStore, prefix: &str) -> Vec<String> {
    let request = List {
        prefix,
        ..List::default()
    };
    ready(store.list_keys(request)).expect("listing").keys
}

fn names(path: impl AsRef<std::path::Path>) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(path)
        .expect("folder")
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_file_store_conforms() {
    let folder = folder();
    let store = FileStore::open(FileOptions::new(folder.path().join("base")));
    ready(run_all(&store, capabilities())).unwrap();
}

#[test]
fn every_option_leaves_a_store_that_conforms() {
    for durability in [Durability::None, Durability::Data, Durability::Full] {
        let folder = folder();
        let store = FileStore::open(FileOptions {
            durability,
            compression: Some(Compression {
                threshold: 1,
                level: 1,
            }),
            ttl: Some(Duration::from_secs(3600)),
            backup: Some(".bak".to_owned()),
            journal: Some("operations.journal".to_owned()),
            ..FileOptions::new(folder.path())
        });
        ready(run_all(&store, capabilities())).unwrap();
    }
}

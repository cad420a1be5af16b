//! The file store: the conformance suite, with every option, and what it counts.

mod engine;

use std::thread;
use std::time::Duration;

use engine::store::put_raw;
use futures_util::future::join_all;
use pollster::block_on;
use s3db_native::store::conformance::{Capabilities, run_all};
use s3db_native::store::file::{Compression, Durability, FileOptions};
use s3db_native::store::{Condition, FaultStore, FileStore, Metadata, NewObject, ObjectStore};

/// What file systems cannot hold.
const CAPABILITIES: Capabilities = Capabilities {
    conditions: true,
    nested_keys: false,
    any_key: false,
    largest_body: 5 << 20,
};
const DURABILITIES: [Durability; 3] = [Durability::None, Durability::Data, Durability::Full];

fn empty(metadata: &Metadata) -> NewObject<'_> {
    NewObject {
        metadata,
        body: b"",
        content_type: None,
        content_encoding: None,
    }
}

#[test]
fn the_file_store_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path().join("base")));
    block_on(run_all(&store, CAPABILITIES)).unwrap();
}

/// A decorator has the trait's own listings, counts and batches, which the store overrides.
#[test]
fn a_decorated_store_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let store = FaultStore::new(FileStore::open(FileOptions::new(folder.path())));
    block_on(run_all(&store, CAPABILITIES)).unwrap();
}

#[test]
fn every_option_leaves_a_store_that_conforms() {
    for durability in DURABILITIES {
        let folder = tempfile::tempdir().unwrap();
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
        block_on(run_all(&store, CAPABILITIES)).unwrap();
    }
}

#[test]
fn concurrent_writers_are_all_stored_with_any_durability() {
    for durability in DURABILITIES {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(FileOptions {
            durability,
            ..FileOptions::new(folder.path())
        });
        thread::scope(|scope| {
            for number in 0..50 {
                let store = &store;
                scope.spawn(move || {
                    let metadata = Metadata::default();
                    let object = NewObject {
                        metadata: &metadata,
                        body: if number % 2 == 0 { b"" } else { b"body" },
                        content_type: None,
                        content_encoding: None,
                    };
                    let key = format!("folder-{}/id={number}", number % 3);
                    block_on(store.put(&key, object, Condition::Absent)).unwrap();
                    assert_eq!(block_on(store.get(&key)).unwrap().body(), object.body);
                });
            }
        });
        assert_eq!(block_on(store.count("")), Ok(50));
        assert_eq!(store.syncs() > 0, durability != Durability::None);
    }
}

#[test]
fn durable_writers_at_once_share_their_syncs() {
    const WRITERS: usize = 50;
    const WRITES: usize = 4;
    let syncs_of = |writers: usize, writes: usize| {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(FileOptions {
            durability: Durability::Data,
            ..FileOptions::new(folder.path())
        });
        put_raw(&store, "folder/first", &[], b"", None);
        let before = store.syncs();
        let metadata = Metadata::default();
        let (store, object) = (&store, empty(&metadata));
        block_on(join_all((0..writers).map(|writer| async move {
            for write in 0..writes {
                let key = format!("folder/{writer}-{write}");
                store.put(&key, object, Condition::Absent).await.unwrap();
            }
        })));
        store.syncs() - before
    };
    let alone = syncs_of(1, WRITES);
    assert_eq!(alone, 2 * WRITES as u64);
    let together = syncs_of(WRITERS, WRITES);
    assert!(together * 5 <= alone * WRITERS as u64, "{together}");
}

#[test]
fn a_batch_shares_its_syncs() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions {
        durability: Durability::Data,
        ..FileOptions::new(folder.path())
    });
    put_raw(&store, "folder/first", &[], b"", None);
    let keys: Vec<_> = (0..100).map(|number| format!("folder/{number}")).collect();
    let metadata = Metadata::default();
    let before = store.syncs();
    assert_eq!(block_on(store.put_many(&keys, empty(&metadata))), []);
    assert_eq!(block_on(store.count("")), Ok(101));
    let written = store.syncs();
    assert_eq!(block_on(store.delete_many(&keys)), Ok(vec![]));
    assert_eq!(block_on(store.count("")), Ok(1));
    let (puts, deletions) = (written - before, store.syncs() - written);
    assert!((2..20).contains(&puts), "{puts}");
    // Where a folder has no handle, its removals cannot be synced.
    let least = u64::from(cfg!(all(unix, not(feature = "portable"))));
    assert!((least..10).contains(&deletions), "{deletions}");
}

#[test]
fn a_store_counts_what_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(FileOptions::new(folder.path()));
    put_raw(&store, "a", &[("0", "text")], b"", None);
    put_raw(&store, "b", &[("0", "text")], b"body", None);
    block_on(store.copy("a", "c", None, None)).unwrap();
    block_on(store.get("a")).unwrap();
    block_on(store.head("a")).unwrap();
    block_on(store.get("missing")).unwrap_err();
    block_on(store.get("../missing")).unwrap_err();
    block_on(store.delete_many(&["a".to_owned(), "b".to_owned()])).unwrap();
    let stats = store.stats();
    assert_eq!(
        (stats.puts, stats.gets, stats.deletes, stats.errors),
        (2, 1, 2, 1)
    );
}
